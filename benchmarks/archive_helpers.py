"""How busy an archive run keeps an engine that takes no CPU, as one on a GPU.

    python benchmarks/archive_helpers.py --data ../shared/eval --rate 120

The engine of this benchmark waits: --rate sentences a second and one batch at a time. It gives the
human translations of NTREX-128, so that names and checks have what they have with a good model.
Articles are the documents of NTREX with other numbers in their sentences, the same ones in the
translation, so that no sentence comes twice.
What is printed for each number of --helpers is the share of the time, from the first batch to the
last, in which the engine had something to do; and the sentences a second that this comes to.

It needs a core for each helper: on fewer, the engine waits for cores, not for Python.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import newsxlate.engines
from archive import Quiet, alone, cpu
from archive_model import REGISTRY
from newsxlate.archive import Document
from newsxlate.archive.run import run
from newsxlate.archive.settings import Settings
from newsxlate.engines.engine import Decoding, Hypothesis, Request, Tokens
from newsxlate.options import Options

NUMBER = re.compile(r"\d+")
# The end of a sentence, before what closes it.
END = re.compile(r"[.!?…\"“”»«’)]*$")
# What it says of sentences that are cut otherwise than NTREX's lines are.
UNKNOWN = "Nothing more was said about it on that day."


class Waiting:
    """An engine that knows all translations, and takes its time for them."""

    name, kind, device, compute_type = "bench", "waiting", "cpu", "none"
    max_source_tokens, parallel = 500, 1

    def __init__(self, known: dict[str, str], rate: float) -> None:
        self._known = known
        self._rate = rate
        self._turn = threading.Lock()
        self.busy = 0.0
        self.asked = 0
        self.first = 0.0
        self.last = 0.0

    def encode(self, request: Request) -> Tokens:
        """The words."""
        return tuple(request.text.split())

    def count(self, text: str) -> int:
        """How many words."""
        return len(text.split())

    def decode(self, tokens: Tokens) -> str:
        """The words with spaces."""
        return " ".join(tokens)

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        """The human translations, after the time that they take."""
        with self._turn:
            begun = time.perf_counter()
            self.first = self.first or begun
            time.sleep(len(batch) / self._rate)
            self.last = time.perf_counter()
            self.busy += self.last - begun
            self.asked += len(batch)
        made = (self._known.get(" ".join(tokens), UNKNOWN) for tokens in batch)
        return [Hypothesis(tuple(text.split()), -0.5, True) for text in made]

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        """All are as good."""
        return [0.0] * len(sources)

    def close(self) -> None:
        """Nothing."""


def pairs(data: Path) -> list[list[tuple[str, str]]]:
    """The sentences of NTREX's documents with their translations."""
    folder = data / "ntrex"
    german, english, ids = (
        (folder / name).read_text(encoding="utf-8").splitlines()
        for name in ("deu.txt", "eng.txt", "document_ids.tsv")
    )
    documents: dict[str, list[tuple[str, str]]] = {}
    for source, target, name in zip(german, english, ids, strict=True):
        documents.setdefault(name.split("\t")[0], []).append((source, target))
    return list(documents.values())


def archive(data: Path, count: int) -> Iterator[list[tuple[str, str]]]:
    """Articles: documents with other numbers on both sides."""
    documents = pairs(data)
    for number in range(count):
        chance = random.Random(number)
        yield [changed(*pair, chance) for pair in documents[number % len(documents)]]


def changed(source: str, target: str, chance: random.Random) -> tuple[str, str]:
    """A pair with another number where both have the same one, or else with one more."""
    number = str(chance.randrange(1000, 10_000))
    shared = set(NUMBER.findall(source)) & set(NUMBER.findall(target))
    if shared:
        old = rf"\b{min(shared)}\b"
        pair = (re.sub(old, number, text) for text in (source, target))
    else:
        pair = (END.sub(rf" ({number})\g<0>", text, count=1) for text in (source, target))
    source, target = (" ".join(text.split()) for text in pair)
    return source, target


def measure(data: Path, count: int, rate: float, helpers: int, folder: Path) -> dict[str, Any]:
    """A run with so many helpers."""
    known: dict[str, str] = {}
    for article in archive(data, count):
        known |= dict(article)
    engine = Waiting(known, rate)
    newsxlate.engines.load_engine = lambda *_: engine
    texts = ("\n\n".join(source for source, _ in article) for article in archive(data, count))
    documents = (
        Document(id=f"{number:06}", name=f"{number:06}.txt", content=text.encode())
        for number, text in enumerate(texts)
    )
    options = Options(
        registry=folder / "models.toml", store=folder / "models", offline=True, retries=0
    )
    settings = Settings(options=options, helpers=helpers)
    state = run(documents, folder / f"{helpers}.sqlite", settings, listener=Quiet())
    return {
        "documents": state.counts.documents,
        "findings": state.counts.counting,
        "asked": engine.asked,
        "busy": engine.busy / (engine.last - engine.first),
        "rate": engine.asked / (engine.last - engine.first),
        "cpu": cpu(),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "eval")
    parser.add_argument("--rate", type=float, default=120, help="sentences a second of the engine")
    parser.add_argument("--count", type=int, default=400, help="articles")
    parser.add_argument("--helpers", type=int, nargs="+", default=[0, 1, 2])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        converted = folder / "converted"
        converted.mkdir()
        for file in ("model.bin", "config.json", "source.spm", "shared_vocabulary.json"):
            (converted / file).write_bytes(b"it waits")
        (folder / "models.toml").write_text(REGISTRY.format(folder=converted), encoding="utf-8")
        for helpers in given.helpers:
            made = alone(measure, given.data, given.count, given.rate, helpers, folder)
            print(
                f"{helpers} helpers: the engine was busy {made['busy']:.1%} of the time,"
                f" {made['rate']:.0f} of {given.rate:.0f} sentences/s"
                f" ({made['documents']} documents, {made['asked']} sentences,"
                f" {made['cpu']:.0f} CPU s)"
            )


if __name__ == "__main__":
    main()
