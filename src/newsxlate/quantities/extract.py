"""Find every number in a sentence: digits and words, dates and times, amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from newsxlate.quantities.context import signs, spread, with_context, with_minutes
from newsxlate.quantities.lexer import Atom, atoms, clock, part
from newsxlate.quantities.lexicon import Lexicon, Word
from newsxlate.quantities.number_words import Amount
from newsxlate.quantities.quantity import ONE, Quantity, Reading, ReadingKind, Weight

# "II.", "XIXe", "XX-lea"; "Les", "Vous" and "Il" are none.
_ROMAN = re.compile(
    r"\b(?=[IVX]|L[IVX])((?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
    r"(?:er?|r?e|[eè]me|nd|º|°|ª|-[a-zè]{1,4})?\b"
)
# Cyrillic letters that stand for Latin ones in Roman numerals.
_LATIN = str.maketrans("ХІ", "XI")
# Numbers of more digits are no years; of one of 29, decimal gives no rest.
_DIGITS = 20
_MONTHS = 12
_THOUSAND = Decimal(1000)
_MONEY = re.compile(r"(?:[$€£¥]|\b[A-Z]{3})\s?$")
_SPACES = re.compile(r"[\s‐‑-]*")
_NAME_PART = re.compile(r"[^\W\d_][-‐‑]?$")
# What stands before the number of a class of engines: "E 95 02" is written "E 95.02" as well.
_SERIES = re.compile(r"\b[A-Z]{1,3}\s?$")


def find_quantities(text: str, lexicon: Lexicon) -> list[Quantity]:
    """Every number in ``text``, in order. Addresses have to be blanked out before."""
    tokens = list(atoms(text, lexicon))
    found: list[Quantity] = []
    position = 0
    while position < len(tokens):
        quantity, position = _next(text, tokens, position, lexicon)
        if quantity is not None:
            found.append(quantity)
            position = _behind_percent(text, quantity.end, tokens, position, lexicon)
    hard = any(quantity.weight > Weight.SOFT for quantity in found)
    beside = list(signs(text)) if hard else []
    located = [with_context(text, quantity, tokens, beside, lexicon) for quantity in found]
    located = [*spread(text, with_minutes(text, located, lexicon)), *_romans(text)]
    return _less_idioms(text, located, lexicon)


def _less_idioms(text: str, found: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """``found``, where those in a figure of speech ("unter vier Augen") accuse nobody."""
    spans = [match.span() for match in lexicon.idioms.finditer(text)]
    if not spans:
        return found
    return [
        replace(quantity, weight=Weight.SOFT)
        if any(start < quantity.end and quantity.start < end for start, end in spans)
        else quantity
        for quantity in found
    ]


def _behind_percent(
    text: str, end: int, tokens: Sequence[Atom], position: int, lexicon: Lexicon
) -> int:
    """The first atom behind a percent sign: the "cent" of "40 per cent" is no hundred."""
    percent = lexicon.percent.match(text, end)
    while percent and position < len(tokens) and tokens[position].start < percent.end():
        position += 1
    return position


def _next(
    text: str, tokens: Sequence[Atom], position: int, lexicon: Lexicon
) -> tuple[Quantity | None, int]:
    """The quantity that begins at an atom, if one does, and where to go on."""
    atom = tokens[position]
    if atom.quantity is not None:
        return atom.quantity, position + 1
    if atom.values:
        return _digits(text, tokens, position, lexicon)
    assert atom.word is not None
    joined = _half_is_joined(tokens, position)
    counts = atom.word.counts or ONE in atom.word.soft or _counts(text, tokens, position)
    if not joined and counts:
        quantity, after = _spelled(text, tokens, position, lexicon)
        if quantity is not None:
            return quantity, after
    return _soft(text, tokens, position), position + 1


def _half_is_joined(tokens: Sequence[Atom], position: int) -> bool:
    """Whether "half", or the article before it, stands behind "and": "an hour and a half"."""
    word = tokens[position].word
    if word is None or not position:
        return False
    if ONE in word.soft and not word.half:
        following = tokens[position + 1].word if position + 1 < len(tokens) else None
        return following is not None and following.half and _joins(tokens[position - 1])
    article = tokens[position - 1].word
    if article is not None and ONE in article.soft and position > 1:
        return word.half and _joins(tokens[position - 2])
    return word.half and _joins(tokens[position - 1])


def _counts(text: str, tokens: Sequence[Atom], position: int) -> bool:
    """Whether a word that is mostly no number is one before a magnitude: "neuf milliards"."""
    word = tokens[position].word
    if word is None or word.counting is None or position + 1 == len(tokens):
        return False
    following = tokens[position + 1]
    scaled = following.word is not None and following.word.scale is not None
    return scaled and _gap(text, tokens[position], following)


def _joins(atom: Atom) -> bool:
    return atom.word is not None and atom.word.joins


def _gap(text: str, left: Atom, right: Atom) -> bool:
    """Whether nothing but spaces or a hyphen stands between two atoms."""
    return _SPACES.fullmatch(text, left.end, right.start) is not None


def _digits(
    text: str, tokens: Sequence[Atom], position: int, lexicon: Lexicon
) -> tuple[Quantity, int]:
    """A number in digits with its magnitudes: "1,5 Mrd.", "£125m", "2.800 millones"."""
    first = tokens[position]
    amounts = [Amount() for _ in first.values]
    for amount, value in zip(amounts, first.values, strict=True):
        amount.start(value)
    plain = set(first.values)
    end, after, scaled = first.end, position + 1, False
    while after < len(tokens) and _gap(text, tokens[after - 1], tokens[after]):
        following = tokens[after]
        word = following.word
        short = following.end - following.start < 2
        # "100m" is metres or millions, "5k" thousand; "5 m" and "1 b" are never magnitudes.
        glued = following.start == end
        if word is None or word.scale is None or (short and not glued):
            break
        # "mm" are millimetres, and millions only of money.
        if word.units and not short and not _MONEY.search(text, 0, first.start):
            break
        fits = [amount.scale(word.scale) for amount in amounts]
        if not all(fits):
            break
        end, after, scaled = following.end, after + 1, not short
    values = {amount.value for amount in amounts if amount.value is not None}
    if not scaled:
        values |= plain
    readings = {Reading.number(value) for value in values}
    readings |= _more_readings(text, first, end, lexicon)
    shown = max(values) if scaled else first.values[0]
    # "100%ig sicher", "Nr. 1" and "COVID-19" are often said without the number.
    loose = shown in (1, 100) or _NAME_PART.search(text, max(0, first.start - 2), first.start)
    weight = Weight.FIRM if loose else Weight.STRICT
    quantity = Quantity(
        text[first.start : end],
        first.start,
        end,
        frozenset(readings),
        weight,
        _groups(text, first),
        value=shown,
        scale=shown / first.values[0] if scaled and first.values[0] else ONE,
    )
    return quantity, after


def _more_readings(text: str, atom: Atom, end: int, lexicon: Lexicon) -> set[Reading]:
    """Readings of digits that depend on what stands around them: decades, seasons, times."""
    token = text[atom.start : atom.end]
    readings: set[Reading] = set()
    value = atom.values[0]
    before = text[max(0, atom.start - 8) : atom.start]
    if lexicon.permille.match(text, end):
        # 1,8 Promille are 0.18 percent.
        readings.add(Reading.number(value / 10))
    if lexicon.decade.match(text, end) or re.search(r"['’‘]$|[^\W\d_]$", before):
        if value < 100:
            readings |= {Reading.number(value + 1900), Reading.number(value + 2000)}
        elif value.adjusted() < _DIGITS:
            readings.add(Reading.number(value % 100))
    if 1000 <= value <= 2100 and not value % 10 and len(token) == 4:
        # "1930er" can be "the thirties of the twentieth century".
        readings.add(Reading(ReadingKind.CENTURY_OF_YEAR, value // 100 + 1))
    if value <= _MONTHS and (text[end : end + 1] == "/" or before.endswith("/")):
        # 9/11 is a day in September.
        readings.add(Reading(ReadingKind.MONTH, value))
    season = re.search(r"(\d\d)\d\d[/–-]$", before)
    if season and len(token) == 2:
        readings.add(Reading.number(Decimal(season.group(1)) * 100 + value))
    time = re.fullmatch(r"(\d{1,2})\.([0-5]\d)", token)
    if time and end == atom.end and int(time.group(1)) <= 24:
        readings |= clock(int(time.group(1)), int(time.group(2)))
    return readings


def _groups(text: str, atom: Atom) -> tuple[Quantity, ...]:
    """The digits of a number between its spaces: "116 123" may be two numbers after all."""
    token = text[atom.start : atom.end]
    apart = re.search(r"\d\s\d", token) or (
        "." in token and _SERIES.search(text, 0, atom.start) is not None
    )
    if not apart:
        return ()
    return tuple(part(match, atom.start) for match in re.finditer(r"\d+", token))


def _spelled(
    text: str, tokens: Sequence[Atom], position: int, lexicon: Lexicon
) -> tuple[Quantity | None, int]:
    """A number in words: "zwei", "two hundred and five", "half a million", "quatre-vingt-dix"."""
    amount = Amount(vigesimal=lexicon.vigesimal)
    weight = Weight.SOFT
    # An article: "a million" is one million, "a" alone only excuses.
    article = joined = False
    after = last = position
    while after < len(tokens):
        word = tokens[after].word
        if word is None or (after > position and not _gap(text, tokens[after - 1], tokens[after])):
            break
        cardinal = word.counting if _counts(text, tokens, after) else word.cardinal
        taken = _take(amount, word, cardinal, article=article, joined=joined)
        if taken is not None:
            weight, last, joined = max(weight, taken), after + 1, False
        elif after == position and ONE in word.soft:
            article, last = True, after + 1
        elif last > position and (word.joins or ONE in word.soft):
            joined = joined or word.joins
        else:
            break
        after += 1
    value = ONE if article and amount.value is None else amount.value
    if value is None or last == position:
        return None, position + 1
    readings: set[Reading] = {Reading.number(value), *_ordinal(text, tokens, last, value)}
    if value < _THOUSAND:
        # The article of "a million" is no "one".
        for atom in tokens[position:last]:
            assert atom.word is not None
            readings |= {Reading.number(other) for other in atom.word.soft}
    start, end = tokens[position].start, tokens[last - 1].end
    return Quantity(text[start:end], start, end, frozenset(readings), weight, value=value), last


def _take(
    amount: Amount, word: Word, cardinal: Decimal | None, *, article: bool, joined: bool
) -> Weight | None:
    """Add a word to an amount; how much the word weighs, None if it does not fit.

    Args:
        amount: The number so far.
        word: The next word.
        cardinal: The number that it is here.
        article: Whether the number began with "a" or "one".
        joined: Whether the word before was "and".
    """
    alone = amount.value is None
    # "sept demis" are seven halves.
    if word.half and (alone or joined):
        if alone and article and joined:
            amount.cardinal(ONE)
        if amount.half():
            return Weight.SOFT if alone and not joined else Weight.FIRM
    if cardinal is not None and amount.cardinal(cardinal):
        return Weight.FIRM
    if word.scale is not None:
        if alone and article:
            amount.cardinal(ONE)
        if amount.scale(word.scale):
            # "Tausend" or "millions" alone can be a manner of speaking.
            return Weight.SOFT if alone and not article else Weight.FIRM
    return None


def _ordinal(text: str, tokens: Sequence[Atom], position: int, tens: Decimal) -> set[Reading]:
    """Readings that an ordinal behind a round number adds: "thirty-sixth", "двадцать первый"."""
    if not 20 <= tens < 1000 or tens % 10 or not 0 < position < len(tokens):
        return set()
    word = tokens[position].word
    if word is None or not _gap(text, tokens[position - 1], tokens[position]):
        return set()
    return {Reading.number(tens + value) for value in word.soft if 1 <= value < 10}


def _soft(text: str, tokens: Sequence[Atom], position: int) -> Quantity | None:
    """A word that may stand for a number, a month or a time of day."""
    atom = tokens[position]
    word = atom.word
    assert word is not None
    if not (word.soft or word.months or word.minutes):
        return None
    readings: set[Reading] = {Reading.number(value) for value in word.soft}
    for value in word.soft:
        readings |= _ordinal(text, tokens, position + 1, value)
    if word.half:
        readings |= _and_a_half(tokens, position)
    readings |= {Reading(ReadingKind.MONTH, Decimal(month)) for month in word.months}
    for minutes in word.minutes:
        readings |= {Reading.time(Decimal(minutes % 1440)), Reading.number(Decimal(minutes // 60))}
    return Quantity(
        text[atom.start : atom.end], atom.start, atom.end, frozenset(readings), Weight.SOFT
    )


def _and_a_half(tokens: Sequence[Atom], position: int) -> set[Reading]:
    """What "and a half" behind a noun adds: "une heure et demie", "dos horas y media"."""
    before = tokens[max(0, position - 4) : position]
    if not any(atom.word is not None and atom.word.joins for atom in before[-2:]):
        return set()
    whole = [Decimal(1)]
    for atom in before:
        whole += atom.values
        if atom.word is not None and atom.word.cardinal is not None:
            whole.append(atom.word.cardinal)
    times = {ONE}.union(*(atom.word.times for atom in before if atom.word is not None))
    readings: set[Reading] = {
        Reading.number((value + Decimal("0.5")) * size) for value in whole for size in times
    }
    return readings.union(*(clock(int(value), 30) for value in whole if value <= 24))


def _romans(text: str) -> Iterator[Quantity]:
    """Roman numerals, which only excuse: "Elisabeth II.", "siglo XXI"."""
    for match in _ROMAN.finditer(text.translate(_LATIN)):
        if match[1]:
            value = Decimal(_roman(match[1]))
            readings = frozenset({Reading.number(value), Reading(ReadingKind.CENTURY, value)})
            yield Quantity(match.group(), match.start(), match.end(), readings, Weight.SOFT)


def _roman(numeral: str) -> int:
    digits = {"I": 1, "V": 5, "X": 10, "L": 50}
    values = [digits[letter] for letter in numeral]
    return sum(
        -value if any(value < later for later in values[index + 1 : index + 2]) else value
        for index, value in enumerate(values)
    )
