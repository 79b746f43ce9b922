"""What exports say of who made a text and who answers for it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import lxml.html
import NewsMLG2
import pytest
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from export_samples import record
from newsxlate import resources
from newsxlate.article import SentenceRef
from newsxlate.embargo import Status, publication
from newsxlate.inputs.bilingual import read
from newsxlate.outputs.article import credit, load, write
from newsxlate.outputs.article import json as article_json
from newsxlate.outputs.stream import Record, evidence, export, ninjs
from newsxlate.outputs.stream.pairs import Stage
from newsxlate.result import ACCEPTED, MEMORY
from newsxlate.signoff import Part, Review, SentenceState, State, digest
from signoff_samples import ANA, BEN, FINE, LEFT, RIGHT, WHEN, WRONG, reviewed
from test_outputs_json import VALIDATOR as ARTICLE
from test_outputs_news import NAR, VALIDATOR, check
from writing_samples import SIGNATURE, kim_result, simple

ITS = "{http://www.w3.org/2005/11/its}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NOW = "2026-12-01T00:00:00+00:00"
ATTACK = '</script><script>alert(1)</script><!-- "&amp; \u2028 \ud800 \x00'


def exported(tmp_path: Path, format: str, *records: Record, **options: object) -> Path:
    tmp_path.mkdir(exist_ok=True)
    output = tmp_path / f"out-{format}"
    export(iter(records), format, output, **options)
    return output


def item(record: Record, language: str = "en") -> dict:
    """A translation as ninjs, which is valid."""
    made = ninjs.item(record, record.result.translation(language), NOW)
    assert [error.message for error in VALIDATOR.iter_errors(made)] == []
    return json.loads(json.dumps(made))


def news_item(tmp_path: Path, record: Record, language: str = "en") -> etree._Element:
    """The same as NewsML-G2, which its reader knows."""
    tree = etree.parse(exported(tmp_path, "newsml", record))
    found = next(
        each
        for each in tree.iter(f"{NAR}newsItem")
        if each.get("guid") == f"urn:newsxlate:{record.token}:{language}"
    )
    check(found, NewsMLG2.NewsMLG2Document(etree.tostring(found)).get_item())
    return found


# What may go out


def test_only_what_a_person_approved_may_go_out():
    now = datetime(2026, 12, 1, tzinfo=UTC)
    assert publication(None, approved=True, now=now) is Status.USABLE
    assert publication(None, approved=False, now=now) is Status.WITHHELD
    assert publication("2719-02-03T06:00:00+01:00", approved=True, now=now) is Status.WITHHELD
    assert publication("2019-02-03T06:00:00+01:00", approved=True, now=now) is Status.USABLE
    assert publication("2019-02-03T06:00:00+01:00", approved=False, now=now) is Status.WITHHELD


@pytest.mark.parametrize("state", list(State))
def test_news_formats_say_whether_it_may_go_out(tmp_path: Path, state: State):
    made = reviewed(state)
    status = "usable" if state is State.APPROVED else "withheld"
    assert item(made)["pubstatus"] == status
    pubstatus = news_item(tmp_path, made).find(f"{NAR}itemMeta/{NAR}pubStatus")
    assert pubstatus.get("qcode") == f"stat:{status}"
    # Nobody has read the French.
    assert item(made, "fr")["pubstatus"] == "withheld"


@pytest.mark.parametrize("format", ["ninjs", "newsml"])
def test_an_article_of_its_own_is_withheld_until_it_is_approved(format: str):
    said = "withheld" if format == "ninjs" else "stat:withheld"
    assert said in write(simple("One."), format)
    approved = Review(language="en", state=State.APPROVED, by=ANA)
    assert "withheld" not in write(simple("One."), format, reviews=[approved])


def test_what_may_go_out_carries_no_summary_that_nobody_has_approved(tmp_path: Path):
    for state, there in ((State.IN_REVIEW, False), (State.APPROVED, True)):
        made = reviewed(summary_state=state)
        assert item(made)["pubstatus"] == "usable"
        assert bool(item(made).get("descriptions")) is there
        assert ("summary is left out" in item(made)["ednote"]) is not there
        found = news_item(tmp_path / state, made)
        assert (found.find(f".//{NAR}description") is not None) is there
    # What is withheld has all there is.
    assert item(reviewed(State.IN_REVIEW, summary_state=State.MACHINE))["descriptions"]


# How it came about


def test_a_text_is_the_machine_s_until_a_person_changes_a_word():
    assert item(reviewed(State.MACHINE, changed=False))["digitalsourcetype"] == {
        "name": "Created using Generative AI",
        "uri": f"{IPTC}trainedAlgorithmicMedia",
    }
    # Reading it makes it no less the machine's.
    read = reviewed(State.APPROVED, changed=False)
    assert item(read)["digitalsourcetype"]["uri"] == f"{IPTC}trainedAlgorithmicMedia"
    changed = item(reviewed(State.IN_REVIEW))["digitalsourcetype"]
    assert changed["uri"] == f"{IPTC}compositeSynthetic"


def test_newsml_says_the_same(tmp_path: Path):
    for changed, concept in ((False, "trainedAlgorithmicMedia"), (True, "compositeSynthetic")):
        found = news_item(tmp_path / concept, reviewed(changed=changed))
        source = found.find(f"{NAR}contentMeta/{NAR}digitalSourceType")
        assert source.get("uri") == IPTC + concept


def test_news_formats_name_who_worked_on_it(tmp_path: Path):
    made = item(reviewed())
    roles = "http://cv.iptc.org/newscodes/contentprodpartyrole/"
    assert [(each["name"], each["role"]) for each in made["infosources"]][1:] == [
        (ANA, f"{roles}editor"),
        (ANA, f"{roles}contentEditor"),
    ]
    assert [genre["literal"] for genre in made["genres"]] == [
        "machine-translation", "human-edited", "human-reviewed",
    ]  # fmt: skip
    found = news_item(tmp_path, reviewed())
    people = found.findall(f"{NAR}contentMeta/{NAR}contributor")
    assert [(each.get("role"), each.findtext(f"{NAR}name")) for each in people[1:]] == [
        ("cpprole:editor", ANA),
        ("cpprole:contentEditor", ANA),
    ]


def test_the_editorial_note_tells_the_review():
    lines = item(reviewed())["ednote"].splitlines()
    assert lines[1] == (
        f"Machine translation, edited, reviewed and approved by {ANA} on 2026-11-30; 2 sentences"
        f" edited; editorial responsibility: {ANA}; logged in; note: Read against dpa"
    )
    assert any(
        f"N101 dismissed by {BEN}" in line and "both spellings are in use" in line for line in lines
    )
    assert not any("N301" in line for line in lines)
    back = item(reviewed(State.SENT_BACK, changed=False, note=""))["ednote"].splitlines()[1]
    assert back == (
        f"Machine translation, sent back by {ANA} on 2026-11-30, not approved; logged in"
    )
    assert "Machine translation, not reviewed" in item(reviewed(), "fr")["ednote"].splitlines()


@pytest.mark.parametrize(
    ("state", "changed", "said"),
    [
        (State.MACHINE, False, "Machine translation, not reviewed"),
        (
            State.IN_REVIEW,
            True,
            f"Machine translation, edited, in review by {ANA} on 2026-11-30, not approved",
        ),
        (
            State.APPROVED,
            False,
            f"Machine translation, reviewed and approved by {ANA} on 2026-11-30",
        ),
    ],
)
def test_every_reader_is_told_in_one_line(tmp_path: Path, state: State, changed: bool, said: str):
    made = reviewed(state, changed=changed)
    page = next(exported(tmp_path, "html", made).glob("kim*.html")).read_text(encoding="utf-8")
    shown = [each.text for each in lxml.html.fromstring(page).find_class("credit")]
    assert shown == [f"English: {said}", "French: Machine translation, not reviewed"]
    folder = exported(tmp_path, "markdown", made)
    (english,) = (folder / "en").glob("*.md")
    assert f"\n*{said}*\n" in english.read_text(encoding="utf-8")
    text = write(made.result, "text", reviews=made.reviews)
    assert f"\n[{said}]\n" in text
    assert said not in write(made.result, "text", reviews=made.reviews, marks=False)


# Linked data


def linked(record: Record) -> list[dict]:
    page = write(record.result, "html", reviews=record.reviews)
    (script,) = lxml.html.fromstring(page).xpath("//script[@type='application/ld+json']")
    made = json.loads(script.text)
    assert made["@context"] == "https://schema.org"
    return made["@graph"]


def test_a_page_says_in_linked_data_how_its_texts_came_about():
    english, french = linked(reviewed())
    assert english["digitalSourceType"] == "https://schema.org/CompositeSyntheticDigitalSource"
    assert english["editor"] == [{"@type": "Person", "name": ANA}]
    assert english["mainEntityOfPage"] == {
        "@type": "WebPage",
        "reviewedBy": {"@type": "Person", "name": ANA},
        "lastReviewed": "2026-11-30",
    }
    assert french["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert (english["inLanguage"], french["inLanguage"]) == ("en", "fr")
    assert not {"editor", "mainEntityOfPage"} & set(french)
    assert french["translationOfWork"]["inLanguage"] == "de"
    assert french["translationOfWork"]["headline"] == kim_result().article.title


def test_nothing_ends_the_script_of_linked_data():
    result = simple(ATTACK, title=ATTACK, byline=ATTACK, published=ATTACK, source=ATTACK)
    review = Review(language="en", state=State.APPROVED, by=ATTACK, at=ATTACK, note=ATTACK)
    page = write(result, "html", reviews=[review])
    assert len(lxml.html.fromstring(page).xpath("//script")) == 2
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert not set(data) & set("<>&\u2028\u2029")
    (work,) = json.loads(data)["@graph"]
    assert work["mainEntityOfPage"]["reviewedBy"]["name"].startswith("</script><script>")


# CAT tools

STAGES = {
    "b6s0": ("signed-off", "reviewed"),
    "b14s0": ("signed-off", "reviewed"),
    "b3s0": ("translated", "translated"),
    "b4s0": ("needs-review-translation", "initial"),
}


def test_states_of_xliff_follow_what_a_person_did(tmp_path: Path):
    made = reviewed(State.IN_REVIEW)
    old = etree.parse(exported(tmp_path, "xliff", made, languages=["en"]))
    new = etree.parse(exported(tmp_path, "xliff2", made, languages=["en"]))
    targets = {
        each.get("id"): (each.get("approved"), each.find("{*}target"))
        for each in old.iter("{*}trans-unit")
    }
    segments = {each.get("id"): each.find("{*}segment") for each in new.iter("{*}unit")}
    for id, (state, newer) in STAGES.items():
        assert targets[id][1].get("state") == state
        assert segments[id].get("state") == newer
        assert targets[id][0] is None
    assert targets["b6s0"][1].text == RIGHT
    assert targets["b6s0"][1].get("state-qualifier") is None
    assert targets["b4s0"][1].get("state-qualifier") == "leveraged-mt"


def test_what_was_approved_is_final_in_xliff(tmp_path: Path):
    made = reviewed()
    old = Xliff1File.parsefile(str(exported(tmp_path, "xliff", made, languages=["en"])))
    assert all(unit.get_state_id() == old.UnitClass.S_SIGNED_OFF for unit in old.units)
    assert all(unit.isapproved() for unit in old.units)
    new = Xliff2File.parsefile(str(exported(tmp_path, "xliff2", made, languages=["en"])))
    assert {unit.xmlelement.get("state") for unit in new.units} == {"final"}
    assert next(unit for unit in new.units if unit.getid() == "b6s0").target == RIGHT


def records_of(root: etree._Element, place: etree._Element) -> list[dict]:
    """The provenance that an element refers to."""
    ref = place.get(f"{ITS}provenanceRecordsRef").removeprefix("#").removeprefix("its=")
    (found,) = (each for each in root.iter(f"{ITS}provenanceRecords") if each.get(XML_ID) == ref)
    return [dict(each.attrib) for each in found]


def test_xliff_says_with_its_who_made_a_translation(tmp_path: Path):
    made = reviewed(State.IN_REVIEW)
    tool = {"tool": SIGNATURE}
    for format, unit in (("xliff", "trans-unit"), ("xliff2", "unit")):
        root = etree.parse(exported(tmp_path, format, made, languages=["en"])).getroot()
        assert root.get(f"{ITS}version") == "2.0"
        places = {each.get("id"): each for each in root.iter(f"{{*}}{unit}")}
        if format == "xliff":
            places = {id: each.find("{*}target") for id, each in places.items()}
            assert records_of(root, places["b4s0"]) == [tool]
        else:
            assert root.get("version") == "2.1"
            assert root[0].get(f"{ITS}tool") == SIGNATURE
            assert places["b4s0"].get(f"{ITS}provenanceRecordsRef") is None
        editor, reader = (records_of(root, places[id]) for id in ("b6s0", "b3s0"))
        assert [row.get("revPerson") for row in editor] == [ANA, None]
        assert editor[0]["revTool"].startswith("newsxlate ")
        assert [row.get("revPerson") for row in reader] == [BEN, None]
        assert editor[1] == reader[1] == tool
        # No model had translated it.
        assert records_of(root, places["b14s0"]) == [{"person": ANA}]
        ids = [each.get(XML_ID) for each in root.iter(f"{ITS}provenanceRecords")]
        assert len(set(ids)) == len(ids)


def test_who_approved_is_in_the_provenance_of_every_sentence(tmp_path: Path):
    root = etree.parse(exported(tmp_path, "xliff2", reviewed(), languages=["en"])).getroot()
    for unit in root.iter("{*}unit"):
        assert records_of(root, unit)[0].get("revPerson", unit.get("id")) in (ANA, "b14s0")
    # Other namespaces' elements come first in a file, then notes, then groups.
    order = [etree.QName(child).localname for child in root[0]]
    assert order == sorted(order, key=("provenanceRecords", "notes", "group").index)
    assert order.count("provenanceRecords") == 3
    assert root.nsmap["its"] == ITS.strip("{}")
    assert {prefix for each in root.iter() for prefix in each.nsmap} == {None, "its"}


def test_xliff_of_several_documents_has_no_id_twice(tmp_path: Path):
    records = [replace(reviewed(), id=f"document{number}") for number in range(3)]
    root = etree.parse(exported(tmp_path, "xliff", *records, languages=["en"])).getroot()
    ids = [each.get(XML_ID) for each in root.iter(f"{ITS}provenanceRecords")]
    assert len(set(ids)) == len(ids) == 3 * 3


@pytest.mark.parametrize("id", ["kim00000", "wire/ä b.html", "\x00odd", ""])
def test_files_for_translators_carry_the_id_of_the_document(tmp_path: Path, id: str):
    made = record(simple("One."), id)
    expected = id if id in ("kim00000", "wire/ä b.html") else made.token
    for format in ("xliff", "xliff2"):
        (file,) = etree.parse(exported(tmp_path, format, made)).getroot()
        assert file.get("original") == expected
        units = list(file.iter("{*}trans-unit", "{*}unit"))
        assert [unit.get("id") for unit in units] == ["b0s0"]
    (unit,) = etree.parse(exported(tmp_path, "tmx", made)).getroot().iter("tu")
    assert unit.findtext("prop[@type='x-document-id']") == expected
    assert unit.get("tuid") == f"{made.token}-b0s0"


@pytest.mark.parametrize(
    ("format", "reader"), [("xliff", Xliff1File), ("xliff2", Xliff2File)], ids=["1.2", "2.1"]
)
def test_a_translator_s_program_keeps_what_was_said(tmp_path: Path, format: str, reader: type):
    path = exported(tmp_path, format, reviewed(State.IN_REVIEW), languages=["en"])
    before = etree.parse(path).getroot()
    store = reader.parsefile(str(path))
    unit = next(each for each in store.units if each.getid().endswith("b4s0"))
    unit.target = "Changed elsewhere."
    store.savefile(str(path))
    after = etree.parse(path).getroot()
    kept = [
        [dict(each.attrib) for each in root.iter(f"{ITS}provenanceRecord")]
        for root in (before, after)
    ]
    assert kept[0] == kept[1] != []
    units = {each.id: each for each in read(path)}
    assert units["b4s0"].target == "Changed elsewhere."
    assert (units["b6s0"].target, units["b6s0"].file) == (RIGHT, "kim00000")
    assert {each.target_language for each in units.values()} == {"en"}
    states = resources.toml("outputs/xliff_states.toml")["read"]["2" if "2" in format else "1.2"]
    meant = {id: states[each.state] for id, each in units.items() if id in STAGES}
    assert meant["b6s0"] == meant["b3s0"] == "accepted"


def test_the_table_of_states_is_whole():
    table = resources.toml("outputs/xliff_states.toml")
    assert set(table["write"]) == set(Stage)
    for version in ("1.2", "2"):
        written = {row[version]["state"] for row in table["write"].values()}
        assert written <= set(table["read"][version])
        assert set(table["read"][version].values()) <= set(SentenceState)
    # What is written of a person's sentence is read as a person's.
    for stage in ("accepted", "edited", "approved"):
        for version in ("1.2", "2"):
            states = table["read"][version]
            assert states[table["write"][stage][version]["state"]] == "accepted"
    assert table["read"]["2"][table["write"]["untouched"]["2"]["state"]] == "untouched"


def test_tmx_tells_a_person_s_sentence_from_a_machine_s(tmp_path: Path):
    path = exported(tmp_path, "tmx", reviewed(State.IN_REVIEW), languages=["en"])
    units = {unit.get("tuid"): unit for unit in etree.parse(path).iter("tu")}
    lang = "{http://www.w3.org/XML/1998/namespace}lang"

    def english(id: str) -> etree._Element:
        return next(each for each in units[f"kim00000-{id}"] if each.get(lang) == "en")

    made = english("b6s0")
    assert (made.get("creationid"), made.get("changeid")) == ("newsxlate", ANA)
    assert made.get("changedate") == "20261130T101112Z"
    assert made.findtext("prop[@type='x-state']") == "edited"
    assert "12 days" in made.findtext("prop[@type='x-machine']")
    assert [etree.QName(child).localname for child in made][-1] == "seg"
    assert english("b3s0").findtext("prop[@type='x-state']") == "accepted"
    untouched = english("b4s0")
    assert untouched.findtext("prop[@type='x-state']") == "untouched"
    assert untouched.get("changeid") is None
    with path.open("rb") as stream:
        store = tmxfile(stream, sourcelanguage="de", targetlanguage="en")
    assert RIGHT in {unit.target for unit in store.units}
    approved = etree.parse(exported(tmp_path / "x", "tmx", reviewed(), languages=["en"]))
    assert {each.text for each in approved.iterfind(".//prop[@type='x-state']")} == {"approved"}


# JSON and Parquet


def test_json_has_the_review_beside_each_text_and_reads_it_back(tmp_path: Path):
    made = reviewed(State.IN_REVIEW, summary_state=State.APPROVED)
    written = write(made.result, "json", reviews=made.reviews)
    data = json.loads(written)
    ARTICLE.validate(data)
    english, french = (each["review"] for each in data["translations"])
    assert (english["state"], english["by"], french["state"]) == ("in review", ANA, "machine")
    edited = next(row for row in english["sentences"] if (row["block"], row["sentence"]) == WRONG)
    assert (edited["state"], edited["text"]) == ("edited", RIGHT)
    assert "12 days" in edited["machine"]
    assert english["dismissed"][0]["reason"] == "both spellings are in use"
    assert data["summaries"][0]["review"]["state"] == "approved"
    assert load(written) == made.result
    assert article_json.load_reviews(written)[0] == made.reviews[0]
    assert made.reviews[1] in article_json.load_reviews(written)


def test_json_without_reviews_stays_as_it_was():
    plain = write(kim_result(), "json")
    assert '"review"' not in plain
    assert article_json.load_reviews(plain) == ()


def test_summaries_of_a_language_share_a_review():
    made = reviewed(summary_state=State.APPROVED)
    two = replace(made.result, summaries=made.result.summaries * 2)
    review = made.reviews[1]
    second = replace(review.sentences[0], block=1)
    review = replace(review, sentences=(*review.sentences, second))
    written = write(two, "json", reviews=[review])
    ARTICLE.validate(json.loads(written))
    shown = [
        [row["block"] for row in each["review"]["sentences"]]
        for each in json.loads(written)["summaries"]
    ]
    assert shown == [[0], [1]]
    assert article_json.load_reviews(written)[-1] == review


def test_every_line_of_jsonl_says_how_far_the_review_is(tmp_path: Path):
    made = reviewed()
    lines = exported(tmp_path, "jsonl", made, record(simple("One."), "bare0000"))
    first, second = map(json.loads, lines.read_text(encoding="utf-8").splitlines())
    assert first["translations"][0]["review"]["state"] == "approved"
    assert second["translations"][0]["review"]["state"] == "machine"
    ARTICLE.validate({key: first[key] for key in first if key not in ("id", "name", "url")})


def test_parquet_has_columns_for_the_review(tmp_path: Path):
    from pyarrow import parquet

    path = exported(tmp_path, "parquet", reviewed())
    english, french = parquet.read_table(path).to_pylist()
    assert [english[name] for name in ("state", "reviewer", "reviewed", "edited")] == [
        "approved", ANA, WHEN, 2,
    ]  # fmt: skip
    assert [french[name] for name in ("state", "reviewer", "edited")] == ["machine", None, 0]
    row = next(s for s in english["sentences"] if (s["block"], s["sentence"]) == WRONG)
    assert (row["state"], row["target"]) == ("edited", RIGHT)
    assert "12 days" in row["machine"]
    assert {s["state"] for s in english["sentences"]} == {"accepted", "edited"}


# The record

RECORD = jsonschema.Draft202012Validator(evidence.schema())


def evidence_of(made: Record) -> dict:
    data = json.loads(evidence.text(evidence.item(made)))
    RECORD.validate(data)
    return data


def test_the_schema_of_records_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(evidence.schema())
    assert evidence.schema()["$id"] == evidence.SCHEMA


def test_a_record_has_what_was_made_by_whom_and_who_answers_for_it():
    data = evidence_of(reviewed())
    assert data["document"]["id"] == "kim00000"
    assert data["document"]["url"] == "https://example.org/kim"
    english, french = data["parts"]
    assert english["models"] == [SIGNATURE]
    assert english["review"]["editorial_responsibility"] == ANA
    assert english["review"]["authenticated"] is True
    assert (english["review"]["by"], english["review"]["at"]) == (ANA, WHEN)
    assert english["edited"] == 2
    rows = {(row["block"], row["sentence"]): row for row in english["sentences"]}
    assert (rows[WRONG]["final"], rows[WRONG]["edited"], rows[WRONG]["by"]) == (RIGHT, True, ANA)
    assert "12 days" in rows[WRONG]["machine"]
    assert rows[FINE]["state"] == "accepted"
    assert rows[FINE]["by"] == BEN
    # What nobody had touched was accepted by who approved all of it.
    assert (rows[4, 0]["state"], rows[4, 0]["by"]) == ("accepted", ANA)
    assert rows[LEFT]["source"] == rows[LEFT]["machine"]
    assert french["statement"] == "Machine translation, not reviewed"
    assert french["review"]["state"] == "machine"
    assert french["review"]["by"] is None
    assert french["pivot"] == "en"
    assert {row["state"] for row in french["sentences"]} == {"untouched"}


def test_a_record_says_how_each_finding_was_settled():
    english, french = evidence_of(reviewed())["parts"]
    settled = {row["code"]: row for row in english["findings"]}
    assert {code: row["settled"] for code, row in settled.items()} == {
        "N101": "dismissed", "N201": "mended", "N301": "mended",
    }  # fmt: skip
    assert settled["N101"]["reason"] == "both spellings are in use"
    assert (settled["N101"]["by"], settled["N101"]["severity"]) == (BEN, "note")
    assert settled["N301"]["severity"] == "error"
    assert {row["settled"] for row in french["findings"]} == {"open", "mended"}


def test_the_hashes_of_a_record_can_be_taken_again():
    made = reviewed()
    (english, _) = evidence_of(made)["parts"]
    for name in ("source", "machine", "final"):
        text = "\n".join(row[name] for row in english["sentences"])
        assert english["hashes"][name] == hashlib.sha256(text.encode()).hexdigest()
        assert english["hashes"][name] == english["review"][f"{name}_hash"]


def test_a_record_has_summaries_too():
    data = evidence_of(reviewed(summary_state=State.APPROVED))
    part = data["parts"][-1]
    assert (part["part"], part["language"]) == ("summary", "en")
    assert [(row["sentence"], row["final"]) for row in part["sentences"]] == [
        (-1, "In short"), (-2, "A visit is extended."), (0, "Kim stays longer."),
    ]  # fmt: skip
    assert part["statement"] == (
        f"Machine-made summary, reviewed and approved by {BEN} on 2026-11-30"
    )
    assert part["review"]["editorial_responsibility"] is None
    assert part["models"] == ["newsxlate:summary"]


def test_without_the_machine_s_result_its_text_is_what_people_saw():
    whole, bare = reviewed(), replace(reviewed(), machine=None)
    shown = evidence_of(bare)["parts"][0]
    assert shown["sentences"] == evidence_of(whole)["parts"][0]["sentences"]
    assert {row["settled"] for row in shown["findings"]} == {"dismissed"}


def test_records_are_a_file_a_document(tmp_path: Path):
    folder = exported(tmp_path, "record", reviewed(), record(simple("\ud800"), "odd00000"))
    found = {path.name: json.loads(path.read_bytes()) for path in folder.iterdir()}
    assert sorted(found) == ["brucke-gesperrt-odd00000.json", "kim-kim00000.json"]
    for data in found.values():
        RECORD.validate(data)


# What people wrote before


def test_a_sentence_from_the_memory_is_a_person_s(tmp_path: Path):
    result = kim_result()
    made = result.translation("en")
    first = made.blocks[0]
    known = replace(first, sentences=(replace(first.sentences[0], origin=MEMORY, attempts=0),))
    made = replace(made, blocks=(known, *made.blocks[1:]))
    source = record(replace(result, translations=(made,)))
    assert item(source)["digitalsourcetype"]["uri"] == f"{IPTC}compositeSynthetic"
    assert item(source)["pubstatus"] == "withheld"
    assert "from the translation memory: 1" in item(source)["ednote"]
    root = etree.parse(exported(tmp_path, "xliff2", source)).getroot()
    unit = root.find(".//{*}unit[@id='b1s0']")
    assert unit.find("{*}segment").get("subState") == "newsxlate:memory"
    (made_by,) = records_of(root, unit)
    assert "translation memory" in made_by["tool"]
    old = etree.parse(exported(tmp_path, "xliff", source)).find(".//{*}trans-unit[@id='b1s0']")
    assert old.find("{*}target").get("state-qualifier") == "exact-match"
    memory = etree.parse(exported(tmp_path, "tmx", source))
    assert len(memory.findall(".//prop[@type='x-origin']")) == 1
    rows = evidence_of(source)["parts"][0]["sentences"]
    assert [row["origin"] for row in rows[:2]] == ["memory", "model"]


def test_a_machine_s_sentence_that_was_accepted_before_is_the_machine_s(tmp_path: Path):
    result = kim_result()
    made = result.translation("en")
    first = made.blocks[0]
    known = replace(first, sentences=(replace(first.sentences[0], origin=ACCEPTED, attempts=0),))
    made = replace(made, blocks=(known, *made.blocks[1:]))
    source = record(replace(result, translations=(made,)))
    assert item(source)["digitalsourcetype"]["uri"] == f"{IPTC}trainedAlgorithmicMedia"
    assert "from the translation memory: 1" in item(source)["ednote"]
    assert etree.parse(exported(tmp_path, "tmx", source)).findall(".//prop[@type='x-origin']")
    data = evidence_of(source)
    RECORD.validate(data)
    assert [row["origin"] for row in data["parts"][0]["sentences"][:2]] == ["accepted", "model"]


# Texts and hashes


def test_texts_come_in_the_order_in_which_they_are_hashed():
    result = reviewed(summary_state=State.MACHINE).result
    refs = [ref for ref, _ in credit.texts(result, "en", Part.TRANSLATION)]
    assert refs == sorted(refs)
    assert len(refs) == len(list(credit.sources(result, "en"))) == 19
    assert [ref for ref, _ in credit.texts(result, "en", Part.SUMMARY)] == [
        SentenceRef(0, -1), SentenceRef(0, -2), SentenceRef(0, 0),
    ]  # fmt: skip
    assert list(credit.texts(result, "pl", Part.TRANSLATION)) == []


def test_a_digest_is_of_the_sentences_and_the_ends_between_them():
    assert digest([]) == hashlib.sha256(b"").hexdigest()
    assert digest(["a", "b"]) == hashlib.sha256(b"a\nb").hexdigest()
    assert digest(["a\nb"]) == digest(["a", "b"])
    assert len(digest(["\ud800"])) == 64


def test_reviews_of_other_languages_are_left_out_of_an_export(tmp_path: Path):
    made = reviewed()
    (path,) = exported(tmp_path, "record", made, languages=["fr"]).iterdir()
    assert ANA not in path.read_text(encoding="utf-8")
