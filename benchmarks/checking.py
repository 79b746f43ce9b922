"""How often the checks accuse human translations, and how many planted errors they find.

    python benchmarks/checking.py [--data DIR] [--languages en,fr] [--json] [--check]

NTREX-128 (Federmann et al., 2022): 1,997 news sentences, translated by people from English. German
is one of the translations, so that German and French differ where either translator was free: a
converted unit, a quotation made indirect. "faithful" leaves out the sentences where the German
itself differs from the English original in the same group of checks.

The checks were written while looking at the documents with an even number; the figures that count
are those of the others ("held out").
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from corruptions import CORRUPTIONS, Pair
from corruptions_words import CORRUPTIONS_OF_WORDS
from evaluation import DATA
from newsxlate.checking import check
from newsxlate.findings import Finding

FILES = {
    "en": "eng", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld",
    "pl": "pol", "uk": "ukr", "cs": "ces", "pt": "por", "ru": "rus",
}  # fmt: skip
GROUPS = {
    "numbers": ("N301", "N302", "N303", "N304", "N306", "N307", "N309", "N310", "N344"),
    "multitudes and parts": ("N341", "N345"),
    "scores": ("N342",),
    "number words": ("N308",),
    "units": ("N305", "N343"),
    "dates": ("N311", "N312", "N313", "N314"),
    "addresses": ("N321", "N322", "N323", "N324"),
    "brackets": ("N331",),
    "quotations": ("N332", "N333", "N335"),
    "length": ("N203", "N206"),
    "end": ("N204", "N205"),
    "loop": ("N202",),
    "chatter": ("N207",),
    "language": ("N208", "N209", "N210"),
    "repetitions": ("N221", "N222"),
    "broken letters": ("N223",),
    "German left": ("N224", "N225", "N226"),
    "vocabulary": ("N230",),
    "negation": ("N229",),
    "any": (),
}
# With --check: the most that may be accused, and the least that has to be found, in percent.
CEILINGS = {
    "any": 3.0, "length": 0.1, "dates": 0.5,
    "repetitions": 0.3, "German left": 0.3, "vocabulary": 0.3, "negation": 0.6,
}  # fmt: skip
# Of sentences with numbers. English is the original, which nothing can be compared with: all five
# of its accusations are units or sums that were converted in it and not in the German.
CEILING_NUMBERS = {"en": 2.5, "fr": 2.0, "es": 2.0, "it": 2.0}
FLOORS = {
    "number altered": 95.0,
    "currency swapped": 95.0,
    "weekday altered": 95.0,
    "month altered": 95.0,
    "magnitude altered": 95.0,
    "multitude altered": 85.0,
    "German copied": 95.0,
    "another language": 95.0,
    "address altered": 99.0,
    "empty": 100.0,
    "word doubled": 90.0,
    "phrase repeated": 90.0,
    "letters broken": 95.0,
    "German word left": 70.0,
}
# The same of what gives notes, and of what is known of some languages only.
NOTED = {
    "German noun left": 55.0,
    "not added": 75.0,
    "not removed": 40.0,
    "misspelt": 60.0,
}
# Languages in which words are looked up, and negation.
JUDGED = ("en", "fr", "es", "it")
# Errors in words are planted in every so many sentences: there are as many kinds as of all others.
EVERY = 3


class Corpus:
    """The sentences of one half of NTREX."""

    def __init__(self, folder: Path, *, held_out: bool) -> None:
        """Read the files; documents with an even number are for looking at."""
        self._folder = folder
        documents = folder.joinpath("document_ids.tsv").read_text(encoding="utf-8").split()
        numbers = {name: index for index, name in enumerate(dict.fromkeys(documents))}
        self._rows = [i for i, name in enumerate(documents) if numbers[name] % 2 == held_out]
        self.source = self.read("deu")

    def read(self, name: str) -> list[str]:
        """The half's sentences in one language."""
        lines = self._folder.joinpath(f"{name}.txt").read_text(encoding="utf-8").split("\n")
        return [lines[row] for row in self._rows]


def found(source: str, target: str, language: str) -> list[Finding]:
    """All findings."""
    return check(source, target, source_language="de", target_language=language)


def of_group(findings: list[Finding], group: str) -> bool:
    """Whether an error or warning of the group is among the findings."""
    codes = GROUPS[group]
    return any(f.counts and (not codes or f.code in codes) for f in findings)


def accusations(corpus: Corpus, language: str) -> dict[str, dict[str, float]]:
    """Per group, the percentage of human translations that are accused."""
    targets, originals = corpus.read(FILES[language]), corpus.read("eng")
    counts: Counter[tuple[str, str]] = Counter()
    started = time.process_time()
    all_findings = [
        found(source, target, language)
        for source, target in zip(corpus.source, targets, strict=True)
    ]
    milliseconds = (time.process_time() - started) / len(targets) * 1000
    for source, original, findings in zip(corpus.source, originals, all_findings, strict=True):
        base = found(source, original, "en") if language != "en" and findings else []
        for group in GROUPS:
            if group == "numbers" and not any(map(str.isdigit, source)):
                continue
            counts["sentences", group] += 1
            counts["accused", group] += of_group(findings, group)
            faithful = not (of_group(base, group) or of_group(base, "units"))
            counts["faithful", group] += faithful and of_group(findings, group)
    rows = {
        group: {
            kind: round(100 * counts[kind, group] / counts["sentences", group], 2)
            for kind in ("accused", "faithful")
        }
        for group in GROUPS
    }
    rows["milliseconds"] = {"accused": round(milliseconds, 2), "faithful": 0.0}
    return rows


def recall(corpus: Corpus, language: str) -> dict[str, dict[str, float]]:
    """Per kind of planted error: how many were planted, and the percentage found."""
    targets = corpus.read(FILES[language])
    others = corpus.read("fra" if language == "en" else "eng")
    clean = [
        Pair(number, source, target, other, language)
        for number, (source, target, other) in enumerate(
            zip(corpus.source, targets, others, strict=True)
        )
        if not found(source, target, language)
    ]
    rows = {name: _found_of(corrupt, clean) for name, corrupt in CORRUPTIONS.items()}
    for name, corrupt in CORRUPTIONS_OF_WORDS.items():
        rows[name] = _found_of(corrupt, clean[::EVERY])
    return rows


def _found_of(corrupt: Callable[[Pair], Pair | None], clean: list[Pair]) -> dict[str, float]:
    planted = counted = noted = 0
    for pair in clean:
        bad = corrupt(pair)
        if bad is None or bad == pair:
            continue
        findings = check(
            bad.source,
            bad.target,
            source_language="de",
            target_language=bad.language,
            finished=bad.finished,
        )
        planted += 1
        counted += any(f.counts for f in findings)
        noted += bool(findings)
    return {
        "planted": planted,
        "found": round(100 * counted / planted, 1) if planted else 100.0,
        "noted": round(100 * noted / planted, 1) if planted else 100.0,
    }


def table(title: str, rows: dict[str, dict[str, str]]) -> None:
    """Print a table: one line a row, one column a language."""
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    print(f"\n{title}")
    print(f"{'':24}" + "".join(f"{column:>16}" for column in columns))
    for name, row in rows.items():
        print(f"{name:24}" + "".join(f"{row.get(column, ''):>16}" for column in columns))


def show(half: str, results: dict[str, dict[str, dict[str, dict[str, float]]]]) -> None:
    """Print the tables of one half."""
    languages = list(results)
    groups = [*GROUPS, "milliseconds"]
    table(
        f"Human translations accused, % (all / German faithful) — {half}",
        {
            group: {
                language: "{accused:g} / {faithful:g}".format(
                    **results[language]["accusations"][group]
                )
                for language in languages
            }
            for group in groups
        },
    )
    table(
        f"Planted errors found, % (as warning / at least as note, of how many) — {half}",
        {
            name: {
                language: "{found:g}/{noted:g} ({planted:g})".format(
                    **results[language]["recall"][name]
                )
                for language in languages
            }
            for name in CORRUPTIONS | CORRUPTIONS_OF_WORDS
        },
    )


def failures(results: dict[str, dict[str, dict[str, dict[str, float]]]]) -> list[str]:
    """What falls short of the ceilings and floors, over all languages together."""
    missed = []
    for group, ceiling in CEILINGS.items():
        rates = [r["accusations"][group]["faithful"] for r in results.values()]
        if sum(rates) / len(rates) > ceiling:
            missed.append(f"{group}: {sum(rates) / len(rates):.2f} % accused, at most {ceiling} %")
    for language, ceiling in CEILING_NUMBERS.items():
        if language in results:
            rate = results[language]["accusations"]["numbers"]["faithful"]
            if rate > ceiling:
                missed.append(f"numbers {language}: {rate} % accused, at most {ceiling} %")
    for name, floor in FLOORS.items():
        rate = _share([r["recall"][name] for r in results.values()], "found")
        if rate < floor:
            missed.append(f"{name}: {rate:.1f} % found, at least {floor} %")
    for name, floor in NOTED.items():
        rows = [results[language]["recall"][name] for language in JUDGED if language in results]
        rate = _share(rows, "noted")
        if rate < floor:
            missed.append(f"{name}: {rate:.1f} % noted, at least {floor} %")
    return missed


def _share(rows: list[dict[str, float]], kind: str) -> float:
    """The percentage over several languages."""
    planted = sum(row["planted"] for row in rows)
    return sum(row["planted"] * row[kind] for row in rows) / planted if planted else 100.0


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--languages", default=",".join(FILES))
    parser.add_argument("--half", choices=("looked-at", "held-out", "both"), default="both")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    halves = ("looked-at", "held-out") if options.half == "both" else (options.half,)
    output = {}
    for half in halves:
        corpus = Corpus(options.data / "ntrex", held_out=half == "held-out")
        output[half] = {
            language: {
                "accusations": accusations(corpus, language),
                "recall": recall(corpus, language),
            }
            for language in options.languages.split(",")
        }
        if not options.json:
            show(half, output[half])
    if options.json:
        print(json.dumps(output, indent=1))
    missed = failures(output[halves[-1]]) if options.check else []
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
