"""Connections to the file of a store, and what SQLite says of it in our words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsxlate.errors import InputError, StorageError

# Seconds that who wants to write waits for who writes.
_WAIT = 30.0
_KEPT = "What was stored is safe; then run the command again."
_DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_REASONS = {
    sqlite3.SQLITE_FULL: ("the disk is full", f"Free some space. {_KEPT}"),
    sqlite3.SQLITE_IOERR: (
        "the disk is full or cannot be written to",
        f"See to the disk, or raise the limit (ulimit -f). {_KEPT}",
    ),
    sqlite3.SQLITE_READONLY: ("it may not be written to", "Choose a file you may write to."),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "Choose a folder you may write to."),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "Wait until it is done."),
    sqlite3.SQLITE_NOTADB: ("it is no archive store", "Name another file with --store."),
    sqlite3.SQLITE_CORRUPT: ("the store is damaged", "Begin a new one, or restore a backup."),
}


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that reads a store, whoever writes to it, and wherever it lies.

    SQLite wants to write beside a file in WAL mode even to read it, and of the connections that may
    write to it the last one clears that away: so those that may be are opened for writing. Where
    nothing can be written, such as on a read-only medium, nothing changes either.
    """
    for mode in ("rw", "ro"):
        try:
            return connect(path, mode)
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        raise StorageError(
            f"{path}: a run that was killed left some of it in {log.name}, and neither may be"
            " written to",
            hint="Copy both to a folder that you may write to, and name the copy.",
        )
    return connect(path, "ro&immutable=1")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection that has looked into the file: only then is anything opened."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_WAIT)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def write_ahead(connection: sqlite3.Connection) -> None:
    """Let a new file be read while it is written (WAL mode).

    Of several who do this at once SQLite lets one, and has the others not even wait.
    """
    end = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.05)


def lenient_text(data: bytes) -> str:
    """Text as SQLite has it; what is none is replaced, and costs nothing else."""
    return data.decode("utf-8", "replace")


def of_the_store(error: Exception) -> bool:
    """Whether an error is for the store or the machine, and not for what is stored."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in _REASONS or isinstance(error, OSError | MemoryError)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors for the file ``path`` into ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in _REASONS:
            raise
        reason, hint = _REASONS[code]
        kind = InputError if code in _DAMAGED else StorageError
        raise kind(f"{path}: {reason}", hint=hint) from error
