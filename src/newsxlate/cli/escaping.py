"""What comes from outside is shown, and commands no terminal.

Names of files, ids, titles and the errors of other programs may hold control characters, by which a
terminal can be made to show, and to do, anything. All that the command prints goes through here, so
that nobody who prints has to think of it.
"""

from __future__ import annotations

import re
import sys
from codecs import getincrementaldecoder, lookup
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import Any, BinaryIO, TextIO, cast

from newsxlate.errors import StorageError

# The control characters of ASCII but for tab and line feed, and those of Latin-1; line and
# paragraph separators; what turns the direction of writing; halves of surrogate pairs, which stand
# for bytes of names that are no UTF-8.
_DANGEROUS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def escaped(text: str, *, one_line: bool = False) -> str:
    r"""``text`` with its control characters spelt out, such as ``\u001b``.

    They are spelt as JSON does, so that JSON stays the same.

    Args:
        text: Any text.
        one_line: Spell out tabs and line feeds, too.
    """
    if one_line:
        text = text.replace("\t", "\\u0009").replace("\n", "\\u000a")
    return _DANGEROUS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class _Escaping:
    """A text stream that spells out control characters; for all else, the stream below it."""

    def __init__(self, below: TextIO) -> None:
        self.below = below
        # click would write past this stream to one that cannot have been meant.
        if isinstance(below, TextIOWrapper) and lookup(below.encoding).name == "ascii":
            below.reconfigure(encoding="utf-8")

    def write(self, text: str) -> int:
        shown = escaped(text)
        try:
            return self.below.write(shown)
        except UnicodeEncodeError as error:
            return self.below.write(shown.encode(error.encoding, "replace").decode(error.encoding))

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.below, name)


class _Forgiving(_Escaping):
    """Standard error: the work goes on if nobody reads how."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self.below.flush()


class _EscapingBytes:
    """Standard output for bytes of UTF-8, likewise."""

    def __init__(self, below: TextIO) -> None:
        self._below = below.buffer
        self._decode = getincrementaldecoder("utf-8")("replace").decode

    def write(self, data: bytes) -> int:
        self._below.write(escaped(self._decode(data)).encode("utf-8"))
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)


class _Closed:
    """Standard output that was closed before the command began: that matters when it is used."""

    encoding, errors = "utf-8", "strict"

    @property
    def buffer(self) -> Any:
        raise _closed()

    def write(self, text: str) -> int:
        raise _closed()

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


def _closed() -> StorageError:
    return StorageError("standard output is closed", hint="Name a file with -o.")


@contextmanager
def escaping() -> Iterator[None]:
    """Have standard output and standard error spell out control characters."""
    before = sys.stdout, sys.stderr
    streams: tuple[Any, Any] = (
        _Closed() if sys.stdout is None else _Escaping(sys.stdout),
        sys.stderr and _Forgiving(sys.stderr),
    )
    sys.stdout, sys.stderr = streams
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def binary_output() -> BinaryIO:
    """Standard output for bytes: as they are, but on a terminal without control characters.

    Raises:
        StorageError: It is closed.
    """
    stream = sys.stdout
    if isinstance(stream, _Escaping) and stream.isatty():
        return cast("BinaryIO", _EscapingBytes(stream.below))
    return stream.buffer


def unescaped(stream: TextIO) -> TextIO:
    """The stream below, for who draws on a terminal and writes nothing from outside unescaped."""
    return stream.below if isinstance(stream, _Escaping) else stream
