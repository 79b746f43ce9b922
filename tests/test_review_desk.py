"""The desk: sentences, findings and states of a store, each change in a transaction of its own."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsxlate.archive.store.codec import pack, unpack
from newsxlate.article import SentenceRef
from newsxlate.errors import InputError
from newsxlate.findings import finding
from newsxlate.review import dismissals
from newsxlate.review.desk import (
    ConflictError,
    Desk,
    Editor,
    Filters,
    Place,
    Sheet,
    fingerprint,
    prepare,
    records,
)
from newsxlate.signoff import TITLE, Part, SentenceState, State
from review_samples import COPIED, KIM, NUMBER, PESKOW, PESKOW_AGAIN, documents, make_store

ANA = Editor("Ana Ortiz")
BEN = Editor("Ben", authenticated=True, approver=False)
GOOD = (
    "“Russia has waged a sacred struggle to protect its sovereignty and security against the"
    " hegemonic forces of the West,” said Kim, telling Putin he would “always support” his"
    " decisions."
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is not to be written to."""
    store = make_store(tmp_path_factory.mktemp("review") / "made.sqlite", documents(3))
    prepare(store)
    return store


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    """A store of one's own."""
    return Path(shutil.copy(made, tmp_path / "out.sqlite"))


@pytest.fixture
def desk(store: Path) -> Iterator[Desk]:
    with Desk(store) as opened:
        yield opened


def place(ref: tuple[int, int], part: Part = Part.TRANSLATION) -> Place:
    return Place(KIM, "en", *ref, part=part)


def codes(sheet: Sheet, ref: tuple[int, int]) -> list[str]:
    return [one.finding.code for one in sheet.rows[SentenceRef(*ref)].findings if not one.dismissed]


def test_an_edit_stands_beside_the_machines_text_and_is_checked(desk: Desk) -> None:
    before = desk.sheet(KIM, "en")
    row = before.rows[SentenceRef(*NUMBER)]
    assert (row.text, row.version, row.review) == (row.machine, 0, None)
    assert codes(before, NUMBER) == ["N303"]
    mended = f"  {row.machine.replace('12 days', 'two days')}\n"
    sheet = desk.edit(place(NUMBER), mended, seen=0, editor=ANA)
    assert codes(sheet, NUMBER) == []
    row = sheet.rows[SentenceRef(*NUMBER)]
    assert row.text == mended.strip()
    assert row.machine == before.rows[SentenceRef(*NUMBER)].machine
    assert row.review is not None
    assert (row.review.by, row.review.state, row.version) == ("Ana Ortiz", SentenceState.EDITED, 1)
    assert sheet.review.state is State.IN_REVIEW
    assert desk.sheet(KIM, "en") == sheet
    assert sheet.machine == before.machine
    assert sheet.record.result.translation("en").blocks[5].sentences[0].text == row.text


def test_who_saves_second_sees_the_conflict(desk: Desk, store: Path) -> None:
    with Desk(store) as other:
        other.edit(place(NUMBER), "Hers.", seen=0, editor=ANA)
        with pytest.raises(ConflictError) as caught:
            desk.edit(place(NUMBER), "His.", seen=0, editor=BEN)
        assert caught.value.row is not None
        assert (caught.value.row.text, caught.value.row.version) == ("Hers.", 1)
        assert desk.sheet(KIM, "en").rows[SentenceRef(*NUMBER)].text == "Hers."
        # What was put back, and changed again, is not what was seen either.
        other.reset(place(NUMBER), seen=1, editor=ANA)
        other.edit(place(NUMBER), "Hers again.", seen=0, editor=ANA)
        with pytest.raises(ConflictError):
            desk.edit(place(NUMBER), "His.", seen=1, editor=BEN)


def test_undo_goes_back_step_by_step(desk: Desk) -> None:
    ref = SentenceRef(*NUMBER)
    machine = desk.sheet(KIM, "en").rows[ref].machine
    desk.accept(place(NUMBER), seen=0, editor=ANA)
    desk.edit(place(NUMBER), "One.", seen=1, editor=ANA)
    desk.edit(place(NUMBER), "Two.", seen=2, editor=ANA)
    row = desk.undo(place(NUMBER), seen=3, editor=BEN).rows[ref]
    assert (row.text, row.version) == ("One.", 4)
    row = desk.undo(place(NUMBER), seen=4, editor=BEN).rows[ref]
    assert row.review is not None
    assert (row.text, row.review.state) == (machine, SentenceState.ACCEPTED)
    row = desk.undo(place(NUMBER), seen=5, editor=BEN).rows[ref]
    assert (row.text, row.version, row.review) == (machine, 0, None)
    assert desk.undo(place(NUMBER), seen=0, editor=BEN).rows[ref] == row
    told = [(event.action, event.now, event.by) for event in desk.history(place(NUMBER))]
    assert told == [
        ("undo", machine, "Ben"),
        ("undo", machine, "Ben"),
        ("undo", "One.", "Ben"),
        ("edit", "Two.", "Ana Ortiz"),
        ("edit", "One.", "Ana Ortiz"),
        ("accept", machine, "Ana Ortiz"),
    ]


def test_approval_needs_every_error_mended_or_dismissed(desk: Desk) -> None:
    sheet = desk.edit(place(COPIED), GOOD, seen=0, editor=ANA)
    assert not any(e.finding.sentence == COPIED for e in sheet.open_errors)
    while sheet.open_errors:
        with pytest.raises(InputError, match="error"):
            desk.approve(KIM, "en", Part.TRANSLATION, seen=fingerprint(sheet), editor=ANA)
        key = sheet.open_errors[0].key
        sheet = desk.dismiss(KIM, "en", Part.TRANSLATION, key, "it is right", editor=ANA)
    with pytest.raises(InputError, match="may not approve"):
        desk.approve(KIM, "en", Part.TRANSLATION, seen=fingerprint(sheet), editor=BEN)
    with pytest.raises(ConflictError):
        desk.approve(KIM, "en", Part.TRANSLATION, seen="0" * 64, editor=ANA)
    sheet = desk.approve(
        KIM, "en", Part.TRANSLATION, seen=fingerprint(sheet), editor=ANA, responsible=True
    )
    assert sheet.review.approved
    assert sheet.review.responsible
    assert sheet.review.final_hash == fingerprint(sheet)
    assert len(sheet.review.sentences) == len(sheet.rows)
    row = sheet.rows[SentenceRef(*PESKOW)]
    sheet = desk.edit(place(PESKOW), row.text.replace("Peskow", "Peskov"), seen=1, editor=ANA)
    assert sheet.review.state is State.IN_REVIEW
    assert not sheet.review.responsible


def test_summaries_are_reviewed_by_themselves(desk: Desk, store: Path) -> None:
    sheet = desk.sheet(KIM, "en", Part.SUMMARY)
    assert [*sheet.rows] == [(0, TITLE), (0, 0), (0, 1), (0, 2)]
    last = place((0, 2), Part.SUMMARY)
    assert "N303" in codes(sheet, (0, 2))
    sheet = desk.edit(
        last, "Kim was received by Merkel, the trip took 99 days.", seen=0, editor=ANA
    )
    found = sheet.rows[last.ref].findings
    assert {one.finding.code for one in found} >= {"N601"}
    assert any("99" in one.finding.message or "Merkel" in one.finding.message for one in found)
    text = sheet.rows[SentenceRef(0, 1)].text
    sheet = desk.edit(last, text, seen=1, editor=ANA)
    assert "N303" not in codes(sheet, (0, 2))
    title = place((0, TITLE), Part.SUMMARY)
    sheet = desk.edit(title, "Kim stays 99 days", seen=0, editor=ANA)
    assert any("99" in one.finding.message for one in sheet.rows[title.ref].findings)
    key = sheet.rows[title.ref].findings[0].key
    sheet = desk.dismiss(KIM, "en", Part.SUMMARY, key, "it was said elsewhere", editor=ANA)
    assert sheet.rows[title.ref].findings[0].dismissed is not None
    sheet = desk.edit(title, "Kim stays", seen=1, editor=ANA)
    assert sheet.rows[title.ref].findings == ()
    (summary,) = (s for s in sheet.record.result.summaries if s.language == "en")
    assert (summary.title, summary.sentences[2].text) == ("Kim stays", text)
    (machine,) = (s for s in sheet.machine.summaries if s.language == "en")
    assert machine.title != "Kim stays"
    assert sheet.review.state is State.IN_REVIEW
    assert desk.sheet(KIM, "en").review.state is State.MACHINE
    assert desk.sheet(KIM, "fr", Part.SUMMARY).review.state is State.MACHINE
    sheet = desk.undo(title, seen=2, editor=ANA)
    sheet = desk.undo(title, seen=3, editor=ANA)
    assert sheet.rows[title.ref].text == machine.title
    (record,) = records(store, ids=[KIM])
    (summary,) = (s for s in record.result.summaries if s.language == "en")
    assert (summary.title, summary.sentences[2].text) == (machine.title, text)
    assert record.review("en", Part.SUMMARY).edited


def test_what_is_mended_in_a_translation_is_mended_in_its_extract(desk: Desk) -> None:
    before = desk.sheet(KIM, "en", Part.SUMMARY)
    (extract,) = (s for s in before.record.result.summaries if s.language == "en")
    ref = extract.sentences[2].support[0].ref
    assert desk.sheet(KIM, "en").rows[ref].text == extract.sentences[2].text
    assert "N303" in codes(before, (0, 2))
    machine = desk.sheet(KIM, "en").rows[ref].text
    right = machine.replace("12", "2")
    desk.edit(place(ref), right, seen=0, editor=ANA)
    desk.edit(place((1, 0)), "Kim stays in Russia", seen=0, editor=ANA)
    sheet = desk.sheet(KIM, "en", Part.SUMMARY)
    assert sheet.rows[SentenceRef(0, 2)].text == right
    assert sheet.rows[SentenceRef(0, TITLE)].text == "Kim stays in Russia"
    assert "N303" not in codes(sheet, (0, 2))
    assert sheet.review.state is State.MACHINE
    assert {row.version for row in sheet.rows.values()} == {0}
    found = desk.queue(Filters(part=Part.SUMMARY, language="en", text='"stays in Russia"')).rows
    assert [row.document for row in found] == [KIM]
    # A person's own words stay, and say that they are of something else by now.
    own = place((0, 2), Part.SUMMARY)
    desk.edit(own, "It took a while.", seen=0, editor=ANA)
    desk.undo(place(ref), seen=1, editor=ANA)
    row = desk.sheet(KIM, "en", Part.SUMMARY).rows[own.ref]
    assert (row.text, row.machine, row.outdated) == ("It took a while.", machine, True)


def test_that_a_model_is_weak_is_said_of_summaries_too(desk: Desk) -> None:
    weak = finding("N212", language="en", model="small", why="chrF 30")
    result = replace(desk.sheet(KIM, "en").machine, findings=(weak,))
    for part in Part:
        assert dismissals.find(KIM, result, "en", part)[0].finding == weak
        assert weak not in [one.finding for one in dismissals.find(KIM, result, "fr", part)]


def test_a_name_is_replaced_everywhere_or_nowhere(desk: Desk) -> None:
    rows = desk.sheet(KIM, "en").rows
    changes = {
        SentenceRef(*ref): (0, rows[SentenceRef(*ref)].text.replace("Peskow", "Peskov"))
        for ref in (PESKOW, PESKOW_AGAIN)
    }
    desk.accept(place(PESKOW_AGAIN), seen=0, editor=BEN)
    with pytest.raises(ConflictError) as caught:
        desk.replace(KIM, "en", changes, editor=ANA)
    assert caught.value.row is not None
    assert caught.value.row.ref == PESKOW_AGAIN
    assert desk.sheet(KIM, "en").rows[SentenceRef(*PESKOW)].version == 0, "all of them or none"
    changes[SentenceRef(*PESKOW_AGAIN)] = (1, changes[SentenceRef(*PESKOW_AGAIN)][1])
    sheet = desk.replace(KIM, "en", changes, editor=ANA)
    assert codes(sheet, PESKOW) == codes(sheet, PESKOW_AGAIN) == []


def test_a_confirmed_term_goes_before_what_is_known(desk: Desk) -> None:
    assert codes(desk.sheet(KIM, "en"), PESKOW) == ["N511"]
    sheet = desk.add_term(KIM, "en", "Peskow", "Peskow", for_good=False, editor=ANA)
    assert codes(sheet, PESKOW) == codes(sheet, PESKOW_AGAIN) == []
    assert sheet.terms == (("Peskow", "Peskow"),)
    sheet = desk.add_term(KIM, "en", "Peskow", "Peskoff", for_good=True, editor=ANA)
    assert sheet.terms == (("Peskow", "Peskow"),), "its document's own goes before"
    sheet = desk.add_term(KIM, "en", "Peskow", "", for_good=False, editor=ANA)
    assert codes(sheet, PESKOW) != []
    assert desk.add_term(KIM, "en", "Rotterdam", "R.", for_good=True, editor=ANA).terms == (
        ("Peskow", "Peskoff"),
    )


def test_what_is_typed_is_kept_as_it_is_but_for_what_no_text_has(desk: Desk) -> None:
    odd = "<script>alert('x')</script> &amp; „ä“\t‮ \U0001f642"
    given = f"  {odd}\x00\n \ud800 '; DROP TABLE corrections; -- "
    sheet = desk.edit(place(NUMBER), given, seen=0, editor=Editor("<b>Ö\n'\x07"))
    row = sheet.rows[SentenceRef(*NUMBER)]
    assert row.text == f"{odd} \ufffd '; DROP TABLE corrections; --".replace("\t", " ")
    assert row.review is not None
    assert row.review.by == "<b>Ö '"
    assert desk.sheet(KIM, "en") == sheet


def test_opening_something_writes_nothing(desk: Desk, store: Path) -> None:
    with sqlite3.connect(store) as connection:
        before = list(connection.iterdump())
        for part in Part:
            desk.sheet(KIM, "en", part)
        desk.queue()
        desk.neighbours(KIM, "en", Part.TRANSLATION)
        desk.events(KIM, "en")
        assert list(connection.iterdump()) == before


def test_what_is_not_there_is_said_in_a_line(desk: Desk) -> None:
    for look in (
        lambda: desk.sheet("no such", "en"),
        lambda: desk.sheet(KIM, "es"),
        lambda: desk.sheet(KIM, "de", Part.SUMMARY) and desk.sheet(KIM, "es", Part.SUMMARY),
    ):
        with pytest.raises(InputError, match="there is no") as caught:
            look()
        assert "\n" not in caught.value.message


def test_damage_costs_its_document_only(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute(
            "UPDATE translations SET data = x'00' WHERE language = 'en' AND text ="
            " (SELECT text FROM documents WHERE id = ?)",
            (KIM,),
        )
        connection.execute("DELETE FROM queue")
        connection.execute("UPDATE queue_drawn SET window = 0")
    assert prepare(store) == 0
    with Desk(store) as desk:
        assert KIM not in {row.document for row in desk.queue().rows}
        assert desk.queue().total
        with pytest.raises(InputError, match="is damaged: its translation into en"):
            desk.sheet(KIM, "en")
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE queue SET stale = 1")
        connection.execute(
            "UPDATE texts SET data = x'00' WHERE hash ="
            " (SELECT text FROM documents WHERE id LIKE 'de-01%')"
        )
    assert prepare(store) == 0
    with Desk(store) as desk:
        assert {row.document[:5] for row in desk.queue().rows} == {"de-02"}
    told: list[str] = []
    made = list(records(store, on_damage=lambda damage: told.append(damage.id)))
    assert told == [KIM, "de-01-brueckensanierung.txt"]
    assert len(made) == 1
    with pytest.raises(InputError, match="is damaged"):
        list(records(store))


def test_half_a_character_in_a_result_stops_nobody(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        hashed = "(SELECT text FROM documents WHERE id = ?)"
        for table in ("texts", "translations"):
            where = f"{'hash' if table == 'texts' else 'text'} = {hashed}"
            for (data,) in connection.execute(f"SELECT data FROM {table} WHERE {where}", (KIM,)):
                odd = json.loads(json.dumps(unpack(data)).replace("Putin", "Puti\\ud83d"))
                connection.execute(
                    f"UPDATE {table} SET data = ? WHERE {where} AND data = ?",
                    (pack(odd), KIM, data),
                )
        connection.execute("DELETE FROM queue")
        connection.execute("UPDATE queue_drawn SET window = 0")
    assert prepare(store) == 0
    with Desk(store) as desk:
        sheet = desk.sheet(KIM, "en")
        assert "Puti\ufffd" in sheet.rows[SentenceRef(*NUMBER)].text
        for one in sheet.open_errors:
            sheet = desk.dismiss(KIM, "en", Part.TRANSLATION, one.key, "x", editor=ANA)
        seen = fingerprint(sheet)
        assert desk.approve(KIM, "en", Part.TRANSLATION, seen=seen, editor=ANA).review.approved
        assert any(row.document == KIM for row in desk.queue(Filters(state=State.APPROVED)).rows)
    assert any(record.review("en").approved for record in records(store))


def test_what_is_withdrawn_leaves_the_queue(store: Path) -> None:
    def listed() -> set[str]:
        with Desk(store) as desk:
            return {row.document for row in desk.queue().rows}

    assert KIM in listed()
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE documents SET item = 'urn:kim' WHERE id = ?", (KIM,))
        connection.execute(
            "INSERT INTO windows SELECT 99, run, stored, 1, 1, 0, 0 FROM windows LIMIT 1"
        )
        connection.execute(
            "INSERT INTO documents (id, name, item, pubstatus, source, status, attempts, settings,"
            " seconds, window) VALUES ('gone', 'gone', 'urn:kim', 'canceled', x'', 'failed', 1,"
            " x'', 0, 99)"
        )
    assert KIM not in listed()
    assert KIM not in {record.id for record in records(store)}
