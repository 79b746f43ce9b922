"""An article's sentences as segments to be translated, and the translations as its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import Article, Kind, SentenceRef
from newsxlate.entities import Entities
from newsxlate.names import Hints, hinted
from newsxlate.result import TranslatedBlock, TranslatedSentence
from newsxlate.translating.translate import Segment

# What runs beside the text does not lead up to the next paragraph.
_WITHOUT_CONTEXT = frozenset(
    {Kind.CREDIT, Kind.CAPTION, Kind.KICKER, Kind.ROW, Kind.BOX, Kind.BOILERPLATE}
)


@dataclass(frozen=True, slots=True)
class SegmentOrigin:
    """What a segment was made of.

    Attributes:
        article: Index of the article among those translated together.
        ref: Which of its sentences.
    """

    article: int
    ref: SentenceRef


def origins(articles: Sequence[Article]) -> Iterator[SegmentOrigin]:
    """Every sentence of every kept block, in order."""
    for number, article in enumerate(articles):
        for ref, _ in article.sentences():
            yield SegmentOrigin(number, ref)


def segment(article: Article, entities: Entities | None, ref: SentenceRef, hints: Hints) -> Segment:
    """A sentence as a segment, as the model is to be given it."""
    text = article.sentence(ref)
    pairs = entities.at(*ref) if entities else []
    changed, terms = hinted(text, pairs, hints)
    return Segment(text, context(article, ref), changed if changed != text else "", terms)


def context(article: Article, ref: SentenceRef) -> str:
    """The sentence before: of the same block, or the end of the one above it.

    For a box that is what the box says before; for a table what leads up to it.
    """
    own = article.blocks[ref.block]
    if ref.sentence:
        return own.sentences[ref.sentence - 1].text
    above = (b for b in reversed(article.blocks[: ref.block]) if b.kept and b.sentences)
    for block in above:
        if own.kind is Kind.BOX:
            return block.sentences[-1].text if block.kind is Kind.BOX else ""
        if block.kind not in _WITHOUT_CONTEXT:
            return block.sentences[-1].text
    return ""


def gather(
    articles: int,
    origins: Sequence[SegmentOrigin],
    made: Sequence[TranslatedSentence],
    target: str,
) -> list[tuple[TranslatedBlock, ...]]:
    """Put translated sentences back into their blocks, findings with their place.

    Args:
        articles: How many articles there are.
        origins: What each sentence is the translation of.
        made: The translations, in the same order.
        target: ISO 639-1 code of their language.

    Returns:
        The blocks of each article.
    """
    blocks: list[dict[int, list[TranslatedSentence]]] = [{} for _ in range(articles)]
    for origin, sentence in zip(origins, made, strict=True):
        located = tuple(
            replace(found, language=target, block=origin.ref.block, sentence=origin.ref.sentence)
            for found in sentence.findings
        )
        rows = blocks[origin.article].setdefault(origin.ref.block, [])
        rows.append(replace(sentence, findings=located))
    return [
        tuple(TranslatedBlock(block=b, sentences=tuple(rows)) for b, rows in article.items())
        for article in blocks
    ]
