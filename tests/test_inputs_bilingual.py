"""Bilingual files: what translate-toolkit and other programs write, and what nobody should."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage import tmx as toolkit_tmx
from translate.storage import xliff as toolkit_xliff

from newsxlate.errors import InputError
from newsxlate.inputs.bilingual import MAX_BYTES, Unit, read, read_lines, units_of
from newsxlate.outputs.article import write
from newsxlate.outputs.stream.record import in_languages
from writing_samples import kim_result

XLIFF_12 = "urn:oasis:names:tc:xliff:document:1.2"
XLIFF_20 = "urn:oasis:names:tc:xliff:document:2.0"


def units(text: str | bytes) -> list[Unit]:
    return read("a.xlf", text.encode() if isinstance(text, str) else text)


def one(body: str, file: str = "") -> Unit:
    """The only unit of an XLIFF 1.2 file with this body."""
    (unit,) = xliff(body, file)
    return unit


def xliff(body: str, file: str = "") -> list[Unit]:
    attributes = file or 'original="a.txt" source-language="de" target-language="en"'
    return units(
        f'<xliff version="1.2" xmlns="{XLIFF_12}" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"'
        f' xmlns:mq="MQXliff" xmlns:m="http://www.memsource.com/mxlf/2.0">'
        f'<file {attributes} datatype="plaintext"><body>{body}</body></file></xliff>'
    )


def xliff2(body: str, version: str = "2.0") -> list[Unit]:
    return units(
        f'<xliff version="{version}" srcLang="de-DE" trgLang="en-GB" xmlns="{XLIFF_20}"'
        f' xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">'
        f'<file id="f1" original="a.txt">{body}</file></xliff>'
    )


def tmx(body: str, header: str = 'srclang="de"') -> list[Unit]:
    return units(f'<tmx version="1.4"><header {header}/><body>{body}</body></tmx>')


# -- What we write ----------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["xliff", "xliff2", "tmx"])
def test_our_exports_come_back(format: str) -> None:
    result = in_languages(kim_result(), ["en"])
    found = units(write(result, format))
    expected = [unit for unit in units_of(result) if unit.target or format != "tmx"]
    assert [(u.source, u.target) for u in found] == [(u.source, u.target) for u in expected]
    assert {(u.source_language, u.target_language) for u in found} == {("de", "en")}
    assert [u.id.rpartition("-")[2] for u in found] == [u.id for u in expected]
    assert len({u.file for u in found}) == 1
    assert found[0].file
    assert len({u.place for u in found}) == len(found)


def test_states_of_our_exports() -> None:
    found = units(write(in_languages(kim_result(), ["en"]), "xliff"))
    states = {unit.state for unit in found}
    assert states <= {"needs-translation", "needs-review-translation", "translated"}
    assert {unit.qualifier for unit in found if unit.target} == {"leveraged-mt"}


# -- What translate-toolkit writes ------------------------------------------------------------


def test_xliff_of_translate_toolkit() -> None:
    store = toolkit_xliff.xlifffile()
    store.setsourcelanguage("de-AT")
    store.settargetlanguage("EN_us")
    for source, target in (("Es schneit.", "It snows."), ("Es regnet.", "")):
        unit = store.addsourceunit(source)
        if target:
            unit.target = target
            unit.markapproved()
    found = units(bytes(store))
    assert [(u.source, u.target) for u in found] == [
        ("Es schneit.", "It snows."),
        ("Es regnet.", None),
    ]
    assert {(u.source_language, u.target_language) for u in found} == {("de", "en")}
    assert [u.approved for u in found] == [True, None]


def test_xliff_2_of_translate_toolkit() -> None:
    from translate.storage import xliff2 as toolkit_xliff2

    store = toolkit_xliff2.Xliff2File(sourcelanguage="de", targetlanguage="en")
    store.addsourceunit("Es schneit.").target = "It snows."
    store.addsourceunit("Es regnet.")
    found = units(bytes(store))
    assert [(u.source, u.target) for u in found] == [
        ("Es schneit.", "It snows."),
        ("Es regnet.", None),
    ]


def test_tmx_of_translate_toolkit() -> None:
    store = toolkit_tmx.tmxfile(sourcelanguage="de", targetlanguage="en")
    store.addtranslation("Es schneit.", "de", "It snows.", "en")
    (found,) = units(bytes(store))
    assert (found.source, found.target) == ("Es schneit.", "It snows.")
    assert (found.source_language, found.target_language) == ("de", "en")


# -- XLIFF 1.2 ----------------------------------------------------------------------------------


def test_units_lie_in_groups_and_files() -> None:
    file = '<file original="{}" source-language="de" target-language="fr">{}</file>'
    unit = '<trans-unit id="{}"><source>Ja</source><target>Oui</target></trans-unit>'
    inside = f"<body><group><group>{unit.format(1)}</group></group>{unit.format(2)}</body>"
    found = units(
        f'<xliff version="1.2">{file.format("a", inside)}{file.format("b", inside)}</xliff>'
    )
    assert [(u.file, u.id, u.place) for u in found] == [
        ("a", "1", "unit 1"), ("a", "2", "unit 2"), ("b", "1", "unit 3"), ("b", "2", "unit 4"),
    ]  # fmt: skip


def test_markup_is_taken_out_and_text_is_not() -> None:
    unit = one(
        '<trans-unit id="1"><source>Das <g id="1">ist <mrk mtype="term">gut</mrk></g>'
        '<x id="2"/>, <bpt id="3">&lt;b&gt;</bpt>sehr<ept id="3">&lt;/b&gt;</ept>'
        ' gut<ph id="4">{0}<sub>alt</sub></ph>.</source>'
        '<target><!-- so --><g id="1">It</g> is<x id="5" ctype="lb"/>good\u00a0.</target>'
        "</trans-unit>"
    )
    assert unit.source == "Das ist gut, sehr gut."
    assert unit.target == "It is good\u00a0."


def test_lines_are_joined_and_spaces_are_kept() -> None:
    unit = one(
        '<trans-unit id="1"><source>\n    Das ist\n    gut.\n  </source>'
        "<target>That  is\u202fgood.</target></trans-unit>"
    )
    assert (unit.source, unit.target) == ("Das ist gut.", "That  is\u202fgood.")


def test_what_is_not_to_be_translated_is_left_out() -> None:
    assert [
        u.id
        for u in xliff(
            '<trans-unit id="1" translate="no"><source>Eins</source></trans-unit>'
            '<group translate="no"><trans-unit id="2"><source>Zwei</source></trans-unit></group>'
            '<bin-unit id="3"><bin-source/></bin-unit>'
            '<trans-unit id="5"><source/><target/></trans-unit>'
            '<trans-unit id="4"><source>Vier</source></trans-unit>'
        )
    ] == ["4"]


@pytest.mark.parametrize(
    "target", ["", "<target/>", "<target> </target>", "<target><x id='1'/></target>"]
)
def test_a_unit_without_translation_is_a_unit(target: str) -> None:
    assert one(f'<trans-unit id="1"><source>Ja</source>{target}</trans-unit>').target is None


def test_what_a_memory_proposes_is_no_translation() -> None:
    unit = one(
        '<trans-unit id="1"><source>Ja</source><target>Yes</target>'
        "<alt-trans><source>Nein</source><target>No</target></alt-trans></trans-unit>"
    )
    assert (unit.source, unit.target) == ("Ja", "Yes")
    bare = one(
        '<trans-unit id="1"><source>Ja</source>'
        "<alt-trans><target>No</target></alt-trans></trans-unit>"
    )
    assert bare.target is None


def test_states_are_told_in_the_words_of_the_file() -> None:
    unit = one(
        '<trans-unit id="1" approved="yes"><source>Ja</source>'
        '<target state="signed-off" state-qualifier="exact-match">Yes</target></trans-unit>'
    )
    assert (unit.state, unit.qualifier, unit.approved) == ("signed-off", "exact-match", True)
    plain = one('<trans-unit id="1" approved="no"><source>Ja</source></trans-unit>')
    assert (plain.state, plain.qualifier, plain.approved) == ("", "", False)
    memoq = one(
        '<trans-unit id="1" mq:status="ManuallyConfirmed"><source>Ja</source>'
        "<target>Yes</target></trans-unit>"
    )
    assert memoq.state == "ManuallyConfirmed"
    phrase = (
        '<trans-unit id="1" m:confirmed="{}"><source>Ja</source><target>Y</target></trans-unit>'
    )
    assert [one(phrase.format(n)).state for n in (0, 1)] == ["", "confirmed"]


TRADOS = (
    '<trans-unit id="9f"><source>Ja. <g id="1">Nein. Doch.</g></source><seg-source>'
    '<mrk mtype="seg" mid="4">Ja.</mrk> <g id="1"><mrk mtype="seg" mid="5">Nein.</mrk> '
    '<mrk mtype="seg" mid="6">Doch.</mrk></g></seg-source>{}<sdl:seg-defs>'
    '<sdl:seg id="4" conf="Translated" origin="interactive"/>'
    '<sdl:seg id="5" conf="ApprovedTranslation"/><sdl:seg id="6"/></sdl:seg-defs></trans-unit>'
)


def test_segments_of_trados() -> None:
    found = xliff(
        TRADOS.format(
            '<target><mrk mtype="seg" mid="4">Yes.</mrk> <g id="1">'
            '<mrk mtype="seg" mid="5">No.</mrk> <mrk mtype="seg" mid="6"/></g></target>'
        )
    )
    assert [(u.id, u.source, u.target, u.state) for u in found] == [
        ("9f/4", "Ja.", "Yes.", "Translated"),
        ("9f/5", "Nein.", "No.", "ApprovedTranslation"),
        ("9f/6", "Doch.", None, ""),
    ]


def test_segments_without_any_translation() -> None:
    assert [u.target for u in xliff(TRADOS.format(""))] == [None] * 3
    assert [u.target for u in xliff(TRADOS.format("<target/>"))] == [None] * 3


def test_a_translation_that_is_not_segmented_is_of_the_whole() -> None:
    (unit,) = xliff(TRADOS.format("<target>Yes. No. But.</target>"))
    assert (unit.id, unit.source, unit.target) == ("9f", "Ja. Nein. Doch.", "Yes. No. But.")


def test_segments_without_a_name_are_counted_and_none_is_lost() -> None:
    mark = '<mrk mtype="seg"{}>{}</mrk>'
    unit = (
        '<trans-unit id="u"><source>Ja Nein</source><seg-source>{} {}</seg-source>'
        "<target>{} {}</target></trans-unit>"
    )
    words = ("Ja", "Nein", "Yes", "No")
    bare = xliff(unit.format(*(mark.format("", word) for word in words)))
    assert [(u.id, u.source, u.target) for u in bare] == [
        ("u/1", "Ja", "Yes"),
        ("u/2", "Nein", "No"),
    ]
    twice = xliff(unit.format(*(mark.format(' mid="1"', word) for word in words)))
    assert [(u.id, u.source, u.target) for u in twice] == [("u", "Ja Nein", "Yes No")]


def test_a_unit_with_one_segment_keeps_its_name() -> None:
    """So Okapi writes our units; they are found again by what we called them."""
    unit = one(
        '<trans-unit id="b3s0" xml:space="preserve"><source>Ja.</source>'
        '<seg-source><mrk mid="0" mtype="seg">Ja.</mrk></seg-source>'
        '<target xml:lang="en"><mrk mid="0" mtype="seg">Yes.</mrk></target></trans-unit>',
        'original="a" source-language="de"',
    )
    assert (unit.id, unit.target, unit.target_language) == ("b3s0", "Yes.", "en")


# -- XLIFF 2 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_segments_of_xliff_2(version: str) -> None:
    found = xliff2(
        '<group id="g"><unit id="u1"><mtc:matches><mtc:match ref="#s1"><source>Nein</source>'
        "<target>No</target></mtc:match></mtc:matches>"
        '<segment id="s1" state="final" subState="x:y"><source>Ja, <pc id="1">gut</pc>.</source>'
        '<target>Yes, <pc id="1">good</pc><ph id="2"/>.</target></segment>'
        "<ignorable><source> </source></ignorable>"
        "<segment><source>Nein<sc id='3'/>.<ec startRef='3'/></source></segment></unit></group>"
        '<unit id="u2"><segment state="initial"><source>Doch</source></segment></unit>'
        '<unit id="u3" translate="no"><segment><source>Nie</source></segment></unit>',
        version,
    )
    assert [(u.id, u.source, u.target, u.state, u.qualifier) for u in found] == [
        ("u1/s1", "Ja, gut.", "Yes, good.", "final", "x:y"),
        ("u1/2", "Nein.", None, "", ""),
        ("u2", "Doch", None, "initial", ""),
    ]
    assert {(u.file, u.source_language, u.target_language) for u in found} == {
        ("a.txt", "de", "en")
    }


def test_a_line_break_parts_words() -> None:
    (unit,) = xliff2(
        '<unit id="u"><segment><source>Ja<ph id="1" type="fmt" subType="xlf:lb"/>Nein</source>'
        "</segment></unit>"
    )
    assert unit.source == "Ja Nein"


def test_documents_of_one_name_are_told_by_their_ids() -> None:
    unit = '<unit id="u"><segment><source>Ja</source></segment></unit>'
    found = units(
        f'<xliff version="2.0" srcLang="de" xmlns="{XLIFF_20}"><file id="f1" original="a">{unit}'
        f'</file><file id="f2" original="a">{unit}</file><file id="f3" original="b">{unit}</file>'
        "</xliff>"
    )
    assert [u.file for u in found] == ["f1", "f2", "b"]


# -- TMX ----------------------------------------------------------------------------------------


def test_a_unit_for_each_target_language() -> None:
    found = tmx(
        '<tu tuid="1"><prop type="x-document">a.txt</prop>'
        '<tuv xml:lang="EN-gb"><seg>Yes</seg></tuv><tuv xml:lang="DE-de"><seg>Ja</seg></tuv>'
        '<tuv xml:lang="fra"><seg>Oui</seg></tuv><tuv xml:lang="de-AT"><seg>Jo</seg></tuv></tu>',
        'srclang="de-DE"',
    )
    assert [(u.id, u.file, u.source, u.target, u.target_language) for u in found] == [
        ("1", "a.txt", "Ja", "Yes", "en"),
        ("1", "a.txt", "Ja", "Oui", "fr"),
    ]
    assert {u.source_language for u in found} == {"de"}


def test_a_memory_in_any_direction_is_read_from_german() -> None:
    german, english = (
        '<tuv xml:lang="de"><seg>Ja</seg></tuv>',
        '<tuv xml:lang="en"><seg>Yes</seg></tuv>',
    )
    other = '<tuv xml:lang="fr"><seg>Oui</seg></tuv><tuv xml:lang="it"><seg>Sì</seg></tuv>'
    body = f'<tu>{english}{german}</tu><tu srclang="en">{german}{english}</tu><tu>{other}</tu><tu/>'
    found = tmx(body, 'srclang="*all*"')
    assert [(u.source_language, u.target_language) for u in found] == [
        ("de", "en"), ("en", "de"), ("fr", "it"),
    ]  # fmt: skip
    assert [u.place for u in found] == ["unit 1", "unit 2", "unit 3"]


def test_what_omegat_and_trados_say_of_a_unit() -> None:
    found = tmx(
        '<tu><prop type="file">a.txt</prop><prop type="id">17</prop>'
        '<tuv lang="DE"><seg>Ja <bpt i="1">&lt;b0&gt;</bpt>gut<ept i="1"/>'
        '<hi>!</hi></seg></tuv><tuv lang="EN"><seg>Yes</seg></tuv></tu>'
        '<tu><prop type="x-ConfirmationLevel">ApprovedSignOff</prop><tuv xml:lang="de">'
        '<seg>Nein</seg></tuv><tuv xml:lang="en"><seg/></tuv></tu>'
    )
    assert [(u.id, u.file, u.source, u.target, u.state) for u in found] == [
        ("17", "a.txt", "Ja gut!", "Yes", ""),
        ("", "", "Nein", None, "ApprovedSignOff"),
    ]


# -- Two texts ------------------------------------------------------------------------------------


def pair(tmp_path: Path, source: str | bytes, target: str | bytes) -> list[Unit]:
    paths = []
    for name, text in (("a.txt", source), ("b.txt", target)):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(text.encode() if isinstance(text, str) else text)
    return read_lines(*paths, source_language="de", target_language="en", max_bytes=MAX_BYTES)


def test_a_line_is_the_translation_of_a_line(tmp_path: Path) -> None:
    found = pair(tmp_path, "Ja\n\nNein\u2028Doch\n", "Yes\r\n\r\nNo\r\n\r\n")
    assert [(u.source, u.target, u.place) for u in found] == [
        ("Ja", "Yes", "line 1"), ("Nein\u2028Doch", "No", "line 3"),
    ]  # fmt: skip
    assert [u.target for u in pair(tmp_path, "Ja\nNein", "\nNo")] == [None, "No"]


def test_texts_are_read_in_the_encodings_of_articles(tmp_path: Path) -> None:
    (found,) = pair(tmp_path, "Ärger".encode("utf-16"), "façade".encode("cp1252"))
    assert (found.source, found.target) == ("Ärger", "façade")


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("Ja\nNein\nDoch", "Yes\nNo", "TMP/b.txt have different numbers of lines, 3 and 2"),
        ("Ja\n\nDoch", "Yes\nYes\n\nBut", "line 2 is the first that is blank in TMP/a.txt only"),
        ("Ja\nNein\n\nDoch", "Yes\n\nBut", "line 2 is the first that is blank in TMP/b.txt only"),
        ("Ja\n\nDoch", "Yes\nNo\nBut", "line 2 is blank in TMP/a.txt, and not in TMP/b.txt: 'No'"),
        ("", "", "a.txt is empty"),
        ("\n\n", "", "a.txt is empty"),
        (b"%PDF-1.4 ...", b"Yes", "is a PDF"),
        ("Ja", "<?xml version='1.0'?>", "b.txt is no text"),
        ('{"version": "2"}', "Yes", "a.txt is no text"),
    ],
)  # fmt: skip
def test_lines_that_do_not_belong_together(
    tmp_path: Path, source: str | bytes, target: str | bytes, told: str
) -> None:
    with pytest.raises(InputError) as error:
        pair(tmp_path, source, target)
    assert told in error.value.message.replace(str(tmp_path), "TMP")
    assert error.value.hint


# -- Damaged, odd and hostile ---------------------------------------------------------------------

GOOD = (
    '<xliff version="1.2"><file original="a" source-language="de" target-language="en"><body>'
    '<trans-unit id="1"><source>Ärger {}</source><target>trouble</target></trans-unit>'
    "</body></file></xliff>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_encodings(encoding: str) -> None:
    declared = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{declared}"?>' + GOOD
    assert units(text.encode(encoding))[0].source == "Ärger {}"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "cp1252"), ("utf-16", "utf-8"), ("utf-8", "utf-16-le"), ("x-unknown", "utf-8")],
)
def test_encodings_that_are_not_what_is_declared(declared: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + GOOD
    assert units(text.encode(encoding))[0].source == "Ärger {}"


@pytest.mark.parametrize("odd", ["\x02", "&#x1F;", "&#2;", "&#xFFFF;"])
def test_characters_that_xml_does_not_have_are_left_out(odd: str) -> None:
    assert units(GOOD.format(odd))[0].source == "Ärger"


def test_characters_by_their_names_in_html() -> None:
    doctype = '<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/none.dtd">'
    assert units(GOOD.format("&auml;&nbsp;&amp;"))[0].source == "Ärger ä\u00a0&"
    assert units(doctype + GOOD.format("&auml;"))[0].source == "Ärger ä"


def test_no_file_is_read_and_no_entity_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    for entity in (f'SYSTEM "{secret.as_uri()}"', '"inside"', 'SYSTEM "http://127.0.0.1:9/"'):
        doctype = f"<!DOCTYPE xliff [<!ENTITY e {entity}>]>"
        with pytest.raises(InputError, match="has an entity of its own, &e;") as error:
            units(doctype + GOOD.format("&e;"))
        assert error.value.hint
        # One that is not used does no harm.
        assert units(doctype + GOOD)[0].target == "trouble"


@pytest.mark.parametrize("place", ["text", "attribute"])
def test_a_billion_laughs_end_at_once(place: str) -> None:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE xliff [<!ENTITY e0 "ha">{rows}]>'
    body = GOOD.format("&e11;") if place == "text" else GOOD.replace('"a"', '"&e11;"')
    with pytest.raises(InputError):
        units(doctype + body)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "a.xlf is empty"),
        (b" \n", "a.xlf is empty"),
        (GOOD[:150].encode(), "a.xlf is not well-formed XML"),
        (GOOD.replace("</source>", "").encode(), "a.xlf is not well-formed XML"),
        (b"<rss/>", "neither XLIFF nor TMX: it is XML that begins with <rss>"),
        (b'<xliff version="1.2"><file><body/></file></xliff>', "has no units"),
        (b'<xliff version="2.0"/>', "has no units"),
        (b"<tmx/>", "has no units"),
        (b"\x00\x01\x02" * 50, "a.xlf is not well-formed XML"),
        (b"no mark-up", "a.xlf is not well-formed XML"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_line(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as error:
        units(data)
    assert told in error.value.message
    assert error.value.hint
    assert "\n" not in error.value.message


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        read(tmp_path / "none.xlf")
    zipped = tmp_path / "a.xlf"
    zipped.write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    with pytest.raises(InputError):
        read(zipped)


SMALL = [
    GOOD,
    '<xliff version="2.0" srcLang="de" trgLang="en"><file id="f"><unit id="u"><segment id="s">'
    "<source>Ärger</source><target>trouble</target></segment></unit></file></xliff>",
    '<tmx version="1.4"><header srclang="de"/><body><tu><tuv xml:lang="de"><seg>Ärger</seg></tuv>'
    '<tuv xml:lang="en"><seg>trouble</seg></tuv></tu></body></tmx>',
]


@given(st.sampled_from(SMALL), st.sampled_from(["utf-8", "utf-16", "cp1252"]), st.data())
def test_a_damaged_file_is_read_or_refused(text: str, encoding: str, data: st.DataObject) -> None:
    damaged = bytearray(text.encode(encoding))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with suppress(InputError):
        assert all(unit.source or unit.target for unit in units(bytes(damaged)))
