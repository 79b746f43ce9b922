"""The rules that mark places, and clubs that are named after them."""

from __future__ import annotations

import re

from newsxlate.names.knowledge import gazetteer
from newsxlate.names.knowledge.wordlists import words
from newsxlate.names.recognition import nouns
from newsxlate.names.recognition.listed import is_listed, is_place
from newsxlate.names.recognition.tagged_sentence import BEFORE_NOUNS, NOUNS, TaggedSentence
from newsxlate.text import tagger

_PLACELIKE = NOUNS | {"ADJ(A)", "XY"}
_LONGEST_DATELINE = 6


def mark_places(s: TaggedSentence) -> None:
    """Places that HanTa takes for nouns: of the tables, by their ending, or after "in"."""
    for i, text in enumerate(s.texts):
        if s.marked[i] or len(text) < 4 or not s.is_capital(i) or s.tags[i] not in _PLACELIKE:
            continue
        where = s.text(i - 1).lower() in words("place_prepositions")
        bare = s.tag(i - 1) not in BEFORE_NOUNS or s.tag(i - 1) == "APPRART"
        if not text.isalpha():
            # Nußdorf-Debant.
            village = nouns.is_village(text.partition("-")[0]) and not nouns.is_hyphenated(text)
            s.marked[i] = village and (where or bare)
        elif is_place(text):
            s.marked[i] = where or not tagger.is_noun(text)
        elif nouns.is_village(text):
            s.marked[i] = where or bare
        elif nouns.is_large_city(text):
            s.marked[i] = True
        elif where and not tagger.known(text) and not nouns.is_common(text):
            s.marked[i] = s.text(i + 1) not in ("und", "oder", "sowie", "-")


def mark_saints(s: TaggedSentence) -> None:
    """St. Moritz, Sankt Gallen."""
    for i, text in enumerate(s.texts):
        if text in ("St.", "Sankt") and s.is_capital(i + 1):
            s.mark(i, i + 2)


def mark_clubs(s: TaggedSentence) -> None:
    """1. FC Köln, FC Schalke 04, Hamburger SV."""
    for i, text in enumerate(s.texts):
        if _is_club(s, i):
            numbered = re.fullmatch(r"\d+\.?", s.text(i - 1)) is not None
            s.mark(i - numbered, i + 2)
        # Hamburger SV.
        elif text in words("clubs") and text.isupper() and s.text(i - 1).endswith("er"):
            s.mark(i - s.is_capital(i - 1), i + 1)


def _is_club(s: TaggedSentence, index: int) -> bool:
    """Whether a club's prefix stands before what it is named by, a town most often."""
    if s.texts[index] in words("short_clubs"):
        return is_town(s, index + 1) or nouns.is_village(s.text(index + 1))
    return s.texts[index] in words("clubs") and s.is_capital(index + 1)


def is_town(s: TaggedSentence, index: int) -> bool:
    """Whether the word at ``index`` is a place of the tables, or a marked one of the atlas."""
    town = s.text(index)
    return is_listed(town, "place") or bool(gazetteer.lookup(town) and s.is_marked(index))


def mark_datelines(s: TaggedSentence) -> None:
    """The town that a report comes from: Oberstdorf (dpa/lby), München/Hamburg (dpa)."""
    end = 0
    while s.is_capital(end) or (end and s.text(end) in ("/", ",") and s.is_capital(end + 1)):
        end += 1
    agency = s.text(end) == "(" and s.text(end + 1) in words("small_names") | words("agencies")
    # As a sentence of its own, or with the stop that ends it: Hechingen.
    alone = end == len(s) - 1 == 1 and s.texts[end] == "." and _may_be_town(s.texts[0])
    if agency or alone:
        for i in range(min(end, _LONGEST_DATELINE)):
            s.marked[i] = s.marked[i] or s.texts[i].isalpha() or "-" in s.texts[i]


def _may_be_town(text: str) -> bool:
    return nouns.is_village(text) or bool(gazetteer.lookup(text)) or is_listed(text, "place")
