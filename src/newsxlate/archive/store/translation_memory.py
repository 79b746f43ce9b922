"""The translation memory: what an engine made of its tokens, kept in the store.

It stands between the batches and the engine, below the checks: the key is what the engine reads,
with the sentence before where the engine looks at it, and how it searches. A new release of the
checks or of the typography, or a further document, asks no engine again for what it has made.

So that a run that was killed goes on exactly as if it had not been, what a window finds here must
not depend on how far the others are. It finds what was there when a run last came to its end, and
what was made up to as many windows before it as can be in hand at once.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsxlate.archive.store.database import storage_errors
from newsxlate.engines.batching import Batch
from newsxlate.engines.engine import Decoding, Engine, Hypothesis, Request, Tokens
from newsxlate.signature import Signature, device_kind

# SQLite takes 32766 variables in a statement; a few hundred keys are looked up fastest.
_AT_ONCE = 500


class Memory:
    """A memory that several threads may use, each for one window at a time."""

    def __init__(self, path: Path | None, revisions: Mapping[str, str]) -> None:
        """Make a memory.

        Args:
            path: The store to look into; None knows nothing and only notes what is new.
            revisions: The revision of each model, by its name.
        """
        self._path = path
        self._revisions = revisions
        self._thread = threading.local()
        self._open: list[sqlite3.Connection] = []

    @contextmanager
    def window(self, known: int) -> Iterator[dict[bytes, bytes]]:
        """Look up for one window, in this thread.

        Args:
            known: The last window whose rows are to be found.

        Yields:
            New rows; filled as the engine works.
        """
        rows: dict[bytes, bytes] = {}
        self._thread.known, self._thread.rows = known, rows
        try:
            yield rows
        finally:
            self._thread.rows = None

    def close(self) -> None:
        """Close the connections to the store."""
        while self._open:
            self._open.pop().close()

    def recall(
        self, engine: Engine, sources: Mapping[Request, Tokens], decoding: Decoding
    ) -> dict[Request, Hypothesis]:
        """The hypotheses that are known; see `newsxlate.engines.batching.Memory`."""
        signature = self._signature(engine, decoding)
        keys = {
            _key(signature, request.target, tokens): request for request, tokens in sources.items()
        }
        rows = {key: self._thread.rows[key] for key in keys.keys() & self._thread.rows.keys()}
        rows |= self.look_up(list(keys.keys() - rows.keys()), self._thread.known)
        return {keys[key]: _read(data) for key, data in rows.items()}

    def keep(
        self, engine: Engine, batch: Batch, decoding: Decoding, hypotheses: Sequence[Hypothesis]
    ) -> None:
        """Take note of new ones; see `newsxlate.engines.batching.Memory`."""
        signature = self._signature(engine, decoding)
        for source, made in zip(batch.sources, hypotheses, strict=True):
            data = json.dumps([made.score, made.finished, made.tokens], separators=(",", ":"))
            self._thread.rows[_key(signature, batch.target, source)] = data.encode("ascii")

    def _signature(self, engine: Engine, decoding: Decoding) -> Signature:
        """What decides how an engine renders its sources."""
        revision = self._revisions.get(engine.name, "")
        device = device_kind(engine.device)
        facts = (engine.name, revision, engine.kind, engine.compute_type, device, decoding)
        return Signature((repr(facts),))

    def look_up(self, keys: Sequence[bytes], known: int) -> dict[bytes, bytes]:
        """The rows of the store with these keys, made in window ``known`` or before it."""
        if self._path is None:
            return {}
        rows: dict[bytes, bytes] = {}
        with storage_errors(self._path):
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                sql = (
                    "SELECT key, data FROM memory WHERE window <= ? AND key IN"
                    f" ({','.join('?' * len(part))})"
                )
                rows.update(self._connection().execute(sql, (known, *part)))
        return rows

    def _connection(self) -> sqlite3.Connection:
        """The connection that this thread has to the store."""
        if getattr(self._thread, "connection", None) is None:
            assert self._path is not None
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(uri, uri=True, timeout=30, check_same_thread=False)
            self._open.append(connection)
            self._thread.connection = connection
        made: sqlite3.Connection = self._thread.connection
        return made


def _key(signature: Signature, target: str, tokens: Tokens) -> bytes:
    return (signature + Signature((target, tokens))).digest()


def _read(data: bytes) -> Hypothesis:
    score, finished, tokens = json.loads(data)
    return Hypothesis(tuple(tokens), score, finished)
