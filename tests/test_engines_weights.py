"""Weights are tensors and nothing else: what a file could do is seen before it is opened."""

from __future__ import annotations

import io
import os
import pickle
import zipfile
from pathlib import Path

import pytest

from newsxlate.engines import convert
from newsxlate.engines.torch_support import Pretrained
from newsxlate.engines.weights import check_weights
from newsxlate.errors import ModelError


class Harm:
    """What runs a command when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.mark}'",)


def zipped(pickled: bytes, compression: int = zipfile.ZIP_STORED) -> bytes:
    """A pickle as torch has packed it since 1.6."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/version", b"3\n")
    return stream.getvalue()


def of_old(pickled: bytes) -> bytes:
    """A pickle as torch wrote it before."""
    return b"".join(pickle.dumps(each, 2) for each in (1, 1001, {})) + pickled + pickle.dumps([], 2)


@pytest.mark.parametrize("packed", [zipped, of_old])
@pytest.mark.parametrize("protocol", [2, 4])
def test_a_pickle_that_would_run_something_is_refused(
    tmp_path: Path, packed: object, protocol: int
) -> None:
    assert callable(packed)
    mark = tmp_path / "mark"
    bad = packed(pickle.dumps({"model.shared.weight": Harm(mark)}, protocol))
    (tmp_path / "pytorch_model.bin").write_bytes(bad)
    with pytest.raises(ModelError, match="holds more than tensors: it names ") as caught:
        check_weights(tmp_path)
    assert "safetensors" in caught.value.hint
    assert not mark.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a pickle",
        b"\x80\x02",
        # A string of 2**62 bytes is announced.
        b"\x80\x04\x8d\x00\x00\x00\x00\x00\x00\x00\x40.",
        zipped(b"\x80\x02}.")[:40],
        zipped(b"\x80\x02}.", zipfile.ZIP_DEFLATED),
    ],
    # Archives hold the time at which they were made: no name that two processes would agree on.
    ids=["empty", "text", "cut", "huge", "cut archive", "compressed"],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(data)
    with pytest.raises(ModelError, match="cannot be read as weights"):
        check_weights(tmp_path)


def test_files_that_are_no_pickles_are_left_alone(tmp_path: Path) -> None:
    for name in ("model.bin", "model.safetensors", "model.gguf"):
        (tmp_path / name).write_bytes(b"whatever")
    check_weights(tmp_path)


@pytest.mark.torch
def test_tensors_pass_in_both_of_torchs_formats(tmp_path: Path) -> None:
    import torch

    state = {"a": torch.ones(2, 3, dtype=torch.float16), "b": torch.nn.Parameter(torch.zeros(2))}
    state["c"] = state["a"]
    for number, new in enumerate((True, False)):
        path = tmp_path / f"pytorch_model-{number}.bin"
        torch.save(state, path, _use_new_zipfile_serialization=new)
        check_weights(tmp_path)


@pytest.mark.torch
def test_neither_converting_nor_loading_runs_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (tmp_path / "config.json").write_text('{"model_type": "marian"}', encoding="utf-8")
    bad = zipped(pickle.dumps({"model.shared.weight": Harm(mark)}, 2))
    (tmp_path / "pytorch_model.bin").write_bytes(bad)
    with pytest.raises(ModelError, match=r"posix\.system"):
        convert.convert(tmp_path, tmp_path / "made")

    class Loaded(Pretrained):
        loader = "AutoModelForSeq2SeqLM"

    with pytest.raises(ModelError, match=r"posix\.system"):
        Loaded(tmp_path, "cpu", "float32")
    assert not mark.exists()
    assert not (tmp_path / "made").exists()
