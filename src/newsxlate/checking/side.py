"""The numbers of one text, and what of another text they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsxlate.quantities import (
    Quantity,
    Reading,
    ReadingKind,
    Weight,
    find_quantities,
    load_lexicon,
)


@dataclass(frozen=True, slots=True)
class Side:
    """All numbers of one text, and whether they cover another's.

    Attributes:
        quantities: The numbers, in order.
        readings: All that they, or their parts, can be read as.
        text: The text.
        names_month: Whether it names a month in a word.
    """

    quantities: list[Quantity]
    readings: frozenset[Reading]
    text: str
    names_month: bool = False

    @classmethod
    def of(cls, text: str, language: str) -> Side:
        """The numbers of a text."""
        found = find_quantities(text, load_lexicon(language))
        return cls(found, frozenset(_readings(found)), text, any(map(_is_month, found)))

    def covers(self, quantity: Quantity) -> bool:
        """Whether one of the quantity's readings, or each of its parts, is here."""
        if not self.readings.isdisjoint(quantity.readings):
            return True
        return bool(quantity.parts) and all(self._covers_part(part) for part in quantity.parts)

    def _covers_part(self, part: Quantity) -> bool:
        # Whether the month of a date is the right one, dates are asked.
        return self.covers(part) or (
            self.names_month and any(kind is ReadingKind.MONTH for kind, _ in part.readings)
        )


def _is_month(quantity: Quantity) -> bool:
    return quantity.weight is Weight.SOFT and any(
        kind is ReadingKind.MONTH for kind, _ in quantity.readings
    )


# A year and its century cover each other, but two years of a century do not.
_OPPOSITE = {
    ReadingKind.CENTURY: ReadingKind.CENTURY_OF_YEAR,
    ReadingKind.CENTURY_OF_YEAR: ReadingKind.CENTURY,
}


def _readings(found: Iterable[Quantity]) -> Iterator[Reading]:
    """What the other text may say for these quantities and their parts."""
    for quantity in found:
        for kind, value in quantity.readings:
            yield Reading(_OPPOSITE.get(kind, kind), value)
        for part in quantity.parts:
            yield from part.readings
