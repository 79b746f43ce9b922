"""How commands show their help: options in groups, and what a mistyped command may have meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])

#: The groups in the order they are shown in.
READING, LANGUAGES, ARCHIVE = "Reading", "Languages", "Archive"
MODEL, HARDWARE, DECODING = "Model", "Hardware", "Decoding"
NAMES, SUMMARY, OUTPUT, PAGE = "Names", "Summary", "Output", "Page"
_ORDER = (READING, LANGUAGES, ARCHIVE, MODEL, HARDWARE, DECODING, NAMES, SUMMARY, OUTPUT, PAGE)
_REST = "Other"


class Option(click.Option):
    """An option that knows the group it is shown in."""

    def __init__(self, *args: Any, group: str = _REST, **rest: Any) -> None:
        """Make an option; ``group`` is one of the above."""
        super().__init__(*args, **rest)
        self.group = group


def option(*names: str, group: str, **rest: Any) -> Callable[[Function], Function]:
    """`click.option` with the group that `GroupedCommand` shows it in."""
    return click.option(*names, cls=Option, group=group, **rest)


class GroupedCommand(click.Command):
    """A command with so many options that its help shows them in groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group."""
        groups: dict[str, list[tuple[str, str]]] = {name: [] for name in (*_ORDER, _REST)}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                groups[getattr(param, "group", _REST)].append(record)
        for name, records in groups.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)


class Group(click.Group):
    """A group of commands that says which of them a mistyped name may have meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that ``args`` begin with.

        Raises:
            UsageError: There is none.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = did_you_mean(args[0], self.list_commands(ctx))
            # Newer releases of click add this themselves where they know the commands.
            if hint and "Did you mean" not in error.format_message():
                raise click.UsageError(f"{error.message} {hint}", ctx=error.ctx) from error
            raise


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """What a mistyped name may have meant, as a question; empty if it is like none."""
    from difflib import get_close_matches

    close = get_close_matches(name, known)
    return f"Did you mean {' or '.join(map(repr, close))}?" if close else ""
