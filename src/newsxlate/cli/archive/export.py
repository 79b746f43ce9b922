"""``newsxlate archive export``: a store as newsrooms, translators and data people want it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsxlate.cli.documents import complete_ids
from newsxlate.cli.help import ARCHIVE, OUTPUT, GroupedCommand, option
from newsxlate.cli.moments import Moment
from newsxlate.cli.options import archive_store, general_options, glossary_option, to_option
from newsxlate.cli.output import check_output, is_stdout, stdout
from newsxlate.outputs.formats import ARCHIVES, Shape, find

if TYPE_CHECKING:
    from newsxlate.archive.store.database import Damage
    from newsxlate.outputs.stream.record import Record

_FOLDERS = [name for name in ARCHIVES if find(name).shape is Shape.FOLDER]
# What goes on to be published: by default only what somebody has approved.
_PUBLISHED = ("ninjs", "newsml")
_APPROVED, _ANY = "approved", "any"


@dataclass(slots=True)
class _Left:
    """What is not in an export, to be said in the end.

    Attributes:
        damaged: Documents that cannot be read.
        written: Translations that are in it.
    """

    damaged: list[Damage] = field(default_factory=list)
    written: int = 0

    def out(self, row: Damage) -> None:
        """Say that a document is damaged, and left out."""
        self.damaged.append(row)
        click.echo(f"damaged, left out: {row.id}: {row.reason}", err=True)

    def counted(self, records: Iterator[Record]) -> Iterator[Record]:
        """Hand on what is written, counted."""
        for record in records:
            self.written += len(record.result.translations)
            yield record


@click.command(
    cls=GroupedCommand,
    epilog="\b\nExamples:\n"
    "  newsxlate archive export --store out.sqlite --format jsonl -o out.jsonl\n"
    "  newsxlate archive export --store out.sqlite --format jsonl | gzip > out.jsonl.gz\n"
    "  newsxlate archive export --store out.sqlite --format markdown --to en -o pages/\n"
    "  newsxlate archive export --store out.sqlite --format xliff --to en,fr -o out.xlf\n"
    "  newsxlate archive export --store out.sqlite --format ninjs --since '2 hours' -o wire/\n"
    "  newsxlate archive export --store out.sqlite --format xliff --id a.html -o a.xlf",
)
@archive_store
@option(
    "--state",
    type=click.Choice([_APPROVED, _ANY]),
    help="Only what somebody has approved, or everything; by default"
    f" {_APPROVED} for {' and '.join(_PUBLISHED)}, else {_ANY}.",
    group=ARCHIVE,
)
@option(
    "--id",
    "ids",
    multiple=True,
    metavar="ID",
    shell_complete=complete_ids,
    help="Only this document; may be given several times.",
    group=ARCHIVE,
)
@option(
    "--since",
    type=Moment(),
    metavar="WHEN",
    help="Only what was stored or changed since: 2026-03-12, 2026-03-12T10:00+01:00, '2 days'.",
    group=ARCHIVE,
)
@option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(ARCHIVES),
    required=True,
    help="Output format.",
    group=OUTPUT,
)
@option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help=f"The file to write instead of standard output; for {', '.join(_FOLDERS)} a folder, new or"
    " empty.",
    group=OUTPUT,
)
@to_option("Target languages; by default all that are in the store.", default=())
@glossary_option
@general_options
def export(
    store: Path,
    state: str | None,
    ids: tuple[str, ...],
    since: float | None,
    format_: str,
    output: Path | None,
    targets: tuple[str, ...],
    glossary: Path | None,
    quiet: bool,
) -> None:
    """Write the articles of a store with their translations.

    ninjs and NewsML-G2 say of what is approved, and under no embargo, that it is usable, and of all
    else that it is withheld. Copies of an article are written under their own names. What was at
    OUTPUT is replaced when the export is complete. What is damaged in the store is named and left
    out, and the exit code is 1; if there is nothing to be exported, nothing is written, and it is 1
    too. Formats that are one stream go to standard output without -o.
    """
    from newsxlate.archive.store.database import Store
    from newsxlate.archive.store.reader import translated
    from newsxlate.archive.store.statistics import embargoed, withdrawn
    from newsxlate.options import NameOptions
    from newsxlate.outputs.stream import export as write
    from newsxlate.outputs.stream.record import chosen
    from newsxlate.review.records import records
    from newsxlate.review.selection import check_ids, count_translations
    from newsxlate.signoff import State

    only = state == _APPROVED or (state is None and format_ in _PUBLISHED)
    left = _Left()
    with Store(store, readonly=True) as opened:
        there = translated(opened)
        _check(store, targets, there)
        check_ids(opened, ids)
        if output is None or is_stdout(output):
            _check_stream(format_, targets or there)
        elif format_ not in _FOLDERS:
            check_output(str(store), output)
        languages = targets or None
        found = records(
            store,
            states=(State.APPROVED,) if only else (),
            ids=ids,
            since=since,
            names=NameOptions(glossary=glossary),
            on_damage=left.out,
        )
        kept = chosen(found, languages)
        if format_ in _PUBLISHED:
            # They have no place for summaries that stand alone.
            kept = (record for record in kept if record.result.translations)
        made = left.counted(_some(kept, store, since, only=only))
        if output is None or is_stdout(output):
            count = write(made, format_, stdout(), languages=languages)
            stdout().flush()
        else:
            count = write(made, format_, output, languages=languages)
        held, gone = embargoed(opened), withdrawn(opened)
        unread = count_translations(opened, targets, ids, since) - left.written if only else 0
    if not quiet:
        where = "standard output" if output is None or is_stdout(output) else output
        click.echo(f"{_counted(count, 'article')} exported to {where}", err=True)
        if unread > 0:
            them = "it" if unread == 1 else "them"
            told = _counted(unread, "translation")
            click.echo(f"{told} left out, since nobody has approved {them}.", err=True)
            click.echo(f"  {_approve(store)}", err=True)
        if held:
            told = f"{_counted(held, 'document')} of {store} {'is' if held == 1 else 'are'}"
            click.echo(f"{told} still under embargo", err=True)
        if gone:
            click.echo(f"{gone} left out, which their publishers have withdrawn", err=True)
    if left.damaged:
        _say_damage(store, len(left.damaged))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _say_damage(store: Path, count: int) -> None:
    """Say how to mend what was left out, and fail."""
    from newsxlate.archive.store.reader import repair

    click.echo(f"{_counted(count, 'article')} left out, since the store is damaged.", err=True)
    click.echo(f"  {repair(store)}", err=True)
    click.get_current_context().exit(1)


def _some(
    records: Iterator[Record], store: Path, since: float | None, *, only: bool
) -> Iterator[Record]:
    """The records, if there is one: it is looked at before anything is written.

    Raises:
        InputError: There is none.
    """
    from newsxlate.errors import InputError

    first = next(records, None)
    if first is not None:
        return chain([first], records)
    if since is not None:
        raise InputError(
            f"nothing of {store} that could be exported was stored or changed since then",
            hint="Go further back with --since, or leave it out.",
        )
    if only:
        raise InputError(
            f"nobody has approved any of these translations of {store}",
            hint=_approve(store),
        )
    raise InputError(f"there is nothing to export in {store}")


def _approve(store: Path) -> str:
    """What to do about translations that nobody has approved."""
    return (
        f"`newsxlate review {store}` is where they are read and approved; `--state any` exports"
        " them, as withheld."
    )


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
