"""Bring a model into the cache: try its sources in order, verify, convert, and put it in place.

Everything is built in a staging folder beside the models and moved to its place in one step, so
that a model is either there whole or not at all.
"""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.engines.convert import missing_for_conversion
from newsxlate.engines.torch_support import INSTALL_HINT
from newsxlate.engines.weights import check_weights
from newsxlate.errors import (
    EngineError,
    ModelError,
    StorageError,
    UnreachableError,
)
from newsxlate.files import storage_errors
from newsxlate.models.lockfile import Lock, lock_folder
from newsxlate.models.model import Model, Offer, Source

if TYPE_CHECKING:
    from newsxlate.models.artifact import Digest
    from newsxlate.net import Network
    from newsxlate.progress import Progress

_MB = 1_000_000
# Room that is left on the disk in any case.
_MARGIN = 64 * _MB


class Meter:
    """Tells a `Progress` of bytes in whole megabytes: a number people can read."""

    def __init__(self, progress: Progress, label: str, total: int) -> None:
        """Start the bar."""
        self._progress = progress
        self._bytes = 0
        progress.start(f"{label} (MB)", max(1, round(total / _MB)))

    def __call__(self, count: int) -> None:
        """Note ``count`` more bytes."""
        before, self._bytes = self._bytes, self._bytes + count
        if steps := self._bytes // _MB - before // _MB:
            self._progress.advance(steps)


def pull(
    model: Model,
    target: Path,
    staging: Path,
    *,
    network: Network,
    progress: Progress,
    say_once: Callable[[str], None],
) -> None:
    """Install ``model`` as the folder ``target``.

    Args:
        model: What to pull.
        target: The folder to be; one that exists is replaced.
        staging: A folder on the same disk to build in. What is complete in it survives a failure.
        network: Who asks servers.
        progress: Who is told how far it is.
        say_once: Gets a line for every source that is given up.

    Raises:
        ModelError: No source could give the model.
        StorageError: The disk is full, or may not be written to.
    """
    failures: list[ModelError] = []
    for source in model.sources:
        try:
            _from_source(model, source, target, staging, network, progress)
        except StorageError:
            raise
        except (ModelError, EngineError) as error:
            failures.append(
                error if isinstance(error, ModelError) else ModelError(str(error), hint=error.hint)
            )
            kept = "" if isinstance(error, UnreachableError) else f"{model.name}: "
            say_once(f"{kept}{error.message}")
        else:
            with storage_errors(staging):
                shutil.rmtree(staging, ignore_errors=True)
            return
    raise _no_source(model, failures)


def _no_source(model: Model, failures: list[ModelError]) -> ModelError:
    """The error that says why a model cannot be had. What failed last is least preferred."""
    if not failures:
        return ModelError(f"{model.name} has no source", hint="Give it one in a models.toml.")
    hint = next((error.hint for error in failures if error.hint), "")
    reasons = "; ".join(error.message for error in failures)
    kind = type(failures[0]) if len(failures) == 1 else ModelError
    if all(isinstance(error, UnreachableError) for error in failures):
        kind = UnreachableError
        hint = hint or "Connect to the network, or install the model from a folder."
    return kind(f"{model.name} cannot be had: {reasons}", hint=hint)


def _from_source(
    model: Model,
    source: Source,
    target: Path,
    staging: Path,
    network: Network,
    progress: Progress,
) -> None:
    """Install ``model`` from one of its sources."""
    if source.converted_at_pull(model) and (missing := missing_for_conversion()):
        raise ModelError(
            f"{source} has to be converted once, which needs {' and '.join(missing)}",
            hint=INSTALL_HINT,
        )
    if not source.local:
        progress.start(f"asking for {model.name}", 0)
    offer = source.look_up(model, network)
    place = _place(staging / offer.staging)
    _check_space(model, source, place, offer)
    files = offer.fetch(place, _announce(model, source, offer.size, progress))
    if not offer.needs_conversion:
        check_weights(place)
    if offer.needs_conversion and missing_for_conversion():
        raise ModelError(f"{source} has to be converted, which needs torch", hint=INSTALL_HINT)
    ready, tool = place, ""
    known: Mapping[str, Digest] = files
    if offer.needs_conversion:
        progress.start(f"converting {model.name}", 0)
        ready, tool, known = staging / "converted", _convert(model, place, staging), {}
    lock = Lock(
        name=model.name,
        source=str(source),
        revision=offer.revision,
        pulled=datetime.now(UTC).isoformat(timespec="seconds"),
        downloads={name: digest.sha256 for name, digest in files.items()},
        converted=tool,
        files={},
    )
    lock_folder(ready, lock, known)
    _swap(ready, target)


def _place(folder: Path) -> Path:
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _announce(model: Model, source: Source, size: int, progress: Progress) -> Meter:
    amount = f", {size / _MB:,.0f} MB" if size else ""
    progress.say(f"pulling {model.name} from {source}{amount}")
    return Meter(progress, model.name, size)


def _check_space(model: Model, source: Source, place: Path, offer: Offer) -> None:
    """Refuse to begin what cannot end."""
    present = sum(path.stat().st_size for path in place.iterdir() if path.is_file())
    need = offer.size + offer.extra + _MARGIN
    if source.converted_at_pull(model):
        # The converted weights, in 16 of 32 bits, lie beside the downloaded ones for a while.
        need += offer.size // 2
    with storage_errors(place):
        free = shutil.disk_usage(place).free
    if need - present > free:
        raise StorageError(
            f"{model.name} needs {(need - present) / _MB:,.0f} MB, "
            f"and {free / _MB:,.0f} MB are free in {place}",
            hint="Free some space, or choose another folder with --models.",
        )


def _convert(model: Model, fetched: Path, staging: Path) -> str:
    """Convert for CTranslate2 into ``staging/converted``; returns what did it."""
    from newsxlate.engines.convert import convert

    output = staging / "converted"
    with storage_errors(output):
        shutil.rmtree(output, ignore_errors=True)
    convert(fetched, output, quantization=model.quantization)
    if not (output / "model.bin").is_file():
        raise ModelError(f"{model.name} could not be converted: there is no model.bin")
    tools = ("ctranslate2", "transformers", "torch")
    versions = ", ".join(f"{tool} {importlib.metadata.version(tool)}" for tool in tools)
    return f"{versions}; {model.quantization}"


def _swap(ready: Path, target: Path) -> None:
    """Put a folder in place in one step; what stood there goes."""
    with storage_errors(target):
        old = ready.with_name("replaced")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        ready.rename(target)
        shutil.rmtree(old, ignore_errors=True)
