"""The sentences an extract can be made of, and what speaks against each out of its context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from newsxlate import resources
from newsxlate.article import Article, Block, Kind
from newsxlate.summarizing.terms import listed, tokens

_BODY = frozenset({Kind.LEAD, Kind.PARAGRAPH})
_QUOTES = '„“”«»"'
_QUOTED = re.compile(f"[{_QUOTES}][^{_QUOTES}]*(?:[{_QUOTES}]|$)")
_ENDS = re.compile(rf"[.!?…][{_QUOTES}‘’'›‹)\]]*$")
_QUESTION = re.compile(rf"\?[{_QUOTES}‘’'›‹)\]]*$")
_ITEM = re.compile(r"[-–—•·▪‣*]\s")
# "14:32", "14.32 Uhr", "+++ 3. Mai, 14:32 Uhr +++", but not "5.36 Millionen".
_STAMP = re.compile(
    r"\W*(?:\d\d?\.\s?(?:\w+|\d\d?\.)(?:\s?\d{2,4})?,?\s+)?"
    r"(?:[01]?\d|2[0-3])(?::[0-5]\d\b(?!:\d)|[.:][0-5]\d\s?Uhr|\s?Uhr)"
)
# "Der 52-Jährige": a person that an earlier sentence names.
_AGED = re.compile(r"(?:Der|Die|Dem|Den) \d+-?[Jj]ährige")
# Words outside a quotation that can say whose it is: "sagte er".
_ATTRIBUTION = 2
# A question of an interview has few sentences before it: "Sie sind neu im Amt. Was ändert sich?"
_QUESTION_SENTENCES = 4
_QUESTION_SHARE = 0.15
_STAMP_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article's body.

    Attributes:
        block: Index of its block in `Article.blocks`.
        sentence: Index in its block.
        text: The sentence.
        words: How many words it has.
        flaws: Names of what speaks against it: keys of ``costs`` in
            ``data/summarizing/extracts.toml``.
        early: Whether its place in the article says that it matters; entries of a ticker are in
            the order of time.
    """

    block: int
    sentence: int
    text: str
    words: int
    flaws: frozenset[str]
    early: bool


@cache
def settings() -> Mapping[str, Mapping[str, float]]:
    """The weights, costs and limits of ``data/summarizing/extracts.toml``."""
    loaded: Mapping[str, Mapping[str, float]] = resources.toml("summarizing/extracts.toml")
    return loaded


def candidates(article: Article) -> list[Candidate]:
    """The sentences of the kept paragraphs of an article that is segmented, in reading order."""
    body = [(number, block) for number, block in article.kept() if block.kind in _BODY]
    stamped = {number for number, block in body if _STAMP.match(block.text)}
    ticker = _many(stamped, body, settings()["limits"]["stamps"], _STAMP_SHARE)
    first_entry = min(stamped) if ticker else len(article.blocks)
    asked = {number for number, block in body if _asks(block)}
    interview = _many(asked, body, settings()["limits"]["questions"], _QUESTION_SHARE)
    return [
        found
        for number, block in body
        for found in _of_block(
            number,
            block,
            article.language,
            question=interview and number in asked,
            early=number < first_entry,
        )
    ]


def _many(found: set[int], body: list[tuple[int, Block]], least: float, share: float) -> bool:
    return len(found) >= max(least, share * len(body))


def _asks(block: Block) -> bool:
    return bool(_QUESTION.search(block.text)) and len(block.sentences) <= _QUESTION_SENTENCES


def _of_block(
    number: int, block: Block, language: str, *, question: bool, early: bool
) -> Iterator[Candidate]:
    item = bool(_ITEM.match(block.text))
    inside = False
    for index, sentence in enumerate(block.sentences):
        text = sentence.text
        # Marks of quotation come in pairs, whichever of them a house uses.
        goes_on = inside ^ (sum(map(text.count, _QUOTES)) % 2 == 1)
        flaws = set(_flaws(text, language, inside, goes_on))
        if question:
            flaws.add("question")
        if item:
            flaws.add("fragment")
        yield Candidate(number, index, text, len(text.split()), frozenset(flaws), early)
        inside = goes_on


def _flaws(text: str, language: str, inside: bool, goes_on: bool) -> Iterator[str]:
    limits = settings()["limits"]
    words = text.split()
    unquoted, quotations = _QUOTED.subn(" ", f"“{text}" if inside else text)
    outside = tokens(unquoted)
    if quotations and len(outside) < _ATTRIBUTION:
        yield "unattributed"
    elif inside or goes_on:
        yield "dangling"
    if not _ENDS.search(text) or _ITEM.match(text):
        yield "fragment"
    if _QUESTION.search(text):
        yield "question"
    if len(words) < limits["shortest"]:
        yield "short"
    if len(words) > limits["longest"]:
        yield "long"
    if not listed("personal", language).isdisjoint(word.lower() for word in outside):
        yield "personal"
    yield from _links(text, language)


def _links(text: str, language: str) -> Iterable[str]:
    """Whether a sentence points back to another one, or goes on from it."""
    first, second = (*(word.lower() for word in tokens(text)[:2]), "", "")[:2]
    points = first in listed("demonstrative", language) and second in listed("verbs", language)
    if points or first in listed("dependent", language) or _AGED.match(text):
        return ("dependent",)
    return ("linked",) if first in listed("linked", language) else ()
