"""Articles of a few sentences, for the tests of names."""

from __future__ import annotations

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.names.recognition import entities
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation


def article(*sentences: str) -> Article:
    """One paragraph of German sentences."""
    spans = []
    start = 0
    for sentence in sentences:
        spans.append(Sentence(start, start + len(sentence), sentence))
        start += len(sentence) + 1
    text = " ".join(sentences)
    block = Block(Kind.PARAGRAPH, 0, len(text), text, None, tuple(spans))
    return Article(text=text, blocks=(block,), language="de")


def translated(*pairs: tuple[str, str], language: str = "en") -> Result:
    """German sentences with their translations, and their ledger."""
    source = article(*(german for german, _ in pairs))
    made = tuple(TranslatedSentence(text=text) for _, text in pairs)
    translation = Translation(
        language=language, model="test", blocks=(TranslatedBlock(block=0, sentences=made),)
    )
    return Result(
        article=source, translations=(translation,), ledger=entities.find_entities(source)
    )
