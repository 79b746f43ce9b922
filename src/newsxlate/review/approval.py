"""The state of a part: in review, approved, sent back. Each function within a transaction."""

from __future__ import annotations

from newsxlate.errors import InputError
from newsxlate.review import changes, states
from newsxlate.review.audit import Writer
from newsxlate.review.layers import Opened
from newsxlate.review.sheet import ConflictError, fingerprint
from newsxlate.signoff import Part, State, digest

_SHOWN = 3


def touched(writer: Writer, opened: Opened) -> None:
    """Note that something in a part is about to change: it is in review from now on."""
    _set(writer, opened, State.IN_REVIEW, "reopen" if _closed(opened) else "begin")


def reopen(writer: Writer, opened: Opened) -> bool:
    """Take back an approval, or that a part was sent back; returns whether it was either."""
    if not _closed(opened):
        return False
    touched(writer, opened)
    return True


def send_back(writer: Writer, opened: Opened, note: str) -> None:
    """Say that a part has to be done again, and why."""
    _set(writer, opened, State.SENT_BACK, "send back", note=note)


def approve(writer: Writer, opened: Opened, *, seen: str, note: str, responsible: bool) -> None:
    """Approve a part, and accept what is untouched in it.

    Raises:
        ConflictError: It reads otherwise than what was seen.
        InputError: There are errors, or the person may not.
    """
    if not writer.editor.approver:
        raise InputError(
            f"{writer.editor.name} may not approve", hint="Ask somebody who is an approver."
        )
    sheet = opened.sheet
    final = fingerprint(sheet)
    if seen != final:
        raise ConflictError("somebody has changed the text meanwhile")
    if errors := sheet.open_errors:
        shown = "; ".join(f"{e.finding.code} {e.finding.message}" for e in errors[:_SHOWN])
        more = f"; and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
        count = "is an error" if len(errors) == 1 else f"are {len(errors)} errors"
        raise InputError(
            f"there {count}: {shown}{more}", hint="Mend each, or dismiss it with a reason."
        )
    changes.accept_all(writer, opened)
    _set(
        writer,
        opened,
        State.APPROVED,
        "approve",
        note=note,
        final_hash=final,
        responsible=responsible,
    )


def _closed(opened: Opened) -> bool:
    return opened.layer.review.state in (State.APPROVED, State.SENT_BACK)


def _set(
    writer: Writer,
    opened: Opened,
    state: State,
    action: str,
    *,
    note: str = "",
    final_hash: str = "",
    responsible: bool = False,
) -> None:
    layer, document = opened.layer, opened.document
    if state is State.IN_REVIEW and layer.review.state is state and layer.text == document.text:
        return
    sources = [sentence.text for _, sentence in document.base.article.sentences()]
    if writer.part is Part.TRANSLATION:
        sources = [line.source for line in layer.lines.values()]
    states.store(
        writer,
        state,
        text=document.text,
        source_hash=digest(sources),
        machine_hash=digest(line.machine for line in layer.lines.values()),
        final_hash=final_hash,
        note=note,
        responsible=responsible,
    )
    now = f"{state} {final_hash}".strip()
    writer.note(action, str(opened.sheet.review.state), now, note=note)
