"""Parse a page into a tree that everything behind it can take.

It has no comments and no control characters, and is no deeper than any page needs to be.
"""

from __future__ import annotations

import re
from typing import Any

from newsxlate.inputs.article.places import page_rules

# Real pages are up to 30 levels deep. Extractors take time and memory that grow with the square of
# the depth, and elements left open (a thousand <font> in a row) make a page as deep as it is long.
_DEPTH = 120
# Longer texts, in characters, are no remarks for screen readers.
_UNSEEN = 80
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?>")
# lxml refuses these, raw or as references; to browsers they are nothing.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_LINE_CONTROL = re.compile("[\x0b\x1c-\x1f]")
_REFERENCE = re.compile(r"&#(?:0*(\d{1,3})|[xX]0*([0-9a-fA-F]{1,2}))(?![0-9a-fA-F]);?")


def parse(source: str) -> Any:
    """An lxml tree, whatever the page is like; None if there is nothing in it.

    Comments and processing instructions are gone: frameworks leave them in the middle of sentences,
    and text that stands behind a comment is no text of its element. So are remarks that are not
    printed.
    """
    from lxml import etree

    source = _without_control(source)
    tree, whole = _parse(source)
    if not whole:
        tree, _ = _parse(_TAG.sub(_leveled, source))
    if tree is not None:
        etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
        _drop_unseen(tree)
        _limit_depth(tree)
    return tree


def _parse(source: str) -> tuple[Any, bool]:
    """The tree, and whether all of the page is in it: libxml2 stops at 2,048 levels in silence."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # As bytes: lxml refuses text that declares an encoding.
    data = source.encode("utf-8", errors="replace")
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, True
    return tree, not any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log)


def _leveled(tag: re.Match[str]) -> str:
    """What a tag becomes on a page without levels: nothing, or the beginning of a paragraph."""
    name = tag[2].lower()
    if name in page_rules().head:
        return tag[0]
    return "" if name in page_rules().inline else "<p>"


def _without_control(source: str) -> str:
    source = _REFERENCE.sub(_resolved, source)
    if _CONTROL.search(source):
        source = _CONTROL.sub("", _LINE_CONTROL.sub(" ", source))
    return source


def _resolved(reference: re.Match[str]) -> str:
    """Nothing for a reference to a control character; any other as it stands."""
    decimal, hexadecimal = reference.groups()
    character = chr(int(decimal) if decimal else int(hexadecimal, 16))
    return " " if character in "\x0b\x0c" else "" if _CONTROL.match(character) else reference[0]


def _drop_unseen(tree: Any) -> None:
    """Remove what stands in the middle of lines for screen readers only.

    Separators stay: they say where a kicker ends.
    """
    for element in list(tree.iter(*page_rules().inline)):
        if any(map(_is_unseen, (element.get("class") or "")[:200].split())):
            text = "".join(element.itertext())
            if len(text) <= _UNSEEN and any(map(str.isalnum, text)):
                element.drop_tree()


def _is_unseen(name: str) -> bool:
    """Whether a class name ends with one that says so: "c-link__sr-only", but not "md:sr-only"."""
    if not name.endswith(page_rules().unseen) or name.startswith("not-") or ":" in name:
        return False
    return name in page_rules().unseen or any(
        name.endswith(("-" + end, "_" + end)) for end in page_rules().unseen
    )


def _limit_depth(tree: Any) -> None:
    """Move what lies deeper than `_DEPTH` up to it, block by block; no text is lost."""
    from lxml import etree

    depth = 0
    deepest: list[Any] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == _DEPTH and len(element):
            deepest.append(element)
    for element in deepest:
        _flatten(element)


def _flatten(element: Any) -> None:
    """Replace the descendants of ``element`` by a row of blocks, one below the other."""
    from lxml import etree

    blocks: list[tuple[str, list[str]]] = [("p", [])]
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner is not element and inner.tag not in page_rules().inline:
            blocks.append((inner.tag if event == "start" and not len(inner) else "p", []))
        text = inner.text if event == "start" else inner.tail if inner is not element else None
        blocks[-1][1].append(text or "")
    for inner in list(element):
        element.remove(inner)
    element.text = None
    for tag, texts in blocks:
        if text := "".join(texts).strip():
            etree.SubElement(element, tag).text = text
