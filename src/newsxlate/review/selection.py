"""What the command line asks of a store before it works on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import AGENCIES, REVIEW, version
from newsxlate.archive.store.reader import WITHDRAWN
from newsxlate.errors import InputError
from newsxlate.review.desk import prepare
from newsxlate.review.records import numbers


def bring_up_to_date(path: Path) -> None:
    """Bring a store of an earlier version up to date; see `newsxlate.review.desk.prepare`."""
    with Store(path, readonly=True) as store:
        there = version(store.connection)
    if there < REVIEW:
        prepare(path)


def check_ids(store: Store, ids: Sequence[str]) -> None:
    """See that documents can be exported.

    Raises:
        InputError: There is no such document, it has no result, or was withdrawn.
    """
    withdrawn = WITHDRAWN if version(store.connection) >= AGENCIES else "0"
    for id_ in ids:
        row = store.connection.execute(
            f"SELECT status, {withdrawn} FROM documents WHERE id = ?", (id_,)
        ).fetchone()
        if row is None:
            raise InputError(
                f"there is no document {id_!r} in {store.path}",
                hint="Ids are those of the archive: `archive export --format jsonl` has them.",
            )
        if row[0] in ("failed", "waiting"):
            raise InputError(
                f"{id_} of {store.path} has no result",
                hint="`newsxlate archive failures` says why.",
            )
        if row[1]:
            raise InputError(f"{id_} of {store.path} was withdrawn by its publisher")


def count_translations(
    store: Store, languages: Sequence[str], ids: Sequence[str], since: float | None
) -> int:
    """How many translations there are of what can be exported.

    Args:
        store: The store.
        languages: Into these; none means all.
        ids: Of these documents; none means all.
        since: Of what was stored or changed since.
    """
    chosen = set(numbers(store, version(store.connection), ids, since))
    rows = store.connection.execute(
        "SELECT number, language FROM documents JOIN translations"
        " ON translations.text = documents.text"
    )
    return sum(
        number in chosen and (not languages or language in languages) for number, language in rows
    )
