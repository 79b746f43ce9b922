"""An executor on a Ray cluster: what a run deals windows to, and hears what became of them from."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import ray
import ray.data

from newsxlate.archive.ray.connect import join
from newsxlate.archive.ray.dataset import results
from newsxlate.archive.ray.queue import WindowQueue
from newsxlate.archive.ray.resources import pool
from newsxlate.archive.results import WindowResult
from newsxlate.archive.settings import Settings, Signatures
from newsxlate.archive.work import Prepared
from newsxlate.archive.workers.executors import MakeExecutor, at_once
from newsxlate.errors import EngineError, NewsxlateError, UsageError

# Seconds to wait for Ray's thread to see that it is over.
_PATIENCE = 10.0
# How often a dataset that came to nothing is made once more.
_TRIES = 3
# Seconds between looks at the machines, and until one that is gone is not waited for any more: Ray
# starts its replicas again where there is room, and waits for ever where there is none.
_LOOK = 5.0
_GONE = 60.0


def ray_executor(address: str) -> MakeExecutor:
    """An executor on a Ray cluster.

    Args:
        address: The cluster's address ("10.0.0.1:6379", or "auto" on one of its machines), or
            "local" for one that lives as long as the run, on this machine.

    Returns:
        What makes it. That raises `UsageError` if there is no such cluster, or no room in it.
    """
    return lambda store, settings, signatures: _RayExecutor(address, store, settings, signatures)


class _RayExecutor:
    """The windows in hand, and the thread that hears what became of them."""

    def __init__(
        self, address: str, store: Path, settings: Settings, signatures: Signatures
    ) -> None:
        self._began = join(address)
        try:
            chosen = pool(settings, ray.nodes())
        except UsageError:
            self._disconnect()
            raise
        # As many again wait beside each replica, and as many are being fetched or stored.
        self.count = 3 * at_once(signatures) * chosen.size
        self._waiting: dict[int, Future[WindowResult]] = {}
        self._settled = 0
        self._next = 0
        self._error: NewsxlateError | None = None
        self._lock = threading.Lock()
        self._over = threading.Event()
        here = {"ray.io/node-id": ray.get_runtime_context().get_node_id()}
        self._queue = ray.remote(WindowQueue).options(num_cpus=0, label_selector=here).remote(store)

        def dataset() -> ray.data.Dataset:
            # What was begun on GPUs goes on on GPUs.
            same = replace(settings, options=chosen.options)
            return results(self._queue, here, pool(same, ray.nodes()), settings, signatures)

        self._thread = threading.Thread(
            target=self._collect, args=(dataset,), name="ray", daemon=True
        )
        self._thread.start()
        threading.Thread(target=self._watch, name="machines", daemon=True).start()

    def submit(self, window: list[Prepared], known: int, own: int) -> Future[WindowResult]:
        future: Future[WindowResult] = Future()
        with self._lock:
            if self._error:
                future.set_exception(self._error)
                return future
            number, self._next = self._next, self._next + 1
            self._waiting[number] = future
        self._queue.put.remote(number, pickle.dumps((window, known, own)))
        return future

    def stop(self) -> None:
        self._queue.stop.remote()

    def give_up(self, own: int) -> WindowResult:
        return WindowResult((), whole=False)

    def close(self) -> None:
        self._over.set()
        if not self._waiting and not self._error:
            self._queue.end.remote(self._next)
            self._thread.join(_PATIENCE)
        # Whatever is being translated still is not wanted any more.
        ray.kill(self._queue)
        self._disconnect()
        self._thread.join(_PATIENCE)

    def _disconnect(self) -> None:
        if self._began:
            ray.shutdown()

    def _collect(self, dataset: Callable[[], ray.data.Dataset]) -> None:
        """Pass on what comes back, until there is no more or it is all over.

        A dataset fails with a replica that cannot be started again. The next one has the windows
        whose results have not come, and as many replicas as there is room for then.
        """
        tries = 0
        while True:
            settled = self._settled
            try:
                for table in dataset().iter_batches(
                    batch_size=None, batch_format="pyarrow", prefetch_batches=0
                ):
                    for row in table.to_pylist():
                        self._settle(row["number"], row["data"])
                return self._fail(None)
            except Exception as error:  # whatever Ray and the network may raise
                tries = 1 if self._settled > settled else tries + 1
                if tries >= _TRIES or self._over.wait(_LOOK):
                    return self._fail(error)

    def _watch(self) -> None:
        """Give up replicas whose machines are gone for good."""
        gone: dict[str, float] = {}
        while not self._over.wait(_LOOK):
            try:
                self._give_up(gone)
            except Exception:  # no answer this time; if it is all over, that is told elsewhere
                continue

    def _give_up(self, gone: dict[str, float]) -> None:
        """End replicas for good whose machines have been gone for long; ``gone`` is since when."""
        alive = {node["NodeID"] for node in ray.nodes() if node["Alive"]}
        replicas = ray.get(self._queue.replicas.remote())
        now = time.monotonic()
        lost = []
        for name, (actor, node) in replicas.items():
            if node in alive:
                gone.pop(node, None)
            elif now - gone.setdefault(node, now) >= _GONE:
                ray.kill(actor)
                lost.append(self._queue.strike.remote(name))
        if lost:
            # Ray Data itself would keep their places in the pool, and wait for what they had.
            ray.get([*lost, self._queue.give_up.remote()])

    def _settle(self, number: int, data: bytes) -> None:
        """Pass on a result, unless it was there before."""
        with self._lock:
            future = self._waiting.pop(number, None)
        if future is None:
            return
        self._settled += 1
        made: WindowResult | Exception
        try:
            made = pickle.loads(data)
        except Exception as error:  # what an error of a replica may be made of
            made = EngineError(f"the answer of a replica cannot be read: {error}")
        self._queue.drop.remote(number)
        if isinstance(made, Exception):
            future.set_exception(made)
        else:
            future.set_result(made)

    def _fail(self, error: Exception | None) -> None:
        """Give up all that is waited for."""
        reason = (
            str(error).strip().splitlines()[-1] if error and str(error).strip() else "no answer"
        )
        with self._lock:
            self._error = EngineError(
                f"the Ray cluster gave up: {reason}",
                hint="See to the cluster (`ray status`); then run the command again.",
            )
            lost, self._waiting = self._waiting, {}
        for future in lost.values():
            future.set_exception(self._error)
