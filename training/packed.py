"""Weights as rows of int8 in small files, and back.

A row of a matrix is kept as 8-bit steps and one float32 scale, as CTranslate2 computes with them on
a CPU: converting what comes back to int8 changes next to nothing. 44 M weights are 45 MB.
"""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from transformers import GenerationConfig

from training.model import weights
from training.vocabulary import Vocabulary

Array = npt.NDArray[Any]

FOLDER = "model"
_ARCHIVE = "model.tar"
_PART_BYTES = 15 * 1024 * 1024
# Smaller tensors, biases and norms, stay as they are.
_LEAST_SIZE = 4096
_STEPS, _SCALE, _PLAIN = "|q", "|s", "|f"


def quantised(value: Array) -> tuple[Array, Array]:
    """The rows of a matrix in steps of int8, and each row's scale, shape [rows, 1], float32."""
    scale = np.abs(value).max(1, keepdims=True).astype(np.float32) / 127
    steps = np.divide(value, scale, out=np.zeros_like(value), where=scale > 0)
    return np.round(steps).astype(np.int8), scale


def write(model: Any, vocabulary: Vocabulary, out: Path) -> None:
    """Write what `restore` needs to ``out``: model.tar, and weights.00 and so on.

    What lay there before is replaced file by file, each in one step: whenever the program is
    killed, a model can be restored.
    """
    _write_archive(model, vocabulary, out)
    arrays: dict[str, Array] = {}
    for name, tensor in weights(model).items():
        value = tensor.detach().float().cpu().numpy()
        if value.ndim == 2 and value.size > _LEAST_SIZE:
            arrays[name + _STEPS], arrays[name + _SCALE] = quantised(value)
        else:
            arrays[name + _PLAIN] = value
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    blob = stream.getbuffer()
    for number, start in enumerate(range(0, len(blob), _PART_BYTES)):
        _replace(out / f"weights.{number:02d}", blob[start : start + _PART_BYTES])


def _write_archive(model: Any, vocabulary: Vocabulary, out: Path) -> None:
    """Write configuration and tokenizer."""
    folder = out / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    model.config.save_pretrained(folder)
    GenerationConfig(
        num_beams=4,
        max_length=512,
        bad_words_ids=[[vocabulary.padding]],
        pad_token_id=vocabulary.padding,
        eos_token_id=vocabulary.end,
        forced_eos_token_id=vocabulary.end,
        decoder_start_token_id=vocabulary.padding,
    ).save_pretrained(folder)
    vocabulary.write(folder)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.add(folder, arcname=FOLDER)
    _replace(out / _ARCHIVE, stream.getbuffer())
    shutil.rmtree(folder)


def _replace(path: Path, data: memoryview) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def restore(out: Path) -> Path:
    """Put together ``out/model``, which MarianMTModel and MarianTokenizer load.

    Returns:
        The folder.

    Raises:
        FileNotFoundError: ``out`` does not hold what `write` leaves behind.
    """
    from safetensors.torch import save_file

    with tarfile.open(out / _ARCHIVE) as archive:
        archive.extractall(out, filter="data")
    parts = sorted(out.glob("weights.[0-9][0-9]"))
    if not parts:
        raise FileNotFoundError(f"there are no weights in {out}")
    arrays = np.load(io.BytesIO(b"".join(part.read_bytes() for part in parts)))
    state = {name: torch.from_numpy(value) for name, value in _joined(arrays).items()}
    save_file(state, out / FOLDER / "model.safetensors", metadata={"format": "pt"})
    return out / FOLDER


def _joined(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Weights in float32, by name."""
    state: dict[str, Array] = {}
    for key in arrays:
        name, kind = key[:-2], key[-2:]
        if kind == _STEPS:
            state[name] = arrays[key].astype(np.float32) * arrays[name + _SCALE]
        elif kind == _PLAIN:
            state[name] = arrays[key]
    return state
