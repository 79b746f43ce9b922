"""Whether a translation must have a name: what may rightly be left out or put otherwise."""

from __future__ import annotations

from functools import lru_cache

from newsxlate.entities import Entity, Mention
from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.forms import demonyms
from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.language import every_article, name_rules
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public
from newsxlate.names.recognition import tagger
from newsxlate.names.recognition.listed import is_listed
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, parts

# A shorter acronym may stand for too many things.
_SHORTEST_ACRONYM = 3
# The tagger makes nouns of many a name that is no longer: Stein-em.
_LONGEST_MISTAGGED = 8


def is_certain(mention: Mention, entity: Entity, language: str, rendered: bool) -> bool:
    """Whether it is a mistake if a translation has no form of a name.

    Args:
        mention: The mention.
        entity: Its entry.
        language: ISO 639-1 code of the target language.
        rendered: Whether the entry was found in another sentence of the translation.
    """
    if mention.part or is_article(mention.base):
        return False
    if mention.worded:
        return is_listed(mention.base)
    if rendered:
        return True
    return any(_is_name(name, language) for name in {mention.base, entity.canonical})


def is_article(word: str) -> bool:
    """Whether a word is an article of some language: Der, The."""
    return fold(word) in every_article()


@lru_cache(maxsize=4096)
def _is_name(name: str, language: str) -> bool:
    """Whether a name is surely one, and not a word that is translated."""
    words = name.split()
    if is_listed(name) or is_public(name) or (len(words) > 1 and is_given(words[0])):
        return True
    # English names in German text are translated into other languages, but not into English.
    kept = name_rules(language).english_is_own
    if kept and len(words) > 1 and all(dictionary.is_word(w, INTERNATIONAL) for w in words):
        return True
    if len(words) > 1:
        return not all(is_common(word) or _is_english(word) for word in words)
    if is_common(name) or _may_be_noun(name):
        return False
    if name.isupper():
        return len(name) >= _SHORTEST_ACRONYM
    return kept or not (_is_english(name) or dictionary.is_word(name, language))


def _is_english(word: str) -> bool:
    """Whether a word is an English one: also one with hyphens, or made from a place."""
    return all(
        dictionary.is_word(part, INTERNATIONAL) or demonyms.is_english(part) for part in parts(word)
    )


def _may_be_noun(word: str) -> bool:
    """Whether a word that is a name for the finder may be a noun: Koch."""
    if not dictionary.is_word(word, SOURCE) or is_given(word) or tables.whole().form(word):
        return False
    if gazetteer.is_large(word, gazetteer.NOTABLE_CITY_THOUSANDS):
        return False
    return is_family(word) or tagger.known(word) != "NE"


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
