"""Inputs made to hang, crash or mislead: each costs itself, and says so in one line."""

import json
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from archive_samples import broken, good, page, read, record
from newsxlate.archive import BadRecord, Document
from newsxlate.errors import InputError
from newsxlate.inputs.stream import to_article

TEXT = "Der Gemeinderat tagt am Montag im Rathaus. Beraten wird der Haushalt."


def test_fields_are_cleaned_before_anything_sees_them(tmp_path: Path) -> None:
    record = {
        "id": "a\x1b[2Jb\ud800",
        "text": TEXT,
        "title": "Der \x00Haushalt\udfff",
        "author": "Eva\x07 Kern",
        "url": "https://blatt.example/\ud83d",
    }
    (only,) = good(read(tmp_path / "a.jsonl", json.dumps(record).encode()))
    assert only.title == "Der Haushalt\ufffd"
    assert only.byline == "Eva Kern"
    assert only.url == "https://blatt.example/\ufffd"
    assert "\x1b" not in only.id + only.name
    only.id.encode("utf-8")


def test_absurdly_long_fields_are_cut() -> None:
    long = Document(
        id="x" * 50_000, content=b"", name="x", title="T" * 50_000, url="https://x/" + "y" * 50_000
    )
    other = Document(id="x" * 50_001, content=b"", name="x")
    assert len(long.id) < 5_000
    assert long.id != other.id
    assert long.title == "T" * 1_999 + "…"
    assert long.url is None


def test_what_differs_before_it_is_cleaned_differs_afterwards() -> None:
    ids = {BadRecord(id=f"a{c}", name="a", reason="").id for c in ("", "\x01", "\x02", "\ud800")}
    assert len(ids) == 4


def test_files_whose_names_cannot_be_shown_have_ids_of_their_own(tmp_path: Path) -> None:
    for name in (b"\xe4.txt", b"\xf6.txt"):
        try:
            (tmp_path / "x").with_name(name.decode("utf-8", "surrogateescape")).write_text(TEXT)
        except OSError:  # this file system has no such names
            pytest.skip("no such names")
    found = good(read(tmp_path))
    assert len({document.id for document in found}) == 2
    assert all(document.id.isprintable() for document in found)


def test_records_that_share_an_id_take_no_longer(tmp_path: Path) -> None:
    line = json.dumps({"id": "same", "text": TEXT}).encode() + b"\n"
    started = time.process_time()
    found = good(read(tmp_path / "a.jsonl", line * 10_000))
    assert time.process_time() - started < 10
    assert len({document.id for document in found}) == 10_000
    assert found[-1].id.endswith("#same~10000")


def test_open_quotation_marks_cost_their_lines_and_no_time(tmp_path: Path) -> None:
    data = b"id,text\n" + b'x"y,"Ein Satz\n' * 6_000 + b"z,Ein letzter Satz.\n"
    started = time.process_time()
    found = read(tmp_path / "a.csv", data)
    assert time.process_time() - started < 6
    assert len(found) == 6_001
    assert good(found)[-1].content == b"Ein letzter Satz."


def test_a_row_between_two_open_quotation_marks_costs_one_line(tmp_path: Path) -> None:
    rows = [b"%d,Satz Nummer %d.\n" % (n, n) for n in range(20)]
    rows[3] = b'3,"Hier bleibt etwas offen.\n'
    rows[9] = b'9,"Hier auch.\n'
    found = read(tmp_path / "a.csv", b"id,text\n" + b"".join(rows))
    assert len(good(found)) == 18
    assert len(broken(found)) == 2


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_a_record_that_is_nested_too_deep_costs_itself(tmp_path: Path, suffix: str) -> None:
    records = [json.dumps({"id": str(n), "text": TEXT}) for n in range(4)]
    records[1] = '{"id": "1", "text": ' + "[" * 700 + '"x"' + "]" * 700 + "}"
    data = "\n".join(records) if suffix == "jsonl" else f"[{', '.join(records)}]"
    found = read(tmp_path / f"a.{suffix}", data.encode())
    assert [document.id[-1] for document in good(found)] == ["0", "2", "3"]
    assert [bad.reason for bad in broken(found)] == ["it is nested too deep"]


FEED = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><language>de</language>{}'
ITEM = "<item><guid>{}</guid><title>Titel</title><description>Der Rat tagt am Montag.</description>"


@pytest.mark.parametrize("encoding", ["utf-8\x00", "\x00utf-8", "no-such", "ü", "utf-16"])
def test_a_feed_that_names_no_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    items = "".join(f"{ITEM.format(n)}</item>" for n in range(3))
    data = FEED.format(encoding, items + "</channel></rss>").encode("latin-1")
    assert len(good(read(tmp_path / "a.xml", data))) == 3


@pytest.mark.parametrize("broken_by", ["<!-- offen", "<![CDATA[ offen", "<?offen", "<b & <"])
def test_what_an_entry_leaves_open_does_not_swallow_those_after_it(
    tmp_path: Path, broken_by: str
) -> None:
    items = [f"{ITEM.format(n)}{broken_by if n == 1 else ''}</item>" for n in range(4)]
    data = FEED.format("utf-8", "".join(items)).encode()
    found = read(tmp_path / "a.xml", data)
    assert len(found) == 4
    assert {document.id[-1] for document in good(found)} >= {"0", "2", "3"}
    assert all(document.language == "de" for document in good(found))


NEWS = (
    '<newsItem guid="urn:{0}"><contentSet><inlineXML contenttype="application/xhtml+xml">'
    "<html><body><p>Der Rat tagt am Montag in {0}.{1}</p></body></html>"
    "</inlineXML></contentSet></newsItem>"
)
MESSAGE = (
    '<?xml version="1.0" encoding="{}"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">'
    "<itemSet>{}</itemSet></newsMessage>"
)


@pytest.mark.parametrize("spoilt", ["<p>", "&nbsp;", "a < b", "<!-- ", "&#0;", "</html>"])
def test_a_news_item_that_is_not_well_formed_costs_itself(tmp_path: Path, spoilt: str) -> None:
    items = "".join(NEWS.format(n, spoilt if n == 1 else "") for n in range(4))
    found = read(tmp_path / "a.xml", MESSAGE.format("utf-8", items).encode())
    assert [document.id[-1] for document in good(found)] == ["0", "2", "3"]
    assert ["not well-formed" in bad.reason for bad in broken(found)] == [True]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16", "no-such", "utf-\x008"])
def test_a_message_that_names_a_wrong_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    items = "".join(NEWS.format(n, " Es geht um \x01Köln.") for n in range(2))
    used = "latin-1" if encoding == "latin-1" else "utf-8"
    found = good(read(tmp_path / "a.xml", MESSAGE.format(encoding, items).encode(used)))
    assert len(found) == 2
    assert all("um Köln." in to_article(one, language="de").text for one in found)


@pytest.mark.parametrize(
    "spoilt", ['{"text": "offen}', '{"text": }', '{"text" "x"}', '{"a":' + "[" * 5000 + "}", "{]"]
)
def test_an_item_of_a_list_that_is_not_json_costs_itself(tmp_path: Path, spoilt: str) -> None:
    items = [json.dumps({"id": n, "text": TEXT}) for n in range(4)]
    items[1] = spoilt
    found = read(tmp_path / "a.json", f"[{', '.join(items)}]".encode())
    assert {document.id[-1] for document in good(found)} >= {"0", "3"}
    assert len(broken(found)) == 1
    assert broken(found)[0].reason.startswith(("it is not valid JSON", "it is nested too deep"))


def test_many_broken_items_take_no_longer_each(tmp_path: Path) -> None:
    started = time.process_time()
    assert len(read(tmp_path / "a.json", b"[" + b'{"a" 1},' * 20_000 + b"{}]")) == 20_001
    assert time.process_time() - started < 10


@pytest.mark.parametrize("value", ['""', '"  "', "[]", '[" "]'])
def test_a_text_that_is_empty_is_called_so(tmp_path: Path, value: str) -> None:
    record = f'{{"Title": "Titel", "Text": {value}}}'.encode()
    (only,) = broken(read(tmp_path / "a.jsonl", record))
    assert only.reason == "its field 'Text' is empty"
    (only,) = broken(read(tmp_path / "a.jsonl", record, fields={"body": "Text"}))
    assert only.reason == "its field 'Text' is empty"
    (only,) = broken(read(tmp_path / "a.csv", b"id,Inhalt\n7,\n"))
    assert only.reason == "its field 'Inhalt' is empty"


@pytest.mark.parametrize("length", [b"0", b"300", b"1600", b"40000000", b"9" * 18, b"x", b"-7"])
def test_a_crawls_record_with_a_wrong_length_costs_itself(tmp_path: Path, length: bytes) -> None:
    records = [record(number, page(number)) for number in range(4)]
    right = re.compile(rb"Content-Length: \d+")
    records[1] = right.sub(b"Content-Length: " + length, records[1])
    found = read(tmp_path / "a.warc", b"".join(records))
    assert {str(document.url)[-6] for document in good(found)} >= {"0", "2", "3"}


def test_a_bad_address_in_a_crawl_costs_nothing(tmp_path: Path) -> None:
    records = [record(1, page(1), url="http://["), record(2, page(2))]
    assert len(good(read(tmp_path / "a.warc", b"".join(records)))) == 2


def test_a_page_may_be_as_deep_as_it_is_long(tmp_path: Path) -> None:
    data = record(1, b"<html><body>" + b"<div>" * 20_000 + b"Ein Satz.") + record(2, page(2))
    started = time.process_time()
    assert len(good(read(tmp_path / "a.warc", data))) == 1
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", b" <?a?>" * 1_300),
        ("a.txt", b'<?xml version="1.0"?>' + b"<!-- a -->" * 800),
        ("a.jsonl", b'{"text": "Ein Satz.", "title": "' + b"<" * 300_000 + b'"}'),
        ("a.xml", b"<rss>" + b"<" + b"a" * 100_000 + b"<item>"),
        ("b.xml", b"<rss>" + b"\n" * 100_000 + b"<item><b>Ein Satz.</item>"),
    ],
)
def test_what_may_be_parted_in_many_ways_takes_no_time(
    tmp_path: Path, name: str, data: bytes
) -> None:
    started = time.process_time()
    found = read(tmp_path / name, data)
    for document in good(found):
        with suppress(InputError):
            to_article(document, language="de")
    assert time.process_time() - started < 5
