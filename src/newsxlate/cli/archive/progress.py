"""The progress of a long run on standard error: a live line on a terminal, lines in a pipe."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING

from newsxlate.cli.console import Console

if TYPE_CHECKING:
    from newsxlate.archive.progress import State
    from newsxlate.archive.results import Counts, DocumentInfo, Failure

# Seconds between lines where nobody sees a live one.
_LINE_EVERY = 30.0
_SHOWN_CODES = 5


class Terminal:
    """A `newsxlate.archive.progress.ProgressListener` for people."""

    def __init__(self, state: State, *, quiet: bool = False) -> None:
        """Make one; ``quiet`` silences it."""
        self._console = Console(quiet=quiet)
        self._state = state
        self._said = time.monotonic()
        self._shown = 0

    def __enter__(self) -> Terminal:
        self._console.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._console.__exit__(kind, error, traceback)

    @property
    def live(self) -> bool:
        """Whether somebody sees how far it is, and wants to know how long it takes."""
        return self._console.live

    def say(self, line: str) -> None:
        """Print one line."""
        self._console.say(line)

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        """Print which document failed, and why."""
        self._console.say(f"failed: {info.name}: {failure.reason}")

    def stored(self, window: Counts, state: State) -> None:
        """Show how far it is."""
        if self.live:
            self._console.track(describe(state), state.seen, state.expected)
        elif time.monotonic() - self._said >= _LINE_EVERY:
            self._console.say(describe(state))
            self._said = time.monotonic()

    def ended(self, outcome: str, state: State) -> None:
        """Print what was done."""
        self._console.say(f"{outcome}: {describe(state)}" if outcome != "done" else describe(state))


def describe(state: State) -> str:
    """A run so far, in one line."""
    counts = state.counts
    documents = "document" if counts.documents == 1 else "documents"
    parts = [
        f"{counts.documents} {documents} ({_rate(state.rate(counts.documents))})",
        f"{counts.words} words ({state.rate(counts.words):.0f}/s)",
    ]
    # Narrow terminals cut the end off, which may be long: the findings.
    if left := state.left():
        minutes, seconds = divmod(round(left), 60)
        hours, minutes = divmod(minutes, 60)
        parts.append(f"{hours}:{minutes:02}:{seconds:02} left")
    if counts.copies:
        parts.append(f"{counts.copies} copies")
    if state.skipped:
        parts.append(f"{state.skipped} unchanged")
    if failed := counts.failed + state.failed_before:
        parts.append(f"{failed} failed")
    codes = ", ".join(f"{code} ×{n}" for code, n in counts.findings.most_common(_SHOWN_CODES))
    parts.append(f"findings: {codes}" if codes else "no findings")
    return "; ".join(parts)


def _rate(each_second: float) -> str:
    """Documents a second; a minute if a large model takes long for each."""
    slow = 0 < each_second < 0.1
    return f"{60 * each_second:.1f}/min" if slow else f"{each_second:.1f}/s"
