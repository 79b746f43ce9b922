"""RSS and Atom files, by feedparser: also those that are not well-formed."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import agency, wordpress
from newsxlate.inputs.stream.entries import feeds
from newsxlate.inputs.stream.lines import as_utf8
from newsxlate.inputs.stream.records import HTML, PLAIN, compose, plain
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError, guarded, whole
from newsxlate.text.dates import iso

# What stands behind an entry's text: links to its topics in brackets, and pictures that count.
# Quantifiers are possessive, so that no text takes long; it is looked for at the end only.
_TOPICS = re.compile(
    r"\(\s*+(?:<a\b[^<>]*+>[^<>]*+</a>[\s,;|/·]*+)++\)((?:\s|&nbsp;|<[^<>]*+>)*+)\Z",
    re.IGNORECASE,
)
_END = 3000
_TAG = re.compile(r"</?[a-z][^<>]*+>", re.IGNORECASE)


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
    if refused := wordpress.refusal(entry):
        return source.broken(refused, number, own)
    body, media_type, its_language = _body(entry)
    if not body:
        return source.broken("the entry has neither content nor summary", number, own)
    return compose(
        source,
        settings,
        number,
        key=own,
        body=body,
        media_type=media_type,
        title=plain(entry.get("title")),
        byline=_byline(entry),
        published=_date(entry, "published") or _date(entry, "updated"),
        embargoed=wordpress.embargoed(entry),
        # Of a guid that is no address, feedparser makes a link all the same.
        url=link if (link or "").startswith(("http://", "https://")) else None,
        language=its_language or entry.get("language") or language,
    )


def _body(entry: Any) -> tuple[str, str, str | None]:
    """The longest content, its media type and language; a summary counts only without content."""
    contents = [c for c in entry.get("content", []) if (c.get("value") or "").strip()]
    if not contents and (entry.get("summary") or "").strip():
        contents = [entry.get("summary_detail") or {"value": entry["summary"]}]
    best = max(contents, key=lambda c: len(c["value"]), default=None)
    if best is None:
        return "", PLAIN, None
    text = best["value"]
    if "wp_post_type" in entry:
        text = wordpress.shown(text)
    return *_form(text, str(best.get("type") or HTML)), best.get("language")


def _form(text: str, media_type: str) -> tuple[str, str]:
    """A content without what stands behind it, and whether it is HTML or plain text.

    Feeds call everything HTML; what has no mark-up is text, in which an ampersand may be escaped.
    """
    if "html" not in media_type:
        return text, PLAIN
    text = text[:-_END] + _TOPICS.sub(r"\1", text[-_END:])
    if not _TAG.search(text):
        return html.unescape(text), PLAIN
    return wordpress.paragraphs(text), HTML


def _byline(entry: Any) -> str | None:
    names = (plain(author.get("name")) or "" for author in entry.get("authors", []))
    return agency.byline(names) or agency.byline([plain(entry.get("author")) or ""])


def _date(entry: Any, name: str) -> str | None:
    """A date as it is written; if we do not understand it, as feedparser does, which is in UTC."""
    # Its own get() gives "updated" for what was only published, and warns.
    if found := iso(dict.get(entry, name)):
        return found
    parsed = dict.get(entry, f"{name}_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
