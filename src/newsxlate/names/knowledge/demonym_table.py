"""The table of demonyms: adjectives and inhabitants of places, and peoples (``demonyms.tsv``).

A language either has endings of demonyms (``names.toml``), and its column has stems that make whole
words with them; or it has none, and words need only begin as its column says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsxlate.languages import SOURCE
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text.folding import fold

#: The ending that makes an adjective of a German stem.
ADJECTIVE = "isch"
# A German stem so long is no other word: Tuareg, Bundesligist.
_SHORTEST_BARE = 6
# How the adjective of a German name may end, but for its e: Vereinigte, Vereinigtes.
_CASES = "mnrs"
# ISO 3166-1, alpha-2; the CLDR has other codes for parts of the world.
_COUNTRY_CODE = 2


@dataclass(frozen=True, slots=True, eq=False)
class Demonym:
    """The adjectives and inhabitants of a place, or a people.

    Attributes:
        names: German names of the place.
        country: ISO 3166-1 code of the country that it is, or that it lies in; or nothing.
        whole: Whether it is that country.
        state: Whether it is a country, if only one inside another: Scotland.
        words: By language, whole words, folded, without spaces; German among them.
        combining: By language, words that stand before others only: Franco-, sino-.
        parts: By language, the single words of the longer ones: sri, lankan.
        beginnings: By language, how words begin, where the language has no endings.
    """

    names: tuple[str, ...]
    country: str
    whole: bool
    state: bool
    words: dict[str, frozenset[str]]
    combining: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]
    beginnings: dict[str, tuple[str, ...]]

    def covers(self, other: Demonym) -> bool:
        """Whether one is the other, or the country that the other lies in, or lies in it."""
        if self is other:
            return True
        same = bool(self.country) and self.country == other.country
        return same and (self.whole or other.whole)


def has_endings(language: str) -> bool:
    """Whether it is known of a language which words exactly are demonyms."""
    return bool(name_rules(language).demonyms)


@cache
def demonyms() -> tuple[Demonym, ...]:
    """The table ``demonyms.tsv``."""
    countries = _codes()
    return tuple(_demonym(row, countries) for row in tables.rows("demonyms.tsv"))


def _demonym(row: dict[str, str], countries: dict[str, str]) -> Demonym:
    names = tuple(row.pop("name").split("|"))
    place = row.pop("country", "")
    codes = (countries[fold(name)] for name in names if fold(name) in countries)
    own = "" if place else next(codes, "")
    within = name_rules(SOURCE).within.get(place, "").split()
    stems = {code: cell.split("|") for code, cell in row.items() if cell}
    exact = {code: own for code, own in stems.items() if has_endings(code)}
    return Demonym(
        names,
        own or place,
        bool(own),
        bool(own) or names[0] in within,
        {code: frozenset(_words(own, code)) for code, own in exact.items()},
        {
            code: frozenset(fold(stem) for stem in own if stem.endswith("-"))
            for code, own in exact.items()
        },
        {code: frozenset(_parts(own)) for code, own in exact.items()},
        {
            code: tuple(dict.fromkeys(fold(stem).replace(" ", "") for stem in own))
            for code, own in stems.items()
            if code not in exact
        },
    )


def _parts(stems: Iterable[str]) -> Iterator[str]:
    for stem in map(fold, stems):
        if " " in stem:
            yield from (word for word in stem.split() if len(word) > 2)


def _words(stems: Iterable[str], language: str) -> Iterator[str]:
    """Stems with all the endings of a language, without spaces."""
    for stem in stems:
        folded = fold(stem).replace(" ", "")
        if stem.endswith("."):
            yield folded
        elif not stem.endswith("-"):
            yield from (folded + ending for ending in _endings(folded, language))


def _endings(stem: str, language: str) -> Sequence[str]:
    """The endings of inhabitants and adjectives that a stem takes."""
    rules = name_rules(language).demonyms
    if language != SOURCE:
        return "", *rules["inflected"].split()
    adjective = rules["adjective"].split()
    if stem.endswith("sch"):
        return "", *adjective
    bare = ("",) if len(stem) >= _SHORTEST_BARE else ()
    of_stem = (f"{ADJECTIVE}{ending}" for ending in ("", *adjective))
    return *bare, *rules["inflected"].split(), *of_stem


@cache
def _codes() -> dict[str, str]:
    """The countries' codes by their folded German names."""
    found: dict[str, str] = {}
    for row in tables.rows("cldr.tsv"):
        if len(row["key"]) == _COUNTRY_CODE:
            found |= dict.fromkeys(map(fold, row[SOURCE].split("|")), row["key"])
    return found


@cache
def _by_name() -> dict[str, list[Demonym]]:
    found: dict[str, list[Demonym]] = {}
    for demonym in demonyms():
        for name in demonym.names:
            found.setdefault(_uninflected(name), []).append(demonym)
    return found


def _uninflected(name: str) -> str:
    """A folded German name, its adjective without an ending: im Vereinigten Königreich."""
    first, space, rest = fold(name).partition(" ")
    return f"{first.rstrip(_CASES)} {rest}" if space else first


@cache
def by_word(language: str) -> dict[str, tuple[Demonym, ...]]:
    """The places by the words that are made from them, in a language with endings."""
    found: dict[str, list[Demonym]] = {}
    for demonym in demonyms():
        for word in demonym.words.get(language, ()):
            found.setdefault(word, []).append(demonym)
    return {word: tuple(several) for word, several in found.items()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _by_name() if " " in name)


def begins_name(word: str) -> bool:
    """Whether a German name of several words begins with a word."""
    # Nothing may be left of a letter that is a mark: ʼ.
    return fold(word).partition(" ")[0].rstrip(_CASES) in _first_words()


def named(name: str) -> Sequence[Demonym]:
    """The places and peoples of the table that have a German name."""
    return _by_name().get(_uninflected(name), ())


@lru_cache(maxsize=8192)
def exactly(word: str) -> tuple[Demonym, ...]:
    """The places that a German word names, or is the adjective or inhabitant of."""
    folded = fold(word)
    bare = _uninflected(word)
    found = tuple(_by_name().get(bare) or _by_name().get(bare.removesuffix("s"), []))
    return found or by_word(SOURCE).get(folded.replace(" ", ""), ())
