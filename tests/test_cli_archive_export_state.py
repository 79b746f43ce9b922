"""``newsxlate archive export``: what was approved, what is named, and what is new."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from newsxlate import cli
from newsxlate.archive.store.migrations import MIGRATIONS
from newsxlate.review.desk import Desk, Editor, Place, fingerprint
from newsxlate.signoff import Part
from review_stores import SCHOOL, store

ANA = Editor("Ana")
RIGHT = "The work will cost 240 euros, according to the administration."
OTHER = (*SCHOOL[:2], SCHOOL[3], ("Das ist alles.", "That is all."))
HELD = (*SCHOOL[:2], SCHOOL[3], ("Mehr gibt es nicht.", "There is no more."))
LATER = "2090-01-01T00:00:00+00:00"
NOW = "{http://iptc.org/std/nar/2006-10-01/}pubStatus"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """ "read" and "held" are approved in English, "unread" is not, and nothing in French."""
    path = store(
        tmp_path / "a.sqlite",
        {"read": SCHOOL, "unread": OTHER, "held": HELD},
        about={"held": {"embargoed": LATER}},
        targets=("en", "fr"),
    )
    with Desk(path) as desk:
        desk.edit(Place("read", "en", 2, 0), RIGHT, seen=0, editor=ANA)
        for document in ("read", "held"):
            seen = fingerprint(desk.sheet(document, "en"))
            desk.approve(document, "en", Part.TRANSLATION, seen=seen, editor=ANA)
    return path


def export(
    capsys: pytest.CaptureFixture[str], path: Path, format_: str, *more: str
) -> tuple[int, str, Path]:
    output = path.parent / f"out.{format_}"
    line = ["archive", "export", "--store", str(path), "--format", format_, "-o", str(output)]
    code = cli.run([*line, *more])
    out, err = capsys.readouterr()
    assert out == ""
    return code, err, output


def statuses(folder: Path) -> dict[str, str]:
    """The publication status of each file of ninjs, by language and title's document."""
    found = {}
    for file in sorted(folder.rglob("*.json")):
        item = json.loads(file.read_text(encoding="utf-8"))
        found[f"{item['language']} {file.stem.rpartition('-')[0]}"] = item["pubstatus"]
    return found


def test_ninjs_has_by_default_what_was_approved_and_says_what_it_leaves_out(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err, output = export(capsys, path, "ninjs")
    assert code == 0
    assert err.splitlines() == [
        f"2 articles exported to {output}",
        "4 translations left out, since nobody has approved them.",
        f"  `newsxlate review {path}` is where they are read and approved; `--state any` exports"
        " them, as withheld.",
        f"1 document of {path} is still under embargo",
    ]
    assert statuses(output) == {"en read": "usable", "en held": "withheld"}
    text = next(output.rglob("*read*.json")).read_text(encoding="utf-8")
    assert RIGHT in text
    assert SCHOOL[2][1] not in text


def test_with_any_state_the_rest_is_withheld(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err, output = export(capsys, path, "ninjs", "--state", "any", "--to", "en")
    assert code == 0
    assert "left out" not in err
    assert statuses(output) == {
        "en read": "usable", "en unread": "withheld", "en held": "withheld"
    }  # fmt: skip


def test_newsml_does_the_same(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more, expected in (((), ["usable", "withheld"]), (("--state", "any"), 6)):
        code, _, output = export(capsys, path, "newsml", *more)
        found = [
            element.attrib["qcode"].partition(":")[2]
            for element in ElementTree.parse(output).iter(NOW)
        ]
        assert code == 0
        if isinstance(expected, int):
            assert (len(found), found.count("usable")) == (expected, 1)
        else:
            assert found == expected


def test_other_formats_have_everything_unless_they_are_told(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(lines(export(capsys, path, "jsonl"))) == 3
    rows = lines(export(capsys, path, "jsonl", "--state", "approved"))
    assert [(row["id"], [made["language"] for made in row["translations"]]) for row in rows] == [
        ("read", ["en"]), ("held", ["en"])
    ]  # fmt: skip


def lines(done: tuple[int, str, Path]) -> list[dict[str, object]]:
    code, _, output = done
    assert code == 0
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def test_an_edit_after_the_approval_takes_it_back(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk(path) as desk:
        row = desk.sheet("read", "en").rows[Place("read", "en", 1, 0).ref]
        desk.edit(Place("read", "en", 1, 0), "They did.", seen=row.version, editor=ANA)
    assert statuses(export(capsys, path, "ninjs")[2]) == {"en held": "withheld"}


@pytest.mark.parametrize("format_", ["ninjs", "newsml"])
def test_if_nothing_is_approved_nothing_is_written(
    format_: str, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = store(tmp_path / "b.sqlite", {"a": SCHOOL}, migrations=MIGRATIONS[:2])
    for place, more in ((path, ("--to", "fr")), (other, ())):
        code, err, output = export(capsys, place, format_, *more)
        assert code == 1
        assert f"newsxlate: nobody has approved any of these translations of {place}" in err
        assert "--state any" in err
        assert not output.exists()
    # Of a store of an earlier release, which stays as it is.
    before = other.read_bytes()
    assert export(capsys, other, format_, "--state", "any")[0] == 0
    assert other.read_bytes() == before


def test_documents_can_be_named(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(export(capsys, path, "jsonl", "--id", "held", "--id", "unread"))
    assert [row["id"] for row in rows] == ["unread", "held"]
    code, err, output = export(capsys, path, "xliff", "--id", "read", "--id", "none")
    assert (code, "there is no document 'none'" in err) == (1, True)
    assert not output.exists()
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE documents SET status = 'waiting', text = NULL WHERE id = 'unread'")
        opened.execute("UPDATE documents SET item = 'x', pubstatus = 'canceled' WHERE id = 'held'")
    assert "unread of" in export(capsys, path, "jsonl", "--id", "unread", "-q")[1]
    assert "was withdrawn by its publisher" in export(capsys, path, "jsonl", "--id", "held")[1]


def test_only_what_was_stored_or_changed_since(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(path) as opened:
        opened.execute("UPDATE windows SET stored = stored - 20 * 86400")
        opened.execute("UPDATE reviews SET changed = changed - 10 * 86400")
        opened.execute("DROP TRIGGER audit_is_not_changed")
        opened.execute("UPDATE audit SET time = time - 10 * 86400 WHERE document <> 'held'")
    rows = lines(export(capsys, path, "jsonl", "--since", "2 days"))
    assert [row["id"] for row in rows] == ["held"]
    rows = lines(export(capsys, path, "jsonl", "--since", "2 weeks"))
    assert [row["id"] for row in rows] == ["read", "held"]
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 25 * 86400))
    assert len(lines(export(capsys, path, "jsonl", "--since", day))) == 3
    code, err, output = export(capsys, path, "ninjs", "--since", "5 minutes", "--id", "read")
    assert (code, "was stored or changed since then" in err) == (1, True)
    assert not output.exists()
    # Nothing else that was left out is counted.
    assert "left out" not in export(capsys, path, "ninjs", "--since", "2 days", "--to", "en")[1]


@pytest.mark.parametrize("when", ["yesterday", "2 fortnights", "2026-13-01", ""])
def test_what_is_no_point_in_time_is_refused(
    when: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err, _ = export(capsys, path, "jsonl", "--since", when)
    assert (code, "is no date: write 2026-03-12" in err) == (2, True)


def test_the_shell_completes_ids(path: Path) -> None:
    from test_cli_help import completed

    named = ("archive", "export", "--store", str(path), "--id")
    assert completed(*named, "") == ["read", "unread", "held"]
    assert completed(*named, "un") == ["unread"]
    assert completed("archive", "export", "--store", f"{path}.none", "--id", "") == []
    assert completed("review", "approve", str(path), "h") == ["held"]


def test_what_people_changed_is_checked_by_the_glossary_that_is_named(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("source,target,language\nGemeinderat,municipal council,en\n", encoding="utf-8")
    given = ("--id", "read", "--to", "en", "--state", "any")
    code, _, plain = export(capsys, path, "jsonl", *given)
    assert (code, "municipal council" in plain.read_text(encoding="utf-8")) == (0, False)
    code, _, checked = export(capsys, path, "jsonl", *given, "--glossary", str(terms))
    assert (code, "N533" in checked.read_text(encoding="utf-8")) == (0, True)
    code, err, _ = export(capsys, path, "jsonl", "--glossary", str(tmp_path / "none.csv"))
    assert (code, "none.csv" in err) == (1, True)
