"""Count an archive's documents in a process beside the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from itertools import islice
from typing import Any

from newsxlate.archive.progress import State
from newsxlate.archive.workers.pool import WorkerPool

Task = tuple[Sequence[str], Mapping[str, str], str | None, int | None]


class Count:
    """Counts while it is open, and tells a `State` when it knows."""

    def __init__(self, task: Task, state: State) -> None:
        """Begin to count.

        Args:
            task: Inputs, fields and format as for `newsxlate.inputs.stream.documents`, and how
                many documents to count at most.
            state: Whose ``expected`` is set.
        """
        self._pool = WorkerPool(_counter, [()])

        def tell(future: Future[int]) -> None:
            if not future.cancelled() and not future.exception():
                state.expected = future.result()

        self._pool.submit(task).add_done_callback(tell)

    def __enter__(self) -> Count:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()


def _counter() -> Callable[[Task], int]:
    return _count


def _count(task: Task) -> int:
    from newsxlate.inputs.stream import documents

    inputs, fields, format_, limit = task
    read: Any = documents(inputs, fields=fields, format=format_)
    return sum(1 for _ in islice(read, limit))
