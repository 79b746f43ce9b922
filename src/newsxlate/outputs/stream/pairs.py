"""Source and target sentence by sentence, as the formats for translators want them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from newsxlate.article import Kind
from newsxlate.findings import Finding
from newsxlate.outputs.article.view import Index
from newsxlate.result import Result, TranslatedSentence, Translation


class State(Enum):
    """What is left to do with a sentence."""

    MISSING = "missing"
    REVIEW = "review"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence with its translation.

    Attributes:
        id: Its block and its place there: "b3s0". The same in every export of the article.
        source: The source sentence.
        target: Its translation; empty if there is none.
        findings: What was found in either.
    """

    id: str
    source: str
    target: str
    findings: tuple[Finding, ...]

    @property
    def state(self) -> State:
        """Whether the translation is missing, has findings that count under --strict, or neither.

        A finding about the source alone says nothing against the translation.
        """
        if not self.target:
            return State.MISSING
        counts = any(found.counts and found.language is not None for found in self.findings)
        return State.REVIEW if counts else State.DONE


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


def groups(result: Result, translation: Translation) -> Iterator[Group]:
    """The kept blocks of an article, each sentence beside its translation.

    A sentence left standing in the source language has no translation. A kept block that was not
    translated, or has no sentences, comes all the same.
    """
    index = Index(result)
    translated = {block.block: block.sentences for block in translation.blocks}

    def found(block: int | None, sentence: int | None = None) -> tuple[Finding, ...]:
        rows = index.at(None, block, sentence) + index.at(translation.language, block, sentence)
        return tuple(row.finding for row in rows)

    for number, block in result.article.kept():
        targets = translated.get(number, ())
        sources = [sentence.text for sentence in block.sentences] or [block.text]
        pairs = tuple(
            Pair(f"b{number}s{place}", source, _target(targets, place), found(number, place))
            for place, source in enumerate(sources)
            if source
        )
        if pairs:
            yield Group(f"b{number}", block.kind, pairs, found(number))


def remarks(result: Result, translation: Translation) -> list[Finding]:
    """What was found in the article, or in the translation, as a whole."""
    index = Index(result)
    return [
        row.finding for language in (None, translation.language) for row in index.at(language, None)
    ]


def _target(targets: tuple[TranslatedSentence, ...], place: int) -> str:
    if place >= len(targets) or targets[place].fallback:
        return ""
    return targets[place].text


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
