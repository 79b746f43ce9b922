"""What people corrected in a store goes into what a run translates anyway, wherever it does so."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive_fixtures import correct, dump, register, write_tmx
from newsxlate.archive import Document
from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import plan, run
from newsxlate.archive.settings import Settings
from newsxlate.archive.store.corrections import confirmed_terms, corrections, refreshed
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import MIGRATIONS
from newsxlate.archive.store.reader import records
from newsxlate.archive.workers.executors import local_executor
from newsxlate.archive.workers.prefetch import DocumentStatus
from newsxlate.options import Options
from newsxlate.result import TranslatedSentence
from newsxlate.testing import FakeEngine

SENTENCES = (
    "Der Regen hat in der Nacht viele Straßen überflutet.",
    "Verletzt wurde nach Angaben der Polizei niemand.",
    "Am Nachmittag soll sich das Wetter wieder bessern.",
)
HURT = SENTENCES[1]


class Silent:
    """A listener that may do something when a window was stored."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self.stop = stop

    def say(self, line: str) -> None: ...
    def failed(self, info: DocumentInfo, failure: Failure) -> None: ...
    def ended(self, outcome: str, state: State) -> None: ...

    def stored(self, window: Counts, state: State) -> None:
        if self.stop:
            self.stop.set()


def load_echo(*_: Any) -> FakeEngine:
    """An engine for other processes, which gives back what it is given."""
    return FakeEngine(name="tiny")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    options = Options.flat(
        registry=register(tmp_path),
        models=tmp_path / "models",
        offline=True,
        retries=0,
        check_names=False,
    )
    return Settings(options=options, window=2)


def archive(count: int) -> list[Document]:
    text = "\n\n".join(SENTENCES)
    return [
        Document(id=str(n), name=f"{n}.txt", content=f"{text}\n\nDas war Nummer {n}.".encode())
        for n in range(count)
    ]


def work(
    documents: list[Document], store: Path, settings: Settings, **more: Any
) -> tuple[State, FakeEngine]:
    engine = FakeEngine(name="tiny")
    executor = partial(local_executor, load=lambda *_: engine)
    given = {"listener": Silent(), "executor": executor, **more}
    return run(documents, store, settings, **given), engine


def confirm(path: Path, source: str, target: str, document: str = "") -> None:
    with Store(path, create=True) as store:
        store.connection.execute("INSERT OR IGNORE INTO people VALUES (1, 'Ana')")
        store.connection.execute(
            "INSERT INTO terms VALUES (?, 'en', ?, ?, 1, 1.0)", (document, source, target)
        )


def found(path: Path) -> dict[str, list[TranslatedSentence]]:
    with Store(path, readonly=True) as store:
        return {
            record.id: [row for _, _, row in record.result.translations[0].sentences()]
            for record in records(store)
        }


def signatures(path: Path) -> dict[str, str]:
    with Store(path, readonly=True) as store:
        return {record.id: record.result.translations[0].model for record in records(store)}


def test_what_is_translated_anyway_takes_what_people_wrote(
    settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "a.sqlite"
    work(archive(2), store, settings)
    plain = signatures(store)["0"]
    correct(store, HURT, "Nobody was hurt, police say.", document="0")
    state, engine = work(archive(4), store, settings)
    assert (state.skipped, state.counts.documents) == (2, 2), "nothing is made anew for it"
    texts = {name: [row.text for row in rows if row.origin] for name, rows in found(store).items()}
    said = ["Nobody was hurt, police say."]
    assert texts == {"0": [], "1": [], "2": said, "3": said}
    assert HURT not in [call.request.text for call in engine.calls]
    made = signatures(store)
    assert made["0"] == made["1"] == plain
    assert made["2"] == made["3"]
    assert made["2"].startswith(f"{plain}|corrections:")
    with Store(store, readonly=True) as opened:
        rows = opened.connection.execute("SELECT text, state FROM corrections").fetchall()
    assert rows == [("Nobody was hurt, police say.", "edited")], "human tables are left alone"


def test_which_corrections_count(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    correct(path, "Eins.", "Two edits, the first.", document="A", changed=1)
    correct(path, "Eins.", "Two edits, the last.", document="B", changed=2)
    correct(path, "Eins.", "Accepted later.", document="C", changed=3, state="accepted")
    correct(path, "Zwei.", "Accepted, sent back.", state="accepted", review="sent back")
    correct(path, "Drei.", "Edited, sent back.", sentence=1, review="sent back")
    correct(path, "Vier.", "Accepted.", sentence=2, document="D", state="accepted")
    correct(path, "", "A summary's.", part="summary")
    correct(path, "Vier.", "Quatre.", language="fr")
    with Store(path, readonly=True) as store:
        known = corrections(store)
    texts = {(row.source, row.language): row.text for row in known}
    assert texts == {
        ("Eins.", "en"): "Two edits, the last.",
        ("Drei.", "en"): "Edited, sent back.",
        ("Vier.", "en"): "Accepted.",
        ("Vier.", "fr"): "Quatre.",
    }
    last = known.exact("Eins.", "en")
    assert last
    assert (last.by, last.at) == ("Ana", "1970-01-01T00:00:02+00:00")


def test_what_is_new_is_added_to_what_was_read_before(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    correct(path, "Eins.", "One.", document="A", changed=1)
    with Store(path) as store:
        first = refreshed(store)
        assert refreshed(store, before=first) == first
        correct(path, "Zwei.", "Two.", document="B", changed=2)
        second = refreshed(store, before=first)
        assert second.corrections is first.corrections, "nothing is read twice"
        assert {row.text for row in second.corrections} == {"One.", "Two."}
        store.connection.execute(
            "UPDATE corrections SET text = 'Two!', changed = 3 WHERE changed = 2"
        )
        third = refreshed(store, before=second)
        assert {row.text for row in third.corrections} == {"One.", "Two!"}
        store.connection.execute("DELETE FROM corrections WHERE document = 'A'")
        assert {row.text for row in refreshed(store, before=third).corrections} == {"Two!"}


def test_a_store_of_an_earlier_version_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    Store(path, create=True, migrations=MIGRATIONS[:2]).close()
    with Store(path, readonly=True) as store:
        assert not corrections(store)
        assert confirmed_terms(store) == ()
        assert not refreshed(store).corrections


def test_it_is_the_same_in_threads_in_processes_and_beside_helpers(
    settings: Settings, tmp_path: Path
) -> None:
    stores = {}
    settings = replace(settings, options=replace(settings.options, check_names=True))
    ways = {"threads": {}, "processes": {"processes": 2}, "helpers": {"helpers": 1}}
    for way, more in ways.items():
        stores[way] = tmp_path / f"{way}.sqlite"
        correct(stores[way], HURT, "Nobody was hurt in Mailand.", document="0")
        confirm(stores[way], "Regen", "drizzle")
        executor = partial(local_executor, load=load_echo)
        run(
            archive(5), stores[way], replace(settings, **more),
            listener=Silent(), executor=executor,
        )  # fmt: skip
    for rows in found(stores["threads"]).values():
        assert "Nobody was hurt in Mailand." in [row.text for row in rows]
        assert "N533" in [one.code for row in rows for one in row.findings], "it has no drizzle"
    assert dump(stores["processes"]) == dump(stores["threads"]) == dump(stores["helpers"])


def test_a_run_that_was_stopped_ends_like_one_that_was_not(
    settings: Settings, tmp_path: Path
) -> None:
    whole, broken, stop = tmp_path / "whole", tmp_path / "broken", threading.Event()
    for store in (whole, broken):
        correct(store, HURT, "Nobody was hurt.", document="0")
    work(archive(12), whole, settings)
    state, _ = work(archive(12), broken, settings, listener=Silent(stop), stop=stop)
    assert state.counts.documents < 12
    work(archive(12), broken, settings)
    assert dump(broken) == dump(whole)


def test_a_memory_of_ones_own_counts_like_the_glossary(settings: Settings, tmp_path: Path) -> None:
    store, path = tmp_path / "a.sqlite", tmp_path / "ours.tmx"
    decoding = replace(settings.options.decoding, memory=(path,))
    ours = replace(settings, options=replace(settings.options, decoding=decoding))
    write_tmx(path, (HURT, "No one was hurt."))
    work(archive(2), store, settings)
    assert plan(archive(2), store, settings)[DocumentStatus.DONE] == 2
    assert plan(archive(2), store, ours)[DocumentStatus.SETTINGS] == 2
    work(archive(2), store, ours)
    assert "memory:" in signatures(store)["0"]
    assert [row.text for row in found(store)["0"] if row.origin] == ["No one was hurt."]
    assert plan(archive(2), store, ours)[DocumentStatus.DONE] == 2
    write_tmx(path, (HURT, "Nobody was hurt."))
    assert plan(archive(2), store, ours)[DocumentStatus.SETTINGS] == 2
    moved = replace(decoding, memory=(path.rename(tmp_path / "moved.tmx"),))
    moved_ours = replace(settings, options=replace(settings.options, decoding=moved))
    write_tmx(tmp_path / "moved.tmx", (HURT, "No one was hurt."))
    assert plan(archive(2), store, moved_ours)[DocumentStatus.DONE] == 2, "its name does not count"
    # Who corrects it in the store knows better.
    correct(store, HURT, "There were no injuries.", document="0")
    write_tmx(path, (HURT, "Nobody was hurt."))
    work(archive(2), store, ours)
    assert [row.text for row in found(store)["0"] if row.origin] == ["There were no injuries."]


def test_confirmed_terms_come_before_the_glossary(settings: Settings, tmp_path: Path) -> None:
    store, terms = tmp_path / "a.sqlite", tmp_path / "terms.csv"
    terms.write_text("term;target;language\nRegen;downpour;en\nWetter;Wetter;en\n", "utf-8")
    named = replace(settings, options=replace(settings.options, glossary=terms, check_names=True))
    confirm(store, "Regen", "Regen")
    confirm(store, "Wetter", "weather", document="9")
    work(archive(1), store, named)
    codes = {
        found.code: found.message
        for rows in found_rows(store)
        for found in rows.findings
        if found.code == "N533"
    }
    assert codes == {}, "what was confirmed stands there, and one document's terms are its own"
    assert "+" in signatures(store)["0"].partition("glossary:")[2]
    assert plan(archive(1), store, named)[DocumentStatus.DONE] == 1
    confirm(store, "Nacht", "night")
    assert plan(archive(1), store, named)[DocumentStatus.DONE] == 1, "nothing is made anew for it"
    work(archive(2), store, named)
    assert [
        one.code for row in found(store)["1"] for one in row.findings if one.code == "N533"
    ] == ["N533"]


def found_rows(path: Path) -> list[TranslatedSentence]:
    return [row for rows in found(path).values() for row in rows]
