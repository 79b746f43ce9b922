"""Cut a sentence into words, numbers in digits, and dates, times, scores and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from newsxlate.quantities.lexicon import Lexicon, Word
from newsxlate.quantities.quantity import Quantity, Reading, ReadingKind, Weight

# What groups digits: signs, and every width of space (Swiss papers have a four-per-em space).
_GROUPS = ".,'’ \u00a0\u2000-\u200a\u202f\u205f"
_TOKEN = re.compile(
    rf"(?P<digits>\d{{1,3}}(?P<group>[{_GROUPS}])\d{{3}}(?:(?P=group)\d{{3}})*(?!\d)(?:[.,]\d+)?"
    # "25 .000" is a slip of the keyboard
    r"|\d{1,3} \.\d{3}(?!\d)"
    r"|\d+(?:[.,]\d+)?)"
    r"|(?P<vulgar>[¼½¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
)
_VULGAR = {"¼": "0.25", "½": "0.5", "¾": "0.75", "⅛": "0.125", "⅜": "0.375", "⅝": "0.625"}
_SPECIAL = re.compile(
    r"(?<![\d.,])(?:"
    r"(?P<long>\d{19,})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<date>\d{1,2}(?P<sep>[./-])\s?\d{1,2}(?P=sep)\s?(?:\d{4}|\d{2}))"
    r"|(?P<day>\d{1,2}\.\s?\d{1,2}\.(?=[\s,;:!?)\]“”\"»#/–—-]|$))"
    # The last minute of a half, and those that were added: "90.+3. Minute".
    r"|(?P<added>(?:45|90|105|120)\.?\s?\+\s?\d{1,2}(?:\.(?=\s))?)"
    r"|(?P<phone>(?:\+|00?)[1-9][\d\s()/-]{5,}\d)"
    r"|(?P<clock>(?:[01]?\d|2[0-4])(?::|\s?[hH]\s?)[0-5]\d(?:(?!\d)|(?=[^\W\d]))(?!:\d))"
    r"|(?P<score>\d+:\d+(?:,\d+)?)"
    r"|(?P<dotted>(?!\d{1,3}(?:\.\d{3})+(?![.\d]))\d+(?:\.\d+){2,})"
    r")(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A token: digits with their readings, a word with its meanings, or a quantity made whole."""

    start: int
    end: int
    values: tuple[Decimal, ...] = ()
    word: Word | None = None
    quantity: Quantity | None = None


def atoms(text: str, lexicon: Lexicon) -> Iterator[Atom]:
    """Tokens in order; dates, times, scores and phone numbers come as whole quantities."""
    position = 0
    for special in _SPECIAL.finditer(text):
        yield from _tokens(text, position, special.start(), lexicon)
        yield Atom(special.start(), special.end(), quantity=_special(special))
        position = special.end()
    yield from _tokens(text, position, len(text), lexicon)


def _tokens(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Atom]:
    while start < end:
        match = _TOKEN.search(text, start, end)
        if not match:
            return
        start = match.end()
        if match["digits"]:
            token = match["digits"]
            if match["group"] == " " and token[0] == "0":
                # A telephone number, or what is counted from zero.
                start = match.start() + token.index(" ")
                token = text[match.start() : start]
            yield Atom(match.start(), start, values=_values(token.replace(" .", "."), lexicon))
        elif match["vulgar"]:
            value = _VULGAR.get(match["vulgar"])
            if value:
                yield Atom(match.start(), start, values=(Decimal(value),))
        else:
            yield from _words(match["word"], match.start(), lexicon)


def _words(token: str, start: int, lexicon: Lexicon) -> Iterator[Atom]:
    """A word, or its parts at the apostrophes unless the whole is known ("п'ять", "l'8")."""
    word = lexicon.word(token)
    if "'" not in token and "’" not in token:
        yield Atom(start, start + len(token), word=word)
        return
    if word.counts or word.weekdays or word.soft:
        yield Atom(start, start + len(token), word=word)
        return
    for part in re.finditer(r"[^'’]+", token):
        yield Atom(start + part.start(), start + part.end(), word=lexicon.word(part.group()))


def _values(token: str, lexicon: Lexicon) -> tuple[Decimal, ...]:
    """What a number in digits can mean in the lexicon's language, likeliest first."""
    plain = re.sub(r"['’\s]", "", token)
    points = [c for c in plain if c in ".,"]
    if not points:
        return (Decimal(plain),)
    if len(set(points)) == 2:
        group = points[0]
        return (Decimal(plain.replace(group, "").replace(points[-1], ".")),)
    whole, *rest = re.split(r"[.,]", plain)
    grouped = Decimal(plain.replace(points[0], ""))
    if len(points) > 1:
        return (grouped,)
    fraction = Decimal(f"{whole}.{rest[0]}")
    if len(rest[0]) != 3 or len(whole) > 3 or whole == "0" or len(plain) != len(token):
        return (fraction,)
    if points[0] != lexicon.decimal:
        return (grouped,)
    return (fraction, grouped) if lexicon.both_formats else (fraction,)


def _special(match: re.Match[str]) -> Quantity:
    """A quantity for a date, a time, a score, a long number, or a chain of numbers."""
    text, offset = match.group(), match.start()
    numbers = list(re.finditer(r"\d+", text))
    readings: frozenset[Reading] = frozenset()
    months: tuple[int, ...] = ()
    if match["phone"] or match["long"]:
        digits = re.sub(r"\D", "", text).lstrip("0")
        readings = frozenset({Reading(ReadingKind.PHONE, Decimal(digits or "0"))})
        if match["long"]:
            return Quantity(text, offset, match.end(), readings, Weight.STRICT)
    elif match["iso"]:
        months = (1,)
    elif match["date"]:
        # 3/10 is a day in March in the United States: either number may be the month.
        months = (0, 1) if match["sep"] == "/" else (1,)
    elif match["day"]:
        # "3.10." is a day, but a sentence can end in "14.30." or "2.5." as well.
        months = (1,)
        first, second = int(numbers[0][0]), int(numbers[1][0])
        readings = frozenset({Reading.number(Decimal(f"{first}.{numbers[1][0]}"))})
        if first <= 24 and second < 60:
            readings |= clock(first, second)
    elif match["added"]:
        minute, more = (Decimal(number[0]) for number in numbers)
        readings = frozenset({Reading.number(more), Reading.number(minute + more)})
    elif match["clock"]:
        readings = clock(int(numbers[0][0]), int(numbers[1][0]))
    parts = [
        part(number, offset, month=index in months, year=index == 2)
        for index, number in enumerate(numbers)
        # 7:00 can be 7.
        if not (match["clock"] and index == 1 and int(number[0]) == 0)
    ]
    times = readings if match["clock"] else frozenset()
    return Quantity(text, offset, match.end(), readings, Weight.STRICT, tuple(parts), times=times)


def part(match: re.Match[str], offset: int, *, month: bool = False, year: bool = False) -> Quantity:
    """One of the numbers that a longer quantity at ``offset`` consists of."""
    value = Decimal(match.group())
    readings: set[Reading] = {Reading.number(value)}
    if month and 1 <= value <= 12:
        readings.add(Reading(ReadingKind.MONTH, value))
    if year and value < 100:
        readings |= {Reading.number(value + 2000), Reading.number(value + 1900)}
    return Quantity(
        match.group(),
        offset + match.start(),
        offset + match.end(),
        frozenset(readings),
        Weight.STRICT,
        value=value,
    )


def clock(hour: int, minute: int, noon: int | None = None) -> frozenset[Reading]:
    """The times of day that hour and minute can mean; ``noon`` is 0 for a.m. and 12 for p.m."""
    if noon is not None:
        hours = {hour % 12 + noon}
    else:
        hours = {hour % 24, (hour + 12) % 24} if 1 <= hour <= 12 else {hour % 24}
    return frozenset(Reading.time(Decimal(h * 60 + minute)) for h in hours)
