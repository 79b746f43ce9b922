"""Export an archive to the formats of newsrooms, translators and data people.

Each format is one module. All are streamed: one article is in memory at a time (for Parquet, one
row group), and what was at ``output`` stays until the export is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from newsxlate.errors import UsageError
from newsxlate.files import stream_atomic
from newsxlate.outputs.formats import ARCHIVES as FORMATS
from newsxlate.outputs.formats import Shape, find, load, no_format
from newsxlate.outputs.stream.record import Record, chosen

FOLDERS = tuple(name for name in FORMATS if find(name).shape is Shape.FOLDER)
#: Those that can be written to standard output; see `export`.
STREAMS = tuple(name for name in FORMATS if find(name).shape in (Shape.STREAM, Shape.PAIRS))


def export(
    records: Iterator[Record],
    format: str,
    output: Path | BinaryIO,
    *,
    languages: Sequence[str] | None = None,
) -> int:
    """Write an archive in one of `FORMATS`.

    Args:
        records: The documents, each with its own id. They are read once, one after the other.
        format: The format's name.
        output: The file to write; for `FOLDERS` a folder, which has to be new or empty. XLIFF has
            one pair of languages a file: if there are several, each file has its pair put into
            the name, "out.de-en.xlf" for "out.xlf". Those of `STREAMS` can also be written to an
            open stream of bytes, XLIFF if there is one pair of languages only.
        languages: ISO 639-1 codes of the target languages to write; None writes all. Articles
            that have none of them are left out.

    Returns:
        How many articles were written.

    Raises:
        UsageError: There is no such format, a package it needs is not installed, ``output``
            is in the way, or it is a stream and the format is not.
        StorageError: The disk is full, the folder is missing or may not be written to.
    """
    if format not in FORMATS:
        raise no_format(format, FORMATS, "export")
    row, wanted = find(format), chosen(records, languages)
    count: int
    if not isinstance(output, Path):
        if format not in STREAMS:
            raise UsageError(
                f"{format} is not written to standard output",
                hint=f"Name a {'folder' if format in FOLDERS else 'file'} with -o.",
            )
        count = load(row.alone or row.archive)(wanted, output)
    elif row.shape in (Shape.STREAM, Shape.FILE):
        write = load(row.archive)
        with stream_atomic(output) as stream:
            count = write(wanted, stream)
    else:
        count = load(row.archive)(wanted, output)
    return count


__all__ = ["FOLDERS", "FORMATS", "STREAMS", "Record", "export"]
