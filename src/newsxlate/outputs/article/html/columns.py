"""The article in the columns of an HTML page, what belongs together in one row of its grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsxlate.article import Article, Block, Kind, SentenceRef
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article.display import direction, language_name
from newsxlate.outputs.article.html import names
from newsxlate.outputs.article.html.markup import Span, annotate, occurrences, quote
from newsxlate.outputs.article.view import (
    Cell,
    Index,
    Numbered,
    Piece,
    anchor,
    cells,
    headed,
    together,
)
from newsxlate.result import Translation

_TAGS = {Kind.HEADLINE: "h2", Kind.SUBHEAD: "h3", Kind.ITEM: "li"}
_AROUND = {
    Kind.ITEM: ("<ul>", "</ul>"),
    Kind.ROW: ("<table>", "</table>"),
    Kind.BOX: ("<aside>", "</aside>"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One language: the source (number 0, no translation) or a target."""

    number: int
    language: str
    translation: Translation | None

    @property
    def name(self) -> str:
        """The language in English."""
        return language_name(self.language)

    @property
    def key(self) -> str | None:
        """What the findings in this column give as their language."""
        return self.translation.language if self.translation else None

    def anchor(self, block: int, sentence: int | None = None) -> str:
        """The id of a block or sentence in this column."""
        return anchor(self.number, block, sentence)


@dataclass(frozen=True, slots=True)
class Page:
    """What a cell is drawn from."""

    article: Article
    columns: Sequence[Column]
    index: Index
    names: Mapping[names.ColumnRef, Sequence[Span]]

    def marked(self, found: Finding) -> bool:
        """Whether what ``found`` names is marked as a name."""
        return bool(self.names) and names.shows(found)


def rows(page: Page) -> Iterator[str]:
    """One row for each block, or list, table and box; the removed ones folded up at their place."""
    feeds = [list(cells(page.article, column.translation, page.index)) for column in page.columns]
    kept = 0
    for number, run in _parts(page.article, feeds[0]):
        if run:
            drawn = [
                _cell(feed[kept : kept + len(run)], column, page)
                for feed, column in zip(feeds, page.columns, strict=True)
            ]
            kept += len(run)
            yield f'<div class="row">{"".join(drawn)}</div>'
        else:
            yield _removed(page.article.blocks[number], number, page.article.language)


def _parts(article: Article, shown: Iterable[Cell]) -> Iterator[tuple[int, list[Cell]]]:
    """What stands together, and every removed block alone, with the number of the first block."""
    feed = iter(shown)
    run: list[Cell] = []
    for number, block in enumerate(article.blocks):
        cell = next(feed) if block.kept else None
        if run and not (cell and together(run[-1], cell)):
            yield run[0].index, run
            run = []
        if cell:
            run.append(cell)
        else:
            yield number, []
    if run:
        yield run[0].index, run


def _removed(block: Block, number: int, language: str) -> str:
    return (
        f'<details class="removed" id="c0-b{number}">'
        f"<summary>Removed {block.kind}: {quote(block.removed or '')}</summary>"
        f"<p {_language(language)}>{quote(block.text)}</p></details>"
    )


def _language(code: str) -> str:
    return f'lang="{quote(code)}" dir="{direction(code)}"'


def _cell(run: Sequence[Cell], column: Column, page: Page) -> str:
    """What stands together, in one language."""
    elements = []
    before = 0
    for place, cell in enumerate(run):
        heading = cell.block.kind is Kind.BOX and not place and headed(run)
        elements.append(_element(cell, column, page, before, heading=heading))
        before += len(cell.pieces)
    opening, closing = _AROUND.get(run[0].block.kind, ("", ""))
    body = f"{opening}{''.join(elements)}{closing}"
    label = f'<span class="label" lang="en" dir="ltr">{quote(column.name)}</span>'
    notes = [row for cell in run for piece in cell.pieces for row in piece.rows]
    listed = _notes([*notes, *(row for cell in run for row in cell.rows)])
    return f'<div class="cell" {_language(column.language)}>{label}{body}{listed}</div>'


def _element(cell: Cell, column: Column, page: Page, before: int, *, heading: bool) -> str:
    """A block as an element.

    Args:
        cell: The block.
        column: Its language.
        page: The page.
        before: How many sentences there are above it in what it stands together with.
        heading: Whether it is the heading of a box.
    """
    kind = cell.block.kind
    badges = "".join(badge(row, link=True) for row in cell.rows)
    identity = f'id="{column.anchor(cell.index)}"'
    sentences: list[str] = []
    number = 0
    for pieces in cell.columns:
        shown = ""
        for piece in pieces:
            shown += _sentence(piece, cell.index, number, column, page, before)
            number += 1
        sentences.append(shown)
    if kind is Kind.ROW:
        sentences[-1] += badges
        # Its class would be that of the page's own rows.
        return f"<tr {identity}>{''.join(f'<td>{shown}</td>' for shown in sentences)}</tr>"
    tag = "h4" if heading else _TAGS.get(kind, "p")
    return f'<{tag} class="{kind}" {identity}>{"".join(sentences)}{badges}</{tag}>'


def _sentence(
    piece: Piece, block: int, number: int, column: Column, page: Page, before: int
) -> str:
    local = f'data-s="{before + number}" id="{column.anchor(block, number)}"'
    if piece.fallback:
        local += f" {_language(page.article.language)}"
    text = annotate(piece.text, _spans(piece, block, number, column, page))
    shown = f'{piece.gap}<span class="{_style(piece, page)}" {local}>{text}</span>'
    if piece.fallback:
        shown += '<span class="badge error" lang="en">not translated</span>'
    return shown + "".join(badge(row, link=True) for row in piece.rows)


def _style(piece: Piece, page: Page) -> str:
    """The CSS classes of a sentence: the worst severity found in it, and whether it is German.

    What is wrong with a name is underlined there, unless the name is missing.
    """
    rows = [row.finding for row in piece.rows]
    found = {
        f.severity for f in rows if not (page.marked(f) and (f.target if f.language else f.source))
    }
    worst = [severity for severity in Severity if severity in found][:1]
    return " ".join(["s", *worst, *(["fallback"] if piece.fallback else [])])


def _notes(rows: Iterable[Numbered]) -> str:
    items = [
        f'<li class="{row.finding.severity}">{quote(row.finding.code)}: '
        f"{quote(row.finding.message)}</li>"
        for row in rows
    ]
    return f'<ul class="notes" lang="en" dir="ltr">{"".join(items)}</ul>' if items else ""


def _spans(piece: Piece, block: int, sentence: int, column: Column, page: Page) -> Iterator[Span]:
    """What is marked inside a sentence: its names, and the words that its findings name.

    In the source, that is what the findings in any of its translations name.
    """
    yield from page.names.get(names.ColumnRef(column.key, SentenceRef(block, sentence)), ())
    if column.translation is None:
        rows = [row for other in page.columns for row in page.index.at(other.key, block, sentence)]
        found = [(row.finding, row.finding.source) for row in rows]
    else:
        found = [(row.finding, row.finding.target) for row in piece.rows]
    for one, fragment in found:
        # A finding that names the whole sentence has underlined it already.
        if fragment != piece.text and not page.marked(one):
            for start, end in occurrences(piece.text, fragment):
                yield Span(start, end, one.severity, one.message)


def badge(row: Numbered, *, link: bool) -> str:
    """The code of a finding, with a link to where it is listed or with its severity."""
    found = row.finding
    style = f'class="badge {found.severity}"'
    if not link:
        return f"<span {style}>{quote(found.code)} {found.severity}</span>"
    told = quote(f"{found.severity} {found.code}: {found.message}")
    return (
        f'<a {style} href="#f{row.number}" lang="en" title="{told}" aria-label="{told}">'
        f"{quote(found.code)}</a>"
    )
