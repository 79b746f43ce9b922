"""What the structure of a page says about which of its paragraphs are the article's.

Extractors look at one element at a time. They take lists of links and boxes about the site for
text where these stand in the middle of it, and leave out headings and lists where no element that
they know is around the text. Both can be seen from where a paragraph stands among the others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsxlate.inputs.article.headings import HEADINGS
from newsxlate.inputs.article.match import key
from newsxlate.inputs.article.places import Place
from newsxlate.inputs.article.render import Piece

OUTSIDE = "outside the article"
PROMO = "in a box about the site or another article"
LINKS = "links to other articles"
SENTENCE = re.compile(r"[.!?…:][\"'“”»«›‹’)\]]*$")
_WORD = re.compile(r"\w+")
# Elements that are part of a text; what is around them holds a text.
_TEXT = frozenset(
    "a abbr b blockquote cite code dd dl dt em font h1 h2 h3 h4 h5 h6 i li mark ol p pre q s small "
    "span strong sub sup table tbody td th thead time tr u ul".split()
)
_LISTS = ("ul", "ol", "dl")
_IN_FIGURE = ("table", "blockquote", "pre", "ul", "ol")
# The longest line with the names of photographer and agency, in characters.
_CREDIT = 120
# A name that fits more of the text than this says something else on this site.
_MOST = 0.25
# Share of a paragraph, and of a list, that is links where it is a list of links.
_LINKED = 0.6
# The same of an item with a label before its link.
_LABELED = 0.3
# Words that a paragraph of the article has, and that a line over a list of links has at most.
_BODY_WORDS = 8
_ANNOUNCING = 15
# In how many boxes each paragraph of a text may stand.
_NESTED = 3


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph of the page, as its structure shows it.

    Attributes:
        piece: The paragraph.
        words: How many words it has.
        final: Whether it ends like a sentence.
        colon: Whether it ends with a colon.
        row: Whether it is a row of a table.
        home: The element that holds it and its neighbours.
        key: Its letters, as `newsxlate.inputs.article.match.key` gives them.
    """

    piece: Piece
    words: int
    final: bool
    colon: bool
    row: bool
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
        return self.piece.linked >= _LINKED


def look(text: str, pieces: Sequence[Piece]) -> list[Look]:
    """Look at each paragraph of a page."""
    looks: list[Look] = []
    for piece in pieces:
        raw = text[piece.start : piece.end]
        final = SENTENCE.search(raw[-10:]) is not None
        words, colon, row = len(_WORD.findall(raw)), raw.endswith(":"), "\t" in raw
        looks.append(Look(piece, words, final, colon, row, _home(piece.place), key(raw)))
    return looks


def _home(place: Place) -> Place:
    return next((each for each in place.up() if each.tag not in _TEXT), place)


def in_path(piece: Piece) -> bool:
    """Whether a paragraph belongs to the way through the site: menus and breadcrumbs."""
    return any(place.tag == "nav" or "path" in place.signs.all for place in piece.place.up())


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


def in_list(piece: Piece) -> bool:
    """Whether a paragraph is an item of a list."""
    for place in piece.place.up():
        if place.tag in ("li", "dd"):
            return True
        if place.tag not in _TEXT:
            return False
    return False


def in_box(piece: Piece) -> bool:
    """Whether a paragraph stands in a box that belongs to the article: "Zur Person"."""
    return _box(piece.place) is not None


def is_promoting(piece: Piece) -> bool:
    """Whether a paragraph is not shown, or in a box whose name says that it is about the site."""
    return any(place.hidden or place.signs.promo for place in piece.place.up())


def main_text(looks: Sequence[Look]) -> set[int]:
    """The paragraphs of the element that has most text directly in it.

    For pages with so many elements that an extractor would take minutes.
    """
    words: Counter[Place] = Counter()
    bodies = [n for n, each in enumerate(looks) if each.body and _may_belong(each)]
    for number in bodies:
        words[looks[number].home] += looks[number].words
    home = max(words, key=lambda place: words[place], default=None)
    return {number for number in bodies if looks[number].home is home}


def clutter(looks: Sequence[Look], kept: set[int]) -> dict[int, str]:
    """Which of the paragraphs that an extractor took for the article are not of it.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that were taken.

    Returns:
        Indices in ``kept``, each with the reason.
    """
    gone = {n: OUTSIDE for n in kept if is_caption(looks[n].piece)}
    gone |= dict.fromkeys(_promos(looks, kept) - gone.keys(), PROMO)
    gone |= dict.fromkeys(_links(looks, kept - gone.keys()), LINKS)
    return gone | dict.fromkeys(_introductions(looks, kept, set(gone)), LINKS)


def _promos(looks: Sequence[Look], kept: set[int]) -> set[int]:
    """Paragraphs in boxes whose names say that they are about the site or another article."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for number in kept:
        for place in looks[number].piece.place.up():
            for word in place.signs.promo:
                by_word[word].add(number)
    total = sum(looks[number].words for number in kept)
    gone: set[int] = set()
    for numbers in by_word.values():
        # What stands on the page ten times counts once.
        once = {looks[number].key: looks[number].words for number in numbers}
        if sum(once.values()) <= _MOST * total:
            gone |= numbers
    return gone


def _links(looks: Sequence[Look], kept: set[int]) -> set[int]:
    """Links that stand alone, lists of links, and headings that are links over no text."""
    lists: dict[Place, list[Look]] = defaultdict(list)
    for each in looks:
        if (around := _list(each.piece.place)) is not None:
            lists[around].append(each)
    of_links = {place for place, items in lists.items() if _is_link_list(items)}
    gone: set[int] = set()
    below: Look | None = None
    for number in sorted(kept, reverse=True):
        each = looks[number]
        around = _list(each.piece.place)
        if each.heading:
            if each.linked and (below is None or not below.body or below.linked):
                gone.add(number)
                continue
        elif around is not None:
            if around in of_links:
                gone.add(number)
        elif each.linked and not each.final:
            gone.add(number)
        below = each
    return gone


def _is_link_list(items: Sequence[Look]) -> bool:
    """Whether a list is one of links, each of which may have a label before it."""
    words = sum(item.words for item in items)
    linked = sum(item.words * item.piece.linked for item in items)
    return linked >= _LINKED * words and all(item.piece.linked >= _LABELED for item in items)


def _list(place: Place) -> Place | None:
    """The list that a paragraph is an item of."""
    for each in place.up():
        if each.tag in _LISTS:
            return each
        if each.tag not in _TEXT:
            # An item may hold boxes, but none so large that the list is the page's.
            around = each.parent
            if around is None or around.tag not in ("li", "dd", "dt"):
                return None
    return None


def _introductions(looks: Sequence[Look], kept: set[int], gone: set[int]) -> set[int]:
    """Headings over links and boxes that went, and lines that announce them: "Mehr zum Thema:"."""
    left = kept - gone
    bodies = {looks[number].home for number in left if looks[number].body}
    # How many paragraphs each element holds, and how many of them are left.
    held: Counter[Place] = Counter()
    holds: Counter[Place] = Counter()
    for number, each in enumerate(looks):
        if not is_caption(each.piece):
            for place in each.piece.place.up():
                held[place] += 1
                holds[place] += number in left
    found: set[int] = set()
    order = sorted(n for n in kept if not (n in gone and is_caption(looks[n].piece)))
    for place, number in enumerate(order):
        each = looks[number]
        below = order[place + 1] if place + 1 < len(order) else None
        if number in gone:
            continue
        if each.heading and each.home not in bodies:
            # Alone in a box of its own.
            if held[each.home] > 1 and holds[each.home] == 1:
                found.add(number)
        elif below in gone and _list(looks[below].piece.place) is not None:
            announces = not each.heading and each.words <= _ANNOUNCING and each.colon
            if announces or (each.heading and _all_gone(looks, order, place, gone)):
                found.add(number)
    return found


def _all_gone(looks: Sequence[Look], order: Sequence[int], place: int, gone: set[int]) -> bool:
    """Whether all went that stands below a heading, up to the next one."""
    for number in order[place + 1 :]:
        if looks[number].heading:
            return True
        if number not in gone:
            return False
    return True


def beyond(looks: Sequence[Look], kept: set[int], headline: int | None) -> set[int]:
    """Which paragraphs of ``kept`` stand above the headline or below the text, and are of neither.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that were taken, and are not clutter.
        headline: Index of the headline.
    """
    bodies = [number for number in sorted(kept) if looks[number].body]
    if not bodies:
        return set()
    last = bodies[-1]
    homes = {looks[number].home for number in bodies}
    gone: set[int] = set()
    for number in kept:
        each = looks[number]
        if headline is not None and number < headline:
            if not each.body and each.piece.role != "kicker":
                gone.add(number)
        elif number > last:
            apart = not _in_one_flow(each, looks[last])
            if apart and not each.final and not each.row and not in_box(each.piece):
                gone.add(number)
        elif number > bodies[0] and each.piece.tag == "h1" and each.home not in homes:
            gone.add(number)
    return gone - ({headline} if headline is not None else set())


def missing(
    looks: Sequence[Look], kept: set[int], gone: set[int], headline: int | None
) -> set[int]:
    """Which paragraphs belong to the article although an extractor left them out.

    They stand between paragraphs that were taken, in the same element: headings, times of a
    ticker's entries, items of lists, paragraphs. Boxes beside the text belong to it if there are
    sentences in them, and no links.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that were taken, and are not clutter.
        gone: Indices of those that were taken, and are clutter.
        headline: Index of the headline, below which they have to stand.

    Returns:
        Indices that are not in ``kept``.
    """
    if not kept:
        return set()
    first = min(kept) if headline is None else headline
    found = _boxes(looks, kept, first) - gone
    before: Look | None = None
    after = _following(looks, kept)
    for number, each in enumerate(looks):
        if number in kept:
            before = each
        elif number > first and each.words and number not in gone and _may_belong(each):
            below = after[number]
            if each.heading and below is not None and _in_one_flow(each, below):
                found.add(number)
            elif before is not None and below is not None and not each.heading:
                if before.home is each.home is below.home:
                    found.add(number)
    return found


def _following(looks: Sequence[Look], kept: set[int]) -> list[Look | None]:
    """For each paragraph, the next one that is kept."""
    following: list[Look | None] = []
    next_kept: Look | None = None
    for number in range(len(looks) - 1, -1, -1):
        following.append(next_kept)
        if number in kept:
            next_kept = looks[number]
    return following[::-1]


def _may_belong(each: Look) -> bool:
    piece = each.piece
    return not (
        each.linked
        or in_path(piece)
        or is_caption(piece)
        or is_promoting(piece)
    )


def _in_one_flow(one: Look, other: Look) -> bool:
    """Whether two paragraphs stand in one element, or in boxes of the same kind side by side."""
    for mine, its, _ in zip(one.home.up(), other.home.up(), range(_NESTED), strict=False):
        if mine is its:
            return True
        if mine.tag != its.tag:
            return False
    return False


def _boxes(looks: Sequence[Look], kept: set[int], first: int) -> set[int]:
    """Paragraphs of the boxes beside the text that an extractor left out."""
    near: set[Place] = set()
    for number in kept:
        if looks[number].body:
            near.update(each for each, _ in zip(looks[number].home.up(), range(_NESTED), strict=False))
    boxes: dict[Place, list[int]] = defaultdict(list)
    last = max(kept)
    for number in range(first + 1, len(looks)):
        box = _box(looks[number].piece.place)
        # Below the text stand boxes of the site as well: there the name has to say what it is.
        if box is not None and (number < last or ("box" in box.signs.all and box.parent in near)):
            boxes[box].append(number)
    found: set[int] = set()
    for box, numbers in boxes.items():
        around = [each for each, _ in zip(box.up(), range(_NESTED + 1), strict=False)][1:]
        told = any(looks[number].body for number in numbers)
        if told and near.intersection(around) and all(_may_belong(looks[n]) for n in numbers):
            found.update(numbers)
    return found - kept


def _box(place: Place) -> Place | None:
    return next((p for p in place.up() if p.tag == "aside" or "box" in p.signs.all), None)
