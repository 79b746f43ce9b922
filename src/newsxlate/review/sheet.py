"""What lies open on the desk: a part of a document as it reads now, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsxlate.article import SentenceRef
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.signoff import Dismissal, Part, Review, SentenceReview, digest


@dataclass(frozen=True, slots=True)
class Editor:
    """Who does something.

    Attributes:
        name: As they typed it or logged in by.
        authenticated: Whether they have logged in.
        approver: Whether they may approve.
        via: By what they do it, if it is no page; noted in the audit.
    """

    name: str
    authenticated: bool = False
    approver: bool = True
    via: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a part; see `newsxlate.signoff.SentenceReview` for those of summaries.

    Attributes:
        document: The document.
        language: The target language.
        block: Index of the block.
        sentence: Index of the sentence.
        part: The translation, or the summaries.
        reading: `Row.reading` as the person saw it: a run may put another sentence there meanwhile.
            Empty if nobody looked.
    """

    document: str
    language: str
    block: int
    sentence: int
    part: Part = Part.TRANSLATION
    reading: str = ""

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is."""
        return SentenceRef(self.block, self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFinding:
    """A finding of a part as it reads now.

    Attributes:
        key: What it is dismissed by, in hexadecimal digits.
        finding: The finding, with its place; of a summary's sentence that of the article's sentence
            that it was found by, if there is one.
        dismissed: Why and by whom it was declared to be none; None if it is open.
    """

    key: str
    finding: Finding
    dismissed: Dismissal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence as the page shows it.

    Attributes:
        ref: Which.
        source: The source sentence; empty in a summary.
        machine: What the machine has written there by now.
        text: What stands there now: what a person wrote, else ``machine``.
        version: What whoever changes it has to have seen; 0 if nobody touched it.
        review: What a person did; None if nobody touched it.
        outdated: Whether the machine has written something else since the person saw it, and not
            what the person wrote.
        findings: What was found in it, dismissed ones too.
    """

    ref: SentenceRef
    source: str
    machine: str
    text: str
    version: int = 0
    review: SentenceReview | None = None
    outdated: bool = False
    findings: tuple[OpenFinding, ...] = ()

    @property
    def reading(self) -> str:
        """What tells it from another sentence, and from another text of the machine's."""
        return digest((self.source, self.text))[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A part of a document, open on the desk.

    Attributes:
        record: The document, its result as it reads now: people's text in it, checked again.
        machine: The result as the machine left it: where a person has changed something, as it was
            when they saw it.
        review: The part's review.
        rows: Its sentences by place. Of a translation those of its blocks in the article's order;
            of summaries theirs, `TITLE` and `TEASER` first.
        findings: All findings of the part, those of blocks and of the article too, in order.
        terms: Terms that editors confirmed, for this document or for good, of which the article
            has the source: source and target.
    """

    record: Record
    machine: Result
    review: Review
    rows: Mapping[SentenceRef, Row]
    findings: tuple[OpenFinding, ...]
    terms: tuple[tuple[str, str], ...] = ()

    @property
    def open_errors(self) -> tuple[OpenFinding, ...]:
        """What is to be mended or dismissed before the part can be approved."""
        return tuple(
            one
            for one in self.findings
            if one.dismissed is None and one.finding.severity is Severity.ERROR
        )


class ConflictError(Exception):
    """Somebody else changed the sentence, or the part, since it was last looked at.

    Attributes:
        row: The sentence as it reads now; None if the part as a whole is concerned.
    """

    def __init__(self, message: str, row: Row | None = None) -> None:
        super().__init__(message)
        self.row = row


def fingerprint(sheet: Sheet) -> str:
    """The `newsxlate.signoff.digest` of all that a sheet's sentences read."""
    return digest(row.text for row in sheet.rows.values())


def storable(text: str) -> str:
    """``text`` with a mark for each half of a character, which SQLite takes none of."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
