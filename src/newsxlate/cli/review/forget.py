"""``newsxlate review forget``: put a pseudonym in a person's place."""

from __future__ import annotations

from pathlib import Path

import click

from newsxlate.cli.options import general_options


@click.command(
    short_help="Put a pseudonym in a person's place.",
    epilog="\b\nExamples:\n  newsxlate review forget out.sqlite 'Ana Weber'",
)
@click.argument("store", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name")
@general_options
def forget(store: Path, name: str, quiet: bool) -> None:
    """Put a pseudonym in NAME's place, everywhere in STORE. It cannot be taken back.

    What they did stays, with its times, and so does the chain of the audit table. Notes and reasons
    that name them are theirs who wrote them, and stay. A copy of the store still has the name.
    """
    from newsxlate.archive.store.database import Store
    from newsxlate.review import audit
    from newsxlate.review.forgetting import forget_person

    pseudonym = forget_person(store, name)
    with Store(store, readonly=True) as opened:
        broken = audit.verify(opened.connection)
    if not quiet:
        chain = "holds" if broken is None else f"was broken before, at row {broken}"
        click.echo(
            f"{name} is {pseudonym} in {store} from now on; the audit chain {chain}", err=True
        )
