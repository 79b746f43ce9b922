"""Which documents of a store were read in another way than they would be now.

Each run notes which reading it is of; see `newsxlate.signature.READING`.
"""

from __future__ import annotations

import json
from collections import Counter

from newsxlate.archive.store.database import Store


def reading(store: Store, id_: str) -> int:
    """Which reading a document that is stored was read by: that of the run that stored it."""
    row = store.connection.execute(
        "SELECT runs.settings FROM documents JOIN windows ON windows.number = documents.window"
        " JOIN runs ON runs.number = windows.run WHERE documents.id = ?",
        (id_,),
    ).fetchone()
    return _noted(row[0] if row else "")


def announcement(store: Store, current: int) -> str | None:
    """How many documents are done again since reading has changed, and why; None if none is.

    Args:
        store: The store.
        current: Which reading documents are read by now.
    """
    counts: Counter[int] = Counter()
    for settings, count in store.connection.execute(
        "SELECT runs.settings, count(*) FROM documents"
        " JOIN windows ON windows.number = documents.window"
        " JOIN runs ON runs.number = windows.run WHERE status <> 'waiting' GROUP BY run"
    ):
        counts[_noted(settings)] += count
    del counts[current]
    if not counts:
        return None
    documents, they = ("document is", "it was")
    if counts.total() > 1:
        documents, they = ("documents are", "they were")
    readings = ", ".join(map(str, sorted(counts)))
    return (
        f"{counts.total():,} {documents} done again: reading has changed since {they} stored"
        f" (reading {readings}, now {current}); sentences that read as before come from the store"
    )


def _noted(settings: str) -> int:
    """What a run noted of itself; runs of the first reading noted nothing, and damage hides it."""
    try:
        number = json.loads(settings)["reading"]
    except (ValueError, TypeError, KeyError):
        return 1
    return number if isinstance(number, int) else 1
