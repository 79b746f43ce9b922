"""An article to summarise, and models that answer from a script."""

from __future__ import annotations

from collections.abc import Sequence

from newsxlate.article import Article
from newsxlate.inputs.article import read_text
from newsxlate.result import TranslatedSentence
from newsxlate.segmenting import segment
from newsxlate.summarizing.abstractive import Order, Writer
from newsxlate.summarizing.rendering import Translated
from newsxlate.testing import FakeEngine
from newsxlate.translating import Segment

TEXT = """\
Merkel trifft Selenskyj in Kiew

Bundeskanzlerin Angela Merkel hat am Montag in Kiew den ukrainischen Präsidenten Wolodymyr \
Selenskyj getroffen.

Beide Seiten sprachen über Gaslieferungen im Umfang von 40 Milliarden Kubikmetern.

„Wir werden die Ukraine nicht im Stich lassen und den Transit sichern“, sagte Merkel nach dem \
Gespräch.

Russland hatte die Verhandlungen zuvor scharf kritisiert.

Am Abend reiste die Kanzlerin weiter nach Warschau zum Treffen mit Mateusz Morawiecki.
"""

ENGLISH = [
    "Merkel meets Zelensky in Kyiv",
    "Chancellor Angela Merkel met Ukrainian President Volodymyr Zelensky in Kyiv on Monday.",
    "Both sides talked about gas deliveries of 40 billion cubic metres.",
    "“We will not abandon Ukraine and will secure the transit,” Merkel said after the talks.",
    "Russia had sharply criticised the negotiations before.",
    "In the evening the chancellor travelled on to Warsaw to meet Mateusz Morawiecki.",
]


def article(text: str = TEXT) -> Article:
    """A text, read and segmented."""
    return segment(read_text(text, language="de"))


class Human:
    """Translates the sentences of `TEXT` as `ENGLISH` has them, and counts them."""

    def __init__(self, **other: str) -> None:
        source = article()
        texts = [s.text for _, block in source.kept() for s in block.sentences]
        self.known = dict(zip(texts, ENGLISH, strict=True)) | other
        self.asked: list[str] = []

    def __call__(self, segments: Sequence[Segment]) -> list[TranslatedSentence]:
        self.asked += [segment.text for segment in segments]
        return [TranslatedSentence(text=self.known[segment.text]) for segment in segments]


def english(translate: Human | None = None) -> Translated:
    """The article in English."""
    return Translated(article(), "en", "human", translate or Human())


def scripted(*answers: str, finished: bool = True) -> FakeEngine:
    """An engine that gives one answer after the other, the last again and again."""
    left = list(answers)
    return FakeEngine(lambda source: left.pop(0) if len(left) > 1 else left[0], finished=finished)


def writer(engine: FakeEngine, *, order: Order = Order.DIRECT, tokens: int = 2800) -> Writer:
    """A writer over a scripted engine."""
    return Writer(engine=engine, model="summary:scripted", tokens=tokens, order=order)
