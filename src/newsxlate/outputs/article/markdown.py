"""Markdown: CommonMark, with tables as on GitHub.

Whatever the article says is text: characters that mean something in Markdown are escaped, so that
a paragraph that begins "1. FC Köln" does not become a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsxlate.article import Kind
from newsxlate.outputs.article import summaries
from newsxlate.outputs.article.credit import review_of, statement
from newsxlate.outputs.article.display import language_name, line
from newsxlate.outputs.article.escaping import escape, escape_inline
from newsxlate.outputs.article.view import (
    Cell,
    Index,
    Numbered,
    Piece,
    Places,
    cautions,
    cells,
    codes,
    headed,
    lone_heading,
    remembered,
    runs,
)
from newsxlate.result import Result, Translation
from newsxlate.signoff import Part, Review

_FRAMES = {
    Kind.HEADLINE: ("# ", ""),
    Kind.SUBHEAD: ("## ", ""),
    Kind.KICKER: ("**", "**"),
    Kind.LEAD: ("**", "**"),
    Kind.QUESTION: ("**", "**"),
    Kind.CAPTION: ("*", "*"),
    Kind.CREDIT: ("*", "*"),
}

_CLOSING = re.compile(r"(?<!\\)(#+)$")


def write(result: Result, *, marks: bool = True, reviews: Sequence[Review] = ()) -> str:
    """Render the translations one after the other, with a rule between them.

    Without translations, the cleaned article itself is rendered.

    Args:
        result: What to render.
        marks: Whether sentences with errors or warnings are followed by their codes in bold, and
            all findings listed in a table at the end; and whether a line says that a machine made
            it, and who has reviewed it.
        reviews: What people have said of its translations and summaries.
    """
    index = Index(result)
    several = len(result.translations) > 1
    notes = [*cautions(result), *remembered(result)]
    chunks = [f"> **Note:** {escape_inline(one)}." for one in notes] if marks else []
    for summary in result.summaries:
        chunks += summaries.section(summary, marks=marks)
        if marks:
            chunks.append(_credit(review_of(reviews, summary.language, Part.SUMMARY)))
        chunks.append("---")
    for number, translation in enumerate(result.translations or (None,)):
        if translation is not None and several:
            code = escape_inline(translation.language)
            chunks += ["---"] * (number > 0)
            chunks.append(f"*{escape_inline(language_name(translation.language))} ({code})*")
        chunks += _section(result, translation, index, reviews if marks else None)
    if marks and index.rows:
        chunks += ["## Findings", _table(index.rows, Places(result.article))]
    return "\n\n".join(chunks) + "\n"


def _credit(review: Review) -> str:
    return f"*{escape_inline(statement(review))}*"


def _section(
    result: Result,
    translation: Translation | None,
    index: Index,
    reviews: Sequence[Review] | None,
) -> Iterator[str]:
    """One language: the title, the lines under it, and everything else.

    With ``reviews``, even if there are none, it is marked and says who made it.
    """
    marks = reviews is not None
    article = result.article
    embargo = f"embargoed until {article.embargoed}" if article.embargoed else None
    known = [escape_inline(part or "") for part in (article.byline, article.published, embargo)]
    dateline = " · ".join(part for part in known if part)
    lines = [f"*{dateline}*"] if dateline else []
    if reviews is not None and translation is not None:
        lines.append(_credit(review_of(reviews, translation.language)))
    shown = list(cells(article, translation, index))
    headed = any(cell.block.kind is Kind.HEADLINE for cell in shown)
    if not headed:
        yield from lines
    for kind, run in runs(shown):
        yield from filter(None, _chunks(kind, run, marks))
        if kind is Kind.HEADLINE:
            yield from lines
            lines = []


def _chunks(kind: Kind, run: list[Cell], marks: bool) -> Iterator[str]:
    """What is between blank lines, of blocks that belong together."""
    frame = _FRAMES.get(kind, ("", ""))
    if kind is Kind.ROW:
        filled = [cell for cell in run if any(line(piece.text) for piece in cell.pieces)]
        if filled:
            yield _article_table(filled, marks)
        return
    bold = kind is Kind.BOX and headed(run)
    paragraphs = [_paragraph(run[0], ("**", "**") if bold else frame, marks)]
    paragraphs += [_paragraph(cell, frame, marks) for cell in run[1:]]
    shown = [paragraph for paragraph in paragraphs if paragraph]
    if kind is Kind.ITEM:
        yield "\n".join(f"- {paragraph}" for paragraph in shown)
    elif kind is Kind.BOX and not lone_heading(run):
        yield "\n>\n".join(f"> {paragraph}" for paragraph in shown)
    else:
        yield from shown


def _article_table(run: list[Cell], marks: bool) -> str:
    """A table of the article; its first row is the header, which Markdown has to have."""
    width = max(len(cell.columns) for cell in run)
    lines = []
    for cell in run:
        texts = [_bar(_sentences(pieces, "", "", marks)) for pieces in cell.columns]
        texts[-1] = (texts[-1] + _mark(codes(cell.rows)) if marks else texts[-1]).strip(" ")
        lines.append(_row([*texts, *[""] * (width - len(texts))]))
    lines.insert(1, _row(["---"] * width))
    return "\n".join(lines)


def _paragraph(cell: Cell, frame: tuple[str, str], marks: bool) -> str:
    shown = _sentences(cell.pieces, *frame, marks)
    return (shown + _mark(codes(cell.rows)) if marks else shown).strip(" ")


def _sentences(pieces: Iterable[Piece], opening: str, closing: str, marks: bool) -> str:
    stretches: list[str] = []
    plain: list[str] = []
    marked = ""
    for piece in pieces:
        plain += [" " if marked else piece.gap, piece.text]
        shown = ["not translated", *piece.codes] if piece.fallback else piece.codes
        marked = _mark(shown) if marks else ""
        if marked:
            stretches.append(_run("".join(plain), opening, closing, first=not stretches) + marked)
            plain = []
    stretches.append(_run("".join(plain), opening, closing, first=not stretches))
    return "".join(stretches)


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
    return _bar(escape_inline(text))


def _bar(text: str) -> str:
    # An entity, since the dialects disagree on a backslash before the bar.
    return text.replace("|", "&#124;")
