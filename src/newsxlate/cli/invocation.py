"""How the command was called, to be said when it is to be called again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import click

_KEY = "newsxlate.arguments"


def note(ctx: click.Context, arguments: Sequence[str]) -> None:
    """Keep the arguments of the whole command line."""
    ctx.meta[_KEY] = list(arguments)


def command_line() -> str:
    """The command line, as a shell takes it."""
    arguments = click.get_current_context().meta.get(_KEY, [])
    return shlex.join(["newsxlate", *arguments])
