"""Worker processes: what they answer, how they die, and that none is left."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsxlate.archive.workers.pool import LostError, WorkerPool
from newsxlate.errors import InputError


def namer() -> Callable[[object], int]:
    """Says which process it is."""
    return lambda task: os.getpid()


def meeting() -> Callable[[object], int]:
    """Says which process it is, once two tasks have met in it."""
    barrier = threading.Barrier(2, timeout=30)

    def meet(task: object) -> int:
        barrier.wait()
        return os.getpid()

    return meet


def evaluator() -> Callable[[str], object]:
    """Answers with what an expression gives."""
    return eval


def unable() -> Callable[[object], object]:
    """Cannot begin, and leaves a thread that would keep its process."""
    threading.Thread(target=time.sleep, args=(60,)).start()
    raise InputError("there is nothing to begin with")


def nested() -> Callable[[str], object]:
    """Has a crew of its own, which it does not close."""
    pool = WorkerPool(evaluator, [()])
    return lambda task: pool.submit(task).result(60)


def test_a_crew_that_is_closed_leaves_no_process() -> None:
    pool = WorkerPool(namer, [()])
    process = pool.submit("who").result(60)
    pool.close()
    # One that is dead but not waited for is there still, and what it took is not counted.
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(RuntimeError):
        pool.submit("who")


def test_a_process_works_on_several_tasks_at_once() -> None:
    pool = WorkerPool(meeting, [(), ()], at_once=2)
    try:
        answers = [future.result(60) for future in [pool.submit("meet") for _ in range(4)]]
    finally:
        pool.close()
    assert len(set(answers)) == 2


def test_what_cannot_be_sent_back_is_an_error_of_its_task() -> None:
    pool = WorkerPool(evaluator, [()], at_once=2)
    try:
        tasks = [pool.submit(text) for text in ("lambda: 0", "1 / 0", "2 + 2", "lambda: 1")]
        with pytest.raises(Exception, match="pickle"):
            tasks[0].result(60)
        with pytest.raises(ZeroDivisionError):
            tasks[1].result(60)
        assert tasks[2].result(60) == 4
        with pytest.raises(Exception, match="pickle"):
            tasks[3].result(60)
    finally:
        pool.close()


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_process_that_cannot_begin_says_why_to_all_and_is_ended(at_once: int) -> None:
    pool = WorkerPool(unable, [()], at_once=at_once)
    for task in [pool.submit("anything") for _ in range(2)]:
        with pytest.raises((InputError, LostError)):
            task.result(60)
    begun = time.monotonic()
    pool.close()
    assert time.monotonic() - begun < 10


def test_a_death_is_said_and_the_next_task_has_a_new_process() -> None:
    pool = WorkerPool(nested, [()])
    try:
        assert pool.submit("2 + 2").result(60) == 4
        with pytest.raises(LostError, match="exit code 7"):
            pool.submit("__import__('os')._exit(7)").result(60)
        assert pool.submit("2 + 3").result(60) == 5
    finally:
        pool.close()


SCRIPT = """
import tempfile
kept = tempfile.TemporaryDirectory()
from test_archive_pool import WorkerPool, nested
if __name__ == "__main__":
    crew = WorkerPool(nested, [()])
    print(crew.submit("2 + 2").result(60))
"""


def test_a_crew_that_nobody_closes_does_not_keep_its_process(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "4\n"), done.stderr
