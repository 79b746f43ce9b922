"""What a person does to sentences: each function within a transaction, the rows of now in hand."""

from __future__ import annotations

from collections.abc import Collection

from newsxlate.article import SentenceRef
from newsxlate.errors import InputError
from newsxlate.inputs.document import sound
from newsxlate.review.audit import Writer
from newsxlate.review.layers import Layer, Opened
from newsxlate.review.matching import Correction
from newsxlate.review.sheet import ConflictError, Row
from newsxlate.signoff import SentenceState

# Characters that a sentence, a term or a note may have: what is longer is something else.
LONGEST = 20_000


def clean(text: str, what: str) -> str:
    """A person's text on one line, without characters that no text has.

    Raises:
        InputError: It is empty, or far too long.
    """
    made = " ".join(sound(text).split())
    if not made:
        raise InputError(f"{what} is empty", hint="Write one.")
    if len(made) > LONGEST:
        raise InputError(f"{what} has more than {LONGEST:,} characters", hint="Shorten it.")
    return made


def seen_row(opened: Opened, ref: SentenceRef, seen: int, reading: str = "") -> Row:
    """The row of a sentence, which is as the person saw it.

    Args:
        opened: The part.
        ref: Which sentence.
        seen: `Row.version` as they saw it ...
        reading: ... and `Row.reading`; empty if nobody looked.

    Raises:
        InputError: There is no such sentence.
        ConflictError: Somebody has changed it.
    """
    row = opened.sheet.rows.get(ref)
    if row is None:
        raise InputError("there is no such sentence any more", hint="Look at the page anew.")
    if row.version != seen or reading not in ("", row.reading):
        raise ConflictError("somebody has changed the sentence meanwhile", row)
    return row


def edit(writer: Writer, layer: Layer, row: Row, text: str) -> bool:
    """Put a text in place of another; returns whether that changed anything."""
    if text == row.machine:
        # What was accepted stays so.
        edited = row.review is not None and row.text != text
        return reset(writer, layer, row) if edited else False
    if text == row.text:
        return False
    _set(writer, layer, row, SentenceState.EDITED, text, "edit")
    return True


def accept(writer: Writer, layer: Layer, row: Row) -> bool:
    """Say that a sentence is right as it stands; returns whether that changed anything."""
    if row.review is not None and not row.outdated:
        return False
    state = SentenceState.ACCEPTED if row.text == row.machine else SentenceState.EDITED
    _set(writer, layer, row, state, row.text, "accept")
    return True


def reset(writer: Writer, layer: Layer, row: Row) -> bool:
    """Put back the machine's text, untouched; returns whether that changed anything."""
    if row.review is None:
        return False
    _forget(writer, layer, row)
    _note(writer, row.ref, "reset", row.text, row.machine)
    return True


def undo(writer: Writer, layer: Layer, row: Row) -> bool:
    """Put back what stood there before the last change; returns whether that changed anything."""
    correction = layer.corrections.get(row.ref)
    machines = {row.machine, correction.review.machine} if correction else {row.machine}
    before = _before(writer, correction.stored if correction else row.ref, row, machines)
    if before is None:
        return False
    state, text = before
    if state is SentenceState.UNTOUCHED:
        _forget(writer, layer, row)
        text = row.machine
    else:
        _write(writer, layer, row, state, text)
    _note(writer, row.ref, "undo", row.text, text, str(state))
    return True


def accept_all(writer: Writer, opened: Opened) -> None:
    """Accept what nobody has touched, as approving does, and keep what is outdated as it stands."""
    for row in opened.sheet.rows.values():
        if row.review is None:
            _write(writer, opened.layer, row, SentenceState.ACCEPTED, row.text)


def _set(
    writer: Writer, layer: Layer, row: Row, state: SentenceState, text: str, action: str
) -> None:
    _write(writer, layer, row, state, text)
    _note(writer, row.ref, action, row.text, text)


def _note(
    writer: Writer, ref: SentenceRef, action: str, was: str, now: str, note: str = ""
) -> None:
    writer.note(action, was, now, note=note, block=ref.block, sentence=ref.sentence)


def _write(writer: Writer, layer: Layer, row: Row, state: SentenceState, text: str) -> None:
    """Write a sentence's row, at its place of now, with what the person sees."""
    machine = text if state is SentenceState.ACCEPTED else row.machine
    values = (*row.ref, str(state), row.source, machine, text)
    known: Correction | None = layer.corrections.get(row.ref)
    ask = writer.connection.execute
    if known:
        ask(
            "UPDATE corrections SET block = ?, sentence = ?, state = ?, source = ?, machine = ?,"
            " text = ?, version = version + 1, person = ?, changed = ? WHERE number = ?",
            (*values, writer.person, writer.time, known.number),
        )
        return
    place = (writer.document, writer.language, str(writer.part), *row.ref)
    # A version that was seen before what was changed and put back does not come again.
    (changes,) = ask(
        "SELECT count(*) FROM audit WHERE document = ? AND language = ? AND part = ?"
        " AND block = ? AND sentence = ?",
        place,
    ).fetchone()
    ask(
        "INSERT INTO corrections (document, language, part, block, sentence, state, source,"
        " machine, text, version, person, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*place[:3], *values, changes + 1, writer.person, writer.time),
    )


def _forget(writer: Writer, layer: Layer, row: Row) -> None:
    known = layer.corrections.get(row.ref)
    if known:
        writer.connection.execute("DELETE FROM corrections WHERE number = ?", (known.number,))


def _before(
    writer: Writer, place: SentenceRef, row: Row, machines: Collection[str]
) -> tuple[SentenceState, str] | None:
    """What stood there before the last change that was not undone; None if nothing was changed.

    Args:
        writer: The store.
        place: Where the changes were noted.
        row: The sentence.
        machines: What the machine wrote for it, now and when a person saw it.
    """
    rows = writer.connection.execute(
        'SELECT action, was, "is", note FROM audit WHERE document = ? AND language = ?'
        " AND part = ? AND block = ? AND sentence = ?"
        " AND action IN ('edit', 'accept', 'undo', 'reset') ORDER BY number",
        (writer.document, writer.language, str(writer.part), *place),
    ).fetchall()
    stack: list[tuple[SentenceState, str]] = []
    state, text = SentenceState.UNTOUCHED, rows[0][1] if rows else row.machine
    for action, was, now, note in rows:
        if was != text:
            # What was done before was done to another sentence, or this one came from another
            # place.
            stack.clear()
            state = SentenceState.UNTOUCHED if was in machines else SentenceState.EDITED
        if action == "undo":
            if stack:
                stack.pop()
            state, text = SentenceState(note), now
            continue
        stack.append((state, was))
        state, text = _after(action, state), now
    if stack and text == row.text:
        return stack[-1]
    # It was accepted with the whole, or by way of another place.
    return (SentenceState.UNTOUCHED, row.machine) if row.review is not None else None


def _after(action: str, before: SentenceState) -> SentenceState:
    if action == "accept":
        edited = before is SentenceState.EDITED
        return SentenceState.EDITED if edited else SentenceState.ACCEPTED
    return SentenceState.EDITED if action == "edit" else SentenceState.UNTOUCHED
