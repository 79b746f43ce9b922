"""The audit table: every change, each with a hash of itself and of the one before.

Rows are only added; triggers see to that. Whoever changes one behind SQLite's back breaks the
chain, and `verify` says where. That the last rows were cut off shows only to who has noted the hash
of a later one, so note one now and then.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from newsxlate.review import people
from newsxlate.review.sheet import Editor, Place, storable
from newsxlate.signoff import Part

_COLUMNS = (
    "number, time, person, authenticated, action, document, language, part, block, sentence,"
    ' was, "is", note'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A row of the audit table, names filled in.

    Attributes:
        number: Which; they are counted from 1.
        at: When, ISO 8601 in UTC.
        by: Who.
        authenticated: Whether it is known that they are who they say.
        action: "begin", "edit", "accept", "undo", "reset", "term", "dismiss", "recall", "approve",
            "send back", "reopen" or "forget".
        document: The document, of a term too that holds for good; empty of "forget".
        language: The target language; empty of a finding in the source, and of "forget".
        part: The translation, or the summaries.
        block: Index of the block; None if the part as a whole is concerned.
        sentence: Index of the sentence.
        was: What there was before: a text; of parts a state, of findings what they say.
        now: What there is now.
        note: What the person said with it; of "undo" how the sentence stands now; else by what they
            did it, if it was no page.
    """

    number: int
    at: str
    by: str
    authenticated: bool
    action: str
    document: str
    language: str
    part: str
    block: int | None
    sentence: int | None
    was: str
    now: str
    note: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Takes note of what one person does to one part, within a transaction of theirs.

    Attributes:
        connection: The store, in a transaction.
        editor: The person ...
        person: ... and their number.
        document: The document.
        language: The target language.
        part: The part.
        time: When, in seconds since the epoch.
    """

    connection: sqlite3.Connection
    editor: Editor
    person: int
    document: str
    language: str
    part: Part
    time: float

    @classmethod
    def of(
        cls,
        connection: sqlite3.Connection,
        editor: Editor,
        document: str,
        language: str,
        part: Part,
    ) -> Writer:
        """The writer for what somebody does now.

        Raises:
            InputError: They have no name.
        """
        person = people.number(connection, editor.name)
        return cls(connection, editor, person, document, language, part, time.time())

    def note(
        self,
        action: str,
        was: str,
        now: str,
        *,
        note: str = "",
        block: int | None = None,
        sentence: int | None = None,
        language: str | None = None,
        document: str | None = None,
    ) -> None:
        """Add a row; see `Event`."""
        ask = self.connection.execute
        last = ask("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
        number, before = last or (0, b"")
        row = (
            number + 1,
            self.time,
            self.person,
            int(self.editor.authenticated),
            action,
            self.document if document is None else document,
            self.language if language is None else language,
            str(self.part),
            block,
            sentence,
            storable(was),
            storable(now),
            storable(note or self.editor.via),
        )
        ask(
            f"INSERT INTO audit ({_COLUMNS}, hash) VALUES ({'?, ' * 13}?)",
            (*row, _hash(before, row)),
        )


def is_there(connection: sqlite3.Connection) -> bool:
    """Whether a store has the table still."""
    return bool(
        connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'audit'"
        ).fetchone()
    )


def verify(connection: sqlite3.Connection) -> int | None:
    """The number of the first row that is not as it was written, or not where; None if all are."""
    before = b""
    rows = connection.execute(f"SELECT {_COLUMNS}, hash FROM audit ORDER BY number")
    for number, (*row, there) in enumerate(rows, 1):
        if row[0] != number or there != _hash(before, row):
            return number
        before = there
    return None


def contradicted(connection: sqlite3.Connection) -> str | None:
    """A part whose state is not what the audit table says of it last; None if there is none."""
    row = connection.execute(
        "SELECT document, language, part FROM reviews AS r WHERE trim(state || ' ' || final_hash)"
        ' IS NOT (SELECT "is" FROM audit AS a WHERE a.document = r.document'
        " AND a.language = r.language AND a.part = r.part AND block IS NULL"
        " AND action IN ('begin', 'reopen', 'approve', 'send back') ORDER BY number DESC LIMIT 1)"
        " LIMIT 1"
    ).fetchone()
    return f"the {row[2]} of {row[0]} into {row[1]}" if row else None


def events(connection: sqlite3.Connection, document: str, language: str, part: Part) -> list[Event]:
    """All that was done to a part, the last first."""
    return _events(
        connection,
        "document = ? AND part = ? AND (language = ? OR language = '')",
        (document, str(part), language),
    )


def history(connection: sqlite3.Connection, place: Place) -> list[Event]:
    """All that was done to a sentence, the last first."""
    return _events(
        connection,
        "document = ? AND language = ? AND part = ? AND block = ? AND sentence = ?"
        " AND action IN ('edit', 'accept', 'undo', 'reset')",
        (place.document, place.language, str(place.part), place.block, place.sentence),
    )


def _events(connection: sqlite3.Connection, where: str, values: Sequence[Any]) -> list[Event]:
    rows = connection.execute(
        "SELECT audit.number, time, coalesce(name, ''), authenticated, action, document, language,"
        ' part, block, sentence, was, "is", note FROM audit'
        f" LEFT JOIN people ON people.number = person WHERE {where} ORDER BY audit.number DESC",
        values,
    )
    names = [field.name for field in fields(Event)]
    made = [dict(zip(names, row, strict=True)) for row in rows]
    return [
        Event(**row | {"at": moment(row["at"]), "authenticated": bool(row["authenticated"])})
        for row in made
    ]


def moment(seconds: float) -> str:
    """A time as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash(before: bytes, row: Sequence[Any]) -> bytes:
    text = json.dumps(list(row), separators=(",", ":"))
    return hashlib.sha256(before + text.encode("ascii")).digest()
