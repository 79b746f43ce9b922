"""Inputs: archives of any format in, a stream of documents out, and nothing unpacked to disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from newsxlate.errors import UsageError
from newsxlate.inputs.conversion import to_article
from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.formats import NAMES as FORMATS
from newsxlate.inputs.stream.dispatch import read_file
from newsxlate.inputs.stream.folder import expand, files
from newsxlate.inputs.stream.records import field_names
from newsxlate.inputs.stream.source import Settings
from newsxlate.options import MAX_INPUT_BYTES

__all__ = ["FORMATS", "BadRecord", "Document", "documents", "to_article"]


def documents(
    inputs: Sequence[str | Path],
    *,
    fields: Mapping[str, str] | None = None,
    format: str | None = None,
    max_bytes: int = MAX_INPUT_BYTES,
) -> Iterator[Document | BadRecord]:
    """Read the documents of an archive, one after the other.

    Folders are read with all that is in them, sorted by name; hidden files and what lies beside
    articles (pictures, style sheets) are passed over. ZIP, tar, gzip, bzip2 and xz are unpacked on
    the way, in each other too. Memory does not grow with the archive, but for some hundred bytes a
    record for the ids of the file in hand.

    Args:
        inputs: Files, folders and globs. What several of them name is read once.
        fields: For JSON and CSV, where a record has its "body", "title", "byline", "published",
            "url", "language" or "id": a name, with dots into objects and lists ("content.html",
            "bodies.0.value"), or for CSV without a header the column's number.
        format: One of `FORMATS` if all files are in it; None finds it out for each, by how it
            begins and by its suffix. Archives are unpacked in any case.
        max_bytes: Larger articles are `BadRecord`.

    Returns:
        Documents, and a `BadRecord` for each record that cannot be read; the others are read on.

    Raises:
        InputError: At once: there is no such path, or no file fits a glob.
        UsageError: At once: there is no such field or format.
    """
    chosen = dict(fields or {})
    if unknown := sorted(chosen.keys() - set(field_names())):
        raise UsageError(
            f"there is no field {unknown[0]!r}", hint=f"Fields: {', '.join(field_names())}."
        )
    if format is not None and format not in FORMATS:
        raise UsageError(f"there is no format {format!r}", hint=f"Formats: {', '.join(FORMATS)}.")
    paths = expand(inputs)
    return _documents(paths, Settings(max_bytes, chosen, format))


def _documents(paths: Sequence[str], settings: Settings) -> Iterator[Document | BadRecord]:
    for file in files(paths):
        yield from read_file(file, settings)
