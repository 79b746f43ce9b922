"""Take a name away: what the person did stays."""

from __future__ import annotations

from pathlib import Path

from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import transaction
from newsxlate.errors import InputError
from newsxlate.review.audit import Writer
from newsxlate.review.sheet import Editor
from newsxlate.signoff import Part


def forget_person(path: Path, name: str) -> str:
    """Put a pseudonym in a person's place, everywhere; what they did stays, and the chain holds.

    Whoever comes under the name afterwards is somebody else.

    Args:
        path: The store.
        name: The name, as it stands there.

    Returns:
        The pseudonym: "editor 7".

    Raises:
        InputError: Nobody of this name has reviewed anything there.
    """
    with Store(path, current=True) as store, storage_errors(path):
        ask = store.connection.execute
        # Else the name could be read in what the file has left over.
        ask("PRAGMA secure_delete = ON")
        pseudonym = _renamed(store, name)
        # In what has not gone over to the file, too; if somebody reads it now, it does so later.
        ask("PRAGMA wal_checkpoint(TRUNCATE)")
    return pseudonym


def _renamed(store: Store, name: str) -> str:
    ask = store.connection.execute
    with transaction(store.connection):
        row = ask("SELECT number FROM people WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise InputError(
                f"nobody called {name!r} has reviewed anything in {store.path}",
                hint="Write the name as the page shows it.",
            )
        pseudonym = f"editor {row[0]}"
        while ask("SELECT 1 FROM people WHERE name = ?", (pseudonym,)).fetchone():
            # Somebody is called so.
            pseudonym += "'"
        ask("UPDATE people SET name = ? WHERE number = ?", (pseudonym, row[0]))
        writer = Writer.of(store.connection, Editor(pseudonym), "", "", Part.TRANSLATION)
        writer.note("forget", "", pseudonym)
    return pseudonym
