"""The page on a store: what its axes say, and the articles behind each finding."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newsxlate.archive.progress import State
from newsxlate.archive.results import Counts
from newsxlate.archive.store.chart import bars, rate
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.report import Table, page
from newsxlate.cli.archive.progress import describe
from review_stores import SCHOOL, store


def texts(picture: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(picture).iter("text")]


@pytest.mark.parametrize(
    ("rates", "seconds", "up", "along"),
    [
        ((1029.0, 12.0), 337, ["0", "500/s", "1,000/s"], ["0 min", "1 min", "5 min"]),
        ((0.4, 0.2), 3000, ["0", "10/min", "20/min"], ["0 min", "10 min", "50 min"]),
        ((0.004, 0.0), 40_000, ["0", "5/h", "10/h"], ["0 h", "2 h", "10 h"]),
        ((0.0, 0.0), 0.4, ["0", "0.5/s", "1/s"], ["0 s", "0.1 s", "0.4 s"]),
    ],
)
def test_the_axes_say_something_however_slow_a_model_is(
    rates: tuple[float, ...], seconds: float, up: list[str], along: list[str]
) -> None:
    said = texts(bars(rates, seconds, "a run"))
    assert said[: len(up)] == up
    assert set(along) <= set(said[len(up) :])
    assert len(said) <= len(up) + 9


@pytest.mark.parametrize("top", [0.0003, 0.36, 1, 7.3, 99.9, 100, 4321])
def test_bars_take_the_room_there_is_and_have_marks_beside_them(top: float) -> None:
    picture = ElementTree.fromstring(bars([top, top / 2], 60, "a run"))
    first, second = (float(bar.attrib["height"]) for bar in picture.iter("rect"))
    assert first > 120
    assert abs(first - 2 * second) < 0.2
    lines = [line.attrib for line in picture.iter("line")]
    marks = [float(line["y1"]) for line in lines if line["y1"] == line["y2"]]
    # The highest mark is in the upper half, and in the picture.
    assert 10 < min(marks) < max(marks) - 60
    assert 2 <= len(marks) <= 5


@pytest.mark.parametrize(
    ("each_second", "words"),
    [
        (1029.4, "1,029 words a second"),
        (1.0, "1 word a second"),
        (0.4, "24 words a minute"),
        (0.004, "14 words an hour"),
        (0.0, "0 words a second"),
    ],
)
def test_a_rate_is_told_in_the_unit_that_says_something(each_second: float, words: str) -> None:
    assert rate(each_second) == words


def test_the_line_of_progress_does_not_say_that_a_slow_model_does_nothing() -> None:
    counts = Counts(documents=1, words=12)
    line = describe(State(counts=counts, started=State().started - 120))
    assert re.match(r"1 document \(0\.5/min\); 12 words \(6\.0/min\); ", line)


def test_each_code_links_to_the_articles_behind_it(tmp_path: Path) -> None:
    documents = {
        "wrong": SCHOOL,
        "copy": SCHOOL,
        "right": (*SCHOOL[:2], (SCHOOL[2][0].replace("240", "340"), SCHOOL[2][1]), SCHOOL[3]),
    }
    about = {"wrong": {"url": "https://blatt.example/a?b=1&c=2", "title": "Umbau & mehr"}}
    path = store(tmp_path / "a.sqlite", documents, about=about)
    with Store(path, readonly=True) as opened:
        html = page(opened)
    links = re.findall(r'href="#([^"]+)"', html)
    assert links == ["articles-N303"]
    (section,) = re.findall(r'<section id="articles-N303">(.*?)</section>', html, re.DOTALL)
    assert "<code>wrong</code>" in section
    assert '<a href="https://blatt.example/a?b=1&amp;c=2" rel="noopener noreferrer">' in section
    assert ">Umbau &amp; mehr</a>" in section
    with sqlite3.connect(path) as changed:
        changed.execute("UPDATE documents SET title = NULL")
    with Store(path, readonly=True) as opened:
        assert f">{SCHOOL[0][0]}</a>" in page(opened)
    with sqlite3.connect(path) as changed:
        changed.execute("UPDATE texts SET data = x'00'")
    with Store(path, readonly=True) as opened:
        assert ">https://blatt.example/a?b=1&amp;c=2</a>" in page(opened)
    assert "1 more with its text" in section
    assert "right" not in section


def test_the_list_of_articles_is_cut(tmp_path: Path) -> None:
    documents = {}
    for number in range(25):
        pair = (f"Der Bau kostet {100 + number} Euro.", "The building costs 77 euros.")
        documents[f"d{number}"] = (*SCHOOL[:2], SCHOOL[3], pair)
    with Store(store(tmp_path / "a.sqlite", documents), readonly=True) as opened:
        html = page(opened)
    (section,) = re.findall(r'<section id="articles-N303">(.*?)</section>', html, re.DOTALL)
    assert (section.count("<code>"), "and 5 more" in section) == (20, True)


def test_what_comes_from_outside_is_escaped(tmp_path: Path) -> None:
    mean = "<script>alert(1)</script>\"'"
    path = store(
        tmp_path / "a.sqlite",
        {mean: SCHOOL, "js": (*SCHOOL[:3], ("Nein.", "No."))},
        about={
            mean: {"title": mean, "url": f"https://x.example/{mean}"},
            "js": {"url": "javascript:alert(1)"},
        },
    )
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE findings SET severity = ?, language = ?", (mean, mean))
    with Store(path, readonly=True) as opened:
        html = page(opened, review=[Table(mean, (mean,), [(mean,)])])
    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 7
    assert not re.findall(r'href="(?!#|https?://)', html)
    assert "javascript:" not in html
