"""The audit table: every change is in it, nobody can change it unnoticed, and names can go."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from newsxlate.article import SentenceRef
from newsxlate.errors import InputError
from newsxlate.review.audit import verify
from newsxlate.review.desk import Desk, Editor, Place, fingerprint, prepare
from newsxlate.review.forgetting import forget_person
from newsxlate.signoff import Part
from review_samples import COPIED, KIM, NUMBER, PESKOW, kim, make_store

ANA = Editor("Ana Ortiz")
BEN = Editor("Ben", authenticated=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which much was done."""
    store = make_store(tmp_path_factory.mktemp("audit") / "made.sqlite", [kim()], targets=["en"])
    prepare(store)
    with Desk(store) as desk:
        desk.edit(Place(KIM, "en", *NUMBER), "Two days.", seen=0, editor=ANA)
        desk.accept(Place(KIM, "en", *PESKOW), seen=0, editor=BEN)
        desk.undo(Place(KIM, "en", *PESKOW), seen=1, editor=BEN)
        desk.add_term(KIM, "en", "Peskow", "Peskov", for_good=True, editor=ANA)
        desk.send_back(KIM, "en", Part.TRANSLATION, note="Look at\nPeskow", editor=BEN)
        sheet = desk.reopen(KIM, "en", Part.TRANSLATION, editor=ANA)
        while sheet.open_errors:
            key = sheet.open_errors[0].key
            sheet = desk.dismiss(KIM, "en", Part.TRANSLATION, key, "no error", editor=ANA)
        seen = fingerprint(sheet)
        desk.approve(KIM, "en", Part.TRANSLATION, seen=seen, editor=BEN, note="Good")
        desk.reset(Place(KIM, "en", *NUMBER), seen=1, editor=ANA)
    return store


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """A store of one's own."""
    return Path(shutil.copy(made, tmp_path / "out.sqlite"))


def test_every_change_is_there_with_who_and_what_was_and_is(store: Path) -> None:
    with Desk(store) as desk:
        told = [event for event in reversed(desk.events(KIM, "en")) if event.action != "dismiss"]
    assert [(event.action, event.by, event.authenticated) for event in told] == [
        ("begin", "Ana Ortiz", False),
        ("edit", "Ana Ortiz", False),
        ("accept", "Ben", True),
        ("undo", "Ben", True),
        ("term", "Ana Ortiz", False),
        ("send back", "Ben", True),
        ("reopen", "Ana Ortiz", False),
        ("approve", "Ben", True),
        ("reopen", "Ana Ortiz", False),
        ("reset", "Ana Ortiz", False),
    ]
    begun, edit, *_, term, back, again, approved, reopened, reset = told
    assert (begun.was, begun.now) == ("machine", "in review")
    assert "12 days" in edit.was
    assert (edit.now, edit.block, edit.sentence) == ("Two days.", *NUMBER)
    assert (term.was, term.now, term.note) == ("", "Peskow = Peskov", "for good")
    assert (back.was, back.now, back.note) == ("in review", "sent back", "Look at Peskow")
    assert (again.was, again.now) == ("sent back", "in review")
    assert approved.note == "Good"
    assert approved.now.startswith("approved ")
    assert (reopened.was, reopened.now) == ("approved", "in review")
    assert (reset.was, reset.now) == (edit.now, edit.was)
    assert reset.at.endswith("Z")


def test_what_is_refused_or_changes_nothing_is_not_written(store: Path) -> None:
    with Desk(store) as desk, sqlite3.connect(store) as connection:

        def count() -> tuple[int, int]:
            (people,) = connection.execute("SELECT count(*) FROM people").fetchone()
            return people, connection.execute("SELECT count(*) FROM audit").fetchone()[0]

        before = count()
        row = desk.sheet(KIM, "en").rows[Place(KIM, "en", *COPIED).ref]
        new = Editor("Somebody new")
        place = Place(KIM, "en", *COPIED)
        desk.edit(place, row.text, seen=row.version, editor=new)
        desk.accept(place, seen=row.version, editor=new)
        desk.reopen(KIM, "en", Part.TRANSLATION, editor=new)
        for text in ("", " \n ", "x" * 30_000):
            with pytest.raises(InputError):
                desk.edit(place, text, seen=row.version, editor=new)
        with pytest.raises(InputError, match="no such sentence"):
            desk.edit(Place(KIM, "en", 99, 0), "x", seen=0, editor=new)
        with pytest.raises(InputError, match="no translation into 'it'"):
            desk.edit(Place(KIM, "it", 1, 0), "x", seen=0, editor=new)
        with pytest.raises(InputError, match="no such finding"):
            desk.dismiss(KIM, "en", Part.TRANSLATION, "00", "why", editor=new)
        with pytest.raises(InputError, match="name"):
            desk.edit(place, "x", seen=row.version, editor=Editor(" \x07"))
        assert count() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit SET was = 'nothing' WHERE number = 4",
        "UPDATE audit SET person = 1 WHERE number = 4",
        "UPDATE audit SET authenticated = 0 WHERE number = 4",
        "UPDATE audit SET time = time + 1 WHERE number = 4",
        "UPDATE audit SET sentence = NULL WHERE number = 4",
        "DELETE FROM audit WHERE number = 4",
        "UPDATE audit SET number = 1000 WHERE number = 4",
    ],
)
def test_the_chain_says_where_it_was_broken(store: Path, change: str) -> None:
    with sqlite3.connect(store) as connection:
        assert verify(connection) is None
        replace = "REPLACE INTO audit SELECT * FROM audit WHERE number = 4"
        for refused in ("UPDATE audit SET note = 'x'", "DELETE FROM audit", replace):
            with pytest.raises(sqlite3.IntegrityError, match="are not"):
                connection.execute(refused)
        connection.execute("DROP TRIGGER audit_is_not_changed")
        connection.execute("DROP TRIGGER audit_is_not_deleted")
        connection.execute(change)
        assert verify(connection) == 4


def test_a_forgotten_person_leaves_no_name_and_a_whole_chain(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("INSERT INTO people (name) VALUES ('editor 1')")
    connection.close()
    # A page may be open: what is written last is in the file beside the store.
    with Desk(store) as desk:
        version = desk.sheet(KIM, "en").rows[SentenceRef(2, 0)].version
        desk.edit(Place(KIM, "en", 2, 0), "Kim came.", seen=version, editor=ANA)
        assert forget_person(store, "Ana Ortiz") == "editor 1'"
        files = list(store.parent.glob(f"{store.name}*"))
        assert any(path.name.endswith("-wal") for path in files)
        assert not any(b"Ana Ortiz" in path.read_bytes() for path in files)
    with sqlite3.connect(store) as connection:
        assert verify(connection) is None
        row = connection.execute('SELECT action, person, was, "is" FROM audit ORDER BY number DESC')
        assert row.fetchone() == ("forget", 1, "", "editor 1'")
    with Desk(store) as desk:
        assert {event.by for event in desk.events(KIM, "en")} == {"editor 1'", "Ben"}
        # Whoever comes under the name afterwards is somebody else.
        desk.accept(Place(KIM, "en", 1, 0), seen=1, editor=ANA)
        desk.edit(Place(KIM, "en", 1, 0), "Kim stays.", seen=1, editor=ANA)
        assert desk.events(KIM, "en")[0].by == "Ana Ortiz"
        assert desk.events(KIM, "en")[-1].by == "editor 1'"
    with pytest.raises(InputError, match="nobody called 'Nobody'"):
        forget_person(store, "Nobody")
