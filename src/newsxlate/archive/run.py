"""Work through an archive: read ahead, translate, store, in that order and all at once.

Documents go in windows. While one or two windows are translated, the next is read by worker
processes and the one before is stored. Windows are cut, looked up in the memory and stored in the
order of the archive, so that a run that was killed and resumed ends with the same store as one that
was not.
"""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from newsxlate import embargo
from newsxlate.archive.progress import ProgressListener, State
from newsxlate.archive.results import DocumentResult, Failure, ResultKind, WindowResult
from newsxlate.archive.settings import Settings, Signatures, sign
from newsxlate.archive.store.database import Store
from newsxlate.archive.work import Prepared
from newsxlate.archive.workers.executors import Executor, MakeExecutor, local_executor
from newsxlate.archive.workers.prefetch import (
    Broken,
    DocumentStatus,
    NotDue,
    Prefetcher,
    Read,
    Waiting,
    describe,
    document_status,
)
from newsxlate.errors import StorageError
from newsxlate.inputs.document import BadRecord, Document

# A window is full with so many words, too, however few documents it has.
_WINDOW_WORDS = 40_000


def run(
    documents: Iterable[Document | BadRecord],
    store: Path,
    settings: Settings,
    *,
    listener: ProgressListener,
    stop: threading.Event | None = None,
    about: Mapping[str, Any] | None = None,
    state: State | None = None,
    executor: MakeExecutor | None = None,
) -> State:
    """Translate what is not translated yet, and store it.

    Args:
        documents: The archive; the same documents have the same ids in every run.
        store: The store; it is made if there is none.
        settings: How.
        listener: Who is told what happens.
        stop: When set, the windows in hand are finished and stored, and no other is begun.
        about: What is noted of the run in the store, as JSON.
        state: Kept up to date while it runs.
        executor: Where windows are translated; by default on this machine.

    Returns:
        How it went.

    Raises:
        UsageError: A language or the model is not known.
        ModelError: There is no model for a pair.
        EngineError: A model cannot be loaded, or fails whatever it is given.
        InputError: There is a file at ``store``, but it is not a store.
        StorageError: The disk is full, or another run works on the store.
    """
    from newsxlate.models import open_router

    state = state or State()
    stop = stop or threading.Event()
    router = open_router(settings.options.model, _Saying(listener))
    with locked(store), Store(store, create=True) as opened:
        signatures = sign(settings.options, router, pull=True)
        number = opened.begin_run(json.dumps(dict(about or {})), os.getpid())
        outcome = "failed"
        try:
            _Run(opened, settings, signatures, number, listener, state, stop).go(
                documents, executor or local_executor
            )
            outcome = "stopped" if stop.is_set() else "done"
        except BaseException as error:
            outcome = str(error) or type(error).__name__
            raise
        finally:
            listener.ended(outcome, state)
            _end(opened, number, outcome)
    return state


def plan(
    documents: Iterable[Document | BadRecord], store: Path, settings: Settings
) -> dict[DocumentStatus, int]:
    """Count how the documents of an archive stand to a store; nothing is read or written.

    Raises:
        UsageError: A language or the model is not known.
        ModelError: There is no model for a pair.
        InputError: There is a file at ``store``, but it is not a store.
    """
    from newsxlate.models import open_router

    counts = dict.fromkeys(DocumentStatus, 0)
    signatures = sign(settings.options, open_router(settings.options.model), pull=False)
    chosen = islice(documents, settings.limit)
    if not store.exists():
        counts[DocumentStatus.NEW] = sum(1 for _ in chosen)
        return counts
    with Store(store, readonly=True) as opened:
        for document in chosen:
            counts[document_status(describe(document), opened, signatures)] += 1
    return counts


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Keep a second run away from a store, until this one ends or is killed.

    Raises:
        StorageError: There is a run at work, or the folder may not be written to.
    """
    from filelock import FileLock, Timeout

    from newsxlate.files import storage_errors

    guard = Path(f"{store}.lock")
    with storage_errors(guard):
        lock = FileLock(guard)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise StorageError(
                f"another run is at work on {store}",
                hint="Wait until it is done, or stop it; or use another --store.",
            ) from error
    try:
        yield
    finally:
        lock.release()


class _Run:
    """One run: the thread that deals out windows and stores what they gave."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        signatures: Signatures,
        number: int,
        listener: ProgressListener,
        state: State,
        stop: threading.Event,
    ) -> None:
        self._store = store
        self._settings = settings
        self._signatures = signatures
        self._number = number
        self._listener = listener
        self._state = state
        self._stop = stop
        self._next = store.last_window() + 1
        self._settled = store.settled_window()
        self._broken: BaseException | None = None
        self._begun = False
        self._in_hand: deque[tuple[int, Future[WindowResult]]] = deque()
        # Texts that were dealt out and are not stored yet, and those nothing can be made of.
        self._dealt: dict[bytes, int] = {}
        self._failed: dict[bytes, Failure] = {}

    def go(self, documents: Iterable[Document | BadRecord], make: MakeExecutor) -> None:
        """Work through the archive."""
        prefetcher = Prefetcher(
            documents, self._store.path, self._settings, self._signatures, self._stop
        )
        executor: Executor | None = None
        try:
            for window in self._windows(prefetcher):
                if executor is None:
                    # Not before there is something to do; the archive is read on meanwhile.
                    executor = make(self._store.path, self._settings, self._signatures)
                if window:
                    self._deal(window, executor)
            while self._in_hand:
                self._store_next()
            if self._broken:
                raise self._broken
        finally:
            prefetcher.close()
            if executor:
                executor.close()

    def _windows(self, prefetcher: Prefetcher) -> Iterator[list[Prepared]]:
        """Cut what is read ahead into windows, storing what is ready in between.

        The first is an empty one, as soon as there is something to do.
        """
        window: list[Prepared] = []
        words = 0
        for event in prefetcher:
            if self._stop.is_set():
                return
            while self._in_hand and self._in_hand[0][1].done():
                self._store_next()
            match event:
                case Read(prepared):
                    if not self._begun:
                        self._begun = True
                        yield []
                    window.append(prepared)
                    words += prepared.words
                case NotDue(DocumentStatus.FAILED):
                    self._state.failed_before += 1
                case NotDue():
                    self._state.skipped += 1
                case Broken(error):
                    self._broken = error
                    break
                case Waiting():
                    pass
            if len(window) >= self._settings.window or words >= _WINDOW_WORDS:
                yield window
                window, words = [], 0
        if window and not self._stop.is_set():
            yield window

    def _deal(self, window: list[Prepared], executor: Executor) -> None:
        """Give a window to the executor when there is room for it.

        One more than it works on is in hand, so that it never waits.
        """
        most = executor.count + 1
        while len(self._in_hand) >= most:
            self._store_next()
        number = self._next
        self._next += 1
        dealt = [self._once(prepared, number) for prepared in window]
        # The windows before these are stored, whatever happens:
        # see `newsxlate.archive.store.translation_memory`.
        known = max(self._settled, number - most)
        self._in_hand.append((number, executor.submit(dealt, known)))

    def _once(self, prepared: Prepared, window: int) -> Prepared:
        """A document; without its article if its text is, or is being, translated."""
        text = prepared.text
        if text is None or prepared.kind is not ResultKind.TRANSLATED:
            return prepared
        if text in self._dealt or self._store.fresh(text, self._signatures.languages):
            return prepared.as_copy()
        self._dealt[text] = window
        return prepared

    def _store_next(self) -> None:
        """Wait for the window that comes next, and store it."""
        number, future = self._in_hand.popleft()
        made = future.result()
        for outcome in made.outcomes:
            if outcome.failure and outcome.text:
                self._failed[outcome.text] = outcome.failure
        made = replace(made, outcomes=[self._with_text(outcome) for outcome in made.outcomes])
        counts = self._store.commit(
            made, window=number, run=self._number, signatures=self._signatures
        )
        self._dealt = {text: window for text, window in self._dealt.items() if window > number}
        self._state.counts.add(counts)
        for outcome in made.outcomes:
            if outcome.failure:
                self._listener.failed(outcome.info, outcome.failure)
            elif said := embargo.notice(outcome.info.name, outcome.info.embargoed):
                self._listener.say(said)
        self._listener.stored(counts, self._state)

    def _with_text(self, outcome: DocumentResult) -> DocumentResult:
        """A copy fails with its text."""
        known = self._failed.get(outcome.text) if outcome.text else None
        if known and outcome.kind is ResultKind.COPY:
            return replace(outcome, failure=known)
        return outcome


class _Saying:
    """A `newsxlate.progress.Progress` whose lines go to a listener."""

    def __init__(self, listener: ProgressListener) -> None:
        self.say = listener.say

    def start(self, label: str, total: int) -> None:
        """Nothing: pulling a model is said in lines."""

    def advance(self, steps: int) -> None:
        """Nothing."""


def _end(store: Store, run: int, outcome: str) -> None:
    """Note the end of a run, if there is room for it."""
    with suppress(StorageError):
        store.end_run(run, outcome)
