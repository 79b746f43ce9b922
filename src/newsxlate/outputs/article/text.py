"""Plain text: what an editor pastes into the next system."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsxlate.article import Kind
from newsxlate.findings import Finding
from newsxlate.outputs.article import summaries
from newsxlate.outputs.article.credit import review_of, statement, statements
from newsxlate.outputs.article.display import language_name, line
from newsxlate.outputs.article.view import (
    Cell,
    Index,
    Numbered,
    Piece,
    Places,
    cautions,
    cells,
    codes,
    lone_heading,
    remembered,
    runs,
)
from newsxlate.result import Result
from newsxlate.signoff import Part, Review

_NUMBER = re.compile(r"\d{1,3}[.)]\s")
# Stands above and below a box.
_RULE = "----"


def write(result: Result, *, marks: bool = True, reviews: Sequence[Review] = ()) -> str:
    """Render the translations, one after the other, as paragraphs with a blank line between.

    Items of a list stand on lines of their own behind dashes, rows of a table on lines of their
    own with tabs between the cells, boxes between rules.

    Without translations, the cleaned article itself is rendered.

    Args:
        result: What to render.
        marks: Whether sentences with errors or warnings are followed by their codes in brackets,
            and each translation by a line that says that a machine made it, and who has reviewed
            it; and whether all findings are listed at the end. Without, there is nothing but text.
        reviews: What people have said of its translations and summaries.
    """
    index = Index(result)
    several = len(result.translations) > 1
    notes = [*cautions(result), *remembered(result)]
    chunks = [f"Note: {note}." for note in notes] if marks else []
    if result.summaries:
        chunks += ["Summary\n-------", *summaries.chunks(result, marks=marks)]
        if marks:
            said = dict.fromkeys(text for _, text in statements(result, reviews, Part.SUMMARY))
            chunks += [f"[{text}]" for text in said]
        chunks.append("Article\n-------")
    for translation in result.translations or (None,):
        if translation is not None and several:
            name = language_name(translation.language)
            chunks.append(f"=== {name} ({line(translation.language)}) ===")
        for kind, run in runs(cells(result.article, translation, index)):
            shown = [_paragraph(cell, marks) for cell in run]
            chunks += shown if lone_heading(run) else _chunks(kind, shown)
        if marks and translation is not None:
            chunks.append(f"[{statement(review_of(reviews, translation.language))}]")
    if marks and index.rows:
        chunks.append(_findings(index.rows, Places(result.article), several))
    return "\n\n".join(chunk for chunk in chunks if chunk) + "\n"


def _chunks(kind: Kind, paragraphs: list[str]) -> Iterator[str]:
    """What is between blank lines, of blocks that belong together."""
    shown = [paragraph for paragraph in paragraphs if paragraph.strip()]
    if kind is Kind.ITEM:
        yield "\n".join(text if _NUMBER.match(text) else f"- {text}" for text in shown)
    elif kind is Kind.ROW:
        yield "\n".join(shown)
    elif kind is Kind.BOX and shown:
        yield from (_RULE, *shown, _RULE)
    else:
        yield from shown


def _paragraph(cell: Cell, marks: bool) -> str:
    """One block on one line, its sentences with their marks."""
    shown = "\t".join(_marked(pieces, marks) for pieces in cell.columns)
    return shown + _mark(codes(cell.rows)) if marks else shown


def _marked(pieces: Iterable[Piece], marks: bool) -> str:
    parts: list[str] = []
    marked = ""
    for piece in pieces:
        # A mark ends in a bracket, which wants a space behind it even in Chinese.
        parts += [" " if marked else piece.gap, piece.text]
        marked = _mark(piece.codes, fallback=piece.fallback) if marks else ""
        parts.append(marked)
    return line("".join(parts))


def _mark(shown: list[str], *, fallback: bool = False) -> str:
    """What stands behind a sentence, such as " [N301, N305]"; may be empty."""
    words = ["not translated", *shown] if fallback else shown
    return f" [{', '.join(words)}]" if words else ""


def _findings(rows: Iterable[Numbered], places: Places, several: bool) -> str:
    lines = ["Findings", "--------"]
    for row in rows:
        lines += _entry(row.finding, places, several)
    return "\n".join(lines)


def _entry(found: Finding, places: Places, several: bool) -> Iterator[str]:
    language = f"{line(found.language)}, " if several and found.language else ""
    place = places.label(found.block, found.sentence)
    yield f"{found.code} {found.severity}: {language}{place}: {line(found.message)}"
    if found.source:
        yield f"    source: {line(found.source)}"
    if found.target:
        yield f"    target: {line(found.target)}"
