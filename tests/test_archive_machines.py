"""Runs on several machines, one of which is lost for good."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from archive_fixtures import articles, dump, install
from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import run
from newsxlate.archive.settings import Settings
from newsxlate.archive.workers.executors import local_executor
from newsxlate.inputs.stream import documents

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(not find_spec("ray"), reason="the ray extra is not installed"),
]
DOCUMENTS = 60


@pytest.fixture
def machines() -> Iterator[Any]:
    """Two machines' worth of a cluster, each with room for one replica."""
    import ray
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - Ray spells it so
    size = {"num_cpus": 1, "object_store_memory": 100 << 20}
    cluster = Cluster(initialize_head=True, head_node_args={**size, "include_dashboard": False})
    second = cluster.add_node(**size)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    yield cluster, second
    ray.shutdown()
    cluster.shutdown()


class Watcher:
    """Has a machine die after so many documents."""

    def __init__(self, then: Any, after: int) -> None:
        self._then = then
        self._after = after
        self.died = False

    def say(self, line: str) -> None:
        pass

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        raise AssertionError(failure.reason)

    def stored(self, window: Counts, state: State) -> None:
        if not self.died and state.counts.documents >= self._after:
            self._then()
            self.died = True

    def ended(self, outcome: str, state: State) -> None:
        pass


@pytest.mark.torch
def test_a_machine_that_is_lost_for_good_is_not_waited_for(
    machines: Any, marian_hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsxlate.archive.ray import executor

    monkeypatch.setattr(executor, "_LOOK", 0.5)
    monkeypatch.setattr(executor, "_GONE", 2.0)
    cluster, second = machines
    options = install(marian_hub, tmp_path)
    articles(tmp_path / "articles", DOCUMENTS)
    archive = [str(tmp_path / "articles")]
    settings = Settings(options=replace(options, threads=1), window=3)
    made = []

    def on_ray(*given: Any) -> Any:
        made.append(executor.ray_executor("auto")(*given))
        return made[0]

    def is_on_second() -> bool:
        """Whether a replica is on the second machine, as far as anybody knows."""
        import ray

        replicas = ray.get(made[0]._queue.replicas.remote())
        return second.node_id in {replica.node for replica in replicas.values()}

    def lose() -> None:
        while not is_on_second():
            time.sleep(0.1)
        cluster.remove_node(second, allow_graceful=False)

    listener = Watcher(lose, after=9)
    broken = tmp_path / "broken.sqlite"
    states: list[State] = []

    def held() -> Iterator[Any]:
        for number, document in enumerate(documents(archive)):
            # Until its replica is given up, or has been started again where another was idle.
            while number == DOCUMENTS // 2 and (not listener.died or is_on_second()):
                time.sleep(0.1)
            yield document

    def work() -> None:
        states.append(run(held(), broken, settings, listener=listener, executor=on_ray))

    # Without an end, a run that waits for what is lost would keep the tests for ever.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(150)
    assert listener.died
    assert [state.counts.documents for state in states] == [DOCUMENTS]

    def alike(*given: Any) -> Any:
        # What a window finds in the memory depends on how many are in hand.
        local: Any = local_executor(*given)
        local.count = made[0].count
        return local

    whole = tmp_path / "whole.sqlite"
    never = Watcher(None, DOCUMENTS + 1)
    run(documents(archive), whole, settings, listener=never, executor=alike)
    assert dump(broken) == dump(whole)
