"""How a run is stopped in the middle of a window, and what can be known of one that works."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click
import pytest

from archive_fixtures import register
from newsxlate import cli
from newsxlate.archive import BadRecord, Document
from newsxlate.archive import progress as progress_module
from newsxlate.archive import run as run_module
from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import plan, run
from newsxlate.archive.settings import Settings
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.lock import locked
from newsxlate.archive.store.statistics import status
from newsxlate.archive.workers import prefetch
from newsxlate.archive.workers.executors import local_executor
from newsxlate.archive.workers.prefetch import DocumentStatus
from newsxlate.cli import console as console_module
from newsxlate.cli.console import Console
from newsxlate.engines.engine import Decoding, Hypothesis, Tokens
from newsxlate.errors import StorageError
from newsxlate.options import NameOptions, Options
from newsxlate.testing import FakeEngine


class OneByOne(FakeEngine):
    """Takes one sentence at a time, and does something before each."""

    batch_size = 1

    def __init__(self, before: Callable[[int], None] = lambda count: None) -> None:
        super().__init__(name="tiny")
        self.before = before

    @property
    def asked(self) -> Counter[str]:
        return Counter(call.request.text for call in self.calls)

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        self.before(len(self.calls))
        return super().generate(batch, target, decoding)


class Notes:
    """A listener that keeps lines, and may do something when a window was stored."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.lines: list[str] = []
        self.then = then

    def say(self, line: str) -> None:
        self.lines.append(line)

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        pass

    def stored(self, window: Counts, state: State) -> None:
        self.then()

    def ended(self, outcome: str, state: State) -> None:
        self.lines.append(outcome)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    registry = register(tmp_path)
    options = Options(
        registry=registry,
        store=tmp_path / "models",
        offline=True,
        retries=0,
        # Their tables take seconds to load, and have nothing to do with stopping.
        names=NameOptions(check=False),
    )
    return Settings(options=options, window=4)


def archive(count: int) -> list[Document]:
    lines = ("In Ort {} wurde am Abend der Strom abgestellt.", "Der Rat von Ort {} tagte lange.")
    return [
        Document(id=str(n), name=f"{n}.txt", content="\n\n".join(lines).format(n, n).encode())
        for n in range(count)
    ]


def go(engine: FakeEngine, count: int, store: Path, settings: Settings, **more: object) -> State:
    executor = partial(local_executor, load=lambda *_: engine)
    given = {"listener": Notes(), "executor": executor, **more}
    return run(archive(count), store, settings, **given)  # type: ignore[arg-type]


def test_a_stop_ends_a_window_at_its_next_batch_and_no_sentence_is_lost(
    settings: Settings, tmp_path: Path
) -> None:
    stop, notes = threading.Event(), Notes()
    store = tmp_path / "a.sqlite"

    def then_stop(count: int) -> None:
        if count == 3:
            stop.set()
        if count >= 3:
            # Long enough for the run to hear of it.
            time.sleep(2 * run_module._TURN)

    first = OneByOne(then_stop)
    state = go(first, 12, store, settings, stop=stop, listener=notes)
    assert (state.counts.documents, state.in_hand, notes.lines[-1]) == (0, 0, "stopped")
    # How many windows have been read by then depends on the machine.
    assert re.search(r"\b(4|8|12) documents in hand", notes.lines[-2])
    assert 4 <= first.asked.total() == state.kept < 24
    second = OneByOne()
    assert go(second, 12, store, settings).counts.documents == 12
    assert set((first.asked + second.asked).values()) == {1}, "no sentence was asked for twice"


def test_a_batch_that_does_not_end_is_given_up(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "_PATIENCE", 0.3)
    stop, end = threading.Event(), threading.Event()

    def hang(count: int) -> None:
        if count == 3:
            stop.set()
            end.wait(60)

    engine = OneByOne(hang)
    began = time.monotonic()
    try:
        state = go(engine, 3, tmp_path / "a.sqlite", settings, stop=stop)
        assert time.monotonic() - began < 30
        assert state.kept == 3
        assert not (tmp_path / "a.sqlite-wal").exists()
    finally:
        end.set()


def test_an_archive_that_gives_no_further_document_keeps_no_run_from_stopping(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prefetch, "_PATIENCE", 0.2)
    stop, end = threading.Event(), threading.Event()

    def hang() -> Iterator[Document]:
        stop.set()
        end.wait(60)
        yield from ()

    try:
        began = time.monotonic()
        run(hang(), tmp_path / "a.sqlite", settings, listener=Notes(), stop=stop)
        assert time.monotonic() - began < 30
    finally:
        end.set()


class Counted(OneByOne):
    """Says in a folder how many sentences it was asked for; it takes its time for each."""

    def __init__(self, folder: Path) -> None:
        super().__init__(lambda count: (folder / str(count)).touch() or time.sleep(0.3))  # type: ignore[func-returns-value]


def counted(folder: Path, *_: object) -> Counted:
    return Counted(folder)


def test_other_processes_stop_too(settings: Settings, tmp_path: Path) -> None:
    stop, folder = threading.Event(), tmp_path / "asked"
    folder.mkdir()

    def watch() -> None:
        while not (folder / "2").exists() and not stop.wait(0.05):
            pass
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    executor = partial(local_executor, load=partial(counted, folder))
    given = Settings(options=settings.options, window=40, processes=1)
    try:
        state = go(FakeEngine(), 40, tmp_path / "a.sqlite", given, stop=stop, executor=executor)
    finally:
        stop.set()
    assert state.counts.documents == 0
    assert 3 <= state.kept < 40


def test_status_says_what_is_true_while_a_run_works_and_after(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(progress_module, "_PROGRESS_EVERY", 0.0)
    store, seen = tmp_path / "a.sqlite", []

    def look() -> None:
        with Store(store, readonly=True) as opened:
            seen.append(status(opened))
        cli.run(["archive", "status", "--store", str(store)])

    state = State(expected=9)
    # Long enough that the run looks up in between.
    engine = OneByOne(lambda count: time.sleep(0.05))
    go(engine, 9, store, settings, state=state, listener=Notes(look))
    now = seen[0]["running"]
    assert (now["process"], now["run"]) == (os.getpid(), 1)
    assert now["in_hand"] + now["waiting"] + now["documents"] == 9
    assert now["in_hand"] > 0
    assert seen[0]["runs"][0]["outcome"] == "at work"
    with locked(store), Store(store) as opened:
        opened.begin_run("{}", 1)
        seen.append(status(opened))
    assert [run["outcome"] for run in seen[-1]["runs"]] == ["done", "killed"]
    with Store(store, readonly=True) as opened:
        assert status(opened)["running"] is None
    assert not list(tmp_path.glob("a.sqlite-*")) + list(tmp_path.glob("a.sqlite.progress"))
    first = capsys.readouterr().out.splitlines()[:2]
    assert re.search(r" 0 failed, \d+ in hand, \d+ waiting$", first[0]), first
    assert f"run 1 is at work (process {os.getpid()}) for 0:" in first[1]


@pytest.fixture
def called(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[FakeEngine], int]:
    """Calls the command line over a small archive, with an engine."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for document in archive(6):
        (folder / document.name).write_bytes(document.content)

    def call(engine: FakeEngine) -> int:
        executor = partial(local_executor, load=lambda *_: engine)
        monkeypatch.setattr(run_module, "local_executor", executor)
        given = {
            "store": tmp_path / "a.sqlite",
            "registry": settings.options.model.registry,
            "models": settings.options.model.folder,
        }
        more = [part for name, value in given.items() for part in (f"--{name}", str(value))]
        return cli.run(["archive", "run", str(folder), *more, "--offline"])

    return call


def test_a_signal_says_what_is_in_hand_and_how_to_go_on(
    called: Callable[[FakeEngine], int], capsys: pytest.CaptureFixture[str]
) -> None:
    def end(count: int) -> None:
        if count == 2:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.5)

    engine = OneByOne(end)
    assert called(engine) == 130
    err = capsys.readouterr().err
    assert "6 documents in hand" in err
    assert "Ctrl-C again stops at once" in err
    assert "to go on: newsxlate archive run " in err
    assert "Traceback" not in err
    assert engine.asked.total() == 3


def test_a_signal_ends_a_run_at_once_that_has_nothing_in_hand(
    called: Callable[[FakeEngine], int], capsys: pytest.CaptureFixture[str]
) -> None:
    class Loading(OneByOne):
        def encode(self, request: object) -> Tokens:
            raise AssertionError

        def __getattribute__(self, name: str) -> object:
            if name == "kind":
                # The first that is asked of an engine that was loaded.
                signal.raise_signal(signal.SIGINT)
            return super().__getattribute__(name)

    assert called(Loading()) == 130
    err = capsys.readouterr().err
    assert "to go on: " in err


def test_a_dry_run_counts_apart_what_nothing_can_be_made_of(
    settings: Settings, tmp_path: Path
) -> None:
    bad = BadRecord(id="bad", name="bad.zip!a", reason="it is encrypted")
    counts = plan([*archive(2), bad], tmp_path / "a.sqlite", settings)
    assert {status: count for status, count in counts.items() if count} == {
        DocumentStatus.NEW: 2,
        DocumentStatus.UNREADABLE: 1,
    }
    with pytest.raises(StorageError, match="there is no folder"):
        plan([], tmp_path / "no" / "a.sqlite", settings)


def test_the_formats_of_inputs_are_completed() -> None:
    from newsxlate.cli.archive.run import run as command

    (option,) = (param for param in command.params if param.name == "format_")
    found = option.shell_complete(click.Context(command), "csv")
    assert [item.value for item in found] == ["csv"]


def test_a_store_in_no_folder_is_refused_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="there is no folder"), locked(tmp_path / "no" / "a"):
        pass
    assert not (tmp_path / "no").exists()


def test_in_a_pipe_a_line_now_and_then_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console_module, "_LINE_EVERY", 0.01)
    with Console() as console:
        console.start("translating into English", 40)
        console.advance(12)
        time.sleep(0.2)
    err = capsys.readouterr().err
    assert "translating into English: 12 of 40 (at work for 0:00)" in err
    with Console(quiet=True):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_ctrl_c_in_translate_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsxlate.testing import FakeEnginePool

    path = tmp_path / "a.txt"
    path.write_bytes(archive(1)[0].content)
    engine = OneByOne(lambda count: signal.raise_signal(signal.SIGINT))
    code = cli.run(["translate", str(path), "-q"], FakeEnginePool(engine))
    assert (code, capsys.readouterr()) == (130, ("", "\nnewsxlate: stopped; nothing was written\n"))
