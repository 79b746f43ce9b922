"""``newsxlate review``: an editor's page, and what it leaves behind.

A command a file, loaded when it is called: `_COMMANDS` names them.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from newsxlate.cli.help import did_you_mean

# Name of a command -> module in this package, and what it defines there.
_COMMANDS = {
    "open": ("open", "open_"),
    "approve": ("approve", "approve"),
    "send-back": ("approve", "send_back"),
    "stats": ("stats", "stats"),
    "verify": ("verify", "verify"),
    "forget": ("forget", "forget"),
    "users": ("users", "users"),
}


class _OpenByDefault(click.Group):
    """A group that takes what is no command's name for the arguments of ``open``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put "open" before arguments that name no command."""
        help_ = ctx.help_option_names
        if args and args[0] not in (*_COMMANDS, *help_):
            hint = did_you_mean(args[0], tuple(_COMMANDS))
            if hint and "." not in args[0] and not Path(args[0]).exists():
                raise click.UsageError(f"No such file or command {args[0]!r}. {hint}", ctx=ctx)
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in order."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command = getattr(import_module(f"newsxlate.cli.review.{module}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_OpenByDefault,
    short_help="Read, correct and approve translations in a browser.",
    options_metavar=None,
    subcommand_metavar="STORE|ARTICLE [OPTIONS]  |  COMMAND …",
    epilog="\b\nExamples:\n  newsxlate review out.sqlite\n"
    "  newsxlate review article.txt --to en,fr --summary\n"
    "  newsxlate review open --help\n"
    "  newsxlate review approve out.sqlite a.txt --to en --by 'Ana Weber'\n"
    "  newsxlate review stats out.sqlite",
)
def review() -> None:
    """Open an archive's store, or an article, for review in a browser.

    Without a command, the file is opened as by "open"; "newsxlate review open --help" has its
    options.
    """
