"""The desk: all that an editor can do to what lies in a store, each a short transaction of its own.

Nothing here knows of the web; the page, the command line and imports do their work through it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsxlate.article import SentenceRef
from newsxlate.findings import Finding
from newsxlate.options import NameOptions
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.signoff import Dismissal, Part, Review, SentenceReview, State


@dataclass(frozen=True, slots=True)
class Editor:
    """Who does something.

    Attributes:
        name: As they typed it or logged in by.
        authenticated: Whether they have logged in.
        approver: Whether they may approve.
    """

    name: str
    authenticated: bool = False
    approver: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a part; see `newsxlate.signoff.SentenceReview` for those of summaries."""

    document: str
    language: str
    block: int
    sentence: int
    part: Part = Part.TRANSLATION

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is."""
        return SentenceRef(self.block, self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the queue is wanted; empty values want everything.

    Attributes:
        language: A target language.
        state: A state.
        part: The translations, or the summaries.
        code: Where there is an open finding of this code.
        origin: The site or folder that documents came from.
        text: Words that source or translation have, in this order if they are in quotation marks.
        order: "urgent" (errors, warnings, low scores, then date), "newest" or "title".
    """

    language: str = ""
    state: State | None = None
    part: Part | None = None
    code: str = ""
    origin: str = ""
    text: str = ""
    order: str = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A part of a document, as the queue shows it; counts are of open findings."""

    document: str
    language: str
    part: Part
    state: State
    title: str
    heading: str
    origin: str
    published: str
    score: float | None
    sentences: int
    errors: int
    warnings: int
    notes: int
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """Some rows of the queue, and how many there are.

    Attributes:
        rows: Those wanted.
        total: How many the filters let through.
        counts: For each filter ("language", "state", "part", "code", "origin") how many rows each
            of its values would let through, the other filters as they are; the commonest first.
        waiting: Documents that were stored meanwhile and are not drawn yet.
    """

    rows: tuple[QueueRow, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFinding:
    """A finding of a part as it reads now.

    Attributes:
        key: What it is dismissed by, in hexadecimal digits.
        finding: The finding, with its place.
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
        outdated: Whether the machine has written something else since the person saw it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A part of a document, open on the desk.

    Attributes:
        record: The document, its result as it reads now: people's text in it, checked again.
        machine: The result as the machine left it.
        review: The part's review.
        rows: Its sentences by place. Of a translation those of its blocks in the article's order;
            of summaries theirs, `TITLE` and `TEASER` first.
        findings: All findings of the part, those of blocks and of the article too, in order.
        terms: Terms that editors confirmed, for this document or for good: source and target.
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
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A row of the audit table, names filled in."""

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


class ConflictError(Exception):
    """Somebody else changed the sentence, or the part, since it was last looked at.

    Attributes:
        row: The sentence as it reads now; None if the part as a whole is concerned.
    """

    row: Row | None


class Desk:
    """A store, open for review. Only the thread that opened it may use it; opening is cheap.

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
        raise NotImplementedError

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""

    # -- Looking ------------------------------------------------------------------------------

    def queue(self, filters: Filters = Filters(), *, offset: int = 0, limit: int = 50) -> QueuePage:
        """What is to be looked at, in order. It is drawn first if little was stored meanwhile."""
        raise NotImplementedError

    def neighbours(
        self, document: str, language: str, part: Part, filters: Filters = Filters()
    ) -> tuple[QueueRow | None, QueueRow | None]:
        """The rows before and behind one, among those that the filters let through."""
        raise NotImplementedError

    def sheet(self, document: str, language: str, part: Part = Part.TRANSLATION) -> Sheet:
        """Open a part of a document.

        Raises:
            InputError: There is none, or it is damaged.
        """
        raise NotImplementedError

    def history(self, place: Place) -> list[Event]:
        """All that was done to a sentence, the last first."""
        raise NotImplementedError

    def events(self, document: str, language: str, part: Part = Part.TRANSLATION) -> list[Event]:
        """All that was done to a part, the last first."""
        raise NotImplementedError

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
        raise NotImplementedError

    def accept(self, place: Place, *, seen: int, editor: Editor) -> Sheet:
        """Say that a sentence is right as it stands; see `edit`."""
        raise NotImplementedError

    def undo(self, place: Place, *, seen: int, editor: Editor) -> Sheet:
        """Put back what stood there before the last change; see `edit`."""
        raise NotImplementedError

    def reset(self, place: Place, *, seen: int, editor: Editor) -> Sheet:
        """Put back the machine's text of now, untouched; see `edit`."""
        raise NotImplementedError

    def replace(
        self,
        document: str,
        language: str,
        changes: Mapping[SentenceRef, tuple[int, str]],
        *,
        editor: Editor,
    ) -> Sheet:
        """Edit several sentences of a translation at once, all of them or none.

        Args:
            document: The document.
            language: The target language.
            changes: For each sentence the version that was seen, and its text.
            editor: Who.

        Raises:
            ConflictError: Somebody changed one of them meanwhile.
        """
        raise NotImplementedError

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
        """Confirm how a name or term is to be rendered, in this document or for good."""
        raise NotImplementedError

    # -- Findings and states -------------------------------------------------------------------

    def dismiss(
        self, document: str, language: str, part: Part, key: str, reason: str, *, editor: Editor
    ) -> Sheet:
        """Declare a finding to be none.

        Raises:
            InputError: There is no such finding, or no reason.
        """
        raise NotImplementedError

    def recall(
        self, document: str, language: str, part: Part, key: str, *, editor: Editor
    ) -> Sheet:
        """Take back that a finding was dismissed."""
        raise NotImplementedError

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
            seen: `final_hash` of the sheet's text as the person saw it; see `fingerprint`.
            editor: Who; has to be an approver.
            note: What they say with it.
            responsible: Whether they take editorial responsibility.

        Raises:
            ConflictError: It reads otherwise by now.
            InputError: There are errors that are neither mended nor dismissed, or they may not.
        """
        raise NotImplementedError

    def send_back(
        self, document: str, language: str, part: Part, *, note: str, editor: Editor
    ) -> Sheet:
        """Say that a part has to be done again, and why."""
        raise NotImplementedError

    def reopen(self, document: str, language: str, part: Part, *, editor: Editor) -> Sheet:
        """Take back an approval, or that a part was sent back."""
        raise NotImplementedError


def fingerprint(sheet: Sheet) -> str:
    """SHA-256, in hexadecimal digits, of all that a sheet's sentences read."""
    raise NotImplementedError


def prepare(path: Path) -> None:
    """Bring a store up to date for review, and draw the queue.

    Raises:
        StorageError: It needs to be brought up to date while a run is at work on it.
    """
    raise NotImplementedError


def records(
    path: Path,
    *,
    states: Sequence[State] = (),
    ids: Sequence[str] = (),
    since: float | None = None,
) -> object:
    """The documents of a store with their reviews, people's text in their results.

    Args:
        path: The store.
        states: Leave out translations in any other state; none leaves out nothing.
        ids: Only these documents.
        since: Only what was stored or changed since (seconds since the epoch).
    """
    raise NotImplementedError
