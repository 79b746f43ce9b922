"""Draw the queue: rows to sort, filter and search by, of what each part reads like now.

All of it can be deleted at any time and is made anew.
"""

from __future__ import annotations

import re
import sqlite3
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import urlsplit

from newsxlate.archive.store.connection import of_the_store, storage_errors
from newsxlate.archive.store.database import Damage
from newsxlate.archive.store.migrations import savepoint, transaction
from newsxlate.archive.store.reader import WITHDRAWN
from newsxlate.errors import StorageError
from newsxlate.findings import Severity
from newsxlate.review.layers import Document, Opened
from newsxlate.review.reading import Reading
from newsxlate.review.sheet import storable
from newsxlate.signoff import TITLE, Part
from newsxlate.text import dates

# Documents that are drawn in one transaction: a run has to wait for no more.
_AT_ONCE = 16
_LONGEST = 300
# Of full text that is found no more, more than this many rows and more than there are of others are
# cleared away.
_STALE = 2_000
# What the tokenizer of the full text takes for a word, as good as.
_WORD = re.compile(r"[^\W_]+")
_DONE = f"status = 'done' AND NOT {WITHDRAWN}"
_MOST = 99_999
_LATEST = 9_999_999_999_999

Drawn = Callable[[int, int], object]


def draw(reading: Reading, *, until: float | None = None, progress: Drawn | None = None) -> int:
    """Draw what was stored or changed since it was drawn last.

    Args:
        reading: Reads the documents.
        until: When to stop, by `time.monotonic`; None draws all.
        progress: Told how many of how many documents are drawn.

    Returns:
        How many documents are left.
    """
    connection = reading.store.connection
    total, done = waiting(connection), 0
    while total and (until is None or time.monotonic() < until):
        numbers, window = _next(connection)
        if not numbers and window is None:
            break
        for start in range(0, len(numbers), _AT_ONCE):
            chosen = numbers[start : start + _AT_ONCE]
            with storage_errors(reading.store.path), transaction(connection):
                for number in chosen:
                    _draw_or_drop(reading, number)
            done += len(chosen)
            if progress:
                progress(min(done, total), total)
        if window is not None:
            with storage_errors(reading.store.path), transaction(connection):
                connection.execute("UPDATE queue_drawn SET window = max(window, ?)", (window,))
    return waiting(connection)


def draw_some(reading: Reading, seconds: float) -> int:
    """Draw for some seconds at most; whoever else writes is not waited for longer than that.

    Returns:
        How many documents are left.
    """
    connection = reading.store.connection
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        return draw(reading, until=time.monotonic() + seconds)
    except StorageError:
        # The queue can be looked at as it is.
        return waiting(connection)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def waiting(connection: sqlite3.Connection) -> int:
    """How many documents are not drawn as they are now."""
    (new,) = connection.execute(
        "SELECT count(*) FROM documents WHERE window > (SELECT window FROM queue_drawn)"
    ).fetchone()
    (stale,) = connection.execute(
        "SELECT count(DISTINCT document) FROM queue WHERE stale"
    ).fetchone()
    count: int = new + stale
    return count


def _next(connection: sqlite3.Connection) -> tuple[list[int], int | None]:
    """The documents to draw next, and the window that is drawn with them, if it is one."""
    stale = connection.execute(
        "SELECT DISTINCT documents.number FROM queue JOIN documents ON id = document"
        f" WHERE stale AND status = 'done' ORDER BY 1 LIMIT {_AT_ONCE}"
    ).fetchall()
    if stale:
        return [number for (number,) in stale], None
    (window,) = connection.execute(
        "SELECT min(window) FROM documents WHERE window > (SELECT window FROM queue_drawn)"
    ).fetchone()
    if window is None:
        return [], None
    # With copies of their texts, and with what other versions of an item make of it.
    rows = connection.execute(
        "SELECT number FROM documents WHERE status = 'done' AND (window = :window"
        " OR text IN (SELECT text FROM documents WHERE window = :window AND text IS NOT NULL)"
        " OR item IN (SELECT item FROM documents WHERE window = :window AND item IS NOT NULL))"
        " ORDER BY number",
        {"window": window},
    )
    return [number for (number,) in rows], window


def _draw_or_drop(reading: Reading, number: int) -> None:
    """Draw a document; what cannot be read, whatever is wrong with it, is in no queue."""
    connection = reading.store.connection
    try:
        with savepoint(connection):
            document = reading.numbered(number)
            if not isinstance(document, Damage):
                _draw(reading, document)
                return
    except Exception as error:
        if of_the_store(error):
            raise
    connection.execute(
        "DELETE FROM queue WHERE document = (SELECT id FROM documents WHERE number = ?)",
        (number,),
    )


def _draw(reading: Reading, document: Document) -> None:
    """Draw all parts of a document, unless it was withdrawn."""
    connection, id_ = reading.store.connection, document.record.id
    there = {
        (language, part)
        for language, part in connection.execute(
            "SELECT language, part FROM queue WHERE document = ?", (id_,)
        )
    }
    wanted = set()
    if connection.execute(f"SELECT 1 FROM documents WHERE id = ? AND {_DONE}", (id_,)).fetchone():
        for opened in reading.parts(document, document.languages):
            draw_part(connection, opened)
            wanted.add((opened.layer.language, str(opened.layer.part)))
    for place in there - wanted:
        connection.execute(
            "DELETE FROM queue WHERE document = ? AND language = ? AND part = ?", (id_, *place)
        )


def draw_part(connection: sqlite3.Connection, opened: Opened, *, text: bool = True) -> None:
    """Draw a part, within a transaction.

    Args:
        connection: The store.
        opened: The part.
        text: Whether it may read otherwise than it was drawn.
    """
    sheet, layer = opened.sheet, opened.layer
    record, article = sheet.record, sheet.record.result.article
    open_ = [one.finding for one in sheet.findings if one.dismissed is None]
    counts = Counter(found.severity for found in open_)
    codes = " ".join(sorted({found.code for found in open_}))
    title = article.title or next((s.text for _, s in article.sentences()), record.name)
    title, heading = storable(title[:_LONGEST]), storable(_heading(opened)[:_LONGEST])
    score = _score(opened)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    published = storable(article.published or "")
    newest = _newest(published)
    facet = _facet(
        connection, layer.language, str(layer.part), str(sheet.review.state), _origin(opened), codes
    )
    place = (record.id, layer.language, str(layer.part))
    row = connection.execute(
        "SELECT words FROM queue WHERE document = ? AND language = ? AND part = ?", place
    ).fetchone()
    if text or row is None:
        words = connection.execute(
            "INSERT INTO queue_text (text) VALUES (?)", (_text(opened),)
        ).lastrowid
    else:
        words = row[0]
    values = (
        *(facet, words, title, heading, published, score),
        *(len(sheet.rows), errors, warnings, counts[Severity.NOTE]),
        *(_urgent(errors, warnings, score, newest), newest, _named(title)),
    )
    if row is None:
        connection.execute(
            "INSERT INTO queue (document, language, part, facet, words, title, heading, published,"
            " score, sentences, errors, warnings, notes, urgent, newest, named)"
            f" VALUES ({', '.join('?' * (len(place) + len(values)))})",
            (*place, *values),
        )
    else:
        connection.execute(
            "UPDATE queue SET facet = ?, words = ?, title = ?, heading = ?, published = ?,"
            " score = ?, sentences = ?, errors = ?, warnings = ?, notes = ?, urgent = ?,"
            " newest = ?, named = ?, stale = 0 WHERE document = ? AND language = ? AND part = ?",
            (*values, *place),
        )


def redraw(connection: sqlite3.Connection, opened: Opened, *, text: bool) -> None:
    """Draw a part that is drawn already, within a transaction; see `draw_part`."""
    record, layer = opened.sheet.record, opened.layer
    if connection.execute(
        "SELECT 1 FROM queue WHERE document = ? AND language = ? AND part = ?",
        (record.id, layer.language, str(layer.part)),
    ).fetchone():
        draw_part(connection, opened, text=text)
    if text and layer.part is Part.TRANSLATION:
        # It may have sentences of the translation.
        connection.execute(
            "UPDATE queue SET stale = 1 WHERE document = ? AND language = ? AND part = ?",
            (record.id, layer.language, str(Part.SUMMARY)),
        )


def mark_stale(connection: sqlite3.Connection, language: str, phrase: str) -> None:
    """Have the parts in a language ("" for all) that hold some words be drawn anew."""
    words = _WORD.findall(phrase)
    if words:
        connection.execute(
            "UPDATE queue SET stale = 1 WHERE (? = '' OR language = ?)"
            " AND words IN (SELECT rowid FROM queue_text WHERE queue_text MATCH ?)",
            # A name may be declined there.
            (language, language, f'"{" ".join(words)}"*'),
        )


def match(text: str) -> str:
    """A query of the full text: all words, those in quotation marks in their order; "" for none.

    Whatever somebody types is words, and never the language of queries. A word of three letters or
    more also finds longer ones that begin with it.
    """
    parts = []
    pieces = re.split(r'["„“”«»]', unicodedata.normalize("NFC", text))
    for number, piece in enumerate(pieces):
        words = _WORD.findall(piece)
        # What is not closed is no quotation.
        if number % 2 and number < len(pieces) - 1:
            if words:
                parts.append(f'"{" ".join(words)}"')
        else:
            parts += [f'"{word}"{"*" if len(word) > 2 else ""}' for word in words]
    return " ".join(parts)


def clear_text(connection: sqlite3.Connection) -> bool:
    """Forget all full text if most of it is found no more; returns whether it did.

    Everything is drawn anew afterwards.
    """
    (kept,) = connection.execute("SELECT count(*) FROM queue").fetchone()
    (there,) = connection.execute("SELECT count(*) FROM queue_text_docsize").fetchone()
    if there - kept <= max(_STALE, kept):
        return False
    connection.execute("INSERT INTO queue_text (queue_text) VALUES ('delete-all')")
    connection.execute("DELETE FROM queue")
    connection.execute("UPDATE queue_drawn SET window = 0")
    return True


def _facet(connection: sqlite3.Connection, *values: str) -> int:
    where = "language = ? AND part = ? AND state = ? AND origin = ? AND codes = ?"
    sql = f"SELECT number FROM queue_facets WHERE {where}"
    row = connection.execute(sql, values).fetchone()
    if row is None:
        made = connection.execute(
            "INSERT INTO queue_facets (language, part, state, origin, codes)"
            " VALUES (?, ?, ?, ?, ?)",
            values,
        )
        assert made.lastrowid is not None
        return made.lastrowid
    known: int = row[0]
    return known


def _origin(opened: Opened) -> str:
    """The site that a document came from, or the folder."""
    record = opened.sheet.record
    if record.url:
        with suppress(ValueError):
            if host := urlsplit(record.url).hostname:
                return host.removeprefix("www.")
    folder, _, _ = re.sub(r"#\d+$", "/", record.name.replace("\\", "/")).rpartition("/")
    return folder[:_LONGEST]


def _heading(opened: Opened) -> str:
    """The headline of the translation or of the summary, or what begins it."""
    rows = opened.sheet.rows
    if opened.layer.part is Part.TRANSLATION:
        title = opened.sheet.record.result.translation(opened.layer.language).title
        if title:
            return title
    first = next((row.text for ref, row in rows.items() if ref.sentence == TITLE), "")
    return first or next((row.text for ref, row in rows.items() if ref.sentence >= 0), "")


def _score(opened: Opened) -> float | None:
    """The lowest score of a sentence that nobody has written."""
    if opened.layer.part is Part.SUMMARY:
        return None
    made = opened.sheet.record.result.translation(opened.layer.language)
    changed = opened.layer.changes
    scores = (
        sentence.score
        for block, number, sentence in made.sentences()
        if sentence.score is not None and (block, number) not in changed
    )
    return min(scores, default=None)


def _text(opened: Opened) -> str:
    """The words that a part is found by."""
    rows: Sequence[str] = [
        text for row in opened.sheet.rows.values() for text in (row.source, row.text)
    ]
    if opened.layer.part is Part.SUMMARY:
        article = opened.sheet.record.result.article
        rows = [*rows, *(sentence.text for _, sentence in article.sentences())]
    return storable("\n".join((opened.sheet.record.id, opened.sheet.record.name, *rows)))


def _urgent(errors: int, warnings: int, score: float | None, newest: str) -> str:
    """What sorts what is to be looked at first before the rest."""
    # Scores are logarithms of probabilities, 0 at most; what has none comes last.
    doubt = _MOST if score is None else min(_MOST - 1, max(0, round((score + 20) * 1000)))
    return f"{_MOST - min(errors, _MOST):05}{_MOST - min(warnings, _MOST):05}{doubt:05}{newest}"


def _newest(published: str) -> str:
    """What sorts later dates before earlier ones, and what has none behind them."""
    at: datetime | None = dates.moment(published)
    if at is None:
        return str(_LATEST)
    seconds = (at - datetime(1, 1, 1, tzinfo=UTC)).total_seconds()
    return f"{_LATEST - 1 - int(max(0, seconds)):013}"


def _named(title: str) -> str:
    """What sorts titles as a reader would: without quotation marks, capitals and accents."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return re.sub(
        r"[\W_]+", " ", "".join(c for c in letters if not unicodedata.combining(c))
    ).strip()[:_LONGEST]
