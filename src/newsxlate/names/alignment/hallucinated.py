"""Names in a target sentence that nothing in its source explains."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsxlate.entities import Entity
from newsxlate.languages import INTERNATIONAL
from newsxlate.names.alignment import compounds
from newsxlate.names.alignment.accepted_forms import AcceptedForms
from newsxlate.names.alignment.common import is_common
from newsxlate.names.alignment.misspelling import is_misspelling, unlikeness
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.alignment.target_sentence import Word as TargetWord
from newsxlate.names.forms import demonyms, inflection, naming
from newsxlate.names.forms.lookup import accepts
from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family, is_given
from newsxlate.names.recognition.tokenizer import tokenize
from newsxlate.quantities import Word, load_lexicon
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, parts

_ROMAN = re.compile("[IVXLC]+")
_SHORTEST_NAME = 3
# Letters that two words have to begin with alike, if one is made from the other.
_SHORTEST_BEGINNING = 5
_LONGEST_ENDING = 4
# A target word this like a source word in edits by letter is that word in another language.
_MAX_COGNATE_DISTANCE = 0.4
_MOST_CAPITALS = 6
# Letters that languages exchange at the beginning of a word: Kanada, Canada.
_SOUNDS = str.maketrans("kqyjwz", "cciivs")
_SHORTEST_ADVERB = 6


@dataclass(frozen=True, slots=True)
class Source:
    """What the words of a source sentence explain.

    Attributes:
        words: The folded words; compounds also by their parts.
        texts: The longer ones as written.
        placed: Those that may say something of a place ...
        language: ... in a translation into this language.
        initials: The capitals of its words.
    """

    words: frozenset[str]
    texts: frozenset[str]
    placed: tuple[str, ...]
    language: str
    initials: str

    def abbreviates(self, text: str) -> bool:
        """Whether capitalised words of the sentence can be what a word in capitals stands for."""
        return text in self.initials

    def makes(self, folded: str) -> bool:
        """Whether a folded word is made from a place that the sentence says something of."""
        return any(_made(word, self.language).has(folded) for word in self.placed)


@lru_cache(maxsize=1024)
def source(text: str, language: str) -> Source:
    """What a German sentence explains in a target language."""
    tokens = [token.text for token in tokenize(text) if token.text[0].isalnum()]
    split = [parts(token) for token in tokens]
    words = [word for token, own in zip(tokens, split, strict=True) for word in (*own, token)]
    # Few of the small words say something of a place: hessisch, europaweit.
    placed = [w for w in words if not w.islower() or demonyms.may_be_adjective(w)]
    makers = tuple(placed)
    # Of a genitive, the name: Liverpools, Tennent's.
    words += [word[:-1] for word in words if word.endswith("s") and len(word) > _SHORTEST_NAME]
    placed += [word[:-1] for word in placed if word.endswith("s") and len(word) > _SHORTEST_NAME]
    named = {w for word in placed for w in demonyms.form_words(word, language)}
    named |= naming.form_words(text, language)
    return Source(
        frozenset({w for word in words for w in fold(word).split()} | named),
        frozenset(word for word in words if len(word) > _SHORTEST_NAME),
        makers,
        language,
        "".join(part[0] for own in split for part in own if part[0].isupper()),
    )


@lru_cache(maxsize=16384)
def _made(word: str, language: str) -> demonyms.Derived:
    if len(word) <= _SHORTEST_NAME and not word.isupper():
        return demonyms.Derived(language)
    return demonyms.explained(word, language)


def find(
    target: Target,
    taken: Collection[int],
    found: Source,
    known: Collection[str],
    small: Collection[str] = (),
) -> Iterator[Span]:
    """Runs of words that are names, and that neither the sentence nor the article explains.

    Args:
        target: The target sentence.
        taken: Indices of the words that stand for a mention.
        found: What the source sentence explains.
        known: Folded words of all the article's names and their forms.
        small: Folded words that the translation writes small somewhere.
    """
    if not dictionary.is_covered(target.language):
        return
    strange = [
        index not in taken
        and target.words[index].folded not in small
        and _is_name(target, index)
        and not _goes_with_name(target, index, taken)
        and not _is_explained(target, index, found, known)
        for index in range(len(target.words))
    ]
    start = None
    for index in range(len(target.words) + 1):
        inside = index < len(target.words) and strange[index]
        if start is not None and not (inside and target.is_adjacent(index)):
            given = start - 1
            named = given >= 0 and given not in taken and target.is_adjacent(start)
            yield given if named and is_given(target.words[given].text) else start, index
            start = None
        if inside and start is None:
            start = index


def _is_name(target: Target, index: int) -> bool:
    """Whether a word is a name, as far as its capital and the vocabulary tell."""
    word = target.words[index]
    if not _may_be_name(word, target.language):
        return False
    if word.opens and _is_invariable(word.folded, target.language):
        return _begins_name(target, index)
    if word.text.isupper() and len(word.text) <= _MOST_CAPITALS:
        return not _is_all_caps(target, index)
    if len(word.text) > 2 and word.text[:-1].isupper():
        return False
    if not dictionary.is_word(word.text, target.language) or _is_place(word.text):
        return True
    return _begins_name(target, index) or (not word.opens and _is_city_or_surname(target, index))


def _may_be_name(word: TargetWord, language: str) -> bool:
    """Whether a word has a capital, and is no number, day, article or the like."""
    if not word.text[0].isupper() or len(word.folded) < _SHORTEST_NAME or not word.text.isalpha():
        return False
    if word.folded in name_rules(language).no_names or word.folded in name_rules(language).elisions:
        return False
    return not _ROMAN.fullmatch(word.text) and not _is_number(word.folded, language)


def _is_city_or_surname(target: Target, index: int) -> bool:
    """Whether a common word is a large city's name, or a person's: Will Wade, Theresa May."""
    word = target.words[index]
    if _is_large_city(word.text):
        return True
    before = target.words[index - 1] if index and target.is_adjacent(index) else None
    named = bool(before and is_given(before.text) and not before.opens)
    # Elsewhere than in English institutions have capitals, too: la Chiesa, la Guerra Fredda.
    alone = name_rules(target.language).capitals_mark_names and _is_alone(target, index)
    return is_family(word.text) and (named or alone)


def _is_large_city(text: str) -> bool:
    return gazetteer.is_large(text, gazetteer.LARGE_CITY_THOUSANDS)


def _goes_with_name(target: Target, index: int, taken: Collection[int]) -> bool:
    """Whether an English word is a part of a name that other languages keep: Mexico City."""
    text = target.words[index].text
    if name_rules(target.language).english_is_own or not dictionary.is_word(text, INTERNATIONAL):
        return False
    if is_given(text) or is_family(text) or _is_place(text) or _is_large_city(text):
        return False
    before = index - 1 in taken and target.is_adjacent(index)
    return before or (index + 1 in taken and target.is_adjacent(index + 1))


def _begins_name(target: Target, index: int) -> bool:
    """Whether the word that opens a sentence is a given name with a surname: Will Wade."""
    if not (is_given(target.words[index].text) and target.is_adjacent(index + 1)):
        return False
    after = target.words[index + 1]
    return after.capital and (
        is_family(after.text) or not dictionary.is_word(after.text, target.language)
    )


def _is_all_caps(target: Target, index: int) -> bool:
    """Whether a common word in capitals stands beside another word in capitals: THANK YOU."""
    if not dictionary.is_word(target.words[index].text, target.language):
        return False
    beside = target.words[max(0, index - 1) : index] + target.words[index + 1 : index + 2]
    return any(word.text.isupper() for word in beside)


@lru_cache(maxsize=8192)
def _is_invariable(folded: str, language: str) -> bool:
    """Whether a word is one that no dictionary has, because it has no forms."""
    rules = name_rules(language)
    if folded in rules.invariable:
        return True
    return len(folded) > _SHORTEST_ADVERB and bool(rules.endings.search(folded))


@lru_cache(maxsize=8192)
def _is_number(folded: str, language: str) -> bool:
    """Whether a word is a number, month or weekday."""
    return bool(load_lexicon(language)) and load_lexicon(language).word(folded) != Word()


def _is_alone(target: Target, index: int) -> bool:
    """Whether the words beside one have no capital, so that it is no part of a title."""
    return not any(
        target.is_adjacent(max(index, other)) and target.words[other].capital
        for other in (index - 1, index + 1)
        if 0 <= other < len(target.words)
    )


@lru_cache(maxsize=16384)
def _is_place(text: str) -> bool:
    """Whether the tables have a place so called in some language."""
    folded = fold(text)
    return any(
        fold(form) == folded and form[0].isupper()
        for language, entity in tables.whole().form(text)
        if entity.kind == "place"
        for form in entity.forms[language]
    )


def _is_made_of_name(folded: str, known: Collection[str]) -> bool:
    """Whether a word begins with one of the article's names: Brexiteers."""
    longest = len(folded) - 1
    shortest = max(_SHORTEST_BEGINNING, longest - _LONGEST_ENDING)
    return any(folded[:end] in known for end in range(shortest, longest + 1))


def _is_explained(target: Target, index: int, found: Source, known: Collection[str]) -> bool:
    word, language = target.words[index], target.language
    bases = inflection.bases(word.folded, language)
    if word.text.isupper() and found.abbreviates(word.text):
        return True
    if any(base in found.words or base in known for base in bases):
        return True
    if found.makes(word.folded):
        return True
    named = is_given(word.text) or is_family(word.text)
    if not named and _is_made_of_name(word.folded, known):
        return True
    # Hollywoodstar explains Hollywood.
    long = len(word.folded) >= _SHORTEST_BEGINNING
    if long and any(w.startswith(word.folded) for w in found.words):
        return True
    if any(compounds.has(text, word.folded) for text in found.texts):
        return True
    if name_rules(language).cyrillic:
        return False
    return any(_is_cognate(word.text, other, language) for other in found.texts)


def _sound(text: str) -> str:
    """The first letter of a word, one for those that languages exchange."""
    return fold(text)[:1].translate(_SOUNDS)


def is_alike(text: str, other: str) -> bool:
    """Whether a word may be another one in another language, by its letters: Vulkan, volcano."""
    return unlikeness(text, other) <= _MAX_COGNATE_DISTANCE and _sound(text) == _sound(other)


@lru_cache(maxsize=4096)
def _is_cognate(text: str, other: str, language: str) -> bool:
    """Whether a target word is a German one in another language, and no name misspelt."""
    if not is_alike(text, other):
        return False
    # A word still more alike is that one misspelt, unless it is known.
    if not is_misspelling(text, other):
        return True
    return is_common(other) or accepts(other, text, language).accepted


def known_words(entries: Sequence[Entity], accepted: AcceptedForms) -> set[str]:
    """The folded words of all names of an article, and of their accepted forms."""
    return set().union(*map(accepted.words, entries))
