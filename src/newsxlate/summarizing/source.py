"""An article as evidence: what each of its sentences says that a summary can be held to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from newsxlate.article import Article, Kind, SentenceRef
from newsxlate.checking.numbers import Side
from newsxlate.checking.structure import quotations
from newsxlate.entities import Entities
from newsxlate.languages import SOURCE
from newsxlate.names import find_entities
from newsxlate.names.forms import Derived, derived
from newsxlate.quantities import Reading
from newsxlate.summarizing.candidates import Candidate, candidates
from newsxlate.summarizing.words import folded, prefixes
from newsxlate.text.addresses import blank

# Words that may be made from a place: "chinesische", "Londoner", "Europa".
_OF_PLACE = re.compile(r"\b(?:[A-ZÄÖÜ]\w{2,}|\w{3,}isch(?:e[nmrs]?)?)\b")


class Source:
    """An article, read once for all the checks of its summaries.

    Attributes:
        article: The article, segmented.
        entities: Its names.
        places: Where its kept sentences stand, in order.
    """

    def __init__(self, article: Article, entities: Entities | None = None) -> None:
        """Read an article; without ``entities``, they are looked for if its language allows."""
        self.article = article
        if entities is None:
            entities = find_entities(article) if article.language == SOURCE else Entities()
        self.entities = entities
        self.places: tuple[SentenceRef, ...] = tuple(ref for ref, _ in article.sentences())
        self._sides: dict[SentenceRef, Side] = {}

    @cached_property
    def candidates(self) -> Mapping[SentenceRef, Candidate]:
        """The sentences that a summary may have."""
        return {candidate.ref: candidate for candidate in candidates(self.article)}

    def is_headline(self, place: SentenceRef) -> bool:
        """Whether a sentence is one of the headline."""
        return self.article.blocks[place.block].kind is Kind.HEADLINE

    def text(self, place: SentenceRef) -> str:
        """A sentence."""
        return self.article.sentence(place)

    def texts(self, places: Collection[SentenceRef]) -> str:
        """Several sentences as running text."""
        return " ".join(self.text(place) for place in places)

    def names(self, place: SentenceRef) -> Iterator[tuple[str, ...]]:
        """What each name in a sentence is called anywhere in the article, as in it first."""
        for entity, mention in self._mentions.get(place, ()):
            yield tuple(dict.fromkeys((mention, *entity)))

    @cached_property
    def _mentions(self) -> dict[SentenceRef, list[tuple[tuple[str, ...], str]]]:
        found: dict[SentenceRef, list[tuple[tuple[str, ...], str]]] = {}
        for entity in self.entities.entries:
            names = (entity.canonical, *entity.names)
            for located in entity.mentions:
                row = found.setdefault(located.ref, [])
                row.append((names, located.mention.base))
        return found

    def words(self, places: Collection[SentenceRef]) -> frozenset[str]:
        """The words of some sentences, folded (see `words.folded`)."""
        return frozenset().union(*(folded(self.text(place)) for place in places))

    def demonyms(self, places: Collection[SentenceRef], language: str) -> Derived:
        """The words that render an adjective or inhabitant of a place: "chinesische"."""
        words = (m[0] for place in places for m in _OF_PLACE.finditer(self.text(place)))
        return Derived.joined(language, (derived(word, language) for word in words))

    def having(self, text: str) -> frozenset[SentenceRef]:
        """The sentences that have one of the words of ``text`` as it is spelt."""
        wanted = folded(text)
        return frozenset(p for p in self.places if not wanted.isdisjoint(folded(self.text(p))))

    def with_prefix(self, prefix: str) -> frozenset[SentenceRef]:
        """The sentences that have a word with this prefix (see `words.prefixes`)."""
        return frozenset(self._prefixes.get(prefix, ()))

    @cached_property
    def _prefixes(self) -> dict[str, set[SentenceRef]]:
        found: dict[str, set[SentenceRef]] = {}
        for place in self.places:
            for prefix in prefixes(self.text(place)):
                found.setdefault(prefix, set()).add(place)
        return found

    def numbers(self, places: Collection[SentenceRef]) -> Side:
        """The numbers of some sentences."""
        readings: frozenset[Reading] = frozenset().union(
            *(self._side(place).readings for place in places)
        )
        return Side([], readings, "")

    def _side(self, place: SentenceRef) -> Side:
        if place not in self._sides:
            text = blank(self.text(place))
            self._sides[place] = Side.of(text, self.article.language)
        return self._sides[place]

    def quotations(self, places: Collection[SentenceRef]) -> Sequence[str]:
        """What is quoted in some sentences, and what of their blocks reaches into them.

        A quotation may begin in one sentence and end in another: so it is blocks that are searched.
        """
        blocks = dict.fromkeys(block for block, _ in places)
        return [quotation for block in blocks for quotation in self._quoted(block)]

    def _quoted(self, block: int) -> list[str]:
        if block not in self._quotations:
            content = self.article.blocks[block]
            text = " ".join(sentence.text for sentence in content.sentences)
            self._quotations[block] = quotations(text)
        return self._quotations[block]

    @cached_property
    def _quotations(self) -> dict[int, list[str]]:
        return {}
