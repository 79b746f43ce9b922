"""From the desk to the exports: what editors did in a store is what is said of its texts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from newsxlate.article import SentenceRef
from newsxlate.outputs.stream import FORMATS, Record, evidence, export, ninjs
from newsxlate.review.desk import Desk, Editor, Place, fingerprint, prepare, records
from newsxlate.signoff import Part, State
from review_samples import COPIED, KIM, NUMBER, documents, make_store
from test_outputs_news import VALIDATOR

ANA = Editor("Ana <Ortiz> & Söhne", authenticated=True)
GOOD = "“Russia has waged a sacred struggle,” said Kim."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which the English of an article was mended and approved."""
    path = make_store(tmp_path_factory.mktemp("desk") / "out.sqlite", documents(2))
    prepare(path)
    with Desk(path) as desk:
        sheet = desk.edit(Place(KIM, "en", *COPIED), GOOD, seen=0, editor=ANA)
        wrong = sheet.rows[SentenceRef(*NUMBER)].text
        right = wrong.replace("12 days", "two days")
        sheet = desk.edit(Place(KIM, "en", *NUMBER), right, seen=0, editor=ANA)
        for one in sheet.findings:
            sheet = desk.dismiss(KIM, "en", Part.TRANSLATION, one.key, "it is right", editor=ANA)
        desk.approve(
            KIM,
            "en",
            Part.TRANSLATION,
            seen=fingerprint(sheet),
            editor=ANA,
            note="Read",
            responsible=True,
        )
    return path


@pytest.fixture(scope="module")
def kim(store: Path) -> Record:
    (found,) = records(store, ids=[KIM])
    return found


def test_what_was_approved_at_the_desk_may_go_out(kim: Record):
    for language, status in (("en", "usable"), ("fr", "withheld")):
        made = ninjs.item(kim, kim.result.translation(language), "2026-12-01T00:00:00+00:00")
        assert [error.message for error in VALIDATOR.iter_errors(made)] == []
        assert made["pubstatus"] == status
    made = ninjs.item(kim, kim.result.translation("en"), "2026-12-01T00:00:00+00:00")
    assert made["digitalsourcetype"]["uri"].endswith("/compositeSynthetic")
    assert f"editorial responsibility: {ANA.name}; logged in; note: Read" in made["ednote"]
    assert "descriptions" not in made  # nobody has approved the summary


def test_the_record_of_what_the_desk_knows_is_whole(kim: Record):
    data = json.loads(evidence.text(evidence.item(kim)))
    jsonschema.Draft202012Validator(evidence.schema()).validate(data)
    parts = {(part["language"], part["part"]): part for part in data["parts"]}
    english = parts["en", "translation"]
    assert english["review"]["editorial_responsibility"] == ANA.name
    assert english["review"]["state"] == "approved"
    assert english["edited"] == 2
    for name in ("source", "machine", "final"):
        text = "\n".join(row[name] for row in english["sentences"])
        assert english["hashes"][name] == hashlib.sha256(text.encode()).hexdigest()
        assert english["review"][f"{name}_hash"] == english["hashes"][name]
    settled = {(row["code"], row["settled"]) for row in english["findings"]}
    assert ("N303", "mended") in settled
    assert {row["settled"] for row in english["findings"]} <= {"mended", "dismissed"}
    assert {(row["state"], row["singly"]) for row in english["sentences"]} == {
        ("accepted", False), ("edited", True),
    }  # fmt: skip
    assert parts["fr", "translation"]["review"]["state"] == "machine"
    assert parts["en", "summary"]["statement"] == "Machine-made summary, not reviewed"


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_takes_what_the_desk_gives(tmp_path: Path, store: Path, format: str):
    assert export(records(store), format, tmp_path / "out", languages=["en"]) == 2


def test_only_what_was_approved_can_be_exported(tmp_path: Path, store: Path):
    approved = records(store, states=[State.APPROVED])
    assert export(approved, "xliff2", tmp_path / "out.xlf") == 1
    (file,) = etree.parse(tmp_path / "out.xlf").getroot()
    assert file.get("original") == KIM
    assert {each.get("state") for each in file.iter("{*}segment")} == {"final"}
    assert {each.get("revPerson") for each in file.iter("{*}provenanceRecord")} == {ANA.name, None}
