"""The translation memory: what an engine made of its tokens, kept in the store.

It stands between the batches and the engine, below the checks: the key is what the engine reads,
with the sentence before where the engine looks at it, and how it searches. A new release of the
checks or of the typography, or a further document, asks no engine again for what it has made.

So that a run that was killed goes on exactly as if it had not been, what a window finds here must
not depend on how far the others are. It finds what was there when a run last came to its end, and
what was made up to as many windows before it as can be in hand at once; and what was made of itself
before a run was stopped in the middle of it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsxlate.archive.store.connection import storage_errors
from newsxlate.engines.batching import Batch
from newsxlate.engines.engine import Decoding, Engine, Hypothesis, Request, Tokens
from newsxlate.signature import Signature, device_kind

# SQLite takes 32766 variables in a statement; a few hundred keys are looked up fastest.
_AT_ONCE = 500


class StoppedError(Exception):
    """The run is to stop: no further batch is wanted of the window in hand."""


class Memory:
    """A memory that several threads may use, each for one window at a time.

    Since every batch passes by here, this is also where a window ends when the run is to stop.
    """

    def __init__(
        self,
        path: Path | None,
        revisions: Mapping[str, str],
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Make a memory.

        Args:
            path: The store to look into; None knows nothing and only notes what is new.
            revisions: The revision of each model, by its name.
            stopped: Whether the run is to stop. Then `recall` and `keep` raise `StoppedError`.
        """
        self._path = path
        self._revisions = revisions
        self._stopped = stopped
        # New rows of the windows in hand, by the windows' numbers.
        self._made: dict[int, dict[bytes, bytes]] = {}
        self._thread = threading.local()
        self._open: list[sqlite3.Connection] = []

    @contextmanager
    def window(self, known: int, own: int = 0) -> Iterator[dict[bytes, bytes]]:
        """Look up for one window, in this thread.

        Args:
            known: The last window whose rows are to be found ...
            own: ... besides those of this one: the window's own number.

        Yields:
            New rows; filled as the engine works.
        """
        rows: dict[bytes, bytes] = {}
        self._thread.known, self._thread.own, self._thread.rows = known, own, rows
        self._made[own] = rows
        try:
            yield rows
        finally:
            self._thread.rows = None
            self._made.pop(own, None)

    def made(self, own: int) -> list[tuple[bytes, bytes]]:
        """The new rows of a window in hand so far; any thread may ask."""
        return list(self._made.get(own, {}).copy().items())

    def close(self) -> None:
        """Close the connections to the store."""
        while self._open:
            self._open.pop().close()

    def recall(
        self, engine: Engine, sources: Mapping[Request, Tokens], decoding: Decoding
    ) -> dict[Request, Hypothesis]:
        """The hypotheses that are known; see `newsxlate.engines.batching.Memory`.

        Raises:
            StoppedError: The run is to stop.
        """
        self._go_on()
        signature = self._signature(engine, decoding)
        keys = {
            _key(signature, request.target, tokens): request for request, tokens in sources.items()
        }
        rows = {key: self._thread.rows[key] for key in keys.keys() & self._thread.rows.keys()}
        rows |= self.look_up(list(keys.keys() - rows.keys()), self._thread.known, self._thread.own)
        made = {keys[key]: _read(data) for key, data in rows.items()}
        return {request: hypothesis for request, hypothesis in made.items() if hypothesis}

    def keep(
        self, engine: Engine, batch: Batch, decoding: Decoding, hypotheses: Sequence[Hypothesis]
    ) -> None:
        """Take note of new ones; see `newsxlate.engines.batching.Memory`.

        Raises:
            StoppedError: The run is to stop; they are kept.
        """
        signature = self._signature(engine, decoding)
        for source, made in zip(batch.sources, hypotheses, strict=True):
            data = json.dumps([made.score, made.finished, made.tokens], separators=(",", ":"))
            self._thread.rows[_key(signature, batch.target, source)] = data.encode("ascii")
        self._go_on()

    def _go_on(self) -> None:
        if self._stopped():
            raise StoppedError

    def _signature(self, engine: Engine, decoding: Decoding) -> Signature:
        """What decides how an engine renders its sources."""
        revision = self._revisions.get(engine.name, "")
        device = device_kind(engine.device)
        facts = (engine.name, revision, engine.kind, engine.compute_type, device, decoding)
        return Signature((repr(facts),))

    def look_up(self, keys: Sequence[bytes], known: int, own: int = 0) -> dict[bytes, bytes]:
        """The rows of the store with these keys, made up to window ``known``, or in ``own``."""
        if self._path is None:
            return {}
        rows: dict[bytes, bytes] = {}
        with storage_errors(self._path):
            for start in range(0, len(keys), _AT_ONCE):
                part = keys[start : start + _AT_ONCE]
                sql = (
                    "SELECT key, data FROM memory WHERE (window <= ? OR window = ?) AND key IN"
                    f" ({','.join('?' * len(part))})"
                )
                rows.update(self._connection().execute(sql, (known, own, *part)))
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


def _read(data: bytes) -> Hypothesis | None:
    """What a row holds; None if it is damaged: then the engine is asked again."""
    try:
        score, finished, tokens = json.loads(data)
        return Hypothesis(tuple(map(str, tokens)), float(score), bool(finished))
    except (ValueError, TypeError, RecursionError):
        return None
