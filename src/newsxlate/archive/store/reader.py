"""Read results back from a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from newsxlate.archive.store.codec import StoredTranslation, join, unpack
from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Damage, Store
from newsxlate.archive.store.migrations import AGENCIES, version
from newsxlate.errors import InputError
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result

# What there is of a document besides its id.
_TEXTS = ("name", "title", "byline", "published", "url", "embargoed")
# Whether another document says that the item of this one must not be published: for good, in
# whatever version, or until a version that comes later in the archive.
WITHDRAWN = (
    "EXISTS (SELECT 1 FROM documents AS other WHERE other.item = documents.item"
    " AND (other.pubstatus = 'canceled'"
    " OR other.pubstatus = 'withheld' AND other.number > documents.number))"
)
_LONGEST_REASON = 300


# Puts the parts of a result together; see `newsxlate.archive.store.codec.join`.
Join = Callable[[bytes, Sequence[StoredTranslation], Sequence[bytes], bytes | None], Result]


def records(store: Store, on_damage: Callable[[Damage], None] | None = None) -> Iterator[Record]:
    """The documents that are done and not withdrawn, each with its result, in the archive's order.

    A copy has the article and the translations of the first document with its text, under its own
    name, authors, date and embargo. One result is in memory at a time.

    Args:
        store: The store.
        on_damage: Told of each document that cannot be read, which is left out.

    Raises:
        InputError: The store is damaged; or one document, and there is no ``on_damage``.
    """
    with storage_errors(store.path):
        withdrawn = WITHDRAWN if version(store.connection) >= AGENCIES else "0"
        for (number,) in store.connection.execute(
            "SELECT number FROM documents WHERE status NOT IN ('failed', 'waiting')"
            f" AND NOT {withdrawn} ORDER BY number"
        ):
            made = read(store, number)
            if isinstance(made, Record):
                yield made
            elif on_damage:
                on_damage(made)
            else:
                raise InputError(
                    f"{store.path}: {made.id} is damaged: {made.reason}", hint=repair(store.path)
                )


def repair(store: Path) -> str:
    """What to do about damaged documents, in a sentence."""
    return (
        f"`newsxlate archive retry --store {store} ID` and another run over the archive make one"
        " anew."
    )


def damaged(store: Store, ids: Sequence[str]) -> list[str]:
    """Which of the documents with these ids are done, but cannot be read."""
    ask = store.connection.execute
    sql = "SELECT number FROM documents WHERE id = ? AND status NOT IN ('failed', 'waiting')"
    rows = ((id_, ask(sql, (id_,)).fetchone()) for id_ in ids)
    return [id_ for id_, row in rows if row and isinstance(read(store, row[0]), Damage)]


def translated(store: Store) -> list[str]:
    """ISO 639-1 codes of the languages that a store has translations into, sorted.

    Raises:
        InputError: The store is damaged.
    """
    with storage_errors(store.path):
        rows = store.connection.execute("SELECT DISTINCT language FROM translations")
        return sorted(code for (code,) in rows)


class _DamageError(Exception):
    """Something of a document cannot be read; the message says what."""


def read(store: Store, number: int, join: Join = join) -> Record | Damage:
    """A document that is done, or what is wrong with it.

    Args:
        store: The store.
        number: Its number there.
        join: What puts its result together.

    Raises:
        sqlite3.DatabaseError: More than the document is damaged.
    """
    name = f"document {number}"
    there = _TEXTS if version(store.connection) >= AGENCIES else _TEXTS[:-1]
    try:
        # Text that is no text is to be found out, and not to be mended by the connection.
        id_, *described, status, text = store.connection.execute(
            f"SELECT CAST(id AS BLOB), {', '.join(f'CAST({column} AS BLOB)' for column in there)},"
            " status, text FROM documents WHERE number = ?",
            (number,),
        ).fetchone()
        name = id_.decode("utf-8", "replace") or name
        if status != "done":
            raise _DamageError(f"its status is {status!r}")
        values: list[Any] = [
            None if value is None else _decoded(column, value)
            for column, value in zip(("id", *there), (id_, *described), strict=True)
        ]
        return _joined(store, join, text, *values)
    except _DamageError as error:
        return Damage(name, str(error))
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        return Damage(name, "the file is damaged where its result lies")
    except Exception as error:  # what else may come of damage cannot be listed
        reason = f"its result cannot be read ({type(error).__name__}: {error})"
        return Damage(name, " ".join(reason.split())[:_LONGEST_REASON])


def _decoded(column: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise _DamageError(f"its {column} is no text") from error


def _joined(
    store: Store,
    join: Join,
    text: bytes,
    id_: str,
    name: str,
    title: str | None,
    byline: str | None,
    published: str | None,
    url: str | None,
    embargoed: str | None = None,
) -> Record:
    """A document's record, of its columns and of what is stored of its text."""
    ask = store.connection.execute
    row = ask("SELECT data FROM texts WHERE hash = ?", (text,)).fetchone()
    if row is None:
        raise _DamageError("there is no result of its text")
    translations = [
        StoredTranslation(language=language, model=model, seconds=seconds, data=data)
        for language, model, seconds, data in ask(
            "SELECT language, signature, seconds, data FROM translations"
            " JOIN models ON models.number = model WHERE text = ? ORDER BY language",
            (text,),
        )
    ]
    summaries = ask("SELECT data FROM summaries WHERE text = ? ORDER BY language", (text,))
    made = [data for (data,) in summaries]
    entities = ask("SELECT data FROM ledgers WHERE text = ?", (text,)).fetchone()
    ledger = entities[0] if entities else None
    try:
        result = join(row[0], translations, made, ledger)
    except Exception:
        # Looked for only now: to unpack everything twice would take its time.
        _find_damage("article", row[0])
        for part in translations:
            _find_damage(f"translation into {part.language}", part.data)
        for data in made:
            _find_damage("summary", data)
        if entities:
            _find_damage("ledger of names", ledger)
        raise
    own = replace(
        result.article,
        title=result.article.title or title,
        byline=byline or result.article.byline,
        published=published or result.article.published,
        # Not that of the first document with this text.
        embargoed=embargoed,
        source=url or name,
    )
    return Record(id=id_, name=name, url=url, result=replace(result, article=own))


def _find_damage(what: str, data: Any) -> None:
    """See that a part can be unpacked.

    Raises:
        _DamageError: It cannot.
    """
    try:
        unpack(data)
    except Exception as error:
        raise _DamageError(f"its {what} cannot be unpacked") from error
