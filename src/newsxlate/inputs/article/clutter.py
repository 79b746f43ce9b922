"""Which paragraphs that an extractor took for the article are none of it.

Extractors look at one element at a time, and take lists of links and boxes about the site for text
where these stand in the middle of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from newsxlate.inputs.article.places import Place
from newsxlate.inputs.article.structure import (
    LINKED,
    Look,
    in_box,
    in_list,
    in_one_flow,
    is_caption,
    list_around,
    word_count,
)

OUTSIDE = "outside the article"
PROMO = "in a box about the site or another article"
LINKS = "links to other articles"
# A name that fits more of the text than this says something else on this site.
_MOST = 0.25
# What holds more of the text than this is the text, whatever it is called.
_MOSTLY = 0.5
# Share of a list's item that is a link where it has a label before it.
_LABELED = 0.3
# Words that a line over a list of links has at most.
_ANNOUNCING = 15


def clutter(looks: Sequence[Look], kept: set[int]) -> dict[int, str]:
    """Which of the paragraphs that an extractor took for the article are not of it.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that were taken.

    Returns:
        Indices in ``kept``, each with the reason.
    """
    captions = {n for n in kept if is_caption(looks[n].piece)}
    if word_count(looks, captions) > _MOSTLY * word_count(looks, kept):
        # A gallery: its captions are the text.
        captions = set()
    gone = dict.fromkeys(captions, OUTSIDE)
    gone |= dict.fromkeys(_promos(looks, kept) - gone.keys(), PROMO)
    gone |= dict.fromkeys(_links(looks, kept - gone.keys()), LINKS)
    return gone | dict.fromkeys(_introductions(looks, kept, set(gone)), LINKS)


def _promos(looks: Sequence[Look], kept: set[int]) -> set[int]:
    """Paragraphs in forms, and in boxes whose names say that they are about the site."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for number in kept:
        for place in looks[number].piece.place.up():
            for word in place.signs.promo | ({"form"} if place.tag == "form" else set()):
                by_word[word].add(number)
    total = word_count(looks, kept)
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
        if (around := list_around(each.piece.place)) is not None:
            lists[around].append(each)
    of_links = {place for place, items in lists.items() if _is_link_list(items)}
    gone: set[int] = set()
    below: Look | None = None
    for number in sorted(kept, reverse=True):
        each = looks[number]
        around = list_around(each.piece.place)
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
    return linked >= LINKED * words and all(item.piece.linked >= _LABELED for item in items)


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
    for position, number in enumerate(order):
        each = looks[number]
        below = order[position + 1] if position + 1 < len(order) else None
        if number in gone:
            continue
        if each.heading and each.home not in bodies:
            # Alone in a box of its own.
            if held[each.home] > 1 and holds[each.home] == 1:
                found.add(number)
        elif below in gone and list_around(looks[below].piece.place) is not None:
            announces = not each.heading and each.words <= _ANNOUNCING and each.colon
            if announces or (each.heading and _all_gone(looks, order, position, gone)):
                found.add(number)
    return found


def _all_gone(looks: Sequence[Look], order: Sequence[int], position: int, gone: set[int]) -> bool:
    """Whether all went that stands below a heading, up to the next one."""
    for number in order[position + 1 :]:
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
    homes = Counter(looks[number].home for number in bodies)
    # Whether each paragraph has a box of its own, or most stand in one element.
    boxed = max(homes.values()) <= _MOSTLY * len(bodies)
    gone: set[int] = set()
    for number in kept:
        each = looks[number]
        if headline is not None and number < headline:
            if not each.body and each.piece.role != "kicker":
                gone.add(number)
        elif number > last:
            home = looks[last].home
            flows = each.home is home or (boxed and in_one_flow(each, looks[last]))
            apart = not flows and not _is_listed_in(each, home)
            if apart and not each.final and not each.row and not in_box(each.piece):
                gone.add(number)
        elif number > bodies[0] and each.piece.tag == "h1" and each.home not in homes:
            gone.add(number)
    return gone - ({headline} if headline is not None else set())


def _is_listed_in(each: Look, home: Place) -> bool:
    """Whether a paragraph is an item of a list that stands in ``home``, in one box at most."""
    return in_list(each.piece) and each.home.parent is home
