"""Models that other installed distributions bring along.

A distribution says so with an entry point of the group ``newsxlate.models``: its name is the
model's in the registry, and it stands for a function without arguments that returns the folder of
the converted model, or None where there are no weights in it. The model is used where it lies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from newsxlate.errors import HashMismatchError
from newsxlate.models.download import hash_file
from newsxlate.models.lockfile import Lock, LockedFile, Problem
from newsxlate.models.model import Model

GROUP = "newsxlate.models"


@dataclass(frozen=True, slots=True)
class Provided:
    """A model that an installed distribution brings along.

    Attributes:
        name: Its name in the registry.
        folder: Where its files lie; None if the distribution has no weights in it.
        distribution: The distribution's name.
        version: The distribution's version.
    """

    name: str
    folder: Path | None
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"package {self.distribution} {self.version}"

    def paths(self) -> list[Path]:
        """The model's files."""
        if self.folder is None:
            return []
        return [
            path
            for path in sorted(self.folder.iterdir())
            if path.is_file() and path.suffix not in (".py", ".pyc", ".md")
        ]

    def lock(self) -> Lock:
        """What a lock file would say; every file is read."""
        files = {}
        for path in self.paths():
            digest = hash_file(path)
            files[path.name] = LockedFile(digest.sha256, digest.size, path.stat().st_mtime_ns)
        return Lock(
            name=self.name,
            source=str(self),
            revision=self.version,
            pulled="",
            downloads={},
            files=files,
        )

    def problems(self, model: Model) -> list[Problem]:
        """What is not as the registry says, where it says anything: every file is read."""
        assert self.folder is not None
        found = []
        for name, expected in model.files.items():
            path = self.folder / name
            if not path.is_file():
                found.append(Problem(path, "is missing"))
            elif expected.sha256 and hash_file(path).sha256 != expected.sha256:
                found.append(Problem(path, "is not the file registered"))
        return found

    def checked(self, model: Model) -> Path:
        """The folder, if its files are those the registry expects.

        Raises:
            HashMismatchError: One is not.
        """
        assert self.folder is not None
        if problems := self.problems(model):
            raise HashMismatchError(
                f"{problems[0].file} {problems[0].reason} for {model.name}",
                hint=f"Install {self.distribution} again, in the version for this newsxlate.",
            )
        return self.folder


def provided(name: str) -> Provided | None:
    """The model of a name that an installed distribution brings along; None if none does.

    A distribution whose function fails counts as one without weights: a broken package must not
    keep others' models from being used.
    """
    for point in entry_points(group=GROUP, name=name):
        return _read(point)
    return None


def provided_names() -> Iterator[str]:
    """The names of all models with weights that installed distributions bring along."""
    for point in entry_points(group=GROUP):
        if (found := _read(point)).folder is not None:
            yield found.name


def _read(point: EntryPoint) -> Provided:
    try:
        given = point.load()()
        folder = Path(os.fspath(given)) if given is not None else None
    except Exception:  # other people's code
        folder = None
    if folder is not None and not folder.is_dir():
        folder = None
    distribution = point.dist
    name, version = (distribution.name, distribution.version) if distribution else ("?", "?")
    return Provided(point.name, folder, name, version)
