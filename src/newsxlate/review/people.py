"""Who has reviewed: all other tables know people by number, so that a name can be taken away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import transaction
from newsxlate.errors import InputError
from newsxlate.inputs.document import sound

_LONGEST = 200


def number(connection: sqlite3.Connection, name: str) -> int:
    """The number of a person, who gets one with their first change.

    Raises:
        InputError: It is no name.
    """
    name = " ".join(sound(name, _LONGEST).split())
    if not name:
        raise InputError("a change needs the name of who makes it", hint="Say who you are.")
    connection.execute("INSERT OR IGNORE INTO people (name) VALUES (?)", (name,))
    row = connection.execute("SELECT number FROM people WHERE name = ?", (name,)).fetchone()
    known: int = row[0]
    return known


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
    with Store(path, current=True) as store, storage_errors(path), transaction(store.connection):
        ask = store.connection.execute
        row = ask("SELECT number FROM people WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise InputError(
                f"nobody called {name!r} has reviewed anything in {path}",
                hint="Write the name as the page shows it.",
            )
        pseudonym = f"editor {row[0]}"
        while ask("SELECT 1 FROM people WHERE name = ?", (pseudonym,)).fetchone():
            # Somebody is called so.
            pseudonym += "'"
        ask("UPDATE people SET name = ? WHERE number = ?", (pseudonym, row[0]))
    return pseudonym
