"""What a language calls numbers, amounts, months and weekdays (``languages/CODE/numbers.toml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from newsxlate import resources
from newsxlate.quantities import patterns
from newsxlate.quantities.number_words import Amount

_NO_VALUES: frozenset[Decimal] = frozenset()
_NO_INDEXES: frozenset[int] = frozenset()
_NO_NAMES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """What one word can mean in an amount or a date.

    Attributes:
        cardinal: The number it is: 12 for "zwölf" and "zweiundzwanzig" alike.
        scale: The power of ten it multiplies by: 1e9 for "Milliarden".
        soft: Numbers it may stand for ("both", "second", "Dutzend"): these excuse, never accuse.
        counting: The number it is before a magnitude, if mostly another word ("neuf"), else None.
        half: Whether it is "half", as in "half a million" or "two and a half".
        joins: Whether it joins the parts of a number ("and").
        months: Months it may name, 1 to 12.
        weekdays: Days it may name, Monday being 1.
        currencies: Classes of currency it may name ("pound").
        units: Symbols of units it may name ("lb").
        century: Whether it is "century".
        hours: Whether it follows a time of day ("Uhr").
        square: Whether it makes a unit of length one of area ("square").
        multitude: The number that it is one or several of, if not how many ("Tausende"), else None.
        fraction: The number of equal parts of which it is one ("Drittel"), else None.
        minutes: The times of day it names, in minutes ("noon" is 720).
        times: What it multiplies a number before it by: 10 for "decades", 12 for "dozen".
    """

    cardinal: Decimal | None = None
    scale: Decimal | None = None
    soft: frozenset[Decimal] = _NO_VALUES
    counting: Decimal | None = None
    half: bool = False
    joins: bool = False
    months: frozenset[int] = _NO_INDEXES
    weekdays: frozenset[int] = _NO_INDEXES
    currencies: frozenset[str] = _NO_NAMES
    units: frozenset[str] = _NO_NAMES
    century: bool = False
    hours: bool = False
    square: bool = False
    multitude: Decimal | None = None
    fraction: int | None = None
    minutes: frozenset[int] = _NO_INDEXES
    times: frozenset[Decimal] = _NO_VALUES

    @property
    def counts(self) -> bool:
        """Whether the word can be part of a number written in words."""
        return self.cardinal is not None or self.scale is not None or self.half


_PLAIN = Word()


class _Table:
    """Word forms to what they mean; a form that ends in "*" stands for all that begin so."""

    def __init__(self, rows: dict[str, str]) -> None:
        self.exact: dict[str, set[str]] = {}
        self.stems: dict[str, set[str]] = {}
        for key, forms in rows.items():
            for form in forms.lower().split():
                table = self.stems if form.endswith("*") else self.exact
                table.setdefault(form.rstrip("*"), set()).add(key)
        self._shortest = min(map(len, self.stems), default=0)
        self._longest = max(map(len, self.stems), default=0)

    def get(self, word: str) -> set[str]:
        """The keys whose forms ``word`` (in small letters) is among, exact ones before stems."""
        found = self.exact.get(word)
        if found is not None:
            return found
        if self.stems:
            for length in range(min(len(word), self._longest), self._shortest - 1, -1):
                found = self.stems.get(word[:length])
                if found is not None:
                    return found
        return set()


class Minutes(NamedTuple):
    """What words add to the hour beside them, and where both stand together.

    Attributes:
        minutes: So many minutes, less than none for "halb".
        start: Where the words or the hour begin.
        end: Where they end.
    """

    minutes: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words for numbers, amounts and dates of one language.

    Attributes:
        language: ISO 639-1 code.
        decimal: The decimal separator.
        both_formats: Whether a comma and a full stop are both used either way.
        complete: Whether number words are covered up to a hundred at least. Where they are not, a
            small number that is missing in digits may be there in words.
        vigesimal: Whether 80 is "four twenties", and 70 "sixty-ten".
        percent: Matches a percent sign or word, right after a number.
        points: Matches "percentage points", right after a number.
        permille: Matches a per-mille sign or word, right after a number.
        decade: Matches what makes a year number a decade ("er", "s"), right after it.
        months: What the months are called, by number; empty if unknown.
        weekdays: What the days are called, Monday being 1; empty if unknown.
        capitals: Whether the names of months and days have a capital, and "may" is no month.
        ambiguous: Names of days and months that are other words as well.
        idioms: Matches figures of speech with numbers in them ("unter vier Augen").
        one_in: Matches what makes a share of the number behind it ("one in", "jeder").
        of: Matches what follows a fraction ("a third of"); None where a fraction is no ordinal.
        magnitudes: What a million, a billion ... are called with numbers; of one, and of more.
    """

    language: str
    decimal: str
    both_formats: bool
    complete: bool
    vigesimal: bool
    percent: re.Pattern[str]
    points: re.Pattern[str]
    permille: re.Pattern[str]
    decade: re.Pattern[str]
    months: dict[int, str] = field(repr=False)
    weekdays: dict[int, str] = field(repr=False)
    capitals: bool
    ambiguous: frozenset[str]
    idioms: re.Pattern[str]
    one_in: re.Pattern[str]
    of: re.Pattern[str] | None
    magnitudes: dict[Decimal, tuple[str, str]]
    _noon: tuple[re.Pattern[str], re.Pattern[str]] = field(repr=False)
    _minutes_before: tuple[tuple[int, re.Pattern[str]], ...] = field(repr=False)
    _minutes_behind: tuple[tuple[int, re.Pattern[str]], ...] = field(repr=False)
    _between_hours: tuple[re.Pattern[str], re.Pattern[str]] = field(repr=False)
    _tables: dict[str, _Table] = field(repr=False)
    _compounds: _Compounds | None = field(repr=False)

    def word(self, word: str) -> Word:
        """What ``word`` can mean; upper and lower case are alike."""
        return _look_up(self, word.lower())

    def minutes(self, text: str, start: int, end: int) -> Minutes | None:
        """The minutes that words around an hour add: -30 for "halb", 30 for "half past"."""
        for minutes, pattern in self._minutes_before:
            if match := pattern.search(text, max(0, start - 20), start):
                return Minutes(minutes, match.start(), end)
        for minutes, pattern in self._minutes_behind:
            if match := pattern.match(text, end):
                return Minutes(minutes, start, match.end())
        return None

    def between_hours(self, text: str, start: int, hour: int, minutes: int) -> bool:
        """Whether what ends at ``hour`` and what begins at ``minutes`` are an hour and its minutes.

        Args:
            text: A text.
            start: Where the number that may be an hour begins.
            hour: Where it ends.
            minutes: Where the next number begins.
        """
        behind, joined = self._between_hours
        if behind.fullmatch(text, hour, minutes):
            return True
        # "ore 16 e 30": the word stands before the hour.
        word = re.search(r"([^\W\d_]+)\s+$", text[max(0, start - 12) : start])
        return (
            word is not None
            and joined.fullmatch(text, hour, minutes) is not None
            and self.word(word[1]).hours
        )

    def noon(self, text: str, position: int) -> int | None:
        """0 if "a.m." or the like follows a time that ends here, 12 for "p.m.", else None."""
        for pattern, hours in zip(self._noon, (0, 12), strict=True):
            if pattern.match(text, position):
                return hours
        return None


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language, or one that knows digits and signs only."""
    data = resources.language(language, "numbers")
    clock = data.get("clock", {})
    rows: dict[str, dict[str, str]] = {
        name: data.get(name, {})
        for name in (
            *("cardinals", "scales", "soft", "counting", "times"),
            *("months", "weekdays", "currencies", "units"),
        )
    }
    rows["units"] = _joined(common()["signs"], rows["units"])
    rows["currencies"] = _unaccented(rows["currencies"])
    rows["half"] = {"x": data.get("half", {}).get("words", "")}
    rows["joins"] = {"x": data.get("conjunctions", "")}
    rows["century"] = {"x": data.get("century", {}).get("words", "")}
    rows["hours"] = {"x": clock.get("hours", "")}
    rows["square"] = {"x": data.get("square", {}).get("words", "")}
    rows["multitudes"] = data.get("multitudes", {})
    rows["soft"] = _joined(rows["soft"], rows["multitudes"])
    rows["fractions"] = data.get("fractions", {})
    rows["minutes"] = clock.get("named", {})
    percent = data.get("percent", {})
    shares = data.get("shares", {})
    capitals = data.get("capitals", False)
    return Lexicon(
        language=language,
        decimal=data.get("decimal", ","),
        both_formats=data.get("both_formats", not data),
        complete=data.get("complete", False),
        vigesimal=data.get("vigesimal", False),
        percent=patterns.after(percent.get("words", ""), signs="%٪"),
        points=patterns.after(percent.get("points", "")),
        permille=patterns.after(percent.get("permille", ""), signs="‰"),
        decade=patterns.decade(data.get("decade", {}).get("suffixes", "")),
        months=_names(rows["months"], capitals),
        weekdays=_names(rows["weekdays"], capitals),
        capitals=capitals,
        ambiguous=frozenset(data.get("ambiguous", "").split()),
        _noon=(
            patterns.after(clock.get("am", ""), words=2),
            patterns.after(clock.get("pm", ""), words=2),
        ),
        idioms=patterns.anywhere(data.get("idioms", {}).get("phrases", "")),
        one_in=patterns.before(shares.get("one_in", ""), words=1),
        of=patterns.after(shares["of"]) if "of" in shares else None,
        magnitudes={
            Decimal(size): (forms.split()[0].replace("_", " "), forms.split()[-1].replace("_", " "))
            for size, forms in data.get("magnitudes", {}).items()
        },
        _minutes_before=tuple(
            (int(minutes), patterns.before(forms))
            for minutes, forms in clock.get("before", {}).items()
        ),
        _minutes_behind=tuple(
            (int(minutes), patterns.after(forms))
            for minutes, forms in clock.get("behind", {}).items()
        ),
        _between_hours=patterns.hour_and_minutes(
            clock.get("hours", ""), data.get("conjunctions", "")
        ),
        _tables={name: _Table(row) for name, row in rows.items()},
        _compounds=_compounds(data),
    )


def common() -> dict[str, Any]:
    """The signs and codes all languages share (``data/languages/common/numbers.toml``)."""
    return resources.shared("numbers")


@cache
def unit_sizes() -> dict[str, tuple[str, Decimal]]:
    """The units by symbol: what each measures, and how much of it."""
    return {
        unit: (dimension, Decimal(size))
        for dimension, rows in common()["units"].items()
        for unit, size in rows.items()
    }


def _names(rows: dict[str, str], capitals: bool) -> dict[int, str]:
    """The first form of each, as it is written."""
    names = {int(number): forms.split()[0].rstrip("*") for number, forms in rows.items()}
    return {n: name.capitalize() for n, name in names.items()} if capitals else names


def _unaccented(rows: dict[str, str]) -> dict[str, str]:
    """``rows`` with every form also as it is written by those who leave out accents."""
    return {
        key: forms + " " + "".join(c for c in normalize("NFD", forms) if not combining(c))
        for key, forms in rows.items()
    }


def _joined(*tables: dict[str, str]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for table in tables:
        for key, forms in table.items():
            merged[key] = f"{merged.get(key, '')} {forms}"
    return merged


@dataclass(frozen=True, slots=True)
class _Compounds:
    """How numbers are written in one word: "zweiundzwanzig", "dreihundert", "vierjährige"."""

    whole: re.Pattern[str]
    piece: re.Pattern[str]
    cardinals: dict[str, Decimal]
    scales: dict[str, Decimal]
    loose: re.Pattern[str]

    def value(self, word: str) -> Decimal | None:
        """The value of ``word`` in small letters; None if it is something else."""
        match = self.whole.match(word)
        if not match:
            return None
        amount = Amount(units_first=True)
        for piece in self.piece.findall(match.group(1)):
            if piece in self.cardinals:
                fits = amount.cardinal(self.cardinals[piece])
            elif piece in self.scales:
                fits = amount.scale(self.scales[piece])
            else:
                fits = amount.value is not None
            if not fits:
                return None
        # "ein", "einmalig": one is an article too often to be a number.
        return amount.value if amount.value != 1 else None


def _compounds(data: dict[str, Any]) -> _Compounds | None:
    if "joints" not in data:
        return None
    parts = _joined(data["cardinals"], data.get("in_compounds", {}))
    cardinals = {f: Decimal(v) for v, forms in parts.items() for f in forms.lower().split()}
    # Abbreviations ("Mio") are no part of a word.
    scales = {
        f: Decimal(v) for v, forms in data["scales"].items() for f in forms.split() if len(f) > 3
    }
    forms = sorted({*cardinals, *scales, *data["joints"].split()}, key=len, reverse=True)
    piece = "|".join(map(re.escape, forms))
    loose = data.get("loose_tails", "")
    tails, loose = (
        "|".join(map(patterns.one, tails.split())) or "(?!)"
        for tails in (f"{data.get('tails', '')} {loose}", loose)
    )
    return _Compounds(
        re.compile(rf"((?:{piece})+)(?:{tails})?$"),
        re.compile(piece),
        cardinals,
        scales,
        re.compile(rf"(?:{piece})+(?:{loose})$"),
    )


@lru_cache(maxsize=32768)
def _look_up(entry: Lexicon, word: str) -> Word:
    """What a word in small letters means. Cached: articles use the same words over and over."""
    found = {name: table.get(word) for name, table in entry._tables.items()}
    cardinal = max((Decimal(v) for v in found["cardinals"]), default=None)
    if cardinal is None and not found["scales"] and entry._compounds:
        cardinal = entry._compounds.value(word)
        if cardinal is not None and entry._compounds.loose.match(word):
            # "zweisprachig" is said without the number: "bilingual".
            found["soft"], cardinal = {str(cardinal)}, None
        elif cardinal is not None:
            found["soft"] = set()
    if cardinal is None and not any(found.values()):
        return _PLAIN
    return Word(
        cardinal=cardinal,
        scale=max((Decimal(v) for v in found["scales"]), default=None),
        soft=frozenset(Decimal(v) for v in found["soft"]),
        counting=max((Decimal(v) for v in found["counting"]), default=None),
        half=bool(found["half"]),
        joins=bool(found["joins"]),
        months=frozenset(map(int, found["months"])),
        weekdays=frozenset(map(int, found["weekdays"])),
        currencies=frozenset(found["currencies"]),
        units=frozenset(found["units"]),
        century=bool(found["century"]),
        hours=bool(found["hours"]),
        square=bool(found["square"]),
        multitude=min((Decimal(v) for v in found["multitudes"]), default=None),
        fraction=min((int(v) for v in found["fractions"]), default=None),
        minutes=frozenset(map(int, found["minutes"])),
        times=frozenset(Decimal(v) for v in found["times"]),
    )
