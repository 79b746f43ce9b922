import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from newsxlate.errors import StorageError
from newsxlate.files import staging, stream_atomic, write_atomic


def test_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomic(path, "Größe")
    write_atomic(path, "größer")
    assert path.read_text(encoding="utf-8") == "größer"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomic(tmp_path / "a.txt", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o640


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0o600)
    write_atomic(path, "y")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_keeps_pointing_at_its_target(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_atomic(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_atomic(Path(os.devnull), "x")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(("name", "reason"), [("missing/a.txt", "no such folder"), (".", "folder")])
def test_bad_places_are_named(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(StorageError, match=reason) as caught:
        write_atomic(tmp_path / name, "x")
    assert caught.value.hint


def test_links_that_lead_to_themselves_and_long_names_are_named(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(StorageError, match="leads to itself"):
        write_atomic(tmp_path / "a", "x")
    write_atomic(tmp_path / ("a" * 245), "x")
    with pytest.raises(StorageError, match="too long"):
        write_atomic(tmp_path / ("a" * 300), "x")


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """A real failing write, in a process whose files may not grow beyond a few bytes."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    program = (
        "import signal, resource, errno, os\n"
        "from pathlib import Path\n"
        "from newsxlate import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        f"files.write_atomic(Path({str(path)!r}), 'x' * 1000)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode != 0
    assert "cannot write" in done.stderr
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 10


def test_a_stream_replaces_the_file_when_it_ends_well(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with stream_atomic(path) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"

    def stopped() -> None:
        with stream_atomic(path) as stream:
            stream.write(b"newer")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert path.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_a_staging_folder_is_gone_with_what_was_left_in_it(tmp_path: Path) -> None:
    with staging(tmp_path / "a.txt") as scratch:
        (scratch / "kept").write_text("kept")
        (scratch / "left").write_text("left")
        (scratch / "kept").replace(tmp_path / "a.txt")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(StorageError, match="no such folder"), staging(tmp_path / "b" / "c"):
        pass
