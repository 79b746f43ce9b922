"""Whether a model gets more names right when it is told their forms, on sentences of NTREX-128.

    python benchmarks/name_help.py [--to CODE] [--lines N] [--model NAME] [--ways none,source]
        [--retries N] [--data DIR] [--outputs FILE] [--json]

The lines are those with a name whose form in the target language is certain (reference data have
it) and differs from the German one; N of them, evenly spread, each translated alone. Ways:

none    nothing is done
source  the target form takes the German one's place in the source sentence
prompt  the prompt names the forms (chat models only)

told    share of those names that are right in the translation, before any repair
names   the same of all names that the check speaks of
bleu, chrf  sacrebleu's, against the human translation, quotation marks made straight
p       paired bootstrap: probability that the difference in chrF from the first way is chance
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluation import DATA
from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.entities import NameAlignment
from newsxlate.names.hints import Hints, hinted
from newsxlate.names.recognition import entities
from newsxlate.options import Options
from newsxlate.pipeline import Pipeline
from newsxlate.result import Result

FILES = {
    "en": "eng", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld", "pl": "pol", "pt": "por",
    "cs": "ces", "ru": "rus", "uk": "ukr",
}  # fmt: skip
WAYS = ("none", "source", "prompt")
STRAIGHT = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the evaluation set.

    Attributes:
        article: The line as an article.
        reference: Its human translation.
        told: The names that a model can be told the form of, as they stand in it.
    """

    article: Article
    reference: str
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one way. Shares are in percent."""

    way: str
    target: str
    lines: int
    told: float
    told_count: int
    names: float
    names_count: int
    bleu: float
    chrf: float
    p: float | None
    seconds: float


def read(data: Path, target: str, count: int) -> list[Line]:
    """``count`` lines with names to be told, evenly spread."""
    folder = data / "ntrex"
    sources = (folder / "deu.txt").read_text(encoding="utf-8").splitlines()
    references = (folder / f"{FILES[target]}.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for source, reference in zip(sources, references, strict=True):
        sentence = Sentence(0, len(source), source)
        block = Block(Kind.PARAGRAPH, 0, len(source), source, None, (sentence,))
        article = Article(text=source, blocks=(block,), language="de")
        pairs = entities.find_entities(article).at(0, 0)
        _, terms = hinted(source, pairs, Hints(language=target, method="prompt"))
        if terms:
            found.append(Line(article, reference, frozenset(name for name, _ in terms)))
    count = min(count, len(found))
    return [found[i * len(found) // count] for i in range(count)]


def measure(way: str, lines: Sequence[Line], options: Options) -> tuple[Row, list[str]]:
    """Translate the lines in one way."""
    with Pipeline(options) as pipeline:
        pipeline.load("de")
        started = time.perf_counter()
        results = pipeline.translate_many([line.article for line in lines])
        seconds = time.perf_counter() - started
    names = [_names(result) for result in results]
    told = [
        r for made, line in zip(names, lines, strict=True) for r in made if r.source in line.told
    ]
    every = [r for made in names for r in made]
    outputs = [result.translations[0].text for result in results]
    bleu, chrf = scores(outputs, lines)
    row = Row(
        way=way,
        target=options.targets[0],
        lines=len(lines),
        told=share(told),
        told_count=len(told),
        names=share(every),
        names_count=len(every),
        bleu=bleu,
        chrf=chrf,
        p=None,
        seconds=seconds,
    )
    return row, outputs


def _names(result: Result) -> list[NameAlignment]:
    return [rendering for rendering in result.translations[0].names if rendering.source]


def share(renderings: Sequence[NameAlignment]) -> float:
    """The right ones, in percent."""
    return 100 * sum(r.outcome.accepted for r in renderings) / max(1, len(renderings))


def scores(outputs: Sequence[str], lines: Sequence[Line]) -> tuple[float, float]:
    """BLEU and chrF."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    texts = [text.translate(STRAIGHT) for text in outputs]
    references = [[line.reference.translate(STRAIGHT) for line in lines]]
    return (
        BLEU().corpus_score(texts, references).score,
        CHRF().corpus_score(texts, references).score,
    )


def chance(baseline: Sequence[str], outputs: Sequence[str], lines: Sequence[Line]) -> float:
    """The probability that the difference in chrF is chance (Koehn, 2004)."""
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.significance import PairedTest

    systems = [
        ("baseline", [text.translate(STRAIGHT) for text in baseline]),
        ("other", [text.translate(STRAIGHT) for text in outputs]),
    ]
    references = [[line.reference.translate(STRAIGHT) for line in lines]]
    test = PairedTest(systems, {"chrF": CHRF(references=references)}, references, test_type="bs")
    return float(test()[1]["chrF2"][1].p_value)


def table(rows: Sequence[Row]) -> str:
    """The rows for people."""
    head = f"{'way':8}{'lines':>6}{'told':>14}{'names':>14}{'BLEU':>7}{'chrF':>7}{'p':>8}{'s':>7}"
    lines = [head]
    for row in rows:
        p = "" if row.p is None else f"{row.p:.3f}"
        told = f"{row.told:.1f} ({row.told_count})"
        names = f"{row.names:.1f} ({row.names_count})"
        lines.append(
            f"{row.way:8}{row.lines:>6}{told:>14}{names:>14}"
            f"{row.bleu:>7.1f}{row.chrf:>7.1f}{p:>8}{row.seconds:>7.0f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure the ways that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--to", default="en", choices=FILES)
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--model", default="auto")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--retries", type=int, default=0)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--outputs", type=Path, help="write sources and translations, tab-separated"
    )
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()

    lines = read(arguments.data, arguments.to, arguments.lines)
    rows: list[Row] = []
    made: list[list[str]] = []
    for way in arguments.ways.split(","):
        options = Options(
            source="de",
            targets=(arguments.to,),
            model=arguments.model,
            retries=arguments.retries,
            name_help=way,
            offline=True,
        )
        row, outputs = measure(way, lines, options)
        if made:
            row = Row(**{**asdict(row), "p": chance(made[0], outputs, lines)})
        rows.append(row)
        made.append(outputs)
        print(f"{way}: {row.seconds:.0f} s", file=sys.stderr)
    if arguments.outputs:
        columns = zip((line.article.text for line in lines), *made, strict=True)
        arguments.outputs.write_text(
            "".join("\t".join(texts) + "\n" for texts in columns), encoding="utf-8"
        )
    print(json.dumps([asdict(row) for row in rows]) if arguments.json else table(rows))


if __name__ == "__main__":
    main()
