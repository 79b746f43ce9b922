"""``newsxlate review stats``: what reviewers made of the machine's work, in figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsxlate.cli.options import general_options

if TYPE_CHECKING:
    from newsxlate.archive.store.report import Table


@click.command(
    short_help="Say what was edited, and which findings were right.",
    epilog="\b\nExamples:\n"
    "  newsxlate review stats out.sqlite\n"
    "  newsxlate review stats out.sqlite --json | jq '.codes[] | select(.share_right < 0.5)'",
)
@click.argument("store", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@general_options
def stats(store: Path, as_json: bool, quiet: bool) -> None:
    """Say how much of STORE was approved unchanged or edited, and which findings were right.

    chrF says how like the machine's sentences the edited ones still are: 100 is equal. A finding
    was right if its sentence was changed and it is gone.
    """
    import json

    from newsxlate.archive.store.database import Store
    from newsxlate.review.statistics import statistics, tables

    with Store(store, readonly=True) as opened:
        counts = statistics(opened)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    click.echo(f"{counts['reviewed']} of {counts['translations']} translations have a review")
    for table in tables(counts):
        click.echo()
        for line in _lines(table):
            click.echo(line)


def _lines(table: Table) -> Iterator[str]:
    """A table as text: columns side by side, figures to the right."""
    rows = [table.head, *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    first = len(widths) - table.numbers
    yield f"{table.title}:"
    for row in rows:
        cells = (
            cell.rjust(width) if place >= first else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()
