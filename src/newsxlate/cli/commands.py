"""All commands: one a file, loaded when it is called; and what becomes of their errors."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.escaping import escaped, escaping
from newsxlate.cli.help import Group
from newsxlate.cli.invocation import note
from newsxlate.cli.process import INTERRUPTED
from newsxlate.errors import NewsxlateError
from newsxlate.version import __version__

if TYPE_CHECKING:
    from newsxlate.models import EnginePool

# Name of a command -> module in this package that defines it under the same name.
_COMMANDS = (
    "translate",
    "summarize",
    "check",
    "archive",
    "review",
    "segment",
    "names",
    "models",
    "explain",
    "schema",
    "completion",
)


class _Commands(Group):
    """A group that imports a command's module only when the command is looked at."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, and keep them for who has to say how to go on."""
        note(ctx, args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; one whose reader has gone has done its work. For click it has failed."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return _enough()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"newsxlate.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 failure, 2 wrong usage, 3 findings under --strict, 130 stopped.",
)
@click.version_option(__version__, "-V", "--version", message="newsxlate %(version)s")
def cli() -> None:
    """Translate German news articles, and say what was lost on the way.

    \b
    Examples:
      newsxlate translate article.txt --to en
      newsxlate translate page.html --to fr,es --format html -o page.fr-es.html
      newsxlate segment article.txt
      newsxlate models list
    """


def run(arguments: list[str], engines: EnginePool | None = None) -> int:
    """Run one command, turning errors into one clear line.

    Args:
        arguments: The command line, without the program's name.
        engines: What finds and loads models, if it is not to be made of the command's options.

    Returns:
        The exit code.
    """
    with escaping():
        return _run(arguments, engines)


def _run(arguments: list[str], engines: EnginePool | None) -> int:
    try:
        code = cli.main(arguments, prog_name="newsxlate", standalone_mode=False, obj=engines)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _say("stopped; nothing was written", INTERRUPTED)
    except BrokenPipeError:
        return _enough()
    except Exception as error:
        if _debug(arguments):
            raise
        return _failed(error)


def _enough() -> int:
    """Whoever read our output has gone, as `head` does."""
    _give_up_output()
    return 0


def _give_up_output() -> None:
    """Let what is not printed yet go: Python would try again at exit, and complain."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(error: Exception) -> int:
    """Say what went wrong, and what to do; return the exit code."""
    if isinstance(error, NewsxlateError):
        return _say(error.message, error.exit_code, error.hint)
    if isinstance(error, OSError):
        if error.filename is None:
            _give_up_output()
        place = error.filename or "standard output, or a temporary file"
        return _say(
            f"cannot write or read {place}: {error.strerror or error}",
            1,
            "Check that the disk is not full and that the place may be written to.",
        )
    return _say(
        f"internal error: {type(error).__name__}: {error}",
        1,
        "This should not happen. Run again with --debug and report what it prints.",
    )


def _debug(arguments: list[str]) -> bool:
    return "--debug" in arguments or bool(os.environ.get("NEWSXLATE_DEBUG"))


def _say(message: str, code: int, hint: str = "") -> int:
    # Escaped here already: click would take some of it out where there is no terminal.
    line = escaped(" ".join(message.split()))
    click.echo(f"newsxlate: {line}", err=True)
    if hint:
        click.echo(f"  {escaped(hint)}", err=True)
    return code
