"""A store with damaged rows, on a medium that cannot be written to, or of a clock set back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from newsxlate import cli
from newsxlate.archive.results import DocumentInfo, DocumentResult, Failure, WindowResult
from newsxlate.archive.settings import Signatures
from newsxlate.archive.store import connection
from newsxlate.archive.store.codec import split
from newsxlate.archive.store.database import Damage, Store
from newsxlate.archive.store.lock import locked
from newsxlate.archive.store.reader import records
from newsxlate.archive.store.statistics import damage
from newsxlate.archive.store.translation_memory import Memory
from newsxlate.engines.batching import Batch
from newsxlate.engines.engine import Decoding, Hypothesis, Request
from newsxlate.errors import InputError
from newsxlate.testing import FakeEngine
from writing_samples import kim_result

NAMES = "ABCDE"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with an article for each of `NAMES`, and one that failed."""
    result = kim_result()
    signatures = Signatures({made.language: b"1" for made in result.translations}, b"all", {})
    outcomes = [
        DocumentResult(
            info=DocumentInfo(id=name, name=f"{name}.txt", source=name.encode()),
            text=name.encode(),
            parts=split(result),
            words=10,
            sentences=2,
        )
        for name in NAMES
    ]
    failed = Failure("reading", "it is empty")
    failure = replace(
        outcomes[0],
        info=replace(outcomes[0].info, id="Z", name="Z.txt"),
        text=None,
        parts=None,
        failure=failed,
    )
    store = tmp_path / "a.sqlite"
    with Store(store, create=True) as opened:
        run = opened.begin_run('{"inputs": []}', 1)
        made = WindowResult([*outcomes, failure], [(b"key", b'[0,true,["yes"]]')])
        opened.commit(made, window=1, run=run, signatures=signatures)
        opened.end_run(run, "done")
    return store


def change(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as opened:
        for statement in statements:
            opened.execute(statement)
    opened.close()


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.run(["archive", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


ROWS = [
    ("UPDATE texts SET data = x'00ff' WHERE hash = x'43'", "its article cannot be unpacked"),
    (
        "UPDATE translations SET data = substr(data, 1, 30) WHERE text = x'43' AND language = 'en'",
        "its translation into en cannot be unpacked",
    ),
    ("DELETE FROM texts WHERE hash = x'43'", "there is no result of its text"),
    ("UPDATE documents SET title = CAST(x'41ff' AS TEXT) WHERE id = 'C'", "its title is no text"),
    (
        "UPDATE texts SET data = (SELECT data FROM translations LIMIT 1) WHERE hash = x'43'",
        "its result cannot be read",
    ),
]


@pytest.mark.parametrize(("statement", "reason"), ROWS)
def test_a_damaged_row_costs_an_export_that_row_and_is_named(
    path: Path, tmp_path: Path, statement: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(path, statement)
    output = tmp_path / "out.jsonl"
    code, _, err = call(capsys, "export", "--store", path, "--format", "jsonl", "-o", output)
    assert code == 1
    assert f"damaged, left out: C: {reason}" in err
    assert "4 articles exported" in err
    assert "archive retry" in err
    ids = [json.loads(line)["id"] for line in output.read_text("utf-8").splitlines()]
    assert ids == ["A", "B", "D", "E"]
    with Store(path, readonly=True) as opened, pytest.raises(InputError, match=f"C.*{reason}"):
        list(records(opened))


def test_what_is_damaged_can_be_made_anew(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(path, "UPDATE texts SET data = x'00ff' WHERE hash = x'43'")
    code, _, err = call(capsys, "retry", "--store", path, "C", "D")
    assert (code, "1 of the documents named did not fail" in err) == (2, True), err
    with Store(path, readonly=True) as opened:
        assert [record.id for record in records(opened)] == ["A", "B", "D", "E"]
        assert opened.document("C") == ("waiting", b"C", None, b"all")


def test_a_report_and_the_status_go_on_over_damage_and_name_it(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        path,
        "UPDATE runs SET settings = '{', started = 'yesterday'",
        "UPDATE windows SET stored = 'today'",
        "UPDATE documents SET reason = CAST(x'41ff' AS TEXT) WHERE id = 'Z'",
    )
    output = tmp_path / "report.html"
    code, _, err = call(capsys, "report", "--store", path, "-o", output)
    assert code == 1
    for line in (
        "run 1: what was noted of its settings is no JSON",
        "run 1: when it began is no time",
        "window 1: its figures are no numbers",
        "Z: its reason is no text",
    ):
        assert line in err
        assert line.partition(": ")[2] in output.read_text("utf-8")
    assert call(capsys, "status", "--store", path)[:2][0] == 0
    assert "A�" in call(capsys, "failures", "--store", path)[1]


def test_a_document_of_no_known_status_is_named(path: Path) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA ignore_check_constraints = ON")
        opened.execute("UPDATE documents SET status = 'dome' WHERE id = 'C'")
    opened.close()
    with Store(path, readonly=True) as store:
        found: list[Damage] = []
        assert [record.id for record in records(store, found.append)] == ["A", "B", "D", "E"]
        assert [*found, *damage(store)] == [Damage("C", "its status is 'dome'")] * 2


def test_a_damaged_sentence_of_the_memory_is_asked_for_again(path: Path) -> None:
    engine, decoding = FakeEngine(name="tiny"), Decoding()
    request = Request("Ja.", "de", "en")
    batch = Batch("en", (request,), (("Ja.",),))
    memory = Memory(path, {})
    with memory.window(0) as rows:
        memory.keep(engine, batch, decoding, [Hypothesis(("Yes.",), -0.5, True)])
    ((key, data),) = rows.items()

    def recalled(stored: bytes) -> list[str]:
        with locked(path), Store(path) as opened:
            opened.connection.execute("REPLACE INTO memory VALUES (?, 1, ?)", (key, stored))
        with memory.window(1):
            found = memory.recall(engine, {request: ("Ja.",)}, decoding)
        return [token for made in found.values() for token in made.tokens]

    assert recalled(data) == ["Yes."]
    for damaged in (b"\xff", b"[]", b"17", data[:-2], b'["x", true, []]'):
        assert recalled(damaged) == []
    memory.close()


def test_a_clock_that_was_set_back_costs_a_report_only_how_long_it_took(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(path, "UPDATE runs SET started = started + 3600")
    output = tmp_path / "report.html"
    assert call(capsys, "report", "--store", path, "-o", output)[0] == 0
    assert "<td>unknown</td>" in output.read_text("utf-8")


def read_only(path: Path, mode: str) -> sqlite3.Connection:
    """A connection as on a read-only medium, where SQLite cannot have its files beside a store."""
    if "immutable" not in mode:
        path = path.parent / "nowhere" / path.name
    return sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, isolation_level=None)


def test_reading_leaves_nothing_beside_a_store_and_needs_no_place_to(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(path.parent.iterdir()), path.read_bytes()
    for command in ("status", "failures", "report", "export"):
        more = ("--format", "jsonl") if command == "export" else ()
        assert call(capsys, command, "--store", path, *more)[0] == 0
    assert (sorted(path.parent.iterdir()), path.read_bytes()) == before
    monkeypatch.setattr(connection, "connect", read_only)
    code, out, _ = call(capsys, "export", "--store", path, "--format", "jsonl")
    assert (code, len(out.splitlines())) == (0, len(NAMES))


def test_a_store_that_cannot_be_read_whole_where_it_lies_is_refused(
    path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    with locked(path), Store(path) as opened:
        opened.begin_run("{}", 1)
        for name in (path.name, f"{path.name}-wal"):
            shutil.copyfile(tmp_path / name, folder / name)
    monkeypatch.setattr(connection, "connect", read_only)
    code, _, err = call(capsys, "status", "--store", folder / path.name)
    assert code == 1
    assert "a run that was killed left some of it in a.sqlite-wal" in err


def test_a_mistyped_store_makes_no_folder_and_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "no" / "a.sqlite"
    for arguments in (
        ("status",),
        ("failures",),
        ("report",),
        ("retry",),
        ("export", "--format", "jsonl"),
    ):
        code, _, err = call(capsys, *arguments, "--store", store)
        assert (code, f"there is no archive store {store}" in err) == (1, True), err
    assert not list(tmp_path.iterdir())
