"""The sentences an extract can be made of, and what speaks against each out of its context."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from newsxlate import resources
from newsxlate.article import Article, Block, Kind, SentenceRef
from newsxlate.summarizing.interview import Answer, answers, unlabelled
from newsxlate.summarizing.openings import STAMP, bare, is_place
from newsxlate.summarizing.terms import listed, tokens

_BODY = frozenset({Kind.LEAD, Kind.PARAGRAPH})
# What stands in for it.
_BESIDE = frozenset({Kind.ITEM, Kind.BOX})
# Blocks that may begin with the place of the report.
_OPENING = 3
# Characters in which a correction says that it is one.
_CORRECTION = 120
_QUOTES = '„“”«»"'
_QUOTED = re.compile(f"[{_QUOTES}][^{_QUOTES}]*(?:[{_QUOTES}]|$)")
_ENDS = re.compile(rf"[.!?…][{_QUOTES}‘’'›‹)\]]*$")
_QUESTION = re.compile(rf"\?[{_QUOTES}‘’'›‹)\]]*$")
_ITEM = re.compile(r"[-–—•·▪‣*]\s")
# "Der 52-Jährige": a person that an earlier sentence names.
_AGED = re.compile(r"(?:Der|Die|Dem|Den) \d+-?[Jj]ährige")
# Words outside a quotation that can say whose it is: "sagte er".
_ATTRIBUTION = 2
# Words from which a sentence has one of the closed classes.
_LIST = 8
# A question of an interview has few sentences before it: "Sie sind neu im Amt. Was ändert sich?"
_QUESTION_SENTENCES = 4
_QUESTION_SHARE = 0.15
_STAMP_SHARE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What may stand before the words of a sentence, and is no part of a summary.

    Attributes:
        opens: Whether the place of the report may.
        stamped: Whether the time of a ticker's entry may.
        answer: The answer it is of, in an interview, whose label may.
    """

    opens: bool = False
    stamped: bool = False
    answer: Answer | None = None

    def cut(self, text: str, language: str) -> str:
        """A sentence, or its translation, without it.

        Args:
            text: The sentence.
            language: ISO 639-1 code of the article's language.
        """
        shown = bare(text, language, opens=self.opens, stamped=self.stamped)
        return unlabelled(shown, self.answer) if self.answer else shown


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of an article's body.

    Attributes:
        block: Index of its block in `Article.blocks`.
        sentence: Index in its block.
        text: The sentence, without a ticker's time, an agency's dateline and an answer's label.
        words: How many words it has.
        flaws: Names of what speaks against it: keys of ``costs`` in
            ``data/summarizing/extracts.toml``.
        early: Whether its place in the article says that it matters; entries of a ticker are in
            the order of time.
        lead: Whether it is of a lead.
        beginning: What may stand before its words.
    """

    block: int
    sentence: int
    text: str
    words: int
    flaws: frozenset[str]
    early: bool
    lead: bool = False
    beginning: Beginning = Beginning()

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is."""
        return SentenceRef(self.block, self.sentence)


@cache
def settings() -> Mapping[str, Mapping[str, float]]:
    """The weights, costs and limits of ``data/summarizing/extracts.toml``."""
    loaded: Mapping[str, Mapping[str, float]] = resources.toml("summarizing/extracts.toml")
    return loaded


def candidates(article: Article) -> list[Candidate]:
    """The sentences of an article that is segmented which a summary may have, in reading order.

    They are those of its lead and paragraphs, but for corrections; only if there are none, those
    of lists and boxes. Questions are none.
    """
    body = _body(article)
    stamped = {number for number, block in body if STAMP.match(block.text)}
    ticker = _many(stamped, body, settings()["limits"]["stamps"], _STAMP_SHARE)
    first_entry = min(stamped) if ticker else len(article.blocks)
    asked = {number for number, block in body if _asks(block)}
    if not _many(asked, body, settings()["limits"]["questions"], _QUESTION_SHARE):
        asked = set()
    answered = answers(article)
    opening = [number for number, _ in body[:_OPENING]]
    made = (
        _Block(
            number=number,
            block=block,
            language=article.language,
            question=number in asked,
            early=number < first_entry,
            opens=number in opening,
            stamped=ticker and number in stamped,
            answer=answered.get(number),
        )
        for number, block in body
    )
    return [found for block in made for found in block.candidates()]


def _body(article: Article) -> list[tuple[int, Block]]:
    for kinds in (_BODY, _BESIDE):
        body = [(number, block) for number, block in article.kept() if block.kind in kinds]
        if any(block.sentences for _, block in body):
            return [row for row in body if not _corrects(row[1], article.language)] or body
    return []


def _corrects(block: Block, language: str) -> bool:
    pattern = resources.language(language, "summarizing").get("corrections", {}).get("pattern")
    return bool(pattern and re.search(pattern, block.text[:_CORRECTION], re.IGNORECASE))


def _many(found: set[int], body: list[tuple[int, Block]], least: float, share: float) -> bool:
    return len(found) >= max(least, share * len(body))


def _asks(block: Block) -> bool:
    return bool(_QUESTION.search(block.text)) and len(block.sentences) <= _QUESTION_SENTENCES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A block of the body, and what is known of it.

    Attributes:
        number: Its index in `Article.blocks`.
        block: The block.
        language: ISO 639-1 code of the article's language.
        question: Whether it is a question of an interview, and a paragraph by its kind.
        early: Whether its place in the article says that it matters.
        opens: Whether it is among the first.
        stamped: Whether it is an entry of a ticker.
        answer: What it is in an interview, if it is of an answer.
    """

    number: int
    block: Block
    language: str
    question: bool
    early: bool
    opens: bool
    stamped: bool
    answer: Answer | None

    def candidates(self) -> Iterator[Candidate]:
        """Its sentences."""
        item = bool(_ITEM.match(self.block.text))
        inside = False
        for index, sentence in enumerate(self.block.sentences):
            # Marks of quotation come in pairs, whichever of them a house uses.
            goes_on = inside ^ (sum(map(sentence.text.count, _QUOTES)) % 2 == 1)
            beginning = Beginning(
                opens=self.opens and index <= 1,
                stamped=self.stamped and index <= 1,
                answer=self.answer,
            )
            text = beginning.cut(sentence.text, self.language)
            flaws = set(_flaws(text, self.language, inside, goes_on))
            flaws.update(self._flaws(item))
            if self.answer:
                # Who says "ich" is said with it.
                flaws.discard("personal")
            if text and not (index == 0 and self._begins_with_place(text)):
                yield Candidate(
                    self.number,
                    index,
                    text,
                    len(text.split()),
                    frozenset(flaws),
                    self.early,
                    lead=self.block.kind is Kind.LEAD,
                    beginning=beginning,
                )
            inside = goes_on

    def _begins_with_place(self, text: str) -> bool:
        return self.opens and is_place(text) and len(self.block.sentences) > 1

    def _flaws(self, item: bool) -> Iterator[str]:
        if self.question:
            yield "question"
        if item:
            yield "fragment"
        if self.answer:
            yield "answer" if self.answer.speaker else "unasked"


def _flaws(text: str, language: str, inside: bool, goes_on: bool) -> Iterator[str]:
    limits = settings()["limits"]
    words = text.split()
    unquoted, quotations = _QUOTED.subn(" ", f"“{text}" if inside else text)
    outside = tokens(unquoted)
    if quotations and len(outside) < _ATTRIBUTION:
        yield "unattributed"
    elif inside or goes_on:
        yield "dangling"
    whole = _ENDS.search(text) and not _ITEM.match(text) and not _is_list(text, language)
    if not whole or len(words) < limits["stub"]:
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


def _is_list(text: str, language: str) -> bool:
    """Whether a long line has no word but names and figures: "Tore: 1:0 Muster (12.), ..."."""
    said = [word.lower() for word in tokens(text)]
    functional = listed("stop", language)
    return len(said) >= _LIST and bool(functional) and functional.isdisjoint(said)


def _links(text: str, language: str) -> Iterable[str]:
    """Whether a sentence points back to another one, or goes on from it."""
    first, second = (*(word.lower() for word in tokens(text)[:2]), "", "")[:2]
    points = first in listed("demonstrative", language) and second in listed("verbs", language)
    # "Dass sie gestattet war, sagte …"
    points |= first in listed("subordinate", language) and second in listed("pronouns", language)
    if points or first in listed("dependent", language) or _AGED.match(text):
        return ("dependent",)
    return ("linked",) if first in listed("linked", language) else ()
