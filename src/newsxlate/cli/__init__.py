"""The command line: one command a file, loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from newsxlate.errors import NewsxlateError
from newsxlate.version import __version__

# Name of a command -> module in this package that defines it under the same name.
_COMMANDS = ("translate", "segment", "names", "models", "explain", "schema", "completion")


class _Commands(click.Group):
    """A group that imports a command's module only when the command is looked at."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"newsxlate.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 failure, 2 wrong usage, 3 findings under --strict.",
)
@click.version_option(__version__, "-V", "--version", message="newsxlate %(version)s")
def cli() -> None:
    r"""Translate German news articles, and say what was lost on the way.

    \b
    Examples:
      newsxlate translate article.txt --to en
      newsxlate translate page.html --to fr,es --format html -o page.fr-es.html
      newsxlate segment article.txt
      newsxlate models list
    """


def main() -> None:
    """Run the command line; the entry point of the ``newsxlate`` command."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code, turning errors into one clear line."""
    try:
        code = cli.main(arguments, prog_name="newsxlate", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return _say("aborted", 130)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except NewsxlateError as error:
        if _debug(arguments):
            raise
        return _say(error.message, error.exit_code, error.hint)
    except KeyboardInterrupt:
        return _say("interrupted; nothing was written", 130)
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does. Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if _debug(arguments):
            raise
        return _say(
            f"internal error: {type(error).__name__}: {error}",
            1,
            "This should not happen. Run again with --debug and report what it prints.",
        )


def _debug(arguments: list[str]) -> bool:
    return "--debug" in arguments or bool(os.environ.get("NEWSXLATE_DEBUG"))


def _say(message: str, code: int, hint: str = "") -> int:
    line = " ".join(message.split())
    click.echo(f"newsxlate: {line}", err=True)
    if hint:
        click.echo(f"  {hint}", err=True)
    return code
