"""Common words that a name may be taken for: articles, and nouns of German."""

from __future__ import annotations

from newsxlate.languages import SOURCE
from newsxlate.names.knowledge import gazetteer
from newsxlate.names.knowledge.language import every_article
from newsxlate.names.knowledge.wordlists import is_family, is_given
from newsxlate.text import dictionary, tagger
from newsxlate.text.folding import fold

# The tagger makes nouns of many a name that is no longer: Stein-em.
_LONGEST_MISTAGGED = 8


def is_article(word: str) -> bool:
    """Whether a word is an article of some language: Der, The."""
    return fold(word) in every_article()


def is_common(word: str) -> bool:
    """Whether a word is a German noun, in the nominative or the genitive, old or new spelling."""
    if is_given(word) or is_family(word):
        return False
    spellings = (word, word.replace("ss", "ß"), word.removesuffix("s"))
    # The tagger makes nouns of many a short name: Stein-em.
    listed = len(word) > _LONGEST_MISTAGGED or any(dictionary.is_word(w, SOURCE) for w in spellings)
    if listed and any(tagger.is_noun(w) for w in spellings):
        return True
    if gazetteer.is_large(word, gazetteer.NOTABLE_CITY_THOUSANDS):
        return False
    return tagger.known(word) != "NE" and dictionary.is_word(word, SOURCE)
