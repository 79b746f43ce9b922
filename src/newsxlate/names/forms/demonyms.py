"""Adjectives and inhabitants of places, and peoples: what may stand for a place, or explains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from newsxlate.languages import SOURCE
from newsxlate.names.forms import places
from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.demonym_table import (
    ADJECTIVE,
    Demonym,
    by_word,
    exactly,
    has_endings,
)
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, is_cyrillic

# A beginning as short as this is a whole stem; only an ending may follow.
_WHOLE_STEM = 3
_LONGEST_ENDING = 4
_LONGEST_REST = 9
# Cut from a place's name to get what its adjectives begin with: Michigan, Bolivia, Schottland.
_SHORTEST = 4
# A German compound begins, or ends, with a word of so many letters: Türkenkrieg; Deutschtürke.
_SHORTEST_PART = 5
# ... or with a name as short as this, if the rest is a word: Nilquelle.
_SHORT_PART = 3
_VOWELS = "aeiouyаеиіоуыюяє"


@dataclass(frozen=True, slots=True)
class Derived:
    """Which words of a language are made from some places' names.

    Attributes:
        language: ISO 639-1 code.
        demonyms: What the table has of these places, with whole words.
        stems: Of the places' names, folded; words are made from them with the language's endings.
        beginnings: How words begin, in a language without endings.
    """

    language: str
    demonyms: frozenset[Demonym] = frozenset()
    stems: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there may be any."""
        return bool(self.demonyms or self.stems or self.beginnings)

    def has(self, folded: str) -> bool:
        """Whether a folded word, without spaces, is one of them."""
        if not self.demonyms.isdisjoint(by_word(self.language).get(folded, ())):
            return True
        if any(folded in one.combining.get(self.language, ()) for one in self.demonyms):
            return True
        if any(is_demonym(folded, stem) for stem in self.beginnings):
            return True
        stems = (stem for stem in self.stems if folded.startswith(stem))
        return any(folded[len(stem) :] in _endings(self.language) for stem in stems)

    @classmethod
    def joined(cls, language: str, found: Iterable[Derived]) -> Derived:
        """All of several."""
        several = list(found)
        return cls(
            language,
            frozenset().union(*(one.demonyms for one in several)),
            frozenset().union(*(one.stems for one in several)),
            frozenset().union(*(one.beginnings for one in several)),
        )


def is_demonym(word: str, stem: str) -> bool:
    """Whether a folded word is a stem with a plausible ending."""
    longest = _LONGEST_ENDING if len(stem) <= _WHOLE_STEM else _LONGEST_REST
    return word.startswith(stem) and len(word) - len(stem) <= longest


def may_be_adjective(word: str) -> bool:
    """Whether a German word that is written small may be made from a place's name."""
    return "sch" in word or _is_wide(word)


def _is_wide(word: str) -> bool:
    return any(ending in word for ending in name_rules(SOURCE).demonyms["wide"].split())


def _nations(word: str) -> Sequence[str]:
    """The countries of which a word may be one: bundesweit, Bundesministerin."""
    rules = name_rules(SOURCE).demonyms
    is_one = fold(word).startswith(tuple(rules["national"].split()))
    return rules["nations"].split() if is_one else ()


@lru_cache(maxsize=8192)
def of_word(word: str) -> tuple[Demonym, ...]:
    """The places that a German word names, is made from, or is a compound of.

    Ukraine, Ukrainer, ukrainisch; Türkenkrieg, Deutschtürke, prorussisch, europaweit.
    """
    if found := exactly(word):
        return found
    whole = fold(word).replace(" ", "")
    first: tuple[Demonym, ...] = ()
    if word[:1].isupper() or _is_wide(word):
        ends = range(len(whole) - 1, _SHORTEST_PART - 1, -1)
        first = next(filter(None, (exactly(whole[:end]) for end in ends)), ())
    return tuple(dict.fromkeys((*first, *_last_part(whole))))


def _last_part(whole: str) -> tuple[Demonym, ...]:
    """The places that the last part of a compound is made from, if the first is a word, too."""
    for start in range(2, len(whole) - _SHORTEST_PART + 1):
        if found := by_word(SOURCE).get(whole[start:]):
            first = whole[:start]
            prefix = first in name_rules(SOURCE).prefixes or dictionary.is_word(first, SOURCE)
            return found if prefix else ()
    return ()


@lru_cache(maxsize=8192)
def places_in(word: str) -> tuple[str, ...]:
    """The German names of places that a word says something of.

    Those it names or is made from, those that a compound begins with, and the country of a city:
    Ukraine, Ukrainer, Asienspiele, zentralamerikanisch; Manchester is in England.
    """
    found = [name for demonym in of_word(word) for name in demonym.names]
    found += _nations(word)
    if place := place_of(word):
        found.append(place)
    if not word[:1].isupper():
        # Südkorea is no part of Korea.
        if any(demonym.state for demonym in exactly(word)):
            return tuple(dict.fromkeys(found))
        rest = (
            word.removeprefix(prefix)
            for prefix in name_rules(SOURCE).prefixes
            if word.startswith(prefix)
        )
        found += [name for text in rest for d in of_word(text) for name in d.names]
        return tuple(dict.fromkeys(found))
    folded = fold(word)
    beginnings = (folded[:end] for end in range(_SHORTEST, len(folded) + 1))
    found += [beginning for beginning in beginnings if beginning in place_names()]
    # Nilquelle, but not Rom-an.
    short = word[:_SHORT_PART]
    if fold(short) in place_names() and dictionary.is_word(word[_SHORT_PART:], SOURCE):
        found.append(short)
    for city in gazetteer.lookup(word)[:1]:
        found += _countries().get(city.country, ())
    return tuple(dict.fromkeys(found))


@cache
def place_names() -> frozenset[str]:
    """The folded German names of all places in the tables."""
    entries = (entry for entry in tables.whole().entries if entry.kind == "place")
    return frozenset(fold(name) for entry in entries for name in entry.german)


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """The German names of countries by their codes."""
    within = name_rules(SOURCE).within
    return {
        row["key"]: (*row[SOURCE].split("|"), *within.get(row["key"], "").split())
        for row in tables.rows("cldr.tsv")
    }


@lru_cache(maxsize=16384)
def form_words(word: str, language: str) -> frozenset[str]:
    """The folded words of the forms of the places that a German word says something of.

    Also the single words of their demonyms (Sri Lankan), and those for the parts of a place:
    oberbayerisch, Upper Bavaria.
    """
    named = places_in(word)
    entries = (entry for name in named for entry in tables.whole().german(name))
    forms = [fold(form) for entry in entries for form in entry.forms.get(language, ())]
    place = place_of(word)
    if place and not tables.whole().german(place):
        forms += [fold(name) for city in gazetteer.lookup(place)[:1] for name in city.names]
    found = {w for form in forms for w in form.split() if len(w) > 2}
    found.update(*(demonym.parts.get(language, ()) for demonym in of_word(word)))
    if named and word.lower().startswith(tuple(map(str.lower, name_rules(SOURCE).compass))):
        found.update(name_rules(language).demonyms.get("compass", "").split())
    return frozenset(found)


@lru_cache(maxsize=8192)
def place_of(word: str) -> str:
    """The place whose inhabitant or adjective a German word is by its ending; else nothing."""
    for ending in _place_endings():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            candidates = list(_bases(stem))
            listed = (place for place in candidates if fold(place) in place_names())
            # Adjectives are written small, and too many verbs and towns are alike.
            city = (stem.capitalize(),) if ending.startswith(ADJECTIVE) else ()
            notable = (place for place in city if _is_notable(place))
            known = (place for place in candidates if word[0].isupper() and places.is_known(place))
            if place := next(chain(listed, notable, known), ""):
                return place
    return ""


def _is_notable(name: str) -> bool:
    return gazetteer.is_large(name, gazetteer.NOTABLE_CITY_THOUSANDS)


@cache
def _place_endings() -> tuple[str, ...]:
    """What German puts behind a place's name or stem: adjectives' endings, inhabitants'."""
    rules = name_rules(SOURCE).demonyms
    adjectives = [ADJECTIVE + ending for ending in (*rules["adjective"].split(), "")]
    linked = (link + ending for link in rules["linking"].split() for ending in adjectives)
    return *linked, *adjectives, *rules["inhabitants"].split()


def _bases(stem: str) -> Iterator[str]:
    """The names of places that a German stem may be of.

    Berliner, Pariser; Hallenser; Bremer; Münchner, Basler; Zürcher; sizilianisch, hessisch.
    """
    yield stem
    yield from (f"{stem}{ending}" for ending in name_rules(SOURCE).demonyms["places"].split())
    yield f"{stem[:-1]}e{stem[-1]}"
    yield f"{stem.removesuffix('ch')}ich"
    # fränkisch: Franken; the umlaut is folded, but GeoNames wants the capital's word.
    if stem.endswith("n"):
        yield stem.removesuffix("n")


@lru_cache(maxsize=8192)
def derived(name: str, language: str) -> Derived:
    """Which target words are made from a German name, or from what that is made from."""
    found = of_word(name)
    texts = dict.fromkeys((name, place_of(name), *(n for d in found for n in d.names)))
    own = frozenset(stem for text in texts if text for stem in _own_stems(text, language))
    if has_endings(language):
        return Derived(language, frozenset(found), own)
    stems = (stem for d in found for stem in d.beginnings.get(language, ()))
    return Derived(language, beginnings=own.union(stems))


@lru_cache(maxsize=8192)
def explained(word: str, language: str) -> Derived:
    """Which target words a German word explains: as `derived`, and those of its federation."""
    found = derived(word, language)
    nations = _nations(word)
    if not nations:
        return found
    return Derived.joined(language, (found, *(derived(nation, language) for nation in nations)))


def _own_stems(name: str, language: str) -> Iterator[str]:
    for entry in tables.whole().german(name):
        if entry.kind == "place":
            for form in entry.forms.get(language, ()):
                stem = fold(form).replace(" ", "").rstrip(_VOWELS)
                if len(stem) >= _SHORTEST and not form.isupper():
                    yield stem


@cache
def _endings(language: str) -> frozenset[str]:
    """What a language may put behind the stem of a place's name."""
    rules = name_rules(language).demonyms
    made = ("", *rules.get("made", "").split())
    inflected = ("", *rules.get("inflected", "").split())
    return frozenset(own + ending for own in made for ending in inflected)


def count(words: Sequence[str], names: Sequence[str]) -> int:
    """How many German words are made from one of the names."""
    meant = {demonym for name in names for demonym in of_word(name)}
    folded = [fold(name) for name in names]
    return sum(
        any(demonym in meant for demonym in of_word(word))
        or any(_is_adjective_of(fold(word), name) for name in folded)
        for word in words
    )


def _is_adjective_of(word: str, name: str) -> bool:
    """Whether a folded German word is the adjective of a folded place: syrisch, Syrien."""
    stem, ending, _ = word.rpartition(ADJECTIVE)
    short = len(name) - len(stem) <= _LONGEST_ENDING
    return bool(ending) and len(stem) >= _WHOLE_STEM and name.startswith(stem) and short


def is_plausible(text: str, language: str) -> bool:
    """Whether a word made from a place's name is one of the language, and not a misspelling."""
    if not dictionary.is_covered(language) or is_cyrillic(text):
        return True
    return fold(text) in by_word(language) or dictionary.is_word(text, language)
