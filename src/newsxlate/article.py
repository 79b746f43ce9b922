"""The article: frozen, and complete. No character of the input is ever outside it.

`Article.text` is the input as decoded (for HTML: the page's visible text). Blocks tile it:
each one's ``[start:end)`` begins where the one before ended, so that joining the raw text of all
blocks, kept and removed, gives back the input. Sentences lie inside their block.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a block is. The kinds follow the parts of a printed news article.

    `ITEM` is an item of a list and `ROW` a row of a table, whose sentences are its cells.
    `QUESTION` is what an interviewer asks; the answers are paragraphs. `BOX` is a heading or
    paragraph of a box beside the text ("Zur Person").
    """

    HEADLINE = "headline"
    KICKER = "kicker"
    LEAD = "lead"
    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    CAPTION = "caption"
    CREDIT = "credit"
    ITEM = "item"
    ROW = "row"
    QUESTION = "question"
    BOX = "box"
    TEASER = "teaser"
    BIOGRAPHY = "biography"
    BOILERPLATE = "boilerplate"


class SentenceRef(NamedTuple):
    """Which sentence of an article.

    Attributes:
        block: Index of its block in `Article.blocks`.
        sentence: Index in `Block.sentences`.
    """

    block: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or headline) of a block.

    Attributes:
        start: Offset of its first character in `Article.text`.
        end: Offset behind its last character in `Article.text`.
        text: The sentence as it is translated: line breaks are spaces, soft hyphens are gone.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article, with the white space that follows it.

    Attributes:
        kind: What the block is.
        start: Offset of its first character in `Article.text`.
        end: Offset behind its last character; the next block starts here.
        text: The block with line breaks and soft hyphens resolved, stripped.
        removed: Why the block is left out of the translation; None if it is kept.
        sentences: Its sentences, in order; empty until the article was segmented, and for
            removed blocks.
    """

    kind: Kind
    start: int
    end: int
    text: str
    removed: str | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the block is part of the article proper."""
        return self.removed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article in its source language.

    Attributes:
        text: The whole input as decoded.
        blocks: Blocks that tile ``text``.
        language: ISO 639-1 code of the source language.
        title: The headline, if one was found.
        byline: The author or authors, as printed.
        published: Publication date, ISO 8601 (a date, or a date with time), if known.
        embargoed: Until when it must not be published, ISO 8601 with a time zone; None if it may.
        source: Path or URL the article was read from; None for standard input.
        id: The first 16 hexadecimal digits of the SHA-256 of ``text`` in UTF-8, if not given.

    Raises:
        ValueError: The blocks do not tile the text.
    """

    text: str
    blocks: tuple[Block, ...]
    language: str
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    embargoed: str | None = None
    source: str | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "id", digest[:16])
        position = 0
        for number, block in enumerate(self.blocks):
            if block.start != position or block.end < block.start:
                raise ValueError(f"block {number} does not start where the one before ended")
            position = block.end
            if any(s.start < block.start or s.end > block.end for s in block.sentences):
                raise ValueError(f"block {number} has a sentence outside itself")
        if position != len(self.text):
            raise ValueError("the blocks end before the text does")

    def raw(self, part: Block | Sentence) -> str:
        """The characters of the input that ``part`` covers."""
        return self.text[part.start : part.end]

    def kept(self) -> Iterator[tuple[int, Block]]:
        """The kept blocks, each with its index in `blocks`."""
        return ((number, block) for number, block in enumerate(self.blocks) if block.kept)

    def sentences(self) -> Iterator[tuple[SentenceRef, Sentence]]:
        """The sentences of the kept blocks, in order, each with where it is."""
        for number, block in self.kept():
            for index, sentence in enumerate(block.sentences):
                yield SentenceRef(number, index), sentence

    def sentence(self, ref: SentenceRef) -> str:
        """The text of a sentence."""
        return self.blocks[ref.block].sentences[ref.sentence].text
