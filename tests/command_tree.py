"""Every command of the command line, found by walking it, so that none escapes its tests."""

from __future__ import annotations

from collections.abc import Iterator

import click

from newsxlate.cli import cli


def walk(
    command: click.Command = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Commands and groups, with the words that call them; the first has none."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found, name
            yield from walk(found, (*path, name))


COMMANDS = dict(walk())


def spoken(path: tuple[str, ...]) -> str:
    """A command as one types it."""
    return " ".join(("newsxlate", *path))
