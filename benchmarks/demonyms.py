"""Whether right adjectives, inhabitants and compounds of names are accused, and wrong ones told.

    python benchmarks/demonyms.py [--languages en,fr] [--show]
    python benchmarks/demonyms.py --swaps [--half NAME] [--show]

Without --swaps: sentences written for the project (``tests/data/demonyms/probes.tsv``), in which
German has an adjective, an inhabitant or a compound and the target the name, or the other way
round; the share with a warning of names, by kind.

With --swaps: in the targets of NTREX-128 a country's adjective, inhabitant or name changes into
that of another country, in the same form, where the source has the country, too; the share that
N530 or any finding of names tells, and the share of all untouched lines that N530 accuses.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache

import swaps
from evaluation import DATA
from newsxlate.article import SentenceRef
from newsxlate.findings import Finding
from newsxlate.names.alignment import check, peoples
from newsxlate.names.alignment.target_sentence import Target
from newsxlate.names.forms import demonyms
from newsxlate.names.knowledge import demonym_table, tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.recognition import entities as ledgers
from newsxlate.text.folding import fold
from ntrex import FILES

PROBES = DATA.parent / "demonyms" / "probes.tsv"
LANGUAGES = ("en", "fr", "es", "it")
TEMPLATES = {
    "city": {
        "de": "Die {} Stadt plant ein neues Stadion.",
        "en": "The city in {} is planning a new stadium.",
        "fr": "La ville de {} prévoit un nouveau stade.",
        "es": "La ciudad de {} planea un nuevo estadio.",
        "it": "La città di {} progetta un nuovo stadio.",
    },
    "people": {
        "de": "Damals kamen die {} in das Tal.",
        "en": "At that time the {} came to the valley.",
        "fr": "À cette époque, les {} vinrent dans la vallée.",
        "es": "En aquella época los {} llegaron al valle.",
        "it": "A quel tempo i {} arrivarono nella valle.",
    },
    "compound": {
        "de": "Alle kennen heute {}.",
        "en": "Today everybody knows {}.",
        "fr": "Aujourd'hui, tout le monde connaît {}.",
        "es": "Hoy todo el mundo conoce {}.",
        "it": "Oggi tutti conoscono {}.",
    },
    "adjective": {
        "de": "Der {} Minister trat gestern zurück.",
        "en": "The {} minister resigned yesterday.",
        "fr": "Le ministre {} a démissionné hier.",
        "es": "El ministro {} dimitió ayer.",
        "it": "Il ministro {} si è dimesso ieri.",
    },
}


def warnings(source: str, target: str, language: str) -> list[Finding]:
    """What the checks of names say of a sentence, notes left out."""
    place = SentenceRef(0, 0)
    entities = ledgers.find_entities(swaps.article([source]))
    names = check.check(entities, {place: source}, {place: target}, language)
    found = check.findings(names, language)
    found += peoples.find({place: source}, {place: target}, language, found)
    return [f for f in found if f.counts]


def probes(language: str) -> Iterator[tuple[str, str, str]]:
    """The kind, the German and the target sentence of each probe."""
    with PROBES.open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t")
        for row in rows:
            forms = TEMPLATES[row["kind"]]
            german = forms["de"].format(row["de"]).replace("- Stadt", "-Stadt")
            yield row["kind"], german, forms[language].format(row[language])


def probe(language: str, *, show: bool) -> None:
    """Print the share of the probes that are accused."""
    asked: Counter[str] = Counter()
    accused: Counter[str] = Counter()
    for kind, source, target in probes(language):
        found = warnings(source, target, language)
        asked[kind] += 1
        accused[kind] += bool(found)
        if show and found:
            print(f"{language} {kind}\t{source}\t{target}\t{[f.message for f in found]}")
    parts = "  ".join(f"{kind} {accused[kind]}/{asked[kind]}" for kind in asked)
    print(f"{language}: accused {accused.total()} of {asked.total()}  ({parts})")


@cache
def words(language: str) -> dict[str, list[tuple[int, int, str]]]:
    """The words of countries: by row of the table, number of the stem (-1: a name), and ending."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    endings = ("", *name_rules(language).demonyms["inflected"].split())
    for number, (row, demonym) in enumerate(rows()):
        for place, stem in enumerate(row[language].split("|") if demonym.state else ()):
            if stem.isalpha():
                for ending in endings:
                    found.setdefault(stem + ending, []).append((number, place, ending))
        for form in names(number, language):
            found.setdefault(fold(form), []).append((number, -1, ""))
    return found


@cache
def rows() -> list[tuple[dict[str, str], demonym_table.Demonym]]:
    """The rows of the table as they are, and as they are read."""
    return list(zip(tables.rows("demonyms.tsv"), demonym_table.demonyms(), strict=True))


def names(number: int, language: str) -> list[str]:
    """The preferred name of a country, if it is one word."""
    name = rows()[number][1].names[0]
    forms = [f for entry in tables.whole().german(name) for f in entry.forms.get(language, ())]
    return [form for form in forms[:1] if rows()[number][1].state and form.isalpha()]


def exchanged(source: str, target: Target, chance: random.Random) -> str:
    """The target with one country's word for another's; empty if it has none."""
    stated = {
        d for token in re.findall(r"\w+", source) for d in demonym_table.exactly(token) if d.state
    }
    there = {d for token in re.findall(r"\w+", source) for d in demonyms.of_word(token)}
    places = []
    for word in target.words:
        for number, stem, ending in words(target.language).get(word.folded, ()):
            if rows()[number][1] in stated and (word.capital or stem >= 0):
                places.append((word, number, stem, ending))
    if not places:
        return ""
    word, _, stem, ending = chance.choice(places)
    others = []
    for number, (row, demonym) in enumerate(rows()):
        if demonym.state and not any(demonym.covers(one) for one in there):
            stems = row[target.language].split("|")
            if stem < 0:
                others += names(number, target.language)
            elif stem < len(stems) and stems[stem].isalpha():
                others.append(stems[stem] + ending)
    meant = {
        new: {rows()[n][1] for n, _, _ in words(target.language).get(fold(new), ())}
        for new in others
    }
    others = [new for new in others if meant[new].isdisjoint(there)]
    if not others:
        return ""
    new = chance.choice(others)
    new = new[0].upper() + new[1:] if word.text[0].isupper() else new
    return target.text[: word.start] + new + target.text[word.end :]


def planted(
    document: swaps.Document, language: str, seed: int
) -> Iterator[tuple[SentenceRef, str]]:
    """The targets of a document with another country's word for one that the source has."""
    chance = random.Random(seed)
    for place, source in document.sources.items():
        if text := exchanged(source, Target(document.targets[place], language), chance):
            yield place, text


def swap(language: str, half: str | None, *, show: bool) -> None:
    """Print what is told of exchanged countries, and who is accused."""
    every = swaps.documents(DATA / "ntrex", FILES[language])
    part = [
        d
        for number, d in enumerate(every)
        if half is None or (number % 4 == 3) == (half == "held out")
    ]
    count = own = told = accused = lines = 0
    for number, document in enumerate(part):
        clean = peoples.find(document.sources, document.targets, language, ())
        accused += len({(f.block, f.sentence) for f in clean})
        lines += len(document.lines)
        for f in clean if show else ():
            place = SentenceRef(f.block or 0, f.sentence or 0)
            print(f"accused\t{f.message}\n\t{document.sources[place]}\n\t{document.targets[place]}")
        before = {swaps.key(f) for f in swaps.warnings(document, document.targets, language)}
        for place, text in planted(document, language, number):
            targets = document.targets | {place: text}
            there = [
                place == (f.block, f.sentence)
                for f in peoples.find({place: document.sources[place]}, {place: text}, language, ())
            ]
            count += 1
            own += any(there)
            new = [
                f for f in swaps.warnings(document, targets, language) if swaps.key(f) not in before
            ]
            any_other = any(place == (f.block, f.sentence) for f in new)
            told += any(there) or any_other
            if show and not any(there):
                print(f"missed\t{document.sources[place]}\n\t{text}")
    print(
        f"{language}: N530 tells {100 * own / max(1, count):.1f} % of {count},"
        f" with the other findings {100 * told / max(1, count):.1f} %;"
        f" accused {accused} of {lines} lines ({100 * accused / max(1, lines):.2f} %)"
    )


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--swaps", action="store_true")
    parser.add_argument("--half", choices=("looked at", "held out"), default="looked at")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    for language in args.languages.split(","):
        if args.swaps:
            swap(language, args.half, show=args.show)
        else:
            probe(language, show=args.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
