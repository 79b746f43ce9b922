"""The queue: what comes first, what filters let through, and how it keeps up with what is done."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from newsxlate.archive import Document
from newsxlate.archive.store.database import Store
from newsxlate.errors import UsageError
from newsxlate.review.desk import Desk, Editor, Filters, Place, QueueRow, fingerprint, prepare
from newsxlate.review.drawing import match
from newsxlate.signoff import Part, State
from review_samples import KIM, NUMBER, Written, documents, make_store

ANA = Editor("Ana")
WHOLE = Filters()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that is not to be written to."""
    store = make_store(tmp_path_factory.mktemp("queue") / "made.sqlite", documents(8))
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


def listed(desk: Desk, filters: Filters = WHOLE) -> list[QueueRow]:
    return list(desk.queue(filters, limit=1000).rows)


def test_errors_come_first_then_warnings_low_scores_and_new_articles(desk: Desk) -> None:
    rows = listed(desk)
    assert len(rows) == 8 * 2 * 2
    counts = [(-row.errors, -row.warnings) for row in rows]
    assert counts == sorted(counts)
    assert rows[0].errors > 1
    for before, row in pairwise(rows):
        if (before.errors, before.warnings, before.score) == (row.errors, row.warnings, row.score):
            assert before.published >= row.published
    published = [row.published for row in listed(desk, Filters(order="newest"))]
    assert published == sorted(published, reverse=True)
    titles = [row.title for row in listed(desk, Filters(order="title"))]
    assert len(set(titles)) == 8
    assert titles == sorted(titles, key=lambda title: title.strip("„“").casefold())
    with pytest.raises(UsageError, match="no order 'best'"):
        desk.queue(Filters(order="best"))


def test_pages_follow_one_another(desk: Desk) -> None:
    whole = listed(desk)
    pages = [desk.queue(offset=start, limit=5) for start in range(0, 40, 5)]
    assert [row for page in pages for row in page.rows] == whole
    assert {page.total for page in pages} == {len(whole)}


@pytest.mark.parametrize(
    "filters",
    [
        Filters(language="fr"),
        Filters(part=Part.SUMMARY),
        Filters(state=State.IN_REVIEW),
        Filters(code="N303"),
        Filters(origin="examples"),
        Filters(language="en", part=Part.TRANSLATION, code="N514"),
        Filters(text="Brücke"),
        Filters(text="Brücke", language="en", state=State.MACHINE),
    ],
)
def test_filters_let_through_what_they_say_and_count_what_others_would(
    desk: Desk, filters: Filters
) -> None:
    desk.accept(Place(KIM, "en", *NUMBER), seen=0, editor=ANA)
    page = desk.queue(filters, limit=1000)
    assert page.rows
    assert page.total == len(page.rows)
    for row in page.rows:
        sheet = desk.sheet(row.document, row.language, row.part)
        codes = {one.finding.code for one in sheet.findings if one.dismissed is None}
        assert filters.language in ("", row.language)
        assert filters.part in (None, row.part)
        assert filters.state in (None, row.state)
        assert filters.origin in ("", row.origin)
        assert not filters.code or filters.code in codes
        assert row.state is sheet.review.state
        assert row.sentences == len(sheet.rows)
    for name in ("language", "state", "part", "code", "origin"):
        for value, count in list(page.counts[name].items())[:4]:
            kind = {"state": State, "part": Part}.get(name, str)
            other = replace(filters, **{name: kind(value)})  # type: ignore[arg-type]
            assert desk.queue(other).total == count, (name, value)


@pytest.mark.parametrize(
    "text",
    ['"', '""', "*", "(", "AND", "NOT x", "NEAR(a b)", "text:x", "a OR", "-", "^a", "''", "%", "\0",
     '"Kim Jong', "{a}", "+", "a*b", "🙂", "\ud800", "x" * 5000, 'a"b"c"'],
)  # fmt: skip
def test_whatever_is_typed_is_words_and_no_query(desk: Desk, text: str) -> None:
    assert desk.queue(Filters(text=text)).total >= 0


def test_words_are_found_in_source_and_translation_in_order_if_quoted(desk: Desk) -> None:
    def found(text: str) -> set[tuple[str, str]]:
        rows = listed(desk, Filters(text=text, part=Part.TRANSLATION))
        return {(row.document, row.language) for row in rows}

    assert found("Raumfahrtzentrum") == {(KIM, "en"), (KIM, "fr")}
    assert found("raumfahrt") == {(KIM, "en"), (KIM, "fr")}
    assert found("bulletproof") == {(KIM, "en")}
    assert found("train bulletproof") == {(KIM, "en")}
    assert found('"luxury train"') == {(KIM, "en")}
    assert found('"train luxury"') == set()
    assert found('"bullet"') == set()
    assert found("coree dirigeant") == {(KIM, "fr")}
    assert found("!?") == set()
    assert len(found("  ")) == 16
    place = Place(KIM, "en", *NUMBER)
    desk.edit(place, "Mr Kim came by zeppelin.", seen=0, editor=ANA)
    assert found("zeppelin") == {(KIM, "en")}
    assert found("bulletproof") == set()


def test_what_is_done_shows_at_once(desk: Desk) -> None:
    def row() -> QueueRow:
        (one,) = (
            row
            for row in listed(desk, Filters(language="en", part=Part.TRANSLATION))
            if row.document == KIM
        )
        return one

    before = row()
    assert (before.state, before.by) == (State.MACHINE, "")
    sheet = desk.edit(Place(KIM, "en", *NUMBER), "Mr Kim came.", seen=0, editor=ANA)
    assert row().errors == len(sheet.open_errors)
    assert (row().state, row().by) == (State.IN_REVIEW, "Ana")
    while sheet.open_errors:
        key = sheet.open_errors[0].key
        sheet = desk.dismiss(KIM, "en", Part.TRANSLATION, key, "none", editor=ANA)
    assert row().errors == 0
    assert "N208" in {one.finding.code for one in sheet.findings}
    assert KIM not in {r.document for r in listed(desk, Filters(code="N208", language="en"))}
    desk.approve(KIM, "en", Part.TRANSLATION, seen=fingerprint(sheet), editor=ANA)
    assert row().state is State.APPROVED
    desk.undo(Place(KIM, "en", *NUMBER), seen=1, editor=ANA)
    assert row().state is State.IN_REVIEW
    assert row().errors == 1


def test_neighbours_are_those_that_are_listed(desk: Desk) -> None:
    for filters in (WHOLE, Filters(language="en", order="title"), Filters(text="Brücke")):
        rows = listed(desk, filters)
        for number, row in enumerate(rows):
            before, behind = desk.neighbours(row.document, row.language, row.part, filters)
            assert before == (rows[number - 1] if number else None)
            assert behind == (rows[number + 1] if number + 1 < len(rows) else None)
    # Of one that the filters do not let through any more, too.
    machine = Filters(state=State.MACHINE, language="en", part=Part.TRANSLATION)
    first, second, third, *_ = listed(desk, machine)
    desk.accept(
        Place(second.document, "en", *next(iter(desk.sheet(second.document, "en").rows))),
        seen=0,
        editor=ANA,
    )
    around = desk.neighbours(second.document, "en", Part.TRANSLATION, machine)
    assert around == (first, third)
    assert desk.neighbours("no such", "en", Part.TRANSLATION) == (None, None)


def test_a_term_for_good_counts_in_other_documents(store: Path, desk: Desk) -> None:
    text = documents(1)[0]
    other = replace(text, id="other.txt", content=text.content + b"\n\nEin Satz mehr.")
    make_store(store, [other])
    page = desk.queue()
    while page.waiting:
        page = desk.queue()

    def told(document: str) -> list[str]:
        sheet = desk.sheet(document, "en")
        return [one.finding.message for one in sheet.findings if "Peskow" in one.finding.message]

    def counted() -> int:
        (row,) = (
            row
            for row in listed(desk, Filters(language="en", part=Part.TRANSLATION))
            if row.document == "other.txt"
        )
        return row.warnings + row.errors + row.notes

    before, all_ = told("other.txt"), counted()
    assert before
    desk.add_term(KIM, "en", "Peskow", "Peskow", for_good=False, editor=ANA)
    assert told(KIM) == []
    assert (told("other.txt"), counted()) == (before, all_)
    sheet = desk.add_term(KIM, "en", "Peskow", "Peskow", for_good=True, editor=ANA)
    assert sheet.terms == (("Peskow", "Peskow"),)
    assert told("other.txt") == []
    assert counted() == len(desk.sheet("other.txt", "en").findings)
    desk.add_term(KIM, "en", "Peskow", "", for_good=True, editor=ANA)
    assert (told("other.txt"), counted()) == (before, all_)


def test_a_term_for_good_counts_where_it_is_declined(store: Path, desk: Desk) -> None:
    said = "Die Worte Peskows in Moskau waren kurz und sehr deutlich."
    content = f"Rede in Moskau\n\n{said}\n".encode()
    engine = Written({"en": {said: "Peskov’s words in Moscow were short and very clear."}})
    make_store(store, [Document(id="other.txt", name="other.txt", content=content)], engine=engine)
    while desk.queue().waiting:
        pass
    before = len(desk.sheet("other.txt", "en").findings)
    desk.add_term(KIM, "en", "Peskow", "Peskoff", for_good=True, editor=ANA)
    while desk.queue().waiting:
        pass
    (row,) = listed(desk, Filters(text="Peskows", language="en", part=Part.TRANSLATION))
    after = len(desk.sheet("other.txt", "en").findings)
    assert row.warnings + row.errors + row.notes == after > before


def test_what_is_recalled_is_noted_wherever_it_was_dismissed(store: Path, desk: Desk) -> None:
    make_store(store, [replace(documents(1)[0], id="copy.txt", name="copy.txt")])
    error = desk.sheet(KIM, "en").open_errors[0]
    for document in (KIM, "copy.txt"):
        desk.dismiss(document, "en", Part.TRANSLATION, error.key, f"as in {document}", editor=ANA)
    desk.recall(KIM, "en", Part.TRANSLATION, error.key, editor=Editor("Ben"))
    for document in (KIM, "copy.txt"):
        assert error.key in {one.key for one in desk.sheet(document, "en").open_errors}
        event = next(e for e in desk.events(document, "en") if e.action == "recall")
        assert (event.by, event.note, event.now) == ("Ben", f"as in {document}", "")
        assert error.finding.message in event.was


def test_the_queue_can_be_deleted_and_is_drawn_anew(store: Path, desk: Desk) -> None:
    before = listed(desk)
    with Store(store) as opened:
        opened.connection.execute("DELETE FROM queue")
        opened.connection.execute("DELETE FROM queue_facets")
        opened.connection.execute("UPDATE queue_drawn SET window = 0")
    told: list[tuple[int, int]] = []
    assert prepare(store, progress=lambda done, total: told.append((done, total))) == 0
    assert told[-1] == (8, 8)
    assert listed(desk) == before
    assert desk.queue(Filters(text="Raumfahrtzentrum")).total == 4


def test_who_looks_waits_for_nobody_who_writes(store: Path, desk: Desk) -> None:
    before = desk.queue()
    with sqlite3.connect(store, isolation_level=None) as other:
        other.execute("UPDATE queue_drawn SET window = 0")
        other.execute("BEGIN IMMEDIATE")
        page = desk.queue()
        assert page.rows == before.rows
        assert page.waiting > 0
        other.execute("ROLLBACK")
    while page.waiting:
        page = desk.queue()
    assert page.rows == before.rows


def test_full_text_that_is_found_no_more_is_cleared_away(
    store: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def texts() -> int:
        with sqlite3.connect(store) as connection:
            return int(connection.execute("SELECT count(*) FROM queue_text_docsize").fetchone()[0])

    monkeypatch.setattr("newsxlate.review.drawing._STALE", 5)
    before = texts()
    for number in range(before + 1):
        desk.edit(Place(KIM, "en", *NUMBER), f"No. {number}", seen=number, editor=ANA)
    assert texts() == 2 * before + 1
    shown = listed(desk)
    prepare(store)
    assert texts() == before
    assert listed(desk) == shown


def test_queries() -> None:
    assert match('Kim "Jong Un" a') == '"Kim"* "Jong Un" "a"'
    assert match("„Kim Jong“ Un") == '"Kim Jong" "Un"'
    assert match('Kim" Jong') == '"Kim"* "Jong"*'
    assert match("- * ()") == ""
