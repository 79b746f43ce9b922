"""What people's translations are worth for sentences that come after them, on NTREX-128.

    python benchmarks/memory.py [--check] [--model NAME] [--sentences N] [--planted N]
        [--cache FILE] [--threads N] [--data DIR]

The memory has, of each of the first 40 documents, the first half of the sentences with the
references. Of the second half, every sentence gets the most similar one of the memory as an example
in the prompt, however similar it is, and is translated with and without it: N sentences, those with
the most similar examples and a few of the others. So is a planted sentence: one of the memory in
which a number or a name is another, or which has a further clause, and its reference likewise.
Documents of an archive repeat each other more than those of NTREX, which were chosen to differ.

group      how similar the example is, or what was changed
sentences  in the group, and how many of them were translated
chrF       without and with the example; sacrebleu's, quotation marks made straight
better     translations with a higher, and a lower chrF for the example
numbers    translations whose figures differ from the source's, without and with the example
copied     translations with the example that are the example's own

With --cache, what was translated before is not translated again, and a run can be stopped at any
time. With --check no model is needed: sentences of the memory have to be found whatever the shapes
of their marks, and planted ones with what they were made of, and few others.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import DATA
from newsxlate.corrections import Correction, Corrections, Near, same_numbers
from newsxlate.engines.engine import Decoding, Engine, Request
from ntrex import documents, read, verbatim

DOCUMENTS = 40
STRAIGHT = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚‹›", "'"))
MARKS = str.maketrans({"„": '"', "“": '"', "–": "-", " ": "\u00a0"})
NUMBER = re.compile(r"(?<![\d.,])\d{2,}(?![\d.,]*\d)")
NAMES = ("Brandstetter", "Lindqvist", "Okonkwo", "Ferreira", "Novotny", "Takahashi")
CLAUSES = {"deu": ", teilte die Polizei am Montag mit.", "eng": ", police said on Monday."}
KINDS = ("number", "name", "clause")
BOUNDS = (0.8, 0.6, 0.5, 0.0)
# Percent of planted sentences that are found, at least; of all others that find one, at most.
FOUND = 95
OTHERS = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that is translated with and without an example.

    Attributes:
        group: What it is counted with.
        source: The sentence ...
        reference: ... and its human translation.
        example: The sentence that is shown, with its translation.
    """

    group: str
    source: str
    reference: str
    example: tuple[str, str]


def pairs(data: Path, lines: Sequence[int]) -> list[tuple[str, str]]:
    """Lines with their references."""
    german, english = read(data, "deu"), read(data, "eng")
    return [(german[line], english[line]) for line in lines]


def halves(data: Path) -> tuple[list[int], list[int]]:
    """The lines of the documents' first halves, and of their second."""
    chosen = documents(data)[:DOCUMENTS]
    cut = [(len(lines) + 1) // 2 for lines in chosen]
    return (
        [line for lines, n in zip(chosen, cut, strict=True) for line in lines[:n]],
        [line for lines, n in zip(chosen, cut, strict=True) for line in lines[n:]],
    )


def corrections(known: Sequence[tuple[str, str]]) -> Corrections:
    """A memory of sentences with their translations."""
    return Corrections(Correction(source=a, text=b, language="en") for a, b in known)


def nearest(memory: Corrections, source: str) -> Near | None:
    """The most similar sentence, however similar it is."""
    found = memory.near(source, "en", least=0.01, most=1)
    return found[0] if found else None


def natural(data: Path) -> list[Case]:
    """The sentences of the second halves with their examples, the most similar first."""
    first, second = halves(data)
    memory = corrections(pairs(data, first))
    found = []
    for source, reference in pairs(data, second):
        if near := nearest(memory, source):
            known = near.correction
            low = next(bound for bound in BOUNDS if near.similarity >= bound)
            case = Case(f"from {low:.1f}", source, reference, (known.source, known.text))
            found.append((near.similarity, case))
    return [case for _, case in sorted(found, key=lambda pair: -pair[0])]


def planted(data: Path) -> Iterator[Case]:
    """Sentences made of those of the memory, by turns of each kind."""
    first, _ = halves(data)
    named = verbatim(data)
    german, english = read(data, "deu"), read(data, "eng")
    for count, line in enumerate(first):
        source, target = german[line], english[line]
        for kind in KINDS:
            changed = _changed(kind, source, target, named.get(line, []), count)
            if changed and changed[0] != source:
                yield Case(kind, *changed, (source, target))


def _changed(
    kind: str, source: str, target: str, names: Sequence[str], count: int
) -> tuple[str, str] | None:
    """A sentence and its translation with a mistake of a kind; None where there is no place."""
    if kind == "clause":
        plain = source.endswith(".") and target.endswith(".") and len(source) > 60
        return (source[:-1] + CLAUSES["deu"], target[:-1] + CLAUSES["eng"]) if plain else None
    if kind == "name":
        new = NAMES[count % len(NAMES)]
        old = [n for n in names if source.count(n) == target.count(n) == 1 and " " not in n]
    else:
        numbers = NUMBER.findall(source)
        old = [n for n in numbers if source.count(n) == target.count(n) == 1]
        new = str(int(old[0]) + 3 + count % 5) if old else ""
    return (source.replace(old[0], new), target.replace(old[0], new)) if old else None


class Translator:
    """A chat model that is asked only for what is not in the cache."""

    def __init__(self, name: str, cache: Path | None, threads: int) -> None:
        self._name = name
        self._cache = cache
        self._threads = threads
        self._engine: Engine | None = None
        self._known: dict[str, str] = {}
        if cache and cache.exists():
            rows = map(json.loads, cache.read_text(encoding="utf-8").splitlines())
            self._known = {row["key"]: row["text"] for row in rows}

    def __call__(self, source: str, example: tuple[()] | tuple[str, str]) -> str:
        """The model's translation of one sentence, greedily searched."""
        key = json.dumps([self._name, source, *example])
        if key not in self._known:
            engine = self._engine = self._engine or self._load()
            request = Request(source, "de", "en", example=example)
            (made,) = engine.generate([engine.encode(request)], "en", Decoding())
            self._known[key] = engine.decode(made.tokens)
            if self._cache:
                with self._cache.open("a", encoding="utf-8") as stream:
                    row = {"key": key, "text": self._known[key]}
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        return self._known[key]

    def _load(self) -> Engine:
        from newsxlate.models import EnginePool
        from newsxlate.options import Options

        options = Options.flat(model=self._name, device="cpu", threads=self._threads)
        pool = EnginePool(options)
        return pool.engine(pool.route("de", "en").steps[0].model)


def row(group: str, total: int, cases: Sequence[Case], translate: Translator) -> str:
    """A row of the table: a group of sentences, with and without their examples."""
    from sacrebleu.metrics.chrf import CHRF

    chrf = CHRF()
    without = [translate(case.source, ()).translate(STRAIGHT) for case in cases]
    told = [translate(case.source, case.example).translate(STRAIGHT) for case in cases]
    references = [case.reference.translate(STRAIGHT) for case in cases]
    figures = [chrf.corpus_score(texts, [references]).score for texts in (without, told)]
    single = [
        [
            chrf.sentence_score(text, [wanted]).score
            for text, wanted in zip(texts, references, strict=True)
        ]
        for texts in (without, told)
    ]
    better = sum(b > a for a, b in zip(*single, strict=True))
    worse = sum(b < a for a, b in zip(*single, strict=True))
    wrong = [
        sum(not _same_figures(c.source, text) for c, text in zip(cases, texts, strict=True))
        for texts in (without, told)
    ]
    copied = sum(
        text == case.example[1].translate(STRAIGHT) for case, text in zip(cases, told, strict=True)
    )
    return (
        f"| {group} | {total} | {len(cases)} | {figures[0]:.1f} | {figures[1]:.1f} |"
        f" {better}/{worse} | {wrong[0]}/{wrong[1]} | {copied} |"
    )


def _same_figures(source: str, target: str) -> bool:
    """Whether both have the same figures, wherever there are points and commas in them."""
    return same_numbers(*(re.sub(r"(?<=\d)[.,](?=\d)", "", text) for text in (source, target)))


def evenly(cases: Sequence[Case], count: int) -> list[Case]:
    """So many of them, from the first to the last."""
    count = min(count, len(cases))
    return [cases[n * len(cases) // count] for n in range(count)]


def measure(data: Path, translate: Translator, sentences: int, plants: int) -> None:
    """Print the table, row by row as they come."""
    heads = "group | sentences | translated | chrF without | with | better/worse | numbers | copied"
    print(f"| {heads} |", "| --- |" + " --- |" * 7, sep="\n")
    every = list(planted(data))
    for kind in KINDS:
        own = [case for case in every if case.group == kind]
        print(row(kind, len(own), evenly(own, plants // len(KINDS)), translate), flush=True)
    found = natural(data)
    left, taken = sentences, []
    for bound in BOUNDS:
        own = [case for case in found if case.group == f"from {bound:.1f}"]
        # A quarter is left to those whose examples are like any others.
        chosen = evenly(own, left if bound == BOUNDS[-1] else min(len(own), left - sentences // 4))
        left -= len(chosen)
        taken += chosen
        if chosen:
            print(row(chosen[0].group, len(own), chosen, translate), flush=True)
    print(row("all of those", len(found), taken, translate))


def check(data: Path) -> int:
    """Hold what is found without a model against the floors; returns how many are missed."""
    first, second = halves(data)
    known = pairs(data, first)
    memory = corrections(known)
    bad = 0
    lost = [source for source, _ in known if memory.exact(source.translate(MARKS), "en") is None]
    exact = sum(memory.exact(case.source, "en") is not None for case in planted(data))
    print(f"{len(known)} sentences, {len(lost)} not found with other marks (floor: 0)")
    print(f"{exact} planted sentences taken for the one they were made of (floor: 0)")
    bad += bool(lost) + bool(exact)
    for kind in KINDS:
        cases = [case for case in planted(data) if case.group == kind]
        found = [_finds(memory, case) for case in cases]
        share = 100 * sum(found) / len(cases)
        print(f"{kind}: {len(cases)} planted, {share:.1f} % found (floor: {FOUND} %)")
        bad += share < FOUND
    seconds = []
    others = 0
    for source, _ in pairs(data, second):
        started = time.perf_counter()
        others += bool(memory.near(source, "en"))
        seconds.append(time.perf_counter() - started)
    share = 100 * others / len(second)
    print(f"{len(second)} other sentences, {share:.1f} % with a similar one (floor: {OTHERS} %)")
    print(f"a look-up takes {1000 * statistics.median(seconds):.2f} ms at the median")
    return bad + (share > OTHERS)


def _finds(memory: Corrections, case: Case) -> bool:
    found = memory.near(case.source, "en", most=1)
    return bool(found) and found[0].correction.source == case.example[0]


def main() -> int:
    """Measure, or check the floors."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail if a floor is missed")
    parser.add_argument("--model", default="qwen2.5-coder-1.5b-instruct")
    parser.add_argument("--sentences", type=int, default=40, help="of the second halves, at most")
    parser.add_argument("--planted", type=int, default=30, help="planted ones, a third a kind")
    parser.add_argument("--cache", type=Path, help="file that keeps the outputs")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with ntrex/deu.txt")
    asked = parser.parse_args()
    data = asked.data / "ntrex"
    if asked.check:
        return bool(check(data))
    translate = Translator(asked.model, asked.cache, asked.threads)
    measure(data, translate, asked.sentences, asked.planted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
