"""Ctrl-C while a model is at work: Python hears of it only when the model's library comes back."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

INTERRUPTED = 130
STOPPED = "stopped; nothing was written"
# Seconds that the library gets to come back.
_PATIENCE = 3.0
_SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def ends_soon() -> Iterator[None]:
    """Have Ctrl-C end a command that writes when all is done, whatever it is doing then."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    over = threading.Event()

    def watch() -> None:
        # The number of each signal comes here at once; nothing, when the other end is closed.
        while number := os.read(ours, 1):
            if number[0] == signal.SIGINT and not over.wait(_PATIENCE):
                with suppress(OSError, ValueError, AttributeError):
                    # Whoever draws bars has hidden the cursor, and has no time to bring it back.
                    cursor = _SHOW_CURSOR if sys.stderr.isatty() else ""
                    print(f"{cursor}\nnewsxlate: {STOPPED}", file=sys.stderr, flush=True)
                leave(INTERRUPTED)

    watcher = threading.Thread(target=watch, name="interrupts", daemon=True)
    watcher.start()
    before = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        over.set()
        os.close(theirs)
        watcher.join()
        os.close(ours)


def leave(code: int) -> None:
    """End the program without waiting for threads that are in a model still."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    # Temporary folders and processes are seen to as at any exit.
    atexit._run_exitfuncs()
    os._exit(code)
