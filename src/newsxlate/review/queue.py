"""What is to be looked at: rows that are drawn, in order, those that filters let through."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
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


_NAMES = ("language", "part", "state", "origin", "code")


def page(
    connection: sqlite3.Connection, filters: Filters, *, offset: int, limit: int, waiting: int
) -> QueuePage:
    """Some rows of what is drawn."""
    total, counts = _counted(connection, filters)
    rows = _rows(connection, filters, limit=limit, offset=offset) if total else []
    return QueuePage(rows=tuple(map(_row, rows)), total=total, counts=counts, waiting=waiting)


def neighbours(
    connection: sqlite3.Connection, document: str, language: str, part: Part, filters: Filters
) -> tuple[QueueRow | None, QueueRow | None]:
    """The rows before and behind one, whether the filters let that one through or not."""
    own = connection.execute(
        f"SELECT {_order(filters)}, number FROM queue"
        " WHERE document = ? AND language = ? AND part = ?",
        (document, language, str(part)),
    ).fetchone()
    if own is None:
        return None, None
    before, behind = (
        _rows(connection, filters, limit=1, beside=own, back=back) for back in (True, False)
    )
    return (_row(before[0]) if before else None, _row(behind[0]) if behind else None)


def _counted(
    connection: sqlite3.Connection, filters: Filters
) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """How many rows there are, and how many with each value of each filter.

    The combinations of values are few, and are counted once for all filters.
    """
    where, given = _worded(filters)
    condition = f" WHERE {where}" if where else ""
    # As one text: to take each value by itself would take several times as long.
    (facets,) = connection.execute(
        "SELECT json_group_array(json_array(language, part, state, origin, codes, there))"
        f" FROM (SELECT facet, count(*) AS there FROM queue{condition} GROUP BY facet)"
        " JOIN queue_facets ON queue_facets.number = facet",
        given,
    ).fetchone()
    wanted = [str(getattr(filters, name) or "") for name in _NAMES]
    counts: list[Counter[str]] = [Counter() for _ in _NAMES]
    total = 0
    for *values, codes, there in json.loads(facets):
        missed = [n for n in range(4) if wanted[n] and wanted[n] != values[n]]
        own = codes.split()
        if wanted[4] and wanted[4] not in own:
            missed.append(4)
        if len(missed) > 1:
            continue
        total += there if not missed else 0
        for n in missed or range(5):
            for value in own if n == 4 else (values[n],):
                counts[n][value] += there
    ordered = (dict(sorted(one.items(), key=lambda item: (-item[1], item[0]))) for one in counts)
    return total, dict(zip(_NAMES, ordered, strict=True))


def _worded(filters: Filters) -> tuple[str, list[Any]]:
    """A condition on the words of a row."""
    if not filters.text.strip():
        return "", []
    query = drawing.match(filters.text)
    # Without a word in it, it is what nothing has.
    wanted = "words IN (SELECT rowid FROM queue_text WHERE queue_text MATCH ?)"
    return (wanted, [query]) if query else ("0", [])


def _valued(filters: Filters) -> tuple[str, list[Any]]:
    """A condition on the values of a row."""
    given = {
        f"{name} = ?": str(getattr(filters, name)) for name in _NAMES[:4] if getattr(filters, name)
    }
    if filters.code:
        given["instr(' ' || codes || ' ', ' ' || ? || ' ')"] = filters.code
    if not given:
        return "", []
    # The sign keeps SQLite from looking up each combination by itself.
    facets = f"SELECT number FROM queue_facets WHERE {' AND '.join(given)}"
    return f"+facet IN ({facets})", list(given.values())


def _order(filters: Filters) -> str:
    if filters.order not in _ORDERS:
        raise UsageError(
            f"the queue has no order {filters.order!r}", hint=f"Use {', '.join(_ORDERS)}."
        )
    return _ORDERS[filters.order]


def _rows(
    connection: sqlite3.Connection,
    filters: Filters,
    *,
    limit: int,
    offset: int = 0,
    beside: tuple[str, int] | None = None,
    back: bool = False,
) -> list[Any]:
    """Rows that the filters let through, in order, or from a row on, or back from it."""
    key, way = _order(filters), "DESC" if back else "ASC"
    conditions = [_worded(filters), _valued(filters)]
    if beside:
        conditions.append((f"({key}, queue.number) {'<' if back else '>'} (?, ?)", [*beside]))
    where = " AND ".join(condition for condition, _ in conditions if condition)
    numbers = connection.execute(
        f"SELECT queue.number FROM queue{' WHERE ' * bool(where)}{where}"
        f" ORDER BY {key} {way}, number {way} LIMIT ? OFFSET ?",
        (*(value for _, given in conditions for value in given), limit, offset),
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
