"""Measure a converted model on the dev set.

    python -m training.evaluate FOLDER DATA/dev.tsv

Prints BLEU and chrF (sacrebleu) by target, greedily and with a beam of four, and the speed, as
newsxlate runs the model. For news that it was never trained on, see benchmarks/compact.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sacrebleu

from newsxlate.engines import Decoding, Engine, Request, load_engine
from newsxlate.engines.batching import generate_all
from newsxlate.options import Options
from training.corpus import Row, read_rows

_LANGUAGES = ("en", "fr", "it")


@dataclass(frozen=True, slots=True)
class Entry:
    """The model as engines look at it."""

    name: str = "compact"
    engine: str = "ctranslate2"
    family: str = "marian"
    max_source_tokens: int = 160
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """What was measured for a target.

    Attributes:
        language: ISO 639-1 code of the target.
        beam: Beam size.
        lines: How many lines.
        bleu: Corpus BLEU.
        chrf: Corpus chrF.
        speed: Output tokens a second.
    """

    language: str
    beam: int
    lines: int
    bleu: float
    chrf: float
    speed: float


def load(folder: Path) -> Engine:
    """Load a converted model."""
    return load_engine(Entry(), folder, Options(device="cpu"))


def measure(engine: Engine, rows: Sequence[Row], *, beam: int) -> list[Score]:
    """Translate rows into every target they have, and compare."""
    scores = []
    for number, language in enumerate(_LANGUAGES):
        pairs = [(row[0], row[1 + number]) for row in rows if row[1 + number]]
        if not pairs:
            continue
        requests = [Request(source, "de", language) for source, _ in pairs]
        began = time.perf_counter()
        made = generate_all(engine, requests, Decoding(beam=beam), batch_tokens=1024)
        seconds = time.perf_counter() - began
        outputs = [output.text for output in made]
        references = [[reference for _, reference in pairs]]
        scores.append(
            Score(
                language,
                beam,
                len(pairs),
                sacrebleu.corpus_bleu(outputs, references).score,
                sacrebleu.corpus_chrf(outputs, references).score,
                sum(len(output.tokens) for output in made) / seconds,
            )
        )
    return scores


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--limit", type=int, help="rows to translate")
    given = parser.parse_args(arguments)
    engine, rows = load(given.folder), read_rows(given.dev, limit=given.limit)
    print("to  beam  lines   BLEU   chrF  tokens/s")
    for beam in (1, 4):
        for score in measure(engine, rows, beam=beam):
            print(
                f"{score.language}  {score.beam:4}  {score.lines:5}  {score.bleu:5.1f}  "
                f"{score.chrf:5.1f}  {score.speed:8,.0f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
