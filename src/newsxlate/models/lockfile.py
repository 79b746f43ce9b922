"""The lock file in a model's folder: which files it consists of, and where they came from."""

from __future__ import annotations

import json
import os
import stat
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
_TEXTS = ("name", "source", "revision", "pulled", "converted")


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
        if not path.exists() and not path.is_symlink():
            return None
        if not _regular(path):
            raise ValueError("it is no file")
        row = json.loads(path.read_text(encoding="utf-8"))
        if row["version"] != _VERSION:
            raise ValueError(f"it is of version {row['version']}, not {_VERSION}")
        return Lock(
            **{name: _text(row[name]) for name in _TEXTS},
            downloads=MappingProxyType({_name(k): _text(v) for k, v in row["downloads"].items()}),
            files=MappingProxyType({_name(k): _locked_file(v) for k, v in row["files"].items()}),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise HashMismatchError(
            f"{path} cannot be read: {_reason(error)}",
            hint=f"Run `newsxlate models rm {folder.name}` and pull the model again.",
        ) from error


def _reason(error: Exception) -> str:
    """Why a lock file cannot be read, in a few words."""
    if isinstance(error, KeyError):
        return f"it lacks {error}"
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
        return "it is not well-formed JSON"
    if isinstance(error, TypeError | AttributeError):
        return "it is not of the form of a lock file"
    return str(getattr(error, "strerror", None) or error)


def _regular(path: Path) -> bool:
    """Whether a path leads to a file that ends: no folder, no pipe, no device.

    Raises:
        OSError: It leads nowhere, or may not be looked at.
    """
    return stat.S_ISREG(path.stat().st_mode)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _name(value: str) -> str:
    """The name of a file in the model's own folder, which leads nowhere else."""
    if Path(value).name != value:
        raise ValueError(f"{value!r} is no name of a file")
    return value


def _locked_file(row: Mapping[str, object]) -> LockedFile:
    found = LockedFile(**row)  # type: ignore[arg-type] # checked in the next lines
    _text(found.sha256)
    if type(found.size) is not int or type(found.mtime_ns) is not int:
        raise TypeError(row)
    return found


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
        if not stat.S_ISREG(status.st_mode):
            problems.append(Problem(path, "is no file"))
        elif status.st_size != entry.size:
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
            if not _regular(path):
                problems.append(Problem(path, "is no file"))
                continue
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
