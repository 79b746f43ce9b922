"""Fit the models of what speaks for an accusation of a name, and write ``evidence.toml``.

    python tools/fit_names.py --data DIR [--labels FILE] [--errors N] [--dry-run]

DIR holds WMT 2022 (see ``benchmarks/wmt22.py``), of which the building half is read. Every finding
that the checks might give is recorded with its evidence, whatever the models of today say of it:

real     those on systems and people of WMT22, true or false as the labels say (defensible ones are
         half true); and those on the references of NTREX, which are false
planted  those that an error gives rise to that was planted into the references of NTREX: true.
         Each line is read twice, as an article of its own and in its document

Only documents of NTREX that may be looked at are read (``benchmarks/swaps.py``). What one source
line has many systems accused of is one mistake of ours: it counts as the square root of their
number. Planted errors flatter: they are easier than real ones, and are as many as one likes; so in
all they weigh as much as the real accusations. Each model is a logistic regression with a penalty
on the squares of the weights (L2), fitted by Newton's method; what can by its nature only speak for
an accusation, or against it, does so or has no weight.

Printed are, of models that did not see the line or document: how true accusations are by their
probability (calibration), and for thresholds the precision on what was labelled, and the share of
planted errors, and of untouched references, that is above them. The thresholds that are written are
the least ones that are as precise as WARNING and NOTE ask. It takes three minutes on two cores.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import random
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import ntrex  # noqa: E402
import swaps  # noqa: E402
import wmt22  # noqa: E402
from newsxlate.article import SentenceRef  # noqa: E402
from newsxlate.entities import Entities  # noqa: E402
from newsxlate.names.alignment import check  # noqa: E402
from newsxlate.names.alignment.model import Accusation, Kind, Level  # noqa: E402
from newsxlate.names.recognition import entities as ledgers  # noqa: E402

OUTPUT = ROOT / "src" / "newsxlate" / "data" / "names" / "evidence.toml"
NTREX = ROOT / "tests" / "data" / "evaluation" / "ntrex"
LANGUAGES = ("en", "fr", "es", "it", "pl", "nl")
# What can only speak for an accusation, and what only against it; the rest may do either. Evidence
# that the sample gives another sign counts for nothing: there the sample is odd.
FOR = {
    Kind.MISSING: "listed person namelike city tagged unknown quoted several known rendered"
    " strange named loss",
    Kind.GERMAN: "listed place known far",
    Kind.ALTERED: "beginning exact known rendered",
    Kind.HALLUCINATED: "unknown place city person namelike several missing surely",
}
AGAINST = {
    Kind.MISSING: "unlisted noun plural compound tail determined foreign long acronym short part"
    " worded pair small alike",
    Kind.GERMAN: "shared kept part",
    Kind.ALTERED: "sound target_word other_name",
    Kind.HALLUCINATED: "dictionary partly opens bare titled beside acronym short english alike"
    " common pair",
}
CODES = {
    "N511": (Kind.GERMAN,),
    "N513": (Kind.ALTERED, Kind.MISSING, Kind.HALLUCINATED),
    "N514": (Kind.MISSING,),
    "N515": (Kind.MISSING,),
    "N516": (Kind.HALLUCINATED,),
    "N518": (Kind.HALLUCINATED,),
}
# Of a wrong weight, in the logistic regression.
PENALTY = 1.0
FOLDS = 5
TRUTH = {"T": 1.0, "D": 0.5, "F": 0.0}
# What planted errors weigh in all, and accusations of untouched references of NTREX at most, as
# shares of what labelled accusations do. Those references, and the German ones, are translations of
# one English text: what one has and another lacks is often neither's mistake.
PLANTED, CLEAN = 0.8, 0.15
# How many of the warnings, and of warnings and notes, ought to be true or defensible; and the least
# threshold, whatever the labels say.
WARNING = {Kind.MISSING: 0.84, Kind.GERMAN: 0.68, Kind.ALTERED: 0.68, Kind.HALLUCINATED: 0.68}
NOTE = 0.55
LEAST_WARNING, LEAST_NOTE = 0.5, 0.3
# The same of a warning that a name is missing which reference data have: most of those that are not
# names, and of those that go without, are in none.
LISTED = {Kind.MISSING: 0.5}
GRID = [round(0.1 + 0.02 * n, 2) for n in range(41)]


@dataclass(frozen=True)
class Row:
    """An accusation with what is known of it.

    Attributes:
        kind: Of what.
        evidence: What speaks for it and against.
        true: Whether it is true, from 0 to 1; None if nobody said so.
        weight: How much it counts.
        group: What it must not be parted from when a model is tried: the line or document.
        planted: Whether the error was planted.
        about: What to print of it.
    """

    kind: Kind
    evidence: dict[str, float]
    true: float | None
    weight: float
    group: str
    planted: bool
    about: str

    @property
    def origin_is_planted(self) -> bool:
        """Whether it is a planted error rather than a sentence beside it."""
        return self.planted and bool(self.true)


def record(
    entities: Entities,
    sources: Mapping[SentenceRef, str],
    targets: Mapping[SentenceRef, str],
    language: str,
) -> list[Accusation]:
    """All accusations of a translation."""
    found: list[Accusation] = []

    def judge(accusation: Accusation) -> Level:
        found.append(accusation)
        return Level.WARNING

    check.check(entities, sources, targets, language, judge=judge)
    return found


# Real translations


def key_of(source: str, text: str) -> str:
    """What tells one finding of a line from the others."""
    return hashlib.sha256(f"{source}\t{text}".encode()).hexdigest()[:8]


def read_labels(file: Path) -> dict[tuple[str, ...], str]:
    """Verdicts by language, system, line and what the finding is about or its code."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    found: dict[tuple[str, ...], str] = {}
    for row in rows:
        if not row["code"].startswith("N51"):
            continue
        place = row["lang"], row["system"], row["line"]
        found[*place, row.get("about") or row["code"]] = row["verdict"]
    return found


def _of_lines(folder: Path, system: str, numbers: Sequence[int]) -> list[tuple[int, Accusation]]:
    found = []
    for number in numbers:
        source = wmt22.lines(folder, wmt22.source_of(system))[number]
        target = wmt22.lines(folder, system)[number]
        place = SentenceRef(0, 0)
        rows = record(wmt22.names(source), {place: source}, {place: target}, system[:2])
        found += [(number, row) for row in rows]
    return found


def real(folder: Path, labels: dict[tuple[str, ...], str], pool: ProcessPoolExecutor) -> list[Row]:
    """The accusations of the building half, with their labels."""
    systems = wmt22.systems(folder)
    numbers = list(wmt22.HALVES["building"])
    chunks = [
        (system, numbers[n : n + 124]) for n in range(0, len(numbers), 124) for system in systems
    ]
    jobs = pool.map(_of_lines, [folder] * len(chunks), *zip(*chunks, strict=True))
    found = [(c[0], n, a) for c, rows in zip(chunks, jobs, strict=True) for n, a in rows]
    # What was said of the same accusation of another system, if it was the same every time.
    said: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for (language, _, line, about), verdict in labels.items():
        said[language, line, about].add(verdict)
    rows = []
    seen: Counter[tuple[object, ...]] = Counter(
        (s[:2], n, a.kind, a.source, a.text) for s, n, a in found
    )
    pairs: dict[tuple[str, int], dict[Kind, list[Accusation]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for system, number, a in found:
        pairs[system, number][a.kind].append(a)
    for system, number, a in found:
        verdict = _verdict(labels, said, system, number, a, pairs[system, number])
        same = seen[system[:2], number, a.kind, a.source, a.text]
        source = wmt22.lines(folder, wmt22.source_of(system))[number]
        rows.append(
            Row(
                a.kind,
                dict(a.evidence),
                TRUTH.get(verdict),
                same**-0.5,
                source,
                False,
                f"{verdict} {system} {number + 1} {a.kind} {a.source!r} {a.text!r}",
            )
        )
    return rows


def _verdict(
    labels: Mapping[tuple[str, ...], str],
    said: Mapping[tuple[object, ...], set[str]],
    system: str,
    number: int,
    a: Accusation,
    others: Mapping[Kind, Sequence[Accusation]],
) -> str | None:
    """What was said of an accusation, or of the same of another system; None if nothing."""
    language, name, line = system[:2], system[3:], str(number + 1)
    abouts = [key_of(a.source, a.text)]
    # One name missing and one that nothing explains are told as one.
    if a.kind is Kind.MISSING:
        abouts += [key_of(a.source, o.text) for o in others[Kind.HALLUCINATED]]
    elif a.kind is Kind.HALLUCINATED:
        abouts += [key_of(o.source, a.text) for o in others[Kind.MISSING]]
    for about in abouts:
        if (language, name, line, about) in labels:
            return labels[language, name, line, about]
    for about in abouts:
        verdicts = said.get((language, line, about), set())
        if len(verdicts) == 1:
            return next(iter(verdicts))
    for code, kinds in CODES.items():
        alone = a.kind in kinds and len(others[a.kind]) == 1
        if alone and (language, name, line, code) in labels:
            return labels[language, name, line, code]
    return None


# Planted errors


def _of_documents(language: str, numbers: Sequence[int]) -> list[Row]:
    """The accusations of some documents, as they are and with errors, alone and in one piece."""
    every = swaps.documents(NTREX, swaps.FILES[language])
    rows: list[Row] = []
    for number in numbers:
        document = every[number]
        group = f"document {number}"
        ledgers_of = {
            place: ledgers.find_entities(swaps.article([text]))
            for place, text in document.sources.items()
        }

        whole = record(document.entities, document.sources, document.targets, language)
        clean = {
            place: _alone(document, ledgers_of[place], place, target, language)
            for place, target in document.targets.items()
        }
        before: dict[SentenceRef, set[tuple[str, ...]]] = defaultdict(set)
        for a in whole:
            before[a.ref].add((a.kind, a.source, a.text))
        for place, found in clean.items():
            if place not in document.disputed:
                rows += [_row(a, False, group, language) for a in found]
        rows += [_row(a, False, group, language) for a in whole if a.ref not in document.disputed]
        for kind in swaps.KINDS:
            chance = random.Random(f"fit {kind} {number}")
            changes = swaps.plan(document, kind, every, chance)
            targets = dict(document.targets)
            places = [swaps.place_of(document.lines.index(name.line)) for name, _ in changes]
            for (name, new), place in zip(changes, places, strict=True):
                targets[place] = swaps.corrupt(targets[place], name, new)
            bad = record(document.entities, document.sources, targets, language)
            rows += [
                _row(a, True, group, f"{language} {kind}")
                for a in bad
                if a.ref in places and (a.kind, a.source, a.text) not in before[a.ref]
            ]
            for place in places:
                old = {(a.kind, a.source, a.text) for a in clean[place]}
                rows += [
                    _row(a, True, group, f"{language} {kind} alone")
                    for a in _alone(document, ledgers_of[place], place, targets[place], language)
                    if (a.kind, a.source, a.text) not in old
                ]
    return rows


def _alone(
    document: swaps.Document, names: Entities, place: SentenceRef, target: str, language: str
) -> list[Accusation]:
    """The accusations of a sentence that is an article of its own."""
    here = SentenceRef(0, 0)
    return record(names, {here: document.sources[place]}, {here: target}, language)


def _row(a: Accusation, true: bool, group: str, origin: str) -> Row:
    about = f"{'planted' if true else 'clean'} {origin} {group} {a.kind} {a.source!r} {a.text!r}"
    return Row(a.kind, dict(a.evidence), true, 1.0, group, True, about)


def planted(pool: ProcessPoolExecutor) -> list[Row]:
    """The accusations of the documents that may be looked at."""
    count = len(ntrex.documents(NTREX))
    numbers = [n for n in range(count) if n % swaps._PART != swaps._PART - 1]
    jobs = [(language, numbers[n::4]) for language in LANGUAGES for n in range(4)]
    return [row for rows in pool.map(_of_documents, *zip(*jobs, strict=True)) for row in rows]


# Fitting


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression, the last one the bias, which has no penalty."""
    x = np.hstack([x, np.ones((len(x), 1))])
    penalty = np.diag([PENALTY] * (x.shape[1] - 1) + [1e-6])
    found = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weight * (p - y)) + penalty @ found
        hessian = (x.T * (weight * p * (1 - p))) @ x + penalty
        step = np.linalg.solve(hessian, gradient)
        found -= step
        if np.abs(step).max() < 1e-8:
            break
    return found


def fit_signed(s: Sample, chosen: np.ndarray) -> np.ndarray:
    """The same for some rows, without the evidence that would have the wrong sign."""
    signs = np.array([(n in FOR[s.kind].split()) - (n in AGAINST[s.kind].split()) for n in s.names])
    used = np.ones(len(s.names), dtype=bool)
    while True:
        found = fit(s.x[chosen][:, used], s.y[chosen], s.weight[chosen])
        weights = np.zeros(len(s.names) + 1)
        weights[:-1][used], weights[-1] = found[:-1], found[-1]
        wrong = used & (weights[:-1] * signs < 0)
        if not wrong.any():
            return weights
        used &= ~wrong


def predict(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The probabilities of rows."""
    return 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))


@dataclass
class Sample:
    """The rows of one kind of accusation as numbers.

    Attributes:
        kind: The kind.
        rows: The rows of which it is known whether they are true.
        names: The names of the columns.
        x: The evidence, by row and column.
        y: 1 for what is true, 0 for what is not.
        weight: How much a row counts.
    """

    kind: Kind
    rows: list[Row]
    names: list[str]
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray

    @property
    def planted(self) -> np.ndarray:
        """Which rows are planted errors."""
        return np.array([row.origin_is_planted for row in self.rows])

    @property
    def real(self) -> np.ndarray:
        """Which rows are labelled."""
        return np.array([not row.planted for row in self.rows])


def sample(kind: Kind, every: Iterable[Row]) -> Sample:
    """The rows of a kind, planted errors as heavy in all as the labelled ones together."""
    rows = [row for row in every if row.kind is kind and row.true is not None]
    names = sorted({name for row in rows for name in row.evidence})
    x = np.array([[float(row.evidence.get(name, 0.0)) for name in names] for row in rows])
    y = np.array([float(row.true or 0) for row in rows])
    found = Sample(kind, rows, names, x, y, np.array([row.weight for row in rows]))
    whole = found.weight[found.real].sum()
    errors, clean = found.planted, ~found.real & ~found.planted
    found.weight[errors] *= PLANTED * whole / found.weight[errors].sum()
    found.weight[clean] *= min(1.0, CLEAN * whole / max(1e-9, found.weight[clean].sum()))
    return found


def cross_validated(s: Sample) -> np.ndarray:
    """The probability of each row by a model that did not see its group."""
    fold = np.array([zlib.crc32(row.group.encode()) % FOLDS for row in s.rows])
    found = np.zeros(len(s.rows))
    for number in range(FOLDS):
        out = fold == number
        found[out] = predict(s.x[out], fit_signed(s, ~out))
    return found


def thresholds(s: Sample, p: np.ndarray) -> tuple[float, float]:
    """The least probabilities of warnings and notes that are as precise as they ought to be."""
    return tuple(
        next((t for t in GRID if t >= least and precision(s, p >= t) >= wanted), GRID[-1])
        for wanted, least in ((WARNING[s.kind], LEAST_WARNING), (NOTE, LEAST_NOTE))
    )


def precision(s: Sample, chosen: np.ndarray) -> float:
    """The share of true ones of the labelled ones that are chosen, each kind of mistake once."""
    here = chosen & s.real
    return float((s.weight * (s.y > 0))[here].sum() / max(1e-9, s.weight[here].sum()))


def report(s: Sample, p: np.ndarray, weights: np.ndarray, chosen: tuple[float, float]) -> None:
    """Print the weights, the calibration, and what thresholds do."""
    print(f"\n{s.kind}: {int(s.real.sum())} labelled, {int(s.planted.sum())} planted")
    pairs = sorted(zip((*s.names, "bias"), weights, strict=True), key=lambda pair: -abs(pair[1]))
    print("  " + ", ".join(f"{name} {weight:.2f}" for name, weight in pairs))
    print(f"  {'probability':<14}{'rows':>8}{'mean':>8}{'true':>8}")
    for low in np.arange(0, 1, 0.1):
        here = (p >= low) & (p < low + 0.1)
        if here.any():
            mean, true = (np.average(v[here], weights=s.weight[here]) for v in (p, s.y))
            print(f"  {low:.1f} - {low + 0.1:.1f}{int(here.sum()):>13}{mean:>8.2f}{true:>8.2f}")
    print(f"  {'threshold':<14}{'T':>6}{'D':>6}{'F':>6}{'precision':>11}{'planted':>9}{'clean':>7}")
    verdicts = np.array([row.about.split()[0] for row in s.rows])
    clean = ~s.real & ~s.planted
    for t in sorted({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, *chosen}):
        counts = Counter(verdicts[(p >= t) & s.real])
        mark = {chosen[0]: " warning", chosen[1]: " note"}.get(t, "")
        print(
            f"  {t:<14.2f}{counts['T']:>6}{counts['D']:>6}{counts['F']:>6}"
            f"{precision(s, p >= t):>11.2f}{(p >= t)[s.planted].mean():>9.3f}"
            f"{(p >= t)[clean].mean():>7.2f}{mark}"
        )


HEADER = """# What speaks for an accusation of a name and what against it: a logistic regression for
# each kind.
#
# Made by tools/fit_names.py; do not edit. It weighs the evidence that names/alignment/evidence.py
# gathers, on the labelled findings of WMT 2022 (lines 1-992 of nine systems' and two people's
# English and of six systems' and one person's French), on the references of NTREX-128, and on
# errors planted into these (documents that may be looked at). The weights hold for every language.
#
# bias: the log odds without any evidence. weights: what is added to them for 1 of each.
# warning, note: the least probabilities of a warning and of a note, chosen so that on labelled
# findings, each with models that did not see its line, at least {warning} % of the warnings and
# {note} % of the warnings and notes are true or defensible, if so many can be. listed: the
# least probability of a warning about a name that reference data have.
"""


def written(models: Iterable[tuple[Sample, np.ndarray, tuple[float, float]]]) -> str:
    """The text of ``evidence.toml``."""
    lines = [HEADER.format(warning=round(100 * min(WARNING.values())), note=round(100 * NOTE))]
    for s, weights, (warning, note) in models:
        lines += [f"[{s.kind}]", f"bias = {weights[-1]:.3f}"]
        lines += [f"warning = {warning:.2f}", f"note = {note:.2f}"]
        lines += [f"listed = {LISTED[s.kind]:.2f}"] if s.kind in LISTED else []
        lines += ["", f"[{s.kind}.weights]"]
        lines += [f"{n} = {w:.3f}" for n, w in zip(s.names, weights, strict=False)]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Gather, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of WMT22")
    parser.add_argument("--labels", type=Path, default=wmt22.LABELS)
    parser.add_argument("--errors", type=int, default=0, help="print so many false ones of a kind")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        rows = real(options.data, read_labels(options.labels), pool) + planted(pool)
    models = []
    for kind in Kind:
        s = sample(kind, rows)
        p, weights = cross_validated(s), fit_signed(s, np.ones(len(s.rows), dtype=bool))
        chosen = thresholds(s, p)
        report(s, p, weights, chosen)
        show(s, p, options.errors)
        models.append((s, weights, chosen))
    if not options.dry_run:
        OUTPUT.write_text(written(models), encoding="utf-8")


def show(s: Sample, p: np.ndarray, count: int) -> None:
    """Print the likeliest false accusations of real translations, each once."""
    shown: set[tuple[str, str]] = set()
    for index in np.argsort(-p, kind="stable"):
        row = s.rows[index]
        key = row.group, row.about.split(" ", 3)[3]
        if len(shown) < count and not row.planted and not row.true and key not in shown:
            shown.add(key)
            print(f"  {p[index]:.2f} {row.about} | {row.group[:200]}")


if __name__ == "__main__":
    main()
