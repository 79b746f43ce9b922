"""The folder in which models are kept: one folder a model, each with a lock file."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.errors import HashMismatchError, ModelError, UnreachableError
from newsxlate.files import storage_errors
from newsxlate.models import lockfile
from newsxlate.models.lockfile import Lock, Problem
from newsxlate.models.model import Model
from newsxlate.progress import Progress, Silent

if TYPE_CHECKING:
    from newsxlate.net import Network

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


def default_root() -> Path:
    """NEWSXLATE_STORE, or ``newsxlate/models`` in the user's cache folder."""
    if named := os.environ.get("NEWSXLATE_STORE"):
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("newsxlate", appauthor=False)) / "models"


class ModelCache:
    """Installed models, and the way to get more.

    Attributes:
        root: The folder.
        network: Who asks servers.
        progress: Who is told what happens.
    """

    def __init__(
        self,
        root: Path | None = None,
        *,
        offline: bool = False,
        progress: Progress | None = None,
        network: Network | None = None,
    ) -> None:
        """Open a cache. The folder is made when the first model is pulled.

        Args:
            root: The folder; None takes `default_root`.
            offline: Open no network connection.
            progress: Who is told what happens; nobody, if None.
            network: Who asks servers, if not a new `Network`.
        """
        from newsxlate.net import Network

        self.root = Path(os.path.expanduser(root or default_root()))  # noqa: PTH111 - never raises
        self.progress = progress or Silent()
        self.network = network or Network(offline=offline)
        self._said: set[str] = set()

    def say_once(self, line: str) -> None:
        """Say a line, unless it has been said."""
        if line not in self._said:
            self._said.add(line)
            self.progress.say(line)

    def folder(self, name: str) -> Path:
        """Where a model is, or would be."""
        if not _NAME.fullmatch(name):
            raise ModelError(f"{name!r} is no name of a model")
        return self.root / name

    def lock(self, name: str) -> Lock | None:
        """The lock file of a model; None if it is not installed.

        Raises:
            HashMismatchError: The lock file is damaged.
        """
        return lockfile.read_lock(self.folder(name))

    def names(self) -> list[str]:
        """The names of all installed models, registered or not, sound or not."""
        if not self.root.is_dir():
            return []
        locks = {path.name: path / lockfile.LOCK_NAME for path in self.root.iterdir()}
        return sorted(
            name
            for name, lock in locks.items()
            if _NAME.fullmatch(name) and (lock.exists() or lock.is_symlink())
        )

    def installed(self, name: str) -> bool:
        """Whether a model is there, and unchanged at a glance."""
        try:
            lock = self.lock(name)
        except HashMismatchError:
            return False
        return lock is not None and not lockfile.glance(self.folder(name), lock)

    def outdated(self, model: Model) -> bool:
        """Whether a model was pulled when the registry named another commit or other files."""
        try:
            lock = self.lock(model.name)
        except HashMismatchError:
            return False
        if lock is None:
            return False
        known = {name: each.sha256 for name, each in model.files.items() if each.sha256}
        changed = any(lock.downloads.get(name, known[name]) != known[name] for name in known)
        pinned = {str(source): source.pinned for source in model.sources if source.pinned}
        return changed or pinned.get(lock.source, lock.revision) != lock.revision

    def path(self, model: Model) -> Path:
        """The folder of an installed model, checked at a glance (sizes and times).

        Raises:
            ModelError: It is not installed.
            HashMismatchError: A file is not what it was when the model was pulled.
        """
        folder = self.folder(model.name)
        lock = self.lock(model.name)
        if lock is None:
            raise ModelError(
                f"{model.name} is not installed",
                hint=f"Run `newsxlate models pull {model.name}`.",
            )
        if problems := lockfile.glance(folder, lock):
            raise HashMismatchError(
                f"{problems[0].file} {problems[0].reason}",
                hint=f"Run `newsxlate models pull {model.name}`: it is replaced.",
            )
        return folder

    def pull(self, model: Model) -> Path:
        """Install a model, unless it is installed, unchanged, and what the registry names.

        A second process that wants the same model waits until the first is done. Where the
        registry's entry has changed and its sources are out of reach, the old model stays.

        Returns:
            Its folder.

        Raises:
            ModelError: No source could give it.
            StorageError: The disk is full, or may not be written to.
        """
        there = self.installed(model.name)
        if there and not self.outdated(model):
            return self.path(model)
        try:
            self._pull(model)
        except UnreachableError as error:
            if not there:
                raise
            self.say_once(f"{model.name} is not the one registered now, and stays: {error.message}")
        return self.folder(model.name)

    def _pull(self, model: Model) -> None:
        from newsxlate.models.pull import pull

        with self._locked(model.name):
            if not self.installed(model.name) or self.outdated(model):
                pull(
                    model,
                    self.folder(model.name),
                    self.root / ".staging" / model.name,
                    network=self.network,
                    progress=self.progress,
                    say_once=self.say_once,
                )

    def verify(self, name: str) -> list[Problem]:
        """Read and hash all files of a model; returns what is not as the lock file says.

        A lock file that cannot be read is a problem itself, and the only one.

        Raises:
            ModelError: It is not installed.
        """
        try:
            lock = self.lock(name)
        except HashMismatchError as error:
            path = self.folder(name) / lockfile.LOCK_NAME
            return [Problem(path, error.message.removeprefix(f"{path} "))]
        if lock is None:
            raise ModelError(f"{name} is not installed")
        return lockfile.verify(self.folder(name), lock)

    def remove(self, name: str) -> bool:
        """Delete a model and what an unfinished pull of it left behind.

        Returns:
            Whether there was anything.
        """
        folder = self.folder(name)
        staging = self.root / ".staging" / name
        found = [path for path in (folder, staging) if path.exists() or path.is_symlink()]
        if not found:
            return False
        with self._locked(name):
            for path in found:
                with storage_errors(path):
                    # Of a link to a model elsewhere, the link goes.
                    if path.is_symlink() or not path.is_dir():
                        path.unlink(missing_ok=True)
                    else:
                        shutil.rmtree(path)
        return True

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """Keep other processes from changing a model; wait, and say so, if one is at it."""
        from filelock import FileLock, Timeout

        guard = self.root / ".locks" / f"{name}.lock"
        with storage_errors(guard):
            guard.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(guard)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                self.progress.say(f"waiting: another process is pulling {name}")
                lock.acquire()
        try:
            yield
        finally:
            lock.release()
