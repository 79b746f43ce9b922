"""Join a Ray cluster, or begin one."""

from __future__ import annotations

import logging
import os
import socket

import ray

from newsxlate.errors import UsageError

# Windows are a few megabytes; by default a local Ray would take a third of the memory for them.
_LOCAL_OBJECT_STORE = 512 << 20
# Seconds to wait for a cluster to answer.
_PATIENCE = 10.0


def join(address: str) -> bool:
    """Join a cluster, or begin one; False if this process has joined one already.

    Raises:
        UsageError: There is no such cluster.
    """
    # Nothing is told to anybody outside, and nothing is said beside what the run says.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if ray.is_initialized():
        return False
    if address.startswith("ray://"):
        raise UsageError(
            "Ray clients (ray://) cannot keep a store",
            hint="Run the command on a machine of the cluster, with --ray auto.",
        )
    # Else replicas of a local cluster step back behind everything else on the machine.
    os.environ.setdefault("RAY_worker_niceness", "0")
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address == "local":
            ray.init(
                address="local",
                include_dashboard=False,
                object_store_memory=_LOCAL_OBJECT_STORE,
                **quiet,
            )
        else:
            _knock(address)
            ray.init(address=address, **quiet)
    except (OSError, RuntimeError, ValueError) as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise UsageError(
            f"cannot join the Ray cluster at {address}: {reason[0]}",
            hint="`ray start --head` begins one; --ray local needs none.",
        ) from error
    return True


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
