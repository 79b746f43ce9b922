"""What the command does about signals, and about streams that were closed before it began.

Imported before anything else of the command, so it imports next to nothing itself. A library must
do none of this: only `newsxlate.cli.main` calls it.
"""

from __future__ import annotations

import os
import signal
import sys
import time

TYPE_CHECKING = False  # without typing, which takes longer to load than all the rest
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 130
_TERMINATED = 128
# Seconds until a library that computes is not waited for any more after Ctrl-C.
_PATIENCE = 3
# Shows the cursor, which bars hide.
_CURSOR = b"\r\x1b[?25h\x1b[K"
_STOPPED = b"newsxlate: stopped; nothing was written\n"
# Of signals that end a process at once, those that others send to end it in good order.
_ENDING = ("SIGTERM", "SIGHUP")


def prepare() -> None:
    """Be ready for anything while the command is loaded, which is when nothing can be lost.

    Ctrl-C ends the process at once and without a traceback. Closed streams are opened on nothing:
    the next file that is opened would else get their numbers, and with them what is printed.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # Programs that are started get them, too.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def begin() -> None:
    """From here on there is work to end in good order.

    Ctrl-C raises `KeyboardInterrupt`; if a library computes and Python is not asked, it ends the
    process a little later all the same. Being ended by SIGTERM or SIGHUP takes the temporary
    folders along, at once and whatever is computed.
    """
    from newsxlate import temporary

    temporary.remove_forgotten()
    if os.name != "nt":  # there, signals come neither through pipes nor from threads
        _watch()
        sys.unraisablehook = _unraisable
    # The last of all: until here nothing has begun.
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, _interrupt)


def finish(code: int) -> None:
    """The result is out: what is left is Python's own tidying, and Ctrl-C may end that.

    After Ctrl-C nobody waits for threads that still are in a library.
    """
    if signal.getsignal(signal.SIGINT) is _interrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if "multiprocessing" in sys.modules:
        # Those of helping processes, which are ended the hard way.
        from newsxlate import temporary

        temporary.remove_forgotten()
    if code == INTERRUPTED and _is_computing():
        import atexit

        atexit._run_exitfuncs()
        _end(code)


def _is_computing() -> bool:
    """Whether there are threads that Python would wait for."""
    import threading

    main = threading.main_thread()
    return any(not thread.daemon and thread is not main for thread in threading.enumerate())


def _leave(number: int, frame: FrameType | None) -> None:
    """End at once: nothing has begun."""
    try:
        os.write(2, _STOPPED)
    finally:
        os._exit(INTERRUPTED)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Ctrl-C, once Python hears of it."""
    global _interrupted
    _interrupted = time.monotonic()
    raise KeyboardInterrupt


def _unraisable(problem: sys.UnraisableHookArgs) -> None:
    """Ctrl-C in a place that raises nothing, such as a finaliser, is Ctrl-C a moment later."""
    if problem.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(problem)
        return
    import threading

    # Not from here, where it would be swallowed again.
    main = threading.main_thread().ident
    again = threading.Timer(0.01, signal.pthread_kill, (main, signal.SIGINT))
    again.daemon = True
    again.start()


def _watch() -> None:
    """Let a thread hear of signals: the main one may be computing, and hear of none."""
    ending = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    ending = [number for number in ending if signal.getsignal(number) is signal.SIG_DFL]
    import threading

    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in ending:
        signal.signal(number, _heard)

    def forget() -> None:
        # A forked process would else write its own signals into the pipe, and end this one.
        signal.set_wakeup_fd(-1)
        for number in ending:
            signal.signal(number, signal.SIG_DFL)

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget)
    threading.Thread(target=_listen, args=(reading,), daemon=True).start()


def _heard(number: int, frame: FrameType | None) -> None:
    """Nothing: `_listen` does what is to be done."""


def _listen(reading: int) -> None:
    """Read the numbers of signals as they come, until one means the end."""
    while received := os.read(reading, 1):
        number = received[0]
        # A library that has a handler of its own, as Ray does, ends the process itself.
        handler = signal.getsignal(number)
        if handler is _heard:
            _end(_TERMINATED + number)
        elif handler is _interrupt:
            now = time.monotonic()
            time.sleep(_PATIENCE)
            # Python may have heard of it before this thread has.
            if _interrupted < now - 1 and signal.getsignal(number) is _interrupt:
                _end(INTERRUPTED, _STOPPED)


def _end(code: int, said: bytes = b"") -> NoReturn:
    """End, and leave neither temporary folders nor a terminal without a cursor."""
    from newsxlate import temporary

    try:
        temporary.remove_own()
        os.write(2, (_CURSOR if os.isatty(2) else b"") + said)
    finally:
        os._exit(code)


# When Python last heard of Ctrl-C, in seconds of the monotonic clock.
_interrupted = float("-inf")
