"""The windows in hand, kept where the store is, and how replicas get at them and at the store."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import ray

from newsxlate.archive.store.translation_memory import Memory


class Enlisted(NamedTuple):
    """A replica.

    Attributes:
        actor: Its handle.
        node: Ray's id of the machine that it is on, or was.
    """

    actor: Any
    node: str


class WindowState(StrEnum):
    """Whether a window can be translated."""

    READY = "ready"
    #: Its result has come already.
    DONE = "done"
    #: There is none of this number: those before it are all.
    END = "end"


class Window(NamedTuple):
    """What the queue has of a window.

    Attributes:
        state: Whether it can be translated.
        data: What it holds, pickled; empty if it cannot.
    """

    state: WindowState
    data: bytes = b""


class WindowQueue:
    """The windows in hand, by number. An actor; its methods run in one thread, by turns.

    Ray may deliver calls in another order than they were made in.
    """

    def __init__(self, store: Path) -> None:
        self._windows: dict[int, bytes] = {}
        self._tries: Counter[int] = Counter()
        self._replicas: dict[str, Enlisted] = {}
        # How many datasets were given up.
        self._reading = 0
        self._end: int | None = None
        self._stopped = False
        # Windows whose results have come: all before the first number, and these.
        self._upto = 0
        self._done: set[int] = set()
        self._changed = asyncio.Condition()
        self._memory = Memory(store, {})

    async def put(self, number: int, window: bytes) -> None:
        """Take a window in hand."""
        async with self._changed:
            self._windows[number] = window
            self._changed.notify_all()

    async def end(self, number: int) -> None:
        """Say that the windows before this number are all."""
        async with self._changed:
            self._end = number
            self._changed.notify_all()

    async def stop(self) -> None:
        """Have the windows in hand end at their next batches."""
        self._stopped = True

    async def stopped(self) -> bool:
        """Whether they are to."""
        return self._stopped

    async def drop(self, number: int) -> None:
        """Forget a window whose result has come."""
        self._windows.pop(number, None)
        del self._tries[number]
        self._done.add(number)
        while self._upto in self._done:
            self._done.remove(self._upto)
            self._upto += 1

    async def begin(self, number: int) -> int:
        """Note that a replica begins with a window; returns how many did before it."""
        self._tries[number] += 1
        return self._tries[number] - 1

    async def enlist(self, name: str, replica: Enlisted) -> None:
        """Note where a replica is; Ray may start one of the same name again elsewhere."""
        self._replicas[name] = replica

    async def strike(self, name: str) -> None:
        """Forget a replica that is given up."""
        self._replicas.pop(name, None)

    async def replicas(self) -> dict[str, Enlisted]:
        """The replicas that have started, by name."""
        return dict(self._replicas)

    async def reading(self) -> tuple[int, int]:
        """What a new dataset is read by: its number, and that of its first window."""
        return self._reading, self._upto

    async def give_up(self) -> None:
        """Have the dataset that is being read fail."""
        async with self._changed:
            self._reading += 1
            self._changed.notify_all()

    async def get(self, number: int, reading: int) -> Window:
        """Wait until it is known of a window whether it can be translated.

        Windows are asked for again, from the dataset's first on, if the task that reads them has
        died.

        Raises:
            RuntimeError: The dataset was given up.
        """
        async with self._changed:
            await self._changed.wait_for(
                lambda: (
                    number in self._windows
                    or self._over(number)
                    or self._end == number
                    or reading != self._reading
                )
            )
            if reading != self._reading:
                raise RuntimeError("a machine was lost, and the dataset is made anew")
            if self._end == number:
                return Window(WindowState.END)
            if number in self._windows:
                return Window(WindowState.READY, self._windows[number])
            return Window(WindowState.DONE)

    def _over(self, number: int) -> bool:
        return number < self._upto or number in self._done

    async def look_up(self, keys: Sequence[bytes], known: int, own: int) -> dict[bytes, bytes]:
        """See `newsxlate.archive.store.translation_memory.Memory.look_up`."""
        return self._memory.look_up(keys, known, own)


class RemoteMemory(Memory):
    """The memory of a store on another machine."""

    def __init__(self, queue: Any, revisions: Mapping[str, str]) -> None:
        super().__init__(None, revisions, stopped=lambda: bool(ray.get(queue.stopped.remote())))
        self._queue = queue

    def look_up(self, keys: Sequence[bytes], known: int, own: int = 0) -> dict[bytes, bytes]:
        """See `newsxlate.archive.store.translation_memory.Memory.look_up`."""
        rows: dict[bytes, bytes] = ray.get(self._queue.look_up.remote(keys, known, own))
        return rows
