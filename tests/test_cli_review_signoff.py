"""``newsxlate review approve``, ``send-back``, ``verify``, ``forget`` and ``users``."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from newsxlate import cli
from newsxlate.review.desk import Desk, Editor, Place
from newsxlate.review.users import load, matches
from newsxlate.signoff import Review, State
from review_stores import SCHOOL, store

RIGHT = "The work will cost 240 euros, according to the administration."
SECRET = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return store(tmp_path / "a.sqlite", {"a": SCHOOL})


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.run(["review", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def mend(path: Path, editor: str = "Ana") -> None:
    with Desk(path) as desk:
        desk.edit(Place("a", "en", 2, 0), RIGHT, seen=0, editor=Editor(editor))


def review(path: Path) -> Review:
    with Desk(path) as desk:
        return desk.sheet("a", "en").review


def test_errors_stand_in_the_way_of_an_approval_and_are_listed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = call(capsys, "approve", path, "a", "--to", "en", "--by", "Ana")
    assert (code, out) == (1, "")
    first, second, _ = err.splitlines()
    assert first.startswith("en, ")
    assert first.endswith("N303 error: the number ‘240’ became ‘340’")
    assert second == "newsxlate: a is not approved: an error neither mended nor dismissed"
    assert review(path).state is State.MACHINE
    mend(path)
    line = ("approve", path, "a", "--by", "Ana", "--note", "read twice", "--responsible")
    code, out, err = call(capsys, *line)
    assert (code, out, err) == (0, "", "approved: a in en, by Ana\n")
    made = review(path)
    assert (made.state, made.by, made.note) == (State.APPROVED, "Ana", "read twice")
    assert (made.responsible, made.authenticated) == (True, False)
    assert made.final_hash


def test_it_is_sent_back_with_a_note(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "send-back", path, "a", "--by", "Ana")[0] == 2
    code, _, err = call(capsys, "send-back", path, "a", "--by", "Ana", "--note", "cut")
    assert (code, err) == (0, "sent back: a in en, by Ana\n")
    made = review(path)
    assert (made.state, made.by, made.note) == (State.SENT_BACK, "Ana", "cut")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("none", "--by", "Ana"), "there is no document 'none'"),
        (("a", "--to", "fr", "--by", "Ana"), "no translation into 'fr' of 'a'"),
        (("a", "--summary", "--by", "Ana"), "no summary in 'en' of 'a'"),
        (("a", "--by", " "), "the name of who makes it"),
    ],
)
def test_what_is_not_there_is_said(
    more: tuple[str, ...], said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mend(path)
    code, _, err = call(capsys, "approve", path, *more)
    assert (code, said in err) == (1, True), err


def test_a_whole_chain_is_whole_and_a_broken_one_is_not(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, "verify", path) == (0, "whole: 0 changes\n", "")
    mend(path)
    code, out, _ = call(capsys, "verify", path)
    assert code == 0
    with sqlite3.connect(path) as opened:
        count, last = opened.execute("SELECT max(number), hex(hash) FROM audit").fetchone()
        assert out == f"whole: {count} changes, the last with hash {last.lower()}\n"
        # Only somebody who takes the triggers away can.
        opened.execute("DROP TRIGGER audit_is_not_changed")
        opened.execute("UPDATE audit SET note = 'x' WHERE number = ?", (count,))
    code, out, err = call(capsys, "verify", path)
    assert (code, out) == (1, "")
    assert f"the audit chain breaks at row {count}" in err
    with sqlite3.connect(path) as opened:
        opened.execute("DROP TABLE audit")
    code, out, err = call(capsys, "verify", path)
    assert (code, out) == (1, "")
    assert "has no audit table any more" in err


@pytest.mark.parametrize(
    "change", ["state = 'approved', final_hash = '00'", "state = 'sent back'", "language = 'fr'"]
)
def test_a_state_that_nobody_set_is_found(
    change: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mend(path)
    assert call(capsys, "verify", path)[0] == 0
    with sqlite3.connect(path) as opened:
        opened.execute(f"UPDATE reviews SET {change}")
    code, out, err = call(capsys, "verify", path)
    assert (code, out) == (1, "")
    assert "is in another state than the audit table says" in err


def test_a_name_is_forgotten_and_the_chain_holds(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mend(path, "Ana Weber")
    code, _, err = call(capsys, "forget", path, "Ana")
    assert (code, "nobody called 'Ana'" in err) == (1, True)
    assert "Ana Weber" not in err
    code, out, err = call(capsys, "forget", path, "Ana Weber")
    assert (code, out) == (0, "")
    assert err == f"Ana Weber is editor 1 in {path} from now on; the audit chain holds\n"
    assert [row.by for row in review(path).sentences] == ["editor 1"]
    assert call(capsys, "verify", path)[0] == 0
    with sqlite3.connect(path) as opened:
        assert "Ana" not in "\n".join(opened.iterdump())


def test_users_are_added_listed_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "users.json"
    for name, role in (("ben", "editor"), ("ana", "approver")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{SECRET}\nanother line\n"))
        line = ("users", "add", file, name, "--role", role, "--password-stdin")
        assert call(capsys, *line) == (0, "", f"{name} may log in as {role}\n")
    assert matches(SECRET, load(file)["ana"].password)
    assert SECRET not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert call(capsys, "users", "list", file) == (0, "ana\tapprover\nben\teditor\n", "")
    assert call(capsys, "users", "remove", file, "ben")[0] == 0
    code, _, err = call(capsys, "users", "remove", file, "ben")
    assert (code, "has nobody called ben" in err) == (2, True)
    assert call(capsys, "users", "list", file)[1] == "ana\tapprover\n"


def test_a_password_is_asked_for_on_a_terminal_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "users.json"
    for given, said in (("\n", "no password on standard input"), ("short\n", "less than 12")):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code, _, err = call(capsys, "users", "add", file, "ana", "--password-stdin")
        assert (code > 0, said in err) == (True, True), err
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = call(capsys, "users", "add", file, "ana")
    assert (code, "--password-stdin" in err) == (2, True)
    assert not file.exists()
    answers = iter([SECRET, SECRET])
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _: next(answers))
    monkeypatch.setattr("sys.stdin", Terminal())
    assert call(capsys, "users", "add", file, "ana")[0] == 0
    assert matches(SECRET, load(file)["ana"].password)


class Terminal(io.StringIO):
    """Standard input that says it is a terminal."""

    def isatty(self) -> bool:
        return True
