"""Find words that the target language does not have: misspelt, mixed from two, or made up.

A word is known if simplemma's dictionary has it, or a word that it can be derived from: prefixes,
suffixes and lists of what the dictionary lacks are data, and a language without them is not judged.
Names have capitals, and what comes from the source may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from newsxlate import resources
from newsxlate.findings import Finding, finding
from newsxlate.languages import INTERNATIONAL
from newsxlate.text import dictionary

# Small letters with neither hyphen nor apostrophe behind: "hasn’t" is no "hasn". What is longer is
# no slip in a word, and would take time by the square of its length.
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{4,40}(?![-\w]|['’]\w)")
# Three and more that are most of a sentence are another language, or a song.
_FEW = 2
# What begins like a word of the source may be one of its words, in the spelling of the target.
_ALIKE = 5
_SHORTEST_STEM = 1
_SHORTEST_PART = 3
_SHORTEST_REST = 4


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of words that the dictionary of a language lacks (``checking.toml``)."""

    words: frozenset[str]
    pattern: re.Pattern[str]
    prefixes: tuple[str, ...]
    suffixes: Mapping[str, tuple[str, ...]]
    compounds: bool
    letters: str
    complete: bool


@cache
def _words(language: str) -> _Words | None:
    """None if nothing is known of a language but, perhaps, its dictionary."""
    row = resources.language(language, "checking").get("vocabulary")
    if row is None or not dictionary.is_covered(language):
        return None
    suffixes = (rule.partition(">") for rule in row.get("suffixes", "").split())
    return _Words(
        words=frozenset(row.get("words", "").split()),
        pattern=re.compile(row.get("pattern", "(?!)")),
        prefixes=tuple(row.get("prefixes", "").split()),
        suffixes={suffix: tuple(stems.split("/")) for suffix, _, stems in suffixes},
        compounds=row.get("compounds", False),
        letters=row["letters"],
        complete=row.get("complete", False),
    )


def check_vocabulary(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Words in small letters that the target language does not have.

    A warning if a word that it has differs in one letter only, where the dictionary is rather
    complete; else a note.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    known = _words(target_language)
    if known is None or source_language == target_language:
        return
    there = source.lower()
    words = [word for word in dict.fromkeys(_WORD.findall(target)) if word.islower()]
    unknown = [
        word
        for word in words
        if not is_known(word, target_language)
        and word[:_ALIKE] not in there
        and not dictionary.is_word(word, INTERNATIONAL)
    ]
    if len(unknown) > _FEW and 2 * len(unknown) > len(words):
        return
    for word in unknown:
        meant = _similar(word, target_language)
        if meant:
            yield finding("N230" if known.complete else "N231", text=word, meant=meant)
        elif known.complete:
            yield finding("N232", text=word)


@lru_cache(maxsize=32768)
def is_known(word: str, language: str) -> bool:
    """Whether a word is in the dictionary of a language, or derived from one that is."""
    known = _words(language)
    return known is None or _is_known(word, language, known)


def _is_known(word: str, language: str, known: _Words) -> bool:
    if dictionary.is_word(word, language) or word in known.words or known.pattern.fullmatch(word):
        return True
    return (
        _has_suffix(word, language, known)
        or any(
            _is_known(word[len(prefix) :], language, known)
            for prefix in known.prefixes
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST
        )
        or (known.compounds and _is_compound(word, language))
    )


def _has_suffix(word: str, language: str, known: _Words) -> bool:
    """Whether a word is one with a suffix: "paintable" is "paint" or "painte"."""
    for length in range(1, len(word) - _SHORTEST_STEM + 1):
        stem, suffix = word[:-length], word[-length:]
        for ending in known.suffixes.get(suffix, ()):
            if stem + ending in known.words or dictionary.is_word(stem + ending, language):
                return True
    return False


def _is_compound(word: str, language: str) -> bool:
    """Whether a word is made of two."""
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return any(
        dictionary.is_word(word[:at], language) and dictionary.is_word(word[at:], language)
        for at in places
    )


@lru_cache(maxsize=4096)
def _similar(word: str, language: str) -> str:
    """A word of the language that differs in one letter but the first, or in their order."""
    known = _words(language)
    letters = known.letters if known else ""
    return next((w for w in _spellings(word, letters) if dictionary.is_word(w, language)), "")


def _spellings(word: str, letters: str) -> Iterator[str]:
    """A word with two letters exchanged, one left out, put in or replaced."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        yield word[:at] + word[at + 1 :]
    for at in range(1, len(word) + 1):
        for letter in letters:
            yield word[:at] + letter + word[at:]
    for at in range(1, len(word)):
        for letter in letters:
            yield word[:at] + letter + word[at + 1 :]
