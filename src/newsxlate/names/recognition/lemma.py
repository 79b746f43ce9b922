"""The nominative of a name in a German sentence: Putins is Putin, but Paris is Paris."""

from __future__ import annotations

from collections.abc import Collection

from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public_surname
from newsxlate.names.recognition import tagger
from newsxlate.names.recognition.rules import is_listed, is_organization, listed_as
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.text.folding import fold

# German writes an apostrophe, not an s, after these: Marx' Werke.
_HISSING = ("s", "ß", "x", "z", "ce", "s’", "s'")
_OF_NOUNS = frozenset({"NN", "NNA", "NNI", "ADJ(A)", "TRUNC"})


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
    return " ".join((*first, _word(s, end - 1, names)))


def _word(s: TaggedSentence, index: int, names: Collection[str]) -> str:
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
    return stem if _is_genitive(s, index, stem, names) else text


def _is_genitive(s: TaggedSentence, index: int, stem: str, names: Collection[str]) -> bool:
    """Whether the word at ``index`` is ``stem`` with the ending of the genitive."""
    text = s.texts[index]
    if stem in names:
        return True
    if is_listed(text) or is_given(text) or (is_family(text) and not is_listed(stem)):
        return False
    if is_public_surname(text) and not is_public_surname(stem):
        return False
    if _is_known(stem):
        return True
    if _is_known(text):
        return False
    # Of a name that nobody knows: Peskows Worte.
    return s.tag(index + 1) in _OF_NOUNS and s.is_capital(index + 1)


def _is_known(word: str) -> bool:
    if is_listed(word) or is_given(word) or is_family(word) or tables.person_parts().german(word):
        return True
    if tagger.known(word) == "NE" or fold(word) in tables.latin_names()["family"]:
        return True
    return gazetteer.is_large(word, gazetteer.NOTABLE_CITY_THOUSANDS)
