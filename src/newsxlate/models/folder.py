"""A model that lies in a folder on this computer."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path

from newsxlate.errors import ModelError
from newsxlate.files import storage_errors
from newsxlate.models.download import Digest, OnBytes, check_digest, hash_file, safe_name
from newsxlate.models.model import Artifact, FolderSource, Model

_CHUNK_BYTES = 1 << 20


def wanted(source: FolderSource, model: Model) -> list[Path]:
    """The files of the folder that make up the model.

    Those of its family, those the registry names, and if the folder holds a model that is
    converted already (``model.bin`` or a ``.gguf`` file), all its files.

    Raises:
        ModelError: There is no such folder, or no model in it.
    """
    folder = source.path.expanduser()
    try:
        present = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise ModelError(f"there is no folder {folder}") from error
    if any(path.name == "model.bin" or path.suffix == ".gguf" for path in present):
        chosen = [path for path in present if path.name in model.files] or present
        # The registry may know the weights only; the small files beside them belong to it.
        chosen += [path for path in present if path.suffix in (".json", ".spm", ".model", ".txt")]
    else:
        names = {path.name for path in present}
        weights = [name for name in model.layout.weights if name in names][:1]
        patterns = (*model.layout.files, *weights, *model.files)
        chosen = [p for p in present if any(fnmatchcase(p.name, each) for each in patterns)]
        if not weights:
            chosen = []
    if not chosen:
        raise ModelError(f"the folder {folder} holds no model for {model.name}")
    return sorted(set(chosen))


def fetch(paths: list[Path], model: Model, folder: Path, on_bytes: OnBytes) -> dict[str, Digest]:
    """Copy files into ``folder``, and verify what the registry knows of them.

    Returns:
        What each file is, by file name.

    Raises:
        HashMismatchError: A file is not the one the registry expects.
        StorageError: The disk is full, or may not be written to.
    """
    found: dict[str, Digest] = {}
    for path in paths:
        target = folder / safe_name(path.name)
        with storage_errors(target), path.open("rb") as source, target.open("wb") as stream:
            while chunk := source.read(_CHUNK_BYTES):
                stream.write(chunk)
                on_bytes(len(chunk))
            stream.flush()
            os.fsync(stream.fileno())
        found[target.name] = hash_file(target)
        expected = model.files.get(target.name, Artifact())
        check_digest(target.name, found[target.name], expected, str(path.parent))
    return found
