"""The command in bad company: Ctrl-C at any time, closed streams, names that command terminals."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from newsxlate import cli
from newsxlate.cli import output
from newsxlate.cli.escaping import escaped, escaping
from newsxlate.errors import InputError

ARTICLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"

INTERRUPTED = """
import hashlib, os, signal, sys, threading, time
from newsxlate.cli import process
process.prepare()
if sys.argv[1] == "while it is loaded":
    os.kill(os.getpid(), signal.SIGINT)
process.begin()
try:
    if sys.argv[1] == "in a finaliser":
        class Finalised:
            def __del__(self):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(60)
        Finalised()
    if sys.argv[1] == "in a library":
        # One call that Python does not interrupt.
        process._PATIENCE = 0.1
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)
    if sys.argv[1] == "at work":
        os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
except KeyboardInterrupt:
    sys.exit("in good order")
"""


@pytest.mark.parametrize(
    ("when", "code", "said"),
    [
        ("while it is loaded", 130, "newsxlate: stopped; nothing was written\n"),
        ("in a library", 130, "newsxlate: stopped; nothing was written\n"),
        ("at work", 1, "in good order\n"),
        ("in a finaliser", 1, "in good order\n"),
    ],
)
def test_ctrl_c_leaves_no_traceback(when: str, code: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, when], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (code, said)


def test_closed_streams_end_in_a_line_where_they_matter(tmp_path: Path) -> None:
    """Each with what it exits with; what is printed is the last line, if standard error is open."""
    run, out = f"{sys.executable} -m newsxlate", tmp_path / "out.txt"
    article = shlex.quote(str(ARTICLE))
    lines = [
        f"{run} segment {article} 2>&- >/dev/null; echo $?",
        f"{run} segment none.txt 2>&-; echo $?",
        f"{run} explain >&- 2>/dev/null; echo $?",
        f"{run} segment - <&- 2>/dev/null; echo $?",
        f"{run} segment {article} -o {out} <&- >&- 2>&-; echo $?",
        f"{run} explain 2>&1 >/dev/full; echo $?",
    ]
    done = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True)
    *codes, said, hint, last = done.stdout.splitlines()
    assert (codes, last) == (["0", "1", "1", "1", "0"], "1")
    assert said.endswith("No space left on device")
    assert hint.startswith("  ")
    assert done.stderr == ""
    assert out.read_text(encoding="utf-8").startswith("source ")


def test_what_comes_from_outside_commands_no_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a\x1b[31m\x1b]0;title\x07\x9b2J\u202e.txt"
    code = cli.run(["segment", str(path)])
    shown = str(tmp_path / "a\\u001b[31m\\u001b]0;title\\u0007\\u009b2J\\u202e.txt")
    assert (code, capfd.readouterr().err.splitlines()[0]) == (
        1,
        f"newsxlate: there is no file {shown}",
    )
    path.write_text("Der Rat tagte am Montag.\n", encoding="utf-8")
    assert cli.run(["segment", str(path), "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out)
    for arguments in (["names", "variants", "A\x1b[1m", "B\x9b"], ["models", "\x1b]0;x\x07"]):
        cli.run(arguments)
        out, err = capfd.readouterr()
        assert out + err == escaped(out + err)


def test_on_a_terminal_results_command_nothing_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe they are what they are."""
    for terminal, shown in ((True, "K\u00f6ln\\u001b[2J\n"), (False, "K\u00f6ln\x1b[2J\n")):
        stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr(stream, "isatty", lambda there=terminal: there)
        monkeypatch.setattr(sys, "stdout", stream)
        with escaping():
            output.deliver("Köln\x1b[2J\n", None)
        assert stream.buffer.getvalue().decode() == shown  # type: ignore[attr-defined]


def test_errors_of_others_are_one_line_without_control_characters(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise InputError("it says\r\n\x1b[2Jgone", hint="look\x07")

    monkeypatch.setattr("newsxlate.pipeline.Pipeline.read", fail)
    assert cli.run(["segment", str(ARTICLE)]) == 1
    assert capfd.readouterr().err == "newsxlate: it says \\u001b[2Jgone\n  look\\u0007\n"


def test_json_stays_the_same() -> None:
    value = {"id": "a\x7f\x9b\u202e\u2028", "title": "Köln – „Dom“ \u05d0\u200f"}
    text = json.dumps(value, ensure_ascii=False)
    assert escaped(text) != text
    assert json.loads(escaped(text)) == value
    assert escaped("a\tb\nc", one_line=True) == "a\\u0009b\\u000ac"


class Broken(io.StringIO):
    """A stream whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_without_a_reader_of_messages_the_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", Broken())
    assert cli.run(["segment", "none.txt"]) == 1
    out = tmp_path / "out.txt"
    assert cli.run(["segment", str(ARTICLE), "-o", str(out)]) == 0
    assert out.is_file()


@pytest.mark.parametrize(
    ("encoding", "shown"), [("ascii", "Bürger – €"), ("iso8859-1", "Bürger ? ?")]
)
def test_any_encoding_of_a_terminal_will_do(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    with escaping():
        click.echo("Bürger – €\x9b")
    stream.flush()
    assert stream.buffer.getvalue().decode(stream.encoding) == f"{shown}\\u009b\n"  # type: ignore[attr-defined]
