"""Compare the weekdays and months that a sentence names with its translation's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsxlate.findings import Finding, finding
from newsxlate.quantities import Lexicon, load_lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# The numbers in "3.10.2023", "10/3/23", "2023-10-03", "3.10." and "9/11" that can be a month.
_NUMERIC = re.compile(
    r"(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?\d{2,4}|\d{4}-(\d\d)-\d\d"
    r"|(?<![\d.,])\d{1,2}\.\s?(\d{1,2})\.(?!\d)|(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/])"
)
# A day with full stops, in which the month comes second.
_DAY = re.compile(r"(?<![\d.,])\d{1,2}\.\s?(0?[1-9]|1[0-2])\.(?:\s?(?:19|20)\d\d\b)?(?!\d)")
_CODES = {"weekdays": ("N311", "N312", "N315"), "months": ("N313", "N314", "N316")}


def check_dates(
    source: str, target: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """Weekdays and months that became others, or are missing.

    Days and years are numbers, which `check_numbers` compares.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    left, right = load_lexicon(source_language), load_lexicon(target_language)
    findings: list[Finding] = []
    for kind in ("weekdays", "months"):
        if not getattr(right, kind):
            continue
        wanted, there = _named(source, left, kind), _named(target, right, kind)
        if not wanted and not there:
            continue
        wanted = {i: w for i, w in wanted.items() if not _is_title(w, source, target)}
        # A name that both texts share ("Saturday Night Live", "Theresa May") is no date.
        excused = {indexes: word for indexes, word in there.items() if _bare(word) in source}
        if there:
            excused |= _compounds(source, getattr(left, kind))
        if kind == "months":
            # Where the translation says the month in a word, it has to be that of "3.10.".
            if there:
                wanted = {**_days(source), **wanted}
            there |= _numeric_months(target)
            excused |= _numeric_months(source)
        findings += _compare(kind, wanted, there, frozenset().union(*excused), right)
    return findings


def _is_title(word: str, source: str, target: str) -> bool:
    """Whether a word is kept with the one before it: "Bild am Sonntag" is a paper's name."""
    kept = re.search(rf"\w+ {re.escape(word)}\b", source)
    return kept is not None and re.search(rf"\w {kept[0]}\b", target) is not None


def _named(text: str, entry: Lexicon, kind: str) -> dict[frozenset[int], str]:
    """The days or months that ``text`` names, each with the word that does."""
    named: dict[frozenset[int], str] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if entry.capitals and not word[0].isupper():
            continue
        meaning = entry.word(word)
        indexes = meaning.weekdays if kind == "weekdays" else meaning.months
        if not indexes and re.search(r"['’]", word):
            # "l'ottobre", "d'octobre"
            parts = [entry.word(part) for part in re.split(r"['’]", word)]
            indexes = frozenset().union(
                *(p.weekdays if kind == "weekdays" else p.months for p in parts)
            )
        if indexes and not _is_name(text, match, getattr(entry, kind)[min(indexes)]):
            named.setdefault(indexes, word)
    return named


def _is_name(text: str, match: re.Match[str], full: str) -> bool:
    """Whether what looks like a short form is somebody's name: "Jan" without full stop or day."""
    word = match.group().lower()
    if word == full.lower() or not full.lower().startswith(word):
        return False
    beside = text[max(0, match.start() - 3) : match.start()] + text[match.end() : match.end() + 3]
    return "." not in beside and not any(map(str.isdigit, beside))


def _numeric_months(text: str) -> dict[frozenset[int], str]:
    return {
        frozenset({int(number)}): match.group()
        for match in _NUMERIC.finditer(text)
        for number in match.groups()
        if number and 1 <= int(number) <= 12
    }


def _days(text: str) -> dict[frozenset[int], str]:
    """The months of days that are given in numbers with full stops."""
    return {frozenset({int(match[1])}): match.group() for match in _DAY.finditer(text)}


def _compounds(text: str, names: dict[int, str]) -> dict[frozenset[int], str]:
    """The days or months that a word of ``text`` begins or ends with: "Oktoberanfang"."""
    small = text.lower()
    return {frozenset({index}): name for index, name in names.items() if name.lower() in small}


def _bare(word: str) -> str:
    """A name without its possessive: "May's"."""
    return re.sub(r"['’]s?$", "", word)


def _compare(
    kind: str,
    wanted: dict[frozenset[int], str],
    there: dict[frozenset[int], str],
    excused: frozenset[int],
    entry: Lexicon,
) -> Iterator[Finding]:
    """Findings for what is not there, or is there instead or besides; each word is named once."""
    changed, missing, added = _CODES[kind]
    known = frozenset().union(*there)
    needed = excused.union(*wanted)
    instead = [word for indexes, word in there.items() if not indexes & needed]
    for indexes, word in wanted.items():
        if indexes & known:
            continue
        expected = getattr(entry, kind)[min(indexes)]
        if instead:
            yield finding(changed, before=word, after=instead.pop(0), expected=expected)
        elif entry.complete and not word[0].isdigit():
            yield finding(missing, before=word, expected=expected)
    for word in instead:
        if _bare(word).lower() not in entry.ambiguous and not word[0].isdigit():
            yield finding(added, after=word)
