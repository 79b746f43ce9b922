"""The one place that makes temporary folders, and removes those that were left behind.

A folder bears the number of its process and holds a file that the process keeps locked. A process
that is ended the hard way leaves its folders; the next one removes them, once nobody can be using
them any more.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "newsxlate-"
# The second is how folders were called before they bore a number.
_NAME = re.compile(_PREFIX + r"(?:(\d+)-)?[a-z0-9_]{8}")
_LOCK = "lock"
_DAY = 24 * 60 * 60

# The folders of this process, each with the descriptor that keeps its lock.
_own: dict[Path, int] = {}
# What is half written elsewhere, and of no use to anybody.
_unfinished: set[Path] = set()


def make_folder(*, longest: int | None = None) -> Path:
    """Make a folder that nobody else can enter; `remove` it when it is not needed any more.

    Args:
        longest: If its path would be longer than so many bytes, it is made in /tmp.

    Raises:
        OSError: There is no place to make it in.
    """
    prefix = f"{_PREFIX}{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    if longest is not None and len(os.fsencode(folder)) > longest:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    _locks(lock)
    _own[folder] = lock
    return folder


def remove(folder: Path) -> None:
    """Remove a folder that `make_folder` made, with all that is in it."""
    lock = _own.pop(folder, None)
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        with suppress(OSError):
            os.close(lock)


@contextmanager
def unfinished(path: Path) -> Iterator[None]:
    """While the block runs, ``path`` is a file or folder that goes if the process is ended."""
    _unfinished.add(path)
    try:
        yield
    finally:
        _unfinished.discard(path)


def remove_own() -> None:
    """Remove all folders of this process and what it has not finished: it is about to be ended."""
    for folder in list(_own):
        remove(folder)
    for path in list(_unfinished):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def remove_forgotten() -> None:
    """Remove folders of processes that ended without doing so. What fails is left to the next."""
    for place in {tempfile.gettempdir(), "/tmp"}:
        with suppress(OSError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(_PREFIX) and _forgotten(Path(entry.path)):
                    shutil.rmtree(entry.path, ignore_errors=True)


def _forgotten(folder: Path) -> bool:
    """Whether a folder is one of ours, of this user's, and of no process that could be at it."""
    match = _NAME.fullmatch(folder.name)
    try:
        status = folder.lstat()
        if not match or not hasattr(os, "getuid") or not stat.S_ISDIR(status.st_mode):
            return False
        if status.st_uid != os.getuid() or not _holds_nothing(folder):
            return False
        if time.time() - status.st_mtime < _DAY and (not match[1] or _lives(int(match[1]))):
            return False
        return not _is_locked(folder / _LOCK)
    except OSError:
        return False


def _holds_nothing(folder: Path) -> bool:
    """Whether a folder has no more in it than its lock and sockets: somebody's own would have."""
    return all(path.name == _LOCK or path.is_socket() for path in folder.iterdir())


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass  # somebody else's
    return True


def _is_locked(lock: Path) -> bool:
    """Whether somebody keeps a lock: a process with another number here, as in a container."""
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return False
    try:
        return not _locks(descriptor)
    finally:
        os.close(descriptor)


def _locks(descriptor: int) -> bool:
    """Lock an open file, if nobody has; returns whether that worked."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, BlockingIOError):  # ImportError: Windows
        return False
    except OSError:
        return True  # a file system without locks: the number of the process decides
    return True
