"""What becomes of a document: from a worker to the one who writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from newsxlate.archive.store.codec import StoredResult


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """What the store knows of a document besides its text.

    Attributes:
        id: As in `newsxlate.archive.Document`; so are name, title, byline, published, embargoed and
            url.
        source: Hash of the document as it lies in the archive.
        item: What an agency calls it in all its versions, or calls what it withdraws.
        pubstatus: "canceled" or "withheld", if it withdraws it.
    """

    id: str
    name: str
    source: bytes
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    embargoed: str | None = None
    url: str | None = None
    item: str | None = None
    pubstatus: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result.

    Attributes:
        stage: "input", "reading", "translating" or "storing".
        reason: What went wrong, in one line.
    """

    stage: str
    reason: str


class ResultKind(StrEnum):
    """What there is of a document in the end."""

    TRANSLATED = "translated"
    #: Its text is stored already, or comes before it in the same window.
    COPY = "copy"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentResult:
    """What became of a document.

    Attributes:
        info: The document.
        text: Hash of its cleaned text; None if it could not be read.
        parts: The result, if it was translated.
        words: Words of its cleaned text ...
        sentences: ... and sentences.
        seconds: How long reading it took.
        failure: Why there is no result, if it failed.
    """

    info: DocumentInfo
    text: bytes | None = None
    parts: StoredResult | None = None
    words: int = 0
    sentences: int = 0
    seconds: float = 0.0
    failure: Failure | None = None

    @property
    def kind(self) -> ResultKind:
        """Whether it was translated, is a copy, or failed."""
        if self.failure:
            return ResultKind.FAILED
        return ResultKind.TRANSLATED if self.parts else ResultKind.COPY


@dataclass(frozen=True, slots=True)
class WindowResult:
    """What a window gave: everything that is stored of it, in one transaction.

    Attributes:
        outcomes: One a document, in order; none if it was stopped in the middle.
        memory: New rows of the translation memory.
        whole: False if it was stopped in the middle.
    """

    outcomes: Sequence[DocumentResult]
    memory: Sequence[tuple[bytes, bytes]] = ()
    whole: bool = True


@dataclass(slots=True)
class Counts:
    """How a window, or a run, went.

    Attributes:
        documents: Documents worked through.
        failed: Those of them without a result.
        copies: Those that are copies of another one's text.
        words: Source words that were translated.
        findings: Findings by code.
        counting: How many of them are errors or warnings.
    """

    documents: int = 0
    failed: int = 0
    copies: int = 0
    words: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    counting: int = 0

    @classmethod
    def of(cls, outcomes: Sequence[DocumentResult]) -> Counts:
        """Count what a window gave."""
        counts = cls(len(outcomes))
        for outcome in outcomes:
            counts.failed += outcome.kind is ResultKind.FAILED
            counts.copies += outcome.kind is ResultKind.COPY
            if outcome.parts:
                counts.words += outcome.words
                for _, code, severity, count in outcome.parts.findings:
                    counts.findings[code] += count
                    counts.counting += count if severity != "note" else 0
        return counts

    def add(self, other: Counts) -> None:
        """Add what another window gave."""
        self.documents += other.documents
        self.failed += other.failed
        self.copies += other.copies
        self.words += other.words
        self.findings.update(other.findings)
        self.counting += other.counting
