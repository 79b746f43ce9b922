"""The nominative of a name in a German sentence: Putins is Putin, but Paris is Paris."""

from __future__ import annotations

from collections.abc import Collection

from newsxlate.languages import INTERNATIONAL
from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.wordlists import (
    is_family,
    is_given,
    is_public_surname,
    is_title,
    words,
)
from newsxlate.names.recognition import declension, nouns
from newsxlate.names.recognition.listed import is_listed, listed_as
from newsxlate.names.recognition.rules import is_organization
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.text import dictionary, tagger
from newsxlate.text.folding import fold

# German writes an apostrophe, not an s, after these: Marx' Werke.
_HISSING = ("s", "ß", "x", "z", "ce", "s’", "s'")
_NOUNS = frozenset({"NN", "NNA", "NNI"})
_OF_NOUNS = _NOUNS | {"ADJ(A)", "TRUNC"}
# Before a name in the genitive there is no article, but that of its own case.
_DETERMINERS = frozenset({"ART", "APPRART", "PDAT", "PPOSAT", "PIAT", "ADJ(A)"})
_GENITIVE = ("des", "eines", "dieses")
_AND = ("und", "oder", "sowie", ",")


def lemma(s: TaggedSentence, start: int, end: int, names: Collection[str] = ()) -> str:
    """The last word of a name, or all of it if the tables have it, without its case ending.

    Args:
        s: A sentence.
        start: Index of the name's first word.
        end: Index behind its last one.
        names: Words that are names elsewhere in the same text.

    Returns:
        What the words from ``start`` on are in the nominative, joined by spaces.
    """
    *first, last = s.texts[start:end]
    whole = " ".join((*first, last))
    if first and (listed := listed_as(s.texts[start:end])):
        return listed
    # Burt's Bees has no German genitive.
    if is_listed(whole) or any(word.endswith(("'s", "’s")) for word in first):
        return whole
    nominative = declension.nominative(s, start, end) or declension.office(s.texts[start:end])
    if nominative:
        return nominative
    if first and last.endswith("s") and (gazetteer.lookup(whole) or _is_english(s, start, end)):
        return whole
    return " ".join((*first, _word(s, start, end - 1, names)))


def _is_english(s: TaggedSentence, start: int, end: int) -> bool:
    """Whether a name ends in an English word and is no person's: Fox News, New York Times."""
    last = s.texts[end - 1]
    if tagger.is_noun(last) or not dictionary.is_word(last, INTERNATIONAL):
        return False
    # Mike Woods' is a person's.
    return not (is_given(s.texts[start]) and is_family(last.removesuffix("s")))


def _word(s: TaggedSentence, start: int, index: int, names: Collection[str]) -> str:
    text = s.texts[index]
    if text.endswith(("’", "'")):
        return text[:-1]
    if text.endswith(("’s", "'s")):
        return text[:-2]
    if text.endswith("s") and text[:-1] in names:
        return text[:-1]
    if not text.endswith("s") or len(text) < 4 or text.isupper():
        return text
    head = text.rpartition("-")[2]
    for stem in (text[:-2], text[:-1]):
        if is_organization(head) and is_organization(stem.rpartition("-")[2]):
            return stem
    stem = text[:-1]
    if stem.endswith(_HISSING):
        return text
    return stem if _is_genitive(s, start, index, stem, names) else text


def _is_genitive(
    s: TaggedSentence, start: int, index: int, stem: str, names: Collection[str]
) -> bool:
    """Whether the word at ``index`` is ``stem`` with the ending of the genitive."""
    text = s.texts[index]
    if stem in names:
        return True
    before, behind = _stands_before_noun(s, start, index), _stands_behind_noun(s, start)
    # Prinz Harrys Buch, for all there is a surname Harrys.
    if before and is_given(stem) and not is_given(text) and start == index:
        return True
    if is_listed(text) or is_given(text) or (is_family(text) and not is_listed(stem)):
        return False
    if is_public_surname(text) is not is_public_surname(stem):
        # Also of a family: die Clintons.
        return is_public_surname(stem)
    if is_listed(stem, "place") and not (start < index and is_given(s.texts[start])):
        return True
    if not before and not behind:
        return False
    if _is_known(stem):
        return True
    # Of a name that nobody knows: Peskows Worte.
    return not _is_known(text) and before


def _stands_before_noun(s: TaggedSentence, start: int, index: int) -> bool:
    """Whether the words up to ``index`` may say whose something is: Gorbunows neues Buch."""
    # Auf den Nias Inseln; but: in Gorbunows Buch.
    if s.tag(start - 1) in _DETERMINERS - {"ADJ(A)"}:
        return False
    following = s.tag(index + 1)
    word = s.text(index + 1)
    noun = following in _OF_NOUNS or tagger.is_noun(word) or nouns.is_common(word)
    return following == "ADJ(A)" or (noun and s.is_capital(index + 1))


def _stands_behind_noun(s: TaggedSentence, start: int) -> bool:
    """Whether the words from ``start`` on may say whose something is: die Reise Baerbocks."""
    before = start - 1
    if s.text(before).lower() in _GENITIVE:
        return True
    if s.tag(before) in _DETERMINERS:
        return False
    # Die Chefs Boeings und Airbus'.
    if s.text(before) in _AND:
        return s.is_marked(before - 1) and s.text(before - 1).endswith("s")
    # Sagte Rektorin Eileen Lyons; but: der Sprecher Putins, die Reise Präsident Putins.
    office = is_title(s.text(before)) or is_given(s.texts[start])
    determined = s.tag(before - 1) in _DETERMINERS | _NOUNS
    if office and not determined and s.text(before - 1) not in words("definite"):
        return False
    return s.tag(before) in _NOUNS or is_title(s.text(before))


def _is_known(word: str) -> bool:
    if is_listed(word) or is_given(word) or is_family(word) or tables.person_parts().german(word):
        return True
    if tagger.known(word) == "NE" or fold(word) in tables.latin_names()["family"]:
        return True
    return gazetteer.is_large(word, gazetteer.NOTABLE_CITY_THOUSANDS)
