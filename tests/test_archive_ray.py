"""Runs on a Ray cluster: the store is what one machine would have made, whoever dies."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import tiny
from archive_fixtures import articles, correct, dump, install
from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import run
from newsxlate.archive.settings import Settings
from newsxlate.archive.workers.executors import local_executor
from newsxlate.errors import UsageError
from newsxlate.inputs.stream import documents
from newsxlate.options import HardwareOptions, Options

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(not find_spec("ray"), reason="the ray extra is not installed"),
]
DOCUMENTS = 84


class Watcher:
    """Counts failures, and may kill a replica that is in the middle of a window."""

    def __init__(self, kill_after: int = 0) -> None:
        self.failures = 0
        self.killed: list[int] = []
        self.helped = False
        self._kill_after = kill_after

    def say(self, line: str) -> None:
        pass

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        self.failures += 1

    def stored(self, window: Counts, state: State) -> None:
        if self._kill_after and not self.killed and state.counts.documents >= self._kill_after:
            self.killed = at_work()[:1]
            self.helped = any(helpers_of(process) for process in self.killed)
            for process in self.killed:
                os.kill(process, signal.SIGKILL)

    def ended(self, outcome: str, state: State) -> None:
        pass


def at_work() -> list[int]:
    """The processes of replicas that are in the middle of a window, which Ray has them say."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            title = path.read_bytes()
        except OSError:
            continue
        if title.startswith(b"ray::MapWorker(MapBatches(Replica)).submit"):
            found.append(int(path.parent.name))
    return found


def helpers_of(process: int) -> list[int]:
    """The processes that one has spawned."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
            spawned = b"spawn_main" in (path / "cmdline").read_bytes()
        except OSError:
            continue
        if int(parent) == process and spawned:
            found.append(int(path.name))
    return found


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two workers' worth of a cluster on this machine."""
    import ray

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # Else the replicas wait for whatever else the machine does.
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - Ray spells it so
    ray.init(
        address="local",
        num_cpus=2,
        include_dashboard=False,
        object_store_memory=200 << 20,
        log_to_driver=False,
        logging_level="ERROR",
    )
    yield
    ray.shutdown()


@pytest.mark.torch
def test_a_replica_killed_at_work_changes_nothing(
    cluster: None, marian_hub: Path, tmp_path: Path
) -> None:
    from newsxlate.archive.ray import ray_executor

    options = install(marian_hub, tmp_path)
    archive = tmp_path / "articles"
    articles(archive, DOCUMENTS)
    (archive / "bad.txt").write_bytes(b"\x00\x01\x02")
    # Batches, and with them the last digit of a score, depend on how many threads take them.
    settings = Settings(options=replace(options, threads=1), window=3, helpers=1)
    counts = []

    def on_ray(*given: Any) -> Any:
        executor = ray_executor("local")(*given)
        counts.append(executor.count)
        return executor

    listener = Watcher(kill_after=12)
    broken, whole = tmp_path / "broken.sqlite", tmp_path / "whole.sqlite"
    for store in (broken, whole):
        # Replicas know what people wrote in a store that they do not see.
        correct(store, tiny.corpus()[0]["de"], "A person wrote this.")
    state = run(documents([str(archive)]), broken, settings, listener=listener, executor=on_ray)
    assert counts == [12], "two replicas"
    assert len(listener.killed) == 1, "nobody was at work"
    assert listener.helped
    assert (state.counts.documents, state.counts.failed) == (DOCUMENTS + 1, 1)
    with sqlite3.connect(broken) as store:
        rows = store.execute("SELECT count(*), count(DISTINCT id), max(attempts) FROM documents")
        assert rows.fetchone() == (DOCUMENTS + 1, DOCUMENTS + 1, 1)

    def alike(*given: Any) -> Any:
        # What a window finds in the memory depends on how many are in hand.
        executor: Any = local_executor(*given)
        (executor.count,) = counts
        return executor

    alone = replace(settings, helpers=0)
    run(documents([str(archive)]), whole, alone, listener=Watcher(), executor=alike)
    assert dump(broken) == dump(whole)
    assert '"origin": "memory"' in dump(broken)
    # Another run on the cluster has nothing to do, and so has one without it.
    again = run(documents([str(archive)]), broken, settings, listener=Watcher())
    assert (again.counts.documents, again.skipped) == (0, DOCUMENTS)


def test_calls_to_the_queue_may_come_in_any_order(tmp_path: Path) -> None:
    from newsxlate.archive.ray.queue import Window, WindowQueue, WindowState

    done = Window(WindowState.DONE)

    async def calls() -> None:
        queue = WindowQueue(tmp_path / "a.sqlite")
        await queue.put(1, b"one")
        first = asyncio.create_task(queue.get(0, 0))
        await asyncio.sleep(0.01)
        assert not first.done(), "the first window is yet to come"
        await queue.put(0, b"zero")
        assert await first == Window(WindowState.READY, b"zero")
        assert await queue.get(1, 0) == Window(WindowState.READY, b"one")
        assert [await queue.begin(1) for _ in range(3)] == [0, 1, 2]
        # The task that reads has died, and begins again while one of its windows is done.
        await queue.drop(1)
        assert [await queue.get(number, 0) for number in range(2)] == [await first, done]
        await queue.drop(0)
        assert [await queue.get(number, 0) for number in range(2)] == [done, done]
        # A machine is lost, and the next dataset has what is not done.
        lost = asyncio.create_task(queue.get(2, 0))
        await asyncio.sleep(0.01)
        await queue.give_up()
        with pytest.raises(RuntimeError, match="made anew"):
            await lost
        assert await queue.reading() == (1, 2)
        last = asyncio.create_task(queue.get(2, 1))
        await asyncio.sleep(0.01)
        assert not last.done()
        await queue.end(2)
        assert await last == Window(WindowState.END)

    asyncio.run(calls())


@pytest.mark.parametrize(
    ("machines", "device", "asked", "threads", "size", "needs"),
    [
        ([{"CPU": 8}, {"CPU": 8}], "auto", 0, 0, 2, {"num_cpus": 8}),
        ([{"CPU": 8}, {"CPU": 4}], "auto", 0, 0, 3, {"num_cpus": 4}),
        ([{"CPU": 8}, {"CPU": 8}], "cpu", 0, 3, 4, {"num_cpus": 3}),
        ([{"CPU": 8}, {"CPU": 8}], "cpu", 4, 0, 4, {"num_cpus": 4}),
        ([{"CPU": 8, "GPU": 2}, {"CPU": 8, "GPU": 1}], "auto", 0, 0, 3, {"num_gpus": 1}),
        ([{"CPU": 8, "GPU": 2}, {"CPU": 4}], "cpu", 0, 0, 3, {"num_cpus": 4}),
        # A cluster that may grow.
        ([{"CPU": 2}], "cuda", 5, 0, 5, {"num_gpus": 1}),
    ],
)
def test_replicas_fill_the_machines(
    machines: list[dict[str, int]],
    device: str,
    asked: int,
    threads: int,
    size: int,
    needs: dict[str, int],
) -> None:
    from newsxlate.archive.ray.resources import pool

    nodes = [{"Alive": True, "Resources": machine} for machine in machines]
    settings = Settings(options=Options(device=device, threads=threads), processes=asked)
    chosen = pool(settings, [*nodes, {"Alive": False, "Resources": {"CPU": 99, "GPU": 9}}])
    assert (chosen.size, chosen.needs) == (size, needs)
    assert chosen.options.hardware.device == ("cuda" if "num_gpus" in needs else "cpu")
    assert chosen.options.hardware.threads == needs.get("num_cpus", threads)


def test_a_cluster_without_room_is_refused() -> None:
    from newsxlate.archive.ray.resources import pool

    nodes = [{"Alive": True, "Resources": {"CPU": 2}}]
    with pytest.raises(UsageError, match=r"has room for a model \(8 CPU\)"):
        pool(Settings(options=Options(device="cpu", threads=8)), nodes)
    with pytest.raises(UsageError, match="1 GPU"):
        pool(Settings(options=Options(device="cuda")), nodes)


def test_replicas_on_gpus_have_helpers_for_their_share_of_the_cores() -> None:
    from newsxlate.archive.ray.resources import helpers

    on_gpu = HardwareOptions(device="cuda")
    machines = [{"CPU": 8.0, "GPU": 2.0}, {"CPU": 8.0, "GPU": 1.0}, {"CPU": 2.0, "GPU": 4.0}]
    assert [helpers(on_gpu, machine) for machine in machines] == [3, 7, 0]
    assert helpers(HardwareOptions(device="cpu"), machines[0]) == 0


def test_a_missing_token_is_said_with_what_to_do(tmp_path: Path) -> None:
    script = """
import socket
from newsxlate.archive.ray.connect import join
from newsxlate.errors import UsageError
with socket.create_server(("127.0.0.1", 0)) as somebody:
    try:
        join(f"127.0.0.1:{somebody.getsockname()[1]}")
    except UsageError as error:
        print(error.hint)
"""
    env = {**os.environ, "RAY_AUTH_MODE": "token", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=60
    )
    assert "~/.ray/auth_token" in done.stdout, done.stderr
