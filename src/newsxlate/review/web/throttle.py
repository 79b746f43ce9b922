"""A limit on log-ins: who fails waits, longer each time, by name and by address."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

# Failures that cost nothing, and the longest wait in seconds. Somebody else's failures by a name
# are not to lock out who has it for long; an address waits longer.
_FREE = 3
_LONGEST = {"name": 60.0, "address": 900.0}
# Seconds after which failures are forgotten; names and addresses that are kept.
_MEMORY = 3600.0
_MOST = 10_000


@dataclass(slots=True)
class _Failures:
    count: int
    until: float
    last: float


class Throttle:
    """Counts failures; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[tuple[str, str], _Failures] = OrderedDict()

    def attempt(self, name: str, address: str) -> float:
        """Begin a log-in: seconds to wait before it may be tried, 0 if it may be now.

        It counts as a failure until `succeeded`, so that many at once are not all tried.
        """
        now = self._clock()
        keys = (("name", name), ("address", address))
        with self._lock:
            wait = max(self._until(key, now) for key in keys) - now
            if wait > 0:
                return wait
            for key in keys:
                self._count(key, now)
        return 0.0

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of who logged in, and this try at their address."""
        with self._lock:
            self._failed.pop(("name", name), None)
            failures = self._failed.get(("address", address))
            if failures:
                failures.count -= 1
                failures.until = min(failures.until, self._clock())

    def _until(self, key: tuple[str, str], now: float) -> float:
        failures = self._failed.get(key)
        if failures and now - failures.last > _MEMORY:
            del self._failed[key]
            failures = None
        return failures.until if failures else now

    def _count(self, key: tuple[str, str], now: float) -> None:
        failures = self._failed.setdefault(key, _Failures(0, now, now))
        failures.count += 1
        failures.last = now
        over = failures.count - _FREE
        if over >= 0:
            failures.until = now + min(2.0 ** min(over, 20), _LONGEST[key[0]])
        self._failed.move_to_end(key)
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)
