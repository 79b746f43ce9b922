"""Helpers: what they give is what the translating process would have made itself."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_fixtures import articles, command, dump, go, install
from name_samples import article, translated
from newsxlate.archive.workers import postprocessing
from newsxlate.archive.workers.pool import LostError
from newsxlate.archive.workers.postprocessing import PostprocessingPool
from newsxlate.errors import InputError
from newsxlate.options import HardwareOptions, NameOptions
from newsxlate.processing import Processing
from newsxlate.translating.finishing import Draft

PAIRS = [
    (
        "Dmitri Peskow sprach am Montag in Moskau mit 30 Gästen.",
        "Dmitri Peskow spoke to 13 guests.",
    ),
    (
        "Später reiste Kim Jong Un nach Wladiwostok weiter.",
        "Later Kim Jung Un went to Vladivostok.",
    ),
    ("Die Kosten betrugen nach seinen Angaben 30 Euro.", "The costs were $30, he said."),
]


@pytest.fixture(scope="module")
def helping() -> Iterator[PostprocessingPool]:
    made = PostprocessingPool(NameOptions(), 2)
    yield made
    made.close()


def test_helpers_give_what_one_process_gives_and_in_its_order(helping: PostprocessingPool) -> None:
    alone = Processing(NameOptions())
    given = [article(*(source for source, _ in PAIRS[number % 3 :])) for number in range(11)]
    ledgers = alone.entities(given)
    assert helping.entities(given) == ledgers
    assert [len(entities.entries) for entities in ledgers[:3] if entities] == [4, 2, 0]
    drafts = [(source, Draft(target, -0.5, True)) for source, target in PAIRS * 4]
    finished = alone.finish(drafts, "de", "en")
    assert helping.finish(drafts, "de", "en") == finished
    assert [bool(made.findings) for made in finished[:3]] == [True, False, True]
    results = [translated(*PAIRS[number % 3 :]) for number in range(11)]
    checked = alone.check(results)
    assert helping.check(results) == checked
    assert checked != results


def test_there_may_be_less_to_do_than_helpers(helping: PostprocessingPool) -> None:
    assert helping.entities([]) == []
    assert helping.finish([(PAIRS[0][0], Draft("", 0.0, True))], "de", "en")[0].fails


def test_a_helper_that_dies_fails_its_part_and_is_replaced() -> None:
    others = multiprocessing.active_children()
    helping = PostprocessingPool(NameOptions(), 1)
    try:
        assert helping.entities([article(PAIRS[0][0])])
        (process,) = set(multiprocessing.active_children()) - set(others)
        os.kill(process.pid or 0, signal.SIGKILL)
        with pytest.raises(LostError, match="SIGKILL"):
            helping.entities([article(PAIRS[0][0])])
        assert helping.entities([article(PAIRS[0][0])]) == Processing(NameOptions()).entities(
            [article(PAIRS[0][0])]
        )
    finally:
        helping.close()
    assert set(multiprocessing.active_children()) <= set(others)


def test_a_bad_glossary_is_said_before_any_process_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(postprocessing, "WorkerPool")
    with pytest.raises(InputError):
        PostprocessingPool(NameOptions(glossary=tmp_path / "none.csv"), 1)


@pytest.mark.parametrize(
    ("cores", "beside", "count"),
    [(1, 1, 0), (2, 1, 1), (8, 1, 7), (64, 1, 8), (8, 4, 1), (4, 8, 0)],
)
def test_helpers_leave_a_core_to_those_they_help(cores: int, beside: int, count: int) -> None:
    assert postprocessing.for_cores(cores, beside) == count


def test_there_are_none_without_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postprocessing, "cpu_threads", lambda: 6)
    monkeypatch.setattr(postprocessing, "cuda_devices", lambda: 0)
    assert postprocessing.count(HardwareOptions()) == 0
    monkeypatch.setattr(postprocessing, "cuda_devices", lambda: 2)
    assert postprocessing.count(HardwareOptions(device="cpu")) == 0
    assert postprocessing.count(HardwareOptions(), beside=2) == 2


@pytest.mark.torch
def test_a_run_with_helpers_stores_what_one_without_stores(
    marian_hub: Path, tmp_path: Path
) -> None:
    options = replace(install(marian_hub, tmp_path), threads=1)
    archive = tmp_path / "articles"
    articles(archive, 9)
    more = {
        "plain": [],
        "helped": ["--helpers", "2"],
        "inner": ["--processes", "1", "--helpers", "1"],
    }
    for name, given in more.items():
        done = go(*command(options, archive, tmp_path / name, "--window", "3", *given))
        assert done.returncode == 0, done.stderr
    assert dump(tmp_path / "helped") == dump(tmp_path / "plain")
    assert dump(tmp_path / "inner") == dump(tmp_path / "plain")


@pytest.mark.torch
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are listed in /proc")
def test_a_run_that_is_killed_leaves_no_process(marian_hub: Path, tmp_path: Path) -> None:
    options = install(marian_hub, tmp_path)
    articles(tmp_path / "articles", 60)
    log = tmp_path / "log"
    given = ("--processes", "1", "--helpers", "1", "--log-json", str(log), "--window", "3")
    whole = command(options, tmp_path / "articles", tmp_path / "store", *given)
    process = subprocess.Popen(whole, start_new_session=True, stderr=subprocess.DEVNULL)
    _wait_until(lambda: log.is_file() and '"window"' in log.read_text(encoding="utf-8"))
    # The run, its reader, its translator and its helper; and what looks after their locks.
    assert len(_session(process.pid)) >= 5
    process.kill()
    process.wait()
    _wait_until(lambda: not _session(process.pid))


def _wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def _session(leader: int) -> list[int]:
    """The processes of a session that are not dead."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session, *_ = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(path.parent.name))
    return found
