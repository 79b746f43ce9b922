"""Places: which forms are theirs, and which are another place's."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.forms import inflection, romanization
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.gazetteer import (
    LARGE_CITY_THOUSANDS,
    NOTABLE_CITY_THOUSANDS,
    City,
    lookup,
)
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family, is_given
from newsxlate.names.verdict import Form, Reason, Verdict
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, is_cyrillic, parts, same_spelling

_ORIGINS = (romanization.SLAVIC, romanization.ARABIC)
_LONGEST_ACRONYM = 4
# Of longer words that are in a dictionary most are cities: Wladiwostok.
_LONGEST_WORD = 6
# Shorter names that GeoNames has beside a town's own are abbreviations and the like.
_SHORTEST_OTHER = 5


def is_known(name: str) -> bool:
    """Whether ``name`` is a place in some language."""
    return bool(_entries(name) or lookup(name))


def same_place(a: str, b: str) -> bool | None:
    """Whether a German name and one in any language can be one place; None if one is not known.

    Namesakes count as one: a Paris is not told from another.
    """
    entries_a, entries_b = _entries(a), _entries(b)
    cities_a, cities_b = cities(a), lookup(b)
    if not (entries_a or cities_a) or not (entries_b or cities_b):
        return None
    if {id(entry) for entry in entries_a} & {id(entry) for entry in entries_b}:
        return True
    return bool({city.offset for city in cities_a} & {city.offset for city in cities_b})


@lru_cache(maxsize=4096)
def cities(name: str) -> tuple[City, ...]:
    """The cities a German name can mean.

    GeoNames lacks the German names of many places whose script is another: what the English
    romanisation of such a name finds there is taken too.
    """
    if found := lookup(name):
        return tuple(city for city in found if _may_mean(name, city))
    for origin in _ORIGINS:
        derived = " ".join(
            romanization.derive(word, INTERNATIONAL, origin)[0] for word in parts(name)
        )
        if fold(derived) != fold(name):
            found = lookup(derived)
            if found and _other_script(found[0]) and found[0].population >= NOTABLE_CITY_THOUSANDS:
                return found
    return ()


def _may_mean(name: str, city: City) -> bool:
    """Whether a German name of a city is not rather something else's.

    GeoNames' other names are in all languages, nicknames among them. A name that persons bear is
    none of a city's (Nikolaus: Mikołów; Marx: Marks), nor is an acronym (USA: Usa River), or what
    small towns are called where none was ever German (One: Onex; Lech: Lecco).
    """
    if fold(city.names[0]) == fold(name):
        return True
    if is_given(name) or is_family(name) or (name.isupper() and len(name) <= _LONGEST_ACRONYM):
        return False
    own = tables.origins()
    german = city.country in own.german_names or city.country in own.german_speaking
    small = city.population < LARGE_CITY_THOUSANDS and not _other_script(city)
    return not small or (german and len(name) >= _SHORTEST_OTHER)


def _meant(name: str) -> tuple[City, ...]:
    """The cities a German name can mean, if it is no short word of German (Ofen: Buda)."""
    found = cities(name)
    own = found and fold(found[0].names[0]) == fold(name)
    short = len(name) <= _LONGEST_WORD and not tables.whole().german(name)
    return () if found and not own and short and dictionary.is_word(name, SOURCE) else found


def one_meant(a: str, b: str) -> bool | None:
    """Whether two names in a German text mean one place; None if that cannot be told.

    Unlike `same_place` it takes a name for the place that bears it, not for every place that it is
    called in some language.
    """
    if not is_known(a) or not is_known(b):
        return None
    bearers_a, bearers_b = _bearers(a), _bearers(b)
    if bearers_a and bearers_b:
        return bool(bearers_a & bearers_b)
    shared = [entry for entry in _entries(a) if entry in _entries(b)]
    if shared:
        # Chernobyl may be the English spelling of Tschernobyl; Georgia is no spelling of Georgien.
        return True if any(entry.source == "cities.tsv" for entry in shared) else None
    cities_a = bearers_a or {city.offset for city in lookup(a)}
    cities_b = bearers_b or {city.offset for city in lookup(b)}
    return bool(cities_a & cities_b)


def _bearers(name: str) -> set[int]:
    """The cities that bear a name, or the English name of its entry in the tables."""
    own = {fold(name)}
    for entry in tables.whole().german(name):
        own.update(fold(text) for text in entry.forms.get(INTERNATIONAL, ()))
    found = {city for text in (name, *own) for city in lookup(text)}
    return {city.offset for city in found if fold(city.names[0]) in own}


def _entries(name: str) -> list[tables.Entry]:
    """The places of the tables that ``name`` is a German spelling or a form of."""
    found = [*tables.whole().german(name), *(entry for _, entry in tables.whole().form(name))]
    return [entry for entry in found if entry.kind == "place"]


def city_forms(name: str, language: str) -> list[Form]:
    """Forms of a city that no table with languages has: what GeoNames and the rules agree on.

    Of the spellings that GeoNames lists without a language, those that the target language's own
    romanisation gives are taken. Where German has the local spelling, or English is asked for,
    GeoNames' own name is.
    """
    found: list[Form] = []
    meant = _meant(name)
    # Reichenbach is in the Vogtland before it is Dzierżoniów: it keeps its name.
    if (bearers := _german_bearers(name, meant)) and not name_rules(language).cyrillic:
        found.append(Form(name, Reason.SAME_SPELLING, certain=True))
    for city in bearers or meant:
        if name_rules(language).geonames_spelling or not _other_script(city):
            if not name_rules(language).cyrillic and _is_local(name, city):
                found.append(Form(city.names[0], Reason.EXONYM, certain=True))
            elif cyrillic := _own_romanization(name, city, language, (romanization.LATIN,)):
                found.append(Form(cyrillic, Reason.ROMANIZATION, certain=False))
        elif own := _own_romanization(name, city, language, _ORIGINS):
            found.append(Form(own, Reason.ROMANIZATION, certain=True))
    return found


def _german_bearers(name: str, found: tuple[City, ...]) -> list[City]:
    """The cities of German-speaking countries whose own name is this one, or begins with it."""
    speaking = tables.origins().german_speaking
    return [
        city
        for city in found
        if city.country in speaking and re.match(rf"{re.escape(name)}\b", city.names[0])
    ]


def _is_local(name: str, city: City) -> bool:
    """Whether GeoNames' own name is the one a German name is of, and not a later one."""
    return not _other_script(city) or any(
        romanization.match_words(name, city.names[0], INTERNATIONAL, origin) for origin in _ORIGINS
    )


def _own_romanization(name: str, city: City, language: str, origins: tuple[str, ...]) -> str | None:
    """The spelling among a city's names that follows from the German one by the usual rules.

    Of several, the one most like what the rules derive.
    """
    cyrillic = name_rules(language).cyrillic
    best: tuple[float, str] | None = None
    for candidate in city.names:
        if is_cyrillic(candidate) is not cyrillic or fold(candidate) == fold(name):
            continue
        for origin in origins:
            found = romanization.match_words(name, candidate, language, origin)
            if found is None or (found.loose and not cyrillic):
                continue
            derived = " ".join(romanization.derive(w, language, origin)[0] for w in parts(name))
            likeness = fuzz.ratio(derived.casefold(), candidate.casefold())
            if best is None or likeness > best[0]:
                best = likeness, candidate
    return best[1] if best else None


def check(name: str, form: str, language: str) -> Verdict | None:
    """Whether ``form`` is one of the names of the place called ``name`` in German.

    Returns:
        None if ``name`` is no known place, or nothing is known about ``form``.
    """
    found = _meant(name)
    if not found and not any(entry.kind == "place" for entry in tables.whole().german(name)):
        return None
    if same_spelling(name, form):
        return _same_spelling(name, found, language)
    if verdict := _known_spelling(name, form, language, inflected=False):
        return verdict
    if not _is_listed(form, language):
        for base in sorted(inflection.bases(form, language)) if " " not in fold(form) else ():
            if verdict := _known_spelling(name, base, language, inflected=base != fold(form)):
                return verdict
    return Verdict(False, Reason.OTHER_PLACE, 0.0) if is_known(form) else None


def _known_spelling(name: str, form: str, language: str, *, inflected: bool) -> Verdict | None:
    """The verdict on a form, or a base of it, if it is a name of the place."""
    if not same_place(name, form):
        return None
    # GeoNames has Kiel among the names of Kehl.
    if one_meant(name, form) is False:
        return Verdict(False, Reason.OTHER_PLACE, 0.0)
    if elsewhere := _only_elsewhere(form, name, language):
        return Verdict(False, elsewhere, 0.4)
    if is_cyrillic(form) is not name_rules(language).cyrillic:
        return Verdict(False, Reason.OTHER_LANGUAGE, 0.4)
    if inflected:
        return Verdict(True, Reason.INFLECTED, 0.75)
    return Verdict(True, Reason.EXONYM, 0.85)


def _is_listed(form: str, language: str) -> bool:
    """Whether the tables have ``form`` as a place's in this language."""
    return any(tag == language for tag, entry in tables.whole().form(form) if entry.kind == "place")


def _only_elsewhere(form: str, name: str, language: str) -> Reason | None:
    """The reason to reject a form that is known to be another language's, and not this one's."""
    german = tables.whole().german(name)
    if any(fold(form) == fold(text) for entry in german for text in entry.german):
        return Reason.GERMAN_LEFT
    languages = {tag for tag, entry in tables.whole().form(form) if entry in german}
    if not languages or language in languages or language not in tables.languages():
        return None
    if any(romanization.match_words(name, form, language, origin) for origin in _ORIGINS):
        return None
    return Reason.OTHER_LANGUAGE


def _same_spelling(name: str, found: tuple[City, ...], language: str) -> Verdict | None:
    """Whether a known place may keep its German name in ``language``; None if that is open.

    GeoNames' names have no language, and nicknames are among them. German is only what German
    rules give from another script, or a name in a country where towns once had German ones.
    """
    listed = [f for e in tables.whole().german(name) for f in e.forms.get(language, ())]
    if name in listed:
        return Verdict(True, Reason.SAME_SPELLING, 0.9)
    if listed:
        return Verdict(False, Reason.GERMAN_LEFT, 0.3)
    if name_rules(language).cyrillic or not found:
        return None
    own, city = tables.origins(), found[0]
    if _german_bearers(name, found):
        return Verdict(True, Reason.SAME_SPELLING, 0.9)
    if city.country in own.german_speaking or same_spelling(city.names[0], name):
        return Verdict(True, Reason.SAME_SPELLING, 0.9)
    if _other_script(city):
        left = any(
            romanization.match_words(name, city.names[0], INTERNATIONAL, origin)
            and not romanization.match_words(name, name, language, origin)
            for origin in _ORIGINS
        )
    else:
        left = city.country in own.german_names and bool(own.german_town.search(name.lower()))
    return Verdict(False, Reason.GERMAN_LEFT, 0.3) if left else None


def is_romanized(name: str) -> bool:
    """Whether ``name`` is a place in a country that romanises its names."""
    return any(_other_script(city) for city in cities(name)[:1])


def _other_script(city: City) -> bool:
    """Whether the place is in a country that romanises its names."""
    return city.country in tables.origins().scripts
