"""CSV and TSV: a header, and a record a row."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import records
from newsxlate.inputs.stream.lines import eight_bit, repaired
from newsxlate.inputs.stream.source import (
    Settings,
    Source,
    UnreadableError,
    guarded,
    rules,
    too_large,
)

_DELIMITERS = ",;\t|"
# Characters of a file that are read again, however far rows go that do not end. Where nearly every
# line has an open quotation mark, all of the rest would be read again for each: after these, a row
# among what is read again may have few lines only.
_PATIENCE = 10_000_000
_FEW_LINES = 50
# What a line costs beside its characters.
_LINE = 20


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
    for row in _rows(text, delimiter, longest, named=not numbered):
        if header is None and not numbered and row is not None:
            header = [name.strip() for name in row]
            continue
        number += 1
        if row is None:
            reason = "a quotation mark in it is never closed, or " + too_large(settings.max_bytes)
            yield source.broken(reason, number)
        else:
            yield guarded(partial(_record, header), row, source, settings, number)
    # Left open: the stream belongs to the source.
    text.detach()


def _rows(
    text: io.TextIOWrapper, delimiter: str, longest: int, *, named: bool
) -> Iterator[list[str] | None]:
    """The rows that are not blank; None for one that has a quotation mark too many.

    The lines after the first of such a row are read again: they are rows of their own.

    Args:
        text: The file.
        delimiter: What divides the columns.
        longest: Characters that a row may have.
        named: Whether the first row names the columns: no row may have more.
    """
    csv.field_size_limit(max(csv.field_size_limit(), longest))
    lines = _Lines(text, longest)
    columns = 0
    while True:
        try:
            for row in csv.reader(lines, delimiter=delimiter):
                too_wide = columns and len(row) > columns
                if len(lines.taken) > 1 and (too_wide or _is_merged(lines.taken, delimiter)):
                    raise UnreadableError
                lines.taken.clear()
                if not any(row):
                    continue
                columns = columns or (len(row) if named else 0)
                yield row
            return
        except (UnreadableError, csv.Error):
            lines.give_up()
            yield None


def _is_merged(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a row goes from one open quotation mark to where another field begins with one."""
    if not re.search(rf'{re.escape(delimiter)}"[^"\r\n{re.escape(delimiter)}]', lines[-1]):
        return False
    try:
        # Such a mark ends the first field, and what stands behind it is refused.
        return not list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True


class _Lines:
    """The lines of a file, some of which are read again; ends a row that goes on for too long."""

    def __init__(self, text: io.TextIOWrapper, longest: int) -> None:
        self._text = text
        self._longest = longest
        self._again: deque[str] = deque()
        self._patience = _PATIENCE
        self._size = 0
        #: Those of the row in hand.
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line.

        Raises:
            UnreadableError: The row in hand has to end before it.
        """
        if not self.taken:
            self._size = 0
        again = bool(self._again)
        line = self._again.popleft() if again else self._text.readline(self._longest)
        if not line:
            # A row that wants more lines at the end is one that is open.
            if len(self.taken) > 1:
                raise UnreadableError
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        impatient = again and self._patience <= 0 and len(self.taken) > _FEW_LINES
        if self._size >= self._longest or impatient:
            raise UnreadableError
        return line

    def give_up(self) -> None:
        """Leave out the first line of the row in hand, and read those after it again."""
        last = self.taken[-1]
        while not self._again and last and not last.endswith("\n"):
            last = self._text.readline(self._longest)
        self._again.extendleft(reversed([line for line in self.taken[1:] if line.endswith("\n")]))
        self._patience -= self._size + _LINE * len(self.taken)
        self.taken.clear()


def _record(
    header: list[str] | None, row: list[str], source: Source, settings: Settings, number: int
) -> Document | BadRecord:
    if header is None:
        header = [str(column) for column in range(1, len(row) + 1)]
    if len(row) > len(header):
        return source.broken(f"it has {len(row)} columns, the header has {len(header)}", number)
    cells = {name: repaired(cell) for name, cell in zip(header, row, strict=False)}
    return records.document(cells, source, settings, number)


def _delimiter(header: str) -> str:
    """What divides the columns: of the usual ones that which the header has most of."""
    bare = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
