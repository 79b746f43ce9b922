"""RSS and Atom files, by feedparser: also those that are not well-formed."""

from __future__ import annotations

import calendar
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream.entries import feeds
from newsxlate.inputs.stream.lines import as_utf8
from newsxlate.inputs.stream.records import compose, plain
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError, guarded, whole


def read(source: Source, settings: Settings) -> Iterator[Document | BadRecord]:
    """An entry a document: its full text where it has one, else its summary.

    Raises:
        UnreadableError: It is no feed.
    """
    number = 0
    for part in feeds(as_utf8(whole(source))):
        if isinstance(part, UnreadableError):
            number += 1
            yield source.broken(str(part), number)
            continue
        feed = _parsed(part)
        language = feed.feed.get("language")
        if not feed.entries and feed.bozo:
            number += 1
            yield source.broken(f"it is not well-formed: {feed.bozo_exception}", number)
        for entry in feed.entries:
            number += 1
            yield guarded(partial(_document, language), entry, source, settings, number)


def _parsed(data: bytes) -> Any:
    import feedparser

    # As a stream: of bytes, feedparser first tries whether they are the name of a file.
    feed: Any = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False)
    if not feed.entries and not feed.version:
        raise UnreadableError(
            f"it is no RSS or Atom feed: {feed.get('bozo_exception') or 'no entries'}"
        )
    return feed


def _document(
    language: str | None, entry: Any, source: Source, settings: Settings, number: int
) -> Document | BadRecord:
    link = entry.get("link")
    own = entry.get("id") or link
    body, its_language = _body(entry)
    if not body:
        return source.broken("the entry has neither content nor summary", number, own)
    return compose(
        source,
        settings,
        number,
        key=own,
        body=body,
        title=plain(entry.get("title")),
        byline=plain(_authors(entry)),
        published=_date(entry.get("published_parsed") or entry.get("updated_parsed")),
        url=link,
        language=its_language or entry.get("language") or language,
    )


def _body(entry: Any) -> tuple[str, str | None]:
    """The longest content, and its language; a summary counts only where there is none."""
    contents = [c for c in entry.get("content", []) if (c.get("value") or "").strip()]
    if not contents and (entry.get("summary") or "").strip():
        contents = [entry.get("summary_detail") or {"value": entry["summary"]}]
    best = max(contents, key=lambda c: len(c["value"]), default=None)
    return (best["value"], best.get("language")) if best else ("", None)


def _authors(entry: Any) -> str:
    names = [a.get("name") for a in entry.get("authors", []) if a.get("name")]
    return ", ".join(dict.fromkeys(names)) or entry.get("author") or ""


def _date(parsed: Any) -> str | None:
    """Feedparser's dates are in UTC."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
