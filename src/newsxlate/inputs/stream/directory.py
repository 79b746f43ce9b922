"""The directory of a ZIP file, entry by entry.

`zipfile` refuses a file for one entry that it cannot read, and with it all that stands beside it.
Here each entry is shown to it alone, and the file then without those it refuses.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import IO, Any

# PKWARE's APPNOTE, 4.3.16 and 4.3.12: the end of a directory, and what an entry begins with.
_END = struct.Struct("<4s4H2IH")
_ENTRY = struct.Struct("<4s24x3H12x")
_LONGEST_COMMENT = 1 << 16


class _Spliced(io.RawIOBase):
    """The first bytes of a file, and others behind them."""

    def __init__(self, file: IO[bytes], cut: int, rest: bytes) -> None:
        self._file = file
        self._cut = cut
        self._rest = rest
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._at, self._cut + len(self._rest))[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at < self._cut:
            self._file.seek(self._at)
            piece = self._file.read(min(len(buffer), self._cut - self._at))
        else:
            piece = self._rest[self._at - self._cut :][: len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def opened(stream: IO[bytes]) -> tuple[zipfile.ZipFile, list[tuple[str, str]]]:
    """A ZIP file; and the names of the entries that cannot be read, each with the reason.

    Raises:
        zipfile.BadZipFile: No directory is found.
        NotImplementedError: It is of a kind that is not read.
    """
    try:
        return zipfile.ZipFile(stream), []
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError):
        found = _entries(stream)
        if found is None:
            raise
    cut, entries = found
    good: list[bytes] = []
    bad: list[tuple[str, str]] = []
    for name, entry in entries:
        try:
            zipfile.ZipFile(io.BytesIO(_directory([entry], 0)))
        except Exception as error:  # what is wrong with an entry cannot be listed
            bad.append((name, f"it is damaged: {error}"))
        else:
            good.append(entry)
    spliced = io.BufferedReader(_Spliced(stream, cut, _directory(good, cut)))
    return zipfile.ZipFile(spliced), bad


def _directory(entries: list[bytes], start: int) -> bytes:
    """A directory at ``start``, with its end."""
    body = b"".join(entries)
    # More entries than the field can say are counted by the size.
    count = min(len(entries), 0xFFFF)
    return body + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(body), start, 0)


def _entries(stream: IO[bytes]) -> tuple[int, list[tuple[str, bytes]]] | None:
    """Where the directory begins, and its entries with their names; None if there is none.

    Files of more than 4 GB say it in another way, and are not taken apart.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _LONGEST_COMMENT - _END.size))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    *_, length, start, _ = _END.unpack_from(tail, at)
    end = size - len(tail) + at
    if start + length != end or start == 0xFFFFFFFF:
        return None
    stream.seek(start)
    data = stream.read(length)
    entries: list[tuple[str, bytes]] = []
    at = 0
    while at + _ENTRY.size <= len(data):
        mark, name, extra, comment = _ENTRY.unpack_from(data, at)
        if mark != b"PK\x01\x02":
            break
        own = data[at : at + _ENTRY.size + name + extra + comment]
        at += len(own)
        entries.append((own[_ENTRY.size :][:name].decode("utf-8", "replace"), own))
    if at < len(data):
        entries.append(("", data[at:]))
    return start, entries
