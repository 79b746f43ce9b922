"""Sentences of two languages, aligned by their lengths.

Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics
19(1), 1993.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

# Probabilities of a bead: how many source and target sentences belong together (table 5).
_BEADS = {
    (1, 1): 0.89,
    (1, 0): 0.0099 / 2,
    (0, 1): 0.0099 / 2,
    (2, 1): 0.089 / 2,
    (1, 2): 0.089 / 2,
    (2, 2): 0.011,
}
# Variance of the length in characters, for each character of the source (section 3.2).
_VARIANCE = 6.8


def align(
    sources: Sequence[str], targets: Sequence[str], *, ratio: float = 1.0
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The likeliest alignment.

    Args:
        sources: Source sentences, in order.
        targets: Target sentences, in order.
        ratio: Target characters for each source character.

    Returns:
        Beads, in order: the numbers of the source and of the target sentences that belong
        together. One side may be empty; every number comes once.
    """
    before = [0, *accumulate(map(len, sources))]
    after = [0, *accumulate(map(len, targets))]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(sources) + 1):
        for j in range(len(targets) + 1):
            for bead, share in _BEADS.items():
                earlier = best.get((i - bead[0], j - bead[1]))
                if earlier is None:
                    continue
                lengths = before[i] - before[i - bead[0]], after[j] - after[j - bead[1]]
                cost = earlier[0] - math.log(share) + _mismatch(*lengths, ratio)
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = cost, bead
    found = []
    i, j = len(sources), len(targets)
    while i or j:
        first, second = best[i, j][1]
        found.append((tuple(range(i - first, i)), tuple(range(j - second, j))))
        i, j = i - first, j - second
    return found[::-1]


def _mismatch(source: int, target: int, ratio: float) -> float:
    """Minus the logarithm of the probability that lengths differ so much or more by chance."""
    if not source and not target:
        return 0.0
    mean = (source + target / ratio) / 2
    deviation = abs(target - source * ratio) / math.sqrt(_VARIANCE * mean)
    # erfc underflows far out, where nothing is an alignment anyway.
    return -math.log(max(math.erfc(deviation / math.sqrt(2)), 1e-300))
