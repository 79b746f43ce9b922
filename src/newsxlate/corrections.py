"""What people have made of sentences: a translation memory that is looked up by source sentences.

An exact sentence takes the human text as it stands. One that is nearly the same is shown to
editors, and to models as an example; its text is never taken over.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from rapidfuzz import fuzz, process

from newsxlate.languages import SOURCE
from newsxlate.signoff import SentenceState

#: How similar a sentence has to be, from 0 to 1, to be worth showing.
LEAST = 0.8

# What is written in several ways and means the same; soft hyphens and the like are not seen at all.
_ALIKE = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛‹›′", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "..."}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
)
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A sentence that a person has translated, or has found well translated.

    Attributes:
        source: The source sentence.
        text: Its translation.
        language: ISO 639-1 code of the target language.
        source_language: ISO 639-1 code of the source language.
        state: Edited or accepted; what is from a memory of the user's own is edited, if it does not
            say otherwise.
        by: Who; empty if nobody knows.
        at: When, ISO 8601 in UTC; empty if nobody knows, and then it is older than all others.
    """

    source: str
    text: str
    language: str
    source_language: str = SOURCE
    state: SentenceState = SentenceState.EDITED
    by: str = ""
    at: str = ""

    @property
    def _rank(self) -> tuple[bool, str]:
        """What decides between two: whoever edits has looked, and the later knows more."""
        return self.state is SentenceState.EDITED, self.at


@dataclass(frozen=True, slots=True)
class Near:
    """A correction of a sentence that is nearly the same.

    Attributes:
        correction: The correction.
        similarity: Of the two source sentences, 0 to 1: twice the characters they share in order,
            of all that both have.
    """

    correction: Correction
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What an editor is shown beside a sentence.

    Attributes:
        source: The source sentence that was translated before.
        target: Its translation.
        similarity: Of the source sentences, 0 to 1; 1 if they are the same.
        same_numbers: Whether they have the same numbers: else the translation has to be changed.
        by: Who translated it, or accepted it; empty if nobody knows.
        at: When, ISO 8601 in UTC; empty likewise.
    """

    source: str
    target: str
    similarity: float
    same_numbers: bool
    by: str = ""
    at: str = ""


class Corrections:
    """Corrections, to be looked up by their source sentences.

    Several threads may look up at once. Pickled, it is only its rows.

    >>> made = Corrections([Correction(source="„Nein“, sagte er.", text="“No,” he said.",
    ...                                language="en")])
    >>> made.exact('"Nein", sagte  er.', "en").text
    '“No,” he said.'
    """

    def __init__(self, rows: Iterable[Correction] = ()) -> None:
        """Take corrections.

        Of several for one sentence, one that was edited comes before those accepted, then the
        latest; of those that say nothing of it, the last.
        """
        self._rows: dict[tuple[str, str, str], Correction] = {}
        self.add(rows)

    def add(self, rows: Iterable[Correction]) -> None:
        """Take further ones, one thread at a time; what is known already costs nothing.

        Other threads may look up sentences meanwhile, if `prepare` was called, and do no more.
        """
        for row in rows:
            pair, text = (row.source_language, row.language), plain(row.source)
            known = self._rows.get((*pair, text))
            if not text or not row.text.strip() or (known and known._rank > row._rank):
                continue
            self._rows[*pair, text] = row
            if "_indices" in self.__dict__:
                self._indices.setdefault(pair, _Index()).add(text, row)
        for name in ("digest", "languages"):
            self.__dict__.pop(name, None)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._rows.values())

    def __add__(self, other: Corrections) -> Corrections:
        return Corrections([*self, *other])

    def __reduce__(self) -> tuple[Any, ...]:
        return Corrections, (tuple(self._rows.values()),)

    @cached_property
    def languages(self) -> frozenset[tuple[str, str]]:
        """The pairs of source and target languages that there is something in."""
        return frozenset((source, target) for source, target, _ in self._rows)

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that stand for all that a translation can depend on."""
        known = sorted(
            (*key, row.source, row.text, str(row.state)) for key, row in self._rows.items()
        )
        return blake2b(repr(known).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()

    def exact(
        self, source: str, language: str, *, source_language: str = SOURCE
    ) -> Correction | None:
        """The correction of this very sentence; None if there is none.

        White space and the shapes of quotation marks and dashes may differ, and nothing else.
        """
        return self._rows.get((source_language, language, plain(source)))

    def near(
        self,
        source: str,
        language: str,
        *,
        source_language: str = SOURCE,
        least: float = LEAST,
        most: int = 3,
    ) -> list[Near]:
        """The corrections of similar sentences, the most similar first; of this very one, too.

        Found are those that share half of the sentence's words.

        Args:
            source: The sentence.
            language: ISO 639-1 code of the target language ...
            source_language: ... and of the source language.
            least: How similar they have to be; see `Near`.
            most: How many are wanted.
        """
        index = self._indices.get((source_language, language))
        return index.near(plain(source), least, most) if index else []

    def prepare(self) -> Corrections:
        """Make ready for `near` what its first call would else have to."""
        _ = self._indices
        return self

    @cached_property
    def _indices(self) -> dict[tuple[str, str], _Index]:
        """By languages, what is needed to find similar sentences."""
        made: dict[tuple[str, str], _Index] = defaultdict(_Index)
        for (source_language, language, text), row in self._rows.items():
            made[source_language, language].add(text, row)
        return dict(made)


#: Nothing was ever corrected.
NONE = Corrections()


@dataclass(slots=True)
class _Index:
    """The corrections of one pair of languages.

    Attributes:
        texts: The source sentences, as `plain` makes them.
        rows: The correction of each.
        numbers: The place of each sentence in both.
        places: By word, the places of the sentences that have it.
    """

    texts: list[str] = field(default_factory=list)
    rows: list[Correction] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)

    def add(self, text: str, row: Correction) -> None:
        """Take a correction in the place of any other one of the sentence."""
        place = self.numbers.setdefault(text, len(self.texts))
        if place < len(self.texts):
            self.rows[place] = row
            return
        self.texts.append(text)
        self.rows.append(row)
        for word in _words(text):
            self.places.setdefault(word, []).append(place)

    def near(self, text: str, least: float, most: int) -> list[Near]:
        """See `Corrections.near`."""
        # Twice the shorter one's length, of both: they cannot share more.
        shortest = len(text) * least / (2 - least)
        longest = len(text) * (2 - least) / least
        possible = {
            place: self.texts[place]
            for place in self._sharing(text)
            if shortest <= len(self.texts[place]) <= longest
        }
        found = process.extract(
            text, possible, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None
        )
        near = [Near(self.rows[place], score / 100) for _, score, place in found]
        near.sort(key=lambda one: (one.similarity, one.correction._rank), reverse=True)
        return near[:most]

    def _sharing(self, text: str) -> set[int]:
        """Sentences that may share half of a text's words.

        Whatever shares half of them has one of any half and one more: so the rarest are looked up.
        """
        words = sorted(_words(text), key=lambda word: (len(self.places.get(word, ())), word))
        return {
            place for word in words[: len(words) // 2 + 1] for place in self.places.get(word, ())
        }


def suggestions(
    corrections: Corrections,
    source: str,
    language: str,
    *,
    source_language: str = SOURCE,
    most: int = 3,
) -> list[Suggestion]:
    """What an editor is to be shown beside a sentence, the most similar first."""
    return [
        Suggestion(
            source=one.correction.source,
            target=one.correction.text,
            similarity=one.similarity,
            same_numbers=same_numbers(source, one.correction.source),
            by=one.correction.by,
            at=one.correction.at,
        )
        for one in corrections.near(source, language, source_language=source_language, most=most)
    ]


def plain(text: str) -> str:
    """A sentence as it is looked up: white space, quotation marks and dashes in one shape."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def same_numbers(one: str, other: str) -> bool:
    """Whether two sentences of a language have the same figures, in any order."""
    return sorted(_NUMBER.findall(one)) == sorted(_NUMBER.findall(other))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
