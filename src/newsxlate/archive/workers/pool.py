"""Worker processes that may hang, crash or grow without taking the run with them.

Each thread of a pool has a process that it gives one task at a time; several threads may share one.
A process that dies, or does not answer in time, fails its tasks and is replaced.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from multiprocessing.util import Finalize
from typing import Any

from newsxlate import temporary
from newsxlate.errors import NewsxlateError

# Spawned processes share no locks and no threads with this one, in contrast to forked ones.
_CONTEXT = multiprocessing.get_context("spawn")

# What a run is stopped by.
_INTERRUPTS = (signal.SIGINT, signal.SIGTERM)
# Seconds until a process that was killed, or has closed its pipe, is gone.
_PATIENCE = 5


class LostError(NewsxlateError):
    """A worker died of its task, or did not end in time."""


class WorkerPool:
    """Processes that each run ``make(*arguments)`` once and then call it with tasks."""

    def __init__(
        self,
        make: Callable[..., Callable[[Any], Any]],
        arguments: Sequence[tuple[Any, ...]],
        *,
        at_once: int = 1,
        time_limit: float | None = None,
        memory: int | None = None,
    ) -> None:
        """Make a pool; a process starts when it gets its first task.

        Args:
            make: Makes what is called, in the process. Has to be importable.
            arguments: What it is made of, for each process.
            at_once: Tasks that a process works on at the same time, in as many threads.
            time_limit: Seconds a task may take; None for any time.
            memory: Bytes of address space a process may take; None for any.
        """
        self._time_limit = time_limit
        self._slots = [_Slot(partial(_Worker, make, own, memory, at_once)) for own in arguments]
        # Every slot has its first task before one has its second.
        self._lines = [(slot, line) for line in range(at_once) for slot in self._slots][::-1]
        self._threads = ThreadPoolExecutor(len(self._lines), thread_name_prefix="pool")
        self._own = threading.local()
        # When this process ends, it waits for those it has started; before that, they are ended.
        Finalize(self, _kill, args=(self._slots,), exitpriority=10)

    def submit(self, task: Any) -> Future[Any]:
        """Have a task done. The future raises `LostError`, or what the worker raised."""
        return self._threads.submit(self._do, task)

    def close(self) -> None:
        """End all processes at once; tasks that nobody waits for any more are lost."""
        workers = _kill(self._slots)
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.join()

    def _do(self, task: Any) -> Any:
        if not hasattr(self._own, "line"):
            self._own.line = self._lines.pop()
        slot, line = self._own.line
        return slot.worker().do(line, task, self._time_limit)


class _Slot:
    """A place for a process, which is filled again when it has ended."""

    def __init__(self, start: Callable[[], _Worker]) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._closed = False

    def worker(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise LostError("the run has ended")
            if self._worker and self._worker.ended:
                self._worker.kill()
                self._worker.join()
                self._worker = None
            self._worker = self._worker or self._start()
            return self._worker

    def close(self) -> _Worker | None:
        with self._lock:
            self._closed = True
            if self._worker:
                self._worker.kill()
            return self._worker


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that no interrupt reaches, not even while they start."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill(posts: Sequence[_Slot]) -> list[_Worker]:
    return [worker for slot in posts if (worker := slot.close())]


class _Worker:
    """One process, as seen from this side of its pipes, of which each has a task at a time."""

    def __init__(
        self,
        make: Callable[..., Any],
        arguments: tuple[Any, ...],
        memory: int | None,
        at_once: int,
    ) -> None:
        pairs = [_CONTEXT.Pipe() for _ in range(at_once)]
        self._lines = [ours for ours, _ in pairs]
        others = [theirs for _, theirs in pairs]
        # No daemon: those may have no helpers of their own.
        self._process: BaseProcess = _CONTEXT.Process(
            target=_work, args=(others, make, arguments, memory)
        )
        with _without_interrupts():
            self._process.start()
        # With the only other ends in the worker, its death shows here, and ours shows there.
        for other in others:
            other.close()
        self._ready = [False] * at_once
        self._joining = threading.Lock()
        self.ended = False

    def do(self, line: int, task: Any, time_limit: float | None) -> Any:
        # Starting takes as long as it takes: only the task itself is timed.
        if not self._ready[line]:
            error = self._ask(line)
            if error:
                # It ends by itself, when it has said so on every line.
                self.ended = True
                raise error
            self._ready[line] = True
        good, answer = self._ask(line, task, time_limit)
        if not good:
            raise answer
        return answer

    def _ask(self, line: int, task: Any = None, time_limit: float | None = None) -> Any:
        """Send a task, if there is one, and wait for what comes back."""
        pipe = self._lines[line]
        try:
            if task is not None:
                pipe.send(task)
            if pipe.poll(time_limit):
                return pipe.recv()
        except (EOFError, OSError) as error:
            self.join()
            code = self._process.exitcode
            self.kill()
            raise LostError(f"the process that worked on it ended ({_how(code)})") from error
        self.kill()
        raise LostError(f"it took longer than {time_limit:g} seconds")

    def kill(self) -> None:
        self.ended = True
        with suppress(OSError, ValueError):
            self._process.kill()

    def join(self) -> None:
        """Wait for a process that has ended: only then does what it took count as taken."""
        with self._joining:
            self._process.join(_PATIENCE)


def _how(code: int | None) -> str:
    """How a process ended, by its exit code."""
    if code is None:
        return "it answers no more"
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _work(
    pipes: Sequence[Connection],
    make: Callable[..., Callable[[Any], Any]],
    arguments: tuple[Any, ...],
    memory: int | None,
) -> None:
    """What a process does: answer until nobody asks any more."""
    # Ctrl-C reaches every process of the terminal, and a service manager's SIGTERM every one of the
    # service; what to do about it is for the first to say.
    for number in _INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)
    _leave_with_parent()
    if memory:
        _bound(memory)
    try:
        call = make(*arguments)
    except Exception as error:
        for pipe in pipes:
            pipe.send(error)
        return
    for pipe in pipes[1:]:
        threading.Thread(target=_answer, args=(pipe, call), daemon=True).start()
    _answer(pipes[0], call)


def _answer(pipe: Connection, call: Callable[[Any], Any]) -> None:
    """Answer on one pipe."""
    try:
        pipe.send(None)
        while True:
            pipe.send_bytes(_done(call, pipe.recv()))
    except (EOFError, ConnectionError):
        return
    except BaseException:
        # A thread that ended alone would keep its pipe open, and whoever waits for it waiting.
        traceback.print_exc()
        os._exit(1)


def _done(call: Callable[[Any], Any], task: Any) -> bytes:
    """What came of a task, pickled: an answer, or an error."""
    try:
        return bytes(ForkingPickler.dumps((True, call(task))))
    except Exception as error:
        try:
            return bytes(ForkingPickler.dumps((False, error)))
        except Exception:  # an error may hold what cannot be pickled
            return bytes(
                ForkingPickler.dumps((False, LostError(f"{type(error).__name__}: {error}")))
            )


def _leave_with_parent() -> None:
    """End this process when the one that started it has ended, whatever it is doing then."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        temporary.remove_own()
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
