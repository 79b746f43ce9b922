"""Write results: plain text, Markdown, JSON and HTML. Each format is one module."""

from __future__ import annotations

from newsxlate.errors import UsageError
from newsxlate.outputs.article import json, markdown, segmentation, summaries, text
from newsxlate.outputs.article.html import page
from newsxlate.outputs.article.json import load, schema
from newsxlate.result import Result

_WRITERS = {"text": text.write, "markdown": markdown.write, "json": json.write, "html": page.write}

FORMATS = tuple(_WRITERS)


def write(result: Result, format: str, *, marks: bool = True) -> str:
    """Render a result.

    Args:
        result: What to render; it may have no translations.
        format: "text", "markdown", "json" or "html".
        marks: Whether text and Markdown show the findings. JSON and HTML always do.

    Returns:
        The whole document, ending in a line break. It can be encoded as UTF-8.

    Raises:
        UsageError: There is no such format.
    """
    try:
        writer = _WRITERS[format]
    except KeyError:
        raise UsageError(
            f"there is no output format {format!r}", hint=f"Use {', '.join(FORMATS)}."
        ) from None
    return writer(result, marks=marks)


def write_summaries(result: Result, format: str, *, marks: bool = True) -> str:
    """Render the summaries of a result without its translations, as "text" or "markdown".

    Raises:
        UsageError: There is no such format.
    """
    writers = {"text": summaries.text, "markdown": summaries.markdown}
    if format not in writers:
        raise UsageError(
            f"there is no output format {format!r} here", hint=f"Use {' or '.join(writers)}."
        )
    return writers[format](result, marks=marks)


__all__ = ["FORMATS", "load", "schema", "segments", "write", "write_summaries"]
