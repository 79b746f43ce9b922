"""IPTC NITF, the mark-up of agencies' texts, as HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Any

from newsxlate.inputs.stream import agency
from newsxlate.inputs.stream.source import UnreadableError
from newsxlate.text.dates import iso, moment

# NITF's elements that have one in HTML; of the others, the text runs on.
_ELEMENTS = {
    "p": "p", "hl1": "h1", "hl2": "h2", "bq": "blockquote", "block": "div", "ol": "ol", "ul": "ul",
    "li": "li", "dl": "dl", "dt": "dt", "dd": "dd", "table": "table", "caption": "caption",
    "tr": "tr", "td": "td", "th": "th", "br": "br", "pre": "pre", "em": "em", "hr": "hr",
    "media": "figure", "media-caption": "figcaption",
}  # fmt: skip
_EMPTY = ("br", "hr")
# What says where a picture lies, or who made the text, is no part of it.
_LEFT_OUT = ("media-reference", "media-object", "media-metadata", "media-producer", "datasource")


@dataclass(frozen=True, slots=True)
class Story:
    """A NITF document: its text as HTML, and what its head says.

    Attributes:
        html: The text.
        title: The headline.
        byline: The authors.
        published: ISO 8601.
        embargoed: Until when it must not be published, as it is written.
        status: Its management status: "usable", "embargoed", "killed" ..., or "".
    """

    html: str
    title: str | None
    byline: str | None
    published: str | None
    embargoed: str | None
    status: str


def parse(data: bytes) -> Story:
    """Read a NITF document.

    Raises:
        UnreadableError: It is not well-formed.
    """
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return story(etree.fromstring(data, parser))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"it is not well-formed XML: {error}") from error


def story(root: Any) -> Story:
    """The story in an lxml element ``nitf``."""
    for line_break in root.iter("{*}br"):
        # For headlines, which come out in one line.
        line_break.tail = f" {line_break.tail or ''}"
    head, content = _first(root, "body.head"), _first(root, "body.content")
    title = _text(_first(root, "hl1")) or _text(_first(root, "title"))
    parts = [f"<h1>{html.escape(title)}</h1>"] if title else []
    if head is not None:
        parts += [f"<h2>{html.escape(_text(e))}</h2>" for e in head.iter("{*}hl2") if _text(e)]
        abstract = _text(_first(head, "abstract"))
        if abstract and (content is None or abstract not in _text(content)):
            parts.append(f'<p class="lead">{html.escape(abstract)}</p>')
    if content is not None:
        parts += [_html(child) for child in content if isinstance(child.tag, str)]
    issued, status = _norm(root, "date.issue"), _status(root)
    return Story(
        "\n".join(parts),
        title or None,
        _byline(head),
        _date(issued),
        _embargo(_norm(root, "date.release"), issued, status),
        status,
    )


def _status(root: Any) -> str:
    data = _first(root, "docdata")
    found: str | None = data.get("management-status") if data is not None else None
    return (found or "").strip().lower()


def _byline(head: Any) -> str | None:
    """The persons in the bylines; without mark-up what is printed there, without their offices."""
    bylines = [] if head is None else list(head.iter("{*}byline"))
    persons = [_apart(person) for line in bylines for person in line.iter("{*}person")]
    printed = [_apart(line, without="byttl") for line in bylines]
    return agency.byline(persons) or agency.byline(printed) or None


def _apart(element: Any, without: str = "") -> str:
    """The text of an element whose parts are names: a space stands between any two."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] != without:
            pieces.append(_apart(child, without))
        pieces.append(child.tail or "")
    return " ".join(" ".join(pieces).split()).replace(" ,", ",")


def _embargo(released: str | None, issued: str | None, status: str) -> str | None:
    """The date of release, where it is one to wait for; of many documents it is that of issue."""
    until = _date(released)
    if until and "T" in (released or "").upper() and "T" not in until:
        # Its day alone would be too early where its time cannot be read.
        until += "T23:59:59"
    if status == "embargoed":
        return until or released or status
    release, issue = moment(until), moment(_date(issued))
    return until if release and (issue is None or release > issue) else None


def _norm(root: Any, name: str) -> str | None:
    element = _first(root, name)
    return element.get("norm") if element is not None else None


def _date(norm: str | None) -> str | None:
    """NITF's dates are ISO 8601 in its basic form; some have the time, some the zone without it."""
    return iso(norm) or iso((norm or "")[:8])


def _first(root: Any, name: str) -> Any:
    return None if root is None else next(root.iter("{*}" + name), None)


def _text(element: Any) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _html(element: Any) -> str:
    from lxml import etree

    name = etree.QName(element).localname
    if name in _LEFT_OUT:
        return ""
    inner = [html.escape(element.text or "")]
    for child in element:
        inner.append(_html(child) if isinstance(child.tag, str) else "")
        inner.append(html.escape(child.tail or ""))
    tag = _ELEMENTS.get(name)
    if tag is None:
        return "".join(inner)
    return f"<{tag}>" if tag in _EMPTY else f"<{tag}>{''.join(inner)}</{tag}>"
