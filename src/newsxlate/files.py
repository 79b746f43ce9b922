"""The one place that writes files. A file appears whole under its name, or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from newsxlate.errors import StorageError
from newsxlate.temporary import unfinished


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's write errors for ``path`` into a `StorageError`."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: ("the disk is full", "Free some space and run the command again."),
            errno.EFBIG: ("the file may not grow that large", "Raise the limit (ulimit -f)."),
            errno.EDQUOT: ("the disk quota is used up", "Free some space and run it again."),
            errno.EACCES: ("permission denied", "Choose a folder you may write to."),
            errno.EPERM: ("permission denied", "Choose a folder you may write to."),
            errno.EROFS: ("the file system is read-only", "Choose another folder."),
            errno.ENOENT: ("no such folder", "Create the folder first."),
            errno.ENOTDIR: ("its folder is a file", "Choose another path."),
            errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one."),
            errno.ELOOP: ("it is a link that leads to itself", "Remove the link."),
            errno.EISDIR: ("it is a folder", "Name a file in it."),
        }
        if error.errno not in reasons:
            raise
        reason, hint = reasons[error.errno]
        raise StorageError(f"cannot write {path}: {reason}", hint=hint) from error


def write_atomic(path: Path, data: str | bytes) -> None:
    """Write ``data`` to ``path`` (text as UTF-8), replacing what was there in one step.

    Raises:
        StorageError: The disk is full, the folder is missing or may not be written to.
    """
    with stream_atomic(path) as stream:
        stream.write(data.encode("utf-8") if isinstance(data, str) else data)


@contextmanager
def stream_atomic(path: Path) -> Iterator[BinaryIO]:
    """Open a stream whose content replaces ``path`` in one step when the block ends well.

    If the block raises, what was at ``path`` stays.

    Raises:
        StorageError: The disk is full, the folder is missing or may not be written to.
    """
    with storage_errors(path):
        # A device such as /dev/stdout, or a named pipe, has no folder entry worth replacing.
        if _resolved(path).exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                yield device
            return
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        # A link keeps pointing where it points: its target is what gets replaced.
        path = _resolved(path)
        handle, name = tempfile.mkstemp(prefix=".newsxlate.", suffix=".part", dir=path.parent)
        temporary = Path(name)
        try:
            with unfinished(temporary):
                with os.fdopen(handle, "wb") as stream:
                    yield stream
                    stream.flush()
                    os.fsync(stream.fileno())
                temporary.chmod(_mode_for(path))
                temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise


@contextmanager
def staging(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` to build files in before they are moved to their names.

    It is removed in the end, with everything that was not moved out of it.

    Raises:
        StorageError: The disk is full, the folder is missing or may not be written to.
    """
    with (
        storage_errors(path),
        tempfile.TemporaryDirectory(
            prefix=".newsxlate.",
            suffix=".part",
            dir=_resolved(path).parent,
            ignore_cleanup_errors=True,
        ) as name,
        unfinished(Path(name)),
    ):
        yield Path(name)


def check_writable(path: Path) -> None:
    """Find out that ``path`` cannot be written to before the work is done, not after it.

    Raises:
        StorageError: The folder is missing or may not be written to, or ``path`` is a folder.
    """
    with storage_errors(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not path.exists():
            with tempfile.TemporaryFile(dir=_resolved(path).parent):
                pass


def _resolved(path: Path) -> Path:
    """``path`` with its links followed."""
    try:
        return path.resolve()
    except RuntimeError as error:  # before Python 3.13, a link that leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


def _mode_for(path: Path) -> int:
    """The permission bits ``path`` has, or that a newly created file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
