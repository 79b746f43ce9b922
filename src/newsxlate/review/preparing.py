"""Bring a store up to date before it is reviewed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.lock import at_work, locked
from newsxlate.archive.store.migrations import REVIEW, transaction, version
from newsxlate.errors import StorageError
from newsxlate.options import NameOptions
from newsxlate.review import drawing
from newsxlate.review.reading import Reading
from newsxlate.review.terms import Naming


def prepare(
    path: Path,
    *,
    names: NameOptions | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> int:
    """Bring a store up to date for review, and draw the queue.

    Args:
        path: The store.
        names: What to do about names in checking again, as for a `newsxlate.review.desk.Desk`.
        progress: Told how many of how many documents are drawn.

    Returns:
        How many documents are left to draw, since a run stored them meanwhile.

    Raises:
        InputError: There is no store, or it is none.
        StorageError: It needs to be brought up to date while a run is at work on it.
    """
    with Store(path, readonly=True) as store:
        current = version(store.connection) >= REVIEW
    if not current:
        if at_work(path):
            raise StorageError(
                f"{path} was made by an earlier release and has to be brought up to date, but a run"
                " is at work on it",
                hint="Wait until the run is done, or stop it.",
            )
        with locked(path), Store(path):
            pass
    with Store(path, current=True) as store, storage_errors(path):
        with transaction(store.connection):
            drawing.clear_text(store.connection)
        naming = Naming.of_store(store.connection, names)
        return drawing.draw(Reading(store, naming), progress=progress)
