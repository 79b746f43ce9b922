"""Export an archive to the formats of newsrooms, translators and data people.

Each format is one module. All are streamed: one article is in memory at a time (for Parquet, one
row group), and what was at ``output`` stays until the export is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from newsxlate.errors import UsageError
from newsxlate.outputs.stream.record import Record, chosen

# The module of each format, which is imported when it is needed, and what the output is.
_MODULES = {
    "jsonl": ("jsonl", "file"),
    "markdown": ("markdown", "folder"),
    "html": ("html", "folder"),
    "ninjs": ("ninjs", "folder"),
    "newsml": ("newsml", "file"),
    "xliff": ("xliff12", "file"),
    "xliff2": ("xliff20", "file"),
    "tmx": ("tmx", "file"),
    "parquet": ("parquet", "file"),
}

FORMATS = tuple(_MODULES)
FOLDERS = tuple(name for name, (_, kind) in _MODULES.items() if kind == "folder")


def export(
    records: Iterator[Record],
    format: str,
    output: Path,
    *,
    languages: Sequence[str] | None = None,
) -> int:
    """Write an archive in one of `FORMATS`.

    Args:
        records: The documents, each with its own id. They are read once, one after the other.
        format: The format's name.
        output: The file to write; for `FOLDERS` a folder, which has to be new or empty. XLIFF has
            one pair of languages a file: if there are several, each file has its pair put into
            the name, "out.de-en.xlf" for "out.xlf".
        languages: ISO 639-1 codes of the target languages to write; None writes all. Articles
            that have none of them are left out.

    Returns:
        How many articles were written.

    Raises:
        UsageError: There is no such format, a package it needs is not installed, or ``output``
            is in the way.
        StorageError: The disk is full, the folder is missing or may not be written to.
    """
    if format not in _MODULES:
        raise UsageError(f"there is no export format {format!r}", hint=f"Use {', '.join(FORMATS)}.")
    module = import_module(f"{__name__}.{_MODULES[format][0]}")
    count: int = module.write(chosen(records, languages), output)
    return count


__all__ = ["FOLDERS", "FORMATS", "Record", "export"]
