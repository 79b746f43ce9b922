"""Packed sources: gzip, bzip2, xz, Zstandard, ZIP and tar, read without unpacking to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from newsxlate.inputs.stream import directory
from newsxlate.inputs.stream.source import Limit, Source, UnreadableError, clean, rules, whole

_BUFFER = 1 << 16
# How often tarfile may come to the end of a file: a few times is usual.
_ENDS = 100
_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError)
# What makes a ZIP file a document of an office suite, or a book.
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")


class Unpacked(io.RawIOBase):
    """The bytes that come out of a reader that unpacks, each counted by a `Limit`.

    What is damaged is read up to the damage; after that `UnreadableError` is raised.
    """

    def __init__(self, packed: IO[bytes], limit: Limit) -> None:
        self._packed: Any = packed
        self._limit = limit
        self._error: UnreadableError | None = None
        self._raised = False

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as there are bytes.

        Raises:
            UnreadableError: The data are damaged here, or have grown too large.
        """
        filled = 0
        while filled < len(buffer) and self._error is None:
            try:
                piece = self._packed.read1(len(buffer) - filled)
            except _DAMAGE as error:
                self._error = UnreadableError(_damage(error))
                break
            if not piece:
                break
            self._limit.spend(len(piece))
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
        if self._error is not None and not filled and not self._raised:
            # Once: whoever goes on after the damage finds the end there.
            self._raised = True
            raise self._error
        return filled


def _damage(error: Exception) -> str:
    if isinstance(error, EOFError) or "unexpected end" in str(error):
        return "it is cut short: the rest is missing"
    return f"it is damaged: {error}"


def deeper(source: Source) -> int:
    """The depth of what is packed in ``source``.

    Raises:
        UnreadableError: That is too deep.
    """
    if source.depth >= rules()["limits"]["depth"]:
        raise UnreadableError("it is packed too many times over, or contains itself")
    return source.depth + 1


def decompressed(source: Source, packing: str) -> Source:
    """What a compressed source holds, under the same name.

    Args:
        source: The source.
        packing: "gz", "bz2", "xz" or "zst".

    Raises:
        UnreadableError: It is packed too deep, or this Python has no Zstandard.
    """
    depth = deeper(source)
    packed = unpacked(source.stream, packing)
    return Source(
        name=source.name,
        stream=io.BufferedReader(Unpacked(packed, Limit(source.size, source.limit)), _BUFFER),
        size=source.size,
        limit=source.limit,
        ids=source.ids,
        depth=depth,
        listed=source.listed,
    )


def unpacked(stream: IO[bytes], packing: str) -> Any:
    """What a compressed stream holds, as a stream; see `decompressed`."""
    if packing == "gz":
        return gzip.GzipFile(fileobj=stream)
    if packing == "bz2":
        return bz2.BZ2File(stream)
    if packing == "xz":
        return lzma.LZMAFile(stream)
    return _zstandard(stream)


def _zstandard(stream: IO[bytes]) -> IO[bytes]:
    try:
        from compression import zstd  # type: ignore[import-not-found]
    except ImportError:
        raise UnreadableError("it is compressed with Zstandard, which needs Python 3.14") from None
    file: IO[bytes] = zstd.ZstdFile(stream)
    return file


def members(source: Source, kind: str) -> Iterator[Source | tuple[str, str]]:
    """The files in an archive, in the order they lie there.

    A member has to be read before the next one is asked for. Hidden files are passed over.

    Args:
        source: The archive.
        kind: "zip" or "tar".

    Yields:
        Sources; for what cannot be read, its name and the reason.

    Raises:
        UnreadableError: The archive, or the rest of it, cannot be read.
    """
    try:
        yield from _zip(source) if kind == "zip" else _tar(source)
    except _DAMAGE as error:
        raise UnreadableError(_damage(error)) from error


def _member(source: Source, name: str, stream: IO[bytes], size: int, limit: Limit) -> Source:
    return Source(
        name=f"{source.name}!{name}",
        stream=io.BufferedReader(Unpacked(stream, limit), _BUFFER),
        size=size,
        limit=source.limit,
        ids=source.ids,
        depth=deeper(source),
    )


def _zip(source: Source) -> Iterator[Source | tuple[str, str]]:
    """ZIP files say at their end what is in them, so they have to be sought in."""
    deeper(source)
    stream: IO[bytes] = source.stream
    if not source.stream.seekable():
        stream = io.BytesIO(whole(source))
    packed, damaged = directory.opened(stream)
    for lost, reason in damaged:
        yield f"{source.name}!{member_name(lost) or '?'}", reason
    with packed:
        if any(name in packed.NameToInfo for name in _OFFICE):
            raise UnreadableError(
                "it is an office document or e-book: save it as plain text or HTML"
            )
        for info in packed.infolist():
            name = member_name(info.filename)
            if info.is_dir() or name is None:
                continue
            if info.flag_bits & 1:
                yield f"{source.name}!{name}", "it is encrypted: unpack it with its password"
                continue
            try:
                with packed.open(info) as file:
                    limit = Limit(info.compress_size, source.limit)
                    yield _member(source, name, file, info.compress_size, limit)
            except Exception as error:  # what is wrong with a member cannot be listed
                yield f"{source.name}!{name}", _damage(error)


def _tar(source: Source) -> Iterator[Source | tuple[str, str]]:
    """Tar files are read from front to back; links and devices in them are nothing to read."""
    deeper(source)
    damaged: list[int] = []

    class Header(tarfile.TarInfo):
        """A member, which notes blocks that should be one and are not: tarfile keeps silent."""

        @classmethod
        def frombuf(cls, buf: Any, encoding: str, errors: str) -> Any:
            try:
                return super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                if bytes(buf).strip(b"\x00"):
                    damaged.append(len(buf))
                raise

    stream: Any = _Tail(source.stream)
    packed: Any
    # Where a header is damaged, the next one is looked for, as if there were zeros before it.
    with tarfile.open(
        fileobj=stream, mode="r|", errors="replace", ignore_zeros=True, tarinfo=Header
    ) as packed:
        while True:
            info = packed.next()
            if damaged:
                yield source.name, f"it is damaged: {sum(damaged)} bytes are in no file"
                damaged.clear()
            if info is None:
                break
            name = member_name(info.name)
            if name is not None and info.issparse():
                # Its holes may be as large as they like, and take no room in the archive.
                yield f"{source.name}!{name}", "it is a file with holes: pack it without --sparse"
                continue
            file = packed.extractfile(info) if info.isreg() and name is not None else None
            if file is not None and name is not None:
                # Nothing comes out of a tar file that was not in it.
                yield _member(source, name, file, info.size, Limit(info.size))
            # tarfile remembers every member; what has been read is not asked for again.
            packed.members = []
    # Blocks of zeros end a tar file; tarfile takes the end of the data for the end as well.
    if stream.last.strip(b"\x00"):
        raise EOFError


class _Tail:
    """A stream that knows the block it gave last, and does not end for ever."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._ends = 0
        self.last = b""

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        if data:
            self.last = data[-tarfile.BLOCKSIZE :]
        else:
            # A member said to have 2**60 bytes is passed over in blocks, there or not.
            self._ends += 1
            if self._ends > _ENDS:
                raise EOFError
        return data


def member_name(name: str) -> str | None:
    """A member's name as a relative path that leads nowhere else; None if it is hidden."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
    if parts and parts[0].endswith(":"):
        parts = parts[1:]
    if not parts or parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts):
        return None
    return clean("/".join(parts))
