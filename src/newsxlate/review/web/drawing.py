"""The queue is drawn beside the server, where too much was stored for a request to wait for it."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from newsxlate.errors import NewsxlateError
from newsxlate.options import NameOptions
from newsxlate.review.desk import prepare

_log = logging.getLogger("newsxlate.review")


class Drawer:
    """Draws the queue of a store, in one thread at a time."""

    def __init__(self, store: Path, names: NameOptions) -> None:
        self._store = store
        self._names = names
        self._busy = threading.Lock()

    def nudge(self) -> None:
        """Begin to draw what is not drawn yet, if nobody does."""
        if self._busy.acquire(blocking=False):
            threading.Thread(target=self._draw, name="draw the queue", daemon=True).start()

    def _draw(self) -> None:
        try:
            prepare(self._store, names=self._names)
        except NewsxlateError as error:
            # Whoever looks next begins anew.
            _log.warning("the queue was not drawn: %s", error.message)
        except Exception:
            _log.exception("the queue was not drawn")
        finally:
            self._busy.release()
