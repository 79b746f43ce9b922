"""A summary, each sentence tied to the source sentences that support it.

Only the data: `newsxlate.summarizing` makes and checks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsxlate.article import SentenceRef
from newsxlate.findings import Finding
from newsxlate.text.joining import join

#: What makes summaries: the best sentences of the article, its first, or a model's own words.
METHODS = ("extractive", "lead", "abstractive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A source sentence that a summary sentence rests on.

    Attributes:
        block: Index of the block in `Article.blocks`.
        sentence: Index of the sentence in its block.
        score: 0 to 1: how much of the summary sentence it supports.
    """

    block: int
    sentence: int
    score: float

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is."""
        return SentenceRef(self.block, self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySentence:
    """One sentence of a summary.

    Attributes:
        text: The sentence, in the summary's language.
        support: The source sentences it rests on, best first; empty if none was found.
        findings: What the checks find in it.
        replaced: What it stands in for: a sentence that was dropped for want of support; else
            empty.
    """

    text: str
    support: tuple[Support, ...] = ()
    findings: tuple[Finding, ...] = ()
    replaced: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """Which share of what a summary says is in the source; None where it has nothing of the kind.

    That a name or number stands in the article says nothing about what the summary says of it.

    Attributes:
        entities: Share of its names that the source has, 0 to 1.
        numbers: Share of its numbers and dates.
        quotations: Share of its quotations whose words are all in a quotation of the source.
        entity_count: How many names it has; 0 if that is not known, as of earlier releases.
        number_count: How many numbers and dates.
        quotation_count: How many quotations.
    """

    entities: float | None = None
    numbers: float | None = None
    quotations: float | None = None
    entity_count: int = 0
    number_count: int = 0
    quotation_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A summary of an article in one language.

    Attributes:
        language: ISO 639-1 code of the summary's language.
        method: "lead", "extractive" or "abstractive": what it was made by in the end.
        length: What was asked for, such as "3 sentences", "80 words" or "10 %".
        sentences: Its sentences, in order.
        model: Signature of what made and translated it, as in `Translation.model`.
        title: A headline; None if there is none.
        teaser: One line that says what the article is about; None if there is none.
        precision: What share of its names, numbers and quotations the source has.
        fallback: Why another method than the one asked for made it; else empty.
        seconds: Wall-clock time spent on it.
        title_findings: What the checks find in a headline that a person has changed.
        teaser_findings: Likewise in the teaser.
    """

    language: str
    method: str
    length: str
    sentences: tuple[SummarySentence, ...]
    model: str = ""
    title: str | None = None
    teaser: str | None = None
    precision: Precision = Precision()
    fallback: str = ""
    seconds: float = 0.0
    title_findings: tuple[Finding, ...] = ()
    teaser_findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The sentences as running text."""
        return join(sentence.text for sentence in self.sentences)
