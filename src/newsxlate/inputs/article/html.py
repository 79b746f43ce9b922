"""Read an article from a web page.

The whole visible page becomes the text (`newsxlate.inputs.article.render`). trafilatura (Barbaresi
2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction",
ACL demos) says which of it is the article; what it returns is found again on the page
(`newsxlate.inputs.article.match`), and the rest is marked as removed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsxlate.article import Block, Kind
from newsxlate.errors import InputError
from newsxlate.inputs.article.match import key, matches
from newsxlate.inputs.article.metadata import Metadata, metadata
from newsxlate.inputs.article.render import Piece, render
from newsxlate.text.flatten import flatten

OUTSIDE = "outside the article"

_HEAD = 1 << 16
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(r"<(p|div|h[1-6]|article|section|table|ul|ol)(\s[^<>]*)?>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_XML = re.compile(
    r"\s*<\?xml\b[^>]*\?>(?>\s*+<!--.*?-->|\s*+<!DOCTYPE[^>]*+>)*+\s*+<([\w:.-]+)", re.S
)
_SENTENCE = re.compile(r"[.!?…][\"'“”»«›‹’)\]]*$")
# Words in sentences that a page has to have before it counts as an article.
_FEWEST_WORDS = 10
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Page:
    """What was read from a page: its text, blocks that tile it, and its metadata."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None
    metadata: Metadata


def is_page(text: str) -> bool:
    """Whether ``text`` is a page, and not merely a part of one."""
    return _PAGE.search(text[:_HEAD]) is not None


def is_html(text: str) -> bool:
    """Whether ``text`` is a page, or a part of one with several elements."""
    head = text[:_HEAD]
    if is_page(text):
        return True
    return head.lstrip("\ufeff \t\r\n").startswith("<") and len(_ELEMENT.findall(head)) >= 2


def xml_root(text: str) -> str | None:
    """The root element of an XML document that is no page; None for anything else."""
    match = _XML.match(text[:_HEAD])
    return match[1] if match and match[1].lower() != "html" else None


def declared_encoding(data: bytes) -> str | None:
    """The encoding a page names in its first bytes, in a meta element or XML declaration."""
    head = data[: 1 << 13]
    match = _CHARSET.search(head) or _DECLARATION.search(head)
    return match[1].decode("ascii", errors="replace") if match else None


def read_page(source: str, name: str, *, fragment: bool = False) -> Page:
    """Read an article from HTML.

    Args:
        source: The page, decoded.
        name: What to call it in an error.
        fragment: It is the article's own mark-up, without a page around it: all of it is kept.

    Raises:
        InputError: No article was found on the page.
    """
    tree = _parse(source)
    if tree is None:
        raise _no_article(name)
    text, pieces = render(tree)
    keys = [key(text[piece.start : piece.end]) for piece in pieces]
    if fragment:
        about, kept = Metadata(), set(range(len(pieces)))
    else:
        about = metadata(tree)
        kept = matches(keys, *_extract(tree))
    enough = fragment or _words(text, [pieces[number] for number in kept]) >= _FEWEST_WORDS
    if not kept or not enough:
        raise _no_article(name)
    kinds = {number: _kind(pieces[number]) for number in kept}
    headline = _headline(pieces, keys, kept, key(about.title))
    if headline is not None:
        kinds[headline] = Kind.HEADLINE
        body = min(number for number in kept | {len(pieces)} if number > headline)
        kinds.update(_above_body(pieces, keys, body, headline, key(about.description)))
    blocks = _blocks(text, pieces, kinds)
    title = blocks[headline].text if headline is not None else about.title or None
    return Page(text, blocks, title, about)


def _no_article(name: str) -> InputError:
    return InputError(
        f"no article text found in {name}",
        hint="Copy the article's text from the browser into a .txt file and pass that.",
    )


def _parse(source: str) -> Any:
    """An lxml tree, whatever the page is like; None if there is nothing in it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # As bytes: lxml refuses text that declares an encoding, and a NUL would end it.
    data = source.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        return document_fromstring(data, parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _extract(tree: Any) -> tuple[str, list[tuple[int, str]]]:
    """The key of the text trafilatura takes for the article, and its elements, for `matches`."""
    # A handler of its own keeps "empty HTML tree" off standard error; a user's logging gets it.
    for logger in ("trafilatura", "htmldate"):
        if not logging.getLogger(logger).handlers:
            logging.getLogger(logger).addHandler(logging.NullHandler())
    from lxml import etree
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, include_comments=False)
    except Exception:  # a page nobody foresaw: no article, which the caller reports
        document = None
    if document is None or document.body is None:
        return "", []
    extracted: list[str] = []
    length = 0
    elements: list[tuple[int, str]] = []
    begun: list[tuple[int, int]] = []
    for event, element in etree.iterwalk(document.body, events=("start", "end")):
        if event == "start":
            begun.append((length, len(extracted)))
            part = key(element.text or "")
        else:
            start, first = begun.pop()
            if element is not document.body:
                elements.append((start, "".join(extracted[first:])))
            part = key(element.tail or "")
        extracted.append(part)
        length += len(part)
    return "".join(extracted), elements


def _words(text: str, pieces: Sequence[Piece]) -> int:
    """Words in pieces that end like sentences: menus and lists of links have none."""
    lines = (text[piece.start : piece.end] for piece in pieces)
    return sum(len(line.split()) for line in lines if _SENTENCE.search(line[-10:]))


def _kind(piece: Piece) -> Kind:
    if piece.role == "kicker":
        return Kind.KICKER
    if piece.tag in _HEADINGS:
        return Kind.SUBHEAD
    if piece.tag in ("figcaption", "caption"):
        return Kind.CREDIT if piece.role == "credit" else Kind.CAPTION
    return Kind.PARAGRAPH


def _headline(
    pieces: Sequence[Piece], keys: Sequence[str], kept: set[int], title: str
) -> int | None:
    """Which piece is the headline: the declared title, else the first h1, in or above the body."""
    last = max(kept)
    headings = [n for n, p in enumerate(pieces) if p.tag in _HEADINGS[:2] and n <= last and keys[n]]
    headings = [n for n in headings if pieces[n].role != "kicker"]
    for number in headings:
        # The title element often has the site's name behind the headline, or a kicker before it.
        if title and (keys[number] == title or (len(keys[number]) > 15 and keys[number] in title)):
            return number
    first = [n for n in headings if pieces[n].tag == "h1"]
    # Where the site's name is an h1 as well, the headline is the one nearer the body.
    above = [n for n in first if n <= min(kept)]
    return above[-1] if above else first[0] if first else None


def _above_body(
    pieces: Sequence[Piece], keys: Sequence[str], body: int, headline: int, description: str
) -> dict[int, Kind]:
    """The kicker and lead beside a headline, which extractors take for page furniture."""
    kinds: dict[int, Kind] = {}
    for number in range(max(0, headline - 2), min(headline + 3, len(pieces))):
        if pieces[number].role == "kicker" and number != headline and number <= body:
            kinds[number] = Kind.KICKER
    for number in range(headline + 1, min(body + 1, len(pieces))):
        described = len(keys[number]) > 30 and (
            keys[number].startswith(description[:60] or "\x00") or keys[number] in description
        )
        if described or (pieces[number].role == "lead" and pieces[number].tag != "li"):
            kinds[number] = Kind.LEAD
    return kinds


def _blocks(text: str, pieces: Sequence[Piece], kinds: dict[int, Kind]) -> tuple[Block, ...]:
    """Blocks that tile the text; pieces without a kind are removed."""
    ends = [piece.start for piece in pieces[1:]] + [len(text)]
    blocks: list[Block] = []
    for number, (piece, end) in enumerate(zip(pieces, ends, strict=True)):
        outside = Kind.CAPTION if piece.tag == "figcaption" else Kind.BOILERPLATE
        blocks.append(
            Block(
                kinds.get(number, outside),
                piece.start,
                end,
                flatten(text[piece.start : end])[0],
                None if number in kinds else OUTSIDE,
            )
        )
    return tuple(blocks)
