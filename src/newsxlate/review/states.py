"""The states of parts, as they were set last."""

from __future__ import annotations

import sqlite3

from newsxlate.review.audit import Writer, moment
from newsxlate.signoff import Part, Review, State


def load(
    connection: sqlite3.Connection, document: str, language: str, part: Part
) -> tuple[Review, bytes | None]:
    """A part's review without sentences and findings, and the hash of the text that it was set for.

    Of what nobody has reviewed the state is the machine's, and there is no hash.
    """
    row = connection.execute(
        "SELECT state, coalesce(name, ''), authenticated, responsible, note, source_hash,"
        " machine_hash, final_hash, changed, text FROM reviews"
        " LEFT JOIN people ON people.number = person"
        " WHERE document = ? AND language = ? AND part = ?",
        (document, language, str(part)),
    ).fetchone()
    if row is None:
        return Review(language=language, part=part), None
    state, by, authenticated, responsible, note, source, machine, final, changed, text = row
    review = Review(
        language=language,
        part=part,
        state=State(state),
        by=by,
        at=moment(changed),
        note=note,
        responsible=bool(responsible),
        authenticated=bool(authenticated),
        source_hash=source,
        machine_hash=machine,
        final_hash=final,
    )
    return review, text


def store(
    writer: Writer,
    state: State,
    *,
    text: bytes,
    source_hash: str,
    machine_hash: str,
    final_hash: str = "",
    note: str = "",
    responsible: bool = False,
) -> None:
    """Set the state of the writer's part."""
    writer.connection.execute(
        "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            writer.document,
            writer.language,
            str(writer.part),
            str(state),
            writer.person,
            writer.editor.authenticated,
            responsible,
            note,
            text,
            source_hash,
            machine_hash,
            final_hash,
            writer.time,
        ),
    )
