"""Provinces and the like, and countries in languages without a column in the tables.

``regions.tsv.gz`` (see ``tools/build_regions.py``): a row is split when its name is asked for.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache

from newsxlate import resources
from newsxlate.languages import SOURCE
from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold

_SAME = "="


@dataclass(frozen=True, slots=True)
class RegionForms:
    """The forms of a place in one language.

    Attributes:
        known: Those of a country or capital.
        possible: Those of a province: taken from the public, they prove no other form wrong.
    """

    known: tuple[str, ...]
    possible: tuple[str, ...]


@cache
def _lines() -> tuple[dict[str, int], dict[str, list[str]]]:
    """The columns of the table by language, and its lines by their folded German name."""
    packed = resources.path("names").joinpath("regions.tsv.gz").read_bytes()
    head, *lines = gzip.decompress(packed).decode().splitlines()
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(fold.__wrapped__(line.split("\t", 2)[1]), []).append(line)
    return {code: number for number, code in enumerate(head.split("\t"))}, found


@lru_cache(maxsize=4096)
def region_forms(name: str, language: str) -> RegionForms:
    """The forms of the places that a German name may mean, also by another of its German names."""
    columns, lines = _lines()
    entries = [entry for entry in tables.whole().german(name) if entry.kind == "place"]
    names = {fold(text) for text in (name, *(g for entry in entries for g in entry.german))}
    known: list[str] = []
    possible: list[str] = []
    for line in (line for text in sorted(names) for line in lines.get(text, ())):
        cells = line.split("\t")
        column = columns.get(language, len(cells))
        if form := cells[column] if column < len(cells) else "":
            # Codes of subdivisions are small.
            own = possible if cells[0][:1].islower() else known
            own.append(cells[columns[SOURCE]] if form == _SAME else form)
    return RegionForms(tuple(dict.fromkeys(known)), tuple(dict.fromkeys(possible)))
