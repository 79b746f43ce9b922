"""An article to summarise, and models that answer from a script."""

from __future__ import annotations

from collections.abc import Sequence

from newsxlate.article import Article
from newsxlate.engines.engine import Decoding, Hypothesis, Request, Tokens
from newsxlate.inputs.article import read_text
from newsxlate.result import TranslatedSentence
from newsxlate.segmenting import segment
from newsxlate.summarizing.abstractive import Order, Writer
from newsxlate.summarizing.rendering import Translated
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


class Scripted:
    """An engine that gives one scripted answer after the other, the last again and again."""

    name = kind = "scripted"
    device, compute_type, max_source_tokens = "cpu", "none", 512

    def __init__(self, *answers: str, finished: bool = True) -> None:
        self.answers = list(answers)
        self.finished = finished
        self.asked: list[tuple[Request, Decoding]] = []
        self._encoded: dict[str, Request] = {}

    def encode(self, request: Request) -> Tokens:
        self._encoded[request.text] = request
        return (request.text,)

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        found = []
        for (text,) in batch:
            self.asked.append((self._encoded[text], decoding))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            found.append(Hypothesis((answer,), -0.5, self.finished))
        return found

    def decode(self, tokens: Tokens) -> str:
        return " ".join(tokens)

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        return [0.0] * len(sources)

    def close(self) -> None:
        pass


def writer(engine: Scripted, *, order: Order = Order.DIRECT, tokens: int = 2800) -> Writer:
    """A writer over a scripted engine."""
    return Writer(engine=engine, model="summary:scripted", tokens=tokens, order=order)
