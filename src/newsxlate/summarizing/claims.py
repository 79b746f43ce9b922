"""What a summary sentence says that can be looked up: names, numbers, quotations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from newsxlate.article import SentenceRef
from newsxlate.checking.numbers import Side
from newsxlate.checking.structure import quotations
from newsxlate.languages import SOURCE
from newsxlate.names.alignment import AcceptedForms, Span, Target, find_demonyms, is_written
from newsxlate.names.knowledge import is_family, is_given
from newsxlate.names.recognition import find_mentions
from newsxlate.quantities import Quantity, Weight, find_quantities, load_lexicon
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.words import folded, is_ordinary, spellings
from newsxlate.text.addresses import blank
from newsxlate.text.folding import fold
from newsxlate.text.quotes import marks

_WORD = re.compile(r"\w+")
_ROMAN = re.compile("[IVXLC]+")
# A quotation of fewer words may be a title or a term, which languages mark differently.
_SPEECH = 4
# A share of words with a capital that no sentence of running text has.
_TITLED = 0.7
# How much longer or shorter than the source's quotation a translated one may be, in letters.
_STRETCH = 2.0


class Kind(StrEnum):
    """What can be looked up."""

    NAME = "name"
    NUMBER = "number"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Claim:
    """A name, number or quotation in a summary sentence.

    Attributes:
        kind: What it is.
        text: As it stands there.
        known: Whether it is anywhere in the article.
        supported: Whether it is in the sentences that the summary sentence rests on.
    """

    kind: Kind
    text: str
    known: bool
    supported: bool


def claims(
    text: str, language: str, source: Source, places: Collection[SentenceRef]
) -> Iterator[Claim]:
    """Everything in a summary sentence that can be looked up.

    Args:
        text: The sentence.
        language: ISO 639-1 code of its language, the article's own included.
        source: The article.
        places: The sentences it rests on.
    """
    yield from _names(text, language, source, places)
    yield from _numbers(text, language, source, places)
    yield from _quotations(text, language, source, places)


def _names(
    text: str, language: str, source: Source, places: Collection[SentenceRef]
) -> Iterator[Claim]:
    target = Target(text, language)
    wanted = list(candidates(target))
    if not wanted:
        return
    near = _explained(target, source, places)
    missing = {i for span in wanted for i in span if i not in near}
    far = near | _explained(target, source, source.places) if missing else near
    for span in wanted:
        if span[0] not in far and len(span) > 1 and not _is_told(target, span[:1], far):
            del span[0]
        if not _is_told(target, span, far):
            continue
        shown = target.span_text((span[0], span[-1] + 1))
        yield Claim(Kind.NAME, shown, far.issuperset(span), near.issuperset(span))


def candidates(target: Target) -> Iterator[list[int]]:
    """The indexes of the words that are surely names, those of one name together."""
    if target.language == SOURCE:
        for mention in find_mentions(target.text):
            words = [
                number
                for number, word in enumerate(target.words)
                if mention.start <= word.start < mention.end and word.capital and len(word.text) > 1
            ]
            if words:
                yield words
        return
    titled = _is_titled(target)
    run: list[int] = []
    for number, word in enumerate(target.words):
        name = word.capital and len(word.text) > 1 and not _ROMAN.fullmatch(word.text)
        if run and not (name and target.is_adjacent(number)):
            yield run
            run = []
        opens = titled or word.opens
        if name and not is_ordinary(word.text, target.language, opens=opens):
            run.append(number)
    if run:
        yield run


def _is_told(target: Target, span: list[int], known: set[int]) -> bool:
    """Whether words are a name, though one may have its capital from the sentence it opens."""
    first = target.words[span[0]]
    if not first.opens or len(span) > 1 or span[0] in known:
        return True
    return is_given(first.text) or is_family(first.text)


def _is_titled(target: Target) -> bool:
    """Whether most words have a capital, as in an English headline."""
    long = [word for word in target.words if len(word.text) > 3]
    return sum(word.capital for word in long) > _TITLED * len(long)


def _explained(target: Target, source: Source, places: Collection[SentenceRef]) -> set[int]:
    """The words of a sentence that names, or any words, of the source sentences explain."""
    words = source.words(places)
    found = {
        number
        for number, word in enumerate(target.words)
        if word.capital and not words.isdisjoint(spellings(word.text))
    }
    if target.language == source.article.language:
        return found
    made = source.demonyms(places, target.language)
    found.update(
        number for number, word in enumerate(target.words) if word.capital and made.has(word.folded)
    )
    for names in dict.fromkeys(n for place in places for n in source.names(place)):
        found |= stands_for(target, names)
    return found


def stands_for(target: Target, names: Sequence[str]) -> set[int]:
    """The words of a sentence that stand for one of the German names, a part, or an adjective."""
    found: set[int] = set()
    accepted = _accepted(target.language)
    wanted = list(dict.fromkeys((*names, *_parts(names))))
    for name in wanted:
        for form in accepted.forms(name):
            for span in target.find(form.text):
                if is_written(target.span_text(span), form.text):
                    found.update(range(*span))
    for span in find_demonyms(target, names):
        found.update(range(*span))
    for span, text in target.capitalised:
        if not found.issuperset(range(*span)) and any(
            accepted.accepts(name, text).accepted for name in wanted
        ):
            found.update(range(*span))
    return found


@cache
def _accepted(language: str) -> AcceptedForms:
    return AcceptedForms(language)


def _parts(names: Sequence[str]) -> list[str]:
    """The words of names that can stand for them."""
    return [part for name in names for part in re.split("[ ‐‑-]", name) if part[:1].isupper()]


def _numbers(
    text: str, language: str, source: Source, places: Collection[SentenceRef]
) -> Iterator[Claim]:
    found = _strict(blank(text), language)
    if not found:
        return
    near, far = source.numbers(places), source.numbers(source.places)
    for quantity in found:
        yield Claim(Kind.NUMBER, quantity.text, far.covers(quantity), near.covers(quantity))


def _quotations(
    text: str, language: str, source: Source, places: Collection[SentenceRef]
) -> Iterator[Claim]:
    for quoted in quotations(text):
        if not _WORD.search(quoted):
            continue
        known, supported = (
            any(_is_quoted(quoted, language, original, source) for original in originals)
            for originals in (source.quotations(source.places), source.quotations(places))
        )
        if len(_WORD.findall(quoted)) < _SPEECH and not known:
            # A name or term that the source has without marks is no invented speech.
            known = supported = _is_term(quoted, language, source)
        yield Claim(Kind.QUOTATION, quoted, known, supported)


def quoted_spans(text: str) -> list[Span]:
    """Where quotations stand whose marks are both in ``text``: the offsets of the two marks."""
    opened: list[int] = []
    spans = []
    for mark in marks(text):
        if mark.paired and mark.opens:
            opened.append(mark.position)
        elif mark.paired and opened:
            spans.append((opened.pop(), mark.position))
    return sorted(spans)


def _is_quoted(quoted: str, language: str, original: str, source: Source) -> bool:
    """Whether a quotation can be one of the source's, or a part of it.

    In the article's language all its words have to stand there in a row. In another one it may not
    be much longer, and its numbers have to be there.
    """
    if language == source.article.language:
        return f" {_plain(quoted)} " in f" {_plain(original)} "
    there = len(original) * _STRETCH + 20
    return len(quoted) <= there and _same_numbers(quoted, language, original, source)


def _same_numbers(quoted: str, language: str, original: str, source: Source) -> bool:
    side = Side.of(original, source.article.language)
    return all(side.covers(quantity) for quantity in _strict(quoted, language))


def _strict(text: str, language: str) -> list[Quantity]:
    """The numbers in digits: those in words may be a manner of speaking."""
    found = find_quantities(text, load_lexicon(language))
    return [quantity for quantity in found if quantity.weight is Weight.STRICT]


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _is_term(quoted: str, language: str, source: Source) -> bool:
    """Whether the source has all words of a short quotation, or names that they are forms of."""
    target = Target(quoted, language)
    explained = _explained(target, source, source.places)
    there = source.words(source.places)
    return all(
        number in explained or not there.isdisjoint(folded(word.text))
        for number, word in enumerate(target.words)
    )
