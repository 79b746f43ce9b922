"""The progress of a long run on standard error: a live line on a terminal, lines in a pipe."""

from __future__ import annotations

from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING

from newsxlate.cli.console import Console

if TYPE_CHECKING:
    from newsxlate.archive.progress import State
    from newsxlate.archive.results import Counts, DocumentInfo, Failure

_SHOWN_CODES = 5


class Terminal:
    """A `newsxlate.archive.progress.ProgressListener` for people."""

    def __init__(self, state: State, *, quiet: bool = False) -> None:
        """Make one; ``quiet`` silences it."""
        self._console = Console(quiet=quiet, describe=lambda: describe(state))

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
        self._console.track(describe(state), state.seen, state.expected)

    def ended(self, outcome: str, state: State) -> None:
        """Print what was done."""
        self._console.say(f"{outcome}: {describe(state)}" if outcome != "done" else describe(state))


def describe(state: State) -> str:
    """A run so far, in one line."""
    counts = state.counts
    documents = "document" if counts.documents == 1 else "documents"
    parts = [
        f"{counts.documents} {documents} ({_rate(state.rate(counts.documents))})",
        f"{counts.words} words ({_rate(state.rate(counts.words), below=1, decimals=0)})",
    ]
    # Narrow terminals cut the end off, which may be long: the findings.
    if left := state.left():
        parts.append(f"{clock(left)} left")
    if counts.copies:
        parts.append(f"{counts.copies} copies")
    if state.skipped:
        parts.append(f"{state.skipped} unchanged")
    if failed := counts.failed + state.failed_before:
        parts.append(f"{failed} failed")
    if state.in_hand:
        parts.append(f"{state.in_hand} in hand")
    if state.kept:
        parts.append(f"{state.kept} sentences kept of documents that were in hand")
    # A copy, since the thread that prints is not the one that counts.
    found = Counter(dict(counts.findings)).most_common(_SHOWN_CODES)
    codes = ", ".join(f"{code} ×{n}" for code, n in found)
    parts.append(f"findings: {codes}" if codes else "no findings")
    return "; ".join(parts)


def clock(seconds: float) -> str:
    """A time as hours, minutes and seconds: "1:02:03"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _rate(each_second: float, *, below: float = 0.1, decimals: int = 1) -> str:
    """So many a second; a minute if a large model takes long for each, and there are fewer."""
    slow = 0 < each_second < below
    return f"{60 * each_second:.1f}/min" if slow else f"{each_second:.{decimals}f}/s"
