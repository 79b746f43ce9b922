"""The formats that are written: of one article, and of an archive.

A new format is a module with a function that writes it, a row here, and one in docs/exports.md or
docs/json.md. Modules are loaded when something is written in their format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Any

from newsxlate.errors import UsageError


class Shape(Enum):
    """What an archive becomes in a format, and what its writer takes beside the records."""

    STREAM = "a stream of bytes, which may be a file or standard output"
    FILE = "a stream of bytes that is kept as a file: nobody reads it in a terminal"
    PAIRS = "the path of a file; of several, if there are several pairs of languages"
    FOLDER = "the path of a folder, new or empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of results. What writes it is named as "module:function" in `newsxlate.outputs`.

    Attributes:
        name: What the user calls it.
        suffix: Of its files.
        article: Gives one result as text; it is called with the result, ``marks``
            and ``reviews``.
        alone: Writes records to a stream of bytes: an article, or an archive in one language.
        archive: Writes the records of an archive to what ``shape`` says.
        shape: What it writes them to.
        one_language: Whether a file, or what ``alone`` writes, has one target language only.
    """

    name: str
    suffix: str
    article: str = ""
    alone: str = ""
    archive: str = ""
    shape: Shape | None = None
    one_language: bool = False


FORMATS = (
    Format(name="text", suffix=".txt", article="article.text:write"),
    Format(name="jsonl", suffix=".jsonl", archive="stream.jsonl:write", shape=Shape.STREAM),
    Format(
        name="markdown",
        suffix=".md",
        article="article.markdown:write",
        archive="stream.markdown:write",
        shape=Shape.FOLDER,
    ),
    Format(name="json", suffix=".json", article="article.json:write"),
    Format(
        name="html",
        suffix=".html",
        article="article.html.page:write",
        archive="stream.html:write",
        shape=Shape.FOLDER,
    ),
    Format(
        name="ninjs",
        suffix=".json",
        alone="stream.ninjs:write_alone",
        archive="stream.ninjs:write",
        shape=Shape.FOLDER,
        one_language=True,
    ),
    Format(
        name="newsml",
        suffix=".xml",
        alone="stream.newsml:write",
        archive="stream.newsml:write",
        shape=Shape.STREAM,
    ),
    Format(
        name="xliff",
        suffix=".xlf",
        alone="stream.xliff12:write_alone",
        archive="stream.xliff12:write",
        shape=Shape.PAIRS,
        one_language=True,
    ),
    Format(
        name="xliff2",
        suffix=".xlf",
        alone="stream.xliff21:write_alone",
        archive="stream.xliff21:write",
        shape=Shape.PAIRS,
        one_language=True,
    ),
    Format(
        name="tmx",
        suffix=".tmx",
        alone="stream.tmx:write",
        archive="stream.tmx:write",
        shape=Shape.STREAM,
    ),
    Format(name="parquet", suffix=".parquet", archive="stream.parquet:write", shape=Shape.FILE),
    Format(name="record", suffix=".json", archive="stream.evidence:write", shape=Shape.FOLDER),
)
_BY_NAME = {format.name: format for format in FORMATS}

#: Views of one article: text for people, and JSON with all that is known.
VIEWS = tuple(format.name for format in FORMATS if format.article)
#: Formats of one article: the views, and what agencies and translators exchange.
ARTICLES = (*VIEWS, *(format.name for format in FORMATS if format.alone))
#: Formats of an archive.
ARCHIVES = tuple(format.name for format in FORMATS if format.archive)


def find(name: str) -> Format:
    """The format of a name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def load(writer: str) -> Callable[..., Any]:
    """The function that a row names, its module loaded now."""
    module, _, function = writer.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"newsxlate.outputs.{module}"), function)
    return found


def no_format(name: str, known: tuple[str, ...], kind: str = "output") -> UsageError:
    """The error that there is no such format."""
    return UsageError(f"there is no {kind} format {name!r}", hint=f"Use {', '.join(known)}.")
