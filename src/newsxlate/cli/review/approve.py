"""``newsxlate review approve`` and ``send-back``: the state of a part, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.documents import complete_ids
from newsxlate.cli.help import Function
from newsxlate.cli.options import apply, general_options, to_option

if TYPE_CHECKING:
    from newsxlate.review.sheet import Sheet
    from newsxlate.signoff import Part


def _part_options(function: Function) -> Function:
    """Add which part of which document it is about, and who says so."""
    options: list[Callable[[Any], Any]] = [
        click.argument("store", type=click.Path(path_type=Path, dir_okay=False)),
        click.argument("id_", metavar="ID", shell_complete=complete_ids),
        to_option("The translations; may be given several times."),
        click.option("--summary", is_flag=True, help="The summaries in these languages instead."),
        click.option("--by", required=True, metavar="NAME", help="Who says so."),
    ]
    return apply(options, function)


@click.command(
    short_help="Approve a translation, or summaries.",
    epilog="\b\nExamples:\n"
    "  newsxlate review approve out.sqlite articles/a.html --to en --by 'Ana Weber'\n"
    "  newsxlate review approve out.sqlite articles/a.html --to en --by Ana --summary\n"
    "  newsxlate review approve out.sqlite a.txt --to en,fr --by Ana --responsible --note 'fine'",
)
@_part_options
@click.option("--note", default="", metavar="TEXT", help="What is to be said with it.")
@click.option("--responsible", is_flag=True, help="Take editorial responsibility for it.")
@general_options
def approve(
    store: Path,
    id_: str,
    targets: tuple[str, ...],
    summary: bool,
    by: str,
    note: str,
    responsible: bool,
    quiet: bool,
) -> None:
    """Approve the translation of document ID of STORE, as it reads now.

    It is refused while there are errors that are neither mended nor dismissed; they are listed, and
    the exit code is 1. What is untouched is accepted with it. The record says that NAME was not
    authenticated.
    """
    from newsxlate.review.desk import Desk, Editor
    from newsxlate.review.selection import bring_up_to_date
    from newsxlate.review.sheet import fingerprint

    part = _part(summary)
    bring_up_to_date(store)
    with Desk(store) as desk:
        sheets = [desk.sheet(id_, language, part) for language in targets]
        _refuse(id_, sheets)
        for sheet in sheets:
            desk.approve(
                id_,
                sheet.review.language,
                part,
                seen=fingerprint(sheet),
                editor=Editor(by),
                note=note,
                responsible=responsible,
            )
    if not quiet:
        click.echo(f"approved: {id_} in {', '.join(targets)}, by {by}", err=True)


@click.command(
    "send-back",
    short_help="Say that a translation has to be done again.",
    epilog="\b\nExamples:\n"
    "  newsxlate review send-back out.sqlite articles/a.html --by Ana --note 'quotation is cut'",
)
@_part_options
@click.option("--note", required=True, metavar="TEXT", help="Why.")
@general_options
def send_back(
    store: Path,
    id_: str,
    targets: tuple[str, ...],
    summary: bool,
    by: str,
    note: str,
    quiet: bool,
) -> None:
    """Say that the translation of document ID of STORE has to be done again, and why."""
    from newsxlate.review.desk import Desk, Editor
    from newsxlate.review.selection import bring_up_to_date

    part = _part(summary)
    bring_up_to_date(store)
    with Desk(store) as desk:
        for language in targets:
            desk.sheet(id_, language, part)
        for language in targets:
            desk.send_back(id_, language, part, note=note, editor=Editor(by))
    if not quiet:
        click.echo(f"sent back: {id_} in {', '.join(targets)}, by {by}", err=True)


def _part(summary: bool) -> Part:
    from newsxlate.signoff import Part

    return Part.SUMMARY if summary else Part.TRANSLATION


def _refuse(id_: str, sheets: Sequence[Sheet]) -> None:
    """See that nothing stands in the way of an approval.

    Raises:
        InputError: There are open errors; they were listed.
    """
    from newsxlate.errors import InputError
    from newsxlate.outputs.article.view import Places

    count = 0
    for sheet in sheets:
        places = Places(sheet.record.result.article)
        for one in sheet.open_errors:
            found = one.finding
            where = places.label(found.block, found.sentence)
            click.echo(
                f"{sheet.review.language}, {where}: {found.code} {found.severity}: {found.message}",
                err=True,
            )
            count += 1
    if count:
        errors = "an error" if count == 1 else f"{count} errors"
        raise InputError(
            f"{id_} is not approved: {errors} neither mended nor dismissed",
            hint="Mend or dismiss them in `newsxlate review STORE`, or import a corrected file.",
        )
