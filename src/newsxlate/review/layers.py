"""What a part of a document is made of: what a run left, and what people did to it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from newsxlate.article import SentenceRef
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.review.dismissals import Found
from newsxlate.review.matching import Correction, Line
from newsxlate.review.sheet import Sheet
from newsxlate.signoff import Dismissal, Part, Review


@dataclass(frozen=True, slots=True)
class Document:
    """A document as a run left it.

    Attributes:
        text: Hash of its text.
        record: The document.
        base: Its result as copies of its text have it, too; known by ...
        key: ... this.
    """

    text: bytes
    record: Record
    base: Result
    key: Hashable

    @property
    def languages(self) -> list[str]:
        """The languages that there are translations or summaries in."""
        made = [t.language for t in self.base.translations]
        return list(dict.fromkeys([*made, *(s.language for s in self.base.summaries)]))


@dataclass(frozen=True, slots=True)
class Layer:
    """What people did to one part of a document in one language.

    Attributes:
        language: The language.
        part: The part.
        base: The result that it lies over; known by ...
        key: ... this.
        lines: The sentences as the machine left them.
        corrections: The corrections, by the places of now.
        earlier: Those whose sentence is gone.
        review: What was set last, without sentences and findings.
        text: Hash of the text that it was set for; None if nothing was set.
    """

    language: str
    part: Part
    base: Result
    key: Hashable
    lines: Mapping[SentenceRef, Line]
    corrections: Mapping[SentenceRef, Correction]
    earlier: Sequence[Correction]
    review: Review
    text: bytes | None

    @property
    def texts(self) -> dict[SentenceRef, str]:
        """What stands there now."""
        own = {ref: one.review.text for ref, one in self.corrections.items()}
        return {ref: own.get(ref, line.machine) for ref, line in self.lines.items()}

    @property
    def changes(self) -> dict[SentenceRef, str]:
        """What of it is not the machine's, or is no translation but by a person's word."""
        return self.changed(self.texts)

    def changed(self, texts: Mapping[SentenceRef, str]) -> dict[SentenceRef, str]:
        """What of some texts is not the machine's; see `changes`."""
        return {
            ref: text
            for ref, text in texts.items()
            if text != self.lines[ref].machine
            or (self.lines[ref].fallback and ref in self.corrections)
        }


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet, and what it was made of.

    Attributes:
        sheet: The sheet.
        document: The document.
        layer: What people did to it.
        found: Its findings, as in the sheet.
    """

    sheet: Sheet
    document: Document
    layer: Layer
    found: Sequence[Found]

    def dismissal(self, key: str) -> Dismissal | None:
        """Why a finding was declared to be none; None if it was not."""
        return next((one.dismissed for one in self.sheet.findings if one.key == key), None)
