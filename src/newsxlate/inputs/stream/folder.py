"""Which files are read: paths, globs and folders, in an order that is always the same."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsxlate.errors import InputError
from newsxlate.inputs.stream.source import rules


@dataclass(frozen=True, slots=True)
class File:
    """A file to read, or, with a reason, one that cannot be.

    Attributes:
        path: Its path as the user wrote it, or below what the user wrote.
        listed: Whether the user named it, or a glob that fits it.
        reason: Why it cannot be read.
    """

    path: str
    listed: bool
    reason: str | None = None


def expand(inputs: Sequence[str | Path]) -> list[str]:
    """The files and folders that ``inputs`` stand for, each once.

    What lies in a folder that is given too is left to that folder.

    Raises:
        InputError: There is no such path, nothing fits a glob, or it is neither file nor folder.
    """
    found: dict[str, str] = {}
    for source in inputs:
        for path in _existing(source):
            found.setdefault(str(Path(path).absolute()), os.path.normpath(path))
    folders = {absolute for absolute in found if Path(absolute).is_dir()}
    return [path for absolute, path in found.items() if not _covered(Path(absolute), folders)]


def _existing(source: str | Path) -> list[str]:
    text = str(source)
    try:
        if Path(text).is_dir() or Path(text).is_file():
            return [text]
        if Path(text).exists():
            raise InputError(
                f"{text} is neither a file nor a folder", hint="Save it as a file, and pass that."
            )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {text!r}: {reason}", hint="Check the path.") from error
    if glob.has_magic(text):
        fits = sorted(p for p in glob.glob(text, recursive=True) if not Path(p).is_dir())  # noqa: PTH207
        if fits:
            return [path for path in fits if Path(path).is_file()]
        raise InputError(f"no file fits {text}", hint="** stands for folders in folders.")
    raise InputError(
        f"there is no file or folder {text}",
        hint="Check the path; relative paths start at the current folder.",
    )


def _covered(path: Path, folders: set[str]) -> bool:
    """Whether walking one of the folders comes past ``path``."""
    for parent in path.parents:
        if path.name.startswith(".") or beside(path.name):
            return False
        if str(parent) in folders:
            return not any(part.startswith(".") for part in path.relative_to(parent).parts)
    return False


def files(paths: Sequence[str]) -> Iterator[File]:
    """The files to read, in order. Of a folder they are sorted by name, folder by folder."""
    for path in paths:
        if Path(path).is_dir():
            yield from _walk(path)
        else:
            yield File(path, listed=True)


def _walk(folder: str) -> Iterator[File]:
    """Links to folders are not followed: they may lead to where they lie themselves."""
    # The last one comes next. Folders may lie in each other deeper than functions may.
    left = [(folder, True)]
    while left:
        path, is_folder = left.pop()
        if not is_folder:
            yield from _entry(path)
            continue
        try:
            with os.scandir(path) as entries:
                found = sorted((e.name, e.is_dir(follow_symlinks=False)) for e in entries)
        except OSError as error:
            yield File(path, listed=False, reason=f"it may not be read: {error.strerror}")
            continue
        left.extend(
            # As written, without a Path's changes.
            (os.path.join(path, name), is_folder)  # noqa: PTH118
            for name, is_folder in reversed(found)
            if not name.startswith(".") and (is_folder or not beside(name))
        )


def _entry(path: str) -> Iterator[File]:
    """Devices, pipes and links to folders are passed over; a link that leads nowhere is not."""
    try:
        if Path(path).is_file():
            yield File(path, listed=False)
        elif Path(path).is_symlink() and not Path(path).exists():
            yield File(path, listed=False, reason="it is a link that leads nowhere")
    except OSError as error:
        yield File(path, listed=False, reason=f"it may not be read: {error.strerror}")


def beside(name: str) -> bool:
    """Whether a name is of what lies beside articles: pictures, style sheets, databases."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    return suffix in rules()["beside"]["suffixes"].split()
