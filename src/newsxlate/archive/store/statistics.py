"""What is in a store, in figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsxlate import embargo
from newsxlate.archive.progress import read_progress
from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Damage, Store
from newsxlate.archive.store.lock import at_work
from newsxlate.archive.store.migrations import AGENCIES, version
from newsxlate.archive.store.reader import WITHDRAWN

# Columns of a document without a result that are shown.
_TEXTS = ("id", "name", "status", "stage", "reason")


def status(store: Store) -> dict[str, Any]:
    """Count what is in a store; the dictionary can be written as JSON.

    ``running`` is None if no run works on it; else what `newsxlate.archive.progress.read_progress`
    gives, which may be nothing yet.
    """
    with storage_errors(store.path):
        ask = store.connection.execute
        by_status = dict(ask("SELECT status, count(*) FROM documents GROUP BY status"))
        texts, words, sentences = ask(
            "SELECT count(*), coalesce(sum(words), 0), coalesce(sum(sentences), 0) FROM texts"
        ).fetchone()
        done = by_status.get("done", 0)
        return {
            "store": str(store.path),
            "documents": {
                "done": done,
                "failed": by_status.get("failed", 0),
                "waiting": by_status.get("waiting", 0),
            },
            "texts": texts,
            "copies": done - texts,
            "embargoed": embargoed(store),
            "withdrawn": withdrawn(store),
            "words": words,
            "sentences": sentences,
            "translations": dict(
                ask("SELECT language, count(*) FROM translations GROUP BY language")
            ),
            "summaries": dict(ask("SELECT language, count(*) FROM summaries GROUP BY language")),
            "findings": dict(ask("SELECT code, sum(count) FROM findings GROUP BY code")),
            "memory": ask("SELECT count(*) FROM memory").fetchone()[0],
            "models": [row[0] for row in ask("SELECT signature FROM models ORDER BY number")],
            "bytes": store.path.stat().st_size,
            "runs": list(runs(store)),
            "running": running(store),
        }


def embargoed(store: Store) -> int:
    """How many of the documents that are done must not be published yet."""
    if version(store.connection) < AGENCIES:
        return 0
    rows = store.connection.execute(
        "SELECT embargoed FROM documents WHERE embargoed IS NOT NULL AND status = 'done'"
    )
    return sum(embargo.status(until) is embargo.Status.WITHHELD for (until,) in rows)


def withdrawn(store: Store) -> int:
    """How many of the documents that are done were withdrawn since: none of them is exported."""
    if version(store.connection) < AGENCIES:
        return 0
    (count,) = store.connection.execute(
        f"SELECT count(*) FROM documents WHERE status = 'done' AND {WITHDRAWN}"
    ).fetchone()
    found: int = count
    return found


def running(store: Store) -> dict[str, Any] | None:
    """How far the run is that works on a store: see `newsxlate.archive.progress.read_progress`.

    Returns:
        None if none works on it; nothing if it has just begun.
    """
    return read_progress(store.path) if at_work(store.path) else None


def damage(store: Store) -> Iterator[Damage]:
    """Rows that cannot be read, among those that `status`, `runs` and `failures` look at.

    Whether results can be read only `newsxlate.archive.store.reader.records` finds out.
    """
    ask = store.connection.execute
    for number, settings, sound in ask(
        "SELECT number, settings, typeof(started) = 'real' FROM runs ORDER BY number"
    ):
        if _settings(settings) is None:
            yield Damage(f"run {number}", "what was noted of its settings is no JSON")
        if not sound:
            yield Damage(f"run {number}", "when it began is no time")
    for (number,) in ask(
        "SELECT number FROM windows WHERE typeof(stored) <> 'real' OR typeof(words) <> 'integer'"
    ):
        yield Damage(f"window {number}", "its figures are no numbers")
    for row in ask(
        f"SELECT number, {', '.join(f'CAST({name} AS BLOB)' for name in _TEXTS)} FROM documents"
        " WHERE status <> 'done' ORDER BY number"
    ):
        for name, value in zip(_TEXTS, row[1:], strict=True):
            if value is not None and _no_text(value):
                # A document whose id is damaged is named by its number.
                named = name != _TEXTS[0]
                what = row[1].decode("utf-8", "replace") if named else f"document {row[0]}"
                yield Damage(what, f"its {name} is no text")
        if row[3] not in (b"failed", b"waiting"):
            status = row[3].decode("utf-8", "replace")
            yield Damage(row[1].decode("utf-8", "replace"), f"its status is {status!r}")


def _no_text(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return True
    return False


def _settings(text: Any) -> Any:
    """What was noted of a run; None if it cannot be read."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def runs(store: Store) -> Iterator[dict[str, Any]]:
    """The runs, in order, with what each has stored.

    What cannot be read of a run is left out: of ``settings`` all, and times are 0.
    """
    now = running(store) or {}
    for row in store.connection.execute(
        "SELECT runs.number, CAST(started AS REAL), CAST(ended AS REAL), outcome, settings,"
        " count(windows.number), coalesce(sum(documents), 0), coalesce(sum(failed), 0),"
        " coalesce(sum(words), 0), coalesce(sum(findings), 0), max(CAST(stored AS REAL))"
        " FROM runs LEFT JOIN windows ON windows.run = runs.number"
        " GROUP BY runs.number ORDER BY runs.number"
    ):
        (
            number,
            started,
            ended,
            outcome,
            settings,
            windows,
            documents,
            failed,
            words,
            found,
            last,
        ) = row
        yield {
            "number": number,
            "started": started,
            # A run that was killed has no end; what it stored last is as near as can be.
            "ended": ended or last,
            "outcome": outcome or ("at work" if now.get("run") == number else "killed"),
            "settings": _settings(settings) or {},
            "windows": windows,
            "documents": documents,
            "failed": failed,
            "words": words,
            "findings": found,
        }


def failures(store: Store) -> Iterator[dict[str, Any]]:
    """The documents without a result, and why, in the order of the archive."""
    with storage_errors(store.path):
        for row in store.connection.execute(
            "SELECT id, name, status, stage, reason, attempts FROM documents"
            " WHERE status <> 'done' ORDER BY number"
        ):
            yield dict(
                zip(("id", "name", "status", "stage", "reason", "attempts"), row, strict=True)
            )
