"""Progress on standard error: bars on a terminal, lines in a pipe, nothing if asked."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

import click

from newsxlate.cli.escaping import escaped, unescaped

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


# Seconds between lines where nobody sees a bar.
_LINE_EVERY = 30.0


class Console:
    """A `newsxlate.progress.Progress` for people.

    Lines are printed wherever standard error goes; bars only to a terminal. Where there are none, a
    line now and then says how far it is: whoever reads a log later sees that it was at work.
    """

    def __init__(self, *, quiet: bool = False, describe: Callable[[], str] | None = None) -> None:
        """Make a console.

        Args:
            quiet: Print nothing.
            describe: How far it is, in a line; by default what `start` and `advance` said.
        """
        self.quiet = quiet
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._describe = describe or self._so_far
        self._began = time.monotonic()
        self._work: _Work | None = None
        self._over = threading.Event()

    def __enter__(self) -> Console:
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console as Terminal
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                SpinnerColumn,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self._bars = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=Terminal(file=unescaped(sys.stderr)),
                transient=True,
            )
            self._bars.start()
        elif not self.quiet:
            self._began = time.monotonic()
            threading.Thread(target=self._beat, args=(_LINE_EVERY,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        if self._bars:
            self._bars.stop()
            self._bars = None

    def _beat(self, seconds: float) -> None:
        """Say every so many seconds how far it is, until it is over."""
        while not self._over.wait(seconds):
            # Nobody may be left to read it, as with a closed pipe: the work is not to end for that.
            with suppress(OSError, ValueError):
                self.say(self._describe())

    def _so_far(self) -> str:
        minutes, seconds = divmod(round(time.monotonic() - self._began), 60)
        work = self._work
        if work is None:
            return f"at work for {minutes}:{seconds:02}"
        done = f": {work.done} of {work.total}" if work.total else ""
        return f"{work.label}{done} (at work for {minutes}:{seconds:02})"

    def say(self, line: str) -> None:
        """Print one line."""
        if self.quiet:
            return
        line = escaped(line)
        if self._bars:
            self._bars.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=True)

    @property
    def live(self) -> bool:
        """Whether there are bars that somebody sees."""
        return self._bars is not None

    def track(self, label: str, done: int, total: int | None) -> None:
        """Show one bar that says how far a long piece of work is; None: of nobody knows what."""
        if self._bars:
            label = escaped(label, one_line=True)
            if self._task is None:
                self._task = self._bars.add_task(label, total=total)
            self._bars.update(self._task, description=label, completed=done, total=total)

    def start(self, label: str, total: int) -> None:
        """Begin a new bar in place of the one before; ``total`` 0 only spins."""
        self._work = _Work(label, total)
        if self._bars:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(escaped(label, one_line=True), total=total or None)

    def advance(self, steps: int) -> None:
        """Move the bar on."""
        if self._work:
            self._work.done += steps
        if self._bars and self._task is not None:
            self._bars.advance(self._task, steps)


@dataclass(slots=True)
class _Work:
    """A piece of work of ``total`` steps (0: nobody knows), and how many of them are done."""

    label: str
    total: int
    done: int = 0
