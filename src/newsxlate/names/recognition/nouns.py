"""Whether a German word is a common noun, by what a dictionary knows of it and what it is made of.

A name has one form and its genitive (Kiew, Kiews), a common noun has others: what is a form of
another noun (Böen), has a plural of its own (Jod, Jode), or is made of words the last of which is
such a noun (Speicher-karte) is no name, as long as nothing speaks for one. Villages and surnames
are made of nouns too (Oberstdorf, Wagenknecht): there the last part decides nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.knowledge import gazetteer
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public_surname, words
from newsxlate.names.recognition.listed import is_listed
from newsxlate.text import dictionary, tagger

_WORDS = 20_000
_SHORTEST_HEAD = 4
_SHORTEST_MODIFIER = 3
_LONGEST = 40
# A compound of compounds of compounds: Straßenbahnhaltestellenschild.
_DEEPEST = 3
# Endings of the plural, and of the genitive, which names do not have; -s is that of both.
_ENDINGS = ("e", "en", "n", "er", "es", "nen", "se", "ien")
_UMLAUTS = {"a": "ä", "o": "ö", "u": "ü"}
_TYPED = re.compile("([aou])e")
# Short surnames are nouns in another spelling: Gruen, Fleiss.
_LONG = 8
_VALLEY = "tal"
_SUBSTANCE = re.compile(r".{4,}(?:an|at|en|id|in|it|ium|ol|on)")
_ABSTRACT = re.compile(r".{3,}(?:heit|keit|ismus|logie|schaft|tion|tät|ung)(?:en|s)?")
# What German puts between the parts of a compound, and what it leaves out: Schul-hof.
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens")
_LEFT_OUT = ("", "e", "en", "n")


def is_plain(word: str) -> bool:
    """Whether a word is written as nouns are."""
    return word.isalpha() and len(word) < _LONGEST and word[1:].islower() and word[:1].isupper()


@lru_cache(_WORDS)
def is_common(word: str) -> bool:
    """Whether a word that may be a name is surely a common noun when it stands alone."""
    if not is_plain(word) or is_known_name(word) or _is_firm(word):
        return False
    if tagger.readings(word) == {"NE"}:
        return False
    if is_abstract(word) and not dictionary.is_word(word, INTERNATIONAL):
        return True
    # Heidi Fleiss may be spelt so by birth; longer words are hardly surnames.
    long = len(word) >= _LONG and tagger.is_noun(_spelt(word))
    plural = has_plural(word) and (_spelt(word) == word or long)
    made = is_inflected(word) or is_compound(word) or _is_several(word)
    return plural or made or _is_substance(word)


def is_known_name(word: str) -> bool:
    """Whether reference data have a word as a name: a person's, a place's, an institution's."""
    # Of the Netherlands and the like the dative as well.
    return any(map(_is_known_name, {word, word.removesuffix("s"), word.removesuffix("n")}))


@lru_cache(_WORDS)
def _is_known_name(word: str) -> bool:
    person = is_family(word) or is_given(word) or is_public_surname(word)
    # Every short word is somewhere a town: one of what both German and English call so is large.
    thousands = gazetteer.NOTABLE_CITY_THOUSANDS if is_loan(word) else 0
    return person or is_listed(word) or is_region(word) or gazetteer.is_large(word, thousands)


@lru_cache(_WORDS)
def is_public_name(word: str) -> bool:
    """Whether a word is a surname that news is about, and no noun: Steinmeier, but not Heil."""
    public = is_public_surname(word) or is_public_surname(word.removesuffix("s"))
    return is_plain(word) and public and not is_dictionary_noun(word)


@lru_cache(_WORDS)
def is_region(word: str) -> bool:
    """Whether a word is a landscape or river, or a part of a place that the tables have."""
    return word in words("landscapes") or _is_valley(word) or _is_part(word)


def _is_part(word: str) -> bool:
    """Whether a word is a part of a place that the tables have: Nordatlantik."""
    side = next((side for side in name_rules(SOURCE).compass if word.startswith(side)), "")
    return bool(side) and is_listed(word.removeprefix(side).capitalize(), "place")


@lru_cache(_WORDS)
def is_large_city(word: str) -> bool:
    """Whether a word that no dictionary and no lexicon has is a large city: Wolverhampton."""
    if not is_plain(word) or _base(word) or tagger.known(word):
        return False
    return gazetteer.is_large(word, gazetteer.LARGE_CITY_THOUSANDS)


def _is_valley(word: str) -> bool:
    """Whether a word is a valley of a river that German readers know: Ahrtal."""
    return word.endswith(_VALLEY) and word.removesuffix(_VALLEY) in words("landscapes")


def is_dictionary_noun(word: str) -> bool:
    """Whether the dictionary has a word as a noun, which may be a name."""
    return bool(_base(word))


@lru_cache(_WORDS)
def is_inflected(word: str) -> bool:
    """Whether a word is a form of another noun that no name has: Hirsche, Erwachsene."""
    word, base = _spelt(word), _base(word)
    return bool(base) and base not in (word, word.removesuffix("s"), word.removesuffix("es"))


@lru_cache(_WORDS)
def has_plural(word: str) -> bool:
    """Whether a word, or what it is the genitive of, has forms that no name has: Jode, Bäche."""
    base = _base(word)
    if not base:
        return False
    stems = [base]
    for plain, umlaut in _UMLAUTS.items():
        before, found, after = base.rpartition(plain)
        if found:
            stems.append(before + umlaut + after)
    # Hitler has a dative plural too.
    endings = ("",) if base.endswith(("er", "el")) else ("", *_ENDINGS)
    plurals = (stem + ending for stem in stems for ending in endings)
    return any(plural != base and _base(plural) == base for plural in plurals)


@lru_cache(_WORDS)
def is_compound(word: str) -> bool:
    """Whether a word is made of others, of which the last is a common noun and no name's end."""
    return is_plain(word) and tagger.known(word) != "NE" and _is_compound(word, _DEEPEST)


def is_hyphenated(text: str) -> bool:
    """Whether a word with a hyphen is a common noun: Kreml-Sprecher."""
    head = text.rpartition("-")[2]
    if head == text or is_known_name(text):
        return False
    return (tagger.is_noun(head) or is_common(head) or is_loan(head)) and not is_family(head)


def is_abstract(word: str) -> bool:
    """Whether a word ends as nouns do that are no surnames: Geschwindigkeiten."""
    return is_plain(word) and _ABSTRACT.fullmatch(word) is not None


def _is_compound(word: str, depth: int) -> bool:
    for start in range(_SHORTEST_MODIFIER, len(word) - _SHORTEST_HEAD + 1):
        head = word[start:].capitalize()
        # No surname begins so: Heizungs-keller.
        if _base(head) and _ABSTRACT.fullmatch(word[:start]) and word[start - 1] == "s":
            return True
        # Not Padding-ton.
        if len(_base(head)) < _SHORTEST_HEAD or not _is_noun(head):
            continue
        if _ends_names(head):
            return False
        if _is_modifier(word[:start], depth):
            return True
    return False


def _is_noun(head: str) -> bool:
    return is_inflected(head) or has_plural(head) or (bool(_base(head)) and tagger.is_noun(head))


def _ends_names(head: str) -> bool:
    """Whether places or surnames end so: Oberst-dorf, Wagen-knecht."""
    ends = {head, head.removesuffix("s"), head.removesuffix("es")}
    listed = any(end.lower() in words("place_endings") for end in ends)
    return listed or _is_firm(head) or any(is_family(end) or is_given(end) for end in ends)


def _is_firm(word: str) -> bool:
    """Whether newspapers or firms end so: Abendblatt, Volksbank."""
    endings = tuple(words("firm_endings"))
    return word.lower().removesuffix("s").removesuffix("e").endswith(endings)


def _is_modifier(text: str, depth: int) -> bool:
    """Whether compounds may begin with a text: a noun, adjective, verb or preposition."""
    for link in _LINKS:
        stem = text.removesuffix(link)
        if (link and stem == text) or len(stem) < 2:
            continue
        if any(_base(stem.capitalize() + end) for end in (_LEFT_OUT if not link else ("",))):
            return True
        if any(dictionary.base_form(stem.lower() + end, SOURCE) for end in _LEFT_OUT):
            return True
        if depth and len(stem) > _SHORTEST_HEAD and _is_parted(stem, depth - 1):
            return True
    return text.lower() in words("compound_beginnings")


def _is_parted(stem: str, depth: int) -> bool:
    return any(
        (_base(stem[start:].capitalize()) or dictionary.base_form(stem[start:].lower(), SOURCE))
        and _is_modifier(stem[:start], depth)
        for start in range(_SHORTEST_MODIFIER, len(stem) - _SHORTEST_HEAD + 1)
    )


@lru_cache(_WORDS)
def is_loan(word: str) -> bool:
    """Whether a noun is one that German has from English: Chat, Tsunami."""
    base = _base(word)
    if not base or _base(f"{base}s") != base or tagger.readings(word) == {"NE"}:
        return False
    return dictionary.is_word(word, INTERNATIONAL)


def _is_substance(word: str) -> bool:
    """Whether English calls a substance or the like so, or so with an e: Melamin, Gadolinium."""
    if _base(word) or not _SUBSTANCE.fullmatch(word):
        return False
    english = word if word.endswith("ium") else f"{word}e"
    return dictionary.is_word(english, INTERNATIONAL)


def _is_several(word: str) -> bool:
    """Whether a word is the plural of a thing that is English too: Smartphones, but not Rangers."""
    base = _base(word)
    return base not in ("", word) and not base.endswith("er") and is_loan(word)


@lru_cache(_WORDS)
def may_be_foreign(word: str) -> bool:
    """Whether a word may be one of another language: no frequent noun of German alone."""
    if tagger.is_frequent_noun(word):
        return False
    english = dictionary.is_word(word, INTERNATIONAL)
    return english or not (_base(word) or is_common(word))


@lru_cache(_WORDS)
def is_village(word: str) -> bool:
    """Whether a word ends as places do, and no dictionary has it: Oberstdorf, Burladingen."""
    if _is_valley(word):
        return True
    if not is_plain(word) or _base(word) or dictionary.base_form(word.lower(), SOURCE):
        return False
    ending = _village().search(word)
    return ending is not None and ending.start() >= _SHORTEST_MODIFIER


@cache
def _village() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(words('place_endings')))})$")


def _base(word: str) -> str:
    """The noun that a word is a form of; empty if it is none."""
    base = dictionary.base_form(_spelt(word), SOURCE)
    return base if base[:1].isupper() else ""


@lru_cache(_WORDS)
def _spelt(word: str) -> str:
    """A word as the dictionary spells it: Rückruf for Rueckruf, Ausstoß for Ausstoss."""
    if dictionary.base_form(word, SOURCE):
        return word
    others = _TYPED.sub(lambda m: _UMLAUTS[m[1]], word), word.replace("ss", "ß")
    return next((other for other in others if dictionary.base_form(other, SOURCE)), word)
