"""Who writes to a store keeps all others away who would; whoever reads may ask whether one does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsxlate.errors import StorageError
from newsxlate.files import storage_errors

# Whoever asks holds the lock for a moment, which is to keep no run from beginning.
_PATIENCE = 0.5


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Keep a second run away from a store, until this one ends or is killed.

    Raises:
        StorageError: There is a run at work, or the folder is missing or may not be written to.
    """
    from filelock import FileLock, Timeout

    # The lock would make it.
    check_folder(store)
    guard = _guard(store)
    with storage_errors(guard):
        lock = FileLock(guard)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout as error:
            raise StorageError(
                f"another run is at work on {store}",
                hint="Wait until it is done, or stop it; or use another --store.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def check_folder(store: Path) -> None:
    """See that a store can be where it is to be.

    Raises:
        StorageError: There is no such folder.
    """
    if not store.parent.is_dir():
        raise StorageError(
            f"there is no folder {store.parent} for the store",
            hint="Create it first, or name another file with --store.",
        )


def at_work(store: Path) -> bool:
    """Whether a run is at work on a store."""
    from filelock import FileLock, Timeout

    guard = _guard(store)
    if not guard.exists():
        return False
    lock = FileLock(guard)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        # It may not be written to, so nobody does.
        return False
    lock.release()
    return False


def _guard(store: Path) -> Path:
    return Path(f"{store}.lock")
