"""How much two sentences of an article say the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsxlate.summarizing.terms import related


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compares the sentences of an article.

    Attributes:
        vectors: The terms of each sentence.
        weights: The weight of each term: the fewer sentences have it, the more it says that two of
            them have it (K. Sparck Jones, A statistical interpretation of term specificity, 1972).
    """

    vectors: Sequence[frozenset[str]]
    weights: Mapping[str, float]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Likeness:
        """Compares sentences by their terms."""
        vectors = [frozenset(row) for row in rows]
        counts = Counter(term for vector in vectors for term in vector)
        weights = {term: math.log(1 + len(rows) / count) for term, count in counts.items()}
        return cls(vectors, weights)

    def plain(self, one: int, other: int) -> float:
        """The cosine of two sentences, each term counted once."""
        first, second = self.vectors[one], self.vectors[other]
        if not first or not second:
            return 0.0
        return len(first & second) / math.sqrt(len(first) * len(second))

    def weighted(self, one: int, other: int) -> float:
        """The cosine by weights, where a compound has what its first or last part has.

        Who says a thing again says "Öltanker" for "Tanker"; what two sentences share that are only
        about the same is what all the article is about, and weighs little.
        """
        first, second = self.vectors[one], self.vectors[other]
        both = first & second
        if not both:
            return 0.0
        shared = self._weight(both)
        here = shared + self._weight(_related(first - both, second))
        there = shared + self._weight(_related(second - both, first))
        return math.sqrt(here * there / (self._weight(first) * self._weight(second)))

    def _weight(self, terms: frozenset[str]) -> float:
        return math.fsum(self.weights[term] for term in terms)


def _related(terms: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in terms if any(related(term, other) for other in others))
