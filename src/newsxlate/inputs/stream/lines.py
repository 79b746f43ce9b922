"""Lines of bytes, none of them longer than memory, and text in whatever encoding they are."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any

from newsxlate.errors import InputError
from newsxlate.inputs.stream.source import UnreadableError

_PIECE = 1 << 16
# Which encodings with more than a byte a character are told by their mark.
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = tuple(mark for mark, _ in _WIDE)
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_XML_DECLARATION = re.compile(r"\s*+<\?xml\b[^>]*+>")


class _Recoded(io.RawIOBase):
    """A stream in UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, stream: io.BufferedReader[Any], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = self._stream.read(_PIECE)
            self._left = self._decoder.decode(piece, final=not piece).encode("utf-8", "replace")
            if not piece:
                break
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def eight_bit(stream: io.BufferedReader[Any]) -> io.BufferedReader[Any]:
    """``stream`` without its byte order mark, and as UTF-8 if it is in UTF-16 or UTF-32."""
    head = stream.peek(4)[:4]
    for mark, encoding in _WIDE:
        if head.startswith(mark):
            stream.read(len(mark))
            return io.BufferedReader(_Recoded(stream, encoding), _PIECE)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    return stream


def lines(stream: io.BufferedReader[Any], longest: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers, from 1.

    Args:
        stream: The stream.
        longest: For a line of more bytes there is None; it is not kept in memory.
    """
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_PIECE)
        yield number, None


def decoded(data: bytes) -> str:
    """The text of a record: UTF-8, or what it is if it is not.

    Raises:
        UnreadableError: It is binary.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    from newsxlate.inputs.article.encodings import decode

    try:
        return decode(data, "it").text
    except InputError as error:
        raise UnreadableError(error.message) from error


def as_utf8(data: bytes) -> bytes:
    """XML in UTF-8, without a declaration and without the characters that XML cannot have.

    One NUL, or an encoding that nobody knows, would be the end of all records in it.
    """
    from newsxlate.inputs.article.encodings import decode
    from newsxlate.inputs.article.html import declared_encoding

    if not data.startswith(_MARKS) and b"\x00" not in data[:2]:
        data = without_controls(data)
    try:
        text = decode(data, "it", declared=declared_encoding(data)).text
    except InputError:
        return data
    declaration = _XML_DECLARATION.match(text)
    return text[declaration.end() if declaration else 0 :].encode("utf-8", "replace")


def without_controls(data: bytes) -> bytes:
    """``data``, in an eight-bit encoding, without the characters that XML cannot have."""
    return data.translate(None, _CONTROLS)


def repaired(text: str) -> str:
    """``text`` that was read as UTF-8 with "surrogateescape", in the encoding it really is in."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return decoded(text.encode("utf-8", "surrogateescape"))
    return text
