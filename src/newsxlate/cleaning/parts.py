"""Blocks while they are being judged, and what can be counted about one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from newsxlate.article import Block, Kind
from newsxlate.cleaning.layout import Structure
from newsxlate.cleaning.rules import Rules

# Patterns look at this much of a block: clutter is short, and a block may be a whole book.
LOOK = 1200
_WORD = re.compile(r"[^\W\d_]+(?:[-'’.&][^\W\d_]+)*")
_FINAL = re.compile(r"[.!?:…;][\"'“”»«›‹’)\]]*$")
_STOP = re.compile(r"[.!?…][\"'“”»«›‹’)\]]*$")
# A paragraph of the article has this many words, ends like a sentence, and this share of its words
# is of the closed classes. German news paragraphs have 0.3 to 0.5, lists and menus below 0.1.
_BODY_WORDS = 8
_BODY_DENSITY = 0.15
_TITLE_WORDS = 25


@dataclass(slots=True)
class Part:
    """A block that reading left in the article, and what cleaning decides about it.

    Attributes:
        block: The block.
        text: The beginning of its text, in Unicode NFC.
        words: Its words, small letters; of a long block those of the beginning.
        density: The share of ``words`` that are stop words; 1 where none are known.
        final: Whether it ends with punctuation: a full stop, question or exclamation mark, colon.
        title: Whether it could be a headline: a line without such punctuation.
        body: Whether it reads like a paragraph of an article.
        told: Whether it reports what somebody said, as `Rules.told` finds it.
        kind: What it is, so far.
        reason: Why it is removed; None while it is not.
        rule: Name of the rule that removed it, or "".
        ends: What ends here, as in `Rule.ends`.
    """

    block: Block
    text: str
    words: tuple[str, ...]
    density: float
    final: bool
    title: bool
    body: bool
    told: bool
    kind: Kind
    reason: str | None = None
    rule: str = ""
    opens: bool = False
    ends: str = ""

    @property
    def kept(self) -> bool:
        """Whether nothing has removed it yet."""
        return self.reason is None

    def remove(self, kind: Kind, reason: str, rule: str = "") -> None:
        """Mark it as no part of the article."""
        self.kind, self.reason, self.rule = kind, reason, rule


@dataclass(slots=True)
class Draft:
    """An article while it is being cleaned.

    Attributes:
        parts: The blocks that are still in it, in order, without empty ones.
        rules: The rules of its language.
        structure: How its language's newspapers lay out interviews and boxes; None if not known.
        first: Index of the first paragraph that reads like the article; ``len(parts)`` if none.
        last: Index of the last one; -1 if there is none.
        byline: The author or authors, once found.
        published: ISO 8601, once found.
    """

    parts: Sequence[Part]
    rules: Rules
    structure: Structure | None = None
    first: int = 0
    last: int = -1
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    headline: int | None = field(default=None)

    def bound(self) -> None:
        """Find the first and the last paragraph of what is left."""
        bodies = [n for n, part in enumerate(self.parts) if part.kept and part.body]
        self.first = bodies[0] if bodies else len(self.parts)
        self.last = bodies[-1] if bodies else -1

    def where(self, number: int) -> str:
        """Where a part stands: "head", "body" or "tail"; "body" if there is no paragraph."""
        if self.last < 0:
            return "body"
        return "head" if number < self.first else "tail" if number > self.last else "body"

    def bodies(self, end: int | None = None) -> Iterator[Part]:
        """The paragraphs of the article before part ``end``."""
        return (part for part in self.parts[:end] if part.kept and part.body)


def make_part(block: Block, rules: Rules) -> Part:
    """Count what there is to count about a block."""
    # Patterns know composed letters only; offsets are the block's, which stays as it is.
    text = normalize("NFC", block.text[:LOOK])
    words = tuple(word.lower() for word in _WORD.findall(text))
    known = sum(word in rules.stopwords for word in words)
    density = known / len(words) if rules.stopwords and words else float(not rules.stopwords)
    end = text[-10:]
    final = bool(_FINAL.search(end))
    stops = len(block.text) >= LOOK or bool(_STOP.search(end))
    return Part(
        block=block,
        text=text,
        words=words,
        density=density,
        final=final,
        title=0 < len(words) <= _TITLE_WORDS and not final,
        body=len(words) >= _BODY_WORDS and stops and density >= _BODY_DENSITY,
        told=rules.told.search(text) is not None,
        kind=block.kind,
    )
