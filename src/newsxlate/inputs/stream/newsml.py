"""IPTC NewsML-G2: news items, alone or many in a news message; and NITF, alone or in an item."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import agency, nitf
from newsxlate.inputs.stream.items import items
from newsxlate.inputs.stream.lines import decoded
from newsxlate.inputs.stream.records import HTML, PLAIN, compose
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError, guarded, too_large
from newsxlate.text.dates import iso

# Mark-up and metadata make an item larger than its text.
_ITEM = 4
_HEADINGS = ("h1", "h2", "h3")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(source: Source, settings: Settings) -> Iterator[Document | BadRecord]:
    """A news item a document; of a message, one item is in memory at a time.

    Raises:
        UnreadableError: There is no news item in it.
    """
    number = 0
    for item in items(source.stream, _ITEM * settings.max_bytes + (1 << 20)):
        number += 1
        if isinstance(item, UnreadableError):
            yield source.broken(str(item), number)
        else:
            yield guarded(_document, item, source, settings, number)
    if not number:
        raise UnreadableError("there is no news item in it")


def _document(item: Any, source: Source, settings: Settings, number: int) -> Document | BadRecord:
    from lxml import etree

    if etree.QName(item).localname == "nitf":
        return _nitf(item, source, settings, number)
    guid = item.get("guid")
    refused = agency.refused(
        source,
        number,
        guid,
        status=("pubStatus", _code(_first(item, "itemMeta/pubStatus"))),
        nature=("itemClass", _code(_first(item, "itemMeta/itemClass"))),
    )
    if refused:
        return refused
    try:
        media_type, body, written = _content(item)
    except UnreadableError as error:
        return source.broken(str(error), number, guid)
    if len(body) > settings.max_bytes:
        return source.broken(too_large(settings.max_bytes), number, guid)
    language = _first(item, "contentMeta/language")
    return compose(
        source,
        settings,
        number,
        key=guid,
        body=body,
        media_type=media_type,
        title=_headline(item) or (written.title if written else None),
        byline=_byline(item) or (written.byline if written else None),
        published=_published(item) or (written.published if written else None),
        # Empty, it stands for none: some write it into every item.
        embargoed=_text(_first(item, "itemMeta/embargoed"))
        or (written.embargoed if written else None),
        url=_url(item),
        language=language.get("tag") if language is not None else item.get(_LANG),
        item=guid,
    )


def _nitf(root: Any, source: Source, settings: Settings, number: int) -> Document | BadRecord:
    """A document from a NITF document that stands alone."""
    story = nitf.story(root)
    refused = agency.refused(source, number, None, status=("management-status", story.status))
    if refused or not story.html:
        return refused or source.broken("there is no text in it", number)
    return compose(
        source,
        settings,
        number,
        body=story.html,
        media_type=HTML,
        title=story.title,
        byline=story.byline,
        published=story.published,
        embargoed=story.embargoed,
        language=root.get(_LANG),
    )


def _content(item: Any) -> tuple[str, str, nitf.Story | None]:
    """The richest form an item's text is given in.

    Raises:
        UnreadableError: There is none, or it is not in the item itself.
    """
    forms = [*_all(item, "contentSet/inlineXML"), *_all(item, "contentSet/inlineData")]
    for form in sorted(forms, key=_rank):
        media_type, body, story = _form(form)
        if body.strip():
            return media_type, body, story
    if _first(item, "contentSet/remoteContent") is not None:
        raise UnreadableError("its text is not in it: it is kept elsewhere (remoteContent)")
    raise UnreadableError("there is no text in it")


def _rank(form: Any) -> int:
    kind = form.get("contenttype") or ""
    return 0 if "html" in kind else 1 if "nitf" in kind else 2 if form.tag.endswith("XML") else 3


def _form(form: Any) -> tuple[str, str, nitf.Story | None]:
    """Media type, text, and for NITF its head."""
    if form.tag.endswith("inlineData"):
        kind = (form.get("contenttype") or PLAIN).partition(";")[0].strip()
        return HTML if "html" in kind else PLAIN, _data(form), None
    inner = next((child for child in form if isinstance(child.tag, str)), None)
    if inner is None:
        return PLAIN, form.text or "", None
    if inner.tag.rpartition("}")[2] == "nitf":
        story = nitf.story(inner)
        return HTML, story.html, story
    return HTML, _html(form), None


def _data(form: Any) -> str:
    text = "".join(form.itertext())
    if "base64" not in (form.get("encoding") or ""):
        return text
    try:
        return decoded(base64.b64decode(text, validate=False))
    except (binascii.Error, ValueError) as error:
        raise UnreadableError(f"its text is not valid base64: {error}") from error


def _html(form: Any) -> str:
    """XHTML as HTML: what is in its body, or all of it if there is none."""
    from lxml import etree

    for element in form.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    body = next(form.iter("body"), form)
    _strip(body)
    etree.cleanup_namespaces(body)
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in body]
    return (body.text or "") + "".join(parts)


def _strip(body: Any) -> None:
    """Take out what stands above dpa's headlines: subjects, places, genre, time of publication.

    They are metadata, and the item's own metadata say them, too.
    """
    classes = agency.words("metadata")
    for header in list(body.iter("header")):
        elements = [element for element in header.iterdescendants() if isinstance(element.tag, str)]
        first = next((n for n, element in enumerate(elements) if element.tag in _HEADINGS), 0)
        for number, element in enumerate(elements):
            named = classes & set((element.get("class") or "").split())
            if named or (number < first and element.tag in ("ul", "ol", "time")):
                _drop(element)


def _drop(element: Any) -> None:
    """Remove an element, and keep what stands behind it."""
    parent, before = element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _headline(item: Any) -> str | None:
    """The main headline: first by role, then by rank, then by place."""
    headlines = [h for h in _all(item, "contentMeta/headline") if _text(h)]

    def order(headline: Any) -> tuple[bool, int]:
        role, rank = headline.get("role") or "", headline.get("rank") or ""
        main = not role or role.rpartition(":")[2] in ("main", "title", "headline", "hl1")
        return not main, int(rank) if rank.isdecimal() else 1

    return _text(min(headlines, key=order)) if headlines else None


def _byline(item: Any) -> str | None:
    """As printed, or the names of those who wrote it."""
    printed = _text(_first(item, "contentMeta/by"))
    names = (_text(_first(c, "name")) for c in _all(item, "contentMeta/creator"))
    return printed or agency.byline(names)


def _published(item: Any) -> str | None:
    places = ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
    dates = (iso(_text(_first(item, place))) for place in places)
    return next(filter(None, dates), None)


def _url(item: Any) -> str | None:
    for link in _all(item, "itemMeta/link"):
        if (link.get("rel") or "").rpartition(":")[2] in ("canonical", "self", "isAlternativeOf"):
            href: str | None = link.get("href")
            return href
    return None


def _code(element: Any) -> str:
    """What a qcode says behind its prefix, or a URI at its end."""
    if element is None:
        return ""
    code: str = element.get("qcode") or element.get("uri") or ""
    return code.replace("/", ":").rpartition(":")[2]


def _all(item: Any, path: str) -> list[Any]:
    found: list[Any] = item.findall("/".join("{*}" + step for step in path.split("/")))
    return found


def _first(item: Any, path: str) -> Any:
    return next(iter(_all(item, path)), None)


def _text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
