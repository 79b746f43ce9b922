"""Compare what stands beside a number: its currency, percent sign, unit and half of the day."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from decimal import Decimal

from newsxlate.checking.side import Side
from newsxlate.findings import Finding, finding
from newsxlate.quantities import Quantity, Weight, load_lexicon, unit_sizes

_ABBREVIATED = re.compile(r"\w\.\w+\.$")
_DEGREES = frozenset({"C", "F"})
# How far a converted quantity may be off: "30 yards" for 27 metres.
_TOLERANCE = Decimal("0.125")
# Degrees Fahrenheit in a degree Celsius, and how far off they may be: "10 degrees" for 6.
_DEGREE = Decimal("1.8")
_DEGREE_TOLERANCE = Decimal(1)


def check_beside(left: Side, right: Side, language: str) -> Iterator[Finding]:
    """Numbers that kept their value but not their currency, percent sign or unit."""
    complete = load_lexicon(language).complete
    for quantity in left.quantities:
        signed = quantity.currencies or quantity.percent or quantity.points
        if quantity.shares or not (signed or quantity.units):
            continue
        partners = [m for m in right.quantities if not m.readings.isdisjoint(quantity.readings)]
        if not partners:
            continue
        before = with_words(quantity, left.text)
        other = _another_unit(quantity, partners)
        if other is not None:
            yield finding("N343", before=before, after=with_words(other, right.text))
        if not signed:
            continue
        code, partner = _currency(quantity, partners, right.quantities)
        # Where currencies are known by their signs only, one may be there in a word.
        if code == "N307" and complete:
            yield finding(code, before=before)
        elif code == "N306":
            yield finding(code, before=before, after=with_words(partner, right.text))
        code, partner = _percent(quantity, partners)
        if code == "N310" or (code == "N309" and complete):
            yield finding(code, before=before, after=with_words(partner, right.text))


def _another_unit(quantity: Quantity, partners: Sequence[Quantity]) -> Quantity | None:
    """Where the same figure stands with another unit of the same kind: 10 miles for 10 km."""
    if not quantity.units or not all(m.units for m in partners):
        return None
    # "half an inch" is no inch.
    if any(m.weight is Weight.SOFT for m in (quantity, *partners)):
        return None
    if any(not _is_another(quantity, m) or is_conversion(quantity, m) for m in partners):
        return None
    return partners[0]


def _is_another(quantity: Quantity, partner: Quantity) -> bool:
    """Whether the units of both measure the same, and none is among the other's."""
    return all(_differ(one, other) for one in quantity.units for other in partner.units)


def _differ(one: str, other: str) -> bool:
    (dimension, size), (other_dimension, other_size) = unit_sizes()[one], unit_sizes()[other]
    if dimension != other_dimension:
        return False
    return one != other if dimension == "temperature" else size != other_size


def is_conversion(quantity: Quantity, partner: Quantity) -> bool:
    """Whether the partner is the same quantity in another unit, give or take an eighth."""
    if not quantity.value or not quantity.units or not partner.units:
        return False
    # "a mile" has no value of its own
    value = partner.value if partner.value is not None else Decimal(1)
    for unit in quantity.units:
        dimension, size = unit_sizes()[unit]
        for other in partner.units - {unit}:
            other_dimension, other_size = unit_sizes()[other]
            if dimension != other_dimension or not value:
                continue
            if dimension == "temperature":
                both = (value, quantity.value) if other == "C" else (quantity.value, value)
                if _is_temperature(*both):
                    return True
            elif abs(quantity.value * size / (value * other_size) - 1) <= _TOLERANCE:
                return True
    return False


def _is_temperature(celsius: Decimal, fahrenheit: Decimal) -> bool:
    """Whether both are the same temperature, or the same difference in temperature."""
    if abs((fahrenheit - 32) * 5 / 9 - celsius) <= 2:
        return True
    return celsius > 0 and abs(fahrenheit - celsius * _DEGREE) <= _DEGREE_TOLERANCE


def _currency(
    quantity: Quantity, partners: Sequence[Quantity], there: Sequence[Quantity]
) -> tuple[str, Quantity]:
    """The code of what happened to a quantity's currency, "" if nothing; and where."""
    other = next((m for m in partners if m.currencies), partners[0])
    if not quantity.currencies or any(m.currencies & quantity.currencies for m in partners):
        return "", other
    if other.currencies:
        return "N306", other
    # "between 3 and 4 euros": the currency may stand with a neighbour.
    elsewhere = any(m.currencies & quantity.currencies for m in there)
    return ("" if elsewhere else "N307"), other


def _percent(quantity: Quantity, partners: Sequence[Quantity]) -> tuple[str, Quantity]:
    """The code of what happened to a quantity's percent sign, "" if nothing; and where."""
    other = partners[0]
    if quantity.percent:
        if any(m.percent for m in partners):
            return "", other
        points = next((m for m in partners if m.points), None)
        if points is not None:
            return "N310", points
        return "N309", other
    if quantity.points and not any(m.points for m in partners):
        percent = next((m for m in partners if m.percent), None)
        if percent is not None:
            return "N310", percent
    return "", other


def other_times(left: Side, right: Side) -> list[tuple[Quantity, Quantity]]:
    """Times of day that became others by twelve hours, or by "half": 8:15 a.m. for 20.15 Uhr.

    A time whose hour is another one is a number that changed.
    """
    before = [q for q in left.quantities if q.times]
    after = [q for q in right.quantities if q.times]
    if not before or not after:
        return []
    here, there = (frozenset().union(*(q.times for q in side)) for side in (before, after))
    new: dict[int, deque[Quantity]] = {}
    for quantity in after:
        if quantity.times.isdisjoint(here):
            new.setdefault(_hour(quantity), deque()).append(quantity)
    lost = (quantity for quantity in before if quantity.times.isdisjoint(there))
    pairs = [(q, new[_hour(q)].popleft()) for q in lost if new.get(_hour(q))]
    return [(q, partner) for q, partner in pairs if not _is_apart(q, partner, right)]


def _is_apart(quantity: Quantity, partner: Quantity, right: Side) -> bool:
    """Whether the minutes of a time are a number by itself: "um 8 Uhr 20 Menschen"."""
    if not quantity.parts or partner.parts or partner.value is None:
        return False
    minutes = quantity.parts[-1].readings
    return any(m is not partner and not minutes.isdisjoint(m.readings) for m in right.quantities)


def _hour(quantity: Quantity) -> int:
    """The hour that is written, on a clock face."""
    value = quantity.value if quantity.value is not None else quantity.parts[0].value
    return int(value or 0) % 12


def with_words(quantity: Quantity, text: str) -> str:
    """A number as it stands in a text, with what belongs to it: "10 km", "35 degrees Celsius"."""
    start, end = quantity.start, quantity.end
    while start and not text[start - 1].isspace():
        start -= 1
    # "degrees Celsius": the scale has a capital.
    scale = r"(?:\s[^\W\d_a-z]\w+)?" if quantity.units and quantity.units <= _DEGREES else ""
    behind = re.compile(rf"\s*\S*{scale}").match(text, end)
    found = text[start : behind.end() if behind else end].rstrip(",;:!?)")
    # "p.m." keeps its point.
    return found if _ABBREVIATED.search(found) else found.rstrip(".,;:!?)")
