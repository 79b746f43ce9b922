"""IPTC ninjs: news in JSON, generations 1, 2 and 3 (https://iptc.org/standards/ninjs/).

Generation 1 has one headline, byline and a body a form ("body_html"); 2 has lists of them; 3 is 2
in camel case, with ``embargoedUntil`` for ``embargoed``. So names are looked up in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import agency, nitf
from newsxlate.inputs.stream.records import HTML, PLAIN, compose, plain
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError
from newsxlate.text.dates import iso

Item = Mapping[str, Any]

NITF = "nitf"
# Structure first: plain text has lost its subheads. None: it has to be found out.
_FORMS = (HTML, NITF, None, PLAIN)
_NITF_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?nitf[\s>]")
_DATES = ("firstcreated", "contentcreated", "versioncreated")
_EMBARGO = ("embargoed", "embargoeduntil")


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a news item: a name, and a body as only ninjs has it."""
    item = _small(value)
    dated = "versioncreated" in item and ("headline" in item or "type" in item)
    if not isinstance(item.get("uri"), str):
        # Superdesk calls it by another name.
        return dated and isinstance(item.get("guid"), str)
    return (
        isinstance(item.get("bodies"), list)
        or isinstance(item.get("headlines"), list)
        or dated
        or any(name.startswith("body_") for name in item)
    )


def document(
    value: Mapping[str, Any], source: Source, settings: Settings, number: int
) -> Document | BadRecord:
    """A document from a news item. Pictures, events and what was withdrawn are not articles."""
    item = _small(value)
    uri = _string(item.get("uri")) or _string(item.get("guid"))
    status = next((str(name) for name in value if str(name).lower() == "pubstatus"), "pubstatus")
    refused = agency.refused(
        source,
        number,
        uri,
        status=(status, str(item.get("pubstatus") or "")),
        nature=("type", str(item.get("type"))),
    )
    if refused:
        return refused
    try:
        media_type, body, story = _content(item)
    except UnreadableError as error:
        return source.broken(str(error), number, uri)
    title = plain(_text(item, "headlines", "headline") or _string(item.get("title")))
    dates = (iso(_string(item.get(name))) for name in _DATES)
    return compose(
        source,
        settings,
        number,
        key=uri,
        body=body,
        media_type=media_type,
        title=title or (story.title if story else None),
        byline=_byline(item) or (story.byline if story else None),
        published=next(filter(None, dates), None) or (story.published if story else None),
        embargoed=_embargo(item) or (story.embargoed if story else None),
        url=_link(item),
        language=_string(item.get("language")),
        item=uri,
    )


def _small(value: Mapping[str, Any]) -> dict[str, Any]:
    """An object with its names in small letters."""
    return {str(name).lower(): each for name, each in value.items()}


def _content(item: Item) -> tuple[str | None, str, nitf.Story | None]:
    """The richest body: its media type, its text, and for NITF its head.

    Raises:
        UnreadableError: There is none, or none that can be read.
    """
    bodies = [body for body in _bodies(item) if body[0] in _FORMS]
    failed: UnreadableError | None = None
    for media_type, body in sorted(bodies, key=lambda b: (_FORMS.index(b[0]), -len(b[1]))):
        if media_type != NITF:
            return media_type, body, None
        try:
            story = nitf.parse(body.encode("utf-8", errors="replace"))
        except UnreadableError as error:
            failed = failed or error
        else:
            return HTML, story.html, story
    raise failed or UnreadableError("it has no body")


def _bodies(item: Item) -> Iterator[tuple[str | None, str]]:
    """The bodies with their forms: all of generation 1, and those with a value of 2 and 3."""
    beside = agency.words("beside")
    for name, value in item.items():
        kind = name.removeprefix("body_")
        if kind != name and kind not in beside and isinstance(value, str) and value.strip():
            types = {"html": HTML, "html5": HTML, "xhtml": HTML, "nitf": NITF}
            yield types.get(kind, PLAIN), value
    for body in _list(item.get("bodies")):
        value, role = body.get("value"), str(body.get("role") or "").lower()
        if isinstance(value, str) and value.strip() and role not in beside:
            yield _form(str(body.get("contenttype") or ""), role, value), value


def _form(content_type: str, role: str, value: str) -> str | None:
    """What a body is: one of `_FORMS`, or a media type that is not read."""
    named = content_type.partition(";")[0].strip().lower()
    if NITF in named or _NITF_ROOT.match(value):
        return NITF
    if "html" in named or (not named and "html" in role):
        return HTML
    if not named:
        return None
    text = named.startswith("text/") and "xml" not in named
    return PLAIN if text else None if named.endswith("xml") else named


def _text(item: Item, listed: str, single: str) -> str | None:
    """The main one of a list of texts, or the only one."""
    texts = [t for t in _list(item.get(listed)) if _string(t.get("value"))]
    main = next((t for t in texts if t.get("role") in ("main", None)), texts[0] if texts else None)
    return _string(main["value"]) if main else _string(item.get(single))


def _byline(item: Item) -> str | None:
    """As printed, or the names of those who wrote it: Superdesk lists authors."""
    printed = plain(_string(item.get("byline")) or _string(item.get("by")))
    people = [*_list(item.get("people")), *_list(item.get("authors"))]
    wrote = (
        plain(_string(person.get("name"))) or ""
        for person in people
        if re.split("[:/]", str(person.get("rel") or person.get("role") or "").lower())[-1]
        in agency.words("authors")
    )
    return printed or agency.byline(wrote)


def _embargo(item: Item) -> str | None:
    """Until when it must not be published, as it is written; what is no text may say so as well."""
    values = (item.get(name) for name in _EMBARGO)
    return next((str(value) for value in values if value and str(value).strip()), None)


def _link(item: Item) -> str | None:
    """Where it is on the web: an item's name may be an address, but need not be."""
    for link in _list(item.get("links")):
        if link.get("rel") in ("canonical", "self", "alternate"):
            return _string(link.get("href"))
    uri = _string(item.get("uri"))
    return uri if uri and uri.startswith(("http://", "https://")) else None


def _list(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, their names in small letters."""
    return [_small(v) for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
