"""What is to be looked at: rows that are drawn, in order, those that filters let through."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsxlate.errors import UsageError
from newsxlate.review import drawing
from newsxlate.signoff import Part, State

_ORDERS = {"urgent": "urgent", "newest": "newest", "title": "named"}
_COLUMNS = (
    "queue.number, queue.document, queue.language, queue.part, queue_facets.state, title, heading,"
    " origin, published, score, sentences, errors, warnings, notes, coalesce(name, '')"
)
_TABLES = (
    "queue JOIN queue_facets ON queue_facets.number = facet LEFT JOIN reviews"
    " ON reviews.document = queue.document AND reviews.language = queue.language"
    " AND reviews.part = queue.part LEFT JOIN people ON people.number = reviews.person"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the queue is wanted; empty values want everything.

    Attributes:
        language: A target language.
        state: A state.
        part: The translations, or the summaries.
        code: Where there is an open finding of this code.
        origin: The site or folder that documents came from.
        text: Words that source or translation have, in this order if they are in quotation marks.
        order: "urgent" (errors, warnings, low scores, then date), "newest" or "title".
    """

    language: str = ""
    state: State | None = None
    part: Part | None = None
    code: str = ""
    origin: str = ""
    text: str = ""
    order: str = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """A part of a document, as the queue shows it; counts are of open findings."""

    document: str
    language: str
    part: Part
    state: State
    title: str
    heading: str
    origin: str
    published: str
    score: float | None
    sentences: int
    errors: int
    warnings: int
    notes: int
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """Some rows of the queue, and how many there are.

    Attributes:
        rows: Those wanted.
        total: How many the filters let through.
        counts: For each filter ("language", "state", "part", "code", "origin") how many rows each
            of its values would let through, the other filters as they are; the commonest first.
        waiting: Documents that were stored meanwhile and are not drawn yet.
    """

    rows: tuple[QueueRow, ...]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class _Facet:
    """A combination of what can be filtered by, and how many rows there are of it."""

    number: int
    language: str
    part: str
    state: str
    origin: str
    codes: tuple[str, ...]
    count: int

    def values(self, name: str) -> Sequence[str]:
        """The values of a filter that let these rows through."""
        return self.codes if name == "code" else (getattr(self, name),)


_NAMES = ("language", "state", "part", "code", "origin")


def page(
    connection: sqlite3.Connection, filters: Filters, *, offset: int, limit: int, waiting: int
) -> QueuePage:
    """Some rows of what is drawn."""
    facets = list(_facets(connection, filters))
    chosen = [facet for facet in facets if not _misses(facet, filters)]
    rows = _rows(connection, filters, facets, chosen, offset=offset, limit=limit)
    return QueuePage(
        rows=tuple(_row(row) for row in rows),
        total=sum(facet.count for facet in chosen),
        counts={name: _counts(facets, filters, name) for name in _NAMES},
        waiting=waiting,
    )


def neighbours(
    connection: sqlite3.Connection, document: str, language: str, part: Part, filters: Filters
) -> tuple[QueueRow | None, QueueRow | None]:
    """The rows before and behind one, whether the filters let that one through or not."""
    key = _order(filters)
    own = connection.execute(
        f"SELECT {key}, number FROM queue WHERE document = ? AND language = ? AND part = ?",
        (document, language, str(part)),
    ).fetchone()
    if own is None:
        return None, None
    facets = list(_facets(connection, filters))
    chosen = [facet for facet in facets if not _misses(facet, filters)]
    before, behind = (
        _rows(connection, filters, facets, chosen, limit=1, beside=own, back=back)
        for back in (True, False)
    )
    return (_row(before[0]) if before else None, _row(behind[0]) if behind else None)


def _facets(connection: sqlite3.Connection, filters: Filters) -> Iterator[_Facet]:
    """The combinations there are, among rows that have the words looked for."""
    where, values = _worded(filters)
    rows = connection.execute(
        "SELECT queue_facets.number, language, part, state, origin, codes, there FROM"
        f" (SELECT facet, count(*) AS there FROM queue{where} GROUP BY facet)"
        " JOIN queue_facets ON queue_facets.number = facet",
        values,
    )
    for number, language, part, state, origin, codes, there in rows:
        yield _Facet(number, language, part, state, origin, tuple(codes.split()), there)


def _worded(filters: Filters) -> tuple[str, tuple[str, ...]]:
    if not filters.text.strip():
        return "", ()
    query = drawing.match(filters.text)
    if not query:
        # There are no words in it, which nothing has.
        return " WHERE 0", ()
    return (
        " WHERE words IN (SELECT rowid FROM queue_text WHERE queue_text MATCH ?)",
        (query,),
    )


def _misses(facet: _Facet, filters: Filters) -> tuple[str, ...]:
    """The filters that do not let a combination through."""
    return tuple(
        name
        for name in _NAMES
        if (wanted := getattr(filters, name)) and str(wanted) not in facet.values(name)
    )


def _counts(facets: Iterable[_Facet], filters: Filters, name: str) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for facet in facets:
        if _misses(facet, filters) in ((), (name,)):
            for value in facet.values(name):
                counts[value] += facet.count
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _order(filters: Filters) -> str:
    if filters.order not in _ORDERS:
        raise UsageError(
            f"the queue has no order {filters.order!r}", hint=f"Use {', '.join(_ORDERS)}."
        )
    return _ORDERS[filters.order]


def _rows(
    connection: sqlite3.Connection,
    filters: Filters,
    facets: Sequence[_Facet],
    chosen: Sequence[_Facet],
    *,
    limit: int,
    offset: int = 0,
    beside: tuple[str, int] | None = None,
    back: bool = False,
) -> list[Any]:
    """Rows that the filters let through, in order, or from a row on, or back from it."""
    key = _order(filters)
    if not chosen:
        return []
    where, values = _worded(filters)
    conditions: list[str] = [where.removeprefix(" WHERE ")] if where else []
    given: list[Any] = [*values]
    if len(chosen) < len(facets):
        wanted = ", ".join(str(facet.number) for facet in chosen)
        conditions.append(f"facet IN ({wanted})")
    if beside:
        conditions.append(f"({key}, queue.number) {'<' if back else '>'} (?, ?)")
        given += beside
    way = "DESC" if back else "ASC"
    condition = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    numbers = connection.execute(
        f"SELECT queue.number FROM queue{condition} ORDER BY {key} {way}, number {way}"
        " LIMIT ? OFFSET ?",
        (*given, limit, offset),
    ).fetchall()
    listed = ", ".join(str(number) for (number,) in numbers)
    rows = {
        row[0]: row
        for row in connection.execute(
            f"SELECT {_COLUMNS} FROM {_TABLES} WHERE queue.number IN ({listed})"
        )
    }
    return [rows[number] for (number,) in numbers]


def _row(row: Sequence[Any]) -> QueueRow:
    _, document, language, part, state, title, heading, origin, published, *rest = row
    score, sentences, errors, warnings, notes, by = rest
    return QueueRow(
        document=document,
        language=language,
        part=Part(part),
        state=State(state),
        title=title,
        heading=heading,
        origin=origin,
        published=published,
        score=score,
        sentences=sentences,
        errors=errors,
        warnings=warnings,
        notes=notes,
        by=by,
    )
