"""How far a run has come, for whoever wants to know: people, log readers, Prometheus."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TextIO

from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.errors import StorageError
from newsxlate.files import write_atomic

# A file that is read every fifteen seconds need not be written more often.
_METRICS_EVERY = 5.0
_PROGRESS_EVERY = 2.0


@dataclass(slots=True)
class State:
    """A run so far.

    Attributes:
        counts: What was stored.
        skipped: Documents that needed nothing.
        failed_before: Documents that failed in an earlier run and were left alone.
        in_hand: Documents that are being translated.
        kept: Sentences that the memory keeps of documents that a stop came before the end of.
        expected: Documents in the archive; None if nobody has counted them.
        started: When it began to work, on the clock of `time.perf_counter`.
    """

    counts: Counts = field(default_factory=Counts)
    skipped: int = 0
    failed_before: int = 0
    in_hand: int = 0
    kept: int = 0
    expected: int | None = None
    started: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """How long it has worked."""
        return time.perf_counter() - self.started

    @property
    def seen(self) -> int:
        """Documents that are done with, one way or another."""
        return self.counts.documents + self.skipped + self.failed_before

    def rate(self, count: int) -> float:
        """So many a second."""
        return count / max(self.seconds, 1e-9)

    def left(self) -> float | None:
        """Seconds that are left, if the rest is like what was done; None if it cannot be told."""
        if self.expected is None or not self.counts.documents:
            return None
        return max(0, self.expected - self.seen) / self.rate(self.counts.documents)


class ProgressListener(Protocol):
    """Somebody who watches. All calls come from the thread that runs."""

    def say(self, line: str) -> None:
        """Take note of one line."""
        ...

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        """A document has no result."""
        ...

    def stored(self, window: Counts, state: State) -> None:
        """A window was stored."""
        ...

    def ended(self, outcome: str, state: State) -> None:
        """The run is over: "done", "stopped" or the error that ended it."""
        ...


class ProgressListeners:
    """Passes everything on."""

    def __init__(self, *listeners: ProgressListener) -> None:
        self._listeners = listeners

    def say(self, line: str) -> None:
        """Take note of one line."""
        for listener in self._listeners:
            listener.say(line)

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        """A document has no result."""
        for listener in self._listeners:
            listener.failed(info, failure)

    def stored(self, window: Counts, state: State) -> None:
        """A window was stored."""
        for listener in self._listeners:
            listener.stored(window, state)

    def ended(self, outcome: str, state: State) -> None:
        """The run is over."""
        for listener in self._listeners:
            listener.ended(outcome, state)


class JsonLog:
    """One JSON object a line, written as it happens."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def say(self, line: str) -> None:
        """Log a line."""
        self._write("note", {"text": line})

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        """Log a failure."""
        what = {"id": info.id, "name": info.name}
        self._write("failed", what | {"stage": failure.stage, "reason": failure.reason})

    def stored(self, window: Counts, state: State) -> None:
        """Log a window."""
        self._write("window", {**_counts(window), "so_far": _summary(state)})

    def ended(self, outcome: str, state: State) -> None:
        """Log the end."""
        self._write("end", {"outcome": outcome, **_summary(state)})

    def _write(self, event: str, what: Mapping[str, Any]) -> None:
        now = round(time.time(), 3)
        self._stream.write(json.dumps({"time": now, "event": event, **what}) + "\n")
        self._stream.flush()


class Metrics:
    """A text file for Prometheus' node exporter, replaced in one step each time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written = float("-inf")

    def say(self, line: str) -> None:
        """Lines are no metrics."""

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        """Failures are counted with their window."""

    def stored(self, window: Counts, state: State) -> None:
        """Write the file, unless it is new."""
        if time.monotonic() - self._written >= _METRICS_EVERY:
            self._write(state, running=True)

    def ended(self, outcome: str, state: State) -> None:
        """Write the file."""
        self._write(state, running=False)

    def _write(self, state: State, *, running: bool) -> None:
        write_atomic(self._path, exposition(state, running=running))
        self._written = time.monotonic()


class ProgressFile:
    """A small file beside the store that says how far the run is that works on it.

    The store cannot say that: between two windows nothing is written to it.
    """

    def __init__(self, store: Path) -> None:
        """Remove what a run has left that was killed."""
        self._path = _progress_path(store)
        self._written = float("-inf")
        self.remove()

    def update(self, state: State, run: int) -> None:
        """Write the file for run number ``run``, unless it is new; it is not worth ending for."""
        if time.monotonic() - self._written < _PROGRESS_EVERY:
            return
        self._written = time.monotonic()
        with suppress(StorageError, OSError):
            write_atomic(self._path, json.dumps(_progress(state, run)))

    def remove(self) -> None:
        """Remove it: the run is over."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def read_progress(store: Path) -> dict[str, Any]:
    """What the run says that works on a store, or worked on it when it was killed; else nothing.

    Returns:
        ``run``, ``process``, ``in_hand``, ``waiting`` (None if the archive was not counted), and
        the figures of an "end" event of `JsonLog`.
    """
    try:
        made = json.loads(_progress_path(store).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return made if isinstance(made, dict) else {}


def _progress_path(store: Path) -> Path:
    return Path(f"{store}.progress")


def _progress(state: State, run: int) -> dict[str, Any]:
    waiting = None
    if state.expected is not None:
        waiting = max(0, state.expected - state.seen - state.in_hand)
    where = {"run": run, "process": os.getpid()}
    return {**where, "in_hand": state.in_hand, "waiting": waiting, **_summary(state)}


def exposition(state: State, *, running: bool) -> str:
    """A run in Prometheus' text format, version 0.0.4."""
    counts = state.counts
    results = {
        "translated": counts.documents - counts.failed - counts.copies,
        "copied": counts.copies,
        "failed": counts.failed,
        "skipped": state.skipped,
        "failed_before": state.failed_before,
    }
    lines = [
        "# HELP newsxlate_documents_total Documents of this run by what became of them.",
        "# TYPE newsxlate_documents_total counter",
        *(f'newsxlate_documents_total{{result="{k}"}} {v}' for k, v in results.items()),
        "# HELP newsxlate_words_total Source words translated in this run.",
        "# TYPE newsxlate_words_total counter",
        f"newsxlate_words_total {counts.words}",
        "# HELP newsxlate_findings_total Findings of this run by code.",
        "# TYPE newsxlate_findings_total counter",
        *(
            f'newsxlate_findings_total{{code="{k}"}} {counts.findings[k]}'
            for k in sorted(counts.findings)
        ),
        "# HELP newsxlate_run_seconds How long this run has worked.",
        "# TYPE newsxlate_run_seconds gauge",
        f"newsxlate_run_seconds {state.seconds:.3f}",
        "# HELP newsxlate_running Whether the run goes on.",
        "# TYPE newsxlate_running gauge",
        f"newsxlate_running {int(running)}",
    ]
    if state.expected is not None:
        lines += [
            "# HELP newsxlate_documents_expected Documents in the archive.",
            "# TYPE newsxlate_documents_expected gauge",
            f"newsxlate_documents_expected {state.expected}",
        ]
    return "\n".join(lines) + "\n"


def _summary(state: State) -> dict[str, Any]:
    left = state.left()
    return {
        **_counts(state.counts),
        "skipped": state.skipped,
        "failed_before": state.failed_before,
        "seconds": round(state.seconds, 3),
        "documents_per_second": round(state.rate(state.counts.documents), 3),
        "words_per_second": round(state.rate(state.counts.words), 1),
        "seconds_left": None if left is None else round(left, 1),
    }


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "documents": counts.documents,
        "failed": counts.failed,
        "copies": counts.copies,
        "words": counts.words,
        "findings": dict(sorted(counts.findings.items())),
    }
