"""Source and target sentence by sentence, as the formats for translators want them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from newsxlate.article import Kind, SentenceRef
from newsxlate.findings import Finding
from newsxlate.outputs.article.credit import state as sentence_state
from newsxlate.outputs.article.view import Index
from newsxlate.result import Result, Translation
from newsxlate.signoff import Review, SentenceReview, SentenceState


class Stage(StrEnum):
    """How far a sentence has come; ``data/outputs/xliff_states.toml`` has the states of XLIFF."""

    MISSING = "missing"
    DOUBTFUL = "doubtful"
    UNTOUCHED = "untouched"
    REMEMBERED = "remembered"
    ACCEPTED = "accepted"
    EDITED = "edited"
    CONFIRMED = "confirmed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence with its translation.

    Attributes:
        id: Its block and its place there: "b3s0". The same in every export of the article.
        source: The source sentence.
        target: Its translation; empty if there is none.
        findings: What was found in either.
        state: What a person did with it.
        review: The same with who and when; None if nobody touched it by itself.
        approved: Whether the translation as a whole was approved.
        origin: Which `newsxlate.result.TranslatedSentence.origin` it has.
    """

    id: str
    source: str
    target: str
    findings: tuple[Finding, ...]
    state: SentenceState = SentenceState.UNTOUCHED
    review: SentenceReview | None = None
    approved: bool = False
    origin: str = ""

    @property
    def remembered(self) -> bool:
        """Whether it is from the translation memory."""
        return bool(self.origin)

    @property
    def stage(self) -> Stage:
        """How far it has come; findings count where nobody has touched it.

        A finding about the source alone says nothing against the translation.
        """
        if not self.target:
            return Stage.MISSING
        if self.approved:
            machines = self.state is not SentenceState.EDITED and not self.remembered
            return Stage.CONFIRMED if machines else Stage.APPROVED
        if self.state is not SentenceState.UNTOUCHED:
            return Stage(str(self.state))
        counts = any(found.counts and found.language is not None for found in self.findings)
        if counts:
            return Stage.DOUBTFUL
        return Stage.REMEMBERED if self.remembered else Stage.UNTOUCHED


@dataclass(frozen=True, slots=True)
class Group:
    """A block with its sentences.

    Attributes:
        id: The block: "b3".
        kind: What the block is.
        pairs: Its sentences, in order.
        findings: What was found in the block as a whole.
    """

    id: str
    kind: Kind
    pairs: tuple[Pair, ...]
    findings: tuple[Finding, ...]


def groups(result: Result, translation: Translation, review: Review) -> Iterator[Group]:
    """The kept blocks of an article, each sentence beside its translation.

    A sentence left standing in the source language has no translation, unless a person said that
    it is to stand there. A kept block that was not translated, or has no sentences, comes all the
    same.

    Args:
        result: The article.
        translation: One of its translations ...
        review: ... and what people have said of it.
    """
    index = Index(result)
    translated = {block.block: block.sentences for block in translation.blocks}

    def found(block: int | None, sentence: int | None = None) -> tuple[Finding, ...]:
        rows = index.at(None, block, sentence) + index.at(translation.language, block, sentence)
        return tuple(row.finding for row in rows)

    def pair(number: int, place: int, source: str) -> Pair:
        ref = SentenceRef(number, place)
        row = review.sentence(ref)
        made = translated.get(number, ())[place : place + 1]
        return Pair(
            id=f"b{number}s{place}",
            source=source,
            target=next((m.text for m in made if not m.fallback or row is not None), ""),
            findings=found(number, place),
            state=sentence_state(review, ref),
            review=row,
            approved=review.approved,
            origin=next((each.origin for each in made), ""),
        )

    for number, block in result.article.kept():
        sources = [sentence.text for sentence in block.sentences] or [block.text]
        pairs = tuple(pair(number, place, text) for place, text in enumerate(sources) if text)
        if pairs:
            yield Group(f"b{number}", block.kind, pairs, found(number))


def remarks(result: Result, translation: Translation) -> list[Finding]:
    """What was found in the article, or in the translation, as a whole."""
    index = Index(result)
    return [
        row.finding for language in (None, translation.language) for row in index.at(language, None)
    ]


def describe(found: Finding) -> str:
    """A finding in one line: code, severity, message, and the texts it is about."""
    about = [
        f"{name} “{text}”"
        for name, text in (("source", found.source), ("target", found.target))
        if text
    ]
    return f"{found.code} {found.severity}: {found.message}" + (
        f" ({', '.join(about)})" if about else ""
    )
