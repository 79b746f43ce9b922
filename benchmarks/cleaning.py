"""Measure cleaning: how much clean news text it loses, and how much clutter it finds.

    python benchmarks/cleaning.py [--data DIR] [--json] [--check] [--show]

Lost. NTREX documents are clean news articles. Each becomes a file: the first line as headline, the
others as paragraphs of one or three lines, parted by blank lines, by line breaks alone, or wrapped
at 72 columns. A paragraph is lost if a removed block overlaps it. What is lost of English counts
for the rules about English. The few that are lost introduce the authors of opinion pieces.

Found. The articles in tests/data/articles were written for this project, each paragraph marked as
text or as clutter. They are what the rules were written with: unseen sites do worse.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluation import DATA
from newsxlate.article import Article
from newsxlate.cleaning import clean
from newsxlate.inputs.article.plain import paragraphs

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "tests" / "data" / "articles"
# Per cent of clean paragraphs that may be lost at most, and of clutter found at least.
MOST_LOST = {"de": 0.2, "en": 0.2}
LEAST_FOUND = 97.0
WIDTH = 72


@dataclass(frozen=True, slots=True)
class Loss:
    """How many paragraphs of clean news were lost in one layout."""

    language: str
    layout: str
    paragraphs: int
    lost: int
    characters_per_second: int

    @property
    def percent(self) -> float:
        """Per cent of paragraphs lost."""
        return 100 * self.lost / self.paragraphs


def documents(folder: Path, name: str) -> list[list[str]]:
    """NTREX's lines in the language ``name`` (ISO 639-3), one list a document."""
    ids = (folder / "document_ids.tsv").read_text(encoding="utf-8").splitlines()
    lines = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    grouped: dict[str, list[str]] = {}
    for row, line in zip(ids, lines, strict=True):
        grouped.setdefault(row.split("\t")[0], []).append(line.strip())
    return list(grouped.values())


def in_threes(lines: Sequence[str]) -> list[str]:
    """A headline, and paragraphs of three lines."""
    body = lines[1:]
    return [lines[0], *(" ".join(body[n : n + 3]) for n in range(0, len(body), 3))]


def removed(paras: Sequence[str], separator: str, language: str) -> Iterator[tuple[str, str]]:
    """The paragraphs that cleaning removes, in whole or part, with the reason."""
    text = separator.join(paras)
    article = clean(Article(text=text, blocks=paragraphs(text), language=language))
    start = 0
    for para in paras:
        end = start + len(para)
        for block in article.blocks:
            if block.removed and block.start < end and start < block.start + len(block.text):
                yield para, block.removed
                break
        start = end + len(separator)


def losses(folder: Path, language: str, name: str, *, show: bool) -> Iterator[Loss]:
    """The loss of one language in every layout."""
    single = documents(folder, name)
    layouts = {
        "1 line, blank lines": (single, "\n\n"),
        "3 lines, blank lines": ([in_threes(lines) for lines in single], "\n\n"),
        "1 line, line breaks": (single, "\n"),
        "3 lines, wrapped": (
            [[textwrap.fill(para, WIDTH) for para in in_threes(lines)] for lines in single],
            "\n\n",
        ),
    }
    for layout, (texts, separator) in layouts.items():
        started = time.perf_counter()
        gone = [pair for text in texts for pair in removed(text, separator, language)]
        seconds = time.perf_counter() - started
        if show:
            for para, reason in gone:
                print(f"{language} · {layout} · {reason}: {para[:150]}")
        size = sum(len(para) for text in texts for para in text)
        yield Loss(language, layout, sum(map(len, texts)), len(gone), round(size / seconds))


def found() -> tuple[int, int, int, int]:
    """Clutter found and in all, and text lost and in all, in the marked articles."""
    hits = clutter = lost = text = 0
    for path in sorted(ARTICLES.glob("*.txt")):
        marked = [
            line.split("] ", 1)
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith("[")
        ]
        paras = [para for _, para in marked]
        language = path.stem.split("-")[0]
        gone = [para for para, _ in removed(paras, "\n\n", language)]
        for mark, para in marked:
            # "~" marks clutter that no rule finds yet.
            if mark.startswith(("[-", "[~")):
                clutter += 1
                hits += para in gone
            else:
                text += 1
                lost += para in gone
    return hits, clutter, lost, text


def main() -> int:
    """Print the figures; with ``--check``, fail if they are worse than the floors."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--check", action="store_true", help="fail below the floors")
    parser.add_argument("--show", action="store_true", help="print every lost paragraph")
    options = parser.parse_args()
    rows = [
        loss
        for language, name in (("de", "deu"), ("en", "eng"))
        for loss in losses(options.data / "ntrex", language, name, show=options.show)
    ]
    hits, clutter, lost, text = found()
    if options.json:
        report = {
            "lost": [{**asdict(row), "percent": round(row.percent, 3)} for row in rows],
            "found": {"clutter": clutter, "found": hits, "text": text, "lost": lost},
        }
        print(json.dumps(report, indent=2))
    else:
        print(f"{'language':<10}{'layout':<24}{'paragraphs':>11}{'lost':>6}{'%':>8}{'chars/s':>12}")
        for row in rows:
            print(
                f"{row.language:<10}{row.layout:<24}{row.paragraphs:>11}{row.lost:>6}"
                f"{row.percent:>8.2f}{row.characters_per_second:>12,}"
            )
        print(f"marked articles: clutter found {hits} of {clutter}, text lost {lost} of {text}")
    if not options.check:
        return 0
    failures = [
        f"{row.language}, {row.layout}: {row.percent:.2f} % lost"
        for row in rows
        if row.percent > MOST_LOST[row.language]
    ]
    if not clutter or 100 * hits / clutter < LEAST_FOUND:
        failures.append(f"clutter found: {hits} of {clutter}")
    if lost:
        failures.append(f"marked articles: {lost} paragraphs of text lost")
    for failure in failures:
        print(failure, file=sys.stderr)
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
