"""Temporary folders go: when nobody needs them, when the process is ended, or with the next."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsxlate import files, temporary
from newsxlate.errors import StorageError

DAY = 24 * 60 * 60
# A number that no process has: the highest there can be is 4,194,304.
NOBODY = 9_999_999

PROGRAM = """
import time
from newsxlate import temporary
from newsxlate.cli import process
process.prepare()
process.begin()
print(temporary.make_folder(), flush=True)
while True:
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made; what others left in /tmp is not this test's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: scandir(tmp_path if path == "/tmp" else path))
    return tmp_path


def started() -> tuple[subprocess.Popen[str], Path]:
    """A command at work, and the folder that it made."""
    running = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    assert running.stdout
    return running, Path(running.stdout.readline().strip())


def test_a_folder_is_private_and_goes_with_what_is_in_it(place: Path) -> None:
    folder = temporary.make_folder()
    assert folder.parent == place
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "file").touch()
    temporary.remove(folder)
    assert list(place.iterdir()) == []
    made = [temporary.make_folder(), temporary.make_folder()]
    temporary.remove_forgotten()
    assert all(folder.is_dir() for folder in made)
    temporary.remove_own()
    assert list(place.iterdir()) == []


def test_a_folder_goes_when_its_process_is_ended_and_else_with_the_next(place: Path) -> None:
    running, folder = started()
    assert folder.is_dir()
    running.terminate()
    assert running.wait(20) == 128 + signal.SIGTERM
    assert not folder.exists()

    running, folder = started()
    temporary.remove_forgotten()
    assert folder.is_dir()
    running.kill()
    running.wait()
    assert folder.is_dir()
    temporary.remove_forgotten()
    assert list(place.iterdir()) == []


def test_what_is_half_written_goes_too(place: Path) -> None:
    out = place / "out.txt"
    writing = files.stream_atomic(out)
    writing.__enter__()
    assert len(list(place.iterdir())) == 1
    temporary.remove_own()
    assert list(place.iterdir()) == []
    with pytest.raises(StorageError):
        writing.__exit__(None, None, None)
    with files.staging(place / "out") as folder:
        (folder / "part").touch()
        temporary.remove_own()
        assert list(place.iterdir()) == []
    files.write_atomic(out, "whole")
    temporary.remove_own()
    assert list(place.iterdir()) == [out]


def test_folders_of_before_go_after_a_day(place: Path) -> None:
    old, new = place / "newsxlate-ab12cd_e", place / "newsxlate-zb12cd_e"
    for folder in (old, new):
        folder.mkdir()
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(folder / "llama.sock"))
    os.utime(old, (0, time.time() - 2 * DAY))
    temporary.remove_forgotten()
    assert list(place.iterdir()) == [new]


def link(path: Path) -> None:
    target = path.with_name("target")
    target.mkdir()
    path.symlink_to(target)


def holding(path: Path) -> None:
    path.mkdir()
    (path / "article.txt").touch()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (f"newsxlate-{NOBODY}-articles", holding),
        ("newsxlate-articles", holding),
        (f"newsxlate-{NOBODY}-ab12cd_e", link),
        (f"newsxlate-{NOBODY}-ab12cd_e", Path.touch),
        (f"newsxlate-{NOBODY}-ab12cd_e.d", Path.mkdir),
        ("newsxlate-mine", Path.mkdir),
        (f"newsxlate-{os.getpid()}-ab12cd_e", Path.mkdir),
    ],
    # Not by name: the process has another number in each of pytest's processes.
    ids=[
        "ours with files",
        "no number",
        "link",
        "file",
        "suffix",
        "no kind",
        "running",
    ],
)
def test_nothing_else_goes(place: Path, name: str, make: Callable[[Path], object]) -> None:
    make(place / name)
    before = sorted(place.rglob("*"))
    if make is not link and "ab12cd_e" not in name:
        os.utime(place / name, (0, time.time() - 2 * DAY))
    temporary.remove_forgotten()
    assert sorted(place.rglob("*")) == before


def test_a_locked_folder_stays_whoever_made_it(place: Path) -> None:
    """In a container processes have other numbers."""
    folder = temporary.make_folder()
    other = folder.rename(place / f"newsxlate-{NOBODY}-ab12cd_e")
    temporary.remove_forgotten()
    assert other.is_dir()
    temporary.remove_own()
    temporary.remove_forgotten()
    assert not other.exists()


def test_another_users_folder_stays(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / f"newsxlate-{NOBODY}-ab12cd_e"
    folder.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    temporary.remove_forgotten()
    assert folder.is_dir()
