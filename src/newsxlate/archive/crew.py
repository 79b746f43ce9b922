"""Worker processes that may hang, crash or grow without taking the run with them.

Each thread of a crew owns one process and gives it one task at a time. A process that dies, or does
not answer in time, fails its task and is replaced.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from newsxlate.errors import NewsxlateError

# Spawned processes share no locks and no threads with this one, in contrast to forked ones.
_CONTEXT = multiprocessing.get_context("spawn")


# Seconds until a process that was killed, or has closed its pipe, is gone.
_PATIENCE = 5


class LostError(NewsxlateError):
    """A worker died of its task, or did not end in time."""


class Crew:
    """Processes that each run ``make(*arguments)`` once and then call it with one task each."""

    def __init__(
        self,
        make: Callable[..., Callable[[Any], Any]],
        arguments: Sequence[tuple[Any, ...]],
        *,
        time_limit: float | None = None,
        memory: int | None = None,
    ) -> None:
        """Make a crew; a process starts when it gets its first task.

        Args:
            make: Makes what is called, in the process. Has to be importable.
            arguments: What it is made of, for each process.
            time_limit: Seconds a task may take; None for any time.
            memory: Bytes of address space a process may take; None for any.
        """
        self._make = make
        self._arguments = list(reversed(arguments))
        self._memory = memory
        self._time_limit = time_limit
        self._threads = ThreadPoolExecutor(len(arguments), thread_name_prefix="crew")
        self._own = threading.local()
        self._workers: list[_Worker] = []

    def submit(self, task: Any) -> Future[Any]:
        """Have a task done. The future raises `LostError`, or what the worker raised."""
        return self._threads.submit(self._do, task)

    def close(self) -> None:
        """End all processes at once; tasks that nobody waits for any more are lost."""
        workers = list(self._workers)
        for worker in workers:
            worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.join()

    def _do(self, task: Any) -> Any:
        if not hasattr(self._own, "arguments"):
            self._own.arguments, self._own.worker = self._arguments.pop(), None
        worker: _Worker | None = self._own.worker
        if worker is None:
            worker = self._own.worker = _Worker(self._make, self._own.arguments, self._memory)
            self._workers.append(worker)
        try:
            return worker.do(task, self._time_limit)
        finally:
            if worker.ended:
                self._workers.remove(worker)
                self._own.worker = None


class _Worker:
    """One process, as seen from this side of its pipe."""

    def __init__(
        self, make: Callable[..., Any], arguments: tuple[Any, ...], memory: int | None
    ) -> None:
        self._pipe, other = _CONTEXT.Pipe()
        self._process: BaseProcess = _CONTEXT.Process(
            target=_work, args=(other, make, arguments, memory), daemon=True
        )
        self._process.start()
        # With the only other end in the worker, its death shows here, and ours shows there.
        other.close()
        self._ready = False
        self.ended = False

    def do(self, task: Any, time_limit: float | None) -> Any:
        # Starting takes as long as it takes: only the task itself is timed.
        if not self._ready:
            error = self._ask()
            if error:
                self.kill()
                raise error
            self._ready = True
        good, answer = self._ask(task, time_limit)
        if not good:
            raise answer
        return answer

    def _ask(self, task: Any = None, time_limit: float | None = None) -> Any:
        """Send a task, if there is one, and wait for what comes back."""
        try:
            if task is not None:
                self._pipe.send(task)
            if self._pipe.poll(time_limit):
                return self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(_PATIENCE)
            code = self._process.exitcode or 0
            self.kill()
            how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            raise LostError(f"the process that worked on it ended ({how})") from error
        self.kill()
        raise LostError(f"it took longer than {time_limit:g} seconds")

    def kill(self) -> None:
        self.ended = True
        with suppress(OSError, ValueError):
            self._process.kill()

    def join(self) -> None:
        """Wait for a process that was killed: only then does what it took count as taken."""
        self._process.join(_PATIENCE)


def _work(
    pipe: Connection,
    make: Callable[..., Callable[[Any], Any]],
    arguments: tuple[Any, ...],
    memory: int | None,
) -> None:
    """What a process does: answer until nobody asks any more."""
    # Ctrl-C reaches every process of the terminal; what to do about it is for the first to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _leave_with_parent()
    if memory:
        _bound(memory)
    try:
        call = make(*arguments)
    except Exception as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            answer = (True, call(task))
        except Exception as error:
            answer = (False, error)
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return


def _leave_with_parent() -> None:
    """End this process when the one that started it has ended, whatever it is doing then."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _bound(memory: int) -> None:
    """Have allocations above ``memory`` bytes fail, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
