"""CSV and TSV: a header, and a record a row."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import records
from newsxlate.inputs.stream.lines import eight_bit, repaired
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError, rules, too_large

_DELIMITERS = ",;\t|"


def read(source: Source, settings: Settings) -> Iterator[Document | BadRecord]:
    """A record a row. The first row names the columns, unless all fields are given by number."""
    stream = eight_bit(source.stream)
    first = stream.peek(1 << 16).partition(b"\n")[0].decode("utf-8", errors="replace")
    delimiter = "\t" if settings.format == "tsv" else _delimiter(first)
    text = io.TextIOWrapper(stream, "utf-8", errors="surrogateescape", newline="")
    longest = rules()["limits"]["record"] * settings.max_bytes
    numbered = bool(settings.fields) and all(map(str.isdecimal, settings.fields.values()))
    header: list[str] | None = None
    number = 0
    for row in _rows(text, delimiter, longest):
        if header is None and not numbered and row is not None:
            header = [name.strip() for name in row]
            continue
        number += 1
        if row is None:
            reason = "a quotation mark in it is never closed, or " + too_large(settings.max_bytes)
            yield source.broken(reason, number)
        else:
            yield _record(header, row, source, settings, number)
    # Left open: the stream belongs to the source.
    text.detach()


def _rows(text: io.TextIOWrapper, delimiter: str, longest: int) -> Iterator[list[str] | None]:
    """The rows that are not blank; None for one that does not end within ``longest`` characters.

    The lines after the first of such a row are read again: they are rows of their own.
    """
    csv.field_size_limit(max(csv.field_size_limit(), longest))
    again: deque[str] = deque()
    taken: list[str] = []

    def lines() -> Iterator[str]:
        size = 0
        while line := again.popleft() if again else text.readline(longest):
            taken.append(line)
            size = size + len(line) if len(taken) > 1 else len(line)
            if size >= longest:
                raise UnreadableError
            yield line
        if len(taken) > 1 and sum(line.count('"') for line in taken) % 2:
            raise UnreadableError

    while True:
        try:
            for row in csv.reader(lines(), delimiter=delimiter):
                taken.clear()
                if any(row):
                    yield row
            return
        except (UnreadableError, csv.Error):
            last = taken[-1]
            while not again and last and not last.endswith("\n"):
                last = text.readline(longest)
            again.extendleft(reversed([line for line in taken[1:] if line.endswith("\n")]))
            taken.clear()
            yield None


def _record(
    header: list[str] | None, row: list[str], source: Source, settings: Settings, number: int
) -> Document | BadRecord:
    if header is None:
        header = [str(column) for column in range(1, len(row) + 1)]
    if len(row) > len(header):
        return source.broken(f"it has {len(row)} columns, the header has {len(header)}", number)
    try:
        cells = {name: repaired(cell) for name, cell in zip(header, row, strict=False)}
    except UnreadableError as error:
        return source.broken(str(error), number)
    return records.document(cells, source, settings, number)


def _delimiter(header: str) -> str:
    """What divides the columns: of the usual ones that which the header has most of."""
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
