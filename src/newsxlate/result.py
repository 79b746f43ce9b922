"""What a run gives back: an article, its names, translations and summaries, and every finding.

A translation mirrors its article. Each `TranslatedBlock` names the block it renders and has exactly
as many sentences as that block, in the same order, so that sentence *i* of the one is sentence *i*
of the other; `Result` refuses anything else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsxlate.article import Article, Kind
from newsxlate.entities import Entities, NameAlignment
from newsxlate.findings import Finding, Severity
from newsxlate.summary import Summary
from newsxlate.text.joining import join

#: The origin of a sentence that a person has translated before ...
MEMORY = "memory"
#: ... and of one that a machine had, and of which a person has said that it is right.
ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedSentence:
    """The translation of one source sentence.

    Attributes:
        text: The translation; the source sentence if ``fallback`` is set.
        score: Mean log probability of a target token (natural logarithm; 0 would be certainty).
            None if the engine gave none; infinities and NaN become None.
        findings: What the checks still find in it, after all attempts.
        attempts: How many translations were made before this one was chosen; 0 if it was known.
        fallback: Whether the source was left standing, since there is no translation.
        origin: `MEMORY` or `ACCEPTED` if it is from a translation memory, so that no engine was
            asked for it, and nothing has changed it; empty if the model of the translation made it.
    """

    text: str
    score: float | None = None
    findings: tuple[Finding, ...] = ()
    attempts: int = 1
    fallback: bool = False
    origin: str = ""

    def __post_init__(self) -> None:
        # JSON has no NaN, and half precision overflows now and then: no reason to stop a run.
        if self.score is not None and not math.isfinite(self.score):
            object.__setattr__(self, "score", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedBlock:
    """The translation of one block.

    Attributes:
        block: Index of the block in `Article.blocks`.
        sentences: One for each of the block's sentences, in the same order.
        kind: The block's kind. `Result` fills it in.
    """

    block: int
    sentences: tuple[TranslatedSentence, ...]
    kind: Kind | None = None

    @property
    def text(self) -> str:
        """The sentences as running text; the cells of a table's row that are filled, with tabs."""
        if self.kind is Kind.ROW:
            return "\t".join(sentence.text for sentence in self.sentences)
        return join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """An article in one target language.

    Attributes:
        language: ISO 639-1 code of the target language.
        model: The run's signature: everything that decides what the translation reads like
            (version, models with revisions, engine, compute type, beam, prompt), as sacrebleu's
            does for a score. Two runs with equal signatures are comparable.
        blocks: The translated blocks, in the article's order.
        pivot: The language it went through, if there was no direct model.
        seconds: Wall-clock time spent on it; its share by sentences if articles went together.
        names: What became of each name, by sentence; empty if the names were not checked.
    """

    language: str
    model: str
    blocks: tuple[TranslatedBlock, ...]
    pivot: str | None = None
    seconds: float = 0.0
    names: tuple[NameAlignment, ...] = ()

    @property
    def title(self) -> str | None:
        """The translated headline, or None if the article has none. Needs a `Result` around it."""
        return next((block.text for block in self.blocks if block.kind is Kind.HEADLINE), None)

    @property
    def text(self) -> str:
        """The whole translation, headline included, with a blank line between blocks."""
        return "\n\n".join(block.text for block in self.blocks)

    def sentences(self) -> Iterator[tuple[int, int, TranslatedSentence]]:
        """Every sentence, with the index of its block and its own index in that block."""
        for block in self.blocks:
            for number, sentence in enumerate(block.sentences):
                yield block.block, number, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An article with its names, translations, summaries and findings.

    Attributes:
        article: The article in the source language.
        translations: One for each target language, in the order they were asked for.
        findings: What concerns the article, or a block as a whole. What concerns one translated
            sentence is kept there; `all_findings` gives both.
        ledger: The names of the article; None if they were not looked for.
        summaries: By language, then by length.

    Raises:
        ValueError: A translation does not mirror the article, or a language comes twice.
    """

    article: Article
    translations: tuple[Translation, ...] = ()
    findings: tuple[Finding, ...] = ()
    ledger: Entities | None = None
    summaries: tuple[Summary, ...] = ()

    def __post_init__(self) -> None:
        languages = [translation.language for translation in self.translations]
        if len(set(languages)) < len(languages):
            raise ValueError(f"a target language comes twice: {', '.join(languages)}")
        aligned = tuple(_aligned(self.article, translation) for translation in self.translations)
        object.__setattr__(self, "translations", aligned)

    def translation(self, language: str) -> Translation:
        """The translation into ``language``.

        Raises:
            KeyError: There is none.
        """
        for translation in self.translations:
            if translation.language == language:
                return translation
        raise KeyError(language)

    def with_translation(self, translation: Translation) -> Result:
        """The same with another translation in the place of the one into its language.

        Raises:
            KeyError: There is none.
        """
        self.translation(translation.language)
        made = (translation if t.language == translation.language else t for t in self.translations)
        return replace(self, translations=tuple(made))

    def all_findings(self) -> Iterator[Finding]:
        """Every finding with its place filled in: the article's first, then in reading order.

        What a summary's sentence takes over from the translation comes once.
        """
        yield from self.findings
        for translation in self.translations:
            for block, number, sentence in translation.sentences():
                for found in sentence.findings:
                    yield replace(
                        found, language=translation.language, block=block, sentence=number
                    )
        translated = {translation.language for translation in self.translations}
        for summary in self.summaries:
            heads = (summary.title_findings, summary.teaser_findings)
            for findings in (*heads, *(line.findings for line in summary.sentences)):
                for found in findings:
                    if found.code.startswith("N6") or summary.language not in translated:
                        yield found

    def count(self, severity: Severity | None = None) -> int:
        """How many findings there are, of one severity or in all."""
        return sum(severity in (None, found.severity) for found in self.all_findings())


def _aligned(article: Article, translation: Translation) -> Translation:
    """``translation`` with the kinds of its blocks filled in, checked against the article."""
    position = -1
    blocks = []
    for translated in translation.blocks:
        index, count = translated.block, len(translated.sentences)
        name = f"the {translation.language} translation of block {index}"
        if not position < index < len(article.blocks):
            raise ValueError(f"{name} is out of order, comes twice, or has no such block")
        block = article.blocks[index]
        if count != len(block.sentences):
            expected = len(block.sentences)
            raise ValueError(f"{name} has {count} sentences where the source has {expected}")
        if translated.kind not in (None, block.kind):
            raise ValueError(f"{name} is a {translated.kind} where the source is a {block.kind}")
        position = index
        blocks.append(replace(translated, kind=block.kind))
    return replace(translation, blocks=tuple(blocks))
