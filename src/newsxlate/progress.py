"""What a long run tells whoever watches it: lines, and how far it has come."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Somebody who watches. The command line draws bars; the library's default says nothing."""

    def say(self, line: str) -> None:
        """Take note of one line, such as which model was chosen."""
        ...

    def start(self, label: str, total: int) -> None:
        """Begin a piece of work of ``total`` steps, ending the one before."""
        ...

    def advance(self, steps: int) -> None:
        """Note that ``steps`` steps of the current work are done."""
        ...


class Silent:
    """Nobody watches."""

    def say(self, line: str) -> None:
        """Say nothing."""

    def start(self, label: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int) -> None:
        """Say nothing."""
