"""Who has reviewed: all other tables know people by number, so that a name can be taken away."""

from __future__ import annotations

import sqlite3

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
