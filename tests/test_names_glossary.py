from pathlib import Path

import pytest

from newsxlate.errors import InputError
from newsxlate.names.forms import lookup
from newsxlate.names.knowledge import glossary

TBX2 = """<?xml version="1.0"?>
<martif type="TBX-Basic" xml:lang="de"><text><body>
<termEntry id="1">
 <langSet xml:lang="de"><tig><term>Auswärtiges Amt</term></tig></langSet>
 <langSet xml:lang="en"><tig><term>Federal Foreign Office</term></tig>
  <tig><term>Foreign Ministry</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
 <langSet xml:lang="fr-FR"><ntig><termGrp><term>ministère
   des Affaires étrangères</term></termGrp></ntig></langSet>
</termEntry></body></text></martif>
"""
TBX3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" xml:lang="de"><text><body>
<conceptEntry id="1"><langSec xml:lang="de"><termSec><term>Kiew</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Kyiv</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""


def load(folder: Path, text: str, name: str = "terms.csv") -> glossary.Glossary:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return glossary.load_glossary(path)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_tables_are_read_however_parted(tmp_path: Path, delimiter: str, newline: str) -> None:
    rows = [
        ["source", "target", "language", "case", "forbidden"],
        ["Kiew", "Kyiv|Kyjiv", "en", "", "Kiev|Kiew"],
        ["Kiew", '"Kyiv; ville, capitale"', "fr", "no", ""],
        ["DIE ZEIT", "Die Zeit", "en", "yes", ""],
    ]
    text = newline.join(delimiter.join(row) for row in rows)
    found = load(tmp_path, "\ufeff" + text)
    assert found.forms("Kiew", "en") == ("Kyiv", "Kyjiv")
    assert found.forms("KIEW", "en") == ("Kyiv", "Kyjiv")
    assert found.forbidden("Kiew", "en") == ("Kiev", "Kiew")
    assert found.forms("Kiew", "fr") == ("Kyiv; ville, capitale",)
    assert found.forms("Kiew", "pl") == ()
    assert found.forms("DIE ZEIT", "en") == ("Die Zeit",)
    assert found.forms("Die Zeit", "en") == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("de;en\r\nKöln;Cologne\r\n".encode(encoding))
    assert glossary.load_glossary(path).forms("Köln", "en") == ("Cologne",)


def test_german_headers_and_any_order_will_do(tmp_path: Path) -> None:
    found = load(tmp_path, "Sprache;Ziel;Begriff\nEN;Kyiv;Kiew\npt-BR;Kiev;Kiew\n")
    assert found.forms("Kiew", "en") == ("Kyiv",)
    assert found.forms("Kiew", "pt") == ("Kiev",)


def test_a_column_for_each_language(tmp_path: Path) -> None:
    found = load(tmp_path, "de\ten\tfr\nKiew\tKyiv\tKyiv\nBundestag\t\tBundestag\n", "t.tsv")
    assert found.terms("en") == {"Kiew": ("Kyiv",)}
    assert found.terms("fr") == {"Kiew": ("Kyiv",), "Bundestag": ("Bundestag",)}


def test_bad_rows_are_named_by_line(tmp_path: Path) -> None:
    text = (
        "source;target;language;case;forbidden\n"
        "Kiew;Kyiv;en;;\n"
        "# a note\n"
        ";Kyiv;en;;\n"
        "Kiew;;en;;\n"
        "Kiew;Kyiv;klingonisch;;\n"
        "Kiew;Kyiv;en;vielleicht;\n"
        "Kiew;Kyiv;en;;Kyiv\n"
        "Kiew;Kyiv;en;;;;\n"
        'Kiew;"Kyiv;en\n'
    )
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    message = caught.value.message
    assert "7 bad rows" in message
    for line in range(4, 11):
        assert f"line {line}: " in message
    assert "line 2" not in message
    assert "‘klingonisch’" in message


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"Kiew;Kyiv\nMoskau;Moscow\n", "names no columns"),
        (b"source;target;language\nK\xf6ln;Cologne;en\n", "line 2: this is not UTF-8"),
        (b"source;target;language\rK\xf6ln;Cologne;en\r", "line 2: this is not UTF-8"),
        (b"source;target;language\nBonn;B\0nn;en\n", "line 2: there is a NUL"),
        ("de;en\nBonn;Bonn\n".encode("utf-16-le"), "line 1: there is a NUL"),
        (b"\xff\xfed", "this is not UTF-16"),
        (b'"de;en\nBonn;Bonn\n', "line 1: unexpected end of data"),
        (b'de;en\nBonn;"Bonn" on the Rhine\n', "line 2: ';' expected after"),
        (b"de;en\n" + b"B" * 200_000 + b";Bonn\n", "line 2: field larger than"),
        (b"B" * 200_000 + b"\nBonn;Bonn\n", "line 1: field larger than"),
        (b"<tbx><text>", "terms.csv"),
        (b"<html><body/></html>", "no TBX entries"),
    ],
)
def test_what_is_no_glossary_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        glossary.load_glossary(path)
    assert reason in caught.value.message
    assert caught.value.hint


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read glossary"):
        glossary.load_glossary(tmp_path / "none.csv")


def test_tbx_of_both_versions(tmp_path: Path) -> None:
    found = load(tmp_path, TBX2, "a.tbx")
    assert found.forms("Auswärtiges Amt", "en") == ("Federal Foreign Office",)
    assert found.forbidden("Auswärtiges Amt", "en") == ("Foreign Ministry",)
    assert found.forms("Auswärtiges Amt", "fr") == ("ministère des Affaires étrangères",)
    assert load(tmp_path, TBX3, "b.xml").forms("Kiew", "en") == ("Kyiv",)


def test_tbx_entries_without_german_are_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 2: no German term"):
        load(tmp_path, TBX3.replace('xml:lang="de"><termSec>', 'xml:lang="nl"><termSec>'), "c.tbx")


def test_tbx_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Geheim", encoding="utf-8")
    entity = f'<!DOCTYPE tbx [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    found = load(tmp_path, entity + TBX3.replace("Kiew", "&s;"), "d.tbx")
    assert "Geheim" not in str(found.entries)


def test_the_check_of_names_takes_its_terms(tmp_path: Path) -> None:
    found = load(tmp_path, "source;target;language\nKiew;Kiev-sur-Dniepr;fr\n")
    assert lookup.accepts("Kiew", "Kiev-sur-Dniepr", "fr", glossary=found.terms("fr")).accepted
    assert not lookup.accepts("Kiew", "Kyiv", "fr", glossary=found.terms("fr")).accepted


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    first = load(tmp_path, "de;en\nKiew;Kyiv\n").digest
    assert len(first) == 12
    assert load(tmp_path, "de;en\nKiew;Kiev\n").digest != first
    assert load(tmp_path, "de;en\nKiew;Kyiv\n", "other.csv").digest == first


def test_rows_that_contradict_each_other_are_named(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("de;target;language;case;forbidden\nKiew;Kyiv;en;;Kiev\nKiew;Kiev;en;;\n")
    with pytest.raises(InputError, match="line 3: ‘Kiev’ is accepted and forbidden, see line 2"):
        glossary.load_glossary(path)


def test_capitals_matter_for_the_terms_that_say_so(tmp_path: Path) -> None:
    text = "source;target;language;case\nDIE ZEIT;Die Zeit;en;yes\nKiew;Kyiv;en;no\n"
    terms = load(tmp_path, text).terms("en")
    assert terms.of("DIE ZEIT") == ("Die Zeit",)
    assert terms.of("Die Zeit") == ()
    assert terms.of("KIEW") == ("Kyiv",)
    assert lookup.accepts("DIE ZEIT", "Die Zeit", "en", glossary=terms).accepted
    assert not lookup.accepts("DIE ZEIT", "DIE ZEIT", "en", glossary=terms).accepted
    assert lookup.accepts("Kiew", "KYIV", "en", glossary=terms).accepted


def test_a_table_may_have_the_line_ends_of_old_macs(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("source;target;language\rHaus;house;en\rKöln;Cologne;en".encode())
    assert glossary.load_glossary(path).terms("en") == {"Haus": ("house",), "Köln": ("Cologne",)}
