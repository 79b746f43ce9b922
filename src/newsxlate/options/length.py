"""How long a summary is to be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from newsxlate.errors import UsageError


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
