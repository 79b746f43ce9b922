"""Runs and reviews of one store: no run loses or changes a word of a person's."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsxlate.archive import Document
from newsxlate.archive.human import NOTHING
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.lock import locked
from newsxlate.archive.store.migrations import version
from newsxlate.article import SentenceRef
from newsxlate.errors import InputError, StorageError
from newsxlate.outputs.stream import evidence
from newsxlate.review.desk import ConflictError, Desk, Editor, Place, fingerprint, prepare, records
from newsxlate.review.queue import Filters
from newsxlate.review.statistics import statistics
from newsxlate.signoff import Part, SentenceState, State
from review_client import Browser
from review_samples import Written, make_store

FROZEN = Path(__file__).parent / "data" / "archive" / "store-2.sql"
HUMAN = ("people", "reviews", "corrections", "dismissals", "terms", "audit")
ANA = Editor("Ana")
SENTENCES = (
    "Der Gemeinderat von Neustadt hat den Umbau der alten Schule beschlossen.",
    "Die Arbeiten kosten 24 Millionen Euro und beginnen im Mai.",
    "Kritik kam von der Opposition.",
    "Im Herbst ziehen die ersten Kinder ein.",
)
ENGLISH = (
    "The council of Neustadt has decided to rebuild the old school.",
    "The works cost 24 million euros and begin in May.",
    "Criticism came from the opposition.",
    "In the autumn the first children move in.",
)
KNOWN = dict(zip(SENTENCES, ENGLISH, strict=True))


def document(id_: str, *sentences: str) -> Document:
    text = "\n\n".join(("Umbau der Schule beginnt", *(sentences or SENTENCES)))
    return Document(id=id_, name=f"wire/{id_}.txt", content=text.encode())


def go(store: Path, *given: Document, known: dict[str, str] | None = None, **more: Any) -> None:
    engine = Written({"en": {"Umbau der Schule beginnt": "School rebuilt", **(known or KNOWN)}})
    make_store(store, given, targets=["en"], engine=engine, **more)


def human(store: Path) -> dict[str, list[Any]]:
    """All that people have written there."""
    with sqlite3.connect(store) as connection:
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in HUMAN}


def one_row(store: Path, sql: str) -> Any:
    with sqlite3.connect(store) as connection:
        return connection.execute(sql).fetchone()


def approved(desk: Desk, id_: str, part: Part = Part.TRANSLATION) -> str:
    """Approve a part, whatever errors there are; returns its fingerprint."""
    sheet = desk.sheet(id_, "en", part)
    while sheet.open_errors:
        sheet = desk.dismiss(id_, "en", part, sheet.open_errors[0].key, "fine", editor=ANA)
    seen = fingerprint(sheet)
    assert desk.approve(id_, "en", part, seen=seen, editor=ANA).review.approved
    return seen


def texts(desk: Desk, id_: str) -> list[str]:
    return [row.text for row in desk.sheet(id_, "en").rows.values()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a document and a copy of it, edited, accepted, dismissed and approved."""
    path = tmp_path_factory.mktemp("runs") / "out.sqlite"
    go(path, document("a"), document("b"), document("c", *SENTENCES[:3]))
    prepare(path)
    with Desk(path) as desk:
        desk.edit(Place("a", "en", 2, 0), "They cost 24 million euros.", seen=0, editor=ANA)
        desk.accept(Place("a", "en", 3, 0), seen=0, editor=ANA)
        desk.add_term("a", "en", "Neustadt", "Newtown", for_good=False, editor=ANA)
        approved(desk, "a")
        desk.edit(Place("c", "en", 1, 0), "The council decided.", seen=0, editor=ANA)
        approved(desk, "c", Part.SUMMARY)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """A store of one's own that is as `made`."""
    return Path(shutil.copy(made, tmp_path / "out.sqlite"))


def test_copies_of_a_text_have_each_their_own_state(store: Path) -> None:
    with Desk(store) as desk:
        assert desk.sheet("a", "en").review.approved
        other = desk.sheet("b", "en")
        assert (other.review.state, other.review.sentences) == (State.MACHINE, ())
        assert other.rows[SentenceRef(2, 0)].text == ENGLISH[1]
        states = {(row.document, row.part): row.state for row in desk.queue().rows}
    assert states["a", Part.TRANSLATION] is State.APPROVED
    assert states["b", Part.TRANSLATION] is State.MACHINE
    assert states["c", Part.TRANSLATION] is State.IN_REVIEW


def test_another_model_changes_nothing_of_what_people_wrote(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the machine did not take people's sentences from the store.
    monkeypatch.setattr("newsxlate.archive.run.human_work", lambda *_: NOTHING)
    before = human(store)
    with Desk(store) as desk:
        seen = fingerprint(desk.sheet("a", "en"))
        summary = fingerprint(desk.sheet("c", "en", Part.SUMMARY))
    other = {source: f"Now {text}" for source, text in KNOWN.items()}
    for _ in range(2):
        go(store, document("a"), document("b"), document("c", *SENTENCES[:3]), known=other, beam=3)
        assert human(store) == before
    with Desk(store) as desk:
        sheet = desk.sheet("a", "en")
        assert sheet.review.approved
        assert fingerprint(sheet) == seen
        row = sheet.rows[SentenceRef(2, 0)]
        assert (row.text, row.machine) == ("They cost 24 million euros.", f"Now {ENGLISH[1]}")
        assert all(row.outdated for ref, row in sheet.rows.items() if ref.block > 1)
        assert texts(desk, "b")[1] == f"Now {ENGLISH[0]}"
        made = desk.sheet("c", "en", Part.SUMMARY)
        assert made.review.approved
        assert fingerprint(made) == summary
        row = desk.sheet("c", "en").rows[SentenceRef(1, 0)]
        assert row.text == "The council decided."
        assert row.outdated
        # Said again, it is no longer out of date; and the machine's own is there to be taken.
        again = desk.accept(Place("c", "en", 1, 0), seen=row.version, editor=ANA)
        row = again.rows[SentenceRef(1, 0)]
        assert not row.outdated
        assert row.review is not None
        assert row.review.state is SentenceState.EDITED
        again = desk.reset(Place("c", "en", 1, 0), seen=row.version, editor=ANA)
        assert again.rows[SentenceRef(1, 0)].text == f"Now {ENGLISH[0]}"


def test_what_the_machine_takes_over_is_not_out_of_date(store: Path) -> None:
    before = human(store)
    other = {source: f"Now {text}" for source, text in KNOWN.items()}
    go(store, document("a"), document("b"), document("c", *SENTENCES[:3]), known=other, beam=3)
    assert human(store) == before
    with Desk(store) as desk:
        sheet = desk.sheet("a", "en")
        assert sheet.review.approved
        assert sheet.review.edited, "what the person saw is what they changed"
        row = sheet.rows[SentenceRef(2, 0)]
        assert (row.text, row.machine) == ("They cost 24 million euros.", row.text)
        # Of two who said something else of one sentence, it takes what was said last.
        assert [ref for ref, row in sheet.rows.items() if row.outdated] == [(1, 0)]
        assert sheet.rows[SentenceRef(1, 0)].machine == "The council decided."
        assert texts(desk, "b")[2] == row.text


def test_what_was_mended_is_told_after_another_run_too(tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    wrong = KNOWN | {SENTENCES[1]: "The works cost 42 million euros and begin in May."}
    go(path, document("a"), known=wrong)
    prepare(path)

    def told() -> tuple[list[str], int]:
        (record,) = records(path)
        (found,) = (p for p in evidence.item(record)["parts"] if p["part"] == "translation")
        mended = [one["code"] for one in found["findings"] if one["settled"] == "mended"]
        with Store(path, readonly=True) as opened:
            return mended, sum(one["right"] for one in statistics(opened)["codes"])

    with Desk(path) as desk:
        codes = [f.finding.code for f in desk.sheet("a", "en").rows[SentenceRef(2, 0)].findings]
        assert codes
        desk.edit(Place("a", "en", 2, 0), ENGLISH[1], seen=0, editor=ANA)
    assert told() == (codes, len(codes))
    go(path, document("a"), known=wrong, beam=3)
    with Desk(path) as desk:
        assert desk.sheet("a", "en").rows[SentenceRef(2, 0)].machine == ENGLISH[1], "taken over"
    assert told() == (codes, len(codes))


def test_a_changed_source_puts_it_back_in_review_and_keeps_every_correction(store: Path) -> None:
    before = human(store)
    new = "Das ist neu."
    changed = document("a", SENTENCES[3], new, SENTENCES[1], SENTENCES[0])
    go(store, changed, document("b"), known=KNOWN | {new: "That is new."})
    assert human(store) == before
    with Desk(store) as desk:
        sheet = desk.sheet("a", "en")
        assert sheet.review.state is State.IN_REVIEW
        assert sheet.review.final_hash == ""
        read = [(row.text, row.version) for row in sheet.rows.values()]
        assert read == [
            ("School rebuilt", 1),
            (ENGLISH[3], 1),
            ("That is new.", 0),
            ("They cost 24 million euros.", 1),
            (ENGLISH[0], 1),
        ]
        (gone,) = sheet.review.earlier
        assert (gone.source, gone.text) == (SENTENCES[2], ENGLISH[2])
        found = {
            (row.document, row.part): row.state
            for row in desk.queue(Filters(state=State.IN_REVIEW)).rows
        }
        assert ("a", Part.TRANSLATION) in found
        # At the place of the one that is gone, another is corrected: both are kept.
        desk.edit(Place("a", "en", 3, 0), "Anew.", seen=1, editor=ANA)
        desk.edit(Place("a", "en", 2, 0), "That's new.", seen=0, editor=ANA)
        assert desk.sheet("a", "en").review.earlier == (gone,)
        assert texts(desk, "a")[2:4] == ["That's new.", "Anew."]
    go(store, document("a"), document("b"))
    with Desk(store) as desk:
        sheet = desk.sheet("a", "en")
        assert [row.text for row in sheet.rows.values()] == [
            "School rebuilt",
            ENGLISH[0],
            "Anew.",
            *ENGLISH[2:],
        ]
        assert [one.text for one in sheet.review.earlier] == ["That's new."]


def test_what_was_seen_is_changed_and_not_what_a_run_put_in_its_place(store: Path) -> None:
    with Desk(store) as desk:
        page = desk.sheet("b", "en")
    new = "Das ist neu."
    go(store, document("b", new, *SENTENCES), known=KNOWN | {new: "That is new."})
    with Desk(store) as desk:
        before = human(store)
        row = page.rows[SentenceRef(2, 0)]
        place = Place("b", "en", 2, 0, reading=row.reading)
        with pytest.raises(ConflictError) as caught:
            desk.edit(place, "It costs 24 million.", seen=row.version, editor=ANA)
        assert caught.value.row
        assert caught.value.row.source == SENTENCES[0]
        with pytest.raises(ConflictError):
            desk.accept(place, seen=row.version, editor=ANA)
        assert human(store) == before
        reading = caught.value.row.reading
        sheet = desk.accept(replace(place, reading=reading), seen=0, editor=ANA)
        assert [one.source for one in sheet.review.sentences] == [SENTENCES[0]]


def test_the_page_says_what_it_saw(store: Path) -> None:
    browser = Browser(store).enter()
    (number,) = one_row(store, "SELECT number FROM documents WHERE id = 'b'")
    page = browser.get(f"/article/{number}/en").text
    readings = dict(
        re.findall(r'id="(s-\d+-\d+)"(?:.|\n)*?data-version="0" data-reading="(\w+)"', page)
    )
    sent = {"block": 2, "sentence": 0, "seen": 0, "reading": readings["s-2-0"]}
    new = "Das ist neu."
    go(store, document("b", new, *SENTENCES), known=KNOWN | {new: "That is new."})
    answer = browser.post(f"/article/{number}/en/edit", json={**sent, "text": "It costs."})
    assert answer.status_code == 409
    theirs = answer.json()["theirs"]
    assert theirs["reading"] != sent["reading"]
    again = {**sent, "reading": theirs["reading"], "text": "The council of Neustadt decided."}
    assert browser.post(f"/article/{number}/en/edit", json=again).status_code == 200


def test_undo_brings_no_text_of_the_sentence_that_stood_there_before(store: Path) -> None:
    place = Place("b", "en", 3, 0)
    with Desk(store) as desk:
        for version, text in enumerate(("One.", "Two.", "Three.")):
            desk.edit(place, text, seen=version, editor=ANA)
    new = "Das ist neu."
    go(store, document("b", new, *SENTENCES), known=KNOWN | {new: "That is new."})
    with Desk(store) as desk:
        row = desk.edit(place, "Four.", seen=0, editor=ANA).rows[place.ref]
        row = desk.undo(place, seen=row.version, editor=ANA).rows[place.ref]
        assert (row.text, row.review) == (row.machine, None)
        row = desk.undo(place, seen=row.version, editor=ANA).rows[place.ref]
        assert (row.text, row.review) == (row.machine, None)


def test_what_is_forgotten_and_made_anew_is_approved_still(store: Path) -> None:
    before = human(store)
    with Store(store) as opened:
        opened.forget("a")
    with Desk(store) as desk:
        assert {row.document for row in desk.queue().rows} == {"c"}
        with pytest.raises(InputError, match="no result of 'a'"):
            desk.sheet("a", "en")
    go(store, document("a"), document("b"), document("c", *SENTENCES[:3]))
    assert human(store) == before
    with Desk(store) as desk:
        assert desk.sheet("a", "en").review.approved
        assert {row.document for row in desk.queue().rows} == {"a", "b", "c"}


def test_exports_get_what_people_left(store: Path) -> None:
    made = {record.id: record for record in records(store)}
    assert [*made] == ["a", "b", "c"]
    assert made["a"].review("en").approved
    assert made["a"].result.translation("en").blocks[2].text == "They cost 24 million euros."
    assert made["b"].result.translation("en").blocks[2].text == ENGLISH[1]
    (only, summarised) = records(store, states=[State.APPROVED])
    assert (only.id, summarised.id) == ("a", "c")
    assert only.result.summaries == ()
    assert summarised.result.translations == ()
    assert [r.id for r in records(store, ids=["c", "b"])] == ["b", "c"]
    with pytest.raises(InputError, match="no document 'z'"):
        list(records(store, ids=["z"]))
    later = time.time() + 0.01
    time.sleep(0.02)
    assert list(records(store, since=later)) == []
    with Desk(store) as desk:
        desk.accept(Place("b", "en", 1, 0), seen=0, editor=ANA)
    assert [r.id for r in records(store, since=later)] == ["b"]


def test_dismissed_findings_are_not_exported(store: Path) -> None:
    with Desk(store) as desk:
        wrong = ENGLISH[1].replace("24", "42")
        sheet = desk.edit(Place("b", "en", 2, 0), wrong, seen=0, editor=ANA)
        (found,) = sheet.rows[SentenceRef(2, 0)].findings
        assert found.finding in exported(store, "b")
        sheet = desk.dismiss("b", "en", Part.TRANSLATION, found.key, "it is 42", editor=ANA)
        assert found.finding not in exported(store, "b")
        assert [one.reason for one in sheet.review.dismissed] == ["it is 42"]
        # The same pair elsewhere is not told again.
        row = desk.sheet("a", "en").rows[SentenceRef(2, 0)]
        sheet = desk.edit(Place("a", "en", 2, 0), wrong, seen=row.version, editor=ANA)
        (other,) = sheet.rows[SentenceRef(2, 0)].findings
        assert other.dismissed is not None
        assert other.dismissed.reason == "it is 42"
        desk.recall("a", "en", Part.TRANSLATION, other.key, editor=ANA)
        (found,) = desk.sheet("b", "en").rows[SentenceRef(2, 0)].findings
        assert found.dismissed is None


def exported(store: Path, id_: str) -> list[Any]:
    (record,) = records(store, ids=[id_])
    return list(record.result.all_findings())


def test_editors_and_a_run_write_at_the_same_time(store: Path) -> None:
    """The run takes its lock for as long as it works; editors need none."""
    many = [document(f"d{n:02}", f"Satz {n}.", *SENTENCES) for n in range(24)]
    run = threading.Thread(
        target=go, args=(store, *many), kwargs={"window": 1, "known": KNOWN}, daemon=True
    )
    run.start()
    seen, saved = 0, 0
    with Desk(store) as desk:
        while run.is_alive():
            sheet = desk.edit(Place("b", "en", 1, 0), f"No. {saved}", seen=seen, editor=ANA)
            seen = sheet.rows[SentenceRef(1, 0)].version
            saved += 1
            desk.queue()
        run.join()
        assert saved > 3
        assert seen == saved
        page = desk.queue()
        while page.waiting:
            page = desk.queue()
        assert {row.document for row in desk.queue(limit=500).rows} >= {d.id for d in many}


KILLED = """
import sys
from pathlib import Path
from newsxlate.review.desk import Desk, Editor, Place
with Desk(Path(sys.argv[1])) as desk:
    for number in range(10_000):
        place = Place("b", "en", 1, 0)
        desk.edit(place, f"No. {number}.", seen=number, editor=Editor("Ana"))
        print(number, flush=True)
"""


def test_the_glossary_of_the_last_run_is_what_is_checked_by(tmp_path: Path) -> None:
    glossary, store = tmp_path / "terms.csv", tmp_path / "out.sqlite"
    glossary.write_text("source,en\nGemeinderat,town board\n", encoding="utf-8")
    go(store, document("a"), glossary=glossary)
    prepare(store)

    def told(text: str, seen: int) -> set[str]:
        with Desk(store) as desk:
            sheet = desk.edit(Place("a", "en", 2, 0), text, seen=seen, editor=ANA)
            return {one.finding.code for one in sheet.findings}

    assert "N533" in told("The works begin in May.", 0)
    glossary.unlink()
    assert "N533" not in told("The works cost 24 million euros.", 1)


@pytest.mark.parametrize("saved", [1, 6])
def test_a_kill_loses_no_edit_that_was_acknowledged(store: Path, saved: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(saved):
        last = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    last = int(rest[-1]) if rest else last
    with Desk(store) as desk:
        row = desk.sheet("b", "en").rows[SentenceRef(1, 0)]
        assert row.version in (last + 1, last + 2), "the one after may have come through as well"
        assert row.text == f"No. {row.version - 1}."


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store that a newsxlate made that knew no reviews."""
    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(FROZEN.read_text(encoding="utf-8"))
    connection.close()
    return path


def test_a_store_of_the_release_before_opens(old: Path) -> None:
    with pytest.raises(InputError, match="version 2"):
        Desk(old)
    (before, copy) = records(old)
    assert before.reviews == ()
    with locked(old), pytest.raises(StorageError, match="a run is at work on it"):
        prepare(old)
    assert prepare(old) == 0
    with sqlite3.connect(old) as connection:
        assert version(connection) == 3
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    # Once it is of this version, no run keeps anybody away.
    with locked(old):
        assert prepare(old) == 0
    with Desk(old) as desk:
        assert {(r.document, r.part) for r in desk.queue().rows} == {
            (id_, part) for id_ in ("schule.txt", "kopie.txt") for part in Part
        }
        sheet = desk.sheet("schule.txt", "en")
        assert "N303" in {one.finding.code for one in sheet.findings}
    after, again = records(old)
    assert (after.result, again.result) == (before.result, copy.result)
