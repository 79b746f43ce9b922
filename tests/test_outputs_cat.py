"""XLIFF and TMX, opened by translate-toolkit, which knows what CAT tools expect."""

import os
from pathlib import Path

import pytest
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from export_samples import ODD, exported, files, samples
from newsxlate.errors import UsageError
from newsxlate.outputs.stream import export
from newsxlate.outputs.stream.provenance import xml_text
from writing_samples import kim_result

X1 = "{urn:oasis:names:tc:xliff:document:1.2}"
X2 = "{urn:oasis:names:tc:xliff:document:2.0}"


def expected(language: str) -> list[tuple[str, str, str]]:
    """Id, source and target of each sentence; no target where the source was left standing."""
    result = kim_result()
    blocks = result.article.blocks
    return [
        (
            f"b{block}s{place}",
            blocks[block].sentences[place].text,
            "" if made.fallback else made.text,
        )
        for block, place, made in result.translation(language).sentences()
    ]


@pytest.mark.parametrize("format", ["xliff", "xliff2"])
def test_each_pair_of_languages_has_its_file(tmp_path: Path, format: str):
    exported(tmp_path, format)
    assert files(tmp_path) == ["out.de-ar.x", "out.de-en.x", "out.de-fr.x"]


@pytest.mark.parametrize("format", ["xliff", "xliff2"])
def test_a_single_pair_is_in_the_file_that_was_named(tmp_path: Path, format: str):
    exported(tmp_path, format, languages=["fr"])
    assert files(tmp_path) == ["out.x"]


def test_xliff_replaces_no_device(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="not a file"):
        export(iter(samples()), "xliff", pipe)
    assert pipe.is_fifo()


def test_xliff_is_written_where_a_link_points(tmp_path: Path):
    (tmp_path / "there.xlf").write_text("before")
    (tmp_path / "link.xlf").symlink_to("there.xlf")
    export(iter(samples()), "xliff", tmp_path / "link.xlf", languages=["en"])
    assert (tmp_path / "link.xlf").is_symlink()
    assert "<xliff" in (tmp_path / "there.xlf").read_text(encoding="utf-8")


def test_xliff_1_2_opens(tmp_path: Path):
    store = Xliff1File.parsefile(str(exported(tmp_path, "xliff", samples()[:1], languages=["fr"])))
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("de", "fr")
    found = [
        (unit.getid().split("\x04")[-1], unit.source, unit.target or "") for unit in store.units
    ]
    assert found == expected("fr")


def test_xliff_2_1_opens(tmp_path: Path):
    store = Xliff2File.parsefile(str(exported(tmp_path, "xliff2", samples()[:1], languages=["fr"])))
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("de", "fr")
    assert [(unit.getid(), unit.source, unit.target or "") for unit in store.units] == expected(
        "fr"
    )


def test_states_and_notes_of_xliff_1_2_come_from_the_findings(tmp_path: Path):
    path = exported(tmp_path, "xliff", samples()[:1], languages=["en"])
    units = {
        unit.get("id"): (
            unit.find(f"{X1}target").get("state"),
            [n.text[:4] for n in unit.findall(f"{X1}note")],
        )
        for unit in etree.parse(path).iter(f"{X1}trans-unit")
    }
    assert units["b2s0"] == ("needs-review-translation", ["N101"])  # a note about the source
    assert units["b6s0"] == ("needs-review-translation", ["N301"])
    assert units["b14s0"] == ("needs-translation", ["N201"])
    # Nobody has read any of it.
    assert {state for state, _ in units.values()} == {
        "needs-translation",
        "needs-review-translation",
    }
    store = Xliff1File.parsefile(str(path))
    by_id = {unit.getid().split("\x04")[-1]: unit for unit in store.units}
    assert "the number 12 is not in the source" in by_id["b6s0"].getnotes()
    assert not by_id["b14s0"].istranslated()


def test_states_and_notes_of_xliff_2_1_come_from_the_findings(tmp_path: Path):
    path = exported(tmp_path, "xliff2", samples()[:1], languages=["en"])
    units = {}
    for unit in etree.parse(path).iter(f"{X2}unit"):
        segment = unit.find(f"{X2}segment")
        notes = [(n.get("category"), n.get("appliesTo")) for n in unit.iter(f"{X2}note")]
        units[unit.get("id")] = (segment.get("state"), segment.get("subState"), notes)
    assert units["b2s0"] == ("initial", "newsxlate:machine", [("N101", "source")])
    assert units["b6s0"] == ("initial", "newsxlate:review", [("N301", "target")])
    assert units["b14s0"] == ("initial", None, [("N201", "target")])
    store = {unit.getid(): unit for unit in Xliff2File.parsefile(str(path)).units}
    assert store["b6s0"].isfuzzy()
    assert store["b3s0"].isfuzzy()
    assert not store["b14s0"].target


@pytest.mark.parametrize("format", ["xliff", "xliff2"])
def test_every_article_is_a_file_with_its_own_id(tmp_path: Path, format: str):
    exported(tmp_path, format)
    root = etree.parse(tmp_path / "out.de-en.x").getroot()
    names = [file.get("original" if format == "xliff" else "id") for file in root]
    assert len(set(names)) == len(names) == 2
    targets = ["".join(target.itertext()) for target in root[1].iter("{*}target")]
    assert [target for target in targets if target] == [xml_text(ODD)]
    right_to_left = etree.parse(tmp_path / "out.de-ar.x").getroot()[0]
    assert right_to_left.get("trgDir") == (None if format == "xliff" else "rtl")


def test_tmx_opens_with_every_sentence_that_was_translated(tmp_path: Path):
    path = exported(tmp_path, "tmx")
    for language in ("en", "fr"):
        with path.open("rb") as stream:
            store = tmxfile(stream, sourcelanguage="de", targetlanguage=language)
        pairs = {(source, target) for _, source, target in expected(language) if target}
        found = {(unit.source, unit.target) for unit in store.units}
        assert pairs <= found
    left = next(source for _, source, target in expected("en") if not target)
    assert left not in path.read_text(encoding="utf-8")


def test_tmx_has_all_languages_of_a_sentence_in_one_unit(tmp_path: Path):
    root = etree.parse(exported(tmp_path, "tmx")).getroot()
    assert root.get("version") == "1.4"
    header = root.find("header")
    required = (
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    )
    assert all(header.get(name) for name in required)
    units = {unit.get("tuid"): unit for unit in root.iter("tu")}
    assert len(units) == len(root.findall("body/tu"))
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    unit = units["kim00000-b6s0"]
    assert [variant.get(lang) for variant in unit.findall("tuv")] == ["de", "en", "fr"]
    props = [(prop.get("type"), prop.text) for prop in unit.findall("tuv/prop")]
    assert props == [
        ("x-findings", "N301"), ("x-state", "untouched"), ("x-state", "untouched"),
    ]  # fmt: skip
    assert "kim00000-b14s0" not in units


def test_the_same_article_has_the_same_ids_in_every_export(tmp_path: Path):
    ids = []
    for name in ("first", "second"):
        export(iter(samples()), "tmx", tmp_path / name)
        ids.append([unit.get("tuid") for unit in etree.parse(tmp_path / name).iter("tu")])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])
