"""``newsxlate archive export``: a store as newsrooms, translators and data people want it."""

from __future__ import annotations

from pathlib import Path

import click

from newsxlate.cli.options import archive_store, check_output, general_options, to_option
from newsxlate.outputs.stream import FOLDERS, FORMATS


@click.command(
    epilog="\b\nExamples:\n"
    "  newsxlate archive export --store out.sqlite --format jsonl -o out.jsonl\n"
    "  newsxlate archive export --store out.sqlite --format markdown --to en -o pages/\n"
    "  newsxlate archive export --store out.sqlite --format xliff --to en,fr -o out.xlf",
)
@archive_store
@click.option(
    "--format", "-f", "format_", type=click.Choice(FORMATS), required=True, help="Output format."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    help=f"The file to write; for {', '.join(FOLDERS)} a folder, new or empty.",
)
@to_option("Target languages; by default all that are in the store.", default=())
@general_options
def export(
    store: Path, format_: str, output: Path, targets: tuple[tuple[str, ...], ...], quiet: bool
) -> None:
    """Write the articles of a store with their translations.

    Copies of an article are written under their own names. What was at OUTPUT is replaced when the
    export is complete.
    """
    from newsxlate.archive.store.database import Store
    from newsxlate.archive.store.reader import records, translated
    from newsxlate.outputs.stream import export as write

    wanted = list(dict.fromkeys(code for group in targets for code in group))
    with Store(store, readonly=True) as opened:
        _check(store, wanted, translated(opened))
        if format_ not in FOLDERS:
            check_output(str(store), output)
        count = write(records(opened), format_, output, languages=wanted or None)
    if not quiet:
        click.echo(f"{count} articles exported to {output}", err=True)


def _check(store: Path, wanted: list[str], there: list[str]) -> None:
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
