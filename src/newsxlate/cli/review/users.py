"""``newsxlate review users``: who may log in where the page is open to others."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newsxlate.cli.help import Group
from newsxlate.cli.options import general_options

_file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
# Longer lines are no passwords.
_LONGEST = 10_000


@click.group(
    cls=Group,
    short_help="Say who may log in to the page.",
    epilog="\b\nExamples:\n"
    "  newsxlate review users add users.json ana --role approver\n"
    "  newsxlate review users list users.json\n"
    "  newsxlate review users remove users.json ana",
)
def users() -> None:
    """Keep the file of those who may log in with `newsxlate review STORE --users FILE`.

    Passwords are hashed in it. Whoever is taken out of it is out at once.
    """


@users.command(
    epilog="\b\nExamples:\n"
    "  newsxlate review users add users.json ana --role approver\n"
    "  pass show newsxlate/ana | newsxlate review users add users.json ana --password-stdin"
)
@_file
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["editor", "approver"]),
    default="editor",
    show_default=True,
    help="An approver may all that an editor may, and approve.",
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, as one line."
)
@general_options
def add(file: Path, name: str, role: str, password_stdin: bool, quiet: bool) -> None:
    """Add NAME to FILE, which is made if there is none; a known NAME gets a new password and role.

    The password is asked for twice, and never an argument: others on this machine could read it.
    """
    from newsxlate.review.users import Role
    from newsxlate.review.users import add as add_user

    add_user(file, name, Role(role), _line() if password_stdin else _asked())
    if not quiet:
        click.echo(f"{name} may log in as {role}", err=True)


@users.command("list", epilog="\b\nExamples:\n  newsxlate review users list users.json")
@_file
@general_options
def list_(file: Path, quiet: bool) -> None:
    """List the names in FILE with their roles."""
    from newsxlate.review.users import load

    for user in sorted(load(file).values(), key=lambda user: user.name):
        click.echo(f"{user.name}\t{user.role.value}")


@users.command(epilog="\b\nExamples:\n  newsxlate review users remove users.json ana")
@_file
@click.argument("name")
@general_options
def remove(file: Path, name: str, quiet: bool) -> None:
    """Take NAME out of FILE; what they did in stores stays: see `newsxlate review forget`."""
    from newsxlate.review.users import remove as remove_user

    remove_user(file, name)
    if not quiet:
        click.echo(f"{name} may not log in any more", err=True)


def _asked() -> str:
    """A password, asked for twice on the terminal."""
    from newsxlate.errors import UsageError

    if not sys.stdin or not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to ask for the password on",
            hint="Pipe it in, and say --password-stdin.",
        )
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return password


def _line() -> str:
    """A password that was piped in: the first line."""
    from newsxlate.errors import UsageError

    line = sys.stdin.readline(_LONGEST) if sys.stdin else ""
    if not line.rstrip("\r\n"):
        raise UsageError("there is no password on standard input", hint="Pipe it in, as one line.")
    return line.rstrip("\r\n")
