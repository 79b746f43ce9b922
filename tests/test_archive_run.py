"""Runs over an archive: what is done, what is left alone, what is put aside, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive_fixtures import dump, install, register
from newsxlate.archive import BadRecord, Document
from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import plan, run
from newsxlate.archive.settings import Settings
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.reader import records
from newsxlate.archive.store.statistics import failures, status
from newsxlate.archive.work import Prepared
from newsxlate.archive.workers import postprocessing, prefetch
from newsxlate.archive.workers.executors import local_executor, shares
from newsxlate.archive.workers.pool import LostError
from newsxlate.archive.workers.prefetch import DocumentStatus
from newsxlate.engines.engine import Decoding, Hypothesis, Tokens
from newsxlate.errors import EngineError, InputError, StorageError
from newsxlate.inputs.stream import documents
from newsxlate.options import Options
from newsxlate.testing import FakeEngine

Go = Callable[..., State]

SENTENCES = (
    "Der Regen hat in der Nacht viele Straßen überflutet.",
    "Die Feuerwehr war bis zum Morgen im Einsatz.",
    "Verletzt wurde nach Angaben der Polizei niemand.",
    "Am Nachmittag soll sich das Wetter wieder bessern.",
)


class Echo(FakeEngine):
    """Gives back what it is given; it can be told to take its time, and to fail."""

    def __init__(self) -> None:
        super().__init__(name="tiny")
        self.poison = ""
        self.delay = 0.0

    @property
    def asked(self) -> list[str]:
        return [call.request.text for call in self.calls]

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        time.sleep(self.delay)
        if self.poison and any(self.poison in "".join(tokens) for tokens in batch):
            raise EngineError(f"cannot translate {self.poison}")
        return super().generate(batch, target, decoding)


class Notes:
    """A listener that keeps everything, and may do something when a window was stored."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.failures: dict[str, str] = {}
        self.lines: list[str] = []
        self.windows: list[int] = []
        self.outcome = ""
        self.then = then

    def say(self, line: str) -> None:
        self.lines.append(line)

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        self.failures[info.id] = f"{failure.stage}: {failure.reason}"

    def stored(self, window: Counts, state: State) -> None:
        self.windows.append(window.documents)
        self.then()

    def ended(self, outcome: str, state: State) -> None:
        self.outcome = outcome


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    registry = register(tmp_path)
    options = Options(registry=registry, store=tmp_path / "models", offline=True, retries=0)
    return Settings(options=options, window=4)


def text(*more: str) -> bytes:
    return "\n\n".join([*SENTENCES, *more]).encode()


def document(name: str, content: bytes | None = None) -> Document:
    given = text(f"Das sagte Frau {name} am Abend.") if content is None else content
    return Document(id=name, name=f"{name}.txt", content=given)


@pytest.fixture
def go(echo: Echo) -> Go:
    """Runs over documents with the engine that gives back what it is given."""

    def run_with_echo(
        documents: Iterable[Document | BadRecord], store: Path, settings: Settings, **more: Any
    ) -> State:
        executor = partial(local_executor, load=lambda *_: echo)
        return run(documents, store, settings, executor=executor, **{"listener": Notes(), **more})

    return run_with_echo


def rows(store: Path) -> dict[str, str]:
    with Store(store, readonly=True) as opened:
        return {row["id"]: f"{row['stage']}: {row['reason']}" for row in failures(opened)}


def test_what_is_stored_is_left_alone_and_what_changed_is_done_again(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "a.sqlite"
    archive = [document(name) for name in "ABCDE"]
    assert plan(archive, store, settings)[DocumentStatus.NEW] == 5
    assert go(archive, store, settings).counts.documents == 5
    before = dump(store)
    echo.calls.clear()
    state = go(archive, store, settings)
    assert (state.counts.documents, state.skipped, echo.asked) == (0, 5, [])
    assert dump(store) == before
    archive[1] = document("B", text("Das ist ganz neu."))
    assert plan(archive, store, settings)[DocumentStatus.CHANGED] == 1
    state = go(archive, store, settings)
    assert (state.counts.documents, state.skipped) == (1, 4)
    assert echo.asked == ["Das ist ganz neu."], "the other sentences are in the memory"
    further = replace(settings, options=replace(settings.options, targets=("en", "fr")))
    assert plan(archive, store, further)[DocumentStatus.SETTINGS] == 5
    go(archive, store, further)
    # Fewer languages than there are need nothing, and take nothing away.
    assert go(archive, store, settings).skipped == 5
    with Store(store, readonly=True) as opened:
        assert status(opened)["translations"] == {"en": 5, "fr": 5}
    greedy = replace(settings, options=replace(settings.options, beam=1))
    assert plan(archive, store, greedy)[DocumentStatus.SETTINGS] == 5
    faster = replace(settings, options=replace(settings.options, threads=1, batch_tokens=99))
    assert plan(archive, store, faster)[DocumentStatus.DONE] == 5


def test_when_reading_has_changed_a_run_says_how_many_documents_it_does_again(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "a.sqlite"
    archive = [document(name) for name in "ABCDE"]
    monkeypatch.setattr("newsxlate.archive.settings.READING", 1)
    # Runs of the first reading noted nothing of it: so stores of before are told.
    go(archive, store, settings, about={})
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE runs SET settings = '{}'")
    monkeypatch.setattr("newsxlate.archive.settings.READING", 2)
    assert plan(archive, store, settings)[DocumentStatus.READING] == 5
    greedy = replace(settings, options=replace(settings.options, beam=1))
    assert plan(archive, store, greedy)[DocumentStatus.READING] == 5
    echo.calls.clear()
    notes = Notes()
    assert go(archive[:4], store, settings, listener=notes).counts.documents == 4
    (line,) = (line for line in notes.lines if "reading" in line)
    assert line.startswith("5 documents are done again: reading has changed")
    assert "(reading 1, now 2)" in line
    assert echo.asked == [], "what reads as before is in the memory"
    assert plan(archive, store, settings)[DocumentStatus.DONE] == 4
    notes = Notes()
    assert go(archive, store, settings, listener=notes).counts.documents == 1
    assert any(line.startswith("1 document is done again") for line in notes.lines)
    notes = Notes()
    assert go(archive, store, settings, listener=notes).counts.documents == 0
    assert not any("reading" in line for line in notes.lines)
    assert plan(archive, store, greedy)[DocumentStatus.SETTINGS] == 5


def test_an_embargo_is_said_and_kept_and_lifted_without_the_engine(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path
) -> None:
    store, notes, until = tmp_path / "a.sqlite", Notes(), "2790-04-05T06:00:00+02:00"
    held = replace(document("A"), embargoed=until)
    go([held, document("B")], store, settings, listener=notes)
    said = [line for line in notes.lines if "is embargoed" in line]
    assert said == [f"A.txt is embargoed until {until}: do not publish it before"]
    with Store(store, readonly=True) as opened:
        assert [r.result.article.embargoed for r in records(opened)] == [until, None]
    echo.calls.clear()
    assert go([document("A"), document("B")], store, settings).counts.documents == 1
    assert echo.calls == []
    with Store(store, readonly=True) as opened:
        assert [r.result.article.embargoed for r in records(opened)] == [None, None]


def test_what_its_publisher_withdraws_later_is_exported_no_more(
    go: Go, settings: Settings, tmp_path: Path
) -> None:
    store, wire = tmp_path / "a.sqlite", tmp_path / "wire.json"
    item = {"uri": "urn:wire:1", "versionCreated": "2027-01-15T07:40:00Z", "type": "text"}
    item |= {"bodies": [{"contentType": "text/plain", "value": text().decode()}]}
    for status_, left in (("usable", 1), ("canceled", 0)):
        wire.write_text(json.dumps(item | {"pubStatus": status_}), encoding="utf-8")
        go(documents([wire]), store, settings)
        with Store(store, readonly=True) as opened:
            assert len(list(records(opened))) == left
    assert list(rows(store).values()) == [
        "input: its publisher has withdrawn it (pubStatus: canceled)"
    ]


@pytest.mark.parametrize(
    ("statuses", "exported"),
    [
        (["usable", "usable", "canceled"], []),
        (["canceled", "usable"], []),
        (["usable", "withheld", "usable"], [2]),
        (["usable", "usable"], [0, 1]),
    ],
)
def test_no_version_of_what_was_withdrawn_is_exported(
    go: Go, settings: Settings, tmp_path: Path, statuses: list[str], exported: list[int]
) -> None:
    store, wire = tmp_path / "a.sqlite", tmp_path / "wire"
    wire.mkdir()
    for number, status_ in enumerate(statuses):
        item = {"uri": "urn:wire:1", "versioncreated": "2027-01-15T07:40:00Z", "type": "text"}
        item |= {"body_text": text(f"Fassung {number}.").decode(), "pubstatus": status_}
        (wire / f"{number}.json").write_text(json.dumps(item), encoding="utf-8")
    other = item | {"uri": "urn:wire:2", "pubstatus": "usable"}
    (wire / "9.json").write_text(json.dumps(other), encoding="utf-8")
    go(documents([wire]), store, settings)
    with Store(store, readonly=True) as opened:
        names = [Path(record.name).name for record in records(opened)]
        withdrawn = status(opened)["withdrawn"]
    assert names == [*(f"{number}.json#1" for number in exported), "9.json#1"]
    assert withdrawn == statuses.count("usable") - len(exported)


def test_what_is_done_about_names_is_part_of_the_settings(
    go: Go, settings: Settings, tmp_path: Path
) -> None:
    store, terms = tmp_path / "a.sqlite", tmp_path / "terms.csv"
    terms.write_text("term,target,language\nFeuerwehr,fire brigade,en\n", encoding="utf-8")

    def stands(**changed: object) -> DocumentStatus:
        other = replace(settings, options=replace(settings.options, **changed))  # type: ignore[arg-type]
        (found,) = (what for what, n in plan([document("A")], store, other).items() if n)
        return found

    go([document("A")], store, settings)
    for name, value in (("fix_names", True), ("normalize_names", True), ("check_names", False)):
        assert stands(**{name: value}) is DocumentStatus.SETTINGS, name
    assert stands(prefer="fast") is DocumentStatus.DONE, "the model taken is the same"
    assert stands(glossary=terms) is DocumentStatus.SETTINGS
    named = replace(settings, options=replace(settings.options, glossary=terms))
    go([document("A")], store, named)
    assert stands(glossary=terms) is DocumentStatus.DONE
    moved = terms.rename(tmp_path / "moved.csv")
    assert stands(glossary=moved) is DocumentStatus.DONE
    moved.write_text("term,target,language\nFeuerwehr,firefighters,en\n", encoding="utf-8")
    assert stands(glossary=moved) is DocumentStatus.SETTINGS
    with pytest.raises(InputError, match=r"none\.csv"):
        stands(glossary=tmp_path / "none.csv")


def test_a_changed_model_is_asked_again(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "a.sqlite"
    go([document("A")], store, settings)
    (tmp_path / "converted" / "model.bin").write_bytes(b"another")
    other = replace(settings, options=replace(settings.options, store=tmp_path / "others"))
    echo.calls.clear()
    assert go([document("A")], store, other).counts.documents == 1
    assert len(echo.asked) == 5


def test_agency_copies_are_translated_once(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path
) -> None:
    store = tmp_path / "a.sqlite"
    all_caps = text().decode().replace("Regen", "REGEN").replace(" ", "  ").encode()
    names = [str(number) for number in range(12)]
    archive = [document(name, all_caps if int(name) % 2 else text()) for name in names]
    state = go(archive, store, settings)
    assert (state.counts.documents, state.counts.copies) == (12, 11)
    assert sorted(echo.asked) == sorted(SENTENCES)
    with Store(store, readonly=True) as opened:
        made = list(records(opened))
        assert status(opened)["copies"] == 11
    assert [record.id for record in made] == names
    assert len({record.result.translations[0].text for record in made}) == 1


def poisonous_reader(options: Options) -> Callable[[tuple[Document, DocumentInfo]], Prepared]:
    """Reads, but hangs, dies, and eats memory where a document says so."""
    # In the process that reads, this is the real one still; it loads what reading needs.
    read = prefetch._reader(options)

    def call(task: tuple[Document, DocumentInfo]) -> Prepared:
        content = task[0].content
        if content == b"HANG":
            time.sleep(60)
        if content == b"DIE":
            os.kill(os.getpid(), signal.SIGKILL)
        return read(task)

    return call


def test_poisonous_documents_are_put_aside_with_their_reason(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "_reader", poisonous_reader)
    store = tmp_path / "a.sqlite"
    echo.poison = "Gift"
    archive = [
        document("A"),
        document("hangs", b"HANG"),
        document("dies", b"DIE"),
        document("empty", b""),
        document("line", b"Der Regen hat in der Nacht viele Keller geflutet. " * 3_000),
        document("zeros", b"\x00\x01\x02\x00" * 50),
        document("english", b"The rain has flooded many streets in the night, the police said."),
        document("deep", b"<html><body>" + b"<div>" * 100_000 + b"x"),
        BadRecord(id="broken", name="a.zip!b", reason="the member is encrypted"),
        document("gift", text("Das ist Gift.")),
        document("gift-copy", text("Das ist Gift.")),
        document("half", "Er sagte \ud83d nichts. ".encode("utf-8", "surrogatepass") * 5),
        document("Z"),
    ]
    notes = Notes()
    state = go(archive, store, replace(settings, time_limit=8.0), listener=notes)
    assert notes.outcome == "done"
    assert notes.failures == rows(store)
    assert set(notes.failures) >= {"hangs", "dies", "empty", "zeros", "english", "broken", "gift"}
    assert not set(notes.failures) & {"A", "Z"}
    assert "longer than 8 seconds" in notes.failures["hangs"]
    assert "SIGKILL" in notes.failures["dies"]
    assert notes.failures["line"] == (
        "reading: a paragraph of 149,999 characters is no part of an article"
    )
    assert notes.failures["broken"] == "input: the member is encrypted"
    assert notes.failures["gift"] == "translating: cannot translate Gift"
    assert notes.failures["gift-copy"] == notes.failures["gift"]
    # They are left alone from now on, until somebody says otherwise.
    count = len(notes.failures)
    assert state.counts.failed == count
    again = go(archive, store, settings)
    assert (again.counts.documents, again.failed_before) == (0, count)
    with Store(store) as opened:
        assert opened.retry(["gift", "gift-copy"]) == 2
    echo.poison = ""
    assert go(archive, store, settings).counts.documents == 2
    assert not set(rows(store)) & {"gift", "gift-copy"}


def test_an_engine_that_fails_always_ends_the_run(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path
) -> None:
    echo.poison = "Regen"
    store = tmp_path / "a.sqlite"
    with pytest.raises(EngineError, match="cannot translate Regen"):
        go([document("A"), document("B")], store, settings)
    with Store(store, readonly=True) as opened:
        assert status(opened)["documents"] == {"done": 0, "failed": 0, "waiting": 0}
        assert status(opened)["runs"][0]["outcome"] == "cannot translate Regen"


def test_stopping_keeps_whole_windows_and_the_next_run_ends_as_if_there_had_been_no_stop(
    echo: Echo, go: Go, settings: Settings, tmp_path: Path
) -> None:
    store, whole, stop = tmp_path / "a.sqlite", tmp_path / "b.sqlite", threading.Event()
    archive = [document(str(number)) for number in range(40)]
    notes = Notes(stop.set)
    echo.delay = 0.05
    state = go(archive, store, settings, listener=notes, stop=stop)
    assert notes.outcome == "stopped"
    assert 4 <= state.counts.documents < 40
    assert set(notes.windows) == {4}
    rest = go(archive, store, settings)
    assert rest.skipped == state.counts.documents
    assert state.counts.documents + rest.counts.documents == 40
    go(archive, whole, settings)
    assert dump(store) == dump(whole)


def test_a_full_disk_stops_the_run_and_the_next_goes_on(
    go: Go, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, whole = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    archive = [document(str(number)) for number in range(30)]
    begin = Store.begin_run

    def bounded(self: Store, settings: str, process: int) -> int:
        (pages,) = self.connection.execute("PRAGMA page_count").fetchone()
        self.connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        return begin(self, settings, process)

    monkeypatch.setattr(Store, "begin_run", bounded)
    notes = Notes()
    with pytest.raises(StorageError, match="the disk is full"):
        go(archive, store, settings, listener=notes)
    assert "the disk is full" in notes.outcome
    assert notes.windows, "there was room for something"
    monkeypatch.setattr(Store, "begin_run", begin)
    assert go(archive, store, settings).skipped == sum(notes.windows)
    go(archive, whole, settings)
    assert dump(store) == dump(whole)


def test_an_archive_that_breaks_off_keeps_what_was_read(
    go: Go, settings: Settings, tmp_path: Path
) -> None:
    def broken() -> Iterable[Document]:
        yield from (document(str(number)) for number in range(6))
        raise OSError("the cable was pulled")

    store = tmp_path / "a.sqlite"
    with pytest.raises(OSError, match="cable"):
        go(broken(), store, settings)
    with Store(store, readonly=True) as opened:
        assert status(opened)["documents"]["done"] == 6


def doomed(
    options: Options, terms: object
) -> Callable[[tuple[object, Sequence[object], object]], list[object]]:
    """A helper that dies of whatever it gets."""

    def die(task: tuple[object, Sequence[object], object]) -> list[object]:
        if task[1]:
            os.kill(os.getpid(), signal.SIGKILL)
        return []

    return die


def test_helpers_that_always_die_end_the_run(
    go: Go, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postprocessing, "_helper", doomed)
    store = tmp_path / "a.sqlite"
    with pytest.raises(LostError, match="SIGKILL"):
        go([document(name) for name in "AB"], store, replace(settings, helpers=1))
    assert not rows(store)
    monkeypatch.undo()
    assert go([document(name) for name in "AB"], store, settings).counts.documents == 2


def test_a_limit_counts_documents_looked_at(go: Go, settings: Settings, tmp_path: Path) -> None:
    archive = [document(str(number)) for number in range(9)]
    assert go(archive, tmp_path / "a", replace(settings, limit=3)).counts.documents == 3


@pytest.mark.torch
def test_several_processes_give_what_one_gives(marian_hub: Path, tmp_path: Path) -> None:
    options = install(marian_hub, tmp_path)
    archive = [document(str(number)) for number in range(10)]
    one, two = tmp_path / "one.sqlite", tmp_path / "two.sqlite"
    settings = Settings(options=options, window=3)
    run(archive, one, settings, listener=Notes())
    several = replace(settings, processes=2)
    assert run(archive, two, several, listener=Notes()).counts.documents == 10
    for left, right in zip(*(list(_records(path)) for path in (one, two)), strict=True):
        assert left.id == right.id
        for ours, theirs in zip(left.result.translations, right.result.translations, strict=True):
            assert ours.text == theirs.text


def _records(path: Path):  # type: ignore[no-untyped-def]
    with Store(path, readonly=True) as store:
        yield from records(store)


def test_cores_and_gpus_are_shared_out(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    some = replace(settings, processes=3, options=replace(settings.options, threads=8))
    on_cpu = replace(some, options=replace(some.options, device="cpu"))
    assert [share.hardware.threads for share in shares(on_cpu)] == [2, 2, 2]
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 2)
    assert [share.hardware.device for share in shares(some)] == ["cuda:0", "cuda:1", "cuda:0"]
    assert {share.hardware.device for share in shares(on_cpu)} == {"cpu"}
