"""Which paragraphs belong to an article although an extractor left them out.

Extractors know some elements that hold an article. Where none of them is around the text, they
leave out its headings and lists; and they leave out boxes beside the text, whatever is in them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from newsxlate.inputs.article.places import Place
from newsxlate.inputs.article.structure import (
    NESTED,
    Look,
    box_around,
    in_box,
    in_one_flow,
    may_belong,
    word_count,
)

# What holds more of the text than this is no box.
_MOSTLY = 0.5
_WHOLE = ("article", "main", "body", "html", "li", "aside", "figure", "footer")
# Elements that hold the article and its neighbours rather than a bar in it.
_AROUND = ("main", "article", "section")
# One time alone is when the page was changed.
_FEWEST_TIMES = 2


def main_text(looks: Sequence[Look]) -> set[int]:
    """The paragraphs of the element that has most text directly in it.

    For pages with so many elements that an extractor would take minutes.
    """
    words: Counter[Place] = Counter()
    bodies = [n for n, each in enumerate(looks) if each.body and may_belong(each)]
    for number in bodies:
        words[looks[number].home] += looks[number].words
    home = max(words, key=lambda place: words[place], default=None)
    return {number for number in bodies if looks[number].home is home}


def missing(
    looks: Sequence[Look], kept: set[int], gone: set[int], headline: int | None
) -> set[int]:
    """Which paragraphs belong to the article although an extractor left them out.

    They stand between paragraphs that were taken, in the same element: headings, times of a
    ticker's entries, items of lists, paragraphs; or in boxes like theirs. Boxes beside the text
    belong to it if there are sentences in them, and no links.

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
    twins = _twins(looks, kept, first) - gone
    kept = kept | twins
    found = (_boxes(looks, kept, first) - gone) | twins
    before: Look | None = None
    after = _following(looks, kept)
    for number, each in enumerate(looks):
        if number in kept:
            before = each
        elif number > first and each.words and number not in gone and may_belong(each):
            below = after[number]
            if each.heading:
                beside = number + 1 in kept and _stands_over(each, looks[number + 1])
                if beside or (below is not None and in_one_flow(each, below)):
                    found.add(number)
            elif before is not None and below is not None:
                between = before.home is each.home is below.home
                found.update({number} if between else ())
    return found


def _twins(looks: Sequence[Look], kept: set[int], first: int) -> set[int]:
    """Paragraphs in boxes like those that hold what was taken, side by side with them.

    Content management systems put every paragraph, or what stands between two pictures, into a box
    of its own; extractors take some of these for the article, and leave the others.
    """
    # Another article on the page may be built like this one: it has a headline of its own.
    whole = set(looks[first].home.up())
    known = {way for number in kept if looks[number].body for way in _ways(looks[number], whole)}
    return {
        number
        for number in range(first + 1, len(looks))
        if number not in kept
        and looks[number].body
        and may_belong(looks[number])
        and not known.isdisjoint(_ways(looks[number], whole))
    }


def _ways(each: Look, whole: set[Place]) -> Iterator[tuple[Place, tuple[tuple[str, str], ...]]]:
    """From each element around a paragraph, the way down to it: the boxes' tags and classes."""
    boxes: tuple[tuple[str, str], ...] = ()
    for place, around in pairwise(islice(each.home.up(), NESTED + 1)):
        if place in whole or place.tag in _WHOLE:
            return
        boxes = ((place.tag, place.style), *boxes)
        if any(style for _, style in boxes):
            yield around, boxes


def _stands_over(heading: Look, below: Look) -> bool:
    """Whether a heading in a box of its own stands beside the box of the text below it."""
    beside = heading.home.parent
    return below.body and any(place is beside for place in islice(below.home.up(), 1, NESTED + 1))


def entry_times(
    looks: Sequence[Look], kept: set[int], gone: set[int], headline: int | None
) -> set[int]:
    """Which paragraphs are the times above a live ticker's entries.

    Each entry has an element of its own, and its time stands first in it, alone or in a bar.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that were taken, and are not clutter.
        gone: Indices of those that were taken, and are clutter.
        headline: Index of the headline, below which they have to stand.

    Returns:
        Indices that may be in ``kept``.
    """
    first = -1 if headline is None else headline
    times: dict[int, int] = {}
    after = _following(looks, kept)
    for number, each in enumerate(looks):
        below = after[number]
        if each.time and number > first and number not in gone and below and not below.time:
            bar = below.home in (each.home.parent, each.home) or (
                each.home.parent is below.home.parent and each.home.tag not in _AROUND
            )
            if bar and not each.final and may_belong(each):
                times[below.piece.start] = number
    return set(times.values()) if len(times) >= _FEWEST_TIMES else set()


def _following(looks: Sequence[Look], kept: set[int]) -> list[Look | None]:
    """For each paragraph, the next one that is kept."""
    following: list[Look | None] = []
    next_kept: Look | None = None
    for number in range(len(looks) - 1, -1, -1):
        following.append(next_kept)
        if number in kept:
            next_kept = looks[number]
    return following[::-1]


def _boxes(looks: Sequence[Look], kept: set[int], first: int) -> set[int]:
    """Paragraphs of the boxes beside the text that an extractor left out."""
    near: set[Place] = set()
    for number in kept:
        if looks[number].body:
            near.update(islice(looks[number].home.up(), NESTED))
    boxes: dict[Place, list[int]] = defaultdict(list)
    last = max(kept)
    for number in range(first + 1, len(looks)):
        box = box_around(looks[number].piece.place)
        # Below the text stand boxes of the site as well: there the name has to say what it is.
        if box is not None and (number < last or ("box" in box.signs.all and box.parent in near)):
            boxes[box].append(number)
    found: set[int] = set()
    for box, numbers in boxes.items():
        around = islice(box.up(), 1, NESTED + 1)
        told = any(looks[number].body for number in numbers)
        if told and near.intersection(around) and all(may_belong(looks[n]) for n in numbers):
            found.update(numbers)
    return found - kept


def boxed(looks: Sequence[Look], kept: set[int]) -> set[int]:
    """Which of the paragraphs of an article stand in its boxes: "Zur Person"."""
    inside = {number for number in kept if in_box(looks[number].piece)}
    return inside if word_count(looks, inside) <= _MOSTLY * word_count(looks, kept) else set()
