"""JSON Lines, JSON, CSV and ninjs."""

import json
from pathlib import Path

import pytest

from archive_samples import DATA, broken, good, gzipped, read, texts
from newsxlate.archive import BadRecord, Document
from newsxlate.inputs.stream import to_article
from newsxlate.inputs.stream.records import with_title


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def test_json_lines_with_usual_names_need_no_mapping():
    found = read(DATA / "articles.jsonl")
    first, second = good(found)
    assert first.title == "Brücke gesperrt"
    assert first.byline == "Tim Ott, Eva Lenz"
    assert first.published == "2024-03-12"
    assert first.url == "https://blatt.example/1"
    assert first.media_type == "text/plain"
    assert first.content.decode().startswith("Brücke gesperrt\n\nDie Brücke über")
    assert second.media_type == "text/html"
    assert second.content == b"<h1>Doppelt</h1>\n<p>Zweimal derselbe Name.</p>"


def test_bad_lines_are_broken_with_their_number_and_the_rest_is_read():
    found = read(DATA / "articles.jsonl")
    assert [b.name.rpartition("#")[2] for b in broken(found)] == ["3", "5", "6"]
    invalid, no_object, no_text = [b.reason for b in broken(found)]
    assert invalid.startswith("it is not valid JSON: ")
    assert "column" in invalid
    assert no_object == "it is no JSON object, but a list"
    assert no_text == "there is no field with a text; its fields: id, headline"


def test_ids_are_what_records_call_themselves_else_their_number():
    keys = [each.id.rpartition("#")[2] for each in read(DATA / "articles.jsonl")]
    assert keys == ["a-1", "3", "a-1~2", "5", "a-5"]


def test_fields_are_found_where_the_mapping_says(tmp_path: Path):
    data = lines(
        {
            "id": 7,
            "doc": {"html": ["<p>Eins.</p>", "<p>Zwei.</p>"], "h.l": "Titel"},
            "text": "Nein",
        },
        {"id": 8, "doc": {}, "text": "Nein"},
    )
    fields = {"body": "doc.html", "title": "doc.h.l"}
    document, missing = read(tmp_path / "a.jsonl", data, fields=fields)
    assert isinstance(document, Document)
    assert document.id.endswith("#7")
    assert document.content == b"<h1>Titel</h1>\n<p>Eins.</p>\n\n<p>Zwei.</p>"
    assert isinstance(missing, BadRecord)
    assert missing.reason == "there is nothing in its field 'doc.html'; its fields: id, doc, text"
    (item, _) = read(tmp_path / "a.jsonl", fields={"body": "doc.html.1"})
    assert isinstance(item, Document)
    assert item.content == b"<p>Zwei.</p>"


def test_a_mapping_for_other_files_leaves_ninjs_and_wrapped_records_alone(tmp_path: Path):
    mapping = {"body": "Fließtext", "title": "Titel"}
    (item,) = read(DATA / "ninjs2.json", fields=mapping)
    assert isinstance(item, Document)
    assert item.id.endswith("ninjs2.json#urn:newsml:agentur.example:20240312:7")
    wrapped = {"total": 1, "hits": [{"id": 7, "Fließtext": "Eins."}]}
    (hit,) = read(tmp_path / "a.json", json.dumps(wrapped).encode(), fields=mapping)
    assert isinstance(hit, Document)
    assert hit.content == b"Eins."


@pytest.mark.parametrize("field", ["body", "title"])
def test_a_mapping_for_ninjs_reads_the_field_it_names(field: str):
    document, *_ = read(DATA / "ninjs1.json", fields={field: "byline"})
    assert isinstance(document, Document)
    assert b"Paul Kern" in document.content


def test_a_page_of_records_is_unwrapped_though_none_has_a_mapped_author(tmp_path: Path):
    page = {"total": 2, "articles": [{"articleBody": "Eins.", "author": None}, {"text": "Zwei."}]}
    found = read(tmp_path / "a.json", json.dumps(page).encode(), fields={"byline": "author.name"})
    assert [each.content for each in good(found)] == [b"Eins.", b"Zwei."]


def test_a_record_whose_mapped_body_is_empty_stays_one_record(tmp_path: Path):
    record = {"id": 7, "doc": {"html": ""}, "related": [{"id": 1, "headline": "Nein"}]}
    (missing,) = read(tmp_path / "a.json", json.dumps(record).encode(), fields={"body": "doc.html"})
    assert isinstance(missing, BadRecord)
    assert missing.reason == "its field 'doc.html' is empty"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str):
    line = '{"text": "Die Fähre fährt über den großen Fluß nach Köln zurück."}\n'
    found = read(tmp_path / "a.jsonl", (line * 2).encode(encoding))
    assert list(texts(found)) == ["Die Fähre fährt über den großen Fluß nach Köln zurück."] * 2


def test_a_line_that_is_too_long_costs_only_itself(tmp_path: Path):
    data = lines(
        {"text": "Kurz."}, {"text": "x" * 50_000}, {"text": "x" * 9_000}, {"text": "Ende."}
    )
    found = read(tmp_path / "a.jsonl", data, max_bytes=8_000)
    assert list(texts(found)) == ["Kurz.", "Ende."]
    assert [b.name[-2:] for b in broken(found)] == ["#2", "#3"]
    assert all("too large" in b.reason for b in broken(found))


def test_poisonous_lines_cost_only_themselves(tmp_path: Path):
    poison = [
        b"\xff\xfe\x00\x01\x02\x80\x81",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"text": ' + b"9" * 10_000 + b"}",
        b"\x00\x00\x00",
        b'{"text": null}',
        b'"nur Text"',
    ]
    data = b"\n".join([b'{"text": "Davor."}', *poison, b'{"text": "Danach."}'])
    found = read(tmp_path / "a.jsonl", data)
    assert [t for t in texts(found) if t[0] == "D"] == ["Davor.", "Danach."]
    assert len(broken(found)) >= 5


def test_half_a_surrogate_is_no_reason_to_stop(tmp_path: Path):
    (only,) = read(tmp_path / "a.jsonl", b'{"id": "\\ud83d", "text": "Ein \\ud83d Satz."}')
    assert isinstance(only, Document)
    assert only.content == b"Ein ? Satz."
    only.id.encode("utf-8")


def test_gzipped_lines_that_are_cut_short_are_read_as_far_as_they_go(tmp_path: Path):
    data = lines(*({"text": f"Satz Nummer {n} hat {n * 7919} Zeichen."} for n in range(5000)))
    whole = gzipped(data)
    assert len(good(read(tmp_path / "a.jsonl.gz", whole))) == 5000
    found = read(tmp_path / "b.jsonl.gz", whole[: len(whole) // 2])
    assert 1000 < len(good(found)) < 4999
    assert broken(found)[-1].reason == "it is cut short: the rest is missing"


def test_json_files_with_one_record_a_list_or_a_list_in_an_object(tmp_path: Path):
    one = {"headline": "Eins", "text": "Ein Satz."}
    assert len(read(tmp_path / "a.json", json.dumps(one, indent=1).encode())) == 1
    assert len(read(tmp_path / "b.json", json.dumps([one, one], indent=1).encode())) == 2
    wrapped = {"status": "ok", "articles": [one, one, one]}
    assert len(read(tmp_path / "c.json", json.dumps(wrapped).encode())) == 3
    (bad,) = read(tmp_path / "d.json", b'{"text":\n "Kein Ende')
    assert isinstance(bad, BadRecord)
    assert "line 2" in bad.reason
    # Many exports call JSON Lines .json.
    assert len(read(tmp_path / "e.json", lines(one, one))) == 2


def test_csv_of_a_german_office_program(tmp_path: Path):
    document, many = read(DATA / "export.csv")
    assert isinstance(document, Document)
    assert document.title == "Stau auf der A7"
    assert document.byline == "Jörg Groß"
    assert document.content.decode() == (
        "Stau auf der A7\n\nAm Montag staute es sich.\r\n\r\n"
        'Die Polizei sprach von "Chaos"; verletzt wurde niemand.'
    )
    assert isinstance(many, BadRecord)
    assert many.reason == "it has 5 columns, the header has 4"


def test_csv_with_huge_fields_tabs_and_columns_by_number(tmp_path: Path):
    long = "Ein langer Satz. " * 60_000
    found = read(
        tmp_path / "a.tsv", f"id\ttext\n1\t{long}\n2\tKurz, mit Komma; und mehr.\n".encode()
    )
    assert [t.strip() for t in texts(found)] == [long.strip(), "Kurz, mit Komma; und mehr."]
    found = read(
        tmp_path / "b.csv",
        b"x,Titel A,Text A.\ny,Titel B,Text B.\n",
        fields={"body": "3", "title": "2"},
    )
    assert list(texts(found)) == ["Titel A\n\nText A.", "Titel B\n\nText B."]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_csv_encodings(tmp_path: Path, encoding: str):
    text = "id,text\n1,Der große Fluß führt Hochwasser.\n"
    (only,) = read(tmp_path / "a.csv", text.encode(encoding))
    assert isinstance(only, Document)
    assert only.content.decode() == "Der große Fluß führt Hochwasser."


def test_a_quotation_mark_that_never_closes_does_not_take_the_file(tmp_path: Path):
    rows = "".join(f"{n},Satz {n} ist ein Satz mit Wörtern.\n" for n in range(2000))
    found = read(tmp_path / "a.csv", f'id,text\n0,"offen\n{rows}'.encode(), max_bytes=10_000)
    (opened,) = broken(found)
    assert "never closed" in opened.reason
    assert len(good(found)) == 2000


def test_ninjs_2():
    (only,) = read(DATA / "ninjs2.json")
    assert isinstance(only, Document)
    assert only.id.endswith("ninjs2.json#urn:newsml:agentur.example:20240312:7")
    assert only.title == "Zoll findet 400 gefälschte Uhren"
    assert only.byline == "Petra Lang"
    assert only.published == "2024-03-12T09:00:00+01:00"
    assert only.url == "https://agentur.example/uhren"
    assert only.language == "de"
    article = to_article(only, language="de")
    assert [b.text for _, b in article.kept()] == [
        "Zoll findet 400 gefälschte Uhren",
        "Der Zoll hat am Dienstag 400 gefälschte Uhren gefunden.",
        "Wert unklar",
        "Wie viel sie wert sind, ist unklar.",
    ]


def test_ninjs_1_and_what_is_no_article_in_it():
    document, picture, withdrawn = read(DATA / "ninjs1.json")
    assert isinstance(document, Document)
    assert document.content.decode() == (
        "<h1>Kapitän steht vor Gericht</h1>\n"
        "<p>Der Prozess gegen den Kapitän hat begonnen.</p><p>Er schwieg.</p>"
    )
    assert isinstance(picture, BadRecord)
    assert picture.reason == "it is no text (type: picture)"
    assert isinstance(withdrawn, BadRecord)
    assert withdrawn.reason == "its publisher has withdrawn it (pubstatus: canceled)"


def test_ninjs_in_json_lines_with_nitf(tmp_path: Path):
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Kopf</hl1></hedline></body.head>"
        "<body.content><p>Ein <em>Satz</em>.</p></body.content></body></nitf>"
    )
    item = {"uri": "urn:x:1", "bodies": [{"contenttype": "application/nitf+xml", "value": nitf}]}
    bad = {"uri": "urn:x:2", "bodies": [{"contenttype": "application/nitf+xml", "value": "<nitf>"}]}
    document, damaged = read(tmp_path / "a.jsonl", lines(item, bad))
    assert isinstance(document, Document)
    assert document.content == b"<h1>Kopf</h1>\n<p>Ein <em>Satz</em>.</p>"
    assert isinstance(damaged, BadRecord)
    assert "not well-formed" in damaged.reason


def test_a_title_is_put_above_a_text_that_does_not_begin_with_it():
    assert (
        with_title("Fähre & Co", "<p>Text.</p>", "text/html")
        == "<h1>Fähre &amp; Co</h1>\n<p>Text.</p>"
    )
    same = "<p>Kicker</p><h1>Fähre &amp; <em>Co</em></h1><p>Text.</p>"
    assert with_title("Fähre & Co", same, "text/html") == same
    page = "<html><body><p>Text.</p></body></html>"
    assert with_title("Fähre", page, "text/html") == page
    assert with_title("Fähre", "Text.", "text/plain") == "Fähre\n\nText."
    assert with_title(None, "Text.", "text/plain") == "Text."
