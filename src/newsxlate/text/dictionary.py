"""Whether a capitalised word is, written small, a common word of its language.

Looked up in simplemma's dictionaries, read as the streams they are stored as: 3 MB of memory and a
tenth of a second for English, 54 MB and two seconds for Polish, the largest. Decoded whole, as
simplemma does for lemmas, they take 26 to 360 MB.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from threading import Lock
from unicodedata import normalize

from newsxlate import resources

# Two threads that need a dictionary at the same time would each read it, in a second or two.
_READING = Lock()


def _dictionary(language: str) -> Mapping[str, str]:
    with _READING:
        return _read(language)


@cache
def _read(language: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES
    from simplemma.strategies.dictionaries.stream_dictionary_factory import (
        StreamDictionaryFactory,
    )

    if language not in SUPPORTED_LANGUAGES:
        return {}
    found: Mapping[str, str] = StreamDictionaryFactory().get_dictionary(language)
    return found


def load_lemmas(language: str) -> None:
    """Have simplemma decode a language's dictionary, once: each thread would do it by itself.

    Raises:
        ValueError: There is none.
    """
    with _READING:
        _decode(language)


@cache
def _decode(language: str) -> None:
    from simplemma import is_known

    is_known("a", language)


def is_covered(language: str) -> bool:
    """Whether there is a dictionary of a language."""
    return bool(_dictionary(language))


@lru_cache(maxsize=32768)
def is_word(word: str, language: str) -> bool:
    """Whether ``word`` is a common word of a language; False if it is not covered.

    In German, nouns are looked up with their capital, so that names in its dictionary are words.
    """
    found = _dictionary(language)
    word = normalize("NFC", word)
    small = word.lower()
    return small in found or (_has_capitals(language) and small.capitalize() in found)


@lru_cache(maxsize=32768)
def base_form(word: str, language: str) -> str:
    """What a word as it is written is a form of; empty if the dictionary does not have it.

    In German the nominative singular of a noun, with its capital: Bäche is a form of Bach.
    """
    return _dictionary(language).get(normalize("NFC", word), "")


@cache
def _has_capitals(language: str) -> bool:
    """Whether the dictionary of a language gives nouns their capital."""
    return bool(resources.language(language, "casing").get("dictionary_has_capitals", False))
