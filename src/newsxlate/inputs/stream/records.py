"""Make documents of records: JSON objects, rows of CSV, entries of feeds, news items."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from newsxlate import embargo
from newsxlate.inputs.article.html import is_page
from newsxlate.inputs.article.match import key
from newsxlate.inputs.document import BadRecord, Document, sound
from newsxlate.inputs.stream import agency
from newsxlate.inputs.stream.source import Settings, Source, rules, too_large
from newsxlate.text.dates import iso

HTML, PLAIN = "text/html", "text/plain"

_MARKUP = re.compile(
    r"</(?:p|div|h[1-6]|article|section|ul|ol|li|table|blockquote|figure|span|a|em|strong|b|i)\s*>"
    r"|<(?:br|hr|p)\s*/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_LONGEST_FIELD = 5000
# The title of an article stands within this many characters, if it stands in it at all.
_OPENING = 3000
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.IGNORECASE | re.DOTALL)
_EDGE = re.compile(
    r"</?(?:p|div|h[1-6]|header|section|article|li|blockquote|td|tr|br|hr)\b[^>]*>|\n\s*\n",
    re.IGNORECASE,
)
# What databases and people write where there is none: "0000-00-00 00:00:00" is MySQL's.
_NO_EMBARGO = re.compile(r"[\W_0]*|false|no|none|null|nein|keine?", re.IGNORECASE)
_PARTS = ("value", "rendered", "text", "content", "name")


@cache
def _defaults() -> dict[str, tuple[str, ...]]:
    return {name: tuple(row.split()) for name, row in rules()["fields"].items()}


@cache
def _candidates() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The usual places: each as it is, without capitals, and what it begins with."""
    return {
        name: tuple((c, c.casefold(), c.partition(".")[0]) for c in row)
        for name, row in _defaults().items()
    }


def field_names() -> tuple[str, ...]:
    """What can be told where it is in a record: "body", "title" ..."""
    return tuple(_defaults())


def document(
    record: Mapping[str, Any], source: Source, settings: Settings, number: int
) -> Document | BadRecord:
    """A document from a record with fields.

    Args:
        record: The record. Values may be objects and lists.
        source: Where it is from.
        settings: ``fields`` says where what is; what it does not say is looked for.
        number: The line or number of the record, from 1.
    """
    # Only names that are looked for may differ in capitals: what the user names is exact.
    folded = {str(own).casefold(): own for own in reversed(list(record))}
    values = {name: _find(record, name, settings.fields.get(name), folded) for name in _defaults()}
    own = values["id"] or values["url"]
    if not values["body"]:
        return source.broken(_no_body(record, settings.fields.get("body"), folded), number, own)
    return compose(
        source,
        settings,
        number,
        key=own,
        body=values["body"],
        title=plain(values["title"]),
        byline=plain(values["byline"]),
        published=iso(values["published"]),
        embargoed=values["embargoed"] or _flagged(record, folded),
        url=values["url"],
        language=values["language"],
    )


def _no_body(record: Mapping[str, Any], wanted: str | None, folded: Mapping[str, str]) -> str:
    """What to say of a record without a text."""
    places = [wanted] if wanted else _places(record, "body", folded)
    empty = next((p for p in places if _is_empty(_at(record, p))), None)
    if empty is not None:
        return f"its field {sound(empty, 80)!r} is empty"
    names = ", ".join(sound(str(name), 40) for name in islice(record, 12)) or "none"
    what = f"nothing in its field {wanted!r}" if wanted else "no field with a text"
    return f"there is {what}; its fields: {names}"


def _places(record: Mapping[str, Any], name: str, folded: Mapping[str, str]) -> Iterator[str]:
    """The usual places of a field that there may be in a record: few of a hundred."""
    for candidate, plain_name, begins in _candidates()[name]:
        if plain_name in folded or begins in record:
            yield folded.get(plain_name, candidate)


def _is_empty(value: Any) -> bool:
    """Whether a text is there, and nothing in it; also a list or object of such."""
    if isinstance(value, str):
        return not value.strip()
    return value in ([], {}) or (isinstance(value, list) and all(map(_is_empty, value)))


def compose(
    source: Source,
    settings: Settings,
    number: int,
    *,
    body: str,
    media_type: str | None = None,
    key: str | None = None,
    title: str | None = None,
    byline: str | None = None,
    published: str | None = None,
    embargoed: str | None = None,
    url: str | None = None,
    language: str | None = None,
    item: str | None = None,
) -> Document | BadRecord:
    """A document from its parts, with the title above a body that does not begin with it.

    Args:
        source: Where it is from.
        settings: How large it may be.
        number: The number of the record, from 1.
        body: HTML or plain text.
        media_type: Which; None finds it out.
        key: What the record calls itself; without it the number stands in the id.
        title: The headline, plain.
        byline: The authors, as they are printed.
        published: ISO 8601.
        embargoed: Until when it must not be published, as the record says it. If that cannot be
            read, it is a bad record: it might be published too early.
        url: Where it was published.
        language: Its language tag.
        item: What an agency calls it in all its versions.
    """
    media_type = media_type or (HTML if _MARKUP.search(body) else PLAIN)
    content = with_title(title, body, media_type).encode("utf-8", errors="replace")
    if len(content) > settings.max_bytes:
        return source.broken(too_large(settings.max_bytes), number, key)
    if embargoed and _NO_EMBARGO.fullmatch(embargoed.strip()):
        embargoed = None
    until = embargo.read(embargoed) if embargoed else None
    if embargoed and not until:
        return source.broken(f"until when it is embargoed cannot be read: {embargoed}", number, key)
    return Document(
        id=source.id(key or number),
        content=content,
        name=f"{source.name}#{number}",
        title=title or None,
        byline=agency.authors(byline),
        published=published,
        embargoed=until,
        url=url or None,
        language=language or None,
        media_type=media_type,
        item=item,
    )


def with_title(title: str | None, body: str, media_type: str) -> str:
    """``body`` with its title above it, unless it stands there already or it is a whole page.

    A paragraph that merely has the title in it, as the line that WordPress puts below each entry
    of a feed, is not the title.
    """
    if not title or (media_type == HTML and is_page(body)):
        return body
    if not (wanted := key(title)) or _is_there(wanted, body[:_OPENING]):
        return body
    return f"<h1>{html.escape(title)}</h1>\n{body}" if media_type == HTML else f"{title}\n\n{body}"


def _is_there(title: str, opening: str) -> bool:
    """Whether the key of a title is a line of a text, with a kicker at most, or in a heading."""
    if any(title in _shown(heading[2]) for heading in _HEADING.finditer(opening)):
        return True
    parts = (line for part in _EDGE.split(opening) for line in (part, *part.splitlines()))
    return any(
        len(line) < 2 * len(title) and (line.startswith(title) or line.endswith(title))
        for line in map(_shown, parts)
    )


def _shown(mark_up: str) -> str:
    return key(html.unescape(_TAG.sub(" ", mark_up)))


def plain(text: str | None) -> str | None:
    """``text`` without mark-up, in one line."""
    if not text:
        return None
    # Where no tag ends, each "<" makes the rest be looked through.
    text = text[:_LONGEST_FIELD]
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(text.split()) or None


def _flagged(record: Mapping[str, Any], folded: Mapping[str, str]) -> str | None:
    """What says that there is an embargo, but not until when: ``"embargo": true``."""
    names = (folded[small] for _, small, *_ in _candidates()["embargoed"] if small in folded)
    return "true" if any(_at(record, name) is True for name in names) else None


def has(record: Mapping[str, Any], path: str) -> bool:
    """Whether there is something, if only an empty text, at a path with dots."""
    return _at(record, path) is not None


def _find(
    record: Mapping[str, Any], name: str, path: str | None, folded: Mapping[str, str]
) -> str | None:
    """The text of the field ``name``: at ``path``, or at the first usual place that has one."""
    between = "\n\n" if name == "body" else ", "
    if path:
        return _text(_at(record, path), between).strip() or None
    for own in _places(record, name, folded):
        if text := _text(_at(record, own), between).strip():
            return text
    return None


def _at(value: Any, path: str) -> Any:
    """What lies at a path with dots; a name with a dot in it is tried as it is first."""
    if isinstance(value, dict) and path in value:
        return value[path]
    step, _, rest = path.partition(".")
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        value = value[int(step)]
    elif isinstance(value, dict) and step in value:
        value = value[step]
    else:
        return None
    return _at(value, rest) if rest else value


def _text(value: Any, between: str) -> str:
    """The text of a value. Lists are joined; objects say it in one of a few fields."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return between.join(filter(None, (_text(item, between) for item in value)))
    return next((value[p] for p in _PARTS if isinstance(value.get(p), str)), "")
