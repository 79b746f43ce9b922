"""kill -9 at any moment: nothing that was stored is lost, repeated or changed."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from archive_fixtures import articles, command, dump, go, install

KILLS = 20

pytestmark = pytest.mark.torch


def stored(path: Path) -> int:
    """Documents in a store, which may not have been made yet."""
    if not path.exists():
        return 0
    with sqlite3.connect(path, timeout=30) as store:
        if not store.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return 0
        count: int = store.execute("SELECT count(*) FROM documents").fetchone()[0]
        return count


def test_a_run_killed_at_twenty_random_points_ends_like_one_that_was_not(
    marian_hub: Path, tmp_path: Path
) -> None:
    kill_at_random_points(marian_hub, tmp_path, seed=5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_a_run_killed_at_two_hundred_other_points_does_so_too(
    marian_hub: Path, tmp_path: Path, seed: int
) -> None:
    kill_at_random_points(marian_hub, tmp_path, seed)


def kill_at_random_points(marian_hub: Path, tmp_path: Path, seed: int) -> None:
    """Kill a run again and again, let it end, and compare it with one that was left alone."""
    options = install(marian_hub, tmp_path)
    archive = tmp_path / "articles"
    articles(archive, 90)
    (archive / "017.txt").write_bytes(b"\x00\x01\x02 binary")
    (archive / "040.html").write_bytes(b"<html><body><p>" + b"<div>" * 5000)
    whole, broken = tmp_path / "whole.sqlite", tmp_path / "broken.sqlite"
    window = ("--window", "2")
    assert go(*command(options, archive, whole, *window)).returncode == 0
    chance = random.Random(seed)
    points, killed_at_work = [], 0
    line = command(options, archive, broken, "--log-json", "-", *window)
    for _ in range(KILLS):
        before = stored(broken)
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert process.stdout
        # Some are killed while they start, the others a moment after some window was stored.
        windows = chance.randrange(4)
        for _ in range(windows):
            process.stdout.readline()
        time.sleep(chance.random() * (0.05 if windows else 1.5))
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, "it had come to its end already"
        process.stdout.close()
        after = stored(broken)
        assert after >= before
        killed_at_work += after > before
        points.append(after)
    assert killed_at_work >= KILLS // 2
    assert points[-1] < stored(whole), "the last kill has to leave something to do"
    assert go(*command(options, archive, broken, *window)).returncode == 0
    assert dump(broken) == dump(whole)
    with sqlite3.connect(broken) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        attempts = store.execute("SELECT DISTINCT attempts FROM documents").fetchall()
    assert attempts == [(1,)], "nothing that was stored may be done again"
