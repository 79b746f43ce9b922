"""Countries exchanged for others, in whatever form: "nordkoreanisch" as "norteamericano".

Told only where both sides are sure: the source has a country's name, adjective or inhabitant of
which the target has no form, nor a city or region of it; and the target has another country's, of
which the source has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from newsxlate.article import SentenceRef
from newsxlate.findings import Finding, finding
from newsxlate.languages import SOURCE
from newsxlate.names.alignment.target_sentence import Target, cut
from newsxlate.names.alignment.terminology import Accepted
from newsxlate.names.forms import demonyms
from newsxlate.names.knowledge import demonym_table, gazetteer, tables
from newsxlate.names.knowledge.demonym_table import Demonym
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.recognition.tokenizer import tokenize
from newsxlate.text.folding import fold, parts

# A form of so few letters has to stand in capitals: US, UAE.
_LONGEST_ACRONYM = 3
# A country's form has no more words, nor has a German one.
_MOST_WORDS = 5
_MOST_GERMAN = 4
# What a pronoun means stands no further back.
_SENTENCES_BEFORE = 3
# Of a German word that is kept, or a word at the end of another, so many letters count.
_SHORTEST_KEPT = 4


@dataclass(frozen=True, slots=True)
class _Named:
    """A word or words of a sentence that can only mean countries, or a part of the world.

    Attributes:
        text: The characters.
        start: Offset of the first.
        meant: What they can mean, one of these.
    """

    text: str
    start: int
    meant: tuple[Demonym, ...]

    @property
    def state(self) -> bool:
        """Whether they can mean a country."""
        return any(one.state for one in self.meant)

    def shares(self, other: _Named) -> bool:
        """Whether both can mean the same."""
        return not set(self.meant).isdisjoint(other.meant)

    def is_covered(self, others: Iterable[Demonym]) -> bool:
        """Whether one of some places is one of these, or a part of it, or the whole."""
        return any(one.covers(other) for other in others for one in self.meant)


def find(
    sources: Mapping[SentenceRef, str],
    targets: Mapping[SentenceRef, str],
    language: str,
    told: Sequence[Finding] = (),
    kept: Mapping[SentenceRef, Sequence[Accepted]] = MappingProxyType({}),
) -> list[Finding]:
    """Look for countries that have become others.

    Args:
        sources: The sentences of an article by block and sentence.
        targets: Their translations.
        language: ISO 639-1 code of the target language; of one without endings of demonyms
            (``names.toml``) nothing is said.
        told: What else was found; what is told of a word is not told again.
        kept: The user's terms that stand as they are wanted, by sentence; of these nothing is said.

    Returns:
        Findings (N530) with their place.
    """
    if language == SOURCE or not demonym_table.has_endings(language):
        return []
    found = []
    before: list[str] = []
    for place, source in sources.items():
        near = before[-_SENTENCES_BEFORE:]
        before.append(source)
        for name, other in _exchanged(source, targets.get(place, ""), language):
            # Which country a pronoun means may be named instead.
            if _is_name(other, language) and any(_is_explained(other, text) for text in near):
                continue
            here = [f for f in told if f.counts and (f.block, f.sentence) == place]
            terms = kept.get(place, ())
            if any(t.source in name.text or name.text in t.source for t in terms):
                continue
            if not any(_is_of(f, name, other) for f in here):
                found.append(_finding(name, other, place, language))
    return found


def _is_name(name: _Named, language: str) -> bool:
    """Whether words of the target are a country's name, and no adjective or inhabitant."""
    folded = fold(name.text).replace(" ", "")
    return not any(folded in one.words.get(language, ()) for one in name.meant)


def _is_of(told: Finding, name: _Named, other: _Named) -> bool:
    """Whether a finding about a name tells of the same words."""
    if not told.code.startswith("N5"):
        return False
    return name.text in told.source or (
        bool(told.target) and (other.text in told.target or told.target in other.text)
    )


def _finding(name: _Named, other: _Named, place: SentenceRef, language: str) -> Finding:
    country = next(one for one in name.meant if one.state)
    entries = (entry for n in country.names for entry in tables.whole().german(n))
    form = next((entry.forms[language][0] for entry in entries if language in entry.forms), "")
    return finding(
        "N530",
        language=language,
        block=place.block,
        sentence=place.sentence,
        source=name.text,
        target=other.text,
        text=other.text,
        name=name.text,
        country=form or country.names[0],
    )


@lru_cache(maxsize=1024)
def _exchanged(source: str, target: str, language: str) -> tuple[tuple[_Named, _Named], ...]:
    """The countries of a source sentence that are others in the target, each with the other."""
    named = _in_source(source)
    if not any(name.state for name in named):
        return ()
    words = cut(target, language)
    there = list(_in_target(words))
    strange = [n for n in there if _is_sure(n, words) and not _is_explained(n, source)]
    if not strange:
        return ()
    left = [name for name in _without_counterpart(named, there) if name.state]
    missing = [name for name in left if not _is_rendered(name, words, there, source)]
    own = _own(language)
    pairs = zip(_once(missing), _once(strange), strict=False)
    # What is said in German may be said in English where it is read.
    return tuple(pair for pair in pairs if not (_is(pair[0], _own(SOURCE)) and _is(pair[1], own)))


def _without_counterpart(named: Sequence[_Named], there: Sequence[_Named]) -> Iterator[_Named]:
    """What of the source nothing in the target stands for: of the same place, then of its parts.

    Each stands for one, so that a country named twice and exchanged once is told.
    """
    free = [name for name in there if name.meant]
    left = list(named)
    for same in (True, False):
        rest = []
        for name in left:
            found = (n for n in free if (n.shares(name) if same else n.is_covered(name.meant)))
            if counterpart := next(found, None):
                free.remove(counterpart)
            else:
                rest.append(name)
        left = rest
    yield from left


def _own(language: str) -> str:
    return str(name_rules(language).demonyms.get("own", ""))


def _is(name: _Named, country: str) -> bool:
    return any(country in one.names for one in name.meant)


def _once(names: Iterable[_Named]) -> list[_Named]:
    """Of words that mean the same the first."""
    found: dict[tuple[Demonym, ...], _Named] = {}
    for name in names:
        found.setdefault(name.meant, name)
    return list(found.values())


@lru_cache(maxsize=512)
def _in_source(text: str) -> tuple[_Named, ...]:
    """The countries that a German sentence surely has."""
    tokens = [token for token in tokenize(text) if token.text[0].isalpha()]
    found = []
    index = 0
    while index < len(tokens):
        longest = _MOST_GERMAN if _begins_name(tokens[index].text) else 1
        for length in range(min(longest, len(tokens) - index), 0, -1):
            run = tokens[index : index + length]
            words = text[run[0].start : run[-1].end]
            after = tokens[index + length].text if index + length < len(tokens) else ""
            meant = _german(words) if length > 1 else _german_word(words)
            if meant and after not in _unlike():
                found.append(_Named(words, run[0].start, meant))
                index += length - 1
                break
        index += 1
    return tuple(found)


@lru_cache(maxsize=8192)
def _begins_name(word: str) -> bool:
    """Whether a German name of several words begins so: Vereinigte Staaten."""
    return word[0].isupper() and demonym_table.begins_name(word)


def _german_word(word: str) -> tuple[Demonym, ...]:
    """What a German word, or the first part of one with a hyphen, surely means."""
    if meant := _german(word):
        return meant
    own = parts(word)
    if len(own) < 2 or own[-1] in _unlike():
        return ()
    return next(filter(None, map(_german, own)), ())


@lru_cache(maxsize=16384)
def _german(words: str) -> tuple[Demonym, ...]:
    if words.islower() and "sch" not in words:
        return ()
    if len(words) <= _LONGEST_ACRONYM and not words.isupper():
        return ()
    if " " in words and words.split()[0].islower():
        return ()
    return demonym_table.exactly(words)


@cache
def _unlike() -> frozenset[str]:
    """German words that an adjective of a country says little of: Deutsche Dogge, Great Dane."""
    return frozenset(name_rules(SOURCE).demonyms["unlike"].split())


@cache
def _forms(language: str) -> dict[str, tuple[Demonym, ...]]:
    """Every form of the places and peoples of the table, and of no others of the tables (empty)."""
    found: dict[str, dict[Demonym, None]] = {}
    for entry in tables.whole().entries:
        if entry.kind == "place":
            for form in entry.forms.get(language, ()):
                meant = (d for name in entry.german for d in demonym_table.named(name))
                found.setdefault(fold(form).replace(" ", ""), {}).update(dict.fromkeys(meant))
    for demonym in demonym_table.demonyms():
        for word in demonym.words.get(language, ()):
            found.setdefault(word, {})[demonym] = None
    return {form: tuple(meant) for form, meant in found.items()}


def _in_target(target: Target) -> Iterator[_Named]:
    """The countries and other places that a target sentence has; the longest forms count."""
    forms = _forms(target.language)
    index = 0
    while index < len(target.words):
        length = 1
        for length in range(min(_MOST_WORDS, len(target.words) - index), 0, -1):
            words = target.words[index : index + length]
            letters = "".join(word.folded.replace(" ", "") for word in words)
            if letters in forms:
                span = index, index + length
                yield _Named(target.span_text(span), words[0].start, forms[letters])
                break
        index += length


def _is_sure(name: _Named, target: Target) -> bool:
    """Whether words of the target are what they may be, and not common ones: polish, use."""
    if not name.state:
        return False
    text = name.text
    if len(text) <= _LONGEST_ACRONYM:
        return text.isupper()
    if text[0].isupper():
        return True
    if name_rules(target.language).demonyms.get("capitals"):
        return False
    # A country's name has a capital, an adjective need not.
    return not _is_name(name, target.language)


def _is_explained(name: _Named, source: str) -> bool:
    """Whether something in the source may stand for words of the target."""
    words = [word for token in tokenize(source) for word in (token.text, *parts(token.text))]
    if fold(name.text) in map(fold, words):
        return True
    for word in words:
        if name.is_covered(demonyms.of_word(word)):
            return True
        if word[:1].isupper() and _is_of_city(word, name.meant):
            return True
        if name.is_covered(
            d for place in demonyms.places_in(word) for d in demonym_table.named(place)
        ):
            return True
    return name.is_covered(one for other in _in_source(source) for one in other.meant)


def _is_of_city(
    word: str, meant: Iterable[Demonym], others: Collection[gazetteer.City] = ()
) -> bool:
    """Whether a word is a city of one of some countries, but for ``others``."""
    least = gazetteer.NOTABLE_CITY_THOUSANDS
    cities = (city for city in gazetteer.lookup(word) if city.population >= least)
    countries = {one.country for one in meant}
    return any(city.country in countries and city not in others for city in cities)


def _is_rendered(name: _Named, target: Target, there: Sequence[_Named], source: str) -> bool:
    """Whether something else may stand for a country: its name in German, or one of its cities.

    Args:
        name: What the source has.
        target: The target sentence.
        there: What it has of places; other words are looked at.
        source: The source sentence; a city that it has, too, stands for itself.
    """
    taken = [(other.start, other.start + len(other.text)) for other in there]
    free = [word for word in target.words if not any(a <= word.start < b for a, b in taken)]
    kept = {fold(word) for word in (name.text, *parts(name.text)) if len(word) >= _SHORTEST_KEPT}
    if any(word.folded in kept or _has_part(word.folded, name, target.language) for word in free):
        return True
    own = {city for token in tokenize(source) for city in gazetteer.lookup(token.text)}
    return any(_is_of_city(text, name.meant, own) for _, text in target.capitalised)


def _has_part(word: str, name: _Named, language: str) -> bool:
    """Whether a word ends with a form of a country: prorusse, antiamericano; or is Franco-."""
    for one in name.meant:
        if word in one.combining.get(language, ()):
            return True
        forms = one.words.get(language, frozenset())
        if any(len(form) >= _SHORTEST_KEPT and word.endswith(form) for form in forms):
            return True
    return False
