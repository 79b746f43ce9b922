"""One article, from whatever an archive is read from."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from archive_samples import SENTENCES, gzipped, page, record, tarred, zipped
from newsxlate.errors import InputError, LanguageError
from newsxlate.inputs import article
from newsxlate.inputs.conversion import to_article
from newsxlate.inputs.single import read
from newsxlate.inputs.stream import documents

TEXT = " ".join(SENTENCES)
NINJS = {
    "uri": "urn:x:1",
    "versioncreated": "2026-11-24T08:00:00+01:00",
    "headline": "Umbau beginnt",
    "byline": "Karin Wolf",
    "type": "text",
    "body_html": f"<p>{TEXT}</p>",
}
NITF = (
    f"<nitf><body><body.head><hedline><hl1>Umbau beginnt</hl1></hedline>"
    f"<byline>Karin Wolf</byline></body.head><body.content><p>{TEXT}</p></body.content></body>"
    "</nitf>"
)
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><itemMeta/>'
    "<contentMeta><headline>Umbau beginnt</headline><by>Karin Wolf</by></contentMeta>"
    f"<contentSet><inlineData contenttype='text/plain'>{TEXT}</inlineData></contentSet></newsItem>"
)
FEED = (
    "<rss version='2.0'><channel><title>x</title><item><title>Umbau beginnt</title>"
    f"<author>Karin Wolf</author><description>{TEXT}</description></item></channel></rss>"
)
ROW = {"headline": "Umbau beginnt", "byline": "Karin Wolf", "text": TEXT}

FILES = {
    "item.ninjs.json": json.dumps(NINJS).encode(),
    "record.json": json.dumps(ROW).encode(),
    "one.jsonl": json.dumps(ROW).encode() + b"\n",
    "row.csv": f'headline,byline,text\nUmbau beginnt,Karin Wolf,"{TEXT}"\n'.encode(),
    "nitf.xml": NITF.encode(),
    "item.xml": NEWSML.encode(),
    "feed.xml": FEED.encode(),
    "item.json.gz": gzipped(json.dumps(NINJS).encode()),
    "items.zip": zipped(
        {"a/item.json": json.dumps(NINJS).encode(), "a/photo.jpg": b"\xff\xd8\xff"}
    ),
    "items.tar": tarred({"item.json": json.dumps(NINJS).encode()}),
}


@pytest.mark.parametrize("name", FILES)
def test_an_article_is_read_as_archives_read_it(name: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    (document,) = documents([path])
    found = read(path)
    assert found == to_article(document)
    assert (found.title, found.byline) == ("Umbau beginnt", "Karin Wolf")


@pytest.mark.parametrize("name", ["page.html", "page", "page.txt"])
def test_text_and_pages_are_read_as_before(name: str, tmp_path: Path):
    path = tmp_path / name
    path.write_bytes(page() if "html" in name else TEXT.encode())
    assert read(path) == article.read(path)


@pytest.mark.parametrize("name", ["item.ninjs.json", "feed.xml", "item.json.gz"])
def test_standard_input_is_read_too(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FILES[name])))
    found = read("-")
    assert (found.title, found.source) == ("Umbau beginnt", None)


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        ("a.jsonl", (json.dumps(ROW) + "\n").encode() * 3, "3"),
        ("a.json", json.dumps([ROW, ROW]).encode(), "2"),
        ("a.zip", zipped({"a.html": page(1), "b.html": page(2)}), "2"),
        ("a.warc.gz", gzipped(record(1, page(1)) + record(2, page(2))), "2"),
        ("a.jsonl", (json.dumps(ROW) + "\n").encode() * 1002, "more than 1,000"),
    ],
)
def test_several_articles_are_counted_and_sent_to_the_archive(
    name: str, data: bytes, count: str, tmp_path: Path
):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(
        InputError, match=f"there are {count} articles in {path}, not one"
    ) as caught:
        read(path)
    assert "archive run" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json", b'{"foo": 1}', "no field with a text; its fields: foo"),
        ("a.json", b'{"foo": ', "not valid JSON"),
        ("a.json", b"[]", "there is no article in"),
        ("a.json", b"", "is empty"),
        ("a.zip", zipped({"photo.jpg": b"\xff\xd8\xff"}), "there is no article in"),
        ("a.gz", gzipped(TEXT.encode())[:40], "cut short"),
        (
            "a.docx",
            zipped({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
            "Word document",
        ),
        ("a.xml", b"<?xml version='1.0'?><catalog><x/></catalog>", "is XML"),
        ("a.json", json.dumps(NINJS | {"pubstatus": "canceled"}).encode(), "withdrawn"),
    ],
)
def test_what_holds_no_article_is_refused_in_one_line(
    name: str, data: bytes, reason: str, tmp_path: Path
):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert reason in caught.value.message
    assert "\n" not in caught.value.message


def test_records_beside_the_article_that_cannot_be_read_are_named(tmp_path: Path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.html": page(), "b.pdf": b"%PDF-1.7 ..."}))
    said: list[str] = []
    assert read(path, say=said.append).title == "Umbau 0 beginnt"
    assert said == [f"{path}!b.pdf is left out: it is a PDF, not a text"]


def test_the_language_and_the_size_are_checked(tmp_path: Path):
    path = tmp_path / "a.json"
    english = "The city council decided on Tuesday evening to rebuild the old school. " * 3
    path.write_text(json.dumps({"headline": "School", "text": english}))
    with pytest.raises(LanguageError, match="English"):
        read(path)
    assert read(path, language="en").language == "en"
    with pytest.raises(InputError, match="too large"):
        read(path, language="en", max_bytes=100)


@pytest.mark.parametrize("begins", ["[[Berlin]] ", "{{Ort}} ", '["Ja", sagt er.] '])
def test_a_file_called_a_text_is_one_even_if_it_begins_like_json(
    begins: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    for length in (1, 200):
        path.write_text(begins + TEXT * length, encoding="utf-8")
        assert read(path).text.startswith(begins)
    path.write_text(json.dumps([ROW | {"text": TEXT * 200}]), encoding="utf-8")
    assert read(path).title == "Umbau beginnt"
    path.rename(path.with_suffix(".json"))
    path.with_suffix(".json").write_text(begins + TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="not valid JSON"):
        read(path.with_suffix(".json"))
