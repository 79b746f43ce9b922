"""Translate news with the compact model and with the chat model, side by side, and compare.

    python benchmarks/compact.py [--lines 200] [--to en,fr,it] [--models NAME,NAME] [--beam N]
        [--data DIR] [--json]

The first lines of NTREX-128 (Federmann et al., 2022), on which neither was trained by this project.
BLEU and chrF are sacrebleu's, on text as the models give it, with quotation marks made straight on
both sides. A model that is not installed is left out with a line; nothing is downloaded.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import sacrebleu

from newsxlate.engines import Decoding, Engine, Request, load_engine
from newsxlate.engines.batching import generate_all
from newsxlate.models import open_models
from newsxlate.options import Options

DATA = Path(__file__).resolve().parents[2] / "shared" / "eval"
FILES = {"de": "deu", "en": "eng", "fr": "fra", "it": "ita"}
MODELS = ("compact", "qwen2.5-coder-1.5b-instruct")
STRAIGHT = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'"))


@dataclass(frozen=True, slots=True)
class Score:
    """What was measured for a model and a target language.

    Attributes:
        model: The model's name.
        target: ISO 639-1 code of the language.
        lines: How many lines.
        bleu: Corpus BLEU.
        chrf: Corpus chrF.
        seconds: Seconds for all lines, loading not counted.
    """

    model: str
    target: str
    lines: int
    bleu: float
    chrf: float
    seconds: float


def read(data: Path, language: str, limit: int) -> list[str]:
    """The first lines of NTREX in a language."""
    path = data / "ntrex" / f"{FILES[language]}.txt"
    return path.read_text(encoding="utf-8").splitlines()[:limit]


def measure(
    engine: Engine,
    sources: Sequence[str],
    references: Sequence[str],
    target: str,
    *,
    beam: int = 0,
) -> Score:
    """Translate lines and compare them with their references."""
    requests = [Request(source, "de", target) for source in sources]
    began = time.perf_counter()
    made = generate_all(engine, requests, Decoding(beam=beam), batch_tokens=1024)
    seconds = time.perf_counter() - began
    outputs = [output.text.translate(STRAIGHT) for output in made]
    wanted = [[reference.translate(STRAIGHT) for reference in references]]
    return Score(
        engine.name,
        target,
        len(sources),
        round(sacrebleu.corpus_bleu(outputs, wanted).score, 1),
        round(sacrebleu.corpus_chrf(outputs, wanted).score, 1),
        round(seconds, 1),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; exits with 1 if there was nothing to measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--to", default="en,fr,it")
    parser.add_argument("--models", default=",".join(MODELS))
    parser.add_argument("--beam", type=int, default=0, help="0: each model's own")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    options = Options(offline=True)
    registry, store = open_models(options)
    sources = read(given.data, "de", given.lines)
    scores = []
    for name in given.models.split(","):
        model = registry.get(name)
        if not store.installed(name):
            print(model.unreleased or f"{name} is not installed", file=sys.stderr)
            continue
        engine = load_engine(model, store.path(model), options)
        for target in given.to.split(","):
            references = read(given.data, target, given.lines)
            scores.append(measure(engine, sources, references, target, beam=given.beam))
        engine.close()
    if given.json:
        print(json.dumps([asdict(score) for score in scores], indent=2))
    else:
        print(f"{'model':<30}to  lines   BLEU   chrF  seconds")
        for s in scores:
            print(
                f"{s.model:<30}{s.target}  {s.lines:5}  {s.bleu:5.1f}  {s.chrf:5.1f}"
                f"  {s.seconds:7.1f}"
            )
    return 0 if scores else 1


if __name__ == "__main__":
    sys.exit(main())
