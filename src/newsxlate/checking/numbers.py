"""Compare the numbers, amounts, percentages and times of a sentence with its translation's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from newsxlate.findings import Finding, finding
from newsxlate.quantities import (
    Quantity,
    Reading,
    ReadingKind,
    Weight,
    find_quantities,
    load_lexicon,
    unit_sizes,
)

_MAGNITUDES = (
    (Decimal("1e12"), "trillion"),
    (Decimal("1e9"), "billion"),
    (Decimal("1e6"), "million"),
)
# Numbers of more digits are said as they are; of some of 29, decimal gives no rest.
_DIGITS = 20
# How far a converted quantity may be off: "30 yards" for 27 metres.
_TOLERANCE = Decimal("0.125")
# Degrees Fahrenheit in a degree Celsius.
_DEGREE = Decimal("1.8")
_DEGREE_TOLERANCE = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Side:
    """All numbers of one text, and whether they cover another's.

    Attributes:
        quantities: The numbers, in order.
        readings: All that they, or their parts, can be read as.
        text: The text.
    """

    quantities: list[Quantity]
    readings: frozenset[Reading]
    text: str

    @classmethod
    def of(cls, text: str, language: str) -> Side:
        """The numbers of a text."""
        found = find_quantities(text, load_lexicon(language))
        return cls(found, frozenset(_readings(found)), text)

    def covers(self, quantity: Quantity) -> bool:
        """Whether one of the quantity's readings, or each of its parts, is here."""
        if not self.readings.isdisjoint(quantity.readings):
            return True
        return bool(quantity.parts) and all(self.covers(part) for part in quantity.parts)


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


def check_numbers(
    source: str, target: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """Numbers that are missing, were added or changed; amounts whose currency or percent changed.

    A number written in digits has to come again, in digits or in words; a number in words accuses
    only where another number stands in its place. Values are compared, not strings: 1,5 Mrd. is
    1.5 billion, 14.30 Uhr is 2:30 p.m., and 3. Oktober is October 3.

    Args:
        source: The source sentence, addresses blanked out.
        target: Its translation, addresses blanked out.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    left = Side.of(source, source_language)
    right = Side.of(target, target_language)
    complete = load_lexicon(target_language).complete
    lost = [
        m
        for m in left.quantities
        if m.weight > Weight.SOFT and not right.covers(m) and (complete or _in_digits(m))
    ]
    new = [m for m in right.quantities if m.weight > Weight.SOFT and not left.covers(m)]
    findings = list(_differences(lost, new, left.quantities, right.quantities))
    findings += _context(left, right, target_language)
    return findings


def _in_digits(quantity: Quantity) -> bool:
    """Whether a number will be in digits in a language whose number words are not known."""
    if quantity.weight is not Weight.STRICT or quantity.value is None:
        return quantity.weight is Weight.STRICT
    figure = quantity.value / quantity.scale
    return figure % 1 != 0 or figure > 100 or (figure > 20 and figure % 10 != 0)


def _differences(
    lost: Sequence[Quantity],
    new: Sequence[Quantity],
    wanted: Sequence[Quantity],
    there: Sequence[Quantity],
) -> Iterator[Finding]:
    """Pair what was lost with what is new; what is left over is missing or added."""
    remaining = list(new)
    unpaired: list[Quantity] = []
    for quantity in sorted(lost, key=lambda m: -m.weight):
        converted = next((m for m in there if _conversion(quantity, m)), None)
        if converted is not None:
            yield finding("N305", before=quantity.text, after=converted.text)
            # "1,98 m" is "6-foot-6": the second number belongs to the first.
            remaining = [m for m in remaining if not 0 <= m.start - converted.start < 9]
            continue
        partner = _partner(quantity, remaining)
        if partner is None:
            unpaired.append(quantity)
            continue
        remaining.remove(partner)
        yield _changed(quantity, partner)
    for quantity in unpaired:
        code = "N301" if quantity.weight is Weight.STRICT else "N308"
        yield finding(code, number=quantity.text, expected=_spoken(quantity))
    for quantity in remaining:
        converted = next((m for m in wanted if _conversion(m, quantity)), None)
        if converted is not None:
            yield finding("N305", before=converted.text, after=quantity.text)
        elif quantity.weight is Weight.STRICT:
            yield finding("N302", number=quantity.text)


def _partner(quantity: Quantity, candidates: Sequence[Quantity]) -> Quantity | None:
    """What a lost number most likely became: the same digits or context, else the next."""

    def unlikeness(other: Quantity) -> tuple[bool, bool, bool]:
        return (
            not _same_digits(quantity, other),
            quantity.percent != other.percent or quantity.currencies != other.currencies,
            quantity.weight != other.weight,
        )

    alike = [other for other in candidates if _comparable(quantity, other)]
    return min(alike, key=unlikeness, default=None)


def _comparable(one: Quantity, other: Quantity) -> bool:
    """Whether one may stand in the other's place: a word for "two" does not replace a year."""
    if one.weight is other.weight or _same_digits(one, other):
        return True
    if not one.value or not other.value:
        return False
    return Decimal("0.1") <= one.value / other.value <= 10


def _same_digits(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers differ by a power of ten only."""
    if not one.value or not other.value:
        return False
    return one.value.normalize().as_tuple().digits == other.value.normalize().as_tuple().digits


def _changed(quantity: Quantity, partner: Quantity) -> Finding:
    before, after = quantity.text, partner.text
    if _same_digits(quantity, partner) and quantity.value != partner.value:
        return finding("N304", before=before, after=after, expected=_spoken(quantity))
    return finding("N303", before=before, after=after)


def _conversion(quantity: Quantity, partner: Quantity) -> bool:
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
    return celsius > 0 and abs(fahrenheit / celsius - _DEGREE) < _DEGREE_TOLERANCE


def _context(left: Side, right: Side, language: str) -> Iterator[Finding]:
    """Amounts that kept their value but not their currency or percent sign."""
    for quantity in left.quantities:
        if quantity.shares or not (quantity.currencies or quantity.percent or quantity.points):
            continue
        partners = [m for m in right.quantities if not m.readings.isdisjoint(quantity.readings)]
        if not partners:
            continue
        before = _with_sign(quantity, left.text)
        code, partner = _currency(quantity, partners, right.quantities)
        # Where currencies are known by their signs only, one may be there in a word.
        if code == "N307" and load_lexicon(language).complete:
            yield finding(code, before=before)
        elif code == "N306":
            yield finding(code, before=before, after=_with_sign(partner, right.text))
        code, partner = _percent(quantity, partners)
        if code == "N310" or (code == "N309" and load_lexicon(language).complete):
            yield finding(code, before=before, after=_with_sign(partner, right.text))


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


def _with_sign(quantity: Quantity, text: str) -> str:
    """The quantity as it stands in the text, with the words or signs beside it."""
    start, end = quantity.start, quantity.end
    while start and not text[start - 1].isspace():
        start -= 1
    rest = text[end:].lstrip("\u00a0\u202f ")
    skipped = len(text) - end - len(rest)
    end += skipped + len(rest.split(" ", 1)[0])
    return text[start:end].rstrip(".,;:!?)")


def _spoken(quantity: Quantity) -> str:
    """The number in the words of the messages: "1.5 billion", "1,500", "14:30"."""
    value = quantity.value
    if value is None:
        return quantity.text
    for size, name in _MAGNITUDES:
        if value >= size and value.adjusted() < _DIGITS and (value / size * 1000) % 1 == 0:
            return f"{_plain(value / size)} {name}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    if value == value.to_integral_value():
        whole = int(value)
        return str(whole) if 1000 <= whole < 10000 else f"{whole:,}"
    return f"{value.normalize():,f}"
