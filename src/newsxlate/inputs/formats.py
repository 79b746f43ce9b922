"""The formats that are read: how each is told, and what reads it.

A new format is a module in `newsxlate.inputs.stream` with a function that reads it, a row here, and
one in docs/inputs.md. Articles and archives are both read by this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsxlate.inputs.document import BadRecord, Document
    from newsxlate.inputs.stream.source import Settings, Source

    Reader = Callable[[Source, Settings], Iterator[Document | BadRecord]]

DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files.

    Attributes:
        name: What the user calls it.
        suffixes: Of its files' names, without dots. They decide where the content says nothing.
        media_type: For a format of single articles: what `Document.media_type` becomes.
        reader: For a format of records: "module:function" in `newsxlate.inputs.stream`. It is
            loaded when the first file of the format is met.
        begins: The bytes that its files begin with, whatever they are called.
        roots: For XML: the names of its root elements, without prefix.
        is_json: Whether its files are JSON; which kind of JSON they are, their reader finds out.
        by_suffix: Whether the suffix alone tells it: such files may begin like any other.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    media_type: str | None = None
    reader: str = ""
    begins: bytes = b""
    roots: tuple[str, ...] = ()
    is_json: bool = False
    by_suffix: bool = False


# Each file of these is one article.
ARTICLES = (
    Format(name="html", suffixes=("html", "htm", "xhtml", "shtml"), media_type="text/html"),
    Format(name="text", suffixes=("txt", "text", "md"), media_type="text/plain"),
)
# Files of these have any number of records.
RECORDS = (
    Format(
        name="jsonl",
        suffixes=("jsonl", "ndjson", "jsonlines"),
        reader="json:read_lines",
        is_json=True,
    ),
    Format(name="json", suffixes=("json",), reader="json:read", is_json=True),
    # Told by its records: the readers of JSON see to it.
    Format(name="ninjs", reader="json:read"),
    Format(name="csv", suffixes=("csv",), reader="csv:read", by_suffix=True),
    Format(name="tsv", suffixes=("tsv", "tab"), reader="csv:read", by_suffix=True),
    Format(
        name="feed",
        suffixes=("rss", "atom", "rdf"),
        reader="feed:read",
        roots=("rss", "feed", "RDF"),
    ),
    Format(name="warc", suffixes=("warc",), reader="warc:read", begins=b"WARC/"),
    Format(
        name="newsml",
        suffixes=("newsml", "nitf"),
        reader="newsml:read",
        roots=(
            "newsItem",
            "newsMessage",
            "packageItem",
            "conceptItem",
            "knowledgeItem",
            "planningItem",
            "catalogItem",
            "nitf",
        ),
    ),
)
NAMES = (DOCUMENT, *(format.name for format in RECORDS))


def reader(name: str) -> Reader:
    """What reads the records of a format, loaded now."""
    chosen = next(format for format in RECORDS if format.name == name)
    module, _, function = chosen.reader.partition(":")
    found: Reader = getattr(import_module(f"newsxlate.inputs.stream.{module}"), function)
    return found


@cache
def by_suffix() -> dict[str, Format]:
    """The format that each suffix stands for."""
    return {suffix: format for format in (*ARTICLES, *RECORDS) for suffix in format.suffixes}


@cache
def by_root() -> dict[str, Format]:
    """The format that each root element of XML stands for."""
    return {root: format for format in RECORDS for root in format.roots}
