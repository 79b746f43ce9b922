"""Progress on standard error: bars on a terminal, lines in a pipe, nothing if asked."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

import click

from newsxlate.cli.escaping import escaped, unescaped

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Console:
    """A `newsxlate.progress.Progress` for people.

    Lines are printed wherever standard error goes; bars only to a terminal.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        """Make a console; ``quiet`` silences it."""
        self.quiet = quiet
        self._bars: Bars | None = None
        self._task: TaskID | None = None

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
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bars:
            self._bars.stop()
            self._bars = None

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
        if self._bars:
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(escaped(label, one_line=True), total=total or None)

    def advance(self, steps: int) -> None:
        """Move the bar on."""
        if self._bars and self._task is not None:
            self._bars.advance(self._task, steps)
