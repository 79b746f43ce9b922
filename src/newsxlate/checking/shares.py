"""Compare numbers that nobody counted, parts of a whole, and scores."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from newsxlate.checking.side import Side
from newsxlate.findings import Finding, finding
from newsxlate.quantities import (
    Lexicon,
    Quantity,
    Reading,
    ReadingKind,
    Share,
    fractions,
    multitudes,
)

# A dozen is as good as ten or twenty of something.
_ALIKE = Decimal(5)
_SCORE = re.compile(r"(?<![\d:.,])(\d{1,3}):(\d{1,3})(?![\d:])(?!\s?Uhr)")
# The score at half-time, or of a set, in brackets behind another.
_INNER = re.compile(r"\d{1,3}:\d{1,3}\s?\((\d{1,3}):(\d{1,3})\)")
# What may stand between the two numbers of a score: "three goals to two".
_BETWEEN = 25

_Find = Callable[[str, Sequence[Quantity], Lexicon], Iterable[Share]]


def check_shares(left: Side, right: Side, source: Lexicon, target: Lexicon) -> Iterator[Finding]:
    """What became another size: "Hunderttausende" as "hundreds", "ein Drittel" as "one in four".

    Told only where both texts have such a number, each one that the other does not have.

    Args:
        left: The numbers of the source.
        right: Those of the translation.
        source: The words of the source's language.
        target: Those of the translation's language.
    """
    yield from _compare("N341", multitudes, (left, right), (source, target), _is_another_size)
    yield from _compare("N345", fractions, (left, right), (source, target), _is_another_part)


def _compare(
    code: str,
    find: _Find,
    sides: tuple[Side, Side],
    lexicons: tuple[Lexicon, Lexicon],
    differ: Callable[[Share, Share], bool],
) -> Iterator[Finding]:
    left, right = sides
    before = list(find(left.text, left.quantities, lexicons[0]))
    if not before:
        return
    after = list(find(right.text, right.quantities, lexicons[1]))
    lost = [s for s in before if not _is_there(s, after, right)]
    new = [s for s in after if not _is_there(s, before, left)]
    for share in lost:
        other = next((s for s in new if differ(share, s)), None)
        if other is not None:
            new.remove(other)
            yield finding(code, before=share.text, after=other.text)


def _is_there(share: Share, others: Sequence[Share], side: Side) -> bool:
    if any(other.value == share.value for other in others):
        return True
    # "hundreds of thousands" may be "100,000" or "several hundred thousand".
    return isinstance(share.value, Decimal) and any(
        Reading.number(share.value) in quantity.readings for quantity in side.quantities
    )


def _is_another_size(one: Share, other: Share) -> bool:
    ratio = Decimal(one.value) / Decimal(other.value)  # type: ignore[arg-type]
    return not 1 / _ALIKE < ratio < _ALIKE


def _is_another_part(one: Share, other: Share) -> bool:
    return one.value != other.value


def check_scores(left: Side, right: Side) -> Iterator[Finding]:
    """Scores whose numbers are there, and not side by side: the half-time score was dropped.

    Numbers are looked for one by one, so that the 1 of "2:1" hides that "(1:1)" is missing.
    """
    if ":" not in left.text:
        return
    inner = {match.start(1) for match in _INNER.finditer(left.text)}
    wanted: Counter[tuple[Decimal, Decimal]] = Counter()
    for match in _SCORE.finditer(left.text):
        # "12:10" may be a time.
        pair = (Decimal(match[1]), Decimal(match[2]))
        if match.start() in inner or (len(match[2]) == 1 and not wanted[pair]):
            wanted[pair] += 1
    there = list(_pairs(right.quantities)) if wanted else []
    for (one, two), times in wanted.items():
        known = all(Reading.number(number) in right.readings for number in (one, two))
        found = sum(pair in ((one, two), (two, one)) for pair in there)
        if known and found < times:
            yield finding("N342", score=f"{one}:{two}")


def _pairs(found: Sequence[Quantity]) -> Iterator[tuple[Decimal, Decimal]]:
    """Numbers that stand side by side."""
    numbers: list[tuple[int, frozenset[Reading], int]] = []
    for quantity in sorted(found, key=lambda quantity: quantity.start):
        for piece in quantity.parts or (quantity,):
            numbers.append((piece.start, piece.readings, piece.end))
    for (_, first, end), (start, second, _) in pairwise(numbers):
        if start - end > _BETWEEN:
            continue
        for one in first:
            for two in second:
                if one.kind is two.kind is ReadingKind.NUMBER:
                    yield one.value, two.value
