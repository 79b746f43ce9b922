"""Make documents of records: JSON objects, rows of CSV, entries of feeds, news items."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice
from typing import Any

from newsxlate.inputs.article.html import is_page
from newsxlate.inputs.article.match import key
from newsxlate.inputs.document import BadRecord, Document, sound
from newsxlate.inputs.stream.source import Settings, Source, rules, too_large

HTML, PLAIN = "text/html", "text/plain"

_MARKUP = re.compile(
    r"</(?:p|div|h[1-6]|article|section|ul|ol|li|table|blockquote|figure|span|a|em|strong|b|i)\s*>"
    r"|<(?:br|hr|p)\s*/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
# The title of an article stands within this many characters, if it stands in it at all.
_OPENING = 3000
# Of seconds since 1970 there are ten digits, of milliseconds thirteen.
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
# "12.3.2024", "12.03.2024, 14:30 Uhr".
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? +(\d{1,2}:\d{2}(?::\d{2})?)(?: Uhr)?)?")
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
    url: str | None = None,
    language: str | None = None,
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
        byline: The authors.
        published: ISO 8601.
        url: Where it was published.
        language: Its language tag.
    """
    media_type = media_type or (HTML if _MARKUP.search(body) else PLAIN)
    content = with_title(title, body, media_type).encode("utf-8", errors="replace")
    if len(content) > settings.max_bytes:
        return source.broken(too_large(settings.max_bytes), number, key)
    return Document(
        id=source.id(key or number),
        content=content,
        name=f"{source.name}#{number}",
        title=title or None,
        byline=byline or None,
        published=published,
        url=url or None,
        language=language or None,
        media_type=media_type,
    )


def with_title(title: str | None, body: str, media_type: str) -> str:
    """``body`` with its title above it, unless it stands there already or it is a whole page."""
    if not title or (media_type == HTML and is_page(body)):
        return body
    opening = body[:_OPENING]
    shown = html.unescape(_TAG.sub(" ", opening)) if media_type == HTML else opening
    if key(title) in key(shown):
        return body
    return f"<h1>{html.escape(title)}</h1>\n{body}" if media_type == HTML else f"{title}\n\n{body}"


def plain(text: str | None) -> str | None:
    """``text`` without mark-up, in one line."""
    if not text:
        return None
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return " ".join(text.split()) or None


def iso(value: str | None) -> str | None:
    """A date, or a date with time, as ISO 8601; None if it is not understood."""
    value = (value or "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        pass
    if german := _GERMAN.fullmatch(value):
        day, month, year, time = german.groups()
        return iso(f"{year}-{month:0>2}-{day:0>2}" + (f"T{time:0>5}" if time else ""))
    try:
        if _EPOCH.fullmatch(value):
            seconds = float(value) / (1000 if len(value.partition(".")[0]) > 10 else 1)
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


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
