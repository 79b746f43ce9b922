"""An article's sentences as segments to be translated, and the translations as its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import Article, Kind
from newsxlate.entities import Entities
from newsxlate.names.hints import Hints, hinted
from newsxlate.result import TranslatedBlock, TranslatedSentence
from newsxlate.translating.translate import Segment

# What runs beside the text does not lead up to the next paragraph.
_SHORT = (Kind.CREDIT, Kind.CAPTION, Kind.KICKER, Kind.BOILERPLATE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment stands: article, block and sentence, by index."""

    article: int
    block: int
    sentence: int


def places(articles: Sequence[Article]) -> Iterator[Place]:
    """Every sentence of every kept block, in order."""
    for number, article in enumerate(articles):
        for index, block in article.kept():
            for sentence in range(len(block.sentences)):
                yield Place(number, index, sentence)


def segment(article: Article, entities: Entities | None, place: Place, hints: Hints) -> Segment:
    """The segment at a place, as the model is to be given it."""
    text = article.blocks[place.block].sentences[place.sentence].text
    pairs = entities.at(place.block, place.sentence) if entities else []
    changed, terms = hinted(text, pairs, hints)
    return Segment(text, before(article, place), changed if changed != text else "", terms)


def before(article: Article, place: Place) -> str:
    """The sentence before, as context: of the same block, or the end of the one above it."""
    if place.sentence:
        return article.blocks[place.block].sentences[place.sentence - 1].text
    for block in reversed(article.blocks[: place.block]):
        if block.kept and block.sentences and block.kind not in _SHORT:
            return block.sentences[-1].text
    return ""


def gather(
    articles: int,
    places: Sequence[Place],
    made: Sequence[TranslatedSentence],
    target: str,
) -> list[tuple[TranslatedBlock, ...]]:
    """Put translated sentences back into their blocks, findings with their place.

    Args:
        articles: How many articles there are.
        places: Where each sentence stands.
        made: The translations, in the same order.
        target: ISO 639-1 code of their language.

    Returns:
        The blocks of each article.
    """
    blocks: list[dict[int, list[TranslatedSentence]]] = [{} for _ in range(articles)]
    for place, sentence in zip(places, made, strict=True):
        located = tuple(
            replace(found, language=target, block=place.block, sentence=place.sentence)
            for found in sentence.findings
        )
        rows = blocks[place.article].setdefault(place.block, [])
        rows.append(replace(sentence, findings=located))
    return [
        tuple(TranslatedBlock(block=b, sentences=tuple(rows)) for b, rows in article.items())
        for article in blocks
    ]
