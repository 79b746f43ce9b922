"""What an archive is read into: one document an article, and what could not be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from unicodedata import normalize

# Characters that a field may have. A title of more is a text, and an address that had to be cut
# leads nowhere.
_LONGEST = {
    "title": 2_000,
    "byline": 2_000,
    "published": 100,
    "embargoed": 100,
    "url": 8_000,
    "language": 100,
    "item": 2_000,
}
_LONGEST_NAME = 4_000
_LONGEST_REASON = 500
_NOT_CUT = ("published", "embargoed", "url", "language", "item")
# What is printed beside the text has composed letters, as the text has; addresses stay as they are.
_WORDED = ("title", "byline")
# Halves of characters can be neither stored nor sent, and control characters make terminals act.
_UNSOUND = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article of an archive, as it lies there.

    Attributes:
        id: The same in every run over the same archive, and unique within a run: the path, the
            member and what the record calls itself, or else its number.
        content: The article as HTML or plain text, as `newsxlate.inputs.article.read_bytes` takes
            it.
        name: What to call it in messages: "archive.zip!folder/a.html", "feed.xml#3".
        title: The headline, if it is given beside the text.
        byline: The author or authors.
        published: Publication date, ISO 8601.
        embargoed: Until when it must not be published, ISO 8601 with a time zone; None if it may.
        url: Where the article was published.
        language: Language tag as given ("de", "de-AT").
        item: What an agency calls it, in all its versions and wherever they lie.
        media_type: "text/html" or "text/plain"; None if it has to be found out.

    Its fields are cleaned as it is made, so that nothing has to expect halves of characters,
    control characters, decomposed letters, or a title of a million characters.
    """

    id: str
    content: bytes
    name: str
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    embargoed: str | None = None
    url: str | None = None
    language: str | None = None
    media_type: str | None = None
    item: str | None = None

    def __post_init__(self) -> None:
        """Clean the fields."""
        _name(self)
        for field, longest in _LONGEST.items():
            value = getattr(self, field)
            if value is None:
                continue
            clean = sound(value, longest)
            if field in _WORDED:
                clean = normalize("NFC", clean)
            if clean != value:
                cut = field in _NOT_CUT and len(value) > longest
                object.__setattr__(self, field, None if cut else clean or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A record that cannot be read; the others can.

    Attributes:
        id: As in `Document`.
        name: What to call it in messages, with its line, record or member.
        reason: What is wrong, in one line.
        item: What an agency calls what it has withdrawn: no version of it is to be published.
        pubstatus: "canceled" if that is for good, "withheld" if it is until a later version.
    """

    id: str
    name: str
    reason: str
    item: str | None = None
    pubstatus: str | None = None

    def __post_init__(self) -> None:
        """Clean the fields."""
        _name(self)
        object.__setattr__(self, "reason", sound(self.reason, _LONGEST_REASON))
        if self.item:
            object.__setattr__(self, "item", sound(self.item, _LONGEST["item"]) or None)


def sound(text: str, longest: int | None = None) -> str:
    """``text`` in one line that can be stored, sent and shown anywhere.

    Args:
        text: Any text.
        longest: What is longer is cut, and ends with "…".
    """
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _UNSOUND.sub(_replacement, text).strip()


def _replacement(match: re.Match[str]) -> str:
    return "\ufffd" if match[0] >= "\ud800" else " " if match[0] in "\t\n\r\u2028\u2029" else ""


def _name(record: Document | BadRecord) -> None:
    """Clean what a record is called; ids that differ go on differing."""
    object.__setattr__(record, "name", sound(record.name, _LONGEST_NAME))
    clean = sound(record.id, _LONGEST_NAME)
    if clean != record.id:
        digest = blake2b(record.id.encode("utf-8", "surrogatepass"), digest_size=8)
        object.__setattr__(record, "id", f"{clean}~{digest.hexdigest()}")
