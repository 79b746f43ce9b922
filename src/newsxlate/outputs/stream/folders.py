"""Exports that are folders: they appear whole under their name, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsxlate.errors import UsageError
from newsxlate.files import staging


@contextmanager
def new_folder(output: Path) -> Iterator[Path]:
    """A folder to write files to, which becomes ``output`` when the block ends well.

    Raises:
        UsageError: ``output`` is a file, or a folder with something in it.
        StorageError: The disk is full, or the folder around it is missing or may not be written to.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError(
            f"{output} is there already",
            hint="This format is a folder of files: name one that is new or empty.",
        )
    with staging(output) as scratch:
        folder = scratch / "new"
        folder.mkdir()
        yield folder
        if output.exists():
            output.rmdir()
        folder.rename(output)
