"""How many of the names in German sentences are found, and how fast.

    python benchmarks/mentions.py [--data DIR] [--json] [--check] [--rules] [--errors N]

GermEval 2014 (Benikova et al., 2014), development set: 2,200 sentences from Wikipedia and news.
A name counts if its span is exactly an outer span of the four main types; derived words and parts
of compounds ("deutsch", "Kreml-Sprecher") are neither asked for nor held against the finder in the
second row. Spans are compared without types. The sentences are given as running text, so that
errors of the tokenizer count. The rules were written while looking at the sentences with an even
number; the figure that counts is that of the others ("held out").
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation import DATA
from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.names.recognition import entities, mentions, rules

FLOORS = {"held out": 76.0, "all": 76.5}
GLUED_LEFT = set(".,;:!?)]»“…")
GLUED_RIGHT = set("([«„")

Span = tuple[int, int]
Row = tuple[str, set[Span], set[Span]]


def read(path: Path) -> list[Row]:
    """Each sentence as text, with the spans of its names, and those of other kinds."""
    rows = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        if lines:
            rows.append(_row([(line[1], line[2]) for line in lines]))
    return rows


def _row(tokens: Sequence[tuple[str, str]]) -> Row:
    text = ""
    spans: list[tuple[int, int, str]] = []
    before = ""
    for word, label in tokens:
        if text and word not in GLUED_LEFT and before not in GLUED_RIGHT:
            text += " "
        start = len(text)
        text += word
        before = word
        if label.startswith("B-"):
            spans.append((start, len(text), label[2:]))
        elif label.startswith("I-"):
            spans[-1] = (spans[-1][0], len(text), spans[-1][2])
    other = {(a, b) for a, b, kind in spans if kind.endswith(("deriv", "part"))}
    return text, {(a, b) for a, b, _ in spans} - other, other


def score(rows: Sequence[Row], found: Sequence[set[Span]], *, lenient: bool) -> dict[str, float]:
    """Precision, recall and F1 of exact spans, in percent."""
    right = wrong = missed = 0
    for (_, gold, other), spans in zip(rows, found, strict=True):
        counted = spans - other if lenient else spans
        right += len(counted & gold)
        wrong += len(counted - gold)
        missed += len(gold - counted)
    precision = right / max(1, right + wrong)
    recall = right / max(1, right + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"P": 100 * precision, "R": 100 * recall, "F1": 100 * f1}


def find(rows: Sequence[Row]) -> list[set[Span]]:
    """The spans found in each sentence; names inside compounds are another task."""
    return [{(m.start, m.end) for m in mentions.find_mentions(r[0]) if not m.part} for r in rows]


def report(rows: Sequence[Row], found: Sequence[set[Span]]) -> dict[str, dict[str, float]]:
    """Scores of both halves and of all."""
    scores = {}
    for name, part in {"looked at": (0, 2), "held out": (1, 2), "all": (0, 1)}.items():
        chosen = slice(part[0], None, part[1])
        scores[name] = score(rows[chosen], found[chosen], lenient=False)
        scores[f"{name}, derived ignored"] = score(rows[chosen], found[chosen], lenient=True)
    return scores


def speed(folder: Path) -> dict[str, float]:
    """Milliseconds for the ledger of an NTREX document (16 sentences on average), and memory.

    The documents come once each, in order: words are new as they are in a day's articles. The
    first one loads the tagger and tables.
    """
    names = folder.joinpath("document_ids.tsv").read_text(encoding="utf-8").split()
    lines = folder.joinpath("deu.txt").read_text(encoding="utf-8").split("\n")
    documents: dict[str, list[str]] = {}
    for name, line in zip(names, lines, strict=False):
        documents.setdefault(name, []).append(line.strip())
    times = []
    for sentences in documents.values():
        article = _article([sentence for sentence in sentences if sentence])
        started = time.process_time()
        entities.find_entities(article)
        times.append(1000 * (time.process_time() - started))
    return {
        "first, with loading": times[0],
        "mean": statistics.mean(times[1:]),
        "95th percentile": statistics.quantiles(times[1:], n=20)[-1],
        "peak memory in MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _article(sentences: Sequence[str]) -> Article:
    """A headline and a paragraph."""
    blocks, position = [], 0
    for number, text in enumerate(sentences):
        end = position + len(text) + 1
        kind = Kind.PARAGRAPH if number else Kind.HEADLINE
        sentence = Sentence(position, end - 1, text)
        blocks.append(Block(kind, position, end, text, sentences=(sentence,)))
        position = end
    text = "".join(f"{sentence}\n" for sentence in sentences)
    return Article(text=text, blocks=tuple(blocks), language="de")


def without_each_rule(rows: Sequence[Row]) -> Iterator[tuple[str, dict[str, dict[str, float]]]]:
    """The scores with one rule left out, for each."""
    every = rules.RULES
    for rule in every:
        rules.RULES = tuple(other for other in every if other is not rule)
        yield rule.__name__, report(rows, find(rows))
    rules.RULES = every


def show_errors(rows: Sequence[Row], found: Sequence[set[Span]], count: int) -> None:
    """Print what is wrong in the half that may be looked at."""
    for (text, gold, other), spans in list(zip(rows, found, strict=True))[: 2 * count : 2]:
        for kind, wrong in (("missed", gold - spans), ("false", spans - gold - other)):
            for start, end in sorted(wrong):
                around = text[max(0, start - 25) : start], text[end : end + 25]
                print(f"{kind:6} {around[0]}[{text[start:end]}]{around[1]}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How many names are found, and how fast.")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail below the floors")
    parser.add_argument("--rules", action="store_true", help="leave out each rule in turn")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="of N sentences")
    arguments = parser.parse_args()
    times = speed(arguments.data / "ntrex")
    rows = read(arguments.data / "ner/germeval2014-dev.tsv")
    found = find(rows)
    scores = report(rows, found)
    if arguments.json:
        print(json.dumps({"spans": scores, "speed": times}, indent=2))
    else:
        for name, row in scores.items():
            print(f"{name:28} P {row['P']:5.1f}  R {row['R']:5.1f}  F1 {row['F1']:5.1f}")
        for name, value in times.items():
            print(f"{name + (' (ms a document)' if 'MB' not in name else ''):40} {value:6.1f}")
    if arguments.rules:
        for name, left in without_each_rule(rows):
            print(
                f"without {name:15}", *(f"{left[n]['F1']:.2f}" for n in ("looked at", "held out"))
            )
    show_errors(rows, found, arguments.errors)
    failed = [name for name, floor in FLOORS.items() if scores[name]["F1"] < floor]
    for name in failed if arguments.check else ():
        print(f"{name}: F1 {scores[name]['F1']:.1f} is below {FLOORS[name]}", file=sys.stderr)
    return int(arguments.check and bool(failed))


if __name__ == "__main__":
    sys.exit(main())
