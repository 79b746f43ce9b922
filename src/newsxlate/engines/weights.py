"""Weights that hold tensors and nothing else.

A pickle is a program, and loading it runs what it names. The libraries load weights with
``weights_only``; what a file names is read here before any of them opens it, so that no version of
them decides, and so that the refusal can be said in words. Nothing is loaded for it.
"""

from __future__ import annotations

import pickletools
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from newsxlate.errors import ModelError

# All that a pickle of tensors names: containers, how tensors are put together, where their numbers
# lie, and number formats.
_CONTAINERS = {"collections OrderedDict", "torch Size", "torch.nn.parameter Parameter"}
_REBUILD = {"torch._utils _rebuild_tensor", "torch._utils _rebuild_tensor_v2"}
_REBUILD |= {"torch._utils _rebuild_parameter"}
_NUMBERS = ["Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool"]
_STORAGES = {f"torch {kind}Storage" for kind in _NUMBERS}
_STORAGES |= {"torch.storage UntypedStorage", "torch.storage TypedStorage"}
_FORMATS = {
    f"torch {name}" for name in ("float32", "float64", "float16", "bfloat16", "int64", "int32")
}
_TENSORS = _CONTAINERS | _REBUILD | _STORAGES | _FORMATS
# Other ways to name something, which torch does not use; what they name would have to be computed.
_INDIRECT = {"STACK_GLOBAL", "INST", "OBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4"}

_ZIP = b"PK\x03\x04"
_PICKLE = b"\x80"
# Before torch 1.6: a magic number, a version, the system, the tensors, the keys of their numbers.
_PICKLES_OF_OLD = 5
# What reading a file can raise that is neither, or means harm.
_DAMAGED = (
    OSError, ValueError, OverflowError, MemoryError, RuntimeError, zipfile.BadZipFile, zlib.error
)  # fmt: skip
_HINT = "Do not use it; take weights as model.safetensors, or from another source."


def check_weights(folder: Path) -> None:
    """See that the weights in a folder hold tensors and nothing else.

    What is not a pickle, such as safetensors, GGUF and CTranslate2's model.bin, is not looked at.

    Args:
        folder: A model as it lies on the Hub.

    Raises:
        ModelError: A file names something that is no tensor, or cannot be read.
    """
    for path in sorted(folder.glob("*.bin")):
        if path.name != "model.bin":
            _check(path)


def _check(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            named = next((name for name in _named(stream) if name not in _TENSORS), "")
    except _DAMAGED as error:
        raise ModelError(f"{path.name} cannot be read as weights: {error}", hint=_HINT) from error
    if named:
        what = named if "," in named else named.replace(" ", ".")
        raise ModelError(
            f"{path.name} holds more than tensors: it names {what}, and loading it could run that",
            hint=_HINT,
        )


def _named(stream: IO[bytes]) -> Iterator[str]:
    """What the pickles in a file name, as "module name"."""
    magic = stream.read(len(_ZIP))
    stream.seek(0)
    if magic == _ZIP:
        with zipfile.ZipFile(stream) as archive:
            for member in archive.infolist():
                if member.compress_type != zipfile.ZIP_STORED:
                    raise ValueError("it is compressed, as torch never writes it")
                if member.filename.endswith(".pkl"):
                    with archive.open(member) as pickled:
                        yield from _globals(pickled)
        return
    if not magic.startswith(_PICKLE):
        raise ValueError("it is neither of torch's formats")
    for _ in range(_PICKLES_OF_OLD):
        yield from _globals(stream)


def _globals(stream: IO[bytes]) -> Iterator[str]:
    """What one pickle names; the stream is left behind it."""
    for operation, argument, _ in pickletools.genops(stream):
        if operation.name == "GLOBAL":
            yield str(argument)
        elif operation.name in _INDIRECT:
            yield f"something, by {operation.name}"
