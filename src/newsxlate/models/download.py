"""Download one file: resumed where it stopped, verified, and there under its name or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.errors import HashMismatchError, ModelError, UnreachableError
from newsxlate.files import storage_errors
from newsxlate.models.model import Artifact
from newsxlate.net import check_status, shown

if TYPE_CHECKING:
    from newsxlate.net import Answer, Network

OnBytes = Callable[[int], None]

# How often in a row a connection may break without having brought anything.
_TRIES = 3
_PAUSE_SECONDS = 0.25
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file on disk is.

    Attributes:
        sha256: Its SHA-256 in hexadecimal.
        size: Its size in bytes.
    """

    sha256: str
    size: int


class _RestartError(Exception):
    """The partial file cannot be continued; begin again."""


def download(
    network: Network,
    url: str,
    destination: Path,
    expected: Artifact,
    *,
    authorization: str = "",
    on_bytes: OnBytes = lambda count: None,
) -> Digest:
    """Download ``url`` to ``destination``.

    The bytes collect in ``NAME.part``, which outlives a killed process and is continued by the
    next call. Nothing appears under the final name before its hash is right.

    Args:
        network: Who asks.
        url: The address.
        destination: Where the file goes; its folder has to exist.
        expected: What is known of the file.
        authorization: See `Network.get`.
        on_bytes: Called with the number of bytes that have come in, the resumed ones included.

    Returns:
        The hash and size of the file.

    Raises:
        HashMismatchError: The file is not the expected one. It has been deleted.
        UnreachableError: The server is out of reach, or breaks off again and again.
        ModelError: The server has no such file, or does not give it away.
        StorageError: The disk is full, or may not be written to.
    """
    if done := _complete(destination, expected):
        on_bytes(done.size)
        return done
    part = Part(destination, expected, on_bytes)
    began, failures = part.size, 0
    while True:
        before = part.size
        try:
            _fetch(network, url, part, authorization)
            return part.finish(shown(url))
        except _RestartError:
            part.discard()
        except UnreachableError:
            # A server that never delivered is given up; one that did may be back in a moment.
            if part.size <= began or not network.forgive(url):
                raise
        failures = 0 if part.size > before else failures + 1
        if failures > _TRIES:
            raise UnreachableError(
                f"{shown(url)} breaks off again and again",
                hint="Run the command again later: it goes on where it stopped.",
            )
        time.sleep(_PAUSE_SECONDS * 2**failures)


def _complete(destination: Path, expected: Artifact) -> Digest | None:
    """The file if an earlier call has finished it, and it can be told to be the right one."""
    with storage_errors(destination):
        if not destination.exists():
            return None
        if expected.sha256 or expected.blob:
            found = hash_file(destination)
            known = found.sha256 == expected.sha256 or not expected.sha256
            if known and expected.blob in ("", git_hash(destination)):
                return found
        destination.unlink()
    return None


def _fetch(network: Network, url: str, part: Part, authorization: str) -> None:
    """Ask for what is missing of a file, and append it."""
    if part.complete:
        return
    headers = part.range_headers()
    with network.get(url, headers=headers, authorization=authorization) as answer:
        if answer.status == 416:
            # Nothing lies behind what we have: either that is all, or it is another file's part.
            raise _RestartError
        check_status(answer)
        if answer.status == 206:
            part.check_range(answer)
        elif headers:
            # The server ignores ranges, or the file has changed: it sends it from the start.
            part.discard()
        part.remember(answer)
        with part.append() as write:
            for chunk in answer.chunks:
                write(chunk)


class Part:
    """A partly downloaded file."""

    def __init__(self, destination: Path, expected: Artifact, on_bytes: OnBytes) -> None:
        """Take up what an earlier call left behind, if it can be told to be the same file."""
        self.destination = destination
        self.expected = expected
        self._path = destination.with_name(f"{destination.name}.part")
        self._tag = destination.with_name(f"{destination.name}.part.etag")
        self._on_bytes = on_bytes
        self._reported = 0
        self._start_hash()
        with storage_errors(self._path):
            self.size = self._path.stat().st_size if self._path.exists() else 0
            # Without a hash or an ETag nobody could tell that both halves belong together.
            trusted = expected.sha256 or expected.blob or self._tag.exists()
            if self.size and (not trusted or (expected.size and self.size > expected.size)):
                self.discard()
            elif self.size:
                with self._path.open("rb") as stream:
                    while chunk := stream.read(_CHUNK_BYTES):
                        self._hash(chunk)
        self._report(self.size)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing; False if the size is not known."""
        return bool(self.expected.size) and self.size == self.expected.size

    def range_headers(self) -> dict[str, str]:
        """Request headers that ask for the rest only."""
        if not self.size:
            return {}
        headers = {"Range": f"bytes={self.size}-"}
        with storage_errors(self._tag):
            if self._tag.exists():
                headers["If-Range"] = self._tag.read_text(encoding="utf-8")
        return headers

    def check_range(self, answer: Answer) -> None:
        """Raise `_RestartError` unless the answer begins where the part ends."""
        match = re.fullmatch(
            r"bytes (\d+)-\d+/(\d+|\*)", answer.headers.get("content-range", "").strip()
        )
        if not match or int(match[1]) != self.size:
            raise _RestartError
        if self.expected.size and match[2] not in ("*", str(self.expected.size)):
            raise _RestartError

    def remember(self, answer: Answer) -> None:
        """Keep the answer's ETag, by which a later request asks for the same content."""
        tag = answer.headers.get("etag", "")
        with storage_errors(self._tag):
            # A weak tag does not promise the same bytes.
            if tag and not tag.startswith("W/"):
                self._tag.write_text(tag, encoding="utf-8")
            else:
                self._tag.unlink(missing_ok=True)

    @contextmanager
    def append(self) -> Iterator[Callable[[bytes], None]]:
        """Open the part for appending, and give a function that does."""
        with storage_errors(self._path), self._path.open("ab") as stream:

            def write(chunk: bytes) -> None:
                limit = self.expected.size
                if limit and self.size + len(chunk) > limit:
                    raise HashMismatchError(
                        f"{self.destination.name} is longer than the {limit:,} bytes expected",
                    )
                stream.write(chunk)
                self.size += len(chunk)
                self._hash(chunk)
                self._report(self.size)

            try:
                yield write
            except HashMismatchError:
                self.discard()
                raise
            stream.flush()
            os.fsync(stream.fileno())

    def finish(self, origin: str) -> Digest:
        """Verify the file and give it its name.

        Raises:
            HashMismatchError: It is not the expected file. It has been deleted.
        """
        digest = Digest(self._sha256.hexdigest(), self.size)
        name = self.destination.name
        try:
            check_digest(name, digest, self.expected, origin)
            if self.expected.blob:
                blob = git_hash(self._path)
                if blob != self.expected.blob:
                    raise mismatch(name, origin, blob, self.expected.blob, "Git hash")
        except HashMismatchError:
            self.discard()
            raise
        with storage_errors(self.destination):
            self._path.replace(self.destination)
            self._tag.unlink(missing_ok=True)
        return digest

    def discard(self) -> None:
        """Throw away what there is."""
        with storage_errors(self._path):
            self._path.unlink(missing_ok=True)
            self._tag.unlink(missing_ok=True)
        self.size = 0
        self._start_hash()

    def _start_hash(self) -> None:
        self._sha256 = hashlib.sha256()
        self._hash = self._sha256.update

    def _report(self, size: int) -> None:
        # After a restart the bar stands still until the new file is as long as the old one was.
        if size > self._reported:
            self._on_bytes(size - self._reported)
            self._reported = size


def check_digest(name: str, found: Digest, expected: Artifact, origin: str) -> None:
    """Raise `HashMismatchError` unless a file is the expected one."""
    if expected.sha256 and found.sha256 != expected.sha256:
        raise mismatch(name, origin, found.sha256, expected.sha256, "SHA-256")
    if expected.size and found.size != expected.size:
        raise mismatch(name, origin, f"{found.size:,}", f"{expected.size:,}", "size")


def mismatch(name: str, origin: str, found: str, expected: str, what: str) -> HashMismatchError:
    """The error for a file that is not the expected one."""
    return HashMismatchError(
        f"{name} from {origin} has {what} {found[:16]}, expected {expected[:16]}: deleted",
        hint="The file was damaged or exchanged on the way. If it stays so, do not use the source.",
    )


def hash_file(path: Path) -> Digest:
    """The SHA-256 and size of a file."""
    size, sha256 = 0, hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            sha256.update(chunk)
            size += len(chunk)
    return Digest(sha256.hexdigest(), size)


def git_hash(path: Path) -> str:
    """The name Git gives to a file's content."""
    with storage_errors(path), path.open("rb") as stream:
        sha1 = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
        while chunk := stream.read(_CHUNK_BYTES):
            sha1.update(chunk)
    return sha1.hexdigest()


def safe_name(name: str) -> str:
    """``name`` if it is a plain file name, which cannot lead out of a folder.

    Raises:
        ModelError: It is not.
    """
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._+-]*", name):
        raise ModelError(f"{name!r} is no name for a file of a model")
    return name
