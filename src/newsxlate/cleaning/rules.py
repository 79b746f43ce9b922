"""Load a language's rules about clutter, ``data/languages/<code>/clutter.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.article import Kind

# Nothing matches this: the pattern of a rule that has none of a sort.
_NEVER = re.compile(r"(?!)")
# Around a phrase: arrows, bullets, icons; but no quotation marks, for „Weiter.“ is an answer.
_PADDING = r"[^\w„“”\"»«‚‘’'›‹]*"
_COUNT = r"(?:[(\[]?\d[\d.]*[)\]]?)?"
_SEPARATOR = r"\s*[:|›>»–—]\s*|\s+-\s+"


@dataclass(frozen=True, slots=True)
class Rule:
    """One sort of clutter; the keys of ``clutter.toml`` say what each part means."""

    name: str
    kind: Kind
    reason: str
    alone: re.Pattern[str]
    label: re.Pattern[str]
    prefix: re.Pattern[str]
    match: re.Pattern[str]
    needs: tuple[str, ...]
    words: frozenset[str]
    names: frozenset[str]
    max_words: int
    where: str
    sentences: bool
    opens: bool
    ends: str
    credit: bool


@dataclass(frozen=True, slots=True)
class Bylines:
    """How authors are named.

    Attributes:
        line: A whole line that names authors, in group "names"; group "mark" is what says so.
        name: One name.
        names: Finds the names in group "names" of ``line``.
        join: What stands between two names, and the space behind it.
        particles: Small words that names have inside.
        places: First words of places, which look like names behind a name.
        offices: Finds that two words are an office, not a name.
        sentence: A sentence of the article that names its author, in group 1.
        alone: Lines that stand for an author's name.
        initials: A line at the end with the authors' initials, in its one group that is not empty.
    """

    line: re.Pattern[str]
    name: re.Pattern[str]
    names: re.Pattern[str]
    join: re.Pattern[str]
    particles: frozenset[str]
    places: frozenset[str]
    offices: re.Pattern[str]
    sentence: re.Pattern[str]
    alone: re.Pattern[str]
    initials: re.Pattern[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Biographies:
    """How authors are introduced."""

    heading: re.Pattern[str]
    opening: re.Pattern[str]
    verb: re.Pattern[str]
    profession: re.Pattern[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Dates:
    """How publication dates are printed.

    Attributes:
        date: A date; groups "day", "month", "year", and "hour", "minute" if a time follows.
        label: What says that a date is that of publication ...
        update: ... or of a later change.
        beside: What else stands beside dates: reading times.
        months: Number of a month by its name in small letters.
    """

    date: re.Pattern[str]
    label: re.Pattern[str]
    update: re.Pattern[str]
    beside: re.Pattern[str]
    months: dict[str, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All that is known of a language's clutter; without a file, there are no rules at all.

    Attributes:
        told: Finds that a sentence reports what somebody said.
    """

    stopwords: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    told: re.Pattern[str] = _NEVER
    bylines: Bylines | None = None
    biographies: Biographies | None = None
    dates: Dates | None = None


@cache
def load(language: str) -> Rules:
    """The rules for a language; empty ones if it has no ``clutter.toml``."""
    table = resources.language(language, "clutter")
    if not table:
        return Rules()
    return Rules(
        stopwords=frozenset(table["stopwords"].split()),
        sections=frozenset(table["sections"].split()),
        rules=tuple(_rule(row) for row in table["rule"]),
        told=_compile(table["told"]) if table.get("told") else _NEVER,
        bylines=_bylines(table["byline"]),
        biographies=_biographies(table["biography"]),
        dates=_dates(table["date"]),
    )


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        name=row["name"],
        kind=Kind(row["kind"]),
        reason=row["reason"],
        alone=_alone(row.get("alone", [])),
        label=_phrases(
            row.get("label", []),
            # A capital behind the phrase begins a title only if no sentence ends with it.
            rf"(?:{_SEPARATOR}|\s+(?-i:[\"„»“A-ZÄÖÜ])(?!.*[.!…][\"“”«]?$))",
        ),
        prefix=_phrases(row.get("prefix", []), rf"(?:{_SEPARATOR}|/)"),
        match=_patterns(row.get("match", []), r"^\W{{0,30}}?(?:{})"),
        needs=tuple(row.get("needs", [])),
        words=frozenset(row.get("words", "").split()),
        names=frozenset(row.get("names", "").split()),
        max_words=row.get("max_words", 12),
        where=row.get("where", "any"),
        sentences=row.get("sentences", False),
        opens=row.get("opens", False),
        ends=row.get("ends", ""),
        credit=row.get("credit", False),
    )


def _bylines(row: dict[str, Any]) -> Bylines:
    part = r"(?-i:[^\W\d_a-zß-öø-ÿ][\w’'.-]*)"
    particle = "(?:" + "|".join(row["particles"].split()) + ")"
    title = f"(?:{row['titles']} ?)"
    name = rf"{title}*{part}(?: (?:{particle} )*{part}){{1,3}}"
    # Behind the names: "Berlin", "dpa", "Washington, D.C.", "Redakteur Politik".
    agency = "|".join([r"(?!)", *map(re.escape, row.get("agencies", "").split())])
    office = (
        rf"(?:(?:,|\(| in| aus| für| \|| ?/| -| –) ?(?:{part}[\w ./-]{{0,30}}|(?:{agency})\b)\)?)?"
    )
    names = rf"{name}(?:{row['join']} ?{name}){{0,4}}"
    return Bylines(
        line=_compile(
            rf"^\W*(?P<mark>(?:{'|'.join(row['before'])})\s*:?\s+)?(?P<names>{names}){office}\W*$"
        ),
        name=_compile(rf"^{name}$"),
        names=_compile(name),
        join=_compile(rf"^{row['join']} "),
        particles=frozenset(row["particles"].split()),
        places=frozenset(row["places"].split()),
        offices=_compile(row["offices"]) if row.get("offices") else _NEVER,
        sentence=_compile(f"^{row['sentence']}") if row.get("sentence") else _NEVER,
        alone=_alone(row.get("alone", [])),
        initials=_compile(f"{row['initials']}$") if row.get("initials") else _NEVER,
        reason=row["reason"],
    )


def _biographies(row: dict[str, Any]) -> Biographies:
    return Biographies(
        heading=_alone(row["heading"]),
        opening=_compile(rf"^{row['opening']}"),
        verb=_compile(rf"\b{row['verb']}\b"),
        profession=_compile(rf"\b{row['profession']}\b"),
        reason=row["reason"],
    )


def _dates(row: dict[str, Any]) -> Dates:
    months = {
        name: number
        for number, names in enumerate(row["months"], start=1)
        for name in names.split()
    }
    word = "(?:" + "|".join(sorted(months, key=len, reverse=True)) + r")\b\.?"
    year = r"(?P<year>(?:19|20)\d\d|\d\d)\b"
    if row["order"] == "dmy":
        day = rf"(?P<day>\d{{1,2}})(?:\. ?| )(?:(?P<month>{word}|\d{{1,2}}\.) ?){year}"
    else:
        day = rf"(?P<month>{word}) (?P<day>\d{{1,2}}),? {year}"
    iso = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
    clock = rf"(?P<hour>[012]?\d)[:.](?P<minute>[0-5]\d)(?: ?(?:{row['clock']})\b\.?)?"
    beside = rf"(?:\s*(?:,|um|at|-|–|\||/|·|•|;|\()?\s*{clock})?"
    return Dates(
        date=_compile(rf"(?:\b{row['weekdays']},?\s+)?(?:den )?\b(?:{day}|{iso}){beside}"),
        label=_compile(rf"\b(?:{'|'.join(row['labels'])})\b\s*:?"),
        update=_compile(rf"\b(?:{'|'.join(row['updates'])})\b\s*:?"),
        beside=_compile(rf"(?:{'|'.join(row['beside'])})(?!\w)"),
        months=months,
        reason=row["reason"],
    )


def _alone(phrases: list[str]) -> re.Pattern[str]:
    if not phrases:
        return _NEVER
    return _compile(rf"^{_PADDING}{_COUNT}\s*(?:{_any(phrases)})\s*{_PADDING}{_COUNT}{_PADDING}$")


def _phrases(phrases: list[str], then: str) -> re.Pattern[str]:
    return _compile(rf"^{_PADDING}(?:{_any(phrases)}){then}") if phrases else _NEVER


def _patterns(patterns: list[str], frame: str) -> re.Pattern[str]:
    return _compile(frame.format("|".join(patterns))) if patterns else _NEVER


def _any(phrases: list[str]) -> str:
    # The longest first, so that "Mehr zum Thema" is not read as "Mehr".
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
