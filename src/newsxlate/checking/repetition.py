"""Find a word or a short phrase that stands twice in a row: "to to", "of the of the".

Neural models repeat themselves. A loop breaks the sentence (N202); a single repetition is a slip,
which people make as well, and which no other check sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from newsxlate import resources
from newsxlate.findings import Finding, finding

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LONGEST = 8
# "the city, the city" may be style; four words and more that come again after a comma are not.
_LONG = 4
# Compounds that begin with so many letters alike are words that come twice in other languages.
_ALIKE = 4
_GAP = re.compile(r"\s+")
_PAUSE = re.compile(r"\s*,?\s*-?\s*")


def check_repetition(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A word or phrase that the translation has twice in a row, where the source has none.

    Proper names ("Duran Duran"), numbers, a word that a comma sets off ("very, very") and words
    that are rightly doubled ("had had") are no mistakes. Languages that double words for emphasis
    or plurals (Turkish, Indonesian) are not judged: they have no list of such words.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    allowed = _allowed(target_language)
    if allowed is None or source_language == target_language:
        return
    phrase = _repetition(target, _GAP, allowed)
    if phrase and not _repeats(source, _allowed(source_language) or _Allowed()):
        yield finding("N222" if " " in phrase else "N221", phrase=phrase)


@dataclass(frozen=True, slots=True)
class _Allowed:
    """Words that rightly stand twice in a row, and those that join: "and"."""

    doubled: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()


@cache
def _allowed(language: str) -> _Allowed | None:
    """None if it is not known of a language what may be repeated."""
    row = resources.language(language, "checking").get("repetition")
    if row is None:
        return None
    return _Allowed(*(frozenset(row.get(key, "").split()) for key in ("doubled", "joining")))


def _repeats(source: str, allowed: _Allowed) -> bool:
    """Whether a source repeats something, as "Lesebrille Leselampe" does."""
    words = [match.group().lower() for match in _WORD.finditer(source)]
    alike = any(a[:_ALIKE] == b[:_ALIKE] and a != b for a, b in pairwise(words) if len(a) > _ALIKE)
    return alike or _repetition(source, _PAUSE, allowed) is not None


def _repetition(text: str, gap: re.Pattern[str], allowed: _Allowed) -> str | None:
    """The longest phrase that stands twice in a row, with no more than ``gap`` in between."""
    words = list(_WORD.finditer(text))
    folded = [word.group().lower() for word in words]
    for size in range(min(_LONGEST, len(words) // 2), 0, -1):
        for start in range(len(words) - 2 * size + 1):
            middle, end = start + size, start + 2 * size
            if folded[start:middle] != folded[middle:end]:
                continue
            if _inside(text, words[start:middle]) != _inside(text, words[middle:end]):
                continue
            between = text[words[middle - 1].end() : words[middle].start()]
            if not (_PAUSE if size >= _LONG else gap).fullmatch(between):
                continue
            if not _is_meant(words[start:end], folded, start, allowed):
                return text[words[start].start() : words[middle - 1].end()]
    return None


def _inside(text: str, words: Sequence[re.Match[str]]) -> list[str]:
    """What stands between the words of a phrase: "wheel to wheel, to" repeats no phrase."""
    return [text[a.end() : b.start()].strip() for a, b in pairwise(words)]


def _is_meant(
    pair: Sequence[re.Match[str]], folded: Sequence[str], start: int, allowed: _Allowed
) -> bool:
    """Whether what stands twice is a name, a number, or a way of speaking."""
    size = len(pair) // 2
    texts = [match.group() for match in pair]
    if not any(text[0].islower() for text in texts):
        return True
    if size == 1:
        return folded[start] in allowed.doubled
    if size > 2:
        return False
    # "girls and girls and women": two words of the source have one translation.
    if not allowed.joining.isdisjoint(folded[start : start + 2]):
        return True
    # "more than more than more", "day after day after day": the word comes three times.
    around = (*folded[max(start - 1, 0) : start], *folded[start + 4 : start + 5])
    return folded[start] in around or folded[start + 1] in around
