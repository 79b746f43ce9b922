"""An article with a list, a table, a question and a box, for the tests of outputs."""

from __future__ import annotations

from collections.abc import Sequence

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation

Row = tuple[Kind, Sequence[str]]

ROWS: list[Row] = [
    (Kind.HEADLINE, ["Hallenbad schließt"]),
    (Kind.PARAGRAPH, ["Das Hallenbad in Aurich schließt im Mai.", "Zwei Wege gibt es:"]),
    (Kind.ITEM, ["Umbau: 4 Millionen Euro"]),
    (Kind.ITEM, ["1. Neubau | 9 Millionen Euro"]),
    (Kind.PARAGRAPH, ["So viel kostet der Eintritt:"]),
    (Kind.ROW, ["", "Kinder", "Erwachsene"]),
    (Kind.ROW, ["Montag", "", "4 Euro"]),
    (Kind.ROW, ["Samstag", "3 Euro", ""]),
    (Kind.QUESTION, ["Frau Janßen, wie geht es weiter?"]),
    (Kind.PARAGRAPH, ["Mit einem Bürgerentscheid im Herbst."]),
    (Kind.BOX, ["Zur Person"]),
    (Kind.BOX, ["Silke Janßen leitet das Bad.", "Sie lebt in Emden."]),
]


def made_of(rows: Sequence[Row]) -> Article:
    """An article of blocks; a row's texts are its cells, those of other blocks their sentences."""
    text, blocks = "", []
    for kind, parts in rows:
        start, sentences = len(text), []
        for place, part in enumerate(parts):
            text += ("\t" if kind is Kind.ROW else " ") if place else ""
            if part:
                sentences.append(Sentence(len(text), len(text) + len(part), part))
            text += part
        flat = " ".join(text[start:].split())
        text += "\n" if kind is Kind.ROW else "\n\n"
        blocks.append(Block(kind, start, len(text), flat, None, tuple(sentences)))
    title = next((" ".join(parts) for kind, parts in rows if kind is Kind.HEADLINE), None)
    return Article(text=text, blocks=tuple(blocks), language="de", title=title)


def kinds_result(rows: Sequence[Row] = ROWS) -> Result:
    """The article and a translation, in which every sentence stands between angle quotes."""
    article = made_of(rows)
    blocks = tuple(
        TranslatedBlock(
            block=number,
            sentences=tuple(TranslatedSentence(text=f"‹{s.text}›") for s in block.sentences),
        )
        for number, block in article.kept()
    )
    made = Translation(language="en", model="by hand", blocks=blocks)
    return Result(article=article, translations=(made,))
