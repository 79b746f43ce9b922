"""Documents of a store on the command line, completed by the shell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

# More are of no use in a terminal.
_OFFERED = 50


def complete_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """The ids of the store that was named before, which begin as what is there does."""
    from click.shell_completion import CompletionItem

    from newsxlate.archive.store.database import Store

    store = ctx.params.get("store")
    if not store:
        return []
    try:
        with Store(Path(store), readonly=True) as opened:
            rows = opened.connection.execute(
                "SELECT id, title FROM documents WHERE status = 'done'"
                " AND substr(id, 1, length(?)) = ? ORDER BY number LIMIT ?",
                (incomplete, incomplete, _OFFERED),
            ).fetchall()
    except Exception:
        return []  # a shell has no place for errors
    return [CompletionItem(id_, help=title) for id_, title in rows]
