"""WARC (ISO 28500): the article pages among a crawl's responses.

warcio reads the headers. Finding the next record after a damaged one, and the limits on what a
response may unpack to, are done here: its iterator ends at the first error, and its readers unpack
a block of any size at once.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream.pages import is_article
from newsxlate.inputs.stream.source import Settings, Source, UnreadableError, rules, too_large

_PIECE = 1 << 16
# Bytes that are read again, however often a record says that it is longer than it is.
_GIVEN_BACK = 1_000_000_000
# Where a record begins behind the end of another.
_RECORD = re.compile(rb"\r?\n\r?\n(WARC/1\.\d\r?\n(?:WARC|Content)-)")
_STATUS = ["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3"]


class _Lines:
    """A stream for warcio: it asks for lines without saying how long they may be.

    What a record took of those after it, because it says that it is longer than it is, can be given
    back.
    """

    def __init__(self, stream: io.BufferedReader[Any]) -> None:
        self._stream = stream
        self._again = io.BytesIO()
        self._left = _GIVEN_BACK

    def read(self, size: int = -1) -> bytes:
        first = self._again.read(size)
        left = -1 if size < 0 else size - len(first)
        return first + (self._stream.read(left) if left else b"")

    def readline(self, size: int = _PIECE) -> bytes:
        size = min(size, _PIECE)
        line = self._again.readline(size)
        if line.endswith(b"\n") or len(line) >= size:
            return line
        return line + self._stream.readline(size - len(line))

    def give_back(self, data: bytes) -> None:
        """Read ``data`` before what comes next.

        Raises:
            UnreadableError: It was done too often.
        """
        data += self._again.read()
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableError("too many of its records say that they are longer than they are")
        self._again = io.BytesIO(data)


def read(source: Source, settings: Settings) -> Iterator[Document | BadRecord]:
    """A page with an article a document. Everything else in a crawl is passed over."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader

    loader = ArcWarcRecordLoader()
    stream = _Lines(source.stream)
    number = 0
    while True:
        skipped, line = _next(stream)
        if skipped:
            yield source.broken(f"{skipped} bytes after it are no record", number)
        if not line:
            return
        number += 1
        try:
            record = loader.parse_record_stream(stream, line, "warc", no_record_parse=True)
            if record.length is None or not hasattr(record.raw_stream, "limit"):
                raise UnreadableError("it does not say how long it is")
            found = _document(record, stream, source, settings, number)
            _skip(record.raw_stream, stream)
        except (UnreadableError, ArchiveLoadFailed, EOFError) as error:
            yield source.broken(str(error) or "it is cut short", number)
        except Exception as error:  # the next one is found by how it begins, whatever this one is
            yield source.broken(f"it cannot be read: {error or type(error).__name__}", number)
        else:
            if found is not None:
                yield found


def _next(stream: _Lines) -> tuple[int, bytes]:
    """How many bytes come before the next record that are none, and the record's first line."""
    skipped = 0
    while line := stream.readline():
        if line.startswith(b"WARC/"):
            return skipped, line
        skipped += len(line.strip())
    return skipped, b""


def _skip(record: Any, stream: _Lines) -> None:
    """Read the rest of a record.

    Raises:
        UnreadableError: The archive ends before it, or another record begins.
    """
    before = b""
    while record.limit > 0:
        piece = record.read(min(_PIECE, record.limit))
        if not piece:
            raise UnreadableError("it is cut short: the rest is missing")
        if _cut_off(before + piece, record, stream) is not None:
            raise UnreadableError("it says that it is longer than it is")
        before = piece[-64:]


def _cut_off(data: bytes, record: Any, stream: _Lines) -> bytes | None:
    """What comes before the next record, which is given back; None if none begins in ``data``."""
    begins = _RECORD.search(data)
    if begins is None:
        return None
    stream.give_back(data[begins.start(1) :])
    record.limit = 0
    return data[: begins.start()]


def _document(
    record: Any, stream: _Lines, source: Source, settings: Settings, number: int
) -> Document | BadRecord | None:
    """The page in a record; None if it is none, or none with an article."""
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip()
    if record.rec_type != "response" or not url.startswith(("http:", "https:")):
        return None
    try:
        headers = StatusAndHeadersParser(_STATUS).parse(record.raw_stream)
    except (StatusAndHeadersParserException, EOFError):
        return source.broken("there is no HTTP response in it", number, url)
    media_type, _, charset = (headers.get_header("Content-Type") or "").partition(";")
    if headers.get_statuscode() != "200":
        return None
    if media_type.strip().lower() not in rules()["warc"]["types"].split():
        return None
    most = settings.max_bytes
    if record.raw_stream.limit > 2 * most:
        return source.broken(too_large(most), number, url)
    try:
        data = _unpacked(_payload(record.raw_stream, stream, headers), headers, most)
    except UnreadableError as error:
        return source.broken(str(error), number, url)
    data = _recoded(data, charset)
    if not is_article(data, url):
        return None
    return Document(
        id=source.id(url),
        content=data,
        name=f"{source.name}#{number}",
        url=url,
        media_type="text/html",
    )


def _payload(record: Any, stream: _Lines, headers: Any) -> bytes:
    """The body of a response, its chunks joined.

    Raises:
        UnreadableError: The archive ends in it.
    """
    expected = record.limit
    raw: bytes = record.read()
    before = _cut_off(raw, record, stream)
    if before is not None:
        raw = before
    elif len(raw) < expected:
        raise UnreadableError("it is cut short: the rest is missing")
    if "chunked" not in (headers.get_header("Transfer-Encoding") or "").lower():
        return raw
    from warcio.bufferedreaders import ChunkedDataReader

    chunks = ChunkedDataReader(io.BytesIO(raw))
    return b"".join(iter(lambda: chunks.read(_PIECE), b""))


def _unpacked(data: bytes, headers: Any, most: int) -> bytes:
    """A body without its compression. Crawlers that unpack it often leave the header as it was.

    Raises:
        UnreadableError: It is damaged, too large, or compressed in a way that is not read.
    """
    encoding = (headers.get_header("Content-Encoding") or "").strip().lower()
    if data.startswith(b"\x1f\x8b"):
        data = _inflated(data, zlib.MAX_WBITS | 16, most)
    elif encoding == "deflate" and not data.lstrip().startswith(b"<"):
        # RFC 9110 means zlib's format; some servers send the bare one.
        zipped = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        data = _inflated(data, zlib.MAX_WBITS if zipped else -zlib.MAX_WBITS, most)
    elif encoding in ("br", "zstd") and b"<" not in data[:1000].replace(b"\x00", b""):
        raise UnreadableError(f"it is compressed with {encoding}, which is not read")
    if len(data) > most:
        raise UnreadableError(too_large(most))
    return data


def _inflated(data: bytes, bits: int, most: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(data, most + 1)
    except zlib.error as error:
        raise UnreadableError(f"its compression is damaged: {error}") from error


def _recoded(data: bytes, parameters: str) -> bytes:
    """A page in the encoding that only its response names, as UTF-8."""
    from newsxlate.inputs.article.html import declared_encoding

    name = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    if not name or name in ("utf-8", "utf8") or declared_encoding(data):
        return data
    try:
        return data.decode(name).encode("utf-8")
    except (LookupError, ValueError):
        return data
