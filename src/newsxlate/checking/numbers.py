"""Compare the numbers, amounts, percentages and times of a sentence with its translation's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from newsxlate.findings import Finding, finding
from newsxlate.quantities.extract import mentions
from newsxlate.quantities.lexicon import common, lexicon
from newsxlate.quantities.quantity import Quantity, Reading, Weight

_MAGNITUDES = (
    (Decimal("1e12"), "trillion"),
    (Decimal("1e9"), "billion"),
    (Decimal("1e6"), "million"),
)
# How far a converted quantity may be off: "30 yards" for 27 metres.
_TOLERANCE = Decimal("0.125")
# Degrees Fahrenheit in a degree Celsius.
_DEGREE = Decimal("1.8")
_DEGREE_TOLERANCE = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Side:
    """All numbers of one text, and whether they cover another's.

    Attributes:
        mentions: The numbers, in order.
        readings: All that they, or their parts, can be read as.
        text: The text.
    """

    mentions: list[Quantity]
    readings: frozenset[Reading]
    text: str

    @classmethod
    def of(cls, text: str, language: str) -> Side:
        """The numbers of a text."""
        found = mentions(text, lexicon(language))
        return cls(found, frozenset(_readings(found)), text)

    def covers(self, mention: Quantity) -> bool:
        """Whether one of the mention's readings, or each of its parts, is here."""
        if not self.readings.isdisjoint(mention.readings):
            return True
        return bool(mention.parts) and all(self.covers(part) for part in mention.parts)


# A year and its century cover each other, but two years of a century do not.
_OPPOSITE = {"century": "year of century", "year of century": "century"}


def _readings(found: Iterable[Quantity]) -> Iterator[Reading]:
    """What the other text may say for these mentions and their parts."""
    for mention in found:
        for kind, value in mention.readings:
            yield _OPPOSITE.get(kind, kind), value
        for part in mention.parts:
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
    complete = lexicon(target_language).complete
    lost = [
        m
        for m in left.mentions
        if m.weight > Weight.SOFT and not right.covers(m) and (complete or _in_digits(m))
    ]
    new = [m for m in right.mentions if m.weight > Weight.SOFT and not left.covers(m)]
    findings = list(_differences(lost, new, left.mentions, right.mentions))
    findings += _context(left, right, target_language)
    return findings


def _in_digits(mention: Quantity) -> bool:
    """Whether a number will be in digits in a language whose number words are not known."""
    if mention.weight is not Weight.STRICT or mention.value is None:
        return mention.weight is Weight.STRICT
    figure = mention.value / mention.scale
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
    for mention in sorted(lost, key=lambda m: -m.weight):
        converted = next((m for m in there if _conversion(mention, m)), None)
        if converted is not None:
            yield finding("N305", before=mention.text, after=converted.text)
            # "1,98 m" is "6-foot-6": the second number belongs to the first.
            remaining = [m for m in remaining if not 0 <= m.start - converted.start < 9]
            continue
        partner = _partner(mention, remaining)
        if partner is None:
            unpaired.append(mention)
            continue
        remaining.remove(partner)
        yield _changed(mention, partner)
    for mention in unpaired:
        code = "N301" if mention.weight is Weight.STRICT else "N308"
        yield finding(code, number=mention.text, expected=_spoken(mention))
    for mention in remaining:
        converted = next((m for m in wanted if _conversion(m, mention)), None)
        if converted is not None:
            yield finding("N305", before=converted.text, after=mention.text)
        elif mention.weight is Weight.STRICT:
            yield finding("N302", number=mention.text)


def _partner(mention: Quantity, candidates: Sequence[Quantity]) -> Quantity | None:
    """What a lost number most likely became: the same digits, the same company, else the next."""

    def unlikeness(other: Quantity) -> tuple[bool, bool, bool]:
        return (
            not _same_digits(mention, other),
            mention.percent != other.percent or mention.currencies != other.currencies,
            mention.weight != other.weight,
        )

    alike = [other for other in candidates if _comparable(mention, other)]
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


def _changed(mention: Quantity, partner: Quantity) -> Finding:
    before, after = mention.text, partner.text
    if _same_digits(mention, partner) and mention.value != partner.value:
        return finding("N304", before=before, after=after, expected=_spoken(mention))
    return finding("N303", before=before, after=after)


@cache
def _sizes() -> dict[str, tuple[str, Decimal]]:
    """Each unit's dimension and size."""
    return {
        unit: (dimension, Decimal(size))
        for dimension, rows in common()["units"].items()
        for unit, size in rows.items()
    }


def _conversion(mention: Quantity, partner: Quantity) -> bool:
    """Whether the partner is the same quantity in another unit, give or take an eighth."""
    if not mention.value or not mention.units or not partner.units:
        return False
    # "a mile" has no value of its own
    value = partner.value if partner.value is not None else Decimal(1)
    for unit in mention.units:
        dimension, size = _sizes()[unit]
        for other in partner.units - {unit}:
            other_dimension, other_size = _sizes()[other]
            if dimension != other_dimension or not value:
                continue
            if dimension == "temperature":
                both = (value, mention.value) if other == "C" else (mention.value, value)
                if _is_temperature(*both):
                    return True
            elif abs(mention.value * size / (value * other_size) - 1) <= _TOLERANCE:
                return True
    return False


def _is_temperature(celsius: Decimal, fahrenheit: Decimal) -> bool:
    """Whether both are the same temperature, or the same difference in temperature."""
    if abs((fahrenheit - 32) * 5 / 9 - celsius) <= 2:
        return True
    return celsius > 0 and abs(fahrenheit / celsius - _DEGREE) < _DEGREE_TOLERANCE


def _context(left: Side, right: Side, language: str) -> Iterator[Finding]:
    """Amounts that kept their value but not their currency or percent sign."""
    for mention in left.mentions:
        if mention.shares or not (mention.currencies or mention.percent or mention.points):
            continue
        partners = [m for m in right.mentions if not m.readings.isdisjoint(mention.readings)]
        if not partners:
            continue
        before = _with_sign(mention, left.text)
        code, partner = _currency(mention, partners, right.mentions)
        # Where currencies are known by their signs only, one may be there in a word.
        if code == "N307" and lexicon(language).complete:
            yield finding(code, before=before)
        elif code == "N306":
            yield finding(code, before=before, after=_with_sign(partner, right.text))
        code, partner = _percent(mention, partners)
        if code == "N310" or (code == "N309" and lexicon(language).complete):
            yield finding(code, before=before, after=_with_sign(partner, right.text))


def _currency(
    mention: Quantity, partners: Sequence[Quantity], there: Sequence[Quantity]
) -> tuple[str, Quantity]:
    """The code of what happened to a mention's currency, "" if nothing; and where."""
    other = next((m for m in partners if m.currencies), partners[0])
    if not mention.currencies or any(m.currencies & mention.currencies for m in partners):
        return "", other
    if other.currencies:
        return "N306", other
    # "between 3 and 4 euros": the currency may stand with a neighbour.
    elsewhere = any(m.currencies & mention.currencies for m in there)
    return ("" if elsewhere else "N307"), other


def _percent(mention: Quantity, partners: Sequence[Quantity]) -> tuple[str, Quantity]:
    """The code of what happened to a mention's percent sign, "" if nothing; and where."""
    other = partners[0]
    if mention.percent:
        if any(m.percent for m in partners):
            return "", other
        points = next((m for m in partners if m.points), None)
        if points is not None:
            return "N310", points
        return "N309", other
    if mention.points and not any(m.points for m in partners):
        percent = next((m for m in partners if m.percent), None)
        if percent is not None:
            return "N310", percent
    return "", other


def _with_sign(mention: Quantity, text: str) -> str:
    """The mention as it stands in the text, with the words or signs beside it."""
    start, end = mention.start, mention.end
    while start and not text[start - 1].isspace():
        start -= 1
    rest = text[end:].lstrip("\u00a0\u202f ")
    skipped = len(text) - end - len(rest)
    end += skipped + len(rest.split(" ", 1)[0])
    return text[start:end].rstrip(".,;:!?)")


def _spoken(mention: Quantity) -> str:
    """The number in the words of the messages: "1.5 billion", "1,500", "14:30"."""
    value = mention.value
    if value is None:
        return mention.text
    for size, name in _MAGNITUDES:
        if value >= size and (value / size * 1000) % 1 == 0:
            return f"{_plain(value / size)} {name}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    if value == value.to_integral_value():
        whole = int(value)
        return str(whole) if 1000 <= whole < 10000 else f"{whole:,}"
    return f"{value.normalize():,f}"
