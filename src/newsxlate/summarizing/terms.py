"""The words that say what a text is about: without function words, cut down to their stems."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from newsxlate import resources

_WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")
_STEM = 4
# Shorter parts of compounds are found in words that have nothing to do with them.
_PART = 5


@cache
def listed(name: str, language: str) -> frozenset[str]:
    """A list of words of a language's ``summarizing.toml``; empty if it has none."""
    words = resources.language(language, "summarizing").get("words", {})
    return frozenset(words.get(name, "").split())


def tokens(text: str) -> list[str]:
    """The words and numbers of a text."""
    return _WORD.findall(text)


def terms(text: str, language: str) -> list[str]:
    """The stems of a text's content words, and its numbers, in order."""
    stop = listed("stop", language)
    lowered = (word.lower() for word in tokens(text))
    return [stem(w) for w in lowered if w not in stop and (len(w) > 2 or w.isdigit())]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word in lower case without umlauts and without one inflectional ending.

    After the light stemmer for German of J. Savoy (SAC 2006), which does as well in retrieval as
    stemmers that know more.

    >>> stem("häuser"), stem("hauses"), stem("raketen")
    ('haus', 'haus', 'raket')
    """
    word = word.translate(_UMLAUTS)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def related(one: str, other: str) -> bool:
    """Whether two stems are one, or one is the first or last part of the other, a compound.

    >>> related("waff", "waffengeschaft"), related("geschaft", "waffengeschaft")
    (False, True)
    """
    if one == other:
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _PART and (long.startswith(short) or long.endswith(short))
