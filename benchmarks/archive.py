"""How fast an archive is worked through, what it takes beyond the engine, and how both grow.

    python benchmarks/archive.py --data ../shared/eval

Articles are made from the German documents of NTREX-128: their sentences in another order, with
other numbers and one other word each, so that hardly a sentence comes twice. The model is a Marian,
converted to CTranslate2 in int8, made once and kept in --work: a small one of 256 dimensions, three
layers on each side and a vocabulary of 8,000, trained for a minute or two so that its outputs end
after 35 tokens; or (--size opus) one of the size of OPUS-MT, with random weights and outputs that
are cut after 35 tokens. Their translations are nonsense; what they cost is not.

Every measurement is a process of its own. "Raw" is CTranslate2 alone, given the sentences that the
run had translated, all at once and in its own batches, in the same process before and after the
run. CPU seconds count all processes of a run; on a machine that others use, they are the figure to
trust.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from archive_model import LENGTH, SIZES, build, cut_outputs
from newsxlate.archive import Document
from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import run
from newsxlate.archive.settings import Settings
from newsxlate.engines.engine import Request
from newsxlate.engines.tokenizers import load_tokenizer
from newsxlate.options import Options

NUMBER = re.compile(r"\d+")


class Quiet:
    """A watcher that keeps when windows were stored, and may stop the run."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.times: list[tuple[float, int]] = []
        self.stop = threading.Event()
        self._stop_after = stop_after

    def say(self, line: str) -> None:
        """Nothing."""

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        """Say it: there should be none."""
        print(f"failed: {info.name}: {failure.reason}", file=sys.stderr)

    def stored(self, window: Counts, state: State) -> None:
        """Note the time."""
        self.times.append((state.seconds, state.counts.words))
        if self._stop_after and state.counts.documents >= self._stop_after:
            self.stop.set()

    def ended(self, outcome: str, state: State) -> None:
        """Nothing."""


def ntrex(data: Path) -> list[list[str]]:
    """The German sentences of NTREX by document."""
    lines = (data / "ntrex" / "deu.txt").read_text(encoding="utf-8").splitlines()
    ids = (data / "ntrex" / "document_ids.tsv").read_text(encoding="utf-8").splitlines()
    documents: dict[str, list[str]] = {}
    for line, name in zip(lines, ids, strict=True):
        documents.setdefault(name.split("\t")[0], []).append(line)
    return list(documents.values())


def articles(data: Path, count: int, sentences: int | None = None) -> Iterator[Document]:
    """Articles made from NTREX, one at a time; ``sentences`` is how many each has at most."""
    documents = ntrex(data)
    words = sorted({word for lines in documents for line in lines for word in _plain(line)})
    for number in range(count):
        chance = random.Random(number)
        lines = list(documents[number % len(documents)])
        chance.shuffle(lines)
        text = "\n\n".join(_changed(line, chance, words) for line in lines[:sentences])
        yield Document(id=f"{number:06}", name=f"{number:06}.txt", content=text.encode())


def _plain(line: str) -> list[str]:
    """The words of a line that begin no sentence and are no names or nouns."""
    return [word for word in line.split() if word.isalpha() and word.islower()]


def _changed(line: str, chance: random.Random, words: Sequence[str]) -> str:
    """A line with other numbers and one other word."""
    line = NUMBER.sub(lambda _: str(chance.randrange(10, 9999)), line)
    if plain := _plain(line):
        line = line.replace(f" {chance.choice(plain)} ", f" {chance.choice(words)} ", 1)
    return line


def options(work: Path, threads: int, *, beam: int) -> Options:
    """No second tries: they are further work for the engine, which "raw" would not have."""
    return Options(
        registry=work / "models.toml",
        store=work / "models",
        offline=True,
        device="cpu",
        compute_type="int8",
        threads=threads,
        retries=0,
        beam=beam,
    )


def cpu() -> float:
    """CPU seconds of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def clock(function: Callable[[], Any]) -> tuple[Any, float, float]:
    """What a call gives, its seconds and its CPU seconds."""
    wall, used = time.perf_counter(), cpu()
    made = function()
    return made, time.perf_counter() - wall, cpu() - used


def work_through(
    data: Path, given: Options, store: Path, count: int, **more: Any
) -> dict[str, Any]:
    """Run over ``count`` articles and measure it."""
    listener = Quiet(more.pop("stop_after", None))
    read = articles(data, count, more.pop("sentences", None))
    settings = Settings(options=given, **more)
    state, wall, used = clock(
        lambda: run(read, store, settings, listener=listener, stop=listener.stop)
    )
    peaks = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    begun = listener.times[0][0] if listener.times else 0.0
    return {
        "documents": state.counts.documents,
        "skipped": state.skipped,
        "words": state.counts.words,
        "seconds": wall,
        "cpu": used,
        "first": begun,
        "main_mb": peaks[0] / 1024,
        "worker_mb": peaks[1] / 1024,
        "store_mb": store.stat().st_size / 1e6,
        "quarters": _quarters(listener.times),
    }


def _quarters(times: Sequence[tuple[float, int]]) -> list[float]:
    """Words a second in each quarter of a run's windows."""
    if len(times) < 5:
        return []
    marks = [times[(len(times) - 1) * n // 4] for n in range(5)]
    return [_rate(a, b) for a, b in pairwise(marks)]


def _rate(begin: tuple[float, int], end: tuple[float, int]) -> float:
    """Words a second between two windows."""
    return (end[1] - begin[1]) / (end[0] - begin[0])


def against_raw(
    data: Path, given: Options, work: Path, folder: Path, count: int, rounds: int
) -> dict[str, Any]:
    """Runs, and CTranslate2 alone on the same sentences before and after each."""
    import ctranslate2

    from newsxlate.inputs.stream import to_article
    from newsxlate.segmenting import segment
    from newsxlate.translating.split import split_sentence, without_dash

    tokenizer = load_tokenizer("marian", work / "converted")
    sources = set()
    for document in articles(data, count):
        for _, block in segment(to_article(document)).kept():
            for sentence in block.sentences:
                fits = lambda text: tokenizer.count(text) <= 128  # noqa: E731
                for part in split_sentence(sentence.text, fits, "de"):
                    sources.add(tokenizer.encode(Request(without_dash(part), "de", "en")))
    model = ctranslate2.Translator(
        str(work / "converted"), device="cpu", compute_type="int8",
        inter_threads=given.hardware.threads, intra_threads=1,
    )  # fmt: skip
    if work.name == "opus":
        cut_outputs()
    limit = LENGTH + 1 if work.name == "opus" else 385

    def raw() -> None:
        model.translate_batch(
            [list(tokens) for tokens in sources],
            beam_size=given.decoding.beam or 4, max_batch_size=1024, batch_type="tokens",
            max_decoding_length=limit, max_input_length=0, disable_unk=True, return_scores=True,
        )  # fmt: skip

    alone, runs = [clock(raw)[1:]], []
    for number in range(rounds):
        store = folder / f"{number}.sqlite"
        runs.append(work_through(data, given, store, count))
        alone.append(clock(raw)[1:])
    with sqlite3.connect(store) as opened:
        (asked,) = opened.execute("SELECT count(*) FROM memory").fetchone()
    return {"sentences": len(sources), "asked": asked, "raw": alone, "runs": runs}


def report_raw(made: Mapping[str, Any], count: int) -> None:
    """Print each run beside the mean of CTranslate2 before and after it."""
    words = made["runs"][0]["words"]
    print(
        f"{count} articles, {words} words, {made['asked']} of {made['sentences']} sentences asked"
    )
    for run_, pair in zip(made["runs"], pairwise(made["raw"]), strict=True):
        wall, used = (sum(values) / 2 for values in zip(*pair, strict=True))
        print(
            f"  run {run_['seconds']:.1f} s ({run_['cpu']:.1f} CPU), raw {wall:.1f} s"
            f" ({used:.1f} CPU; {pair[0][0]:.1f} s before, {pair[1][0]:.1f} s after);"
            f" {count / run_['seconds']:.2f} documents/s, {words / run_['seconds']:.0f} words/s;"
            f" of raw: {wall / run_['seconds']:.1%}, by CPU {used / run_['cpu']:.1%};"
            f" store {run_['store_mb']:.1f} MB"
        )


def child(pipe: Any, function: Callable[..., Any], arguments: tuple[Any, ...], more: Any) -> None:
    """What a measuring process does."""
    pipe.send(function(*arguments, **more))


def alone(function: Callable[..., dict[str, Any]], *arguments: Any, **more: Any) -> dict[str, Any]:
    """Call a function in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=child, args=(theirs, function, arguments, more))
    process.start()
    theirs.close()
    try:
        made: dict[str, Any] = ours.recv()
    finally:
        process.join()
    return made


def main() -> None:
    """Build the model, measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "eval")
    parser.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "newsxlate-bench"
    )
    parser.add_argument("--size", choices=SIZES, default="small", help="of the model")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--beam", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000, help="articles for speed and overhead")
    parser.add_argument("--rounds", type=int, default=1, help="runs for overhead")
    parser.add_argument("--many", type=int, default=10_000, help="short articles for memory")
    given = parser.parse_args()
    given.work /= given.size
    build(given.data, given.work, given.size)
    chosen = options(given.work, given.threads, beam=given.beam)
    with tempfile.TemporaryDirectory() as folder:
        stores = Path(folder)
        made = alone(against_raw, given.data, chosen, given.work, stores, given.count, given.rounds)
        report_raw(made, given.count)
        if given.size == "opus":
            # The rest does not depend on what the engine takes.
            return
        full = stores / "0.sqlite"
        again = alone(work_through, given.data, chosen, full, given.count)
        print(f"nothing to do: {again['seconds']:.2f} s for {again['skipped']} documents")
        part = stores / "part.sqlite"
        alone(work_through, given.data, chosen, part, given.count, stop_after=64)
        rest = alone(work_through, given.data, chosen, part, 256)
        print(f"resumed after 64: first window stored after {rest['first']:.2f} s")
        greedy = options(given.work, given.threads, beam=1)
        for count in (given.many // 10, given.many):
            store = stores / f"{count}.sqlite"
            made = alone(work_through, given.data, greedy, store, count, sentences=3)
            print(
                f"{count} short articles: {made['seconds']:.0f} s, main {made['main_mb']:.0f} MB,"
                f" largest worker {made['worker_mb']:.0f} MB, store {made['store_mb']:.1f} MB;"
                f" words/s by quarter: {', '.join(f'{rate:.0f}' for rate in made['quarters'])}"
            )
        made = alone(work_through, given.data, greedy, store, given.many, sentences=3)
        print(f"nothing to do: {made['seconds']:.2f} s for {made['skipped']} documents")


if __name__ == "__main__":
    main()
