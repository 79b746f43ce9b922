"""What a command is given is read in time, or not at all."""

import signal
import threading
import time
from pathlib import Path

import pytest

from newsxlate import opening
from newsxlate.errors import InputError
from newsxlate.inputs import single

TEXT = "Der Gemeinderat tagt am Montag im Rathaus. Beraten wird der Haushalt der Stadt."


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article that takes a minute to be read, by something that catches errors."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")

    def sleep(*_: object, **__: object) -> None:
        try:
            time.sleep(60)
        except Exception:
            time.sleep(60)

    monkeypatch.setattr(single.article, "read", sleep)
    return path


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timers")
def test_what_takes_too_long_is_ended_with_a_clear_line(slow: Path) -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match=r"reading .*a\.txt took longer than 0\.2 sec") as caught:
        opening.open_input(slow, time_limit=0.2)
    assert time.monotonic() - started < 10
    assert "--time-limit" in caught.value.hint


def test_what_is_read_in_time_leaves_no_timer_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    for limit in (0.0, 30.0):
        assert opening.open_input(path, time_limit=limit).article.text == TEXT
    assert opening._can_be_timed()


def test_another_thread_reads_without_a_timer(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(opening.open_input(path).article.text))
    reader.start()
    reader.join()
    assert found == [TEXT]
