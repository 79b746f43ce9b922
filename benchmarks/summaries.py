"""Measure extractive summaries: ROUGE beside LEAD-3, and milliseconds a document.

    python benchmarks/summaries.py [--data DIR] [--ablations] [--json] [--check]

**Press releases** (tests/data/summaries): the reference is a release's lead; what is summarised is
its title and its body, from which the lead was cut. So LEAD-3 is the three first sentences of the
body, not of the release. "dev" (2023) was looked at while the method was written and its weights
were chosen; "test" (2024) was not. Leads are written by the offices and are no
excerpts: "oracle" takes, one by one, the three sentences that raise ROUGE-2 most.

**News** (``--data``, NTREX): documents have no summaries. Each one's first line, its headline, is
the title, the next two lines are the reference, and the rest is summarised: the set-up of the
releases on news of many outlets. It shows whether the method serves for releases only. Documents
with odd numbers; those with even numbers were looked at.

ROUGE-1/2/L is the F-measure of the package rouge-score, without stemming, in per cent, averaged
over documents. Its own tokenizer takes umlauts for white space, so it is given another. The
difference in ROUGE-2 to LEAD-3 has its 95 % interval from a paired bootstrap over documents
(P. Koehn, 2004; 2,000 samples). "ms" is the processor time of choosing, segmentation done: median
and 95th percentile of the documents, and for an article of 20,000 words made of many releases.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from unittest import mock

from rouge_score.rouge_scorer import RougeScorer

from evaluation import DATA
from newsxlate.article import Article, Block, Kind
from newsxlate.options import Length
from newsxlate.segmenting import segment
from newsxlate.summarizing import candidates, extractive, lead
from newsxlate.summarizing.extractive import Scored

PRESS = Path(__file__).resolve().parent.parent / "tests" / "data" / "summaries" / "press.jsonl.xz"
LENGTH = Length("sentences", 3)
METRICS = ("rouge1", "rouge2", "rougeL")
# On the documents of 2024: ROUGE-2 of "extractive", and the lower end of its lead over LEAD-3.
FLOORS = {"rouge2": 12.5, "above_lead": 1.2}
CEILING_MS = 10.0
_LONG_WORDS = 20_000
_SAMPLES = 2000
_WORD = re.compile(r"\w+")

Select = Callable[[Article, Length], list[Scored]]
Row = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Document:
    """An article to summarise, and the summary to compare with."""

    article: Article
    reference: str


class Tokenizer:
    """Words for rouge-score, umlauts and ß kept."""

    def tokenize(self, text: str) -> list[str]:
        """The words of a text in lower case."""
        return _WORD.findall(text.lower())


def article(title: str, body: Iterable[str]) -> Article:
    """A segmented article of a title and paragraphs."""
    text, blocks = "", []
    parts = [(Kind.HEADLINE, title)] if title else []
    for kind, part in [*parts, *((Kind.PARAGRAPH, paragraph) for paragraph in body)]:
        start = len(text)
        text += part + "\n\n"
        blocks.append(Block(kind, start, len(text), part))
    whole = Article(text=text, blocks=tuple(blocks), language="de", title=title or None)
    return segment(whole)


def press(split: str) -> list[Document]:
    """The press releases of "dev" or "test"."""
    with lzma.open(PRESS, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Document(article(row["title"], row["body"]), " ".join(row["lead"]))
        for row in rows
        if row["split"] == split
    ]


def news(folder: Path) -> list[Document]:
    """The documents of NTREX with odd numbers, long enough to leave something to choose."""
    ids = (folder / "document_ids.tsv").read_text(encoding="utf-8").splitlines()
    lines = (folder / "deu.txt").read_text(encoding="utf-8").splitlines()
    grouped: dict[str, list[str]] = {}
    for row, line in zip(ids, lines, strict=True):
        grouped.setdefault(row.split("\t")[0], []).append(line.strip())
    return [
        Document(article(title, body), " ".join(reference))
        for title, *rest in list(grouped.values())[1::2]
        for reference, body in [(rest[:2], rest[2:])]
        if len(body) > 2 * LENGTH.value
    ]


def extract(document: Document, select: Select) -> str:
    """The summary of a document."""
    blocks = document.article.blocks
    chosen = select(document.article, LENGTH)
    return " ".join(blocks[one.block].sentences[one.sentence].text for one in chosen)


def rouge(documents: Sequence[Document], summaries: Sequence[str]) -> dict[str, list[float]]:
    """F-measures in per cent, one a document, by metric."""
    scorer = RougeScorer(METRICS, tokenizer=Tokenizer())
    scores = [
        scorer.score(document.reference, summary)
        for document, summary in zip(documents, summaries, strict=True)
    ]
    return {metric: [100 * score[metric].fmeasure for score in scores] for metric in METRICS}


def oracle(document: Document) -> str:
    """Three sentences, taken one by one, that have most word pairs of the reference."""
    tokenize = Tokenizer().tokenize
    wanted = Counter(pairwise(tokenize(document.reference)))
    left = [s.text for block in document.article.blocks[1:] for s in block.sentences]
    chosen: list[str] = []

    def gain(text: str) -> float:
        found = Counter(pairwise(tokenize(" ".join([*chosen, text]))))
        return sum((found & wanted).values()) / (found.total() + wanted.total() or 1)

    while left and len(chosen) < LENGTH.value:
        best = max(left, key=gain)
        left.remove(best)
        chosen.append(best)
    return " ".join(chosen)


def interval(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval of the mean difference of two methods on the same documents."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    draw = random.Random(20).choices
    means = sorted(statistics.fmean(draw(differences, k=len(differences))) for _ in range(_SAMPLES))
    return means[round(0.025 * _SAMPLES)], means[round(0.975 * _SAMPLES) - 1]


@contextmanager
def without(name: str) -> Iterator[None]:
    """Let a weight or a cost be 0."""
    known = candidates.settings()
    tables = {
        table: {key: 0.0 if key == name else value for key, value in values.items()}
        for table, values in known.items()
        if table in ("weights", "costs")
    }
    changed: Mapping[str, Mapping[str, float]] = {**known, **tables}
    with mock.patch.object(extractive, "settings", return_value=changed):
        yield


def milliseconds(articles: Iterable[Article]) -> list[float]:
    """How long each article takes, in order of time."""
    taken = []
    for one in articles:
        started = time.process_time()
        extractive.select(one, LENGTH)
        taken.append(1000 * (time.process_time() - started))
    return sorted(taken)


def long_article(documents: Iterable[Document]) -> Article:
    """An article of 20,000 words, of the bodies of many documents."""
    body: list[str] = []
    words = 0
    for document in documents:
        paragraphs = [block.text for block in document.article.blocks[1:]]
        body += paragraphs
        words += sum(len(paragraph.split()) for paragraph in paragraphs)
        if words >= _LONG_WORDS:
            break
    return article("Bundesrat verabschiedet Bericht über die Beziehungen zur Ukraine", body)


def rows_of(name: str, documents: Sequence[Document], ablations: bool) -> list[Row]:
    """The figures of every method on a set of documents."""
    summaries = {
        "lead": [extract(document, lead.select) for document in documents],
        "extractive": [extract(document, extractive.select) for document in documents],
        "oracle": [oracle(document) for document in documents],
    }
    if ablations:
        known = candidates.settings()
        for key in (*known["weights"], *known["costs"]):
            with without(key):
                summaries[f"-{key}"] = [extract(one, extractive.select) for one in documents]
    baseline = rouge(documents, summaries["lead"])["rouge2"]
    rows: list[Row] = []
    for method, made in summaries.items():
        scores = rouge(documents, made)
        row: Row = {"data": name, "method": method, "documents": len(documents)}
        row |= {metric: round(statistics.fmean(scores[metric]), 2) for metric in METRICS}
        if method != "lead":
            low, high = interval(scores["rouge2"], baseline)
            row |= {"above_lead": round(low, 2), "to": round(high, 2)}
        rows.append(row)
    return rows


def measure(data: Path, ablations: bool) -> tuple[list[Row], dict[str, float]]:
    """A row for each set and method, and milliseconds a document."""
    test = press("test")
    sets = {"dev": press("dev"), "test": test}
    if (data / "ntrex").is_dir():
        sets["news"] = news(data / "ntrex")
    rows = [row for name, found in sets.items() for row in rows_of(name, found, ablations)]
    taken = milliseconds(document.article for document in test)
    long = long_article([*sets["dev"], *test])
    times = {
        "p50": round(statistics.median(taken), 2),
        "p95": round(taken[round(0.95 * len(taken))], 2),
        "20000_words": round(statistics.median(milliseconds([long] * 5)), 1),
    }
    return rows, times


def failures(rows: Iterable[Row], times: Mapping[str, float]) -> list[str]:
    """What is below a floor, or too slow."""
    [ours] = [r for r in rows if (r["data"], r["method"]) == ("test", "extractive")]
    low = [
        f"{name} of extractive is {ours[name]}, below {floor}"
        for name, floor in FLOORS.items()
        if float(ours[name]) < floor
    ]
    slow = [f"{times['p95']} ms a document"] if times["p95"] > CEILING_MS else []
    return low + slow


def main() -> int:
    """Print the table; with ``--check``, fail below the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--ablations", action="store_true", help="leave each weight and cost out")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--check", action="store_true", help="exit 1 below a floor")
    arguments = parser.parse_args()
    rows, times = measure(arguments.data, arguments.ablations)
    if arguments.json:
        print(json.dumps({"rows": rows, "milliseconds": times}, indent=2))
    else:
        columns = ("data", "method", "documents", *METRICS, "above_lead", "to")
        print("".join(f"{column:>14}" for column in columns))
        for row in rows:
            print("".join(f"{row.get(column, '')!s:>14}" for column in columns))
        print("ms a document: " + ", ".join(f"{name} {value}" for name, value in times.items()))
    failed = failures(rows, times)
    if arguments.check and failed:
        print("\n".join(failed), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
