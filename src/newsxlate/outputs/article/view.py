"""An article as the writers see it: cells of text pieces, with the findings that belong to each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import Article, Block, Kind
from newsxlate.findings import CAUTION, Finding
from newsxlate.outputs.article.display import language_name, line
from newsxlate.result import Result, TranslatedBlock, Translation
from newsxlate.text.cells import columns
from newsxlate.text.joining import separator

# Blocks that are shown together while they follow one another: a list, a table, a box.
_TOGETHER = frozenset({Kind.ITEM, Kind.ROW, Kind.BOX})
_BULLET = re.compile(r"^\s*[-–—•·▪‣*]\s+")
_FULL_STOP = re.compile(r"[.…]\W*$")


class Places:
    """Names blocks and sentences the way an editor counts: "paragraph 3, sentence 2"."""

    def __init__(self, article: Article) -> None:
        """Count the article's blocks, kept and removed ones apart."""
        totals = Counter(_family(block) for block in article.blocks)
        seen: Counter[tuple[str, bool]] = Counter()
        self._labels: list[str] = []
        self._article = article
        for block in article.blocks:
            family = _family(block)
            seen[family] += 1
            numbered = totals[family] > 1 or block.kind is Kind.PARAGRAPH
            numbered = numbered and block.kind is not Kind.LEAD
            number = f" {seen[family]}" if numbered else ""
            self._labels.append(f"{'' if block.kept else 'removed '}{block.kind}{number}")

    def label(self, block: int | None, sentence: int | None = None) -> str:
        """The name of a place; "article" without a block.

        The sentence is left out where its block has only one. In a table its cell is counted.
        """
        if block is None or not 0 <= block < len(self._labels):
            return "article"
        found = self._article.blocks[block]
        if sentence is None or len(found.sentences) == 1:
            return self._labels[block]
        if found.kind is Kind.ROW and 0 <= sentence < len(found.sentences):
            _, places = _layout(self._article, found)
            return f"{self._labels[block]}, cell {places[sentence] + 1}"
        return f"{self._labels[block]}, sentence {sentence + 1}"


def _family(block: Block) -> tuple[str, bool]:
    """What a block is counted with. A lead is the first paragraph to whoever counts in a text."""
    kind = Kind.PARAGRAPH if block.kind is Kind.LEAD else block.kind
    return kind, block.kept


def anchor(column: int, block: int, sentence: int | None = None) -> str:
    """The id of a block or sentence in a column of an HTML page; column 0 is the source."""
    return f"c{column}-b{block}" + (f"-s{sentence}" if sentence is not None else "")


def exists(article: Article, block: int, sentence: int | None = None) -> bool:
    """Whether there is such a block; with a sentence, whether it has that."""
    if not 0 <= block < len(article.blocks):
        return False
    return sentence is None or 0 <= sentence < len(article.blocks[block].sentences)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding and its number in the list of all of them, from 1."""

    number: int
    finding: Finding


class Index:
    """All findings of a result, to be looked up by place.

    Attributes:
        rows: All of them, numbered, in order.
    """

    def __init__(self, result: Result) -> None:
        """Number the findings and sort them into places."""
        self.rows = [Numbered(n, found) for n, found in enumerate(result.all_findings(), 1)]
        self._places: dict[tuple[str | None, int | None, int | None], list[Numbered]] = {}
        for row in self.rows:
            # What is wrong with a summary's sentence is not wrong where its support stands.
            if row.finding.code.startswith("N6"):
                continue
            key = (row.finding.language, row.finding.block, row.finding.sentence)
            self._places.setdefault(key, []).append(row)

    def at(
        self, language: str | None, block: int | None, sentence: int | None = None
    ) -> list[Numbered]:
        """What was found in exactly this place; language None means the source."""
        return self._places.get((language, block, sentence), [])


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence in one language; or a whole block, if it has no sentences.

    Attributes:
        text: What it reads.
        gap: What stands before it: a space, or nothing.
        rows: What was found in it.
        fallback: Whether it is in the source language although a translation was wanted.
    """

    text: str
    gap: str = ""
    rows: tuple[Numbered, ...] = ()
    fallback: bool = False

    @property
    def codes(self) -> list[str]:
        """The codes that count under ``--strict``, each once, in order."""
        return codes(self.rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """A block in one language.

    Attributes:
        index: Index of the block in `Article.blocks`.
        block: The block itself.
        pieces: Its sentences, in order.
        rows: What was found in the block as a whole.
        columns: For a row of a table the pieces in each of its cells, the empty ones too; for any
            other block all of them in one.
    """

    index: int
    block: Block
    pieces: tuple[Piece, ...]
    rows: tuple[Numbered, ...]
    columns: tuple[tuple[Piece, ...], ...]


def cells(article: Article, translation: Translation | None, index: Index) -> Iterator[Cell]:
    """The kept blocks of an article in one language.

    A kept block that was not translated comes in the source language, marked: nothing is lost.

    Args:
        article: The article.
        translation: Where to take the text from; None takes the source.
        index: The result's findings.
    """
    translated = {block.block: block for block in translation.blocks} if translation else {}
    language = translation.language if translation else None
    for number, block in article.kept():
        if number in translated:
            pieces = _target(translated[number], language, index)
        else:
            pieces = _source(block, number, index, missing=translation is not None)
        shown, found = tuple(pieces), tuple(index.at(language, number))
        if block.kind is Kind.ITEM and shown:
            # The format has marks of its own.
            text = _BULLET.sub("", shown[0].text)
            shown = (replace(shown[0], text=text), *shown[1:])
        yield Cell(number, block, shown, found, _columns(article, block, shown))


def together(one: Cell, other: Cell) -> bool:
    """Whether two blocks that follow one another are of one list, table or box."""
    return one.block.kind is other.block.kind and one.block.kind in _TOGETHER


def runs(shown: Iterable[Cell]) -> Iterator[tuple[Kind, list[Cell]]]:
    """What is shown as one thing: a list's items, a table's rows, a box; else one block."""
    run: list[Cell] = []
    for cell in shown:
        if run and not together(run[-1], cell):
            yield run[0].block.kind, run
            run = []
        run.append(cell)
    if run:
        yield run[0].block.kind, run


def lone_heading(run: Sequence[Cell]) -> bool:
    """Whether blocks are the heading of a box alone; what it heads is a list or a table, say."""
    return len(run) == 1 and run[0].block.kind is Kind.BOX and headed(run)


def headed(box: Sequence[Cell]) -> bool:
    """Whether a box begins with a heading: with what does not end as a statement does."""
    return not _FULL_STOP.search(box[0].block.text)


def _columns(
    article: Article, block: Block, pieces: tuple[Piece, ...]
) -> tuple[tuple[Piece, ...], ...]:
    if block.kind is not Kind.ROW or len(block.sentences) != len(pieces):
        return (pieces,)
    count, places = _layout(article, block)
    found: dict[int, list[Piece]] = {}
    for place, piece in zip(places, pieces, strict=True):
        cell = found.setdefault(place, [])
        cell.append(piece if cell else replace(piece, gap=""))
    return tuple(tuple(found.get(place, ())) for place in range(count))


def _layout(article: Article, block: Block) -> tuple[int, list[int]]:
    """How many cells a row has, and which of them each of its sentences is, from 0.

    It is looked at from the beginning of its line: the tab of an empty first cell may count as
    white space of the block before.
    """
    if not block.sentences:
        return 1, []
    begins = article.text.rfind("\n", 0, block.sentences[0].start) + 1
    last = block.sentences[-1].end
    end = last + len(article.text[last : block.end].partition("\n")[0])
    starts = columns(article.text[begins:end])
    places = [max(0, bisect_right(starts, s.start - begins) - 1) for s in block.sentences]
    return len(starts), places


def _target(block: TranslatedBlock, language: str | None, index: Index) -> Iterator[Piece]:
    before = ""
    for number, sentence in enumerate(block.sentences):
        rows = tuple(index.at(language, block.block, number))
        gap = separator(before) if before else ""
        yield Piece(sentence.text, gap, rows, sentence.fallback)
        before = sentence.text or before


def _source(block: Block, index_: int, index: Index, *, missing: bool) -> Iterator[Piece]:
    before = ""
    for number, text in enumerate([s.text for s in block.sentences] or [block.text]):
        rows = () if missing else tuple(index.at(None, index_, number))
        yield Piece(text, separator(before) if before else "", rows, missing)
        before = text


def cautions(result: Result) -> list[str]:
    """What has to be said on top, a line each: that a weak model translated, say."""
    several = len(result.translations) > 1
    return [
        f"{language_name(found.language)}: {line(found.message)}"
        if several and found.language
        else line(found.message[:1].upper() + found.message[1:])
        for found in result.findings
        if found.code == CAUTION
    ]


def remembered(result: Result) -> list[str]:
    """How many sentences of each translation were known before, a line each; none for none."""
    several = len(result.translations) > 1
    told = []
    for translation in result.translations:
        count = sum(bool(row.origin) for _, _, row in translation.sentences())
        name = f"{language_name(translation.language)}: " if several else ""
        if count:
            noun = "sentence" if count == 1 else "sentences"
            told.append(f"{name}{count} {noun} from the translation memory")
    return told


def codes(rows: Iterable[Numbered]) -> list[str]:
    """The codes of those findings that count under ``--strict``, each once, in order."""
    return list(dict.fromkeys(row.finding.code for row in rows if row.finding.counts))
