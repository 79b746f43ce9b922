"""Where the paragraphs of a page stand among the others, and what that says of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsxlate.inputs.article.headings import HEADINGS
from newsxlate.inputs.article.match import key
from newsxlate.inputs.article.places import Place, page_rules
from newsxlate.inputs.article.render import Piece

SENTENCE = re.compile(r"[.!?…:][\"'“”»«›‹’)\]]*$")
_WORD = re.compile(r"\w+")
_LISTS = ("ul", "ol", "dl")
_IN_FIGURE = ("table", "blockquote", "pre", "ul", "ol")
# The longest line with the names of photographer and agency, in characters.
_CREDIT = 120
# Share of a paragraph that is links where it is little else.
LINKED = 0.6
# Words that a paragraph of an article has.
_BODY_WORDS = 8
# "Montag, 8.30 Uhr", "12.03.2024 - 08:30": a time, alone or with its day.
_TIME = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.:])")
_TIME_WORDS = 7
# In how many boxes each paragraph of a text may stand.
NESTED = 3


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph of the page, as its structure shows it.

    Attributes:
        piece: The paragraph.
        words: How many words it has.
        final: Whether it ends like a sentence.
        colon: Whether it ends with a colon.
        row: Whether it is a row of a table.
        time: Whether it is little else than a time of day.
        home: The element that holds it and its neighbours.
        key: Its letters, as `newsxlate.inputs.article.match.key` gives them.
    """

    piece: Piece
    words: int
    final: bool
    colon: bool
    row: bool
    time: bool
    home: Place
    key: str

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.piece.tag in HEADINGS

    @property
    def body(self) -> bool:
        """Whether it reads like a paragraph of an article."""
        return not self.heading and self.final and self.words >= _BODY_WORDS

    @property
    def linked(self) -> bool:
        """Whether it is little else than a link."""
        return self.piece.linked >= LINKED


def look(text: str, pieces: Sequence[Piece]) -> list[Look]:
    """Look at each paragraph of a page."""
    looks: list[Look] = []
    for piece in pieces:
        raw = text[piece.start : piece.end]
        final = SENTENCE.search(raw[-10:]) is not None
        words, colon, row = len(_WORD.findall(raw)), raw.endswith(":"), "\t" in raw
        time = words <= _TIME_WORDS and not row and _TIME.search(raw) is not None
        looks.append(Look(piece, words, final, colon, row, time, _home(piece.place), key(raw)))
    return looks


def _home(place: Place) -> Place:
    return next((each for each in place.up() if each.tag not in page_rules().text), place)


def in_path(piece: Piece) -> bool:
    """Whether a paragraph belongs to the way through the site: menus and breadcrumbs."""
    return any(place.tag == "nav" or "path" in place.signs.all for place in piece.place.up())


def way(looks: Sequence[Look]) -> set[int]:
    """The paragraphs of the way through the site; none where that has most of the page's text."""
    inside = {number for number, each in enumerate(looks) if in_path(each.piece)}
    bodies = {number for number, each in enumerate(looks) if each.body}
    return inside if len(inside & bodies) <= len(bodies - inside) else set()


def is_caption(piece: Piece) -> bool:
    """Whether a paragraph belongs to a picture. Tables and quotations in figures do not."""
    if piece.tag in HEADINGS:
        return False
    if piece.tag in ("figcaption", "caption") or piece.role in ("caption", "credit"):
        return True
    if piece.place.signs.role == "credit" and piece.end - piece.start <= _CREDIT:
        return True
    for place in piece.place.up():
        if place.tag in _IN_FIGURE:
            return False
        if place.tag in ("figure", "figcaption"):
            return True
    return False


def is_attribution(piece: Piece) -> bool:
    """Whether a line says whose words the quotation is: ``<blockquote>…<cite>Name</cite>``."""
    if piece.tag in HEADINGS or piece.end - piece.start > _CREDIT:
        return False
    within = [place.tag for _, place in zip(range(NESTED), piece.place.up(), strict=False)]
    return "cite" in within or within[:2] == ["footer", "blockquote"]


def in_list(piece: Piece) -> bool:
    """Whether a paragraph is an item of a list."""
    for place in piece.place.up():
        if place.tag in ("li", "dd"):
            return True
        if place.tag not in page_rules().text:
            return False
    return False


def in_box(piece: Piece) -> bool:
    """Whether a paragraph stands in a box that belongs to the article: "Zur Person"."""
    return box_around(piece.place) is not None


def box_around(place: Place) -> Place | None:
    """The box beside the text that a place is in."""
    found = next((p for p in place.up() if _is_box(p)), None)
    # "infobox__title" is a part of "infobox", and no box of its own.
    while found is not None and found.parent is not None and _is_box(found.parent):
        found = found.parent
    return found


def _is_box(place: Place) -> bool:
    return place.tag == "aside" or "box" in place.signs.all


def list_around(place: Place) -> Place | None:
    """The list that a paragraph is an item of."""
    for each in place.up():
        if each.tag in _LISTS:
            return each
        if each.tag not in page_rules().text:
            # An item may hold boxes, but none so large that the list is the page's.
            around = each.parent
            if around is None or around.tag not in ("li", "dd", "dt"):
                return None
    return None


def is_promoting(piece: Piece) -> bool:
    """Whether a paragraph is not shown, or in a box whose name says that it is about the site."""
    return any(place.hidden or place.signs.promo for place in piece.place.up())


def may_belong(each: Look) -> bool:
    """Whether nothing says that a paragraph is none of the article's."""
    piece = each.piece
    return not (each.linked or in_path(piece) or is_caption(piece) or is_promoting(piece))


def in_one_flow(one: Look, other: Look) -> bool:
    """Whether two paragraphs stand in one element, or in boxes of the same kind side by side."""
    for mine, its, _ in zip(one.home.up(), other.home.up(), range(NESTED), strict=False):
        if mine is its:
            return True
        if mine.tag != its.tag:
            return False
    return False


def word_count(looks: Sequence[Look], numbers: Iterable[int]) -> int:
    """How many words the paragraphs with these indices have together."""
    return sum(looks[number].words for number in numbers)
