"""Plain text: what an editor pastes into the next system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsxlate.findings import Finding
from newsxlate.outputs.article import summaries
from newsxlate.outputs.article.display import language_name, line
from newsxlate.outputs.article.view import Cell, Index, Numbered, Places, cells, codes
from newsxlate.result import Result


def write(result: Result, *, marks: bool = True) -> str:
    """Render the translations, one after the other, as paragraphs with a blank line between.

    A result without findings gives nothing but the translation. Without translations, the cleaned
    article itself is rendered.

    Args:
        result: What to render.
        marks: Whether sentences with errors or warnings are followed by their codes in brackets,
            and all findings listed at the end.
    """
    index = Index(result)
    several = len(result.translations) > 1
    chunks: list[str] = []
    if result.summaries:
        chunks += ["Summary\n-------", *summaries.chunks(result, marks=marks)]
        chunks.append("Article\n-------")
    for translation in result.translations or (None,):
        if translation is not None and several:
            name = language_name(translation.language)
            chunks.append(f"=== {name} ({line(translation.language)}) ===")
        chunks += (_paragraph(cell, marks) for cell in cells(result.article, translation, index))
    if marks and index.rows:
        chunks.append(_findings(index.rows, Places(result.article), several))
    return "\n\n".join(chunk for chunk in chunks if chunk) + "\n"


def _paragraph(cell: Cell, marks: bool) -> str:
    """One block on one line, its sentences with their marks."""
    parts: list[str] = []
    marked = ""
    for piece in cell.pieces:
        # A mark ends in a bracket, which wants a space behind it even in Chinese.
        parts += [" " if marked else piece.gap, piece.text]
        marked = _mark(piece.codes, fallback=piece.fallback) if marks else ""
        parts.append(marked)
    if marks:
        parts.append(_mark(codes(cell.rows)))
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
