"""Look at what stands beside a number: percent signs, currencies, units, parts of the day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from newsxlate.quantities.lexer import Atom, clock
from newsxlate.quantities.lexicon import Lexicon, Word, common
from newsxlate.quantities.quantity import Quantity, Reading, ReadingKind, Weight

Sign = tuple[int, int, frozenset[str]]

# The area of a square whose side is a unit.
_SQUARE = {"m": "m2", "km": "km2", "mi": "mi2", "ft": "ft2"}
_DEGREES = frozenset({"C", "F"})
# Minutes of a day.
_NOON = 720
_BETWEEN_RANGE = re.compile(r"\s*[-–—/]\s*|\s+[^\W\d_]{1,3}\s+")
# What may be a currency sign: a symbol, perhaps with a country, or a short word.
_SIGN = re.compile(r"[A-Z]{0,2}[$€£¥₴₽₩₹₺₪₦₿฿₸₾]|(?<![^\W\d_])[^\W\d_]{2,3}(?![^\W\d_])")
_TO_SIGN = re.compile(r"[\s\u00a0\u202f-]*(?:d[a-z]{1,2}\s)?")
# Their names are everyday words in other languages: they have to stand right behind the number.
_AMBIGUOUS = frozenset({"rand", "real", "won", "lev", "leu", "lari", "krone"})


@cache
def _currency_signs() -> dict[str, frozenset[str]]:
    """Currency signs and codes, each with the classes it stands for."""
    classes: dict[str, set[str]] = {}
    for name, forms in common()["currencies"].items():
        for form in forms.split():
            classes.setdefault(form.rstrip("."), set()).add(name)
    return {form: frozenset(names) for form, names in classes.items()}


def signs(text: str) -> Iterator[Sign]:
    """Currency signs and codes: start, end, classes."""
    known = _currency_signs()
    for match in _SIGN.finditer(text):
        classes = known.get(match.group())
        if classes:
            yield match.start(), match.end(), classes


def with_context(
    text: str,
    quantity: Quantity,
    atoms: Sequence[Atom],
    beside: Sequence[Sign],
    lexicon: Lexicon,
) -> Quantity:
    """``quantity`` with the percent sign, currency, unit and part of the day beside it."""
    words = list(_following(text, quantity.end, atoms))
    units = _units(words)
    if quantity.weight is Weight.SOFT:
        readings = quantity.readings | _at_one(text, quantity, lexicon)
        # "ein Jahr" is twelve months, "eine halbe Stunde" 30 minutes.
        for kind, value in quantity.readings:
            if kind is ReadingKind.NUMBER and value <= 1:
                readings |= _multiples(value, words)
        return replace(quantity, readings=readings, units=units)
    points = lexicon.points.match(text, quantity.end) is not None
    percent = not points and (
        lexicon.percent.match(text, quantity.end) is not None
        or text[: quantity.start].rstrip().endswith("%")
    )
    currencies = _sign_beside(text, quantity, beside) or _currency_behind(
        words if lexicon.complete else words[:1]
    )
    clocks, times = _times(text, quantity, words, lexicon)
    return replace(
        quantity,
        readings=quantity.readings | clocks | _multiples(quantity.value, words),
        times=times,
        percent=percent,
        points=points,
        currencies=currencies,
        units=units,
    )


def _units(words: Sequence[Word]) -> frozenset[str]:
    """The units that the words behind a number name."""
    if not words:
        return frozenset()
    first, second = (*words[:2], words[0])[:2]
    if first.square or second.square:
        return frozenset(_SQUARE[unit] for unit in first.units | second.units if unit in _SQUARE)
    # "degrees Fahrenheit", "Grad Celsius"
    if first.units <= _DEGREES and second.units and second.units <= _DEGREES:
        return second.units if first.units else frozenset()
    return first.units


def _at_one(text: str, quantity: Quantity, lexicon: Lexicon) -> frozenset[Reading]:
    """The time of day that "one" is: "a la una de la tarde", "halb eins"."""
    if quantity.value != 1:
        return frozenset()
    noon = lexicon.noon(text, quantity.end)
    minutes = lexicon.minutes(text, quantity.start, quantity.end)
    if minutes is not None:
        total = (60 + minutes.minutes) % 720
        return clock(total // 60 or 12, total % 60, noon)
    return clock(1, 0, noon) if noon is not None else frozenset()


def _sign_beside(text: str, quantity: Quantity, beside: Sequence[Sign]) -> frozenset[str]:
    """Currencies of the signs right before or behind a number: "€ 30", "30 millones de €"."""
    # Only the sign before and the one behind can be near enough.
    index = bisect_left(beside, quantity.start, key=lambda sign: sign[0])
    for start, end, classes in beside[max(0, index - 1) : index + 2]:
        if end <= quantity.start and not text[end : quantity.start].strip():
            return classes
        if start >= quantity.end and _TO_SIGN.fullmatch(text, quantity.end, start):
            return classes
    return frozenset()


def _currency_behind(words: Sequence[Word]) -> frozenset[str]:
    """Currencies of the first word that names one: "30 Euro", "30 millions de livres"."""
    for index, word in enumerate(words):
        if word.currencies and (not index or not word.currencies <= _AMBIGUOUS):
            return word.currencies
        if word.units:
            break
    return frozenset()


def _following(text: str, end: int, atoms: Sequence[Atom]) -> Iterator[Word]:
    """Up to four words behind an offset, as long as no other number or clause comes between."""
    index = bisect_left(atoms, end, key=lambda atom: atom.start)
    for atom in atoms[index : index + 4]:
        gap = text[end : atom.start]
        if atom.word is None or not set(gap) <= set(" \u00a0\u202f-‐.'’°º"):
            return
        yield atom.word
        end = atom.end


def _times(
    text: str, quantity: Quantity, words: Sequence[Word], lexicon: Lexicon
) -> tuple[frozenset[Reading], frozenset[Reading]]:
    """The times of day that the words around a number make of it: "7 p.m.", "halb drei".

    Returns:
        All that it may be, and those of them one of which it is, if it is a time for sure.
    """
    none: frozenset[Reading] = frozenset()
    hour, minute = _hour_and_minute(quantity)
    if hour > 24 or minute >= 60:
        return none, quantity.times
    noon = lexicon.noon(text, quantity.end) if hour <= 12 else None
    minutes = lexicon.minutes(text, quantity.start, quantity.end)
    if minutes is not None and 1 <= hour <= 12:
        total = (hour * 60 + minutes.minutes) % 720
        found = clock(total // 60 or 12, total % 60, noon)
        return found, found
    if noon is not None:
        found = clock(hour, minute, noon)
        # "8 Uhr abends" may be "20" without a word.
        whole = {Reading.number(value // 60) for _, value in found if not minute}
        return found | whole, found
    if words and words[0].hours:
        found = clock(hour, minute)
        # "3 heures" may be a time that something takes.
        return found, found if minute else quantity.times
    if minute and quantity.value is not None and not quantity.text[0].isdigit():
        # "las cuatro y media"
        found = clock(hour, minute)
        return found, found
    return none, quantity.times


def with_minutes(text: str, found: Sequence[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """Join an hour with the minutes behind its word: "17 heures 30", "16 horas y 30 minutos"."""
    result: list[Quantity] = []
    for quantity in found:
        hour = result[-1] if result else None
        if (
            hour is not None
            and _is_below(hour, 24)
            and _is_below(quantity, 59)
            and lexicon.between_hours(text, hour.start, hour.end, quantity.start)
        ):
            assert hour.value is not None
            assert quantity.value is not None
            times = clock(int(hour.value), int(quantity.value))
            result[-1] = Quantity(
                text[hour.start : quantity.end],
                hour.start,
                quantity.end,
                times,
                max(hour.weight, quantity.weight),
                (hour, quantity),
                times=times,
            )
        else:
            result.append(quantity)
    return result


def _is_below(quantity: Quantity, most: int) -> bool:
    """Whether a quantity is a whole number that is not above ``most``."""
    value = quantity.value
    return value is not None and value == int(value) and 0 <= value <= most and not quantity.parts


def _hour_and_minute(quantity: Quantity) -> tuple[int, int]:
    """A number as if it were a time: "14.30", or "las dos y media"; else no hour of the day."""
    time = re.fullmatch(r"(\d{1,2})(?:[.:,hH\s]+(\d{2}))?", quantity.text)
    if time:
        return int(time[1]), int(time[2] or 0)
    value = quantity.value
    if value is None or value >= 100:
        # No hour; and of a number of 29 digits, decimal gives no rest.
        return 99, 0
    return int(value), int(value % 1 * 60)


def _multiples(value: Decimal | None, words: Sequence[Word]) -> set[Reading]:
    """What the words behind a number multiply it to: decades, dozens, centuries, millions."""
    readings: set[Reading] = set()
    if value is None or not words:
        return readings
    if len(words) > 1 and not words[0].counts and words[1].scale:
        # "six autres millions"
        readings.add(Reading.number(value * words[1].scale))
    # "zwei Jahrzehnte" is twenty years, "two dozen" is 24.
    readings |= {Reading.number(value * times) for times in words[0].times}
    if words[0].century:
        # The years of the 21st century begin with 20.
        readings |= {Reading.number((value - 1) * 100), Reading(ReadingKind.CENTURY, value)}
    return readings


def spread(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Let the first number of a range share the magnitude of the second: "3,2 bis 4 Millionen"."""
    result = list(found)
    for index in range(len(result) - 2, -1, -1):
        left, right = result[index], result[index + 1]
        if left.value is None or left.scale != 1:
            continue
        if Weight.SOFT in (left.weight, right.weight):
            continue
        if not _BETWEEN_RANGE.fullmatch(text, left.end, right.start):
            continue
        if _is_year(left) and not _is_year(right):
            continue
        shared = left.value * right.scale
        result[index] = replace(
            left,
            readings=left.readings | {Reading.number(shared)} | _same_half(left, right),
            units=left.units or right.units,
            currencies=left.currencies or right.currencies,
            percent=left.percent or right.percent,
            shares=True,
        )
    return result


def _same_half(hour: Quantity, time: Quantity) -> frozenset[Reading]:
    """What an hour is in the half of the day of a time behind it: "between 5 and 7 p.m."."""
    if len(time.times) != 1 or not _is_below(hour, 12):
        return frozenset()
    noon = 12 * (min(value for _, value in time.times) >= _NOON)
    found = clock(int(hour.value or 0), 0, noon)
    return found | {Reading.number(value // 60) for _, value in found}


def _is_year(quantity: Quantity) -> bool:
    return quantity.value is not None and quantity.scale == 1 and 1900 <= quantity.value <= 2100
