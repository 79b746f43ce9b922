"""The desk: all that an editor can do to what lies in a store, each a short transaction of its own.

Nothing here knows of the web; the page, the command line and imports do their work through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import transaction
from newsxlate.article import SentenceRef
from newsxlate.options import NameOptions
from newsxlate.review import approval, audit, changes, dismissals, drawing, queue, terms
from newsxlate.review.audit import Event, Writer
from newsxlate.review.layers import Layer, Opened
from newsxlate.review.preparing import prepare
from newsxlate.review.queue import Filters, QueuePage, QueueRow
from newsxlate.review.reading import Reading
from newsxlate.review.records import records
from newsxlate.review.sheet import (
    ConflictError,
    Editor,
    OpenFinding,
    Place,
    Row,
    Sheet,
    fingerprint,
)
from newsxlate.review.terms import Naming
from newsxlate.signoff import Part

__all__ = [
    "ConflictError",
    "Desk",
    "Editor",
    "Event",
    "Filters",
    "OpenFinding",
    "Place",
    "QueuePage",
    "QueueRow",
    "Row",
    "Sheet",
    "fingerprint",
    "prepare",
    "records",
]

# Seconds that drawing what was stored meanwhile may take before the queue is shown.
_DRAWING = 0.25

_ALL = Filters()
# What is done in a transaction: of what is open, by whom; returns whether anything was changed.
_Deed = Callable[[Writer, Opened], bool]


class Desk:
    """A store, open for review. Only the thread that opened it may use it; opening is cheap.

    Attributes:
        naming: What is done about names in checking again.

    >>> with Desk(Path("out.sqlite")) as desk:  # doctest: +SKIP
    ...     headline = Place("article.txt", "en", 0, 0)
    ...     sheet = desk.edit(headline, "A better one", seen=0, editor=Editor("Ana"))
    """

    def __init__(self, path: Path, *, names: NameOptions | None = None) -> None:
        """Open a store of this version; `prepare` brings one up to date.

        Args:
            path: The store.
            names: What to do about names in checking again: the glossary above all.

        Raises:
            InputError: There is no store, or it is none, or of another version.
            StorageError: It cannot be written to.
        """
        self._store = Store(path, current=True)
        try:
            self.naming = Naming.of_store(self._store.connection, names)
        except BaseException:
            self._store.close()
            raise
        self._reading = Reading(self._store, self.naming)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def queue(self, filters: Filters = _ALL, *, offset: int = 0, limit: int = 50) -> QueuePage:
        """What is to be looked at, in order. It is drawn first if little was stored meanwhile."""
        connection = self._store.connection
        with storage_errors(self._store.path):
            waiting = drawing.waiting(connection)
            if waiting:
                waiting = drawing.draw_some(self._reading, _DRAWING)
            return queue.page(connection, filters, offset=offset, limit=limit, waiting=waiting)

    def neighbours(
        self, document: str, language: str, part: Part, filters: Filters = _ALL
    ) -> tuple[QueueRow | None, QueueRow | None]:
        """The rows before and behind one, among those that the filters let through."""
        with storage_errors(self._store.path):
            return queue.neighbours(self._store.connection, document, language, part, filters)

    def sheet(self, document: str, language: str, part: Part = Part.TRANSLATION) -> Sheet:
        """Open a part of a document.

        Raises:
            InputError: There is none, or it is damaged.
        """
        with storage_errors(self._store.path):
            return self._reading.opened(document, language, part).sheet

    def history(self, place: Place) -> list[Event]:
        """All that was done to a sentence, the last first."""
        with storage_errors(self._store.path):
            return audit.history(self._store.connection, place)

    def events(self, document: str, language: str, part: Part = Part.TRANSLATION) -> list[Event]:
        """All that was done to a part, the last first."""
        with storage_errors(self._store.path):
            return audit.events(self._store.connection, document, language, part)

    # -- Sentences: each returns the sheet as it reads afterwards ------------------------------

    def edit(self, place: Place, text: str, *, seen: int, editor: Editor) -> Sheet:
        """Put a person's text in place of the machine's, and check the sentence again.

        Args:
            place: Which sentence.
            text: The text, on one line; white space at its ends is dropped. The machine's own text
                makes it untouched again if it was edited.
            seen: `Row.version` as the person saw it.
            editor: Who.

        Raises:
            ConflictError: Somebody changed it meanwhile.
            InputError: The text is empty, or there is no such sentence.
        """
        return self._edit(place, {place.ref: (seen, text)}, editor)

    def accept(self, place: Place, *, seen: int, editor: Editor) -> Sheet:
        """Say that a sentence is right as it stands; see `edit`."""
        return self._one(changes.accept, place, seen, editor)

    def undo(self, place: Place, *, seen: int, editor: Editor) -> Sheet:
        """Put back what stood there before the last change; see `edit`."""
        return self._one(changes.undo, place, seen, editor)

    def reset(self, place: Place, *, seen: int, editor: Editor) -> Sheet:
        """Put back the machine's text of now, untouched; see `edit`."""
        return self._one(changes.reset, place, seen, editor)

    def replace(
        self,
        document: str,
        language: str,
        changes: Mapping[SentenceRef, tuple[int, str | None]],
        *,
        editor: Editor,
    ) -> Sheet:
        """Edit or accept several sentences of a translation at once, all of them or none.

        Args:
            document: The document.
            language: The target language.
            changes: For each sentence the version that was seen, and its text; None accepts it as
                it stands.
            editor: Who.

        Raises:
            ConflictError: Somebody changed one of them meanwhile.
            InputError: A text is empty, or there is no such sentence.
        """
        return self._edit(Place(document, language, 0, 0), changes, editor)

    def _one(
        self, change: Callable[[Writer, Layer, Row], bool], place: Place, seen: int, editor: Editor
    ) -> Sheet:
        def deed(writer: Writer, opened: Opened) -> bool:
            row = changes.seen_row(opened, place.ref, seen, place.reading)
            return change(writer, opened.layer, row)

        return self._do(place.document, place.language, place.part, editor, deed)

    def _edit(
        self, place: Place, texts: Mapping[SentenceRef, tuple[int, str | None]], editor: Editor
    ) -> Sheet:
        wanted = {
            ref: (seen, None if text is None else changes.clean(text, "the text"))
            for ref, (seen, text) in texts.items()
        }

        def deed(writer: Writer, opened: Opened) -> bool:
            done = False
            for ref, (seen, text) in wanted.items():
                row = changes.seen_row(opened, ref, seen, place.reading if ref == place.ref else "")
                if text is None:
                    done |= changes.accept(writer, opened.layer, row)
                else:
                    done |= changes.edit(writer, opened.layer, row, text)
            return done

        more = {ref: text for ref, (_, text) in wanted.items() if text is not None}
        return self._do(place.document, place.language, place.part, editor, deed, more=more)

    def add_term(
        self,
        document: str,
        language: str,
        source: str,
        target: str,
        *,
        for_good: bool,
        editor: Editor,
    ) -> Sheet:
        """Confirm how a name or term is to be rendered, in this document or for good.

        Args:
            document: The document.
            language: The target language.
            source: The German name or term.
            target: Its rendering; empty takes back that there is one.
            for_good: Whether it counts in all documents of the store.
            editor: Who.

        Raises:
            InputError: The term is empty, or there is no such document.
        """
        source = changes.clean(source, "the term")
        target = changes.clean(target, "the rendering") if target.strip() else ""

        def deed(writer: Writer, opened: Opened) -> bool:
            terms.confirm(writer, source, target, for_good=for_good)
            if for_good:
                drawing.mark_stale(writer.connection, language, source)
            return True

        return self._do(document, language, Part.TRANSLATION, editor, deed)

    def dismiss(
        self, document: str, language: str, part: Part, key: str, reason: str, *, editor: Editor
    ) -> Sheet:
        """Declare a finding to be none.

        Raises:
            InputError: There is no such finding, or no reason.
        """
        reason = changes.clean(reason, "the reason")

        def deed(writer: Writer, opened: Opened) -> bool:
            found = dismissals.with_key(opened.found, key)
            dismissals.dismiss(writer, found, reason, opened.dismissal(key))
            drawing.mark_stale(writer.connection, "", found.source)
            return True

        return self._do(document, language, part, editor, deed)

    def recall(
        self, document: str, language: str, part: Part, key: str, *, editor: Editor
    ) -> Sheet:
        """Take back that a finding was dismissed, here and wherever it says the same.

        Raises:
            InputError: There is no such finding.
        """

        def deed(writer: Writer, opened: Opened) -> bool:
            found = dismissals.with_key(opened.found, key)
            before = opened.dismissal(key)
            if before is None:
                return False
            dismissals.recall(writer, found, before)
            drawing.mark_stale(writer.connection, "", found.source)
            return True

        return self._do(document, language, part, editor, deed)

    def approve(
        self,
        document: str,
        language: str,
        part: Part,
        *,
        seen: str,
        editor: Editor,
        note: str = "",
        responsible: bool = False,
    ) -> Sheet:
        """Approve a part; what is untouched in it is accepted with that.

        Args:
            document: The document.
            language: The target language.
            part: The translation, or the summaries.
            seen: `fingerprint` of the sheet as the person saw it.
            editor: Who; has to be an approver.
            note: What they say with it.
            responsible: Whether they take editorial responsibility.

        Raises:
            ConflictError: It reads otherwise by now.
            InputError: There are errors that are neither mended nor dismissed, or they may not.
        """
        said = changes.clean(note, "the note") if note.strip() else ""

        def deed(writer: Writer, opened: Opened) -> bool:
            approval.approve(writer, opened, seen=seen, note=said, responsible=responsible)
            return True

        return self._do(document, language, part, editor, deed, touches=False)

    def send_back(
        self, document: str, language: str, part: Part, *, note: str, editor: Editor
    ) -> Sheet:
        """Say that a part has to be done again, and why.

        Raises:
            InputError: There is no note, or no such part.
        """
        said = changes.clean(note, "the note")

        def deed(writer: Writer, opened: Opened) -> bool:
            approval.send_back(writer, opened, said)
            return True

        return self._do(document, language, part, editor, deed, touches=False)

    def reopen(self, document: str, language: str, part: Part, *, editor: Editor) -> Sheet:
        """Take back an approval, or that a part was sent back."""

        def deed(writer: Writer, opened: Opened) -> bool:
            return approval.reopen(writer, opened)

        return self._do(document, language, part, editor, deed, touches=False)

    def _do(
        self,
        document: str,
        language: str,
        part: Part,
        editor: Editor,
        deed: _Deed,
        *,
        touches: bool = True,
        more: Mapping[SentenceRef, str] | None = None,
    ) -> Sheet:
        """Do something to a part in one transaction: all of it, or nothing.

        Args:
            document: The document.
            language: The language.
            part: The part.
            editor: Who does it.
            deed: What is done.
            touches: Whether the part is in review from then on.
            more: The texts that will stand there afterwards: they are checked before the
                transaction, which has to be short.
        """
        connection = self._store.connection
        with storage_errors(self._store.path):
            opened = self._reading.opened(document, language, part)
            if more:
                self._reading.try_out(opened, more)
            try:
                with transaction(connection):
                    opened = self._reading.opened(document, language, part)
                    writer = Writer.of(connection, editor, document, language, part)
                    if touches:
                        approval.touched(writer, opened)
                    if not deed(writer, opened):
                        raise _UnchangedError
                    after = self._reading.opened(document, language, part)
                    changed = after.layer.texts != opened.layer.texts
                    drawing.redraw(connection, after, text=changed)
            except _UnchangedError:
                return opened.sheet
        return after.sheet


class _UnchangedError(Exception):
    """There was nothing to change, so that nothing is to be written."""
