"""Errors to plant into good translations: the kinds that users of translation systems report."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from newsxlate import resources

ADDRESS = "www.tagesschau.de/ausland/bericht-101.html"
_CLAUSE = re.compile(r"[,;:–—]\s")
_DAY = re.compile(r"\b(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|\bMittwoch|\bSonnabend")
_MONTH = re.compile(
    r"\b(?:Januar|Februar|März|April|Mai|Juni|Juli|August|(?:Septem|Okto|Novem|Dezem)ber)\b"
)
_QUOTES = '„“”«»"'


@dataclass(frozen=True)
class Pair:
    """A source and its translation; ``other`` is a translation into another language."""

    number: int
    source: str
    target: str
    other: str
    language: str
    finished: bool = True

    def random(self, salt: str) -> random.Random:
        """The same random numbers for the same sentence and error, whatever runs before."""
        return random.Random(f"{self.number} {self.language} {salt}")

    def but(self, target: str) -> Pair | None:
        """The pair with another target; None if it is the same."""
        return replace(self, target=target) if target != self.target else None


@cache
def _lexicon(language: str) -> dict[str, dict[str, str]]:
    return resources.language(language, "numbers")


def _number(pair: Pair) -> re.Match[str] | None:
    numbers = list(re.finditer(r"(?<![\w.,])\d+(?:[.,]\d+)*", pair.target))
    return pair.random("number").choice(numbers) if numbers else None


def number_altered(pair: Pair) -> Pair | None:
    """Another digit in one of the numbers."""
    match = _number(pair)
    if match is None:
        return None
    rng = pair.random("digit")
    position = rng.choice([i for i, c in enumerate(match.group()) if c.isdigit()])
    old = match.group()[position]
    new = rng.choice([digit for digit in "123456789" if digit != old])
    at = match.start() + position
    return pair.but(pair.target[:at] + new + pair.target[at + 1 :])


def number_dropped(pair: Pair) -> Pair | None:
    """One of the numbers left out."""
    match = _number(pair)
    if match is None:
        return None
    return pair.but(pair.target[: match.start()] + pair.target[match.end() :].lstrip(" \u00a0"))


def _swapped(pair: Pair, table: str, keys: tuple[str, ...]) -> Pair | None:
    """A word of the lexicon's table replaced by the same form of another row."""
    rows = {
        key: [form for form in forms.split() if len(form) > 3 and not form.endswith("*")]
        for key, forms in _lexicon(pair.language)[table].items()
        if key in keys
    }
    rows = {key: forms for key, forms in rows.items() if forms}
    words = {form: (key, n) for key, forms in rows.items() for n, form in enumerate(forms)}
    if len(rows) < 2:
        return None
    alternatives = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
    capitals = pair.language == "en" and table in ("weekdays", "months")
    for match in pattern.finditer(pair.target):
        word = match.group()
        if capitals and word[0].islower():
            continue
        key, index = words[word.lower()]
        forms = rows[pair.random(table).choice([other for other in rows if other != key])]
        new = forms[min(index, len(forms) - 1)]
        new = new.capitalize() if word[0].isupper() else new
        return pair.but(pair.target[: match.start()] + new + pair.target[match.end() :])
    return None


def _unchanged(text: str, other: str) -> str:
    """What two texts begin with alike."""
    length = next(i for i, pair in enumerate(zip(text, other, strict=False)) if len({*pair}) > 1)
    return text[:length]


def weekday_altered(pair: Pair) -> Pair | None:
    """Another day of the week, where the source names one."""
    if not _DAY.search(pair.source):
        return None
    return _swapped(pair, "weekdays", tuple("1234567"))


def month_altered(pair: Pair) -> Pair | None:
    """Another month, where the source names one."""
    if not _MONTH.search(pair.source):
        return None
    return _swapped(pair, "months", tuple(map(str, range(1, 13))))


def magnitude_altered(pair: Pair) -> Pair | None:
    """A thousand for a million, a million for a billion."""
    if not re.search(r"\d", pair.target):
        return None
    swapped = _swapped(pair, "scales", ("1e3", "1e6", "1e9"))
    if swapped is None:
        return None
    # Only where the word follows a number in digits: "one in a million" is something else.
    before = _unchanged(pair.target, swapped.target)
    return swapped if re.search(r"\d[\s\u00a0]?\w*$", before) else None


def currency_swapped(pair: Pair) -> Pair | None:
    """Dollars for euros, euros for pounds, as in €30 and $30."""
    signs = {"€": "$", "$": "£", "£": "€"}
    match = re.search(r"[€$£](?=\s?\d)|(?<=\d)\s?[€$£]", pair.target)
    if match:
        sign = match.group().strip()
        new = match.group().replace(sign, signs[sign])
        return pair.but(pair.target[: match.start()] + new + pair.target[match.end() :])
    if not re.search(r"\d", pair.target):
        return None
    swapped = _swapped(pair, "currencies", ("euro", "dollar", "pound"))
    if swapped is None:
        return None
    before = _unchanged(pair.target, swapped.target)
    behind_number = re.search(r"\d[\s\u00a0]?(?:[^\W\d]+\s){0,2}\w*$", before)
    return swapped if behind_number else None


def unit_swapped(pair: Pair) -> Pair | None:
    """Miles for kilometres, pounds for kilos, with the same figure."""
    for units in (("km", "mi"), ("kg", "lb"), ("m", "ft"), ("cm", "in")):
        swapped = _swapped(pair, "units", units)
        if swapped and re.search(r"\d[\s\u00a0]?\w*$", _unchanged(pair.target, swapped.target)):
            return swapped
    return None


def half_of_day_swapped(pair: Pair) -> Pair | None:
    """Morning for afternoon, where the source has the hours of a whole day."""
    match = re.search(r"(?<=\d)\s?([ap])\.?m\b", pair.target)
    if match is None or not re.search(r"\b(?:1[3-9]|2[0-3])[.:]?\d* Uhr", pair.source):
        return None
    other = "p" if match[1] == "a" else "a"
    return pair.but(pair.target[: match.start(1)] + other + pair.target[match.end(1) :])


def multitude_altered(pair: Pair) -> Pair | None:
    """Hundreds for thousands, thousands for millions, where the source counts as little."""
    if not re.search(r"(?i)(?:hundert|tausend|million)en?\b", pair.source):
        return None
    return _swapped(pair, "multitudes", ("100", "1000", "1e6"))


def percent_dropped(pair: Pair) -> Pair | None:
    """The percent sign left out."""
    return pair.but(re.sub(r"(?<=\d)\s?%", "", pair.target, count=1))


def _last_clause(target: str) -> int | None:
    """Where the last clause begins, if what stands before it is at least a third."""
    starts = [match.start() for match in _CLAUSE.finditer(target)]
    good = [start for start in starts if start > len(target) / 3]
    return good[-1] if good else None


def clause_dropped(pair: Pair) -> Pair | None:
    """The last clause left out, and a full stop put in its place."""
    start = _last_clause(pair.target)
    return None if start is None else pair.but(pair.target[:start] + ".")


def half_dropped(pair: Pair) -> Pair | None:
    """The second half of a sentence of at least ten words left out, with a full stop."""
    words = pair.target.split(" ")
    return pair.but(" ".join(words[: len(words) // 2]) + ".") if len(words) >= 10 else None


def cut_off(pair: Pair) -> Pair | None:
    """The end cut off inside a word, as at a length limit nobody noticed."""
    if len(pair.target) < 40:
        return None
    return pair.but(pair.target[: int(len(pair.target) * 0.8)].rstrip(" .!?:;»”\"'"))


def unfinished(pair: Pair) -> Pair | None:
    """The same, at a length limit the engine reports."""
    cut = cut_off(pair)
    return None if cut is None else replace(cut, finished=False)


def copied(pair: Pair) -> Pair | None:
    """The German sentence instead of a translation."""
    return pair.but(pair.source)


def half_copied(pair: Pair) -> Pair | None:
    """The last eight words left in German."""
    words = pair.source.split(" ")
    if len(words) < 12:
        return None
    return pair.but(pair.target.rsplit(" ", 8)[0] + " " + " ".join(words[-8:]))


def looped(pair: Pair) -> Pair | None:
    """The last three words five times more."""
    words = pair.target.split(" ")
    return pair.but(" ".join([*words, *words[-3:] * 5])) if len(words) > 5 else None


def address_altered(pair: Pair) -> Pair | None:
    """A URL with one character missing."""
    broken = ADDRESS.replace("bericht-101", "bericht-10")
    source = f"{pair.source} ({ADDRESS})"
    return replace(pair, source=source, target=f"{pair.target} ({broken})")


def address_dropped(pair: Pair) -> Pair | None:
    """A URL left out."""
    return replace(pair, source=f"{pair.source[:-1]} – {ADDRESS}{pair.source[-1:]}")


def quotes_dropped(pair: Pair) -> Pair | None:
    """All quotation marks left out."""
    return pair.but("".join(c for c in pair.target if c not in _QUOTES))


def quote_dropped(pair: Pair) -> Pair | None:
    """One quotation mark of a pair left out."""
    places = [i for i, c in enumerate(pair.target) if c in _QUOTES]
    if len(places) < 2:
        return None
    at = pair.random("quote").choice(places)
    return pair.but(pair.target[:at] + pair.target[at + 1 :])


def bracket_dropped(pair: Pair) -> Pair | None:
    """One bracket left out."""
    places = [i for i, c in enumerate(pair.target) if c in "()[]"]
    if not places:
        return None
    at = pair.random("bracket").choice(places)
    return pair.but(pair.target[:at] + pair.target[at + 1 :])


def another_language(pair: Pair) -> Pair | None:
    """A translation into another language, of at least six words."""
    return pair.but(pair.other) if len(pair.other.split()) >= 6 else None


def emptied(pair: Pair) -> Pair | None:
    """Nothing at all."""
    return pair.but("")


def announced(pair: Pair) -> Pair | None:
    """What a chat model says before it translates."""
    phrase = pair.random("chat").choice(
        ("Here is the translation: ", "Translation: ", "Sure, here's the translated sentence:\n")
    )
    return pair.but(phrase + pair.target)


CORRUPTIONS: dict[str, Callable[[Pair], Pair | None]] = {
    "number altered": number_altered,
    "number dropped": number_dropped,
    "magnitude altered": magnitude_altered,
    "currency swapped": currency_swapped,
    "percent dropped": percent_dropped,
    "unit swapped": unit_swapped,
    "half of the day swapped": half_of_day_swapped,
    "multitude altered": multitude_altered,
    "weekday altered": weekday_altered,
    "month altered": month_altered,
    "address altered": address_altered,
    "address dropped": address_dropped,
    "quotation marks dropped": quotes_dropped,
    "one quotation mark": quote_dropped,
    "bracket dropped": bracket_dropped,
    "last clause dropped": clause_dropped,
    "half dropped": half_dropped,
    "cut off": cut_off,
    "unfinished": unfinished,
    "German copied": copied,
    "German left at the end": half_copied,
    "loop": looped,
    "another language": another_language,
    "chatter": announced,
    "empty": emptied,
}
