"""IPTC ninjs: news in JSON, generations 1, 2 and 3 (https://iptc.org/standards/ninjs/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import nitf
from newsxlate.inputs.stream.records import HTML, PLAIN, compose, iso, plain
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError

_TEXTS = ("text", "composite", "component", None)
_WITHDRAWN = ("canceled", "cancelled", "withheld")


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a news item: a name, and a body as only ninjs has it."""
    if not isinstance(value.get("uri"), str):
        return False
    return (
        isinstance(value.get("bodies"), list)
        or isinstance(value.get("headlines"), list)
        or ("versioncreated" in value and ("headline" in value or "type" in value))
        or any(str(name).startswith("body_") for name in value)
    )


def document(
    item: Mapping[str, Any], source: Source, settings: Settings, number: int
) -> Document | BadRecord:
    """A document from a news item. Pictures, events and what was withdrawn are not articles."""
    uri = item["uri"] if isinstance(item.get("uri"), str) else None
    status = str(item.get("pubstatus") or "")
    if status in _WITHDRAWN:
        return source.broken(f"its publisher has withdrawn it (pubstatus: {status})", number, uri)
    bodies = sorted(_bodies(item), key=lambda body: (_rank(body[0]), -len(body[1])))
    if not bodies:
        what = item.get("type")
        reason = "it has no body" if what in _TEXTS else f"it is no text (type: {what})"
        return source.broken(reason, number, uri)
    media_type, body = bodies[0]
    title = plain(_text(item, "headlines", "headline") or _string(item.get("title")))
    if "nitf" in media_type:
        try:
            story = nitf.parse(body.encode("utf-8", errors="replace"))
        except UnreadableError as error:
            return source.broken(str(error), number, uri)
        body, title = story.html, title or story.title
    return compose(
        source,
        settings,
        number,
        key=uri,
        body=body,
        media_type=PLAIN if media_type == PLAIN else HTML,
        title=title,
        byline=plain(_string(item.get("byline")) or _string(item.get("by"))),
        published=iso(
            _string(item.get("firstcreated"))
            or _string(item.get("contentcreated"))
            or _string(item.get("versioncreated"))
        ),
        url=_link(item),
        language=_string(item.get("language")),
    )


def _bodies(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The bodies with their media types: all of generation 1, and those with a value of 2 and 3."""
    for name, value in item.items():
        if name.startswith("body_") and isinstance(value, str) and value.strip():
            kind = name.removeprefix("body_")
            types = {"text": PLAIN, "html": HTML, "html5": HTML, "xhtml": HTML, "nitf": "nitf"}
            yield types.get(kind, PLAIN), value
    for body in _list(item.get("bodies")):
        value = body.get("value")
        if isinstance(value, str) and value.strip():
            yield str(body.get("contenttype") or "").partition(";")[0].strip() or _role(body), value


def _role(body: Mapping[str, Any]) -> str:
    return HTML if "html" in str(body.get("role")) else PLAIN


def _rank(media_type: str) -> int:
    """Structure first: plain text has lost its subheads."""
    order = (HTML, "application/xhtml+xml", "nitf", PLAIN)
    kind = "nitf" if "nitf" in media_type else media_type
    return order.index(kind) if kind in order else len(order)


def _text(item: Mapping[str, Any], listed: str, single: str) -> str | None:
    """The main one of a list of texts, or the only one."""
    texts = [t for t in _list(item.get(listed)) if _string(t.get("value"))]
    main = next((t for t in texts if t.get("role") in ("main", None)), texts[0] if texts else None)
    return _string(main["value"]) if main else _string(item.get(single))


def _link(item: Mapping[str, Any]) -> str | None:
    """Where it is on the web: an item's name may be an address, but need not be."""
    for link in _list(item.get("links")):
        if link.get("rel") in ("canonical", "self", "alternate"):
            return _string(link.get("href"))
    uri = _string(item.get("uri"))
    return uri if uri and uri.startswith(("http://", "https://")) else None


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
