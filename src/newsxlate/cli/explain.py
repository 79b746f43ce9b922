"""``newsxlate explain``: what a finding's code means."""

from __future__ import annotations

from typing import Any

import click

from newsxlate.cli.options import general_options
from newsxlate.errors import UsageError

_WIDTH = 88


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    from click.shell_completion import CompletionItem

    from newsxlate.findings import codes

    return [
        CompletionItem(code, help=entry.name)
        for code, entry in codes().items()
        if code.startswith(incomplete.upper())
    ]


@click.command(short_help="Say what a finding's code means.")
@click.argument("code", required=False, shell_complete=_complete)
@general_options
def explain(code: str | None, quiet: bool) -> None:
    """Say what the finding CODE means and what to do; without a code, list them all.

    \b
    Examples:
      newsxlate explain N301
      newsxlate explain 514
      newsxlate explain
    """
    from newsxlate.findings import advice, codes

    if code is None:
        for entry in codes().values():
            click.echo(f"{entry.code}  {entry.severity:<8} {entry.name}")
        return
    # "514" is as clear as "N514".
    entry_or_none = codes().get(code.upper() if code[:1] in "nN" else f"N{code}")
    if entry_or_none is None:
        raise UsageError(
            f"there is no finding {code}", hint="`newsxlate explain` lists all of them."
        )
    click.echo(f"{entry_or_none.code} {entry_or_none.name} ({entry_or_none.severity})")
    click.echo()
    click.echo(click.wrap_text(entry_or_none.explanation, width=_WIDTH))
    click.echo()
    click.echo(click.wrap_text(f"What to do: {advice(entry_or_none.code)}", width=_WIDTH))
