"""``newsxlate archive export``: a store as newsrooms, translators and data people want it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from newsxlate.cli.options import archive_store, general_options, to_option
from newsxlate.cli.output import check_output, is_stdout, stdout
from newsxlate.outputs.formats import ARCHIVES, Shape, find

_FOLDERS = [name for name in ARCHIVES if find(name).shape is Shape.FOLDER]


@click.command(
    epilog="\b\nExamples:\n"
    "  newsxlate archive export --store out.sqlite --format jsonl -o out.jsonl\n"
    "  newsxlate archive export --store out.sqlite --format jsonl | gzip > out.jsonl.gz\n"
    "  newsxlate archive export --store out.sqlite --format markdown --to en -o pages/\n"
    "  newsxlate archive export --store out.sqlite --format xliff --to en,fr -o out.xlf",
)
@archive_store
@click.option(
    "--format", "-f", "format_", type=click.Choice(ARCHIVES), required=True, help="Output format."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help=f"The file to write instead of standard output; for {', '.join(_FOLDERS)} a folder, new or"
    " empty.",
)
@to_option("Target languages; by default all that are in the store.", default=())
@general_options
def export(
    store: Path, format_: str, output: Path | None, targets: tuple[str, ...], quiet: bool
) -> None:
    """Write the articles of a store with their translations.

    Copies of an article are written under their own names. What was at OUTPUT is replaced when the
    export is complete. What is damaged in the store is named and left out, and the exit code is 1.
    Formats that are one stream go to standard output without -o.
    """
    from newsxlate.archive.store.database import Damage, Store
    from newsxlate.archive.store.reader import records, repair, translated
    from newsxlate.archive.store.statistics import embargoed, withdrawn
    from newsxlate.outputs.stream import export as write

    damaged = []

    def left_out(row: Damage) -> None:
        damaged.append(row)
        click.echo(f"damaged, left out: {row.id}: {row.reason}", err=True)

    with Store(store, readonly=True) as opened:
        made = records(opened, left_out)
        there = translated(opened)
        _check(store, targets, there)
        if output is None or is_stdout(output):
            _check_stream(format_, targets or there)
            count = write(made, format_, stdout(), languages=targets or None)
            stdout().flush()
        else:
            if format_ not in _FOLDERS:
                check_output(str(store), output)
            count = write(made, format_, output, languages=targets or None)
        held, gone = embargoed(opened), withdrawn(opened)
    if not quiet:
        where = "standard output" if output is None or is_stdout(output) else output
        click.echo(f"{count} articles exported to {where}", err=True)
        if held:
            click.echo(f"{held} documents of {store} are still under embargo", err=True)
        if gone:
            click.echo(f"{gone} left out, which their publishers have withdrawn", err=True)
    if damaged:
        click.echo(f"{len(damaged)} articles left out, since the store is damaged.", err=True)
        click.echo(f"  {repair(store)}", err=True)
        click.get_current_context().exit(1)


def _check_stream(format_: str, languages: Sequence[str]) -> None:
    """See before the work that an export can go to standard output.

    Raises:
        UsageError: It is a folder, a binary file, or several files.
    """
    from newsxlate.errors import UsageError

    if find(format_).shape in (Shape.FOLDER, Shape.FILE):
        kind = "a folder" if format_ in _FOLDERS else "a file"
        raise UsageError(f"{format_} needs {kind}", hint=f"Name {kind} with -o.")
    if find(format_).shape is Shape.PAIRS and len(languages) > 1:
        from newsxlate.outputs.stream.xliff import several_pairs

        raise several_pairs()


def _check(store: Path, wanted: Sequence[str], there: list[str]) -> None:
    """See that there is something to export.

    Raises:
        InputError: No document of the store is done.
        UsageError: There are no translations into a language that is wanted.
    """
    from newsxlate.errors import InputError, UsageError

    if not there:
        raise InputError(
            f"no article of {store} is translated",
            hint="`newsxlate archive failures` says why, if any was tried.",
        )
    missing = [code for code in wanted if code not in there]
    if missing:
        raise UsageError(
            f"{store} has no translations into {', '.join(missing)}",
            hint=f"It has some into {', '.join(there)}.",
        )
