"""What people have said of a translation or a summary: states, corrections, dismissals, sign-off.

Only the data: `newsxlate.review` keeps it in an archive's store, `newsxlate.outputs` writes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newsxlate.article import SentenceRef


class State(StrEnum):
    """How far the review of a translation, or of an article's summaries in a language, has come."""

    MACHINE = "machine"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    SENT_BACK = "sent back"


class SentenceState(StrEnum):
    """What a person did with a sentence."""

    UNTOUCHED = "untouched"
    ACCEPTED = "accepted"
    EDITED = "edited"


class Part(StrEnum):
    """What of an article is reviewed, each with a state of its own."""

    TRANSLATION = "translation"
    SUMMARY = "summary"


#: What stands for the sentence's index of a summary's headline and of its teaser.
TITLE, TEASER = -1, -2


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReview:
    """A sentence that a person has accepted or edited.

    Attributes:
        block: Index of the block in `Article.blocks`; in a summary, which of the summaries in its
            language it is.
        sentence: Index in the block; in a summary that of its sentence, `TITLE` or `TEASER`.
        state: Accepted or edited.
        source: The source sentence that the person saw; empty in a summary.
        machine: What the machine had written there when the person saw it.
        text: What the person wants to stand there; ``machine`` if it was accepted.
        by: Who, or the pseudonym that took the name's place.
        at: When, ISO 8601 in UTC.
        version: How many changes there were; 1 at first.
    """

    block: int
    sentence: int
    state: SentenceState
    source: str
    machine: str
    text: str
    by: str
    at: str
    version: int = 1

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is."""
        return SentenceRef(self.block, self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """A finding that a person has declared to be none.

    Attributes:
        code: Its code.
        message: What it said.
        reason: Why it is none, in the person's words.
        by: Who.
        at: When, ISO 8601 in UTC.
        block: Index of the block it was found in; None if it concerned the article.
        sentence: Index of the sentence; None if it concerned the block.
    """

    code: str
    message: str
    reason: str
    by: str
    at: str
    block: int | None = None
    sentence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What was done to one part of a document in one language.

    Attributes:
        language: ISO 639-1 code of the target language.
        part: The translation, or the summaries.
        state: Of the part as it reads now: an approval of another text does not count.
        by: Who set the state last; empty while it is the machine's.
        at: When, ISO 8601 in UTC; empty likewise.
        note: What was said with it.
        responsible: Whether ``by`` took editorial responsibility in approving it.
        authenticated: Whether it is known that ``by`` is who they say.
        source_hash: SHA-256, in hexadecimal digits, of the source that was approved or seen last.
        machine_hash: Of what the machine had written.
        final_hash: Of what was approved; empty if it is not.
        sentences: What was accepted and edited, in the article's order.
        dismissed: The findings that were dismissed, in the article's order.
        earlier: Corrections whose source sentence the article does not have any more.
    """

    language: str
    part: Part = Part.TRANSLATION
    state: State = State.MACHINE
    by: str = ""
    at: str = ""
    note: str = ""
    responsible: bool = False
    authenticated: bool = False
    source_hash: str = ""
    machine_hash: str = ""
    final_hash: str = ""
    sentences: tuple[SentenceReview, ...] = ()
    dismissed: tuple[Dismissal, ...] = ()
    earlier: tuple[SentenceReview, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether it may go out, as far as the review is concerned."""
        return self.state is State.APPROVED

    @property
    def edited(self) -> bool:
        """Whether a person changed a word of it."""
        return any(sentence.text != sentence.machine for sentence in self.sentences)

    def sentence(self, ref: SentenceRef) -> SentenceReview | None:
        """What was done to a sentence; None if nothing was."""
        return next((row for row in self.sentences if row.ref == ref), None)


def digest(sentences: Iterable[str]) -> str:
    """SHA-256, in hexadecimal digits, of sentences as they read.

    It is taken over the sentences in their order (that of `newsxlate.outputs.article.credit.texts`:
    those of the blocks that were translated; of summaries each one's headline, teaser and
    sentences) with a line feed between two and none behind the last, in UTF-8. Nothing is added or
    normalised, so that anybody can take it again from an export; half a surrogate pair, which UTF-8
    has no bytes for, counts as Python's "surrogatepass" writes it.

    >>> digest(["Berlin raises tax", "Müller said so."])[:16]
    'a95cbcd8115b2df3'
    """
    return hashlib.sha256("\n".join(sentences).encode("utf-8", "surrogatepass")).hexdigest()
