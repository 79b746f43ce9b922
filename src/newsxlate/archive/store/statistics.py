"""What is in a store, in figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsxlate import embargo
from newsxlate.archive.store.database import Store, storage_errors
from newsxlate.archive.store.migrations import AGENCIES, version
from newsxlate.archive.store.reader import WITHDRAWN


def status(store: Store) -> dict[str, Any]:
    """Count what is in a store; the dictionary can be written as JSON."""
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


def runs(store: Store) -> Iterator[dict[str, Any]]:
    """The runs, in order, with what each has stored."""
    for row in store.connection.execute(
        "SELECT runs.number, started, ended, outcome, settings, count(windows.number),"
        " coalesce(sum(documents), 0), coalesce(sum(failed), 0), coalesce(sum(words), 0),"
        " coalesce(sum(findings), 0), max(stored)"
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
            "outcome": outcome or "killed, or still at work",
            "settings": json.loads(settings),
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
