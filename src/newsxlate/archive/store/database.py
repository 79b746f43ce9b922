"""The store of an archive: one SQLite file, one writer, any number of readers.

Everything a window of documents gave is stored in one transaction: it is there, or it is not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsxlate import resources
from newsxlate.archive.results import (
    Counts,
    DocumentInfo,
    DocumentResult,
    Failure,
    WindowResult,
)
from newsxlate.archive.settings import Signatures
from newsxlate.archive.store.codec import StoredResult
from newsxlate.archive.store.connection import (
    connect,
    connect_reading,
    lenient_text,
    of_the_store,
    storage_errors,
    write_ahead,
)
from newsxlate.archive.store.migrations import (
    APPLICATION,
    MIGRATIONS,
    READABLE,
    Migration,
    migrate,
    savepoint,
    transaction,
    version,
)
from newsxlate.errors import InputError
from newsxlate.inputs.document import sound


@dataclass(frozen=True, slots=True)
class Damage:
    """A row that cannot be read: which, and what is wrong with it."""

    id: str
    reason: str


class Store:
    """An open store. Only the thread that opened it may use it."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        readonly: bool = False,
        current: bool = False,
        needs: int = READABLE,
        migrations: tuple[Migration, ...] = MIGRATIONS,
    ) -> None:
        """Open a store.

        One that is opened for writing is brought up to date; what is in it is kept. So that this
        happens under no run's feet, who writes holds `newsxlate.archive.run.locked`.

        Args:
            path: The file.
            create: Make it if there is none.
            readonly: Write nothing.
            current: Bring nothing up to date; it has to be so.
            needs: The version that is needed at least to read what is to be read.
            migrations: What makes a store of this version; only tests give others.

        Raises:
            InputError: There is none, it is no store, or of a version that cannot be read.
            StorageError: It cannot be written to.
        """
        self.path = path
        if not create and not path.is_file():
            raise InputError(
                f"there is no archive store {path}", hint="`newsxlate archive run` makes one."
            )
        with storage_errors(path):
            self.connection = connect_reading(path) if readonly else connect(path, "rwc")
            # Damaged text costs no more than itself; whoever must know of it asks for the bytes.
            self.connection.text_factory = lenient_text
            try:
                self._set_up(readonly, current, needs, migrations)
            except BaseException:
                self.connection.close()
                raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was committed is safe, closed or not."""
        self.connection.close()

    def _set_up(
        self, readonly: bool, current: bool, needs: int, migrations: tuple[Migration, ...]
    ) -> None:
        """See that the file is a store, and of a version that is known; make it one if it is new.

        Whoever is killed here leaves no half a store.
        """
        ask = self.connection.execute
        if readonly:
            ask("PRAGMA query_only = ON")
        # Windows are seconds apart: that each is on the disk before the next costs nothing.
        ask("PRAGMA synchronous = FULL")
        (tables,) = ask("SELECT count(*) FROM sqlite_master").fetchone()
        (application,) = ask("PRAGMA application_id").fetchone()
        there = version(self.connection)
        if not readonly and not (tables or application or there):
            write_ahead(self.connection)
        elif application != APPLICATION or there < 1:
            raise InputError(
                f"{self.path} is no archive store", hint="Name another file with --store."
            )
        if current:
            needs = len(migrations)
        elif not readonly:
            migrate(self.connection, migrations)
        self._check_version(needs, len(migrations))
        ask("PRAGMA foreign_keys = ON")

    def _check_version(self, oldest: int, newest: int) -> None:
        """See that this program knows the store's version, and can read what it is to read."""
        there = version(self.connection)
        if there > newest:
            raise InputError(
                f"{self.path} is a store of version {there}; this newsxlate knows {newest} at most",
                hint="Install a newer newsxlate.",
            )
        if there < oldest:
            raise InputError(
                f"{self.path} is a store of version {there}; this needs version {oldest}",
                hint="The next `newsxlate archive run` or `retry` on it brings it up to date, and"
                " keeps what is in it.",
            )

    def begin_run(self, settings: str, process: int) -> int:
        """Note that a run begins; returns its number."""
        with self._writing():
            row = self.connection.execute(
                "INSERT INTO runs (started, process, settings) VALUES (?, ?, ?)",
                (time.time(), process, settings),
            )
        assert row.lastrowid is not None
        return row.lastrowid

    def end_run(self, run: int, outcome: str) -> None:
        """Note how a run ended."""
        with self._writing():
            self.connection.execute(
                "UPDATE runs SET ended = ?, outcome = ? WHERE number = ?",
                (time.time(), outcome, run),
            )

    def last_window(self) -> int:
        """The number of the window that was stored last; 0 if there is none."""
        (number,) = self.connection.execute("SELECT max(number) FROM windows").fetchone()
        return number or 0

    def settled_window(self) -> int:
        """The last window that was stored when a run last came to its end; 0 if none ever did."""
        (number,) = self.connection.execute(
            "SELECT max(windows.number) FROM windows JOIN runs ON runs.number = run"
            " WHERE run <= (SELECT max(number) FROM runs WHERE outcome = 'done')"
        ).fetchone()
        return number or 0

    def fresh(self, text: bytes, languages: Mapping[str, bytes]) -> bool:
        """Whether a text has every translation asked for, made as it would be made now.

        Args:
            text: Hash of the text.
            languages: The run's digests by target language.
        """
        rows = self.connection.execute(
            "SELECT language, settings FROM translations WHERE text = ?", (text,)
        )
        return languages.items() <= dict(rows.fetchall()).items()

    def document(self, id_: str) -> tuple[str, bytes, bytes | None, bytes] | None:
        """A document's status, source hash, text hash and settings; None if it is new."""
        row: tuple[str, bytes, bytes | None, bytes] | None = self.connection.execute(
            "SELECT status, source, text, settings FROM documents WHERE id = ?", (id_,)
        ).fetchone()
        return row

    def commit(
        self, made: WindowResult, *, window: int, run: int, signatures: Signatures
    ) -> list[DocumentResult]:
        """Store a window, all of it or nothing.

        A document that cannot be stored becomes one that failed: the others are not to blame.

        Args:
            made: What it gave. Each copy's text is stored, or comes before it.
            window: Its number.
            run: The run's number.
            signatures: What the run's results depend on.

        Returns:
            The outcomes as they were stored.

        Raises:
            StorageError: The disk is full, or cannot be written to.
        """
        with self._writing():
            # The documents' rows refer to this one; what it says of them is known afterwards.
            self.connection.execute(
                "INSERT INTO windows VALUES (?, ?, ?, 0, 0, 0, 0)", (window, run, time.time())
            )
            stored = [self._store(outcome, window, signatures) for outcome in made.outcomes]
            counts = Counts.of(stored)
            self.connection.execute(
                "UPDATE windows SET documents = ?, failed = ?, words = ?, findings = ?"
                " WHERE number = ?",
                (
                    counts.documents,
                    counts.failed,
                    counts.words,
                    counts.findings.total(),
                    window,
                ),
            )
            self._store_memory(made.memory, window)
        return stored

    def _store(
        self, outcome: DocumentResult, window: int, signatures: Signatures
    ) -> DocumentResult:
        """Store what became of a document; or, if it cannot be, that it failed."""
        try:
            with savepoint(self.connection):
                if outcome.parts:
                    self._store_text(outcome, outcome.parts, signatures.languages)
                self._store_document(outcome, window, signatures.whole)
        except Exception as error:
            if of_the_store(error):
                raise
            info = outcome.info
            failed = DocumentResult(
                info=DocumentInfo(id=sound(info.id), name=sound(info.name), source=info.source),
                failure=Failure("storing", sound(f"it cannot be stored: {error}", 500)),
            )
            self._store_document(failed, window, signatures.whole)
            return failed
        return outcome

    def keep(self, rows: Sequence[tuple[bytes, bytes]], window: int) -> None:
        """Store what the memory has of a window that was stopped in the middle.

        Args:
            rows: Its new rows.
            window: Its number, which the next window to be stored will have.

        Raises:
            StorageError: The disk is full, or cannot be written to.
        """
        with self._writing():
            self._store_memory(rows, window)

    def forget(self, id_: str) -> None:
        """Let the next run make a document's result anew, with those of all copies of its text."""
        execute = self.connection.execute
        with self._writing():
            (text,) = execute("SELECT text FROM documents WHERE id = ?", (id_,)).fetchone()
            execute(
                "UPDATE documents SET status = 'waiting', text = NULL WHERE id = ? OR text = ?",
                (id_, text),
            )
            execute("DELETE FROM texts WHERE hash = ?", (text,))

    def retry(self, ids: Sequence[str] = ()) -> int:
        """Let the next run take up failed documents: those named, or all.

        Returns:
            How many.
        """
        sql = "UPDATE documents SET status = 'waiting' WHERE status = 'failed'"
        with self._writing():
            if not ids:
                return self.connection.execute(sql).rowcount
            return sum(self.connection.execute(f"{sql} AND id = ?", (id_,)).rowcount for id_ in ids)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction."""
        with storage_errors(self.path), transaction(self.connection):
            yield

    def _store_text(
        self, outcome: DocumentResult, parts: StoredResult, languages: Mapping[str, bytes]
    ) -> None:
        """Store a text with its results, over those that were made of it before."""
        text, execute = outcome.text, self.connection.execute
        execute(
            "INSERT INTO texts VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET"
            " words = excluded.words, sentences = excluded.sentences, data = excluded.data",
            (text, outcome.words, outcome.sentences, parts.article),
        )
        made = [part.language for part in parts.translations]
        for table, stale in (("findings", ["", *made]), ("summaries", [*made, *parts.summaries])):
            for language in stale:
                execute(f"DELETE FROM {table} WHERE text = ? AND language = ?", (text, language))
        for part in parts.translations:
            key, model = languages[part.language], self._model(part.model)
            execute(
                "INSERT OR REPLACE INTO translations VALUES (?, ?, ?, ?, ?, ?)",
                (text, part.language, key, model, part.seconds, part.data),
            )
        for row in parts.findings:
            execute("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?)", (text, *row))
        for language, data in parts.summaries.items():
            execute("INSERT INTO summaries VALUES (?, ?, ?)", (text, language, data))
        execute("DELETE FROM ledgers WHERE text = ?", (text,))
        if parts.ledger is not None:
            execute("INSERT INTO ledgers VALUES (?, ?)", (text, parts.ledger))

    def _store_memory(self, rows: Sequence[tuple[bytes, bytes]], window: int) -> None:
        # A window that was stopped has its rows before the one that comes before it: as it would be
        # without the stop, a row is that of the first window that made it.
        self.connection.executemany(
            "INSERT INTO memory VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE"
            " SET window = excluded.window, data = excluded.data WHERE excluded.window < window",
            ((key, window, data) for key, data in rows),
        )

    def _model(self, signature: str) -> int:
        execute = self.connection.execute
        sql = "SELECT number FROM models WHERE signature = ?"
        row = execute(sql, (signature,)).fetchone()
        if row is None:
            row = (execute("INSERT INTO models (signature) VALUES (?)", (signature,)).lastrowid,)
        number: int = row[0]
        return number

    def _store_document(self, outcome: DocumentResult, window: int, whole: bytes) -> None:
        """Store a document's row, and drop the text that nobody has any more."""
        info, failure = outcome.info, outcome.failure
        before = self.document(info.id)
        self.connection.execute(
            _document(),
            {
                "id": info.id,
                "name": info.name,
                "title": info.title,
                "byline": info.byline,
                "published": info.published,
                "embargoed": info.embargoed,
                "url": info.url,
                "item": info.item,
                "pubstatus": info.pubstatus,
                "source": info.source,
                "text": None if failure else outcome.text,
                "status": "failed" if failure else "done",
                "stage": failure.stage if failure else None,
                "reason": failure.reason if failure else None,
                "settings": whole,
                "seconds": outcome.seconds,
                "window": window,
            },
        )
        if before and before[2] not in (None, outcome.text):
            self.connection.execute(
                "DELETE FROM texts WHERE hash = ?"
                " AND NOT EXISTS (SELECT 1 FROM documents WHERE text = hash)",
                (before[2],),
            )


@cache
def _document() -> str:
    return resources.text("archive/document.sql")
