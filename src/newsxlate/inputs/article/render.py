"""Render a page's visible text: one paragraph for each block element, in document order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from newsxlate import resources

# White space that HTML collapses. A no-break space is none of it.
_COLLAPSIBLE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t]*")
# A word inside a class name: "articleHeader__kicker-text" has four.
_NAME_PART = re.compile(r"[A-Z]?[a-zäöü]+|[A-Z]+(?![a-z])")
# How far up an element's name still says what a text is.
_LEVELS = 3
# A cell with more characters than this is layout, not a figure in a table.
_LONG_CELL = 120
_BREAK = "\n"
_HEADINGS = ("h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of the rendered page.

    Attributes:
        start: Offset of its first character in the rendered text.
        end: Offset behind its last character.
        tag: The block element it stands in: "p", "h1", "li", "figcaption" ...
        role: What class names say it is: "kicker", "lead", "caption" ..., or "".
    """

    start: int
    end: int
    tag: str
    role: str


@dataclass(frozen=True, slots=True)
class PageRules:
    """The element and class names of ``data/reading/page.toml``."""

    skip: frozenset[str]
    block: frozenset[str]
    roles: tuple[tuple[str, frozenset[str]], ...]
    jsonld: frozenset[str]


@cache
def page_rules() -> PageRules:
    """Load ``data/reading/page.toml``."""
    table = resources.toml("reading/page.toml")
    return PageRules(
        frozenset(table["skip"].split()),
        frozenset(table["block"].split()),
        tuple((role, frozenset(words.split())) for role, words in table["role"].items()),
        frozenset(table["jsonld"]["types"].split()),
    )


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: the block it is or stands in, and whether it started one."""

    tag: str
    role: str
    starts: bool


@dataclass(slots=True)
class _Canvas:
    """What was rendered so far, and the line being filled."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    tag: str = ""
    role: str = ""

    def write(self, text: str | None, around: _Open) -> None:
        """Add text to the line; the first to print says in which element the line stands."""
        if not text:
            return
        if not self.tag and not text.isspace():
            self.tag, self.role = around.tag, around.role
        self.line.append(_COLLAPSIBLE.sub(" ", text))

    def flush(self) -> None:
        """End the line: what it holds becomes a piece."""
        text = _AROUND_BREAK.sub(_BREAK, re.sub("  +", " ", "".join(self.line))).strip()
        if text:
            if self.pieces:
                self.text.append("\n\n")
                self.length += 2
            self.pieces.append(Piece(self.length, self.length + len(text), self.tag, self.role))
            self.text.append(text)
            self.length += len(text)
        self.line, self.tag, self.role = [], "", ""


def render(tree: Any) -> tuple[str, list[Piece]]:
    """Render an lxml tree.

    Two line breaks in a row end a paragraph, as pages without ``<p>`` use them. Cells of a table
    stand in one line, unless they are long.

    Returns:
        The text, and its pieces: paragraphs parted by blank lines, which belong to no piece.
    """
    from lxml import etree

    rules = page_rules()
    canvas = _Canvas()
    blocks = [_Open("body", "", False)]
    meanings = [""]
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            meanings.append(_meaning(_names(element)))
            skipped += tag in rules.skip
            if not skipped:
                blocks.append(_open(canvas, element, tag, blocks[-1], meanings))
                canvas.write(element.text, blocks[-1])
            continue
        if event == "end":
            meanings.pop()
            if not skipped and blocks.pop().starts:
                canvas.flush()
            skipped -= tag in rules.skip
        if not skipped and element is not tree:
            canvas.write(element.tail, blocks[-1])
    canvas.flush()
    return "".join(canvas.text), canvas.pieces


def _open(canvas: _Canvas, element: Any, tag: str, around: _Open, meanings: list[str]) -> _Open:
    """Begin an element: a new paragraph, or part of the one it stands in."""
    if _is_block(element, tag, meanings[-1], around):
        canvas.flush()
        # <h1><span class="kicker">Krieg</span> Kim reist ab</h1>: the kicker is no headline.
        name = around.tag if tag == "span" else "p" if tag in ("td", "th") else tag
        role = next((meaning for meaning in reversed(meanings[-_LEVELS:]) if meaning), "")
        return _Open(name, role, True)
    if tag == "br":
        if _ends_with_break(canvas.line):
            canvas.flush()
        else:
            canvas.line.append(_BREAK)
    elif tag in ("td", "th") and canvas.line:
        canvas.line.append(" \t")
    return _Open(around.tag, around.role, False)


def _ends_with_break(line: list[str]) -> bool:
    for text in reversed(line):
        if text == _BREAK:
            return True
        if not text.isspace():
            return False
    return False


def _is_block(element: Any, tag: str, meaning: str, around: _Open) -> bool:
    """Whether ``element`` starts a paragraph of its own."""
    if tag in page_rules().block:
        return True
    if tag in ("td", "th"):
        return sum(len(text) for text in element.itertext()) > _LONG_CELL
    return tag == "span" and meaning == "kicker" and around.tag in _HEADINGS


def _names(element: Any) -> str:
    # What a whole page is called says nothing of its parts.
    if element.tag in ("html", "body") or not isinstance(element.tag, str):
        return ""
    return " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))


@lru_cache(maxsize=4096)
def _meaning(names: str) -> str:
    """The role that class names give an element, or ""."""
    words = {part.lower() for part in _NAME_PART.findall(names[:300])}
    return next((role for role, signs in page_rules().roles if words & signs), "")
