"""Adjectives and inhabitants of places: what may stand in a country's stead, and explains it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.forms import places
from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, is_cyrillic

# A beginning as short as this is a whole stem; only an ending may follow.
_WHOLE_STEM = 3
_LONGEST_ENDING = 4
_LONGEST_REST = 9
# Cut from a place's name to get what its adjectives begin with: Michigan, Bolivia, Schottland.
_SHORTEST = 4
_INHABITANTS = ("erinnen", "erin", "ern", "ers", "er")
_VOWELS = "aeiouyаеиіоуыюяє"


@dataclass(frozen=True, slots=True)
class Demonym:
    """How the adjectives and inhabitants of a place begin.

    Attributes:
        names: German names of the place.
        beginnings: Folded, by language; German among them.
    """

    names: tuple[str, ...]
    beginnings: dict[str, tuple[str, ...]]


def is_demonym(word: str, stem: str) -> bool:
    """Whether a folded word is a stem with a plausible ending."""
    longest = _LONGEST_ENDING if len(stem) <= _WHOLE_STEM else _LONGEST_REST
    return word.startswith(stem) and len(word) - len(stem) <= longest


@cache
def demonyms() -> tuple[Demonym, ...]:
    """The table ``demonyms.tsv``."""
    return tuple(
        Demonym(
            tuple(row.pop("name").split("|")),
            {
                language: tuple(
                    dict.fromkeys(fold(text).replace(" ", "") for text in cell.split("|"))
                )
                for language, cell in row.items()
            },
        )
        for row in tables.rows("demonyms.tsv")
    )


@cache
def _by_name() -> dict[str, list[Demonym]]:
    found: dict[str, list[Demonym]] = {}
    for demonym in demonyms():
        for name in demonym.names:
            found.setdefault(fold(name), []).append(demonym)
    return found


@cache
def _by_beginning() -> dict[str, list[Demonym]]:
    """The places by how their German adjectives begin."""
    found: dict[str, list[Demonym]] = {}
    for demonym in demonyms():
        for stem in demonym.beginnings.get(SOURCE, ()):
            found.setdefault(stem, []).append(demonym)
    return found


@lru_cache(maxsize=8192)
def of_word(word: str) -> tuple[Demonym, ...]:
    """The places that a German word names, or is made from: Ukraine, Ukrainer, ukrainisch."""
    folded = fold(word)
    named = _by_name().get(folded) or _by_name().get(folded.removesuffix("s"), [])
    whole = folded.replace(" ", "")
    if named:
        return tuple(named)
    shortest = max(2, len(whole) - _LONGEST_REST)
    beginnings = (whole[:end] for end in range(shortest, len(whole) + 1))
    stems = (stem for stem in beginnings if stem in _by_beginning() and is_demonym(whole, stem))
    return tuple(demonym for stem in stems for demonym in _by_beginning()[stem])


@lru_cache(maxsize=8192)
def places_in(word: str) -> tuple[str, ...]:
    """The German names of places that a word says something of.

    Those it names or is made from, those that a compound begins with, and the country of a city:
    Ukraine, Ukrainer, Asienspiele, zentralamerikanisch; Manchester is in England.
    """
    found = [name for demonym in of_word(word) for name in demonym.names]
    if not word[:1].isupper():
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
    """The folded words of the forms of the places that a German word says something of."""
    entries = (entry for name in places_in(word) for entry in tables.whole().german(name))
    forms = (form for entry in entries for form in entry.forms.get(language, ()))
    return frozenset(w for form in forms for w in fold(form).split() if len(w) > 2)


@lru_cache(maxsize=8192)
def place_of(word: str) -> str:
    """The place whose inhabitant or adjective a German word is by its ending; else nothing."""
    for ending in _INHABITANTS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            # Berliner, Pariser; Hallenser; Bremer; Münchner, Basler; Zürcher.
            letters = (f"{stem[:-1]}e{stem[-1]}", f"{stem.removesuffix('ch')}ich")
            candidates = (stem, f"{stem}e", f"{stem}en", *letters)
            listed = (place for place in candidates if fold(place) in place_names())
            known = (place for place in candidates if places.is_known(place))
            return next(chain(listed, known), "")
    return ""


@lru_cache(maxsize=8192)
def demonym_beginnings(name: str, language: str) -> tuple[str, ...]:
    """How a target word begins that is made from a German name, or from what that is made from."""
    found = [stem for d in of_word(name) for stem in d.beginnings.get(language, ())]
    for text in (name, place_of(name), *(n for d in of_word(name) for n in d.names)):
        if text:
            found += _own_beginnings(text, language)
    return tuple(dict.fromkeys(found))


def _own_beginnings(name: str, language: str) -> Iterator[str]:
    for entry in tables.whole().german(name):
        if entry.kind == "place":
            for form in entry.forms.get(language, ()):
                stem = fold(form).replace(" ", "").rstrip(_VOWELS)
                if len(stem) >= _SHORTEST and not form.isupper():
                    yield stem


@lru_cache(maxsize=4096)
def is_english(word: str) -> bool:
    """Whether a word is an English adjective or inhabitant of a place: Welsh, Scottish."""
    folded = fold(word)
    return any(
        is_demonym(folded, stem) and folded != stem
        for demonym in demonyms()
        for stem in demonym.beginnings.get(INTERNATIONAL, ())
    )


def count(words: Sequence[str], names: Sequence[str]) -> int:
    """How many German words are made from one of the names."""
    meant = {id(demonym) for name in names for demonym in of_word(name)}
    folded = [fold(name) for name in names]
    return sum(
        any(id(demonym) in meant for demonym in of_word(word))
        or any(_is_adjective_of(fold(word), name) for name in folded)
        for word in words
    )


def _is_adjective_of(word: str, name: str) -> bool:
    """Whether a folded German word is the adjective of a folded place: syrisch, Syrien."""
    stem, ending, _ = word.rpartition("isch")
    short = len(name) - len(stem) <= _LONGEST_ENDING
    return bool(ending) and len(stem) >= _WHOLE_STEM and name.startswith(stem) and short


def is_plausible(text: str, language: str) -> bool:
    """Whether a word made from a place's name is one of the language, and not a misspelling."""
    known = not dictionary.is_covered(language) or is_cyrillic(text)
    return known or dictionary.is_word(text, language)
