"""Which device, number format and threads are taken, and what errors of the libraries become."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsxlate.engines import device
from newsxlate.engines.device import (
    choose_type,
    cpu_threads,
    engine_errors,
    loading,
    resolve_device,
)
from newsxlate.engines.engine import OutOfMemoryError
from newsxlate.errors import EngineError, LanguageError, UsageError
from newsxlate.options import HardwareOptions


@pytest.mark.parametrize(
    ("requested", "available", "resolved"),
    [
        ("auto", 0, "cpu"),
        ("auto", 2, "cuda:0"),
        ("cpu", 2, "cpu"),
        ("cuda", 1, "cuda:0"),
        ("cuda:1", 2, "cuda:1"),
    ],
)
def test_devices_are_resolved(requested: str, available: int, resolved: str) -> None:
    assert resolve_device(requested, available, "CTranslate2") == resolved


@pytest.mark.parametrize(
    ("requested", "available", "found"),
    [
        ("cuda", 0, "no CUDA device"),
        ("cuda:1", 1, "1 CUDA device"),
        ("cuda:9", 2, "2 CUDA devices"),
    ],
)
def test_a_gpu_that_is_not_there_is_an_error(requested: str, available: int, found: str) -> None:
    with pytest.raises(EngineError, match=f"cannot run on {requested}: torch finds {found}$"):
        resolve_device(requested, available, "torch")


@pytest.mark.parametrize("requested", ["gpu", "cuda:", "cuda:x", "CPU", "mps", ""])
def test_unknown_devices_are_a_usage_error(requested: str) -> None:
    with pytest.raises(UsageError, match="unknown device"):
        resolve_device(requested, 1, "torch")


def test_the_best_supported_type_is_taken() -> None:
    preferred = ("float16", "bfloat16")
    assert choose_type("auto", preferred, {"bfloat16", "float16", "float32"}, "cuda:0") == "float16"
    assert choose_type("auto", preferred, {"bfloat16", "float32"}, "cuda:0") == "bfloat16"
    assert choose_type("auto", preferred, {"int8", "float32"}, "cuda:0") == "float32"
    assert choose_type("int8", preferred, {"int8", "float32"}, "cpu") == "int8"
    with pytest.raises(UsageError, match="'float16' is not supported on cpu") as caught:
        choose_type("float16", preferred, {"int8", "float32"}, "cpu")
    assert "float32, int8" in caught.value.hint


def test_chat_models_prefer_the_wider_range() -> None:
    assert device.gpu_types("chat")[0] == "bfloat16"
    assert device.gpu_types("marian")[0] == "float16"


def test_threads_are_the_cores_there_are_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device.os, "sched_getaffinity", lambda pid: set(range(8)), raising=False)
    monkeypatch.setattr(device, "_quota", lambda: None)
    assert cpu_threads() == 8
    assert cpu_threads(3) == 3
    monkeypatch.setattr(device, "_quota", lambda: 2)
    assert cpu_threads() == 2


@pytest.mark.parametrize(
    ("content", "cores"),
    [("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1), ("max 100000", None)],
)
def test_the_quota_of_a_container_is_read(tmp_path: Path, content: str, cores: int | None) -> None:
    path = tmp_path / "cpu.max"
    path.write_text(content + "\n", encoding="ascii")
    assert device._quota(path) == cores
    assert device._quota(tmp_path / "missing") is None


@pytest.mark.parametrize(
    "error",
    [
        MemoryError("std::bad_alloc"),
        RuntimeError("CUDA failed with error out of memory"),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."),
    ],
)
def test_out_of_memory_is_told_from_other_errors(error: Exception) -> None:
    with pytest.raises(OutOfMemoryError), engine_errors("translating"):
        raise error


def test_other_errors_become_one_line() -> None:
    with pytest.raises(EngineError) as caught, engine_errors("cannot load m", hint="Do this."):
        raise RuntimeError("Unsupported model version 99\nat file.cc:3")
    assert caught.value.message == "cannot load m: Unsupported model version 99"
    assert caught.value.hint == "Do this."
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_missing_cuda_library_is_named() -> None:
    with pytest.raises(EngineError) as caught, engine_errors("cannot load m", hint="Do this."):
        raise RuntimeError("Library libcublas.so.12 is not found or cannot be loaded")
    assert "libcublas.so.12" in caught.value.hint
    assert "--device cpu" in caught.value.hint


def test_our_own_errors_pass() -> None:
    with pytest.raises(LanguageError), engine_errors("translating"):
        raise LanguageError("not German")


def test_a_model_too_large_for_the_memory_is_an_error() -> None:
    """Only batches can be halved."""
    with pytest.raises(EngineError, match="cannot load m: it does not fit") as caught, loading("m"):
        raise MemoryError("std::bad_alloc")
    assert "smaller model" in caught.value.hint
    with pytest.raises(EngineError, match="cannot load m: no such") as caught, loading("m"):
        raise RuntimeError("no such file")
    assert "models verify m" in caught.value.hint


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"device": "gpu"}, "unknown device 'gpu'"),
        ({"device": "cuda:x"}, "unknown device 'cuda:x'"),
        ({"compute_type": "int4"}, "unknown compute type 'int4'"),
    ],
)
def test_what_no_machine_could_mean_is_refused_before_any_work(wrong, message):
    with pytest.raises(UsageError, match=message) as caught:
        HardwareOptions(**wrong)
    assert caught.value.hint.startswith("Choose")
    HardwareOptions(device="cuda:3", compute_type="int8_bfloat16")


@pytest.mark.parametrize(
    ("machine", "flags", "expected"),
    [
        ("x86_64", "avx2", "float32"),
        ("x86_64", "avx2 avx512_vnni", "int8"),
        ("x86_64", "avx2 avx_vnni", "int8"),
        ("aarch64", "asimd", "int8"),
    ],
)
def test_int8_is_not_chosen_where_the_processor_would_lose_sums(
    machine: str, flags: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device.platform, "machine", lambda: machine)
    monkeypatch.setattr(device.Path, "is_file", lambda self: True)
    monkeypatch.setattr(device.Path, "read_text", lambda self, **_: f"flags : fma {flags}")
    assert device.cpu_types()[0] == expected
