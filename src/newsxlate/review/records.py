"""What a store's exports are made of: its documents as people left them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from newsxlate.archive.store import reader
from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Damage, Store
from newsxlate.archive.store.migrations import AGENCIES, REVIEW, version
from newsxlate.errors import InputError
from newsxlate.options import NameOptions
from newsxlate.outputs.stream.record import Record
from newsxlate.review.reading import Reading
from newsxlate.review.terms import Naming
from newsxlate.signoff import Part, State

_CHANGED = """
 AND (window IN (SELECT number FROM windows WHERE stored >= :since)
  OR id IN (SELECT document FROM reviews WHERE changed >= :since)
  OR id IN (SELECT document FROM audit WHERE time >= :since))
"""
_STORED = " AND window IN (SELECT number FROM windows WHERE stored >= :since)"


def records(
    path: Path,
    *,
    states: Sequence[State] = (),
    ids: Sequence[str] = (),
    since: float | None = None,
    names: NameOptions | None = None,
    on_damage: Callable[[Damage], None] | None = None,
) -> Iterator[Record]:
    """The documents of a store with their reviews, people's text in their results.

    Those that are done and not withdrawn, in the archive's order; one result is in memory at a
    time. Findings are those of what stands there now, without what was dismissed. Of a store that
    was made before there were reviews, all is the machine's.

    Args:
        path: The store; of any version that is read.
        states: Leave out translations and summaries in any other state, and documents of which
            nothing is left then; none leaves out nothing.
        ids: Only these documents.
        since: Only what was stored or changed since (seconds since the epoch).
        names: What to do about names in checking again.
        on_damage: Told of each document that cannot be read, which is left out.

    Raises:
        InputError: There is no store, or it is damaged; or one document, and there is no
            ``on_damage``; or none has one of the ids.
    """
    with Store(path, readonly=True) as store, storage_errors(path):
        there = version(store.connection)
        if ids:
            _check(store, ids)
        reading = None
        if there >= REVIEW:
            reading = Reading(store, Naming.of_store(store.connection, names))
        for number in numbers(store, there, ids, since):
            record = _record(store, reading, number)
            if isinstance(record, Damage):
                if on_damage is None:
                    raise InputError(
                        f"{path}: {record.id} is damaged: {record.reason}", hint=reader.repair(path)
                    )
                on_damage(record)
                continue
            if states:
                record = in_states(record, states)
            if not states or record.result.translations or record.result.summaries:
                yield record


def _record(store: Store, reading: Reading | None, number: int) -> Record | Damage:
    if reading is None:
        return reader.read(store, number)
    with reading.snapshot():
        document = reading.numbered(number)
        return document if isinstance(document, Damage) else reading.record(document)


def in_states(record: Record, states: Sequence[State]) -> Record:
    """A record with the translations and summaries in some states only."""
    result = record.result
    translations = tuple(
        made for made in result.translations if record.review(made.language).state in states
    )
    summaries = tuple(
        made
        for made in result.summaries
        if record.review(made.language, Part.SUMMARY).state in states
    )
    kept = {made.language for made in translations} | {made.language for made in summaries}
    findings = tuple(f for f in result.findings if f.language is None or f.language in kept)
    left = replace(result, translations=translations, summaries=summaries, findings=findings)
    return replace(record, result=left)


def _check(store: Store, ids: Sequence[str]) -> None:
    ask = store.connection.execute
    known = [id_ for id_ in ids if ask("SELECT 1 FROM documents WHERE id = ?", (id_,)).fetchone()]
    if missing := sorted(set(ids) - set(known)):
        raise InputError(
            f"there is no document {', '.join(map(repr, missing[:3]))} in {store.path}",
            hint="`newsxlate review` shows what there is.",
        )


def numbers(store: Store, there: int, ids: Sequence[str], since: float | None) -> list[int]:
    """The numbers of the documents that `records` looks at; ``there`` is the store's version."""
    sql = "SELECT number, id FROM documents WHERE status NOT IN ('failed', 'waiting')"
    if there >= AGENCIES:
        sql += f" AND NOT {reader.WITHDRAWN}"
    if since is not None:
        sql += _CHANGED if there >= REVIEW else _STORED
    rows = store.connection.execute(
        f"{sql} ORDER BY number", {"since": since} if since is not None else {}
    )
    wanted = set(ids)
    return [number for number, id_ in rows if not wanted or id_ in wanted]
