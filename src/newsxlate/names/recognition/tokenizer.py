"""Cut a German sentence into words and marks, for tagging."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsxlate.names.knowledge import wordlists

_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"""
    \d+(?:[.,:]\d+)*(?:-{_LETTER}[\w-]*)?      # 1.000,5   18-Jährige
    |{_LETTER}[\w&\u0300-\u036f]*(?:['’‘]\w+)*              # Wort   D'Annunzio   AT&T
     (?:[-‐‑]{_LETTER}?[\w&]*(?:['’]\w+)*)*    # US-Außenministerium   Staats-
    |\.\.\.|['’]\w\b|\S                        # one mark at a time
    """,
    re.VERBOSE,
)
_INITIAL = re.compile(r"[^\W\d_]|(?:Ch|Th|Ph|Chr|St)")
_ORDINAL = re.compile(r"\d{1,3}|[IVX]+")


class Token(NamedTuple):
    """A word or mark.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        text: The characters.
    """

    start: int
    end: int
    text: str


def tokenize(text: str) -> list[Token]:
    """The words and marks of a sentence, in order. White space is in none of them.

    A full stop is part of an abbreviation ("Dr."), an initial ("W."), or an ordinal number inside
    the sentence ("1.", "II."); compounds with hyphens are one word.
    """
    return list(_tokens(text))


# What asks for the names of a sentence asks several times.
@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[Token, ...]:
    tokens: list[Token] = []
    position = 0
    while match := _WORD.search(text, position):
        start, end = match.span()
        if text[end : end + 1] == "." and _keeps_stop(match[0], text[end + 1 :].strip(" ")):
            end += 1
        tokens.append(Token(start, end, text[start:end]))
        position = end
    return tuple(tokens)


def _keeps_stop(word: str, rest: str) -> bool:
    """Whether the full stop after ``word`` belongs to it, given what follows."""
    if word in _abbreviations():
        return True
    if _INITIAL.fullmatch(word) and word[0].isupper():
        return bool(rest)
    return _ORDINAL.fullmatch(word) is not None and rest[:1].isalpha()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(word.removesuffix(".") for word in wordlists.words("abbreviations"))
