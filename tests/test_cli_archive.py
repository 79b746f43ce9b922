"""``newsxlate archive`` as a user meets it."""

from __future__ import annotations

import json
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archive_fixtures import articles, command, dump, go, install
from newsxlate import cli
from newsxlate.archive.progress import State, exposition
from newsxlate.archive.results import Counts
from newsxlate.cli.archive.progress import describe
from newsxlate.options import Options

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def options(marian_hub: Path, tmp_path_factory: pytest.TempPathFactory) -> Options:
    return install(marian_hub, tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def done(options: Options, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive, a store, a log and metrics of one run over it."""
    folder = tmp_path_factory.mktemp("done")
    articles(folder / "articles", 8)
    (folder / "articles" / "bad.txt").write_bytes(b"\x00\x01\x02")
    made = go(
        *command(options, folder / "articles", folder / "out.sqlite", "--window", "4"),
        *("--log-json", folder / "log.jsonl", "--metrics", folder / "run.prom", "--strict"),
    )
    assert made.returncode == 3, made.stderr
    assert "failed: " in made.stderr
    assert re.search(r"9 documents \([\d.]+/s\); \d+ words \(\d+/s\); 1 copies", made.stderr)
    return folder


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.run(["archive", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_log_has_every_window_failure_and_the_end(done: Path) -> None:
    events = [json.loads(line) for line in (done / "log.jsonl").read_text().splitlines()]
    assert [e["event"] for e in events if e["event"] != "note"].count("failed") == 1
    windows = [e for e in events if e["event"] == "window"]
    assert sum(e["documents"] for e in windows) == 9
    end = events[-1]
    assert (end["event"], end["outcome"], end["documents"], end["failed"]) == ("end", "done", 9, 1)
    assert end["words_per_second"] > 0


def test_metrics_are_whole_and_well_formed(done: Path) -> None:
    text = (done / "run.prom").read_text()
    assert 'newsxlate_documents_total{result="failed"} 1\n' in text
    assert 'newsxlate_documents_total{result="copied"} 1\n' in text
    assert "newsxlate_running 0\n" in text
    sample = re.compile(r'[a-z_]+(\{[a-z_]+="[^"]*"\})? [\d.]+')
    for line in text.splitlines():
        assert line.startswith("# ") or sample.fullmatch(line), line
    assert "newsxlate_documents_expected 7" in exposition(State(expected=7), running=True)


def test_the_line_of_progress_has_the_time_left_where_eighty_columns_show_it() -> None:
    counts = Counts(
        documents=25, words=9000, findings=Counter({f"N{n}": 5 for n in range(301, 330)})
    )
    state = State(counts=counts, expected=100, started=time.perf_counter() - 60)
    line = describe(state)
    assert "0:03:00 left" in line[:60]
    assert line.startswith("25 documents (0.4/s); 9000 words (150/s); ")
    assert "findings: N301 ×5" in line
    counts.documents = 1
    assert describe(state).startswith("1 document (1.0/min); ")


def test_status_failures_and_retry(done: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = done / "out.sqlite"
    code, out, _ = call(capsys, "status", "--store", store)
    assert code == 0
    assert "8 documents done (1 of them copies), 1 failed, 0 waiting" in out
    _, out, _ = call(capsys, "status", "--store", store, "--json")
    counts = json.loads(out)
    assert counts["translations"] == {"en": 7, "fr": 7}
    assert counts["runs"][0]["outcome"] == "done"
    _, out, _ = call(capsys, "failures", "--store", store, "--json")
    row = json.loads(out)
    assert (row["stage"], row["attempts"]) == ("reading", 1)
    code, _, err = call(capsys, "retry", "--store", store, "nobody")
    assert code == 2
    assert "did not fail" in err
    code, _, err = call(capsys, "retry", "--store", store, row["id"])
    assert (code, err) == (0, "1 to be tried again by the next `newsxlate archive run`\n")
    _, out, _ = call(capsys, "failures", "--store", store)
    assert "waiting for the next run" in out


def test_a_dry_run_says_what_would_be_done(
    done: Path, options: Options, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = command(options, done / "articles", done / "out.sqlite", "--dry-run")[4:]
    before = (done / "out.sqlite").read_bytes()
    code, out, _ = call(capsys, *arguments)
    assert code == 0
    assert re.search(r"^ +8  done$", out, re.M)
    assert (done / "out.sqlite").read_bytes() == before
    arguments = command(options, done / "articles", tmp_path / "none.sqlite", "--dry-run")[4:]
    _, out, _ = call(capsys, *arguments)
    assert re.search(r"^ +9  new$", out, re.M)
    assert not (tmp_path / "none.sqlite").exists()
    (tmp_path / "a.jsonl").write_text('{"text": "Ein Satz."}\n{"text": \n[]\n')
    arguments = command(options, tmp_path / "a.jsonl", tmp_path / "none.sqlite", "--dry-run")[4:]
    _, out, err = call(capsys, *arguments)
    assert re.search(r"^ +1  new$", out, re.M)
    assert re.search(r"^ +2  unreadable$", out, re.M)
    assert re.findall(r"^unreadable: \S*a\.jsonl#(\d): \w+", err, re.M) == ["2", "3"]


def test_the_report_is_one_file_without_scripts(
    done: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.html"
    assert call(capsys, "report", "--store", done / "out.sqlite", "-o", path)[0] == 0
    page = path.read_text()
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert "://" not in page
    (picture,) = re.findall(r"<svg.*?</svg>", page, re.S)
    bars = ElementTree.fromstring(picture).findall("rect")
    assert any(float(bar.attrib["height"]) > 100 for bar in bars)
    assert "bad.txt" in page
    assert page.count("<tr>") > 4
    code, _, err = call(capsys, "report", "--store", done / "out.sqlite", "-o", done / "out.sqlite")
    assert code == 2, err


def test_a_cluster_needs_the_extra_and_says_so(
    done: Path,
    options: Options,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.startswith("newsxlate.archive.ray")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ray", None)
    store = tmp_path / "none.sqlite"
    arguments = command(options, done / "articles", store, "--ray", "local")[4:]
    code, _, err = call(capsys, *arguments)
    assert (code, 'pip install "ray[data]"' in err) == (2, True), err
    assert not store.exists()


def test_names_are_repaired_and_terms_checked_as_in_one_article(
    options: Options, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles(tmp_path / "articles", 3)
    store, terms = tmp_path / "a.sqlite", tmp_path / "terms.csv"
    terms.write_text("term,target,language\nFeuerwehr,fire brigade,en\n", encoding="utf-8")
    line = command(options, tmp_path / "articles", store, "-q")[4:]
    named = (*line, "--fix-names", "--normalize-names", "--glossary", terms)

    def signature() -> str:
        with sqlite3.connect(store) as opened:
            rows = opened.execute(
                "SELECT DISTINCT signature FROM translations JOIN models ON number = model"
                " WHERE language = 'en'"
            )
            ((found,),) = rows.fetchall()
        return str(found)

    assert call(capsys, *line)[0] == 0
    assert "names:fixed" not in signature()
    assert call(capsys, *named)[0] == 0
    for part in ("names:fixed", "names:normalized", "glossary:"):
        assert part in signature()
    before = dump(store)
    assert call(capsys, *named)[0] == 0
    assert dump(store) == before
    terms.write_text("term,target\n", encoding="utf-8")
    code, _, err = call(capsys, *named)
    assert (code, str(terms) in err) == (1, True), err
    assert dump(store) == before


def test_usage_errors_come_before_any_work(
    done: Path, options: Options, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "none.sqlite"
    for more in (("--field", "body"), ("--field", "nothing=x"), ("--format", "docx")):
        code, _, err = call(capsys, *command(options, done / "articles", store, *more)[4:])
        assert code == 2, err
    assert call(capsys, "run", "--store", store)[0] == 2
    assert call(capsys, "status", "--store", store)[0] == 1
    assert not store.exists()


def test_ctrl_c_ends_a_run_soon_and_a_second_one_at_once(options: Options, tmp_path: Path) -> None:
    articles(tmp_path / "articles", 120)
    store, whole = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    line = command(options, tmp_path / "articles", store, "--window", "2", "--log-json", "-")

    def begun() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        return process

    first = begun()
    out, err = first.communicate(timeout=60)
    assert first.returncode == 130
    # What is in hand, and what a second signal does, is said only if something is waited for.
    assert f"to go on: newsxlate {' '.join(line[3:])}" in err
    assert json.loads(out.splitlines()[-1])["outcome"] == "stopped"
    second = begun()
    assert second.stderr
    second.stderr.readline()
    second.send_signal(signal.SIGINT)
    second.communicate(timeout=60)
    assert second.returncode in (130, -signal.SIGINT)
    assert go(*command(options, tmp_path / "articles", store, "--window", "2")).returncode == 0
    assert go(*command(options, tmp_path / "articles", whole, "--window", "2")).returncode == 0
    assert dump(store) == dump(whole)


def test_two_runs_on_one_store_and_a_file_that_may_not_grow(
    options: Options, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles(tmp_path / "articles", 60)
    store = tmp_path / "a.sqlite"
    line = command(options, tmp_path / "articles", store, "--window", "2")
    bounded = go(
        *line,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)),
    )
    assert bounded.returncode == 1
    # What is too large first is a temporary file of whoever reads: no fault of the document.
    assert "File too large" in bounded.stderr
    assert "Check that the disk is not full" in bounded.stderr
    assert call(capsys, "failures", "--store", store)[1] == ""
    first = subprocess.Popen([*line, "--log-json", "-"], stdout=subprocess.PIPE, text=True)
    assert first.stdout
    first.stdout.readline()
    # On a busy machine it might come to its end before the second has begun.
    first.send_signal(signal.SIGSTOP)
    second = go(*line)
    first.send_signal(signal.SIGCONT)
    assert second.returncode == 1
    assert f"another run is at work on {store}" in second.stderr
    first.communicate(timeout=60)
    assert first.returncode == 0
    whole = tmp_path / "b.sqlite"
    assert go(*command(options, tmp_path / "articles", whole, "--window", "2")).returncode == 0
    assert dump(store) == dump(whole)
