"""The server's process: it serves until it is told to end, and then ends what is in hand."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from newsxlate.review.web import warming
from newsxlate.review.web.exposure import Exposure

# Seconds that requests in hand get when the server is to end: as long as a desk waits for a store.
_PATIENCE = 35


def serve(app: Starlette, bound: socket.socket, where: Exposure) -> None:
    """Serve until Ctrl-C, or SIGTERM; what was begun is ended first, and a second Ctrl-C cuts it.

    Args:
        app: The application.
        bound: The socket to serve.
        where: What is said of TLS.
    """
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        # `Guard` heeds what a proxy says.
        proxy_headers=False,
        ssl_certfile=os.fspath(where.certificate) if where.certificate else None,
        ssl_keyfile=os.fspath(where.key) if where.key else None,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_PATIENCE,
    )
    warming.begin(app.state.house)
    with bound:
        _Server(config).run(sockets=[bound])


class _Server(uvicorn.Server):
    """A server after which the process goes on: uvicorn would send itself the signal again."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End by signals, as long as it lasts."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def end(number: int, frame: FrameType | None) -> None:
            if self.should_exit:
                self.force_exit = True
            self.should_exit = True

        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, end) for number in numbers]
        try:
            yield
        finally:
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)
