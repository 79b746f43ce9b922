"""Engines: CTranslate2, transformers and llama.cpp behind one small interface."""

from __future__ import annotations

from pathlib import Path

from newsxlate.engines.engine import Decoding, Engine, Hypothesis, ModelInfo, Request, Tokens
from newsxlate.errors import EngineError
from newsxlate.options import HardwareOptions

__all__ = [
    "Decoding",
    "Engine",
    "Hypothesis",
    "ModelInfo",
    "Request",
    "Tokens",
    "load_engine",
]


def load_engine(model: ModelInfo, path: Path, hardware: HardwareOptions) -> Engine:
    """Load an installed model.

    Args:
        model: Its entry in the registry.
        path: Its folder, or its file for a model in GGUF.
        hardware: Where it runs, and in which number format.

    Raises:
        EngineError: The engine is unknown, needs a package or a device that is not there, or
            cannot load the files.
        UsageError: The device or compute type cannot be meant.
    """
    chat = model.family == "chat"
    if model.engine == "ctranslate2":
        from newsxlate.engines import ct2, ct2_chat

        load = ct2_chat.load if chat else ct2.load
        return load(model, path, hardware)
    if model.engine == "transformers":
        from newsxlate.engines import hf, hf_chat

        load = hf_chat.load if chat else hf.load
        return load(model, path, hardware)
    if model.engine == "llama.cpp":
        from newsxlate.engines import llamacpp

        return llamacpp.load(model, path, hardware)
    raise EngineError(
        f"model {model.name} asks for an engine that does not exist: {model.engine!r}",
        hint="models.toml may say ctranslate2, transformers or llama.cpp.",
    )
