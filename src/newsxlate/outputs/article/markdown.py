"""Markdown: CommonMark, with a table (as on GitHub) for the findings.

Whatever the article says is text: characters that mean something in Markdown are escaped, so that
a paragraph that begins "1. FC Köln" does not become a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsxlate.article import Kind
from newsxlate.outputs.article import summaries
from newsxlate.outputs.article.display import language_name, line
from newsxlate.outputs.article.escaping import escape, escape_inline
from newsxlate.outputs.article.view import Cell, Index, Numbered, Places, cells, codes
from newsxlate.result import Result, Translation

_FRAMES = {
    Kind.HEADLINE: ("# ", ""),
    Kind.SUBHEAD: ("## ", ""),
    Kind.KICKER: ("**", "**"),
    Kind.LEAD: ("**", "**"),
    Kind.CAPTION: ("*", "*"),
    Kind.CREDIT: ("*", "*"),
}

_CLOSING = re.compile(r"(?<!\\)(#+)$")


def write(result: Result, *, marks: bool = True) -> str:
    """Render the translations one after the other, with a rule between them.

    Without translations, the cleaned article itself is rendered.

    Args:
        result: What to render.
        marks: Whether sentences with errors or warnings are followed by their codes in bold, and
            all findings listed in a table at the end.
    """
    index = Index(result)
    several = len(result.translations) > 1
    chunks: list[str] = []
    for summary in result.summaries:
        chunks += [*summaries.section(summary, marks=marks), "---"]
    for number, translation in enumerate(result.translations or (None,)):
        if translation is not None and several:
            code = escape_inline(translation.language)
            chunks += ["---"] * (number > 0)
            chunks.append(f"*{escape_inline(language_name(translation.language))} ({code})*")
        chunks += _section(result, translation, index, marks)
    if marks and index.rows:
        chunks += ["## Findings", _table(index.rows, Places(result.article))]
    return "\n\n".join(chunks) + "\n"


def _section(
    result: Result, translation: Translation | None, index: Index, marks: bool
) -> Iterator[str]:
    """One language: the title, the line under it, and everything else."""
    article = result.article
    embargo = f"embargoed until {article.embargoed}" if article.embargoed else None
    known = [escape_inline(part or "") for part in (article.byline, article.published, embargo)]
    dateline = " · ".join(part for part in known if part)
    dateline = f"*{dateline}*" if dateline else ""
    shown = list(cells(article, translation, index))
    headed = any(cell.block.kind is Kind.HEADLINE for cell in shown)
    if dateline and not headed:
        yield dateline
    for cell in shown:
        paragraph = _paragraph(cell, marks)
        if paragraph:
            yield paragraph
        if cell.block.kind is Kind.HEADLINE and dateline:
            yield dateline
            dateline = ""


def _paragraph(cell: Cell, marks: bool) -> str:
    opening, closing = _FRAMES.get(cell.block.kind, ("", ""))
    runs: list[str] = []
    plain: list[str] = []
    marked = ""
    for piece in cell.pieces:
        plain += [" " if marked else piece.gap, piece.text]
        shown = ["not translated", *piece.codes] if piece.fallback else piece.codes
        marked = _mark(shown) if marks else ""
        if marked:
            runs.append(_run("".join(plain), opening, closing, first=not runs) + marked)
            plain = []
    runs.append(_run("".join(plain), opening, closing, first=not runs))
    runs.append(_mark(codes(cell.rows)) if marks else "")
    return "".join(runs).strip(" ")


def _run(text: str, opening: str, closing: str, *, first: bool) -> str:
    """A stretch of unmarked text; emphasis has to touch the words, so spaces stay outside."""
    bare = line(text)
    if not bare:
        return ""
    space = " " if text.startswith(" ") and not first else ""
    if closing:
        return f"{space}{opening}{escape_inline(bare)}{closing}"
    if not first:
        return space + escape_inline(bare)
    # A heading's marker has taken the start of the line.
    body = _CLOSING.sub(r"\\\1", escape_inline(bare)) if opening else escape(bare)
    return opening + body


def _mark(shown: list[str]) -> str:
    return f" **\\[{', '.join(shown)}\\]**" if shown else ""


def _table(rows: Iterable[Numbered], places: Places) -> str:
    head = ["Code", "Severity", "Language", "Place", "Finding", "Source", "Target"]
    lines = [_row(head), _row(["---"] * len(head))]
    for row in rows:
        found = row.finding
        place = places.label(found.block, found.sentence)
        texts = [found.code, found.severity, found.language or "", place]
        texts += [found.message, found.source, found.target]
        lines.append(_row([_cell(text) for text in texts]))
    return "\n".join(lines)


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _cell(text: str) -> str:
    # An entity, since the dialects disagree on a backslash before the bar.
    return escape_inline(text).replace("|", "&#124;")
