"""The lock file in a model's folder: which files it consists of, and where they came from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from newsxlate.errors import HashMismatchError
from newsxlate.files import write_atomic
from newsxlate.models.artifact import Digest
from newsxlate.models.download import hash_file

LOCK_NAME = "newsxlate.lock.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class LockedFile:
    """A file of an installed model.

    Attributes:
        sha256: Its SHA-256 in hexadecimal.
        size: Its size in bytes.
        mtime_ns: When it was last changed, in nanoseconds since the epoch.
    """

    sha256: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What is installed.

    Attributes:
        name: The model's name.
        source: Where it was pulled from.
        revision: The commit or version that was found there.
        pulled: When, ISO 8601 in UTC.
        downloads: SHA-256 of the downloaded files, by name; other files than the installed ones
            where the model was converted.
        converted: What converted it, with versions; empty if nothing had to.
        files: The installed files, by name.
    """

    name: str
    source: str
    revision: str
    pulled: str
    downloads: Mapping[str, str] = field(hash=False)
    converted: str = ""
    files: Mapping[str, LockedFile] = field(hash=False)

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(entry.size for entry in self.files.values())


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not what the lock file says.

    Attributes:
        file: Its path.
        reason: What is wrong, in a few words.
    """

    file: Path
    reason: str


def lock_folder(folder: Path, lock: Lock, known: Mapping[str, Digest]) -> None:
    """Write the lock file for the files that lie in ``folder``.

    Args:
        folder: The complete model.
        lock: All but the files.
        known: Hashes that have been taken already, by file name.
    """
    files = {}
    for path in sorted(folder.iterdir()):
        if path.name != LOCK_NAME:
            digest = known.get(path.name) or hash_file(path)
            files[path.name] = LockedFile(digest.sha256, digest.size, path.stat().st_mtime_ns)
    row = asdict_lock(lock) | {"files": {name: asdict(entry) for name, entry in files.items()}}
    text = json.dumps({"version": _VERSION} | row, indent=2, ensure_ascii=False)
    write_atomic(folder / LOCK_NAME, text + "\n")


def asdict_lock(lock: Lock) -> dict[str, Any]:
    """A lock as plain data."""
    return {
        "name": lock.name,
        "source": lock.source,
        "revision": lock.revision,
        "pulled": lock.pulled,
        "converted": lock.converted,
        "downloads": dict(lock.downloads),
        "files": {name: asdict(entry) for name, entry in lock.files.items()},
    }


def read_lock(folder: Path) -> Lock | None:
    """The lock file of a folder; None if there is none.

    Raises:
        HashMismatchError: It cannot be understood.
    """
    path = folder / LOCK_NAME
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return Lock(
            name=row["name"],
            source=row["source"],
            revision=row["revision"],
            pulled=row["pulled"],
            converted=row["converted"],
            downloads=MappingProxyType(row["downloads"]),
            files=MappingProxyType(
                {name: LockedFile(**entry) for name, entry in row["files"].items()}
            ),
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise HashMismatchError(
            f"{path} cannot be read",
            hint=f"Run `newsxlate models rm {folder.name}` and pull the model again.",
        ) from error


def glance(folder: Path, lock: Lock) -> list[Problem]:
    """Compare size and time of every file with the lock file: cheap enough for every start.

    A file whose time alone differs, as after copying a cache, is read and hashed. If it is the
    same, it gets its time back, so that this happens once.
    """
    problems = []
    for name, entry in lock.files.items():
        path = folder / name
        try:
            status = path.stat()
        except OSError:
            problems.append(Problem(path, "is missing"))
            continue
        if status.st_size != entry.size:
            problems.append(Problem(path, f"has {status.st_size:,} bytes, not {entry.size:,}"))
        elif status.st_mtime_ns != entry.mtime_ns:
            if hash_file(path).sha256 != entry.sha256:
                problems.append(Problem(path, "has another SHA-256"))
            else:
                with suppress(OSError):
                    os.utime(path, ns=(status.st_atime_ns, entry.mtime_ns))
    return problems


def verify(folder: Path, lock: Lock) -> list[Problem]:
    """Read and hash every file, and look for files that do not belong."""
    problems = []
    for name, entry in lock.files.items():
        path = folder / name
        try:
            found = hash_file(path)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            problems.append(Problem(path, "is missing" if missing else "cannot be read"))
            continue
        if found.sha256 != entry.sha256:
            problems.append(
                Problem(path, f"has SHA-256 {found.sha256[:16]}, not {entry.sha256[:16]}")
            )
    for path in sorted(folder.iterdir()):
        if path.name not in lock.files and path.name != LOCK_NAME:
            problems.append(Problem(path, "does not belong to the model"))
    return problems
