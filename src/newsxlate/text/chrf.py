"""How alike two wordings are: chrF (Popović 2015, https://aclanthology.org/W15-3049).

The figure is sacrebleu's for `chrF2|nc:6|nw:0|space:no`, and a test compares. It counts sequences
of one to six characters, spaces left out, and weighs recall twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

_ORDER = 6
_WEIGHT = 2**2

#: What is counted of a text, by length of the sequences: what was made, what should have been, and
#: what both have. The counts of several texts taken together are their sums.
Counts = tuple[int, ...]
NOTHING: Counts = (0,) * (3 * _ORDER)


def chrf(pairs: Iterable[tuple[str, str]]) -> float | None:
    """The chrF of texts taken together, 100 if all are equal; None if there are none.

    Args:
        pairs: Of each text what was made of it, and what should have been.
    """
    rows = [count(made, wanted) for made, wanted in pairs]
    return score(together(rows)) if rows else None


def count(made: str, wanted: str) -> Counts:
    """What `score` is reckoned from, of one text."""
    texts = ["".join(text.split()) for text in (made, wanted)]
    rows = []
    for length in range(1, _ORDER + 1):
        first, second = (_sequences(text, length) for text in texts)
        # Where there is nothing to compare with, what was made does not count.
        rows.append((first.total() if second else 0, second.total(), (first & second).total()))
    return tuple(figure for row in rows for figure in row)


def together(rows: Iterable[Counts]) -> Counts:
    """The counts of several texts taken together."""
    return tuple(map(sum, zip(NOTHING, *rows, strict=True)))


def score(counts: Counts) -> float:
    """The chrF of what was counted."""
    rows: list[Sequence[int]] = [counts[start : start + 3] for start in range(0, len(counts), 3)]
    counted = [row for row in rows if row[0] and row[1]]
    if not counted:
        return 0.0
    precision = sum(shared / made for made, _, shared in counted) / len(counted)
    recall = sum(shared / wanted for _, wanted, shared in counted) / len(counted)
    if not precision + recall:
        return 0.0
    return 100 * (1 + _WEIGHT) * precision * recall / (_WEIGHT * precision + recall)


def _sequences(text: str, length: int) -> Counter[str]:
    return Counter(text[start : start + length] for start in range(len(text) - length + 1))
