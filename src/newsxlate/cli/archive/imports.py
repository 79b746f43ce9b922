"""``newsxlate archive import``: bring corrections from CAT tools into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsxlate.cli.options import archive_store, general_options

if TYPE_CHECKING:
    from newsxlate.review.importing import Imported

# So many units that did not go in are named one by one; all of them with --json.
_NAMED = 100


@click.command(
    "import",
    short_help="Bring corrections from CAT tools into a store.",
    epilog="\b\nExamples:\n"
    "  newsxlate archive import out.de-en.xlf --store out.sqlite --by 'Ana Weber'\n"
    "  newsxlate archive import memory.tmx --store out.sqlite --by Ana --dry-run\n"
    "  newsxlate archive import article.json --store out.sqlite --by Ana --json",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@archive_store
@click.option("--by", required=True, metavar="NAME", help="Whose corrections they are.")
@click.option(
    "--overwrite",
    is_flag=True,
    help="Let them go before what people have written into the store meanwhile.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as JSON.")
@general_options
def import_(
    file: Path, store: Path, by: str, overwrite: bool, dry_run: bool, as_json: bool, quiet: bool
) -> None:
    """Bring corrections into a store: FILE is XLIFF, TMX, or JSON that this program wrote.

    Each unit is matched by its id and its source, in TMX by its source alone where it has no id of
    ours. What was changed is edited, what its state calls right is accepted; nothing is signed off.
    What does not fit, or was changed by others meanwhile, is named on standard error and left out;
    the rest goes in, and the exit code is 1.
    """
    import json

    from newsxlate.errors import UsageError
    from newsxlate.review.desk import Editor
    from newsxlate.review.files import read_corrections
    from newsxlate.review.importing import Manner, bring_in
    from newsxlate.review.selection import bring_up_to_date

    if not by.strip():
        raise UsageError("--by is empty", hint="Say whose corrections they are.")
    read = read_corrections(file)
    if not dry_run:
        bring_up_to_date(store)
    editor = Editor(by, via=f"import of {file.name}")
    manner = Manner(editor=editor, exported=read.exported, overwrite=overwrite, dry_run=dry_run)
    done = bring_in(store, read, manner)
    if as_json:
        click.echo(json.dumps(done.plain(), ensure_ascii=False, indent=2))
    else:
        _name(file, done)
    if not quiet and not as_json:
        click.echo(_summary(file, store, done, dry_run=dry_run), err=True)
    if done.left_out:
        click.get_current_context().exit(1)


def _name(file: Path, done: Imported) -> None:
    """Name what did not go in."""
    for one in done.left_out[:_NAMED]:
        named = f" ({one.id})" if one.id else ""
        where = f" in {one.document}" if one.document else ""
        click.echo(f"left out: {file}, {one.place}{named}{where}: {one.reason}", err=True)
    if (more := len(done.left_out) - _NAMED) > 0:
        click.echo(f"left out: {more} more, which --json names", err=True)


def _summary(file: Path, store: Path, done: Imported, *, dry_run: bool) -> str:
    """What became of a file, in one line."""
    sentences = "sentence" if done.edited == 1 else "sentences"
    documents = "document" if done.documents == 1 else "documents"
    would = "would be " if dry_run else ""
    return (
        f"{file} into {store}: {done.edited} {sentences} {would}edited, {done.accepted} accepted in"
        f" {done.documents} {documents}; {done.unchanged} unchanged, {len(done.left_out)} left out"
    )
