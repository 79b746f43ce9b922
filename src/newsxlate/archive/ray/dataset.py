"""The Ray dataset of a run: windows from the queue, and what replicas made of each."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow
import ray
import ray.data
from ray.data.block import BlockMetadata

from newsxlate.archive.ray.queue import Enlisted, RemoteMemory, WindowState
from newsxlate.archive.ray.resources import Pool, helpers
from newsxlate.archive.results import WindowResult
from newsxlate.archive.settings import Settings, Signatures, source_language
from newsxlate.archive.work import Translator
from newsxlate.archive.workers.executors import at_once
from newsxlate.errors import EngineError, NewsxlateError
from newsxlate.options import Options

# A window that so many replicas died of ends the run; losing a machine now and then does not.
_TRIES = 5


def results(
    queue: Any,
    here: Mapping[str, str],
    chosen: Pool,
    settings: Settings,
    signatures: Signatures,
) -> ray.data.Dataset:
    """The dataset of all that the windows in the queue give, but for those that are done."""
    reading, first = ray.get(queue.reading.remote())
    context = ray.data.DataContext.get_current().copy()
    # Every window is a block of its own, and goes on as soon as it is there.
    context.target_max_block_size = 1
    context.enable_progress_bars = False
    with ray.data.DataContext.current(context):
        windows = ray.data.read_datasource(
            _Windows(queue, reading, first), override_num_blocks=1, num_cpus=0, label_selector=here
        )
        source = source_language(settings.options)
        windows_at_once = at_once(signatures)
        return windows.map_batches(
            Replica,
            fn_constructor_args=(
                chosen.options,
                queue,
                signatures.revisions,
                source,
                settings.helpers if signatures.threaded else settings.helpers or 0,
                # Once into the cluster, however many replicas there are.
                ray.put(settings.human),
            ),
            batch_size=1,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(
                min_size=1,
                max_size=chosen.size,
                initial_size=chosen.size,
                # Twice as many as it works on: fewer would never have the pool grow.
                max_tasks_in_flight_per_actor=2 * windows_at_once,
                max_concurrent_calls_per_actor=windows_at_once,
                enable_true_multi_threading=windows_at_once > 1,
            ),
            **chosen.needs,
        )


class _Windows(ray.data.Datasource):  # type: ignore[misc]
    """What is in the queue, as a source of Ray Data: one task that yields a block a window."""

    def __init__(self, queue: Any, reading: int, first: int) -> None:
        self._queue = queue
        self._reading = reading
        self._first = first

    def get_name(self) -> str:
        return "Windows"

    def estimate_inmemory_data_size(self) -> None:
        return None

    def get_read_tasks(self, parallelism: int, *_: Any, **__: Any) -> list[ray.data.ReadTask]:
        unknown = BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None, input_files=None)
        queue, reading, first = self._queue, self._reading, self._first
        return [ray.data.ReadTask(lambda: _read(queue, reading, first), unknown)]


def _read(queue: Any, reading: int, number: int) -> Iterator[pyarrow.Table]:
    # Should this be done again, Ray goes by how many rows there were: those that are done, too.
    while (window := ray.get(queue.get.remote(number, reading))).state is not WindowState.END:
        yield _row(number, window.data)
        number += 1


class Replica:
    """Translates windows; Ray Data keeps a pool of these."""

    def __init__(
        self,
        options: Options,
        queue: Any,
        revisions: Mapping[str, str],
        source: str,
        wanted: int | None,
        human: Any,
    ) -> None:
        here = ray.get_runtime_context()
        own = Enlisted(here.current_actor, here.get_node_id())
        ray.get(queue.enlist.remote(here.get_actor_id(), own))
        # Raised here, an error would be tried again for ever.
        self._queue = queue
        self._error: NewsxlateError | None = None
        try:
            size = helpers(options.hardware, _machine()) if wanted is None else wanted
            self._translator = Translator(
                options,
                RemoteMemory(queue, revisions),
                source,
                helpers=size,
                human=ray.get(human),
            )
        except NewsxlateError as error:
            self._error = error

    def __call__(self, table: pyarrow.Table) -> pyarrow.Table:
        """Translate the window in a table's one row. The row may have the error that ends it."""
        (row,) = table.to_pylist()
        if not row["data"]:
            # Its result has come already (`WindowState.DONE`).
            return table
        made: WindowResult | Exception
        try:
            if self._error:
                raise self._error
            # Ray itself would have replicas die of it for ever.
            if ray.get(self._queue.begin.remote(row["number"])) >= _TRIES:
                raise EngineError(
                    f"{_TRIES} replicas on the Ray cluster died of the same window",
                    hint="See Ray's logs; they may lack memory: try a smaller --window.",
                )
            made = self._translator(pickle.loads(row["data"]))
        except (NewsxlateError, OSError) as error:
            made = error
        return _row(row["number"], pickle.dumps(made))


def _machine() -> Mapping[str, float]:
    """What the machine has that this process runs on."""
    here = ray.get_runtime_context().get_node_id()
    has: Mapping[str, float] = next(n["Resources"] for n in ray.nodes() if n["NodeID"] == here)
    return has


def _row(number: int, data: bytes) -> pyarrow.Table:
    return pyarrow.table(
        {
            "number": pyarrow.array([number], pyarrow.int64()),
            "data": pyarrow.array([data], pyarrow.large_binary()),
        }
    )
