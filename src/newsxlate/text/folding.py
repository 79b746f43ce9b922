"""Spelling of names: folding for comparison, and splitting into parts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that have no canonical decomposition. Cyrillic soft and hard signs, and the apostrophes
# that stand for them in Latin letters, distinguish no two names.
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ə": "e",
        "ґ": "г",
        **dict.fromkeys("'’‘ʼʹʻ`´ʿʾьъ\u00ad\u200b\u200c\u200d", ""),
        **dict.fromkeys("-‐‑–—.,·/_\u00a0\u202f", " "),
    }
)
_COMBINING = re.compile("[\u0300-\u036f]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_BETWEEN = re.compile(r"[\s\u00a0\u202f‐‑–—-]+")
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїє")


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """``text`` for comparison: lower case, no diacritics, apostrophes or soft signs.

    Hyphens, full stops and runs of white space become one space. Idempotent.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    text = text.casefold().translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = _COMBINING.sub("", text).casefold().translate(_LETTERS)
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def fold_umlauts(text: str) -> str:
    """Like `fold`, with ä, ö, ü written ae, oe, ue."""
    return fold(unicodedata.normalize("NFC", text).translate(_UMLAUTS))


def same_spelling(a: str, b: str) -> bool:
    """Whether two spellings differ at most in case, diacritics, hyphens or ae for ä."""
    if fold(a) == fold(b):
        return True
    plain_a, plain_b = fold_umlauts(a), fold_umlauts(b)
    return plain_a in (plain_b, fold(b)) or plain_b == fold(a)


def parts(name: str) -> list[str]:
    """The words of a name as written, parted at spaces and hyphens."""
    split = [name] if name.isalnum() else _BETWEEN.split(name)
    return [part for part in split if fold(part)]


def is_cyrillic(text: str) -> bool:
    """Whether the first letter of ``text`` is Cyrillic."""
    return next(("\u0400" <= c <= "\u04ff" for c in text if c.isalpha()), False)


def is_vowel(letter: str) -> bool:
    """Whether a folded letter is a vowel (y counts as one)."""
    return letter in _VOWELS


@lru_cache(maxsize=8192)
def consonants(folded: str) -> str:
    """What is left of a folded spelling without its vowels, doubled letters written once."""
    kept = [c for c in folded if c not in _VOWELS and c not in "j "]
    return "".join(c for i, c in enumerate(kept) if i == 0 or c != kept[i - 1])
