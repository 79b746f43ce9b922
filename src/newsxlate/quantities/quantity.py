"""What a number in a text is to the checks: all it can be read as, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple

ONE = Decimal(1)


class ReadingKind(StrEnum):
    """What a number can be read as, and what the value of the reading then is."""

    NUMBER = "number"
    #: Minutes after midnight.
    TIME = "time"
    #: 1 to 12.
    MONTH = "month"
    #: Its ordinal.
    CENTURY = "century"
    #: The ordinal of the century that a round year begins, or one of its decades does.
    CENTURY_OF_YEAR = "century of year"
    #: Its digits, without zeros in front.
    PHONE = "phone"


class Reading(NamedTuple):
    """One of the things that a number can mean; equal ones in two texts cover each other.

    Attributes:
        kind: What it is read as.
        value: What it comes to; see `ReadingKind`.
    """

    kind: ReadingKind
    value: Decimal

    @classmethod
    def number(cls, value: Decimal) -> Reading:
        """The reading as a plain number."""
        return cls(ReadingKind.NUMBER, value)

    @classmethod
    def time(cls, minutes: Decimal) -> Reading:
        """The reading as a time of day, in minutes after midnight."""
        return cls(ReadingKind.TIME, minutes)


class Weight(IntEnum):
    """How much a quantity has to be found in the other text."""

    SOFT = 0
    FIRM = 1
    STRICT = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    Attributes:
        text: As it stands there.
        start: Offset of its first character.
        end: Offset behind its last character, magnitude included ("1,5 Mrd.").
        readings: What it can mean; one of them has to be among the other text's.
        weight: STRICT for digits, FIRM for number words, SOFT for words that only excuse.
        parts: The numbers it consists of, where those will do as well (7:00, 3:1, 2017/18).
        value: The number, for messages; None if it is not a plain number.
        scale: The magnitude it was given with: 1e9 for "1,5 Mrd.", 1 for "1.500.000.000".
        percent: Whether a percent sign or word follows.
        points: Whether these are percentage points.
        currencies: Classes of currency that stand beside it.
        units: Symbols of units that may stand behind it.
        shares: Whether it has these from the second number of a range.
        times: The times of day it is, where it can be nothing else ("halb acht", "8:15 p.m.").
    """

    text: str
    start: int
    end: int
    readings: frozenset[Reading]
    weight: Weight
    parts: tuple[Quantity, ...] = ()
    value: Decimal | None = None
    scale: Decimal = ONE
    percent: bool = False
    points: bool = False
    currencies: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    shares: bool = False
    times: frozenset[Reading] = frozenset()
