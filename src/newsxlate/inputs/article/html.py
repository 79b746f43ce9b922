"""Read an article from a web page.

The whole visible page becomes the text (`newsxlate.inputs.article.render`). trafilatura (Barbaresi
2021, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction",
ACL demos) says which of it is the article; what it returns is found again on the page
(`newsxlate.inputs.article.match`), and the rest is marked as removed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newsxlate.article import Block, Kind
from newsxlate.errors import InputError
from newsxlate.inputs.article.belonging import boxed, entry_times, main_text, missing
from newsxlate.inputs.article.clutter import LINKS, OUTSIDE, beyond, clutter
from newsxlate.inputs.article.front import around_headline, find_headline
from newsxlate.inputs.article.headings import HEADINGS
from newsxlate.inputs.article.match import key, matches
from newsxlate.inputs.article.metadata import Metadata, metadata
from newsxlate.inputs.article.render import Piece, render
from newsxlate.inputs.article.structure import (
    SENTENCE,
    in_list,
    is_attribution,
    is_caption,
    look,
    way,
)
from newsxlate.inputs.article.tree import parse
from newsxlate.languages import SOURCE
from newsxlate.text.flatten import flatten

_HEAD = 1 << 16
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(r"<(p|div|h[1-6]|article|section|table|ul|ol)(\s[^<>]*)?>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']")
_XML = re.compile(
    r"\s*<\?xml\b[^>]*\?>(?>\s*+<!--.*?-->|\s*+<!DOCTYPE[^>]*+>)*+\s*+<([\w:.-]+)", re.S
)
# News pages have up to 4,000 elements. Of many more, the extractor would take minutes.
_MOST_ELEMENTS = 12_000
# Words in sentences that a page has to have before it counts as an article.
_FEWEST_WORDS = 10
_DESCRIPTIONS = ("description", "og:description", "twitter:description")


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


def read_page(source: str, name: str, *, fragment: bool = False, language: str = SOURCE) -> Page:
    """Read an article from HTML.

    Args:
        source: The page, decoded.
        name: What to call it in an error.
        fragment: It is the article's own mark-up, without a page around it: all of it is kept.
        language: ISO 639-1 code of the language its bylines are in.

    Raises:
        InputError: No article was found on the page.
    """
    tree = parse(source)
    if tree is None:
        raise _no_article(name)
    text, pieces = render(tree)
    if fragment:
        kinds, headline, about = _whole(text, pieces), None, Metadata()
        reasons: dict[int, str] = {}
    else:
        about = metadata(tree, language)
        kinds, headline, reasons = _article(text, pieces, tree, about)
        if about.body and _words(text, pieces, kinds) < _FEWEST_WORDS:
            text, pieces, kinds, headline = _declared(tree, pieces, about)
    if not kinds or not (fragment or _words(text, pieces, kinds) >= _FEWEST_WORDS):
        raise _no_article(name)
    blocks = _blocks(text, pieces, kinds, reasons)
    title = blocks[headline].text if headline is not None else about.title or None
    return Page(text, blocks, title, about)


def _whole(text: str, pieces: Sequence[Piece]) -> dict[int, Kind]:
    return {number: _kind(text, piece) for number, piece in enumerate(pieces)}


def _article(
    text: str, pieces: Sequence[Piece], tree: Any, about: Metadata
) -> tuple[dict[int, Kind], int | None, dict[int, str]]:
    """Say what of a page is the article.

    Returns:
        The kind of each piece of it, which one is the headline, and why others that an extractor
        takes for the article are removed.
    """
    looks = look(text, pieces)
    # The way to the page repeats the headline.
    paths = way(looks)
    searched = ["" if number in paths else each.key for number, each in enumerate(looks)]
    large = sum(1 for _ in tree.iter()) > _MOST_ELEMENTS
    kept = main_text(looks) if large else matches(searched, *_extract(tree))
    reasons = clutter(looks, kept)
    kept -= reasons.keys()
    if not kept:
        return {}, None, reasons
    headline = find_headline(looks, kept, key(about.title))
    reasons |= dict.fromkeys(beyond(looks, kept, headline), OUTSIDE)
    kept -= reasons.keys()
    times = entry_times(looks, kept, set(reasons), headline)
    kept |= times | missing(looks, kept, set(reasons), headline)
    kinds = {number: _kind(text, pieces[number]) for number in kept}
    kinds |= dict.fromkeys(times, Kind.SUBHEAD)
    for number in boxed(looks, kept):
        if kinds[number] in (Kind.PARAGRAPH, Kind.SUBHEAD):
            kinds[number] = Kind.BOX
    if headline is not None:
        descriptions = map(key, (about.description, *_descriptions(tree)))
        kinds.update(around_headline(looks, kept, headline, descriptions))
        kinds[headline] = Kind.HEADLINE
    return kinds, headline, reasons


def _declared(
    tree: Any, printed: Sequence[Piece], about: Metadata
) -> tuple[str, list[Piece], dict[int, Kind], int | None]:
    """The page with its article below, as it is declared: scripts draw it where there are any."""
    from lxml import etree

    article = etree.SubElement(tree, "article")
    if about.title:
        etree.SubElement(article, "h1").text = about.title
    body = parse("".join(f"<p>{line}" for line in about.body.splitlines()))
    article.extend(() if body is None else list(body.iterchildren("body")))
    text, pieces = render(tree)
    kinds = {n: _kind(text, pieces[n]) for n in range(len(printed), len(pieces))}
    headline = len(printed) if about.title and kinds else None
    if headline is not None:
        kinds[headline] = Kind.HEADLINE
    return text, pieces, kinds, headline


def _descriptions(tree: Any) -> list[str]:
    """What meta elements say the article is about: often the lead, or the beginning of it."""
    return [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in _DESCRIPTIONS
    ]


def _no_article(name: str) -> InputError:
    return InputError(
        f"no article text found in {name}",
        hint="Copy the article's text from the browser into a .txt file and pass that.",
    )


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


def _words(text: str, pieces: Sequence[Piece], kinds: Iterable[int]) -> int:
    """Words in pieces that end like sentences: menus and lists of links have none."""
    lines = (text[pieces[number].start : pieces[number].end] for number in kinds)
    return sum(len(line.split()) for line in lines if SENTENCE.search(line[-10:]))


def _kind(text: str, piece: Piece) -> Kind:
    if is_caption(piece):
        return Kind.CREDIT if piece.role == "credit" else Kind.CAPTION
    if "\t" in text[piece.start : piece.end]:
        return Kind.ROW
    if is_attribution(piece):
        return Kind.CREDIT
    if in_list(piece):
        return Kind.ITEM
    return Kind.SUBHEAD if piece.tag in HEADINGS else Kind.PARAGRAPH


def _blocks(
    text: str, pieces: Sequence[Piece], kinds: dict[int, Kind], reasons: dict[int, str]
) -> tuple[Block, ...]:
    """Blocks that tile the text; pieces without a kind are removed."""
    ends = [piece.start for piece in pieces[1:]] + [len(text)]
    blocks: list[Block] = []
    for number, (piece, end) in enumerate(zip(pieces, ends, strict=True)):
        outside = Kind.CAPTION if is_caption(piece) else Kind.BOILERPLATE
        reason = reasons.get(number, OUTSIDE)
        if reason == LINKS:
            outside = Kind.TEASER
        blocks.append(
            Block(
                kinds.get(number, outside),
                piece.start,
                end,
                flatten(text[piece.start : end])[0],
                None if number in kinds else reason,
            )
        )
    return tuple(blocks)
