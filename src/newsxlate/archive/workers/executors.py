"""Where the windows of a run are translated: in threads or processes of this machine.

Another machine will do: see `newsxlate.archive.ray`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.sharedctypes import RawValue
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from newsxlate.archive.human import HumanWork
from newsxlate.archive.results import WindowResult
from newsxlate.archive.settings import Settings, Signatures, source_language
from newsxlate.archive.store.translation_memory import Memory
from newsxlate.archive.work import Prepared, Translator
from newsxlate.archive.workers import postprocessing
from newsxlate.archive.workers.pool import WorkerPool
from newsxlate.engines.device import cpu_threads, cuda_devices
from newsxlate.options import Options

if TYPE_CHECKING:
    from newsxlate.models import EngineFactory


class Executor(Protocol):
    """What translates windows."""

    @property
    def count(self) -> int:
        """How many windows are worked on at once."""
        ...

    def submit(self, window: list[Prepared], known: int, own: int) -> Future[WindowResult]:
        """Translate window number ``own``; it may look up those stored up to ``known``."""
        ...

    def stop(self) -> None:
        """Have every window in hand end at its next batch, and give what is whole of it."""
        ...

    def give_up(self, own: int) -> WindowResult:
        """What there is, after `stop`, of a window whose batch takes too long to end."""
        ...

    def close(self) -> None:
        """Give up what is not done."""
        ...


MakeExecutor = Callable[[Path, Settings, Signatures], Executor]


def local_executor(
    store: Path,
    settings: Settings,
    signatures: Signatures,
    *,
    load: EngineFactory | None = None,
) -> Executor:
    """Translate on this machine, in this process or in others.

    Args:
        store: The store that translations are looked up in.
        settings: How many processes, and how they translate.
        signatures: What is known of the models.
        load: What loads a model, if not `newsxlate.engines.load_engine`; other processes get it
            pickled.
    """
    kind = _Processes if settings.processes else _Threads
    return kind(store, settings, signatures, load)


class _Threads:
    """One set of models in this process, and a thread for each window at work."""

    def __init__(
        self, store: Path, settings: Settings, signatures: Signatures, load: EngineFactory | None
    ) -> None:
        self._stop = threading.Event()
        self._memory = Memory(store, signatures.revisions, stopped=self._stop.is_set)
        options, source, helpers = _arguments(settings.options, settings, signatures)
        self._translator = Translator(
            options, self._memory, source, helpers=helpers, load=load, human=settings.human
        )
        self.count = at_once(signatures)
        self._pool = ThreadPoolExecutor(self.count, thread_name_prefix="executor")
        self._given_up = False

    def submit(self, window: list[Prepared], known: int, own: int) -> Future[WindowResult]:
        return self._pool.submit(self._translator, (window, known, own))

    def stop(self) -> None:
        self._stop.set()

    def give_up(self, own: int) -> WindowResult:
        self._given_up = True
        return WindowResult((), self._memory.made(own), whole=False)

    def close(self) -> None:
        self._pool.shutdown(wait=not self._given_up, cancel_futures=True)
        if self._given_up:
            # An engine that is at work still cannot be freed.
            self._memory.close()
        else:
            self._translator.close()


class _Processes:
    """Several processes, each with its models and its share of the cores, or a GPU of its own."""

    def __init__(
        self, store: Path, settings: Settings, signatures: Signatures, load: EngineFactory | None
    ) -> None:
        self.count = settings.processes * at_once(signatures)
        # Without a lock: a process that is killed while it looks would never give it back.
        self._stop = RawValue("b", 0)
        given = (store, signatures.revisions, load, settings.human, self._stop)
        self._pool = WorkerPool(
            _translator,
            [(*_arguments(own, settings, signatures), *given) for own in shares(settings)],
            at_once=at_once(signatures),
        )

    def submit(self, window: list[Prepared], known: int, own: int) -> Future[WindowResult]:
        return self._pool.submit((window, known, own))

    def stop(self) -> None:
        self._stop.value = 1

    def give_up(self, own: int) -> WindowResult:
        return WindowResult((), whole=False)

    def close(self) -> None:
        self._pool.close()


def at_once(signatures: Signatures) -> int:
    """Windows that one set of models works on: while one is checked, the engine has the other."""
    return 2 if signatures.threaded else 1


def _arguments(
    options: Options, settings: Settings, signatures: Signatures
) -> tuple[Options, str, int]:
    """What a translator is made of: options, source language, number of helpers."""
    size = settings.helpers
    if size is None:
        # Only CTranslate2 is known to run where it says that there are GPUs.
        beside = settings.processes or 1
        size = postprocessing.count(options.hardware, beside=beside) if signatures.threaded else 0
    return options, source_language(options), size


def _translator(
    options: Options,
    source: str,
    size: int,
    store: Path,
    revisions: Mapping[str, str],
    load: EngineFactory | None,
    human: HumanWork,
    stop: Any,
) -> Translator:
    """What a process calls."""
    memory = Memory(store, revisions, stopped=lambda: bool(stop.value))
    return Translator(options, memory, source, helpers=size, load=load, human=human)


def shares(settings: Settings) -> list[Options]:
    """The options of each process: GPUs go round, cores are divided."""
    hardware, count = settings.options.hardware, settings.processes
    gpus = 0 if hardware.device == "cpu" else cuda_devices()
    if gpus:
        named = ":" in hardware.device
        devices = [hardware.device if named else f"cuda:{n % gpus}" for n in range(count)]
        parts = [replace(hardware, device=device) for device in devices]
    else:
        threads = max(1, cpu_threads(hardware.threads) // count)
        parts = [replace(hardware, threads=threads)] * count
    return [replace(settings.options, hardware=part) for part in parts]
