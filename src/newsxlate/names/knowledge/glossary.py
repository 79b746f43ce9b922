"""The user's glossary: how terms are to be translated, and how they are not.

Tables (CSV, TSV): a header, then a row for each term and language. Columns, in any order, German
or English: the German term, the target term (several accepted ones parted by "|", the preferred
one first), the language, and optionally case (whether it matters) and forbidden forms (parted by
"|"). Or a column for each language, headed by its code. TBX (ISO 30042): German terms with those
of the same concept in other languages; terms whose status is deprecated, superseded or obsolete
are forbidden.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from newsxlate.errors import InputError, UsageError
from newsxlate.languages import SOURCE
from newsxlate.languages import language as find_language
from newsxlate.text.folding import fold

_COLUMNS = {
    "source": "de german deutsch source quelle term begriff ausgangsterm source_term german_term",
    "target": "target ziel translation übersetzung zielterm target_term form",
    "language": "language lang sprache zielsprache target_language",
    "case": "case casing groß/klein schreibung case_sensitive case-sensitive",
    "forbidden": "forbidden verboten not nicht forbidden_forms",
}
_YES = frozenset({"yes", "y", "true", "1", "ja", "j", "x", "exact", "sensitive"})
_NO = frozenset({"", "no", "n", "false", "0", "nein", "insensitive", "any"})
# ISO 12620 values of administrativeStatus, and what TBX-Basic and some tools write for them.
_FORBIDDEN_STATUS = ("deprecated", "superseded", "obsolete", "forbidden", "notrecommended")
_SHOWN = 10
# No glossary is as large; what is has no end, or is another file.
_LARGEST = 50_000_000
_LONGEST_CELL = 100_000
# Unlike str.splitlines: a form feed or a line separator may stand inside a cell.
_LINE_END = re.compile(r"\r\n|\n|\r")
_HINT = "A row has the German term, the target term and the language code; see the documentation."


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a glossary in one target language.

    Attributes:
        source: The German term.
        language: ISO 639-1 code of the target language.
        forms: Accepted target terms, the preferred one first.
        forbidden: Target terms that must not be used.
        case: Whether upper and lower case matter.
        line: Line of the file it is from.
    """

    source: str
    language: str
    forms: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    case: bool = False
    line: int = 0


class Terms(dict[str, tuple[str, ...]]):
    """The German terms of a glossary for one language, each with its accepted forms.

    Attributes:
        cased: Those of which capitals matter, in the term as in its forms.
    """

    cased: frozenset[str] = frozenset()

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold(term): term for term in self if term not in self.cased}

    def of(self, name: str) -> tuple[str, ...]:
        """The accepted forms of a name; none if it is no term."""
        return self[name] if name in self else self.get(self._folded.get(fold(name), ""), ())

    def heeds_case(self, name: str, text: str) -> bool:
        """Whether a text has the capitals of a form of a name, where these matter."""
        if name not in self.cased:
            return True
        return any(fold(form) != fold(text) or same_case(text, form) for form in self[name])


def same_case(text: str, term: str) -> bool:
    """Whether the words of a text begin with capitals where those of a term do."""
    pairs = zip(text.split(), term.split(), strict=False)
    return all(a[0].isupper() == b[0].isupper() and a.isupper() == b.isupper() for a, b in pairs)


@dataclass(frozen=True)
class Glossary:
    """The terms of a glossary.

    Attributes:
        entries: The terms, in the file's order.
        path: The file.
        digest: The first 12 hexadecimal digits of the SHA-256 of the file.
    """

    entries: tuple[Term, ...]
    path: Path | None = None
    digest: str = ""

    @cached_property
    def _index(self) -> Mapping[tuple[str, str], list[Term]]:
        index: dict[tuple[str, str], list[Term]] = {}
        for term in self.entries:
            index.setdefault((fold(term.source), term.language), []).append(term)
        return index

    def lookup(self, name: str, language: str) -> list[Term]:
        """The terms for ``name`` into ``language``, in the file's order."""
        found = self._index.get((fold(name), language), [])
        return [term for term in found if not term.case or term.source == name]

    def forms(self, name: str, language: str) -> tuple[str, ...]:
        """The accepted target terms, the preferred one first; empty if the name is not listed."""
        found = (form for term in self.lookup(name, language) for form in term.forms)
        return tuple(dict.fromkeys(found))

    def forbidden(self, name: str, language: str) -> tuple[str, ...]:
        """The target terms that must not stand for ``name``."""
        found = (form for term in self.lookup(name, language) for form in term.forbidden)
        return tuple(dict.fromkeys(found))

    def terms(self, language: str) -> Terms:
        """All German terms with their accepted forms in ``language``."""
        own = [term for term in self.entries if term.language == language]
        found = {term.source: self.forms(term.source, language) for term in own}
        terms = Terms((source, forms) for source, forms in found.items() if forms)
        loose = {term.source for term in own if not term.case}
        terms.cased = frozenset(term.source for term in own) - loose
        return terms


class _BadRowError(Exception):
    """A row that cannot be meant; the message says why."""


def load_glossary(path: str | Path) -> Glossary:
    """Read a glossary.

    Args:
        path: A CSV or TSV file (parted by semicolon, comma or tab; UTF-8, or UTF-16 with its mark),
            or TBX (``.tbx``, ``.xml``).

    Raises:
        InputError: It cannot be read, is neither, or has bad rows: all are named by their line.
    """
    path = Path(path)
    data = _read(path)
    tbx = path.suffix.lower() in (".tbx", ".xml") or data.lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<"
    rows = _tbx_rows(data, path) if tbx else _table_rows(_decode(data, path), path)
    terms: list[Term] = []
    bad = []
    said: dict[tuple[str, str], list[Term]] = {}
    for row in rows:
        if isinstance(row, Term):
            try:
                term = _checked(row)
                before = said.setdefault((fold(term.source), term.language), [])
                terms.append(_consistent(term, before))
                before.append(term)
                continue
            except _BadRowError as error:
                row = (row.line, str(error))
        bad.append(row)
    if bad:
        raise _bad_rows(path, bad)
    return Glossary(tuple(terms), path, sha256(data).hexdigest()[:12])


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise InputError(
            f"cannot read glossary {path}: {reason}", hint="Check the path."
        ) from error
    if len(data) > _LARGEST:
        raise InputError(
            f"glossary {path} has more than {_LARGEST // 1_000_000} MB",
            hint="Check that it is the glossary; split it, if it is.",
        )
    return data


def _bad_rows(path: Path, bad: list[tuple[int, str]]) -> InputError:
    listed = "; ".join(f"line {line}: {reason}" for line, reason in bad[:_SHOWN])
    more = f"; and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
    count = "a bad row" if len(bad) == 1 else f"{len(bad)} bad rows"
    return InputError(f"glossary {path} has {count}: {listed}{more}", hint=_HINT)


def _checked(term: Term) -> Term:
    """``term``, if it can be meant.

    Raises:
        _BadRowError: It cannot.
    """
    if not fold(term.source):
        raise _BadRowError("no German term")
    if not term.forms and not term.forbidden:
        raise _BadRowError(f"no target term for ‘{term.source}’")
    if not term.language:
        raise _BadRowError(f"no language for ‘{term.source}’")
    try:
        code = find_language(term.language).code
    except UsageError as error:
        raise _BadRowError(f"unknown language ‘{term.language}’") from error
    if both := set(term.forms) & set(term.forbidden):
        raise _BadRowError(f"‘{min(both)}’ is both accepted and forbidden")
    return replace(term, language=code)


def _consistent(term: Term, others: Iterable[Term]) -> Term:
    """``term``, if the rows before for the same German term do not say the contrary.

    Raises:
        _BadRowError: They do.
    """
    for other in others:
        both = set(term.forms) & set(other.forbidden) | set(term.forbidden) & set(other.forms)
        if both:
            raise _BadRowError(f"‘{min(both)}’ is accepted and forbidden, see line {other.line}")
    return term


def _decode(data: bytes, path: Path) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(_LINE_END.findall(data[: error.start].decode(encoding, "ignore"))) + 1
        raise InputError(
            f"glossary {path}, line {line}: this is not {'UTF-16' if wide else 'UTF-8'}",
            hint="Save the file as UTF-8 (in Excel: “CSV UTF-8”).",
        ) from error
    if "\0" in text:
        line = len(_LINE_END.findall(text[: text.index("\0")])) + 1
        raise InputError(
            f"glossary {path}, line {line}: there is a NUL character, which no text has",
            hint="Save the table as CSV in UTF-8 (in Excel: “CSV UTF-8”).",
        )
    return text


def _table_rows(text: str, path: Path) -> Iterator[Term | tuple[int, str]]:
    """The terms of a table; what is no term as its line and what is wrong with it."""
    lines = [(n, line) for n, line in enumerate(_LINE_END.split(text), 1) if line.strip()]
    lines = [(n, line) for n, line in lines if not line.startswith("#")]
    if not lines:
        raise InputError(f"glossary {path} is empty", hint=_HINT)
    delimiter = max(";,\t", key=lines[0][1].count)
    try:
        header = _header(_cells(lines[0][1], delimiter), path)
    except csv.Error as error:
        raise InputError(f"glossary {path}, line {lines[0][0]}: {error}", hint=_HINT) from error
    for number, line in lines[1:]:
        try:
            yield from _terms(header, _cells(line, delimiter), number)
        except (_BadRowError, csv.Error) as error:
            yield number, str(error)


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a row.

    Raises:
        csv.Error: A quotation mark is not closed, or stands inside a cell; or a cell is too long.
    """
    # Not by `csv.field_size_limit`, which is the whole program's.
    cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        raise csv.Error(f"field larger than {_LONGEST_CELL} characters")
    return [cell.strip() for cell in cells]


def _header(cells: Iterable[str], path: Path) -> list[str]:
    """The columns: names of `_COLUMNS`, or codes of languages; empty for what is not used."""
    names = {word: column for column, text in _COLUMNS.items() for word in text.split()}
    header = []
    for cell in cells:
        word = "_".join(cell.strip().casefold().split())
        header.append(names.get(word) or (word if len(word) == 2 else ""))
    languages = [column for column in header if len(column) == 2]
    if "source" not in header or not (languages or {"target", "language"} <= {*header}):
        raise InputError(
            f"glossary {path}: the first line names no columns for the German term, "
            "the target term and the language",
            hint="For example: source;target;language;case;forbidden — or: de;en;fr",
        )
    return header


def _terms(header: list[str], cells: list[str], line: int) -> Iterator[Term]:
    """The terms of a row: one for each language it has.

    Raises:
        _BadRowError: It has more cells than columns, or its case is neither yes nor no.
    """
    if len(cells) > len(header):
        raise _BadRowError(f"{len(cells)} cells for {len(header)} columns")
    row = {column: cell for column, cell in zip(header, cells, strict=False) if column}
    case = row.get("case", "").casefold()
    if case not in _YES | _NO:
        raise _BadRowError(f"case is ‘{row['case']}’, neither yes nor no")
    source, forbidden = row.get("source", ""), _several(row.get("forbidden", ""))
    languages = [column for column in header if len(column) == 2]
    for code in languages:
        if row.get(code):
            yield Term(source, code, _several(row[code]), forbidden, case in _YES, line)
    if not languages:
        code, forms = row.get("language", "").lower(), _several(row.get("target", ""))
        yield Term(source, code, forms, forbidden, case in _YES, line)
    elif not any(row.get(code) for code in languages):
        raise _BadRowError(f"no target term for ‘{source}’")


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _tbx_rows(data: bytes, path: Path) -> Iterator[Term | tuple[int, str]]:
    """The terms of a TBX file of version 2 (termEntry) or 3 (conceptEntry)."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"glossary {path}: {error}", hint="This is not well-formed TBX."
        ) from error
    concepts = root.xpath("//*[local-name()='termEntry' or local-name()='conceptEntry']")
    if not concepts:
        raise InputError(f"glossary {path} has no TBX entries", hint=_HINT)
    for concept in concepts:
        yield from _concept(concept)


def _concept(concept: object) -> Iterator[Term | tuple[int, str]]:
    """The terms of one concept: every German one with those of each other language."""
    accepted: dict[str, list[str]] = {}
    forbidden: dict[str, list[str]] = {}
    for section in concept.xpath("./*[local-name()='langSet' or local-name()='langSec']"):  # type: ignore[attr-defined]
        name = "{http://www.w3.org/XML/1998/namespace}lang"
        code = (section.get(name) or section.get("lang") or "").lower().split("-")[0]
        for term in section.xpath(".//*[local-name()='term']"):
            text = " ".join("".join(term.itertext()).split())
            status = "".join(
                term.xpath(
                    "ancestor::*[local-name()='tig' or local-name()='ntig' or "
                    "local-name()='termSec'][1]//*[@type='administrativeStatus']//text()"
                )
            )
            bad = status.strip().lower().replace("-", "").startswith(_FORBIDDEN_STATUS)
            (forbidden if bad else accepted).setdefault(code, []).append(text)
    line = int(concept.sourceline)  # type: ignore[attr-defined]
    german = accepted.pop(SOURCE, [])
    codes = [code for code in dict.fromkeys((*accepted, *forbidden)) if code != SOURCE]
    if not german or not codes:
        yield line, "no German term" if not german else f"no target term for ‘{german[0]}’"
    for source in german:
        for code in codes:
            forms = tuple(form for form in accepted.get(code, ()) if form)
            yield Term(source, code, forms, tuple(forbidden.get(code, ())), line=line)
