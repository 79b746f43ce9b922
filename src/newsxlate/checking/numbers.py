"""Compare the numbers, amounts, percentages and times of a sentence with its translation's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from newsxlate.checking.beside import check_beside, is_conversion, other_times, with_words
from newsxlate.checking.shares import check_scores, check_shares
from newsxlate.checking.side import Side
from newsxlate.checking.spoken import spoken
from newsxlate.findings import Finding, finding
from newsxlate.quantities import Lexicon, Quantity, Weight, load_lexicon

__all__ = ["Side", "check_numbers"]

_MILLION = Decimal("1e6")


def check_numbers(
    source: str, target: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """Numbers that are missing, were added or changed; amounts whose currency or unit changed.

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
    lexicons = load_lexicon(source_language), load_lexicon(target_language)
    times = other_times(left, right)
    told = {id(quantity) for pair in times for quantity in pair}
    lost = [
        m
        for m in left.quantities
        if m.weight > Weight.SOFT
        and id(m) not in told
        and not right.covers(m)
        and (lexicons[1].complete or _in_digits(m))
    ]
    new = [
        m
        for m in right.quantities
        if m.weight > Weight.SOFT and id(m) not in told and not left.covers(m)
    ]
    return [
        *(
            finding("N344", before=_time(q, left, lexicons[0]), after=_time(m, right, lexicons[1]))
            for q, m in times
        ),
        *_differences(lost, new, left, right, target_language),
        *check_beside(left, right, target_language),
        *check_shares(left, right, *lexicons),
        *check_scores(left, right),
    ]


def _time(quantity: Quantity, side: Side, lexicon: Lexicon) -> str:
    """A time of day as it stands there: "halb acht", "20.15 Uhr"."""
    found = lexicon.minutes(side.text, quantity.start, quantity.end)
    if found is not None:
        return side.text[found.start : found.end]
    # "20 Uhr 20" has its word already.
    return quantity.text if " " in quantity.text else with_words(quantity, side.text)


def _in_digits(quantity: Quantity) -> bool:
    """Whether a number will be in digits in a language whose number words are not known."""
    if quantity.weight is not Weight.STRICT or quantity.value is None:
        return quantity.weight is Weight.STRICT
    figure = quantity.value / quantity.scale
    return figure % 1 != 0 or figure > 100 or (figure > 20 and figure % 10 != 0)


def _differences(
    lost: Sequence[Quantity],
    new: Sequence[Quantity],
    left: Side,
    right: Side,
    language: str,
) -> Iterator[Finding]:
    """Pair what was lost with what is new; what is left over is missing or added."""
    remaining = list(new)
    unpaired: list[Quantity] = []
    for quantity in sorted(lost, key=lambda m: -m.weight):
        converted = next((m for m in right.quantities if is_conversion(quantity, m)), None)
        if converted is not None:
            yield finding("N305", before=quantity.text, after=converted.text)
            # "1,98 m" is "6-foot-6": the second number belongs to the first.
            remaining = [m for m in remaining if not 0 <= m.start - converted.start < 9]
            continue
        partner = _partner(quantity, remaining)
        if partner is None:
            partner = _other_magnitude(quantity, left, right)
        else:
            remaining.remove(partner)
        if partner is None:
            unpaired.append(quantity)
        else:
            yield _changed(quantity, partner, language)
    for quantity in unpaired:
        code = "N301" if quantity.weight is Weight.STRICT else "N308"
        yield finding(code, number=quantity.text, expected=spoken(quantity, language))
    for quantity in remaining:
        converted = next((m for m in left.quantities if is_conversion(m, quantity)), None)
        if converted is not None:
            # "16 kilometres (10 miles)" keeps what the source has.
            if right.covers(converted):
                continue
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


def _other_magnitude(quantity: Quantity, left: Side, right: Side) -> Quantity | None:
    """The million that stands for a lost billion, where languages have no article before it."""
    if quantity.value is None or quantity.value < _MILLION:
        return None
    return next(
        (
            m
            for m in right.quantities
            if m.weight is Weight.SOFT
            and m.value is not None
            and m.value >= _MILLION
            and _same_digits(quantity, m)
            and not left.covers(m)
        ),
        None,
    )


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


def _changed(quantity: Quantity, partner: Quantity, language: str) -> Finding:
    before, after = quantity.text, partner.text
    if _same_digits(quantity, partner) and quantity.value != partner.value:
        return finding("N304", before=before, after=after, expected=spoken(quantity, language))
    return finding("N303", before=before, after=after)
