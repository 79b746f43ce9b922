"""NewsML-G2 (IPTC, version 2.35): one newsMessage with a newsItem an article and language.

The standard: https://iptc.org/standards/newsml-g2/. The text is XHTML in ``inlineXML``. The order
of the elements is the standard's. Only what a person has approved is "usable".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.outputs.article.credit import digital_source
from newsxlate.outputs.article.display import direction
from newsxlate.outputs.stream.provenance import (
    EDITOR,
    carried_summary,
    editorial_notes,
    embargo_end,
    is_day,
    paragraphs,
    people,
    status,
    urn,
    web_address,
    xml_text,
)
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Translation
from newsxlate.text.dates import moment
from newsxlate.version import __version__

_NAR = "http://iptc.org/std/nar/2006-10-01/"
_XHTML = "http://www.w3.org/1999/xhtml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"


def write(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write the records to a stream; how many had a translation."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    count = 0
    with etree.xmlfile(stream, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("newsMessage", nsmap={None: _NAR}):
            header = _element("header")
            _add(header, "sent", now)
            file.write(header)
            with file.element("itemSet"):
                for record in records:
                    for translation in record.result.translations:
                        file.write(item(record, translation, now))
                        file.write("\n")
                    count += bool(record.result.translations)
    return count


def item(record: Record, translation: Translation, now: str) -> Any:
    """One translation of an article as a ``newsItem`` element.

    Args:
        record: The article.
        translation: One of its translations.
        now: Date and time to give as that of this version (XML Schema's dateTime).
    """
    made = _element(
        "newsItem",
        guid=urn(record, translation.language),
        version="1",
        standard="NewsML-G2",
        standardversion="2.35",
        conformance="power",
        dir=direction(translation.language),
    )
    made.set(_LANG, translation.language)
    _add(made, "catalogRef", href=_CATALOG)
    _management(_add(made, "itemMeta"), record, translation, now)
    _metadata(_add(made, "contentMeta"), record, translation)
    content = _add(_add(made, "contentSet"), "inlineXML", contenttype="application/xhtml+xml")
    content.append(_page(record, translation))
    return made


def _element(name: str, /, **attributes: str) -> Any:
    return etree.Element(f"{{{_NAR}}}{name}", attributes, {None: _NAR})


def _add(parent: Any, name: str, text: str = "", /, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_NAR}}}{name}", attributes)
    child.text = xml_text(text) or None
    return child


def _management(parent: Any, record: Record, translation: Translation, now: str) -> None:
    _add(parent, "itemClass", qcode="ninat:text")
    _add(_add(parent, "provider", literal="newsxlate"), "name", "newsxlate")
    _add(parent, "versionCreated", now)
    article = record.result.article
    if embargoed := embargo_end(article):
        _add(parent, "embargoed", embargoed.isoformat())
    _add(parent, "pubStatus", qcode=f"stat:{status(record, translation.language, moment(now))}")
    _add(parent, "fileName", f"{record.stem}.{translation.language}.xml")
    _add(parent, "generator", "newsxlate", versioninfo=__version__)
    if translation.title:
        _add(parent, "title", translation.title)
    for note in editorial_notes(record, translation):
        _add(parent, "edNote", note).set(_LANG, "en")
    address = web_address(record)
    if address:
        _add(parent, "link", rel="irel:seeAlso", href=address, title="original article")


def _metadata(parent: Any, record: Record, translation: Translation) -> None:
    article = record.result.article
    published = moment(article.published)
    if published is not None:
        day = is_day(article.published or "")
        _add(parent, "contentCreated", str(published.date()) if day else published.isoformat())
    review = record.review(translation.language)
    made_by = digital_source(review, record.result)
    _add(_add(parent, "digitalSourceType", uri=made_by.uri), "name", made_by.name)
    if article.byline:
        _add(_add(parent, "creator"), "name", article.byline)
    _add(_add(parent, "contributor", literal="newsxlate"), "name", "newsxlate")
    for role, name in people(review):
        person = _add(parent, "contributor", role=f"cpprole:{role}")
        _add(person, "name", name)
        if role == EDITOR:
            _add(person, "note", "reviewed and approved the translation").set(_LANG, "en")
    _add(parent, "language", tag=translation.language)
    _add(_add(parent, "genre", literal="machine-translation"), "name", "Machine translation")
    if translation.title:
        _add(parent, "headline", translation.title)
    if article.byline:
        _add(parent, "by", article.byline)
    made = carried_summary(record, translation.language)
    if made is not None:
        _add(parent, "description", made.text, role="drol:summary")


def _page(record: Record, translation: Translation) -> Any:
    """The text as a page of XHTML."""
    attributes = {"lang": translation.language, "dir": direction(translation.language)}
    page = etree.Element(f"{{{_XHTML}}}html", attributes, {None: _XHTML})
    page.set(_LANG, translation.language)
    head = etree.SubElement(page, f"{{{_XHTML}}}head")
    title = etree.SubElement(head, f"{{{_XHTML}}}title")
    title.text = xml_text(translation.title or record.name)
    body = etree.SubElement(page, f"{{{_XHTML}}}body")
    if translation.title:
        etree.SubElement(body, f"{{{_XHTML}}}h1").text = xml_text(translation.title)
    body.extend(paragraphs(record.result, translation, f"{{{_XHTML}}}"))
    return page
