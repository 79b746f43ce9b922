"""Join a Ray cluster, or begin one."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

import ray
from ray.exceptions import AuthenticationError, RayError

from newsxlate.errors import UsageError

# Windows are a few megabytes; by default a local Ray would take a third of the memory for them.
_LOCAL_OBJECT_STORE = 512 << 20
# Seconds to wait for a cluster to answer.
_PATIENCE = 10.0
_WITHOUT = "`ray start --head` begins one; --ray local needs none."
_WITH_TOKEN = "It wants its token: copy its ~/.ray/auth_token here, and set RAY_AUTH_MODE=token."


def join(address: str) -> bool:
    """Join a cluster, or begin one; False if this process has joined one already.

    Raises:
        UsageError: There is no such cluster.
    """
    # Nothing is told to anybody outside, and nothing is said beside what the run says.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    if ray.is_initialized():
        return False
    if address.startswith("ray://"):
        raise UsageError(
            "Ray clients (ray://) cannot keep a store",
            hint="Run the command on a machine of the cluster, with --ray auto.",
        )
    # Else replicas of a local cluster step back behind everything else on the machine.
    os.environ.setdefault("RAY_worker_niceness", "0")
    own = {"include_dashboard": False, "object_store_memory": _LOCAL_OBJECT_STORE}
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        try:
            if address != "local":
                _knock(address)
            with _diverted(said):
                ray.init(
                    address=address,
                    log_to_driver=False,
                    logging_level=logging.ERROR,
                    **(own if address == "local" else {}),
                )
        except (OSError, RuntimeError, ValueError, RayError) as error:
            reason = str(error).strip().splitlines() or [type(error).__name__]
            said.seek(0)
            refused = isinstance(error, AuthenticationError) or "InvalidAuthToken" in said.read()
            raise UsageError(
                f"cannot join the Ray cluster at {address}: {reason[0]}",
                hint=_WITH_TOKEN if refused else _WITHOUT,
            ) from error
    return True


@contextmanager
def _diverted(file: IO[str]) -> Iterator[None]:
    """Have what Ray's libraries say on standard error, past Python, written to a file."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _knock(address: str) -> None:
    """Find out that nobody is there in seconds, for which Ray takes minutes.

    Raises:
        OSError: Nobody is there.
        ValueError: This is no address.
    """
    if address == "auto":
        return
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal():
        raise ValueError("it has to be HOST:PORT, auto or local")
    socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
