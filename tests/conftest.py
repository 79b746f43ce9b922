"""Profiles of hypothesis, and fixtures that several modules share: tiny models, built once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from filelock import FileLock

import profiles
import tiny
from newsxlate.engines import Engine, load_engine
from newsxlate.options import HardwareOptions

profiles.register()
# Fixtures that only some modules load, as a plug-in.
pytest.register_assert_rewrite("browser")


# Modules that take longest, most of it waiting: first, so that no process is left with one alone.
LONGEST = (
    "test_review_browser",
    "test_review_looks",
    "test_archive_kill",
    "test_cli_archive",
    "test_archive_run",
    "test_archive_postprocessing",
    "test_archive_machines",
    "test_engines",
    "test_archive_ray",
    "test_review_kill",
    "test_inputs_memory",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first, and skip what needs the torch extra where there is none."""
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.stem, len(ranks)))
    if find_spec("torch") and find_spec("transformers"):
        return
    for item in items:
        if item.get_closest_marker("torch"):
            item.add_marker(pytest.mark.skip(reason="the torch extra is not installed"))


@dataclass(frozen=True)
class Entry:
    """A registry entry, as far as engines look at it."""

    name: str
    engine: str
    family: str
    max_source_tokens: int = 128
    prompt: str = "plain"


@dataclass(frozen=True)
class Pair:
    """One model in two engines, both in float32."""

    ct2: Engine
    hf: Engine

    def __iter__(self) -> Iterator[Engine]:
        return iter((self.ct2, self.hf))


def converted(hub: Path) -> Path:
    """Convert a model as it would lie on the Hub, in its own folder; returns that."""
    from newsxlate.engines.convert import convert

    convert(hub, hub / "converted", quantization="float32")
    return hub


def load_pair(hub: Path, family: str) -> Pair:
    """Load a model as it lies on the Hub, and what was made of it."""
    name = f"tiny-{family}"
    return Pair(
        load_engine(
            Entry(name, "ctranslate2", family),
            hub / "converted",
            HardwareOptions(device="cpu", compute_type="float32", threads=2),
        ),
        load_engine(
            Entry(name, "transformers", family), hub, HardwareOptions(device="cpu", threads=1)
        ),
    )


@pytest.fixture(scope="session")
def one_thread() -> None:
    """Keep torch from spinning on all cores while it trains what is tiny."""
    import torch

    torch.set_num_threads(1)


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """A folder that the first process to need it fills, for all processes of this run."""
    shared = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not folder.is_dir():
            make(folders.mktemp(name)).rename(folder)
    return folder


@pytest.fixture(scope="session")
def marian_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained Marian model from German into English and French, as on the Hub, and converted.

    Whoever finds it made needs no torch, which takes longer to import than many tests.
    """

    def make(folder: Path) -> Path:
        import torch

        torch.set_num_threads(1)
        return converted(tiny.marian(folder))

    return made_once(tmp_path_factory, "marian-hub", make)


@pytest.fixture(scope="session")
def marian(marian_hub: Path, one_thread: None) -> Pair:
    return load_pair(marian_hub, "marian")


@pytest.fixture(scope="session")
def nllb(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Pair:
    """A trained NLLB model from German into English and French."""
    made = tiny.multilingual(tmp_path_factory.mktemp("nllb"), "nllb", steps=120)
    return load_pair(converted(made), "nllb")


@pytest.fixture(scope="session")
def m2m(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Pair:
    """An M2M-100 model with random weights."""
    made = tiny.multilingual(tmp_path_factory.mktemp("m2m"), "m2m", steps=0)
    return load_pair(converted(made), "m2m")


@pytest.fixture(scope="session")
def qwen2_hub(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Path:
    """A trained Qwen2 chat model from German into English, as on the Hub."""
    return tiny.qwen2(tmp_path_factory.mktemp("qwen2"))


@pytest.fixture(scope="session")
def qwen2(qwen2_hub: Path) -> Pair:
    return load_pair(converted(qwen2_hub), "chat")
