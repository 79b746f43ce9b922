"""Which sentences fit into a summary of a length."""

from __future__ import annotations

import math

from newsxlate.options import Length

# From this share of the words on a summary counts as full: the next best sentence may be poor.
_FULL = 0.8


class Room:
    """What is left of a length while sentences are put into it."""

    def __init__(self, length: Length, words: int) -> None:
        """Make room for a summary of an article with so many ``words``."""
        self._sentences = math.inf
        self._words = math.inf
        if length.kind == "sentences":
            self._sentences = length.value
        else:
            # A share of a hundredth of a brief is still a sentence: see `fits`.
            share = words if length.kind == "ratio" else 1
            self._words = length.value * share
        self._used_sentences = 0
        self._used_words = 0

    @property
    def full(self) -> bool:
        """Whether nothing more is wanted."""
        return self._used_sentences >= self._sentences or self._used_words >= _FULL * self._words

    def fits(self, words: int) -> bool:
        """Whether a sentence of so many words still fits. The first one always does."""
        return not self._used_sentences or self._used_words + words <= self._words

    def take(self, words: int) -> None:
        """Put a sentence of so many words in."""
        self._used_sentences += 1
        self._used_words += words
