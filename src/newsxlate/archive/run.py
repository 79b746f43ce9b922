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
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from newsxlate import embargo
from newsxlate.archive.progress import ProgressFile, ProgressListener, State
from newsxlate.archive.results import Counts, DocumentResult, Failure, ResultKind, WindowResult
from newsxlate.archive.settings import Settings, Signatures, sign
from newsxlate.archive.store.corrections import human_work
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.lock import check_folder, locked
from newsxlate.archive.store.rereading import announcement
from newsxlate.archive.store.statistics import damage
from newsxlate.archive.work import Prepared
from newsxlate.archive.workers.executors import Executor, MakeExecutor, local_executor
from newsxlate.archive.workers.pool import LostError
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
# Seconds to wait before looking whether there is something else to do.
_TURN = 0.1
# Seconds that windows in hand get to come to their next batch when the run is to stop.
_PATIENCE = 7.0


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
        stop: When set, the run ends within seconds: each window in hand at its next batch. What is
            whole is stored: windows, and sentences of those that are not, which the next run then
            has in its memory.
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
        shown = ProgressFile(store)
        for damaged in damage(opened):
            listener.say(f"damaged in {store}: {damaged.id}: {damaged.reason}")
        human = human_work(settings.options, opened)
        signatures = sign(settings.options, router, pull=True, memories=human.memories)
        settings = replace(settings, human=human)
        if settings.window is None and signatures.one_by_one:
            settings = replace(settings, window=1)
        if said := announcement(opened, signatures.reading):
            listener.say(said)
        noted = {**(about or {}), "reading": signatures.reading}
        if glossary := settings.options.names.glossary:
            # Review checks by it, too.
            noted["glossary"] = str(glossary.absolute())
        number = opened.begin_run(json.dumps(noted), os.getpid())
        outcome = "failed"
        try:
            _Run(opened, settings, signatures, number, listener, state, stop, shown).go(
                documents, executor or local_executor
            )
            outcome = "stopped" if stop.is_set() else "done"
        except KeyboardInterrupt:
            outcome = "stopped"
            raise
        except BaseException as error:
            outcome = str(error) or type(error).__name__
            raise
        finally:
            shown.remove()
            listener.ended(outcome, state)
            _end(opened, number, outcome)
    return state


def plan(
    documents: Iterable[Document | BadRecord], store: Path, settings: Settings
) -> dict[DocumentStatus, int]:
    """Count how the documents of an archive stand to a store; none is translated or stored.

    What cannot be read in any case, such as a damaged record, counts as unreadable; what can be
    found out only by reading a document to its end does not.

    Raises:
        UsageError: A language or the model is not known.
        ModelError: There is no model for a pair.
        InputError: There is a file at ``store``, but it is not a store.
        StorageError: There is no folder for it.
    """
    from newsxlate.models import open_router

    check_folder(store)
    counts = dict.fromkeys(DocumentStatus, 0)
    signatures = sign(settings.options, open_router(settings.options.model), pull=False)
    with ExitStack() as stack:
        opened = stack.enter_context(Store(store, readonly=True)) if store.exists() else None
        for document in islice(documents, settings.limit):
            found = DocumentStatus.NEW
            if opened:
                found = document_status(describe(document), opened, signatures)
            if found.due and isinstance(document, BadRecord):
                found = DocumentStatus.UNREADABLE
            counts[found] += 1
    return counts


@dataclass(frozen=True, slots=True)
class _InHand:
    """A window that is being translated: its number, how many documents it has, what it gives."""

    number: int
    documents: int
    future: Future[WindowResult]


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
        shown: ProgressFile,
    ) -> None:
        self._store = store
        self._settings = settings
        self._signatures = signatures
        self._number = number
        self._listener = listener
        self._state = state
        self._stop = stop
        self._shown = shown
        self._next = store.last_window() + 1
        self._settled = store.settled_window()
        self._broken: BaseException | None = None
        self._begun = False
        self._executor: Executor | None = None
        self._in_hand: deque[_InHand] = deque()
        # When the executor was told to stop, on the clock of `time.monotonic`; and whether a window
        # was stopped in the middle: then no later one is stored, or their order would change.
        self._stopping: float | None = None
        self._cut = False
        # Texts that were dealt out and are not stored yet, and those nothing can be made of.
        self._dealt: dict[bytes, int] = {}
        self._failed: dict[bytes, Failure] = {}

    def go(self, documents: Iterable[Document | BadRecord], make: MakeExecutor) -> None:
        """Work through the archive."""
        prefetcher = Prefetcher(
            documents, self._store.path, self._settings, self._signatures, self._stop
        )
        try:
            for window in self._windows(prefetcher):
                if self._executor is None:
                    # Not before there is something to do; the archive is read on meanwhile.
                    self._executor = make(self._store.path, self._settings, self._signatures)
                if window:
                    self._deal(window, self._executor)
            while self._in_hand:
                self._store_next()
            if self._broken:
                raise self._broken
        finally:
            prefetcher.close()
            if self._executor:
                self._executor.close()

    def _windows(self, prefetcher: Prefetcher) -> Iterator[list[Prepared]]:
        """Cut what is read ahead into windows, storing what is ready in between.

        The first is an empty one, as soon as there is something to do.
        """
        window: list[Prepared] = []
        words, size = 0, self._settings.size
        for event in prefetcher:
            if self._stop.is_set():
                return
            self._shown.update(self._state, self._number)
            while self._in_hand and self._in_hand[0].future.done():
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
            if len(window) >= size or words >= _WINDOW_WORDS:
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
        if self._stop.is_set():
            return
        number = self._next
        self._next += 1
        dealt = [self._once(prepared, number) for prepared in window]
        # The windows before these are stored, whatever happens:
        # see `newsxlate.archive.store.translation_memory`.
        known = max(self._settled, number - most)
        # First, since Ctrl-C ends a run at once that has nothing in hand.
        self._state.in_hand += len(window)
        future = executor.submit(dealt, known, number)
        self._in_hand.append(_InHand(number, len(window), future))

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
        next_ = self._in_hand.popleft()
        number, made = next_.number, self._wait(next_)
        if not made.whole:
            self._cut = True
        if self._cut:
            self._store.keep(made.memory, number)
            self._state.kept += len(made.memory)
            self._state.in_hand -= next_.documents
            return
        for outcome in made.outcomes:
            if outcome.failure and outcome.text:
                self._failed[outcome.text] = outcome.failure
        made = replace(made, outcomes=[self._with_text(outcome) for outcome in made.outcomes])
        stored = self._store.commit(
            made, window=number, run=self._number, signatures=self._signatures
        )
        counts = Counts.of(stored)
        self._dealt = {text: window for text, window in self._dealt.items() if window > number}
        self._state.counts.add(counts)
        self._state.in_hand -= next_.documents
        for dealt, outcome in zip(made.outcomes, stored, strict=True):
            if outcome.failure:
                if dealt.text:
                    self._failed[dealt.text] = outcome.failure
                self._listener.failed(outcome.info, outcome.failure)
            elif said := embargo.notice(outcome.info.name, outcome.info.embargoed):
                self._listener.say(said)
        self._listener.stored(counts, self._state)

    def _wait(self, window: _InHand) -> WindowResult:
        """What a window gave; if the run is to stop, what is whole of it after a while."""
        while not wait([window.future], _TURN).done:
            self._shown.update(self._state, self._number)
            self._heed_stop()
            late = self._stopping is not None and time.monotonic() - self._stopping > _PATIENCE
            if late and self._executor:
                made = self._executor.give_up(window.number)
                # It may have come to its end in between.
                return window.future.result() if window.future.done() else made
        try:
            return window.future.result()
        except LostError:
            if self._stopping is None:
                raise
            return WindowResult((), whole=False)

    def _heed_stop(self) -> None:
        """Tell the executor to stop, once, if the run is to."""
        if self._stopping is None and self._stop.is_set() and self._executor:
            self._stopping = time.monotonic()
            self._executor.stop()
            self._listener.say(
                f"stopping within seconds: {self._state.in_hand} documents in hand, of which every"
                " finished sentence is kept; Ctrl-C again stops at once"
            )

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
