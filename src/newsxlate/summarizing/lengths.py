"""How long a summary is to be, and which sentences fit into it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from newsxlate.errors import UsageError

# From this share of the words on a summary counts as full: the next best sentence may be poor.
_FULL = 0.8


@dataclass(frozen=True, slots=True)
class Length:
    """How long a summary is to be.

    >>> str(Length("sentences", 3)), str(Length("words", 80)), str(Length("ratio", 0.1))
    ('3 sentences', '80 words', '10 %')

    Attributes:
        kind: What ``value`` counts.
        value: Sentences, words at most, or a share of the article's words (0 to 1).

    Raises:
        UsageError: No summary can be so long.
    """

    kind: Literal["sentences", "words", "ratio"]
    value: float

    def __post_init__(self) -> None:
        limit = 1.0 if self.kind == "ratio" else math.inf
        if not 0 < self.value <= limit or (self.kind != "ratio" and self.value % 1):
            raise UsageError(
                f"a summary cannot be {self} long",
                hint="give sentences or words as a whole number above 0, a ratio above 0 up to 1",
            )

    def __str__(self) -> str:
        if self.kind == "ratio":
            return f"{self.value * 100:g} %"
        name = self.kind.removesuffix("s") if self.value == 1 else self.kind
        return f"{self.value:g} {name}"


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
