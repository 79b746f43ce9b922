"""A story goes out to a CAT tool, comes back, is signed off, and goes to the newsroom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsxlate import cli
from newsxlate.article import SentenceRef
from newsxlate.review.desk import Desk
from newsxlate.signoff import SentenceState, State
from review_stores import SCHOOL, store

SCHEMA = Path(__file__).parent / "data" / "ninjs" / "ninjs-schema_2.2.json"
RIGHT = "The work will cost 240 euros, “according to the administration”."


def run(capsys: pytest.CaptureFixture[str], *line: object) -> str:
    code = cli.run([str(part) for part in line])
    err = capsys.readouterr().err
    assert code == 0, err
    return err


def edit(file: Path, format_: str) -> None:
    """Do what a translator does, with somebody else's reader and writer of XLIFF."""
    from translate.storage import xliff, xliff2

    kind: Any = xliff.xlifffile if format_ == "xliff" else xliff2.Xliff2File
    opened = kind.parsefile(str(file))
    units = [unit for unit in opened.units if unit.source]
    assert [unit.source for unit in units] == [pair[0] for pair in SCHOOL]
    units[2].target = RIGHT
    opened.save()
    assert RIGHT in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("format_", ["xliff", "xliff2"])
def test_round_trip(format_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import jsonschema

    path = store(tmp_path / "out.sqlite", {"news/school.html": SCHOOL})
    file, wire = tmp_path / "out.xlf", tmp_path / "wire"
    run(capsys, "archive", "export", "--store", path, "--format", format_, "-o", file)
    edit(file, format_)
    said = run(capsys, "archive", "import", file, "--store", path, "--by", "Ana Weber")
    assert "1 sentence edited" in said
    assert "0 left out" in said
    with Desk(path) as desk:
        sheet = desk.sheet("news/school.html", "en")
    assert (sheet.review.state, sheet.open_errors) == (State.IN_REVIEW, ())
    row = sheet.rows[SentenceRef(2, 0)]
    assert (row.text, row.review and row.review.state) == (RIGHT, SentenceState.EDITED)

    approve = ("review", "approve", path, "news/school.html", "--by", "Ben", "--responsible")
    run(capsys, *approve)
    run(capsys, "archive", "export", "--store", path, "--format", "ninjs", "-o", wire)
    (made,) = wire.rglob("*.json")
    item = json.loads(made.read_text(encoding="utf-8"))
    jsonschema.validate(item, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert item["pubstatus"] == "usable"
    (body,) = item["bodies"]
    assert RIGHT in body["value"]
    assert SCHOOL[2][1] not in body["value"]
    assert {"Ana Weber", "Ben"} <= {source["name"] for source in item["infosources"]}
    run(capsys, "review", "verify", path)
