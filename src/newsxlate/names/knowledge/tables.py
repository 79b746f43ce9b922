"""The tables of names that ship with the package, loaded when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from newsxlate import resources
from newsxlate.languages import SOURCE
from newsxlate.text.folding import fold

# In a cell: parts accepted forms; the German form.
_OR, _GERMAN = "|", "="


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its forms.

    Attributes:
        kind: "place", "institution", "person", or the origin of a part of a person's name.
        german: German spellings, the usual one first.
        forms: Forms by language, the preferred one first. A missing language is not known.
        source: The table it is from.
    """

    kind: str
    german: tuple[str, ...]
    forms: Mapping[str, tuple[str, ...]]
    source: str


def read(name: str) -> str:
    """The text of a file in ``data/names``."""
    return resources.text(f"names/{name}")


def parse(text: str) -> Iterator[dict[str, str]]:
    """The rows of a table, by column name. Lines that begin with # are notes.

    A row may end before its last columns: it says nothing of them then.

    Raises:
        ValueError: A row has more cells than there are columns.
    """
    lines = _lines(text)
    header = next(lines)
    for cells in lines:
        if len(cells) > len(header):
            raise ValueError(f"more cells than columns: {cells}")
        yield dict(zip(header, cells, strict=False))


def _lines(text: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in ``data/names``, with the columns that languages add to it.

    ``data/languages/CODE/names/NAME`` adds the column CODE. Its other columns say to which rows:
    those that begin alike there, up to the first "|". Rows that the table lacks come last.
    """
    table = list(parse(read(name)))
    for code in _adding():
        if file := resources.language_file(code, f"names/{name}"):
            _add(table, list(parse(file.read_text(encoding="utf-8"))), code)
    yield from table


def _add(table: list[dict[str, str]], added: Sequence[dict[str, str]], code: str) -> None:
    """Give the rows of a table the cells of a language."""
    keys = [column for column in added[0] if column != code]

    def key(row: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(row.get(column, "").split(_OR)[0] for column in keys)

    there: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in table:
        there.setdefault(key(row), []).append(row)
    for row in added:
        for same in there.get(key(row), ()):
            same[code] = row.get(code, "")
    table += [row for row in added if key(row) not in there]


@cache
def languages() -> tuple[str, ...]:
    """The languages that names have forms in: the tables' columns, then those that add theirs."""
    columns = [column for column in next(_lines(read("places.tsv"))) if column != SOURCE]
    return tuple(dict.fromkeys((*columns, *_adding())))


@cache
def _adding() -> tuple[str, ...]:
    """The languages with tables of their own."""
    folders = ((code, resources.path(f"languages/{code}/names")) for code in resources.languages())
    return tuple(code for code, folder in folders if folder.is_dir())


def _entry(row: Mapping[str, str], kind: str, source: str) -> Entry:
    german = tuple(row[SOURCE].split(_OR))
    forms: dict[str, tuple[str, ...]] = {}
    for language in languages():
        if cell := row.get(language):
            texts = (german[0] if text == _GERMAN else text for text in cell.split(_OR))
            forms[language] = tuple(dict.fromkeys(texts))
    return Entry(kind, german, forms, source)


class Index:
    """Entries by their German spelling, and by their forms in each language."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._german: dict[str, list[Entry]] = {}
        for entry in entries:
            for text in entry.german:
                self._german.setdefault(fold(text), []).append(entry)

    @cached_property
    def _forms(self) -> dict[str, list[tuple[str, Entry]]]:
        """The entries by their folded forms: to find names, none of them is asked for."""
        found: dict[str, list[tuple[str, Entry]]] = {}
        for entry in self.entries:
            for language, texts in entry.forms.items():
                for text in texts:
                    found.setdefault(fold(text), []).append((language, entry))
        return found

    def german(self, name: str) -> list[Entry]:
        """The entries that ``name`` is a German spelling of."""
        return self._german.get(fold(name), [])

    def form(self, text: str) -> list[tuple[str, Entry]]:
        """The entries that ``text`` is a form of, each with the language it is one in."""
        return self._forms.get(fold(text), [])


@cache
def whole() -> Index:
    """Names that are looked up whole: places, institutions, and some persons.

    The curated tables come before the CLDR: where both know a name, theirs is preferred.
    """
    tables = (
        ("places.tsv", "place"),
        ("cities.tsv", "place"),
        ("institutions.tsv", "institution"),
        ("persons.tsv", "person"),
        ("cldr.tsv", "place"),
    )
    return Index(tuple(_entry(row, kind, name) for name, kind in tables for row in rows(name)))


@cache
def optional() -> Index:
    """Names that a translation may render or keep: saints and their namesakes, feasts, wars."""
    return Index(tuple(_entry(row, "person", "optional.tsv") for row in rows("optional.tsv")))


def is_place_form(word: str, language: str) -> bool:
    """Whether ``word`` is a place's name in a language, letter for letter."""
    return any(
        tag == language and entry.kind == "place" and word in entry.forms[language]
        for tag, entry in whole().form(word)
    )


@cache
def person_parts() -> Index:
    """Given names and surnames, by part; an entry's kind is its origin."""
    return Index(tuple(_entry(row, row["origin"], "parts.tsv") for row in rows("parts.tsv")))


@cache
def latin_names() -> Mapping[str, frozenset[str]]:
    """Folded names that keep their spelling in Latin letters: "given" and "family"."""
    found: dict[str, set[str]] = {"given": set(), "family": set()}
    for line in read("latin.txt").splitlines():
        if line and not line.startswith("#"):
            kind, *names = line.split()
            found[kind].update(fold(name) for name in names)
    return {kind: frozenset(names) for kind, names in found.items()}


@dataclass(frozen=True, slots=True)
class Origins:
    """How to tell where a name is from, and words that are no part of one (``origins.toml``)."""

    slavic: re.Pattern[str]
    slavic_possible: re.Pattern[str]
    not_slavic: re.Pattern[str]
    not_romanized: re.Pattern[str]
    foreign_letters: re.Pattern[str]
    arabic: re.Pattern[str]
    english: re.Pattern[str]
    scripts: frozenset[str]
    german_speaking: frozenset[str]
    german_names: frozenset[str]
    german_town: re.Pattern[str]
    particles: frozenset[str]
    arabic_articles: frozenset[str]
    filiation: frozenset[str]


@cache
def origins() -> Origins:
    """The patterns of ``origins.toml``."""
    data = resources.toml("names/origins.toml")
    return Origins(
        slavic=re.compile("|".join(f"(?:{p})" for p in data["slavic"])),
        slavic_possible=re.compile("|".join(f"(?:{p})" for p in data["slavic_possible"])),
        not_slavic=re.compile(data["not_slavic"]),
        not_romanized=re.compile(data["not_romanised"]),
        foreign_letters=re.compile(data["foreign_letters"]),
        english=re.compile(data["english"]),
        arabic=re.compile("|".join(f"(?:{p})" for p in data["arabic"])),
        scripts=frozenset(data["other_scripts"].split()),
        german_speaking=frozenset(data["german_speaking"].split()),
        german_names=frozenset(data["german_names"].split()),
        german_town=re.compile(data["german_town"]),
        particles=frozenset(data["particles"].split()),
        arabic_articles=frozenset(data["arabic_articles"].split()),
        filiation=frozenset(data["filiation"].split()),
    )
