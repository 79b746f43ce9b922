"""Versions of the store: an older one is brought up to date whole or not at all, and keeps all."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from newsxlate import cli
from newsxlate.archive.results import DocumentInfo, DocumentResult, Failure, WindowResult
from newsxlate.archive.settings import Signatures
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import MIGRATIONS, script, version
from newsxlate.archive.store.reader import records
from newsxlate.archive.store.report import page
from newsxlate.archive.store.rereading import announcement
from newsxlate.archive.store.statistics import failures, status
from newsxlate.errors import InputError, StorageError
from newsxlate.outputs.article import load
from newsxlate.outputs.stream import export

FROZEN = Path(__file__).parent / "data" / "archive" / "store-1.sql"


def second(connection: sqlite3.Connection) -> None:
    """As a next version might: a table more, and an old one built anew, to which others refer."""
    script(
        connection,
        """
        -- What an editor says of a document; no run deletes it.
        CREATE TABLE remarks (document TEXT NOT NULL, remark TEXT NOT NULL DEFAULT 'a; b');
        CREATE TRIGGER remarks_stay BEFORE DELETE ON remarks BEGIN
          SELECT raise(ABORT, 'a remark stays; always');
        END;
        CREATE TABLE anew (
          hash BLOB PRIMARY KEY, words INTEGER NOT NULL, sentences INTEGER NOT NULL,
          data BLOB NOT NULL, seen TEXT
        ); INSERT INTO anew SELECT *, NULL FROM texts;
        DROP TABLE texts;
        ALTER TABLE anew RENAME TO texts;
        -- That is all; nothing follows
        """,
    )


def broken(connection: sqlite3.Connection) -> None:
    second(connection)
    connection.execute("DELETE FROM memory")
    raise RuntimeError("a mistake of ours")


def killed(connection: sqlite3.Connection) -> None:
    """Be gone in the middle, with half of it in the file that SQLite writes ahead."""
    import os

    second(connection)
    connection.execute("PRAGMA cache_size = 1")
    connection.executemany(
        "INSERT INTO remarks VALUES (?, ?)", ((str(n), "x" * 500) for n in range(2000))
    )
    (wal,) = Path().glob("*-wal")
    assert wal.stat().st_size > 500_000
    os._exit(9)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store that a newsxlate made that knew version 1 only."""
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(FROZEN.read_text(encoding="utf-8"))
    connection.close()
    return path


def rows(path: Path) -> list[str]:
    """All that a store holds, tables and rows, and which version it says it is."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return [f"version {version(connection)}", *connection.iterdump()]
    finally:
        connection.close()


def kept(before: list[str], after: list[str]) -> bool:
    """Whether all rows of one version are in the next, which may have columns behind theirs."""
    inserted = [line for line in before if line.startswith("INSERT") and '"texts"' not in line]
    assert len(inserted) > 8
    return all(any(line.startswith(row.removesuffix(");")) for line in after) for row in inserted)


def test_the_first_version_is_frozen(old: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "new.sqlite", create=True, migrations=MIGRATIONS[:1]):
        pass

    def schema(path: Path) -> list[tuple[str, ...]]:
        connection = sqlite3.connect(path)
        return [
            *connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name"),
            *connection.execute("PRAGMA application_id"),
            *connection.execute("PRAGMA user_version"),
            *connection.execute("PRAGMA journal_mode"),
        ]

    assert schema(tmp_path / "new.sqlite") == schema(old), "stores are out there that have it"


def test_a_store_of_the_first_version_is_read_and_worked_on(old: Path) -> None:
    with Store(old, readonly=True) as store:
        first, copy = records(store)
        assert (first.id, copy.id) == ("kim", "copy")
        assert "Kim Jong Un" in first.result.translation("en").text
        assert copy.result.translations == first.result.translations
        assert copy.result.article.embargoed is None
        assert first.result.summaries
        assert [row["id"] for row in failures(store)] == ["empty"]
    with Store(old) as store:
        assert version(store.connection) == len(MIGRATIONS)
        assert store.retry() == 1


def test_a_store_of_the_first_version_is_exported_as_of_today_and_said_to_be_read_anew(
    old: Path, tmp_path: Path
) -> None:
    with Store(old, readonly=True) as store:
        assert export(records(store), "jsonl", tmp_path / "out.jsonl") == 2
        said = announcement(store, 2)
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["schema"] for line in lines} == {"urn:newsxlate:article:2"}
    assert load(lines[0]).article.title.startswith("Nordkoreas Machthaber")
    assert said is not None
    # The one that failed is tried again, too.
    assert said.startswith("3 documents are done again: reading has changed since they were stored")


def test_a_new_store_has_all_migrations_and_an_old_one_gets_those_it_lacks(
    old: Path, tmp_path: Path
) -> None:
    before = rows(old)
    for path, create in ((old, False), (tmp_path / "new.sqlite", True)):
        with Store(path, create=create, migrations=(*MIGRATIONS, second)) as store:
            assert version(store.connection) == len(MIGRATIONS) + 1
            assert store.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
            store.connection.execute("INSERT INTO remarks (document) VALUES ('kim')")
            with pytest.raises(sqlite3.IntegrityError, match="a remark stays; always"):
                store.connection.execute("DELETE FROM remarks")
            assert store.connection.execute("SELECT remark FROM remarks").fetchone() == ("a; b",)
    assert kept(before, rows(old))
    with Store(old, readonly=True, migrations=(*MIGRATIONS, second)) as store:
        assert [record.id for record in records(store)] == ["kim", "copy"]
    # The second time there is nothing to do.
    after = rows(old)
    with Store(old, migrations=(*MIGRATIONS, second)):
        pass
    assert rows(old) == after


def test_what_runs_store_deletes_no_rows_of_a_new_table(old: Path) -> None:
    with Store(old, migrations=(*MIGRATIONS, second)) as store:
        store.connection.execute("INSERT INTO remarks VALUES ('kim', 'well done')")
        gone = Failure("reading", "it is empty")
        made = [
            DocumentResult(
                info=DocumentInfo(id=id_, name=id_, source=b"new"), text=None, failure=gone
            )
            for id_ in ("kim", "copy")
        ]
        store.commit(
            WindowResult(made, []),
            window=2,
            run=store.begin_run("{}", 1),
            signatures=Signatures({}, b"", {}),
        )
        assert status(store)["texts"] == 0
        assert store.connection.execute("SELECT * FROM remarks").fetchall() == [
            ("kim", "well done")
        ]


def test_reading_writes_nothing_and_needs_no_new_version(old: Path) -> None:
    before = old.read_bytes()
    with Store(old, readonly=True, migrations=(*MIGRATIONS, second)) as store:
        assert version(store.connection) == 1
        assert len(list(records(store))) == 2
        assert status(store)["documents"] == {"done": 2, "failed": 1, "waiting": 0}
        assert "it is empty" in page(store)
    assert old.read_bytes() == before
    with pytest.raises(InputError, match="of version 1; this needs version 2") as caught:
        Store(old, readonly=True, needs=2, migrations=(*MIGRATIONS, second))
    assert "archive run` or `retry` on it brings it up to date" in caught.value.hint
    with Store(old, migrations=(*MIGRATIONS, second)):
        pass
    Store(old, readonly=True, needs=2, migrations=(*MIGRATIONS, second)).close()


@pytest.mark.parametrize("command", ["status", "failures", "report", "retry"])
def test_a_newer_store_is_refused_with_what_to_do(
    old: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(old, migrations=(*MIGRATIONS, second)):
        pass
    before = rows(old)
    assert cli.run(["archive", command, "--store", str(old)]) == 1
    out, err = capsys.readouterr()
    newest = len(MIGRATIONS)
    assert f"{old} is a store of version {newest + 1}; this newsxlate knows {newest} at most" in err
    assert "Install a newer newsxlate." in err
    assert "Traceback" not in out + err
    assert rows(old) == before


def test_what_is_no_store_is_not_touched(tmp_path: Path) -> None:
    for number, sql in enumerate(
        (
            "CREATE TABLE t (a)",
            "PRAGMA user_version = 1",
            "PRAGMA application_id = 7",
            "PRAGMA application_id = 0x6E657773",
        )
    ):
        path = tmp_path / str(number)
        with sqlite3.connect(path) as foreign:
            foreign.execute(sql)
        foreign.close()
        before = path.read_bytes()
        for readonly in (False, True):
            with pytest.raises(InputError, match="is no archive store"):
                Store(path, create=True, readonly=readonly)
        assert path.read_bytes() == before


def test_a_migration_that_fails_takes_back_all_of_them(old: Path, tmp_path: Path) -> None:
    before = rows(old)
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        Store(old, migrations=(*MIGRATIONS, lambda c: c.execute("DELETE FROM memory"), broken))
    assert rows(old) == before
    new = tmp_path / "new.sqlite"
    with pytest.raises(RuntimeError, match="a mistake of ours"):
        Store(new, create=True, migrations=(*MIGRATIONS, broken))
    assert rows(new)[0] == "version 0"
    Store(new, create=True).close()


def test_a_full_disk_is_said_and_leaves_the_old_version(old: Path) -> None:
    def large(connection: sqlite3.Connection) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        connection.execute("CREATE TABLE large AS SELECT zeroblob(1000000)")

    before = rows(old)
    with pytest.raises(StorageError, match="the disk is full"):
        Store(old, migrations=(*MIGRATIONS, second, large))
    assert rows(old) == before


def test_a_migration_that_commits_is_found_out(old: Path) -> None:
    def commits(connection: sqlite3.Connection) -> None:
        connection.executescript("CREATE TABLE t (a);")

    with pytest.raises(RuntimeError, match="commits ends the transaction"):
        Store(old, migrations=(*MIGRATIONS, commits))


@pytest.mark.parametrize("new", [False, True])
def test_of_two_who_open_a_store_at_once_one_brings_it_up_to_date(
    old: Path, tmp_path: Path, new: bool
) -> None:
    path = tmp_path / "new.sqlite" if new else old
    wanted = [len(MIGRATIONS) + 1] * 4
    start, done, versions, errors = threading.Barrier(4), [], [], []

    def slow(connection: sqlite3.Connection) -> None:
        second(connection)
        time.sleep(0.2)
        done.append(1)

    def go() -> None:
        start.wait()
        try:
            with Store(path, create=True, migrations=(*MIGRATIONS, slow)) as store:
                versions.append(version(store.connection))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=go) for _ in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (errors, done, versions) == ([], [1], wanted)


def test_one_who_waited_takes_nothing_back_of_a_newer_version(old: Path) -> None:
    begun, refused = threading.Event(), []

    def third(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE third (a)")
        begun.set()
        time.sleep(0.3)

    def wait() -> None:
        begun.wait()
        with pytest.raises(InputError, match="of version 3; this newsxlate knows 2") as caught:
            Store(old, migrations=(MIGRATIONS[0], second))
        refused.append(caught.value)

    waiting = threading.Thread(target=wait)
    waiting.start()
    with Store(old, migrations=(MIGRATIONS[0], second, third)):
        waiting.join(timeout=60)
    assert refused
    assert rows(old)[0] == "version 3"


@pytest.mark.parametrize("new", [False, True])
def test_a_kill_in_the_middle_leaves_what_was_and_the_next_goes_on(
    old: Path, tmp_path: Path, new: bool
) -> None:
    path = tmp_path / "new.sqlite" if new else old
    before = [] if new else rows(old)
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from test_archive_migrations import MIGRATIONS, Store, killed\n"
        "Store(Path(sys.argv[2]), create=True, migrations=(*MIGRATIONS, killed))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent), str(path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert made.returncode == 9, made.stderr
    assert rows(path)[0] == f"version {0 if new else 1}"
    if not new:
        assert rows(path) == before
    with Store(path, create=True, migrations=(*MIGRATIONS, second)) as store:
        assert version(store.connection) == len(MIGRATIONS) + 1
        assert store.connection.execute("SELECT count(*) FROM remarks").fetchone() == (0,)
    assert new or kept(before, rows(path))
