"""``newsxlate review verify``: whether the record of all changes is as it was written."""

from __future__ import annotations

from pathlib import Path

import click

from newsxlate.cli.options import general_options


@click.command(
    short_help="Say whether the record of changes is whole.",
    epilog="\b\nExamples:\n  newsxlate review verify out.sqlite",
)
@click.argument("store", type=click.Path(path_type=Path, dir_okay=False))
@general_options
def verify(store: Path, quiet: bool) -> None:
    """Say whether the audit table of STORE is as it was written; if not, the exit code is 1.

    So it is if translations or summaries are in other states than the table says.

    Each row holds a hash of itself and of the one before. Of the last it prints the hash: note it
    elsewhere now and then, since rows that were cut off at the end are missed by nobody else.
    """
    from newsxlate.archive.store.database import Store
    from newsxlate.archive.store.migrations import REVIEW
    from newsxlate.errors import InputError
    from newsxlate.review import audit

    with Store(store, readonly=True, needs=REVIEW) as opened:
        if not audit.is_there(opened.connection):
            raise InputError(
                f"{store} has no audit table any more",
                hint="Somebody took it out. Compare a backup.",
            )
        broken = audit.verify(opened.connection)
        other = audit.contradicted(opened.connection)
        last = opened.connection.execute(
            "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"
        ).fetchone()
    if broken is not None:
        raise InputError(
            f"{store}: the audit chain breaks at row {broken}",
            hint="That row, or one that was before it, was changed or taken out. Compare a backup.",
        )
    if other is not None:
        raise InputError(
            f"{store}: {other} is in another state than the audit table says",
            hint="It was changed behind the audit table's back. Compare a backup.",
        )
    number, digest = last or (0, b"")
    changes = "change" if number == 1 else "changes"
    click.echo(f"whole: {number} {changes}{f', the last with hash {digest.hex()}' * bool(last)}")
