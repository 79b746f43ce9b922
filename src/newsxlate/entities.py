"""The names of an article, and what became of each in a translation.

Only the data: `newsxlate.names` finds the names, groups them, and looks for their renderings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from newsxlate.article import SentenceRef


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence.

    Attributes:
        start: Offset of its first character in the sentence.
        end: Offset behind its last character.
        text: As it stands there, without titles: "Putins".
        base: In the nominative: "Putin".
        title: The titles directly before it: "Präsident"; else empty.
        part: Whether it is the first part of a compound that is no name: "Kreml" in
            "Kreml-Sprecher". The offsets are those of the part.
        worded: Whether there are common words in it, which a translation renders and does not
            keep: "Europäische Union", "US-Außenministerium".
    """

    start: int
    end: int
    text: str
    base: str
    title: str = ""
    part: bool = False
    worded: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """A mention in an article.

    Attributes:
        block: Index of the block in `Article.blocks`.
        sentence: Index of the sentence in its block.
        start: Offset of its first character in `Article.text`.
        end: Offset behind its last character in `Article.text`.
        mention: The mention; its own offsets are those in the sentence.
    """

    block: int
    sentence: int
    start: int
    end: int
    mention: Mention

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is in."""
        return SentenceRef(self.block, self.sentence)


@dataclass(frozen=True, slots=True)
class Entity:
    """All that an article calls by one name.

    Attributes:
        id: Number of the entry, by first appearance, from 1 on.
        canonical: Its full name in the nominative, in the spelling to be preferred.
        mentions: Where it stands, in order.
        variants: Its other spellings that are probably mistakes, each in the nominative.
    """

    id: int
    canonical: str
    mentions: tuple[Located, ...]
    variants: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, in the nominative, without titles, in order."""
        return tuple(dict.fromkeys(located.mention.base for located in self.mentions))


@dataclass(frozen=True, slots=True)
class Entities:
    """The names of an article.

    Attributes:
        entries: By first appearance.
    """

    entries: tuple[Entity, ...] = ()

    def at(self, block: int, sentence: int) -> list[tuple[Entity, Mention]]:
        """The mentions in one sentence, in order, each with its entry."""
        found = [
            (entry, located.mention)
            for entry in self.entries
            for located in entry.mentions
            if located.ref == (block, sentence)
        ]
        return sorted(found, key=lambda pair: pair[1].start)


class Outcome(StrEnum):
    """What became of a name in a translation."""

    KEPT = "kept"
    VARIANT = "variant"
    GERMAN = "german-left"
    INCONSISTENT = "inconsistent"
    ALTERED = "altered"
    MISSING = "missing"
    HALLUCINATED = "invented"

    @property
    def accepted(self) -> bool:
        """Whether there is nothing to be said against it."""
        return self in (Outcome.KEPT, Outcome.VARIANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAlignment:
    """What stands for one mention in a translation; or a name there that no mention explains.

    Attributes:
        entry: `Entity.id`; None if the name is hallucinated.
        block: Index of the block in `Article.blocks`.
        sentence: Index of the sentence in its block.
        outcome: What became of the name.
        source: The mention as it stands in the source; empty if the name is hallucinated.
        text: What stands for it in the target sentence; empty if it is missing.
        start: Offset of ``text`` in `TranslatedSentence.text`; None if it is missing.
        end: Offset behind it.
        reason: Why it was accepted or not: a `newsxlate.names.Reason`.
        expected: The forms that would be accepted, best first, where it was not.
        replaced: What the model had written, if ``text`` is a repair; else empty.
    """

    entry: int | None
    block: int
    sentence: int
    outcome: Outcome
    source: str = ""
    text: str = ""
    start: int | None = None
    end: int | None = None
    reason: str = ""
    expected: tuple[str, ...] = ()
    replaced: str = ""

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is in."""
        return SentenceRef(self.block, self.sentence)
