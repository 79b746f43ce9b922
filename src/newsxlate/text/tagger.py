"""Parts of speech of German words, by HanTa (Wartena, 2019), loaded when first needed.

HanTa analyses a word by a hidden Markov model over its morphemes, then chooses the tags of a
sentence by one over its words (see `hanta`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsxlate.text.hanta import Tagger

# Analysing takes time by the square of the length; longer words are judged by their end.
_LONGEST = 32
_WORDS = 20_000
_SENTENCES = 500
# Logarithm of the probability of a noun that every reader meets daily: Hilfe -8.8, Verlag -10.0.
_FREQUENT = -10.5
# Readings that are less likely than the likeliest by a factor of e to this are left out.
_BEAM = 5
_NOUNS = frozenset({"NN", "NNA", "NNI"})


@cache
def _tagger() -> Tagger:
    from newsxlate.text.hanta import Tagger

    return Tagger("morphmodel_ger.pgz")


@cache
def _strict() -> Tagger:
    return _tagger().as_strict()


def tag(words: Sequence[str]) -> list[str]:
    """The STTS tag of each word of a sentence, NE for names.

    Some are HanTa's own: ADJ(A) for ADJA, NNA and NNI for nouns made of adjectives and verbs.
    """
    return list(_tagged(tuple(word[-_LONGEST:] for word in words)))


# Sentences in which a name was overlooked are read twice.
@lru_cache(_SENTENCES)
def _tagged(words: tuple[str, ...]) -> list[str]:
    tags: list[str] = _tagger().tag_sent(words, taglevel=0) if words else []
    return tags


@lru_cache(_WORDS)
def _alone(word: str) -> tuple[str, float]:
    found = _strict().tag_word(word[-_LONGEST:], cutoff=0) if word else []
    return found[0] if found and found[0][0] != "UNKNOWN" else ("", 0.0)


@lru_cache(_WORDS)
def readings(word: str) -> frozenset[str]:
    """Every likely tag of a word alone that is in the lexicon, or built from it."""
    found = _strict().tag_word(word[-_LONGEST:], cutoff=_BEAM) if word else []
    return frozenset(tag for tag, _ in found if tag != "UNKNOWN")


def known(word: str) -> str:
    """The likeliest tag of a word alone that is in the lexicon, or built from it; else nothing."""
    return _alone(word)[0]


def likelihood(word: str) -> float:
    """The logarithm of the probability of a word alone, with its likeliest tag."""
    return _alone(word)[1]


def is_noun(word: str) -> bool:
    """Whether a word is a common noun of German, rather than a name or unknown."""
    return known(word) in _NOUNS


def is_frequent_noun(word: str) -> bool:
    """Whether a word is a common noun that is met often."""
    return is_noun(word) and _alone(word)[1] > _FREQUENT
