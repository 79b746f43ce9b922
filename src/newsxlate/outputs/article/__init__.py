"""Write results of one article: plain text, Markdown, JSON, HTML, and what agencies exchange."""

from __future__ import annotations

import io
from collections.abc import Sequence

from newsxlate.errors import UsageError
from newsxlate.outputs.article.json import load, schema
from newsxlate.outputs.formats import ARTICLES, find, no_format
from newsxlate.outputs.formats import load as load_writer
from newsxlate.result import Result
from newsxlate.signoff import Review

FORMATS = ARTICLES


def write(
    result: Result, format: str, *, marks: bool = True, reviews: Sequence[Review] = ()
) -> str:
    """Render a result.

    Args:
        result: What to render; it may have no translations.
        format: "text", "markdown", "json" or "html"; or "ninjs", "newsml", "xliff", "xliff2" or
            "tmx", which write the translations as `newsxlate.outputs.stream` does for an archive.
        marks: Whether text and Markdown show the findings, and that a machine wrote what they
            show. The others always do.
        reviews: What people have said of its translations and summaries; without, nobody has read
            them.

    Returns:
        The whole document, ending in a line break. It can be encoded as UTF-8.

    Raises:
        UsageError: There is no such format, or it has one target language a file, and the result
            has several, or none.
    """
    if format not in ARTICLES:
        raise no_format(format, ARTICLES)
    row = find(format)
    if row.article:
        text: str = load_writer(row.article)(result, marks=marks, reviews=reviews)
        return text
    count = len(result.translations)
    if not count or (row.one_language and count > 1):
        raise UsageError(
            f"{format} has one target language a file, and there are {count or 'no'} translations",
            hint="Write each language to a file of its own.",
        )
    from newsxlate.outputs.stream.record import Record

    stream = io.BytesIO()
    load_writer(row.alone)(iter([Record.of(result, tuple(reviews))]), stream)
    return stream.getvalue().decode("utf-8").rstrip("\n") + "\n"


def write_summaries(result: Result, format: str, *, marks: bool = True) -> str:
    """Render the summaries of a result without its translations, as "text" or "markdown".

    Raises:
        UsageError: There is no such format.
    """
    from newsxlate.outputs.article import summaries

    writers = {"text": summaries.text, "markdown": summaries.markdown}
    if format not in writers:
        raise UsageError(
            f"there is no output format {format!r} here", hint=f"Use {' or '.join(writers)}."
        )
    return writers[format](result, marks=marks)


__all__ = ["FORMATS", "load", "schema", "write", "write_summaries"]
