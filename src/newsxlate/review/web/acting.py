"""What an editor does on the page of an article or of its summaries, each a request of its own.

A script sends JSON and gets the pieces of the page that differ from those it has; without scripts,
forms are sent, and the whole page is shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from newsxlate.errors import InputError
from newsxlate.review.desk import ConflictError, Desk, Editor, Place, Row, Sheet
from newsxlate.review.web import renaming
from newsxlate.review.web.board import Board
from newsxlate.review.web.context import desk, editor, sent, wants_fragment, words
from newsxlate.review.web.places import address, document
from newsxlate.review.web.rows import anchor
from newsxlate.signoff import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Something that is to be done.

    Attributes:
        desk: The store.
        document: What to ...
        language: ... do it ...
        part: ... with.
        editor: Who wants it.
        fields: What they sent.
        json: All of it, if a script did.
    """

    desk: Desk
    document: str
    language: str
    part: Part
    editor: Editor
    fields: Mapping[str, str]
    json: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """The sentence that is meant."""
        block, sentence = self.number("block"), self.number("sentence")
        return Place(self.document, self.language, block, sentence, self.part, self.text("reading"))

    @property
    def whole(self) -> tuple[str, str, Part]:
        """The part that is meant."""
        return self.document, self.language, self.part

    def number(self, name: str) -> int:
        """A field that has to be a whole number.

        Raises:
            InputError: It is none.
        """
        value = self.json.get(name, self.fields.get(name))
        try:
            # The digits of a longer one could not be put into the store.
            return int(str(value)[:12])
        except ValueError as error:
            raise InputError(f"{name} has to be a whole number") from error

    def text(self, name: str) -> str:
        """A field; empty if it is missing."""
        return self.fields.get(name, "")


def edit(call: Call) -> Sheet:
    """Put a person's text in."""
    text = " ".join(call.text("text").split())
    return call.desk.edit(call.place, text, seen=call.number("seen"), editor=call.editor)


def accept(call: Call) -> Sheet:
    """Say that a sentence is right."""
    return call.desk.accept(call.place, seen=call.number("seen"), editor=call.editor)


def undo(call: Call) -> Sheet:
    """Take the last change back."""
    return call.desk.undo(call.place, seen=call.number("seen"), editor=call.editor)


def reset(call: Call) -> Sheet:
    """Put the machine's text back."""
    return call.desk.reset(call.place, seen=call.number("seen"), editor=call.editor)


def dismiss(call: Call) -> Sheet:
    """Declare a finding to be none."""
    return call.desk.dismiss(
        *call.whole, call.text("key"), call.text("reason").strip(), editor=call.editor
    )


def recall(call: Call) -> Sheet:
    """Take that back."""
    return call.desk.recall(*call.whole, call.text("key"), editor=call.editor)


def rename(call: Call) -> Sheet:
    """Give a name the same form in all the sentences that were chosen."""
    form = " ".join(call.text("form").split())
    if not form:
        raise InputError("the form of the name is missing")
    sheet = call.desk.sheet(*call.whole)
    seen = call.json.get("changes")
    seen = seen if isinstance(seen, dict) else {}
    changes = {
        change.row.ref: (int(seen[name]), change.text)
        for change in renaming.plan(sheet, call.number("entry"), form, call.text("instead"))
        if isinstance(seen.get(name := anchor(*change.row.ref)), int)
    }
    if changes:
        sheet = call.desk.replace(call.document, call.language, changes, editor=call.editor)
    # Last: who sees a conflict has done nothing.
    if call.text("keep") in ("article", "good"):
        sheet = _term(call, call.text("source"), form, call.text("keep"))
    return sheet


def term(call: Call) -> Sheet:
    """Confirm how a name is to be rendered."""
    return _term(call, call.text("source"), call.text("form"), call.text("keep"))


def _term(call: Call, source: str, form: str, keep: str) -> Sheet:
    source, form = " ".join(source.split()), " ".join(form.split())
    if not source or not form:
        raise InputError("a term needs a source and a form")
    return call.desk.add_term(
        call.document, call.language, source, form, for_good=keep == "good", editor=call.editor
    )


def approve(call: Call) -> Sheet:
    """Approve the part."""
    return call.desk.approve(
        *call.whole,
        seen=call.text("seen"),
        editor=call.editor,
        note=call.text("note").strip(),
        responsible=_checked(call, "responsible"),
    )


def _checked(call: Call, name: str) -> bool:
    return call.json.get(name) is True or call.text(name) in ("on", "1", "true")


def send_back(call: Call) -> Sheet:
    """Send the part back."""
    return call.desk.send_back(*call.whole, note=call.text("note").strip(), editor=call.editor)


def reopen(call: Call) -> Sheet:
    """Take an approval back."""
    return call.desk.reopen(*call.whole, editor=call.editor)


#: What can be done, by the last word of its address, and whether it concerns one sentence.
ACTIONS: Mapping[str, Callable[[Call], Sheet]] = {
    "edit": edit,
    "accept": accept,
    "undo": undo,
    "reset": reset,
    "dismiss": dismiss,
    "recall": recall,
    "approve": approve,
    "send-back": send_back,
    "reopen": reopen,
}
#: What can be done with a translation besides.
NAMING: Mapping[str, Callable[[Call], Sheet]] = {"rename": rename, "term": term}


async def act(request: Request, part: Part) -> Response:
    """Do what is asked for, and answer with what has changed by it.

    It has threads of its own: who waits until they may write keeps nobody from reading.
    """
    limit: CapacityLimiter = request.app.state.writing
    return await to_thread.run_sync(_act, request, part, limiter=limit)


def _act(request: Request, part: Part) -> Response:
    name = request.path_params["action"]
    do = {**ACTIONS, **(NAMING if part is Part.TRANSLATION else {})}.get(name)
    if do is None:
        raise HTTPException(404)
    brought = sent(request)
    language = request.path_params["language"]
    with desk(request) as opened:
        call = Call(
            desk=opened,
            document=document(request),
            language=language,
            part=part,
            editor=editor(request),
            fields=brought.fields,
            json=brought.json if isinstance(brought.json, dict) else {},
        )
        token = request.path_params["token"]
        if not wants_fragment(request):
            do(call)
            row = anchor(call.number("block"), call.number("sentence")) if _one(call) else ""
            return RedirectResponse(f"{address(token, language, part)}#{row}", 303)
        try:
            sheet = do(call)
        except ConflictError:
            return _conflict(request, call, opened.sheet(*call.whole), token)
    board = Board(request, sheet, token)
    return board.answer(_known(call), said=_said(request, name, call, board))


def _one(call: Call) -> bool:
    return "block" in call.fields and "sentence" in call.fields


def _known(call: Call) -> Mapping[str, str]:
    """The digests of the pieces that the page has."""
    known = call.json.get("known")
    return known if isinstance(known, dict) else {}


def _conflict(request: Request, call: Call, sheet: Sheet, token: str) -> JSONResponse:
    """Somebody was faster: how it reads by now, for the page to show beside what was typed."""
    board = Board(request, sheet, token)
    say = words(request)
    theirs = None
    if {"block", "sentence"} <= call.json.keys():
        row = sheet.rows.get(call.place.ref)
        theirs = _theirs(row) if row else None
    return board.answer(_known(call), said=say("said.conflict"), status=409, theirs=theirs)


def _theirs(row: Row) -> dict[str, Any]:
    by = row.review.by if row.review else ""
    return {
        "id": anchor(*row.ref),
        "text": row.text,
        "version": row.version,
        "reading": row.reading,
        "by": by,
    }


def _said(request: Request, name: str, call: Call, board: Board) -> str:
    """What is announced: that it is done, and what is left."""
    say = words(request)
    done = say(f"said.{name}")
    if {"block", "sentence"} <= call.json.keys():
        left = len(board.open_in(anchor(*call.place.ref)))
        return f"{done} {say('said.left', n=left)}"
    return done
