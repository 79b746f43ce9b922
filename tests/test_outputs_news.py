"""ninjs against the IPTC's schema, NewsML-G2 against the IPTC's own reader."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import NewsMLG2
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree, html

from export_samples import exported, record
from newsxlate.outputs.stream import export
from newsxlate.signoff import Review, State
from newsxlate.summary import Summary, SummarySentence
from writing_samples import kim_result, simple

SCHEMA = Path(__file__).parent / "data" / "ninjs" / "ninjs-schema_2.2.json"
NAR = "{http://iptc.org/std/nar/2006-10-01/}"
XHTML = "{http://www.w3.org/1999/xhtml}"

# jsonschema leaves these to packages that are not among ours.
FORMATS = FormatChecker(())


@FORMATS.checks("date-time")
def is_date_time(value: object) -> bool:
    try:
        return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


@FORMATS.checks("uri")
def is_uri(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return bool(urlsplit(value).scheme) and value.isascii() and not set(value) & set(' "<>\\^`{|}')


VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text()), format_checker=FORMATS)


@pytest.fixture
def objects(tmp_path: Path) -> dict[tuple[str, str], dict]:
    """The ninjs objects, by language and the document's id."""
    found = {}
    for path in exported(tmp_path, "ninjs").rglob("*.json"):
        made = json.loads(path.read_text(encoding="utf-8"))
        ids = {each["role"]: each["value"] for each in made["altids"]}
        found[path.parent.name, ids["document"]] = made
    return found


def test_ninjs_is_valid(objects):
    assert len(objects) == 4
    for made in objects.values():
        assert [error.message for error in VALIDATOR.iter_errors(made)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "x"},
        {"uri": "no uri"},
        {"contentcreated": "2026-11-24"},
        {"type": "article"},
        {"bodies": [{"role": "main"}]},
        {"associations": [{"name": "original"}]},
        {"associations": [{"name": "original", "uri": "urn:x:y", "link": "x"}]},
    ],
)
def test_the_schema_finds_mistakes(objects, change):
    assert not VALIDATOR.is_valid(objects["en", "kim00000"] | change)


def test_ninjs_says_what_was_translated_from_where(objects):
    made = objects["fr", "kim00000"]
    translation = kim_result().translation("fr")
    assert made["uri"] == "urn:newsxlate:kim00000:fr"
    assert made["language"] == "fr"
    assert [each["value"] for each in made["headlines"]] == [translation.title]
    assert made["by"] == "Sophie Müller"
    assert made["genres"][0]["literal"] == "machine-translation"
    (original,) = made["associations"]
    assert original["language"] == "de"
    assert original["uri"] == "https://example.org/a%20b/%C3%A4?x=1#y"
    assert translation.model in made["ednote"]
    assert "through English" in made["ednote"]
    assert "N203" in made["ednote"]
    assert "N301" not in made["ednote"]  # which is about English


def test_the_body_of_ninjs_is_the_translation_without_its_title(objects):
    made = objects["en", "kim00000"]
    body = html.fromstring(f"<div>{made['bodies'][0]['value']}</div>")
    blocks = kim_result().translation("en").blocks
    assert [each.text_content() for each in body] == [block.text for block in blocks[1:]]
    (left,) = body.iter("span")
    assert left.get("lang") == "de"
    assert "heiligen Kampf" in left.text


def test_ninjs_has_only_what_is_known(objects):
    made = objects["ar", "arabic00"]
    assert not {"headlines", "title", "by", "contentcreated"} & set(made)
    assert 'dir="rtl"' in made["bodies"][0]["value"]
    assert made["associations"][0]["uri"] == "urn:newsxlate:arabic00:de"
    assert objects["en", "../odd/�"]["contentcreated"] == "2026-11-24T08:00:00+01:00"


@pytest.fixture
def message(tmp_path: Path) -> etree._Element:
    return etree.fromstring(exported(tmp_path, "newsml").read_bytes())


def check(element: etree._Element, known: NewsMLG2.BaseObject) -> None:
    """Every element in NewsML-G2's namespace is one that may stand there, in the right order."""
    allowed = {each["xml_name"]: each for _, each in known.get_element_definitions()}
    names = list(allowed)
    children = [child for child in element if child.tag.startswith(NAR)]
    places = [names.index(child.tag.removeprefix(NAR)) for child in children]
    assert places == sorted(places), element.tag
    attributes = {each["xml_name"] for each in known.get_attribute_definitions().values()}
    assert {name for name in element.attrib if not name.startswith("{")} <= attributes, element.tag
    for child in children:
        definition = allowed[child.tag.removeprefix(NAR)]
        if definition["type"] == "single":
            assert len(element.findall(child.tag)) == 1, child.tag
        check(child, known.get_element_class(definition["element_class"])(xmlelement=child))


def test_newsml_has_the_structure_of_a_news_message(message):
    reader = NewsMLG2.NewsMLG2Document(etree.tostring(message)).get_item()
    assert datetime.fromisoformat(str(reader.header.sent)).tzinfo is not None
    items = message.findall(f"{NAR}itemSet/{NAR}newsItem")
    assert len(items) == 4
    for item in items:
        check(item, NewsMLG2.NewsMLG2Document(etree.tostring(item)).get_item())


def test_newsml_is_read_back(message):
    items = message.findall(f"{NAR}itemSet/{NAR}newsItem")
    item = NewsMLG2.NewsMLG2Document(etree.tostring(items[0])).get_item()
    translation = kim_result().translation("en")
    assert (item.guid, item.version, item.xml_lang) == ("urn:newsxlate:kim00000:en", "1", "en")
    assert NewsMLG2.qcode_to_uri(item.itemmeta.itemclass.qcode).endswith("/ninature/text")
    assert str(item.itemmeta.pubstatus.qcode) == "stat:withheld"
    assert str(item.contentmeta.headline[0]) == translation.title
    assert str(item.contentmeta.by[0]) == "Sophie Müller"
    assert str(item.contentmeta.contentcreated) == "2023-09-14"
    assert item.contentmeta.language[0].tag == "en"
    assert item.contentmeta.genre[0].literal == "machine-translation"
    assert item.itemmeta.link[0].href == "https://example.org/a%20b/%C3%A4?x=1#y"
    notes = [str(note) for note in item.itemmeta.ednote]
    assert notes[0].startswith("Machine translation from German; newsxlate:")
    assert notes[1] == "Machine translation, not reviewed"
    assert [note.split(": ")[1].split()[0] for note in notes[2:]] == ["N101", "N301", "N201"]


def test_the_text_of_newsml_is_xhtml(message):
    pages = message.findall(f".//{XHTML}html")
    blocks = kim_result().translation("en").blocks
    body = pages[0].find(f"{XHTML}body")
    assert ["".join(each.itertext()) for each in body] == [block.text for block in blocks]
    assert [page.get("dir") for page in pages] == ["ltr", "ltr", "ltr", "rtl"]
    odd = "".join(pages[2].find(f"{XHTML}body").itertext())
    assert odd == "A� control, � no character, � half a pair, <b>&amp;]]> “quoted” 'it'"


@pytest.mark.parametrize(
    ("embargoed", "carried", "status"),
    [
        (None, None, "usable"),
        ("2019-02-03T06:00:00+01:00", "2019-02-03T06:00:00+01:00", "usable"),
        ("2719-02-03T06:00:00+01:00", "2719-02-03T06:00:00+01:00", "withheld"),
        ("bis auf Weiteres", "9999-12-31T23:59:59+00:00", "withheld"),
    ],
)
def test_an_embargo_is_carried_and_what_is_under_it_is_withheld(
    tmp_path: Path, embargoed, carried, status
):
    result = kim_result()
    result = replace(result, article=replace(result.article, embargoed=embargoed))
    approved = [Review(language=code, state=State.APPROVED, by="Ana") for code in ("en", "fr")]
    source = replace(record(result, "embargo0"), reviews=tuple(approved))
    export(iter([source]), "ninjs", tmp_path / "ninjs")
    for path in (tmp_path / "ninjs").rglob("*.json"):
        made = json.loads(path.read_text(encoding="utf-8"))
        assert [error.message for error in VALIDATOR.iter_errors(made)] == []
        assert (made.get("embargoed"), made["pubstatus"]) == (carried, status)
        assert (f"embargoed until {embargoed}" in made["ednote"]) is bool(embargoed)
    export(iter([source]), "newsml", tmp_path / "x.xml")
    item = etree.parse(tmp_path / "x.xml").find(f".//{NAR}newsItem")
    check(item, NewsMLG2.NewsMLG2Document(etree.tostring(item)).get_item())
    assert item.findtext(f"{NAR}itemMeta/{NAR}embargoed") == carried
    assert item.find(f"{NAR}itemMeta/{NAR}pubStatus").get("qcode") == f"stat:{status}"


@pytest.mark.parametrize("format", ["jsonl", "markdown", "html", "xliff", "xliff2"])
def test_other_exports_say_that_there_is_an_embargo(tmp_path: Path, format: str):
    held = replace(
        simple("Wait."),
        article=replace(simple("Wait.").article, embargoed="2719-02-03T06:00:00+01:00"),
    )
    output = exported(tmp_path, format, [record(held, "embargo0")])
    paths = [path for path in output.rglob("*") if path.is_file()] or [output]
    assert any("2719-02-03T06:00:00+01:00" in path.read_text(encoding="utf-8") for path in paths)


def test_news_formats_carry_the_summary(tmp_path: Path):
    made = Summary(
        language="en",
        method="lead",
        length="1 sentence",
        sentences=(SummarySentence(text="In short."),),
        teaser="A line.",
    )
    source = record(replace(simple("Long."), summaries=(made,)), "summary0")
    folder = tmp_path / "ninjs"
    export(iter([source]), "ninjs", folder)
    (path,) = folder.rglob("*.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    assert VALIDATOR.is_valid(found)
    assert [(d["role"], d["value"]) for d in found["descriptions"]] == [
        ("teaser", "A line."),
        ("summary", "In short."),
    ]
    export(iter([source]), "newsml", tmp_path / "x.xml")
    item = etree.parse(tmp_path / "x.xml").find(f".//{NAR}newsItem")
    check(item, NewsMLG2.NewsMLG2Document(etree.tostring(item)).get_item())
    assert item.findtext(f".//{NAR}description") == "In short."
