"""Fixtures that several test modules share: tiny models, built once in a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

import tiny
from newsxlate.engines import Engine, load_engine
from newsxlate.options import HardwareOptions


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the torch extra where it is not installed."""
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


def load_pair(hub: Path, family: str) -> Pair:
    """Convert a model as it would lie on the Hub, and load both."""
    from newsxlate.engines.convert import convert

    convert(hub, hub / "converted", quantization="float32")
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


@pytest.fixture(scope="session")
def marian_hub(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Path:
    """A trained Marian model from German into English and French, as on the Hub."""
    return tiny.marian(tmp_path_factory.mktemp("marian"))


@pytest.fixture(scope="session")
def marian(marian_hub: Path) -> Pair:
    return load_pair(marian_hub, "marian")


@pytest.fixture(scope="session")
def nllb(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Pair:
    """A trained NLLB model from German into English and French."""
    return load_pair(tiny.multilingual(tmp_path_factory.mktemp("nllb"), "nllb", steps=120), "nllb")


@pytest.fixture(scope="session")
def m2m(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Pair:
    """An M2M-100 model with random weights."""
    return load_pair(tiny.multilingual(tmp_path_factory.mktemp("m2m"), "m2m", steps=0), "m2m")


@pytest.fixture(scope="session")
def qwen2_hub(tmp_path_factory: pytest.TempPathFactory, one_thread: None) -> Path:
    """A trained Qwen2 chat model from German into English, as on the Hub."""
    return tiny.qwen2(tmp_path_factory.mktemp("qwen2"))


@pytest.fixture(scope="session")
def qwen2(qwen2_hub: Path) -> Pair:
    return load_pair(qwen2_hub, "chat")
