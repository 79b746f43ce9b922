"""Names and terms that editors confirmed, and what they make of the user's glossary."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from newsxlate import names
from newsxlate.names import Glossary, NameChecker, load_glossary
from newsxlate.options import NameOptions
from newsxlate.review.audit import Writer
from newsxlate.review.cache import Cache
from newsxlate.text.folding import fold

Terms = tuple[tuple[str, str], ...]

_checkers: Cache[NameChecker] = Cache(64)
_glossaries: Cache[Glossary] = Cache(4)


def confirmed(
    connection: sqlite3.Connection, document: str, language: str, sources: Sequence[str]
) -> Terms:
    """The confirmed terms that are in an article, those of its document first, then by source.

    Args:
        connection: The store.
        document: The document.
        language: The target language.
        sources: The article's sentences.
    """
    rows = connection.execute(
        "SELECT source, target FROM terms WHERE language = ? AND document IN ('', ?)"
        " ORDER BY document = '', source",
        (language, document),
    ).fetchall()
    if not rows:
        return ()
    text = fold(" ".join(sources))
    made: dict[str, tuple[str, str]] = {}
    for source, target in rows:
        if fold(source) in text:
            made.setdefault(fold(source), (source, target))
    return tuple(made.values())


def confirm(writer: Writer, source: str, target: str, *, for_good: bool) -> None:
    """Write down how a term is to be rendered; an empty target takes it back."""
    document = "" if for_good else writer.document
    place = (document, writer.language, source)
    where = "document = ? AND language = ? AND source = ?"
    ask = writer.connection.execute
    before = ask(f"SELECT target FROM terms WHERE {where}", place).fetchone()
    if target:
        ask(
            "INSERT OR REPLACE INTO terms VALUES (?, ?, ?, ?, ?, ?)",
            (*place, target, writer.person, writer.time),
        )
    else:
        ask(f"DELETE FROM terms WHERE {where}", place)
    was = f"{source} = {before[0]}" if before else ""
    now = f"{source} = {target}" if target else ""
    writer.note("term", was, now, note="for good" if for_good else "")


def last_glossary(connection: sqlite3.Connection) -> Path | None:
    """The glossary that the last run was given; None if it had none."""
    row = connection.execute("SELECT settings FROM runs ORDER BY number DESC LIMIT 1").fetchone()
    try:
        path = json.loads(row[0])["glossary"] if row else None
    except (ValueError, TypeError, KeyError):
        return None
    return Path(path) if isinstance(path, str) else None


@dataclass(frozen=True)
class Naming:
    """What is done about names in checking again.

    Attributes:
        options: The options.
        glossary: The user's glossary that they name; None if there is none.
    """

    options: NameOptions
    glossary: Glossary | None = None

    @classmethod
    def of_store(cls, connection: sqlite3.Connection, options: NameOptions | None) -> Naming:
        """What the options say; if they name no glossary, that of the last run is taken.

        Else what it says of an article would be gone with the first edit.

        Raises:
            InputError: It cannot be read, or has bad rows.
        """
        options = options or NameOptions()
        if options.glossary is None and (path := last_glossary(connection)) and path.is_file():
            options = replace(options, glossary=path)
        return cls.of(options)

    @classmethod
    def of(cls, options: NameOptions) -> Naming:
        """Read the glossary that the options name, unless it was read and is as it was.

        Raises:
            InputError: It cannot be read, or has bad rows.
        """
        path = options.glossary
        if path is None:
            return cls(options)
        stamp = path.stat().st_mtime_ns if path.is_file() else None
        return cls(options, _glossaries.get((path, stamp), lambda: load_glossary(path)))

    def key(self, terms: Terms) -> Hashable:
        """What the findings depend on, with these terms confirmed."""
        return (self.options, self.glossary.digest if self.glossary else "", terms)

    def checker(self, terms: Terms, language: str) -> NameChecker:
        """What checks names with the confirmed terms before all that the glossary says of them."""
        return _checkers.get(
            (self.key(terms), language),
            lambda: NameChecker(self.options, self._glossary_with(terms, language)),
        )

    def _glossary_with(self, terms: Terms, language: str) -> Glossary | None:
        return names.confirmed(self.glossary, ((*term, language) for term in terms))
