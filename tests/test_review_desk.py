"""The desk: sentences, findings and states of a store, each change in a transaction of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsxlate.article import SentenceRef
from newsxlate.errors import InputError
from newsxlate.review.desk import (
    ConflictError,
    Desk,
    Editor,
    Place,
    Sheet,
    fingerprint,
    prepare,
)
from newsxlate.signoff import Part, SentenceState, State
from review_samples import COPIED, KIM, NUMBER, PESKOW, documents, make_store

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
