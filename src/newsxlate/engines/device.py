"""Where a model runs, in which number format, on how many threads, and what going wrong means."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsxlate.engines.engine import OutOfMemoryError
from newsxlate.errors import EngineError, NewsxlateError, UsageError
from newsxlate.options.hardware import match_device

_OUT_OF_MEMORY = re.compile(
    r"out of memory|bad.?alloc|ALLOC_FAILED|can't allocate memory|cannot allocate memory", re.I
)
_MISSING_LIBRARY = re.compile(r"Library (\S+) is not found|(\S+\.so[.\d]*): cannot open")


def resolve_device(requested: str, available: int, package: str) -> str:
    """The device to run on: "cpu", or "cuda:N".

    Args:
        requested: "auto", "cpu", "cuda" or "cuda:N".
        available: How many CUDA devices there are.
        package: Who counted them, for the error.

    Raises:
        UsageError: ``requested`` is not one of these.
        EngineError: A CUDA device is asked for that is not there.
    """
    match = match_device(requested)
    if requested == "cpu" or (requested == "auto" and not available):
        return "cpu"
    index = int(match.group(1) or 0)
    if index >= available:
        there = (
            f"{available} CUDA device{'s' * (available != 1)}" if available else "no CUDA device"
        )
        raise EngineError(
            f"cannot run on {requested}: {package} finds {there}",
            hint="Use --device cpu, or check the driver with nvidia-smi.",
        )
    return f"cuda:{index}"


def choose_type(requested: str, preferred: Sequence[str], supported: set[str], device: str) -> str:
    """The number format to compute in.

    Args:
        requested: "auto", or the name of a format.
        preferred: What "auto" tries, best first.
        supported: What the device can do.
        device: Its name, for the error.

    Raises:
        UsageError: The device cannot do what is asked for.
    """
    if requested == "auto":
        return next((kind for kind in preferred if kind in supported), "float32")
    if requested not in supported:
        raise UsageError(
            f"compute type {requested!r} is not supported on {device}",
            hint=f"Choose auto or one of: {', '.join(sorted(supported))}.",
        )
    return requested


def gpu_types(family: str) -> tuple[str, ...]:
    """Number formats for a GPU, best first.

    Translation models were trained in float16, which has the finer steps; newer chat models were
    trained in bfloat16 and overflow float16's range.
    """
    return ("bfloat16", "float16") if family == "chat" else ("float16", "bfloat16")


def cuda_devices() -> int:
    """How many CUDA devices CTranslate2 can run on."""
    import ctranslate2

    count: int = ctranslate2.get_cuda_device_count()
    return count


def cpu_types() -> tuple[str, ...]:
    """Number formats for a CPU, best first: int8, or float32 where int8 would lose sums.

    Without VNNI, x86 processors add products of int8 in 16 bits, which overflow ("Nuances of int8
    Computations", oneDNN): translations get worse in silence. float32 takes 1.5 times as long.
    MKL, which CTranslate2 can be told to use, adds exactly on AMD's, but takes eight times as long.
    Only Linux tells; elsewhere int8 is taken.
    """
    info = Path("/proc/cpuinfo")
    if platform.machine() != "x86_64" or not info.is_file():
        return ("int8",)
    flags = info.read_text(encoding="utf-8", errors="replace")
    return ("int8",) if "vnni" in flags else ("float32",)


def cpu_threads(requested: int = 0) -> int:
    """How many threads to compute on: ``requested``, or one for each core there is for us.

    That is the cores this process may run on, bounded by the container's CPU quota.
    """
    if requested > 0:
        return requested
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        cores = os.cpu_count() or 1
    return max(1, min(cores, _quota() or cores))


def _quota(path: Path = Path("/sys/fs/cgroup/cpu.max")) -> int | None:
    """Cores the control group (version 2) may use, rounded up; None if it sets no limit."""
    try:
        quota, period = path.read_text(encoding="ascii").split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):  # no such file, or "max"
        return None


@contextmanager
def engine_errors(what: str, *, hint: str = "") -> Iterator[None]:
    """Turn what engines raise into `OutOfMemoryError` or `EngineError`.

    Args:
        what: What is being done, such as "opus-mt-de-en cannot be loaded".
        hint: What to do about it where the error itself does not say.
    """
    try:
        yield
    except (NewsxlateError, OutOfMemoryError):
        raise
    except MemoryError as error:
        raise OutOfMemoryError(str(error)) from error
    except Exception as error:  # what the libraries raise has no common base
        if _OUT_OF_MEMORY.search(str(error)):
            raise OutOfMemoryError(str(error)) from error
        lines = str(error).strip().splitlines() or [type(error).__name__]
        if library := _MISSING_LIBRARY.search(str(error)):
            name = library.group(1) or library.group(2)
            hint = f"{name} belongs to CUDA: install it, or use --device cpu."
        raise EngineError(f"{what}: {lines[0]}", hint=hint) from error


@contextmanager
def loading(model: str) -> Iterator[None]:
    """Turn what goes wrong while a model is loaded into an `EngineError`."""
    hint = f"`newsxlate models verify {model}` says whether its files are damaged."
    try:
        with engine_errors(f"cannot load {model}", hint=hint):
            yield
    except OutOfMemoryError as error:
        raise EngineError(
            f"cannot load {model}: it does not fit into memory",
            hint="Choose a smaller model, or another --device.",
        ) from error
