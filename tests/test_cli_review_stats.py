"""``newsxlate review stats``, and the same on the report's page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsxlate import cli
from newsxlate.archive.store.migrations import MIGRATIONS
from newsxlate.review.desk import Desk, Editor, Place, fingerprint
from newsxlate.signoff import Part
from newsxlate.text.chrf import chrf
from review_stores import SCHOOL, store

ANA, BEN = Editor("Ana"), Editor("<b>Ben</b>")
RIGHT = "The work will cost 240 euros, according to the administration."
WRONG = SCHOOL[2][1]
FINE = (SCHOOL[0], SCHOOL[1], SCHOOL[3], ("Das ist alles.", "That is all."))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ "mended" is edited and approved, "dismissed" is dismissed, "fine" approved as it was."""
    more = ("Es war die dritte Sitzung.", "It was the third meeting.")
    documents = {
        "mended": SCHOOL,
        "dismissed": (*SCHOOL[:3], more),
        "fine": FINE,
        "open": (*SCHOOL[:2], SCHOOL[3], ("Es waren 12 Stimmen.", "It was 13 votes.")),
        "unread": (*SCHOOL[2:], SCHOOL[1]),
    }
    path = store(tmp_path_factory.mktemp("reviewed") / "a.sqlite", documents)
    with Desk(path) as desk:
        desk.edit(Place("mended", "en", 2, 0), RIGHT, seen=0, editor=ANA)
        approve(desk, "mended", ANA)
        (found,) = desk.sheet("dismissed", "en").open_errors
        desk.dismiss("dismissed", "en", Part.TRANSLATION, found.key, "a joke", editor=BEN)
        desk.accept(Place("dismissed", "en", 0, 0), seen=0, editor=BEN)
        approve(desk, "fine", BEN)
        desk.accept(Place("open", "en", 0, 0), seen=0, editor=ANA)
    return path


def approve(desk: Desk, document: str, editor: Editor) -> None:
    sheet = desk.sheet(document, "en")
    desk.approve(
        document, "en", Part.TRANSLATION, seen=fingerprint(sheet), editor=editor, responsible=True
    )


def counted(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert cli.run(["review", "stats", str(path), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_was_changed_is_counted(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = counted(path, capsys)
    assert (counts["translations"], counts["reviewed"]) == (5, 4)
    (english,) = counts["languages"]
    assert (english["language"], english["part"]) == ("en", "translation")
    assert (english["parts"], english["approved"], english["approved_unchanged"]) == (4, 2, 1)
    assert english["share_unchanged"] == 0.5
    # Four of each that was approved, one of which was edited, and two that were accepted.
    assert (english["sentences"], english["edited"]) == (10, 1)
    assert english["chrf"] == round(chrf([(WRONG, RIGHT)]) or 0, 1)
    assert 80 < english["chrf"] < 100
    (model,) = counts["models"]
    assert (model["model"], model["language"], model["edited"]) == ("fake", "en", 1)
    editors = {row["name"]: row for row in counts["editors"]}
    assert set(editors) == {"Ana", "<b>Ben</b>"}
    assert (editors["Ana"]["approved"], editors["Ana"]["edited"]) == (1, 1)
    assert (editors["<b>Ben</b>"]["approved_unchanged"], editors["<b>Ben</b>"]["chrf"]) == (1, None)


def test_a_finding_was_right_dismissed_or_is_open(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = counted(path, capsys)
    codes = {row["code"]: row for row in counts["codes"]}
    row = codes["N303"]
    assert (row["right"], row["dismissed"], row["open"], row["share_right"]) == (1, 1, 1, 0.5)
    assert row["name"] == "number-changed"
    editors = {row["name"]: row for row in counts["editors"]}
    assert (editors["Ana"]["right"], editors["Ana"]["dismissed"]) == (1, 0)
    assert (editors["<b>Ben</b>"]["right"], editors["<b>Ben</b>"]["dismissed"]) == (0, 1)
    assert counts["models"][0]["right"] == sum(row["right"] for row in codes.values())


def test_a_finding_that_another_took_the_place_of_was_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = store(tmp_path / "a.sqlite", {"a": SCHOOL})
    with Desk(path) as desk:
        desk.edit(Place("a", "en", 2, 0), WRONG.replace("340", "350"), seen=0, editor=ANA)
    (row,) = counted(path, capsys)["codes"]
    assert (row["code"], row["right"], row["open"]) == ("N303", 1, 0)
    with Desk(path) as desk:
        desk.edit(Place("a", "en", 2, 0), f"{WRONG} Indeed.", seen=1, editor=ANA)
    (row,) = [r for r in counted(path, capsys)["codes"] if r["code"] == "N303"]
    assert (row["right"], row["open"]) == (0, 1)


def test_the_tables_say_it_to_people(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["review", "stats", str(path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("4 of 5 translations have a review\n")
    (line,) = re.findall(r"^  en +translation .*$", out, re.MULTILINE)
    assert re.split(r" {2,}", line.strip())[2:-1] == ["4", "2", "50 %", "10", "10 %"]
    assert re.search(r"^  N303  number-changed +1 +1 +1 +50 %$", out, re.MULTILINE)


def test_the_page_has_them_too_and_no_mark_up_of_names(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "report.html"
    before = path.read_bytes()
    assert cli.run(["archive", "report", "--store", str(path), "-o", str(output)]) == 0
    assert path.read_bytes() == before
    page = output.read_text(encoding="utf-8")
    assert "<h3>Findings by code</h3>" in page
    assert "<td>&lt;b&gt;Ben&lt;/b&gt;</td>" in page
    assert "<b>Ben" not in page
    assert "<script" not in page


def test_of_what_nobody_has_reviewed_all_is_nought(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, migrations in enumerate((MIGRATIONS, MIGRATIONS[:2])):
        path = store(tmp_path / f"{number}.sqlite", {"a": SCHOOL}, migrations=migrations)
        counts = counted(path, capsys)
        assert (counts["translations"], counts["reviewed"], counts["codes"]) == (1, 0, [])
        assert cli.run(["review", "stats", str(path)]) == 0
        assert capsys.readouterr().out == "0 of 1 translations have a review\n"
    assert cli.run(["review", "stats", str(tmp_path / "none.sqlite")]) == 1
    assert "there is no archive store" in capsys.readouterr().err
