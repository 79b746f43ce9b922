"""Render a page's visible text: one paragraph for each block element, in document order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from newsxlate.inputs.article.headings import HEADINGS, PARTED, parts
from newsxlate.inputs.article.places import NOWHERE, Place, page_rules, place_of

# White space that HTML collapses. A no-break space is none of it.
_COLLAPSIBLE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r"[ ]*([\t\n])[ \t\n]*")
# What parts a kicker from its headline, and belongs to neither.
_AFTER_KICKER = re.compile(r"[:|/·•–—-]\s+")
_KICKER_END = ":|–—- "
# How far up an element's name still says what a text is.
_LEVELS = 3
# A cell with more characters than this is layout, not a figure in a table.
_LONG_CELL = 120
# An initial is among the first texts of its line.
_INITIAL_PARTS = 6
# What a whole line can be by the name of an inline element around it.
_INLINE_ROLES = ("kicker", "lead")
_CELLS = ("td", "th")
_BREAK = "\n"
_TAB = "\t"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of the rendered page.

    Attributes:
        start: Offset of its first character in the rendered text.
        end: Offset behind its last character.
        tag: The block element it stands in: "p", "h1", "li", "figcaption" ...
        role: What class names say it is: "kicker", "lead", "caption" ..., or "".
        place: The element its first characters stand in.
        linked: The share of its characters that are links.
    """

    start: int
    end: int
    tag: str
    role: str
    place: Place = NOWHERE
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: the block it is or stands in, and whether it started one."""

    tag: str
    role: str
    starts: bool
    place: Place
    cell: bool = False
    parted: bool = False


@dataclass(slots=True)
class _Canvas:
    """What was rendered so far, and the line being filled."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    around: _Open | None = None
    links: int = 0
    linked: int = 0
    initial: bool = False
    ended: bool = False
    role: str = ""

    def write(self, text: str | None, around: _Open) -> None:
        """Add text to the line; the first to print says in which element the line stands."""
        if not text:
            return
        if not text.isspace():
            inner = _inner_role(around)
            self.role = inner if self.around in (None, around) or inner == self.role else ""
            self.around = self.around or around
        if self.initial and not text.isspace():
            # The rest of the word that a large initial begins.
            text = text.lstrip() if text.lstrip()[:1].isalpha() else text
            self.initial = False
            while self.line and self.line[-1].isspace():
                self.line.pop()
        self.ended = False
        self.linked += len(text) if self.links else 0
        self.line.append(_COLLAPSIBLE.sub(" ", text))

    def part(self, element: Any, around: _Open) -> None:
        """Keep words apart that only style parts: ``<b>China</b><b>Peking hält</b>``."""
        before = next((text for text in reversed(self.line) if text), "")
        after = next((text for text in element.itertext() if text), "")
        if self.ended and _reads_as_two(before, after):
            self.line.append(": " if around.role == "kicker" and before[-1].isalpha() else " ")

    def flush(self) -> None:
        """End the line: what it holds becomes a piece."""
        text = _AROUND_BREAK.sub(r"\1", re.sub("  +", " ", "".join(self.line))).strip()
        around = self.around
        if text and around is not None:
            text = _trimmed(text, around, self.role)
        if text and around is not None:
            if self.pieces:
                self.text.append("\n\n")
                self.length += 2
            end = self.length + len(text)
            linked = min(1.0, self.linked / len(text))
            role = self.role or around.role
            piece = Piece(self.length, end, around.tag, role, around.place, linked)
            self.pieces.append(piece)
            self.text.append(text)
            self.length = end
        self.line, self.around, self.linked, self.initial, self.role = [], None, 0, False, ""


def render(tree: Any) -> tuple[str, list[Piece]]:
    """Render a tree of `newsxlate.inputs.article.tree.parse`.

    Two line breaks in a row end a paragraph, as pages without ``<p>`` use them. Cells of a table
    stand in one line, parted by tabs, unless they are long.

    Returns:
        The text, and its pieces: paragraphs parted by blank lines, which belong to no piece.
    """
    from lxml import etree

    rules = page_rules()
    canvas = _Canvas()
    blocks = [_Open("body", "", False, NOWHERE)]
    skipped: list[Any] = []
    separators: frozenset[Any] = frozenset()
    kicker: Any = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in PARTED and not skipped:
                kicker, separators = parts(element)
            if tag in rules.skip or element in separators:
                skipped.append(element)
            if not skipped:
                blocks.append(_open(canvas, element, tag, blocks[-1], kicker))
                canvas.links += tag == "a"
                canvas.write(element.text, blocks[-1])
            continue
        if not skipped:
            opened = blocks.pop()
            canvas.links -= tag == "a"
            canvas.initial = canvas.initial or _is_initial(canvas, opened)
            canvas.ended = not opened.starts
            if opened.starts:
                canvas.flush()
        elif skipped[-1] is element:
            skipped.pop()
        if not skipped and element is not tree:
            canvas.write(element.tail, blocks[-1])
    canvas.flush()
    return "".join(canvas.text), canvas.pieces


def _open(canvas: _Canvas, element: Any, tag: str, around: _Open, kicker: Any) -> _Open:
    """Begin an element: a new paragraph, or part of the one it stands in."""
    place = place_of(element, around.place)
    cell = around.cell
    if tag in _CELLS:
        cell = not _is_long(element)
    # In a short cell all stands in one line.
    starts = tag in page_rules().block and (not around.cell or tag in ("table", "tr"))
    starts = starts or element is kicker or (tag in _CELLS and not cell)
    if starts:
        canvas.flush()
        return _block(element, tag, around, place, kicker, cell)
    if tag == "br":
        if _ends_with_break(canvas.line):
            canvas.flush()
        else:
            canvas.line.append(" " if cell else _BREAK)
    elif tag in _CELLS and canvas.line:
        canvas.line.append(_TAB)
    elif around.cell and tag in page_rules().block:
        canvas.line.append(" ")
    else:
        canvas.part(element, around)
    return _Open(around.tag, around.role, False, place, cell, around.parted)


def _block(element: Any, tag: str, around: _Open, place: Place, kicker: Any, cell: bool) -> _Open:
    """An element that starts a paragraph."""
    if element is kicker:
        return _Open(around.tag, "kicker", True, place, cell, True)
    if tag in PARTED and kicker is not None:
        return _Open(tag, "headline", True, place, cell, True)
    # A paragraph in a heading is one that was never closed.
    if around.tag in HEADINGS and around.starts and (around.parted or tag != "p"):
        return _Open(around.tag, around.role, True, place, cell, around.parted)
    names = [each.signs.role for _, each in zip(range(_LEVELS), place.up(), strict=False)]
    role = next(filter(None, names), "")
    return _Open("p" if tag in _CELLS else tag, role, True, place, cell)


def _trimmed(text: str, around: _Open, role: str) -> str:
    """``text`` without what parts kicker and headline, which may stand in elements of their own.

    Args:
        text: A line of the page.
        around: The element it stands in.
        role: What the inline elements around all of it say it is.
    """
    if role == "kicker" or (around.parted and around.role == "kicker"):
        return text.rstrip(_KICKER_END)
    if around.tag not in PARTED:
        return text
    return _AFTER_KICKER.sub("", text, count=1) if _AFTER_KICKER.match(text) else text


def _inner_role(around: _Open) -> str:
    """What the inline elements around a text say it is: a kicker may be a span of the header."""
    if around.starts or around.tag in HEADINGS:
        return ""
    for place in around.place.up():
        if place.tag in page_rules().block:
            break
        if place.signs.role in _INLINE_ROLES:
            return place.signs.role
    return ""


def _is_initial(canvas: _Canvas, opened: _Open) -> bool:
    """Whether an element that ended is the large first letter of a paragraph."""
    if "initial" not in opened.place.signs.all or len(canvas.line) > _INITIAL_PARTS:
        return False
    letters = "".join(canvas.line).strip().lstrip("\"'„“«»‚‘")
    return len(letters) == 1 and letters.isalpha()


def _reads_as_two(before: str, after: str) -> bool:
    """Whether two texts without a space between them are no one word."""
    word = before[-3:]
    if len(word) < 3 or not after[:1].isupper() or not after[1:2].islower():
        return False
    return word[-1] in '!?“”»"' or (word.isalpha() and word.islower())


def _ends_with_break(line: list[str]) -> bool:
    for text in reversed(line):
        if text == _BREAK:
            return True
        if not text.isspace():
            return False
    return False


def _is_long(cell: Any) -> bool:
    length = 0
    for text in cell.itertext():
        length += len(text)
        if length > _LONG_CELL:
            return True
    return False
