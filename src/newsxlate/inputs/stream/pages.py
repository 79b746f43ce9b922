"""Tell pages with an article from the rest of a site, without extracting the article.

Paragraphs of one text are neighbours; those of teasers each stand in a box of their own. So a page
is taken for an article if one element has enough running text directly in it (after Readability,
which scores parents by their paragraphs). What passes here and has no article all the same is found
out by reading, which costs about fifty times as much.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from newsxlate.inputs.stream.source import rules

_FINAL = re.compile(r"[.!?…:][\"'“”»«›‹’)\]]*$")
_WORD = re.compile(r"[a-zäöüß]+")
_BOXES = ("div", "section", "article", "main", "td", "font", "center", "body")
# Real pages are 20 to 60 deep. What is deeper is not looked at: each element's text is read, and is
# that of all in it.
_DEEPEST = 250
_INLINE = ("a", "b", "i", "em", "strong", "span", "br", "q", "abbr", "time", "sup", "sub", "u")


@cache
def _outside() -> frozenset[str]:
    return frozenset(rules()["page"]["outside"].split())


@cache
def _services() -> frozenset[str]:
    return frozenset(rules()["page"]["services"].split())


def is_article(data: bytes, url: str = "") -> bool:
    """Whether a page is likely to have an article.

    Args:
        data: The page.
        url: Its address; "" if it is not known.
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if not data.strip(b" \t\r\n\x00"):
        return False
    rule = rules()["page"]
    path = _path(url)
    if set(_WORD.findall(path.rpartition("/")[2] or path)[:3]) & _services():
        return False
    try:
        tree = document_fromstring(data.replace(b"\x00", b""), parser=HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return False
    running = _running(tree)
    if path in ("", "/"):
        return bool(running >= rule["front"])
    return bool(running >= (rule["declared"] if _declared(tree) else rule["running"]))


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).lower()
    except ValueError:  # "http://[" is of some page
        return "?"


def _declared(tree: Any) -> bool:
    """Whether the page says that it is an article."""
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name == "og:type" and (meta.get("content") or "").strip().lower() == "article":
            return True
    return False


def _running(tree: Any) -> int:
    """Characters of running text in the element that has most of it."""
    from lxml import etree

    totals: dict[Any, int] = defaultdict(int)
    depth = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            depth -= 1
            continue
        depth += 1
        if depth > _DEEPEST or element.tag in _outside():
            walk.skip_subtree()
        elif element.tag == "p":
            totals[_box(element)] += _prose(element, "".join(element.itertext()))
        elif element.tag in _BOXES:
            totals[element] += _own(element)
    return max(totals.values(), default=0)


def _box(paragraph: Any) -> Any:
    """The element around a paragraph; boxes with nothing else in them do not count as such."""
    box = paragraph.getparent()
    while box is not None and len(box) == 1 and box.getparent() is not None:
        box = box.getparent()
    return box


def _prose(element: Any, text: str) -> int:
    """The length of a text if it is made of sentences, and not of links."""
    text = " ".join(text.split())
    linked = sum(len("".join(a.itertext()).strip()) for a in element.iter("a"))
    if len(text) < rules()["page"]["shortest"] or 2 * linked > len(text):
        return 0
    return len(text) if _FINAL.search(text[-8:]) else 0


def _own(box: Any) -> int:
    """Running text directly in a box, its lines divided by breaks."""
    lines = [[box.text or ""]]
    for child in box:
        if child.tag == "br":
            lines.append([child.tail or ""])
        else:
            inline = child.tag in _INLINE and child.tag != "a"
            lines[-1].append(("".join(child.itertext()) if inline else " ") + (child.tail or ""))
    shortest = rules()["page"]["shortest"]
    texts = (" ".join("".join(line).split()) for line in lines)
    return sum(len(text) for text in texts if len(text) >= shortest and _FINAL.search(text[-8:]))
