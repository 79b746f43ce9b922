"""``newsxlate archive export`` as a user meets it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive_fixtures import articles, command, install
from newsxlate import cli
from newsxlate.archive.store.database import Store
from newsxlate.outputs.stream import FOLDERS, FORMATS, STREAMS

pytestmark = pytest.mark.torch
ARTICLES = 8


@pytest.fixture(scope="module")
def store(marian_hub: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven articles, a copy of one of them, and a file that is none."""
    folder = tmp_path_factory.mktemp("done")
    options = install(marian_hub, tmp_path_factory.mktemp("installed"))
    articles(folder / "articles", ARTICLES)
    (folder / "articles" / "bad.txt").write_bytes(b"\x00\x01\x02")
    assert cli.run(command(options, folder / "articles", folder / "a.sqlite", "-q")[3:]) == 0
    return folder / "a.sqlite"


def export(
    capsys: pytest.CaptureFixture[str], store: Path, format_: str, output: Path, *more: str
) -> tuple[int, str]:
    line = ["archive", "export", "--store", store, "--format", format_, "-o", output, *more]
    line += ["--state", "any"]
    code = cli.run([str(part) for part in line])
    out, err = capsys.readouterr()
    assert out == ""
    return code, err


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_written(
    format_: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    before = store.read_bytes()
    assert export(capsys, store, format_, output) == (0, f"8 articles exported to {output}\n")
    assert store.read_bytes() == before
    # XLIFF has a file for each pair.
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == {"xliff": 2, "xliff2": 2}.get(format_, len(files))
    assert len(files) >= (ARTICLES if format_ in FOLDERS else 1)
    assert all(path.stat().st_size for path in files)
    for path in files:
        if format_ in ("newsml", "xliff", "xliff2", "tmx"):
            ElementTree.parse(path)
        elif format_ == "parquet":
            from pyarrow import parquet

            table = parquet.read_table(path)
            assert (len(table), len(set(table["id"].to_pylist()))) == (2 * ARTICLES, ARTICLES)


def test_copies_are_exported_under_their_own_names(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jsonl"
    assert export(capsys, store, "jsonl", output, "-q") == (0, "")
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [Path(row["name"]).name for row in rows] == [f"{n:03}.txt" for n in range(ARTICLES)]
    assert len({row["id"] for row in rows}) == ARTICLES
    with sqlite3.connect(store) as opened:
        assert opened.execute("SELECT count(*) FROM texts").fetchone() == (ARTICLES - 1,)
    assert rows[6]["translations"] == rows[5]["translations"]
    assert rows[6]["translations"] != rows[4]["translations"]


def test_the_languages_can_be_chosen(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jsonl"
    assert export(capsys, store, "jsonl", output, "--to", "fr,fr")[0] == 0
    rows = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [[made["language"] for made in row["translations"]] for row in rows] == [["fr"]] * 8
    other = tmp_path / "other.jsonl"
    code, err = export(capsys, store, "jsonl", other, "--to", "fr,es")
    assert code == 2
    assert "no translations into es" in err
    assert "It has some into en, fr." in err
    assert not other.exists()


def test_what_cannot_be_exported_is_said_in_a_line(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    code, err = export(capsys, tmp_path / "none.sqlite", "jsonl", output)
    assert code == 1
    assert "there is no archive store" in err
    empty = tmp_path / "empty.sqlite"
    Store(empty, create=True).close()
    code, err = export(capsys, empty, "jsonl", output)
    assert code == 1
    assert "is translated" in err
    text = tmp_path / "text.sqlite"
    text.write_text("no store, but long enough to be looked at " * 20, encoding="utf-8")
    code, err = export(capsys, text, "jsonl", output)
    assert code == 1
    assert "is no archive store" in err
    code, err = export(capsys, store, "docx", output)
    assert code == 2
    assert "'docx' is not one of" in err
    assert not output.exists()


def test_an_output_that_is_in_the_way_stays(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    code, err = export(capsys, store, "markdown", folder)
    assert code == 2
    assert "is there already" in err
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    code, err = export(capsys, store, "jsonl", folder)
    assert (code, "it is a folder" in err) == (1, True), err
    before = store.read_bytes()
    assert export(capsys, store, "jsonl", store)[0] == 2
    assert store.read_bytes() == before
    code, err = export(capsys, store, "jsonl", tmp_path / "missing" / "out.jsonl")
    assert code == 1
    assert not (tmp_path / "missing").exists()


def exported(store: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Export without -o, in a process of its own: streams are what is tested."""
    line = [sys.executable, "-m", "newsxlate", "archive", "export", "--store", str(store)]
    line += ["--state", "any"]
    return subprocess.run([*line, *arguments], capture_output=True, timeout=120)


@pytest.mark.parametrize("format_", STREAMS)
def test_streams_go_to_standard_output(
    format_: str, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = exported(store, "--format", format_, "--to", "fr")
    assert (done.returncode, done.stderr) == (0, b"8 articles exported to standard output\n")
    if format_ == "jsonl":
        assert [json.loads(line)["name"] for line in done.stdout.splitlines()]
    else:
        ElementTree.fromstring(done.stdout)
    output = tmp_path / "out"
    export(capsys, store, format_, output, "--to", "fr")
    # The time of writing differs in NewsML-G2 and TMX.
    assert len(done.stdout) == output.stat().st_size
    if format_ in ("jsonl", "xliff", "xliff2"):
        assert done.stdout == output.read_bytes()


@pytest.mark.parametrize("format_", [name for name in FORMATS if name not in STREAMS])
def test_what_is_no_stream_needs_a_name(
    format_: str, store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for more in ([], ["-o", "-"]):
        line = ["archive", "export", "--store", str(store), "--format", format_, *more]
        assert cli.run(line) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert "with -o" in err
    assert not Path("-").exists()


@pytest.mark.parametrize("format_", ["xliff", "xliff2"])
def test_several_pairs_of_languages_need_a_name(
    format_: str, store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["archive", "export", "--store", str(store), "--format", format_]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "a file for each pair of languages" in err
    assert "-o" in err


@pytest.mark.parametrize("format_", STREAMS)
def test_whoever_has_read_enough_may_go(format_: str, store: Path) -> None:
    command = (
        f"{sys.executable} -m newsxlate archive export --store {store} --format {format_} --to en"
        " --state any"
    )
    line = f"set -o pipefail; {command} -q | head -c 10 >/dev/null"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
