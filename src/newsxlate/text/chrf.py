"""How alike two wordings are: chrF (Popović 2015, https://aclanthology.org/W15-3049).

The figure is sacrebleu's for `chrF2|nc:6|nw:0|space:no`, to the last digit, and a test compares.
It counts sequences of one to six characters, spaces left out, and weighs recall twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

_ORDER = 6
_WEIGHT = 2**2


def chrf(pairs: Iterable[tuple[str, str]]) -> float | None:
    """The chrF of texts taken together, 100 if all are equal; None if there are none.

    Args:
        pairs: Of each text what was made of it, and what should have been.
    """
    made, wanted, shared = ([0] * _ORDER for _ in range(3))
    none = True
    for hypothesis, reference in pairs:
        none = False
        texts = ["".join(text.split()) for text in (hypothesis, reference)]
        for index in range(_ORDER):
            first, second = (_sequences(text, index + 1) for text in texts)
            # Where one of them is too short, neither counts.
            made[index] += first.total() if second else 0
            wanted[index] += second.total()
            shared[index] += (first & second).total()
    return None if none else _score(made, wanted, shared)


def _sequences(text: str, length: int) -> Counter[str]:
    return Counter(text[start : start + length] for start in range(len(text) - length + 1))


def _score(made: list[int], wanted: list[int], shared: list[int]) -> float:
    counted = [index for index in range(_ORDER) if made[index] and wanted[index]]
    if not counted:
        return 0.0
    precision = sum(shared[index] / made[index] for index in counted) / len(counted)
    recall = sum(shared[index] / wanted[index] for index in counted) / len(counted)
    if not precision + recall:
        return 0.0
    return 100 * (1 + _WEIGHT) * precision * recall / (_WEIGHT * precision + recall)
