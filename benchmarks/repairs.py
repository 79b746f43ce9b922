"""How many names left in German are repaired, and how many of the repairs are right.

    python benchmarks/repairs.py [--data DIR] [--languages en,fr] [--json] [--errors N] [--check]

NTREX-128 as in ``swaps.py``: in the human translations names are put back into German, one in a
sentence, one sentence in three at a time; then the checker looks, and repairs what is certain.

exact    share of those names that are again what the translator wrote, up to case, diacritics
         and hyphens
left     share that was not touched: found and not certain, or not found
other    the rest: another accepted form (Britain, the United Kingdom), or a wrong one; also where a
         name beside it was changed
harm     sentences in which nothing was put into German, and that were changed, per thousand

All documents count, those looked at among them. "Exact" is a lower bound of what is right:
translators choose among several forms, and inflected languages want the case that stood there,
which the German form does not tell.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import swaps
from evaluation import DATA
from newsxlate.article import SentenceRef
from newsxlate.names.alignment import check
from newsxlate.names.repair import repair
from ntrex import FILES, plain

# Per cent; "other" and "harm" are ceilings.
FLOORS = {"en": 74.0, "fr": 70.0, "es": 66.0, "it": 76.0}
MOST_OTHER = 13.0
MOST_HARM = 4.0
PASSES = 1


def repaired(
    document: swaps.Document, targets: dict[SentenceRef, str], code: str
) -> dict[SentenceRef, str]:
    """The targets with their names repaired."""
    found = check.check(document.entities, document.sources, targets, code)
    planned = repair.plan(found, targets, document.entities, code)
    fixed = dict(targets)
    for place in {r.ref for r in planned}:
        fixed[place], _ = repair.apply(targets[place], [r for r in planned if r.ref == place])
    return fixed


def measure(
    every: Sequence[swaps.Document], code: str, show: Callable[[str], None]
) -> dict[str, float]:
    """All figures of one language."""
    exact = left = planted = harmed = untouched = 0
    for number, document in enumerate(every):
        for turn in range(PASSES):
            chance = random.Random(f"{turn} {number}")
            changes = swaps.plan(document, "german", every, chance)
            places = {swaps.place_of(document.lines.index(n.line)): (n, new) for n, new in changes}
            targets = {
                place: swaps.corrupt(text, *places[place]) if place in places else text
                for place, text in document.targets.items()
            }
            fixed = repaired(document, targets, code)
            for place, text in document.targets.items():
                if place not in places:
                    untouched += 1
                    harmed += fixed[place] != text
                    continue
                planted += 1
                same = plain(fixed[place]) == plain(text)
                exact += same
                left += not same and fixed[place] == targets[place]
                if not same and fixed[place] != targets[place]:
                    show(f"{text}\n\t{targets[place]}\n\t{fixed[place]}")
    return {
        "exact": 100 * exact / planted,
        "left": 100 * left / planted,
        "other": 100 * (planted - exact - left) / planted,
        "harm": 1000 * harmed / untouched,
        "planted": float(planted),
    }


def main() -> int:
    """Print the figures of each language; with --check fail below a floor."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--languages", default=",".join(FILES))
    parser.add_argument("--errors", type=int, default=0, help="print so many other repairs")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="fail below the floors")
    options = parser.parse_args()
    folder = options.data / "ntrex"
    languages = list(FLOORS) if options.check else options.languages.split(",")
    results = {}
    for code in languages:
        errors: list[str] = []
        results[code] = measure(swaps.documents(folder, FILES[code]), code, errors.append)
        random.Random(1).shuffle(errors)
        print("\n".join(errors[: options.errors]), end="\n" if options.errors else "")
    if options.json:
        print(json.dumps(results, indent=2))
    else:
        print(f"{'':10}" + "".join(f"{code:>8}" for code in results))
        for name in next(iter(results.values())):
            print(f"{name:10}" + "".join(f"{r[name]:8.1f}" for r in results.values()))
    failed = [
        f"{code}: {figures}"
        for code, figures in (results.items() if options.check else ())
        if figures["exact"] < FLOORS[code]
        or figures["other"] > MOST_OTHER
        or figures["harm"] > MOST_HARM
    ]
    print("\n".join(failed), end="\n" if failed else "", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
