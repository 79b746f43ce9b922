"""The versions of the store's schema, and how a store gets from one to the next.

``PRAGMA user_version`` says how many of `MIGRATIONS` a store has had. So the tuple only grows: what
was released is never changed, moved or taken out, since stores are out there that have had it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from newsxlate import resources

APPLICATION = 0x6E657773  # "news", by which file(1) and we know the file

Migration = Callable[[sqlite3.Connection], None]


def _first(connection: sqlite3.Connection) -> None:
    """The tables of the first release, in a file that is ours from now on."""
    script(connection, resources.text("archive/schema.sql"))
    connection.execute(f"PRAGMA application_id = {APPLICATION}")


def _agencies(connection: sqlite3.Connection) -> None:
    """Embargoes, and what was withdrawn."""
    script(connection, resources.text("archive/agencies.sql"))


def _review(connection: sqlite3.Connection) -> None:
    """What people say of translations and summaries."""
    script(connection, resources.text("archive/review.sql"))


# To add one: CONTRIBUTING.md, "Change the store's schema".
MIGRATIONS: tuple[Migration, ...] = (_first, _agencies, _review)
# The version since which documents have embargoes, and items may be withdrawn.
AGENCIES = 2
# The version since which people may review.
REVIEW = 3
# What `status`, `failures`, `report` and `export` need at least: they read such a store as it is.
READABLE = 1


def version(connection: sqlite3.Connection) -> int:
    """How many migrations a store has had; 0 if the file is new."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(connection: sqlite3.Connection, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Apply what a store has not had yet: all of it, or nothing.

    Whoever is killed here leaves the old version whole. A store that has had as many, or more, is
    left alone. Migrations run without foreign keys, so that they can build a table anew.

    Args:
        connection: The store, open for writing, in no transaction.
        migrations: In order.
    """
    if version(connection) >= len(migrations):
        return
    # Within a transaction it would do nothing.
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection):
        # Asked again: another process may have done it while this one waited to write.
        missing = migrations[version(connection) :]
        for migration in missing:
            migration(connection)
            if not connection.in_transaction:
                raise RuntimeError(f"{migration.__name__} ends the transaction it runs in")
        if missing:
            connection.execute(f"PRAGMA user_version = {len(migrations)}")


def script(connection: sqlite3.Connection, sql: str) -> None:
    """Run the statements of a migration.

    ``sqlite3.Connection.executescript`` would commit the transaction first.
    """
    statement = ""
    for piece in re.split("(?<=;)", sql):
        statement += piece
        # A semicolon may also stand in a comment, a text or a trigger.
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    # What is left is a comment, or an error that SQLite names.
    connection.execute(statement)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of what is done within, or nothing; waits for who writes now."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled it back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    """Within a transaction: do all of what is done within, or nothing of it."""
    connection.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        # A full disk may have rolled back the whole transaction already.
        if connection.in_transaction:
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")
        raise
    connection.execute("RELEASE part")
