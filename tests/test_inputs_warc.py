"""WARC: article pages among all that a crawl brings home."""

import gzip
import zlib
from pathlib import Path

import pytest

from archive_samples import SENTENCES, broken, good, gzipped, page, read, record, texts
from newsxlate.archive import BadRecord, Document
from newsxlate.inputs.stream import to_article

CHUNKED = "Transfer-Encoding: chunked\r\n"


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def warc(*records: bytes) -> bytes:
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nx: y\r\n\r\n"
    return info + b"".join(records)


def test_only_article_pages_are_read(tmp_path: Path):
    links = "".join(f'<li><a href="/{n}">Meldung Nummer {n} von heute</a></li>' for n in range(40))
    data = warc(
        record(1, page(1)),
        record(2, page(2), kind="request"),
        record(3, page(3), status="404 Not Found"),
        record(4, b"\x89PNG", media_type="image/png"),
        record(5, f"<html><body><ul>{links}</ul></body></html>".encode()),
        record(6, page(6), url="https://blatt.example/impressum"),
        record(7, page(7), kind="revisit"),
        record(8, page(8), media_type="application/xhtml+xml"),
        record(9, b"{}", media_type="application/json"),
    )
    found = read(tmp_path / "a.warc", data)
    assert [d.url for d in good(found)] == [
        "https://blatt.example/artikel-1.html",
        "https://blatt.example/artikel-8.html",
    ]
    assert not broken(found)
    first = good(found)[0]
    assert first.id.endswith("a.warc#https://blatt.example/artikel-1.html")
    assert first.name.endswith("a.warc#2")
    assert first.content == page(1)
    assert to_article(first).title == "Umbau 1 beginnt"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("", page()),
        (CHUNKED, chunked(page())),
        ("Content-Encoding: gzip\r\n", gzipped(page())),
        ("Content-Encoding: gzip\r\n" + CHUNKED, chunked(gzipped(page()))),
        ("Content-Encoding: deflate\r\n", zlib.compress(page())),
        ("Content-Encoding: deflate\r\n", zlib.compress(page())[2:-4]),
        # Crawlers unpack the body and leave the headers.
        ("Content-Encoding: gzip\r\n", page()),
        ("Content-Encoding: br\r\n", page()),
        (CHUNKED, page()),
    ],
)
def test_bodies_are_joined_and_unpacked(tmp_path: Path, headers: str, body: bytes):
    (only,) = read(tmp_path / "a.warc", warc(record(1, body, headers=headers)))
    assert isinstance(only, Document)
    assert only.content == page()


def test_gzip_by_record_and_as_a_whole(tmp_path: Path):
    records = [record(n, page(n)) for n in range(30)]
    apart = read(tmp_path / "a.warc.gz", b"".join(map(gzipped, records)))
    whole = read(tmp_path / "b.warc.gz", gzipped(b"".join(records)))
    assert list(texts(apart)) == list(texts(whole)) == [page(n).decode() for n in range(30)]


def test_the_encoding_of_the_response_counts_where_the_page_names_none(tmp_path: Path):
    html = page().decode().replace('<meta charset="utf-8">', "")
    body = html.replace("„", '"').replace("“", '"').encode("latin-1")
    (only,) = read(
        tmp_path / "a.warc", warc(record(1, body, media_type="text/html; charset=ISO-8859-1"))
    )
    assert isinstance(only, Document)
    assert "Bürgermeisterin" in only.content.decode("utf-8")


def test_damage_costs_only_the_record_it_is_in(tmp_path: Path):
    data = (
        warc(record(1, page(1)))
        + b"Unfug\x00\xff " * 50
        + b"\r\n"
        + record(2, page(2))
        + b"WARC/1.0\r\nWARC-Type: response\r\n\r\n"
        + record(3, page(3))
        + record(4, b"kein HTTP").replace(b"HTTP/1.1 200 OK", b"XTTP/1.1 200 OK")
        + record(5, gzipped(page(5))[:200], headers="Content-Encoding: gzip\r\n").replace(
            b"\x1f\x8b\x08\x00", b"\x1f\x8b\x08\xff"
        )
        + record(6, page(6))
    )
    found = read(tmp_path / "a.warc", data)
    assert [d.url[-6:-5] for d in good(found) if d.url] == ["1", "2", "3", "6"]
    assert len(broken(found)) == 4


@pytest.mark.parametrize("compress", [lambda data: data, gzipped])
def test_an_archive_that_is_cut_short(tmp_path: Path, compress):
    data = b"".join(compress(record(n, page(n))) for n in range(20))
    found = read(tmp_path / "a.warc", data[:-300])
    assert len(good(found)) == 19
    (last,) = broken(found)
    assert last.reason == "it is cut short: the rest is missing"


def test_bombs_in_responses_are_refused(tmp_path: Path):
    bomb = gzip.compress(b"<p>" + b"0" * 50_000_000)
    data = warc(
        record(1, bomb, headers="Content-Encoding: gzip\r\n"),
        record(2, chunked(bomb, 1 << 20), headers="Content-Encoding: gzip\r\n" + CHUNKED),
        record(3, page(3)),
    )
    first, second, third = read(tmp_path / "a.warc", data, max_bytes=1_000_000)
    assert isinstance(first, BadRecord)
    assert isinstance(second, BadRecord)
    assert "too large" in first.reason
    assert isinstance(third, Document)


def test_a_page_crawled_twice_gives_two_ids(tmp_path: Path):
    data = warc(
        record(1, page(1), url="https://x.example/a"), record(2, page(2), url="https://x.example/a")
    )
    assert [d.id.rpartition("#")[2] for d in read(tmp_path / "a.warc", data)] == [
        "https://x.example/a",
        "https://x.example/a~2",
    ]


def test_a_length_that_is_wrong_is_found_out(tmp_path: Path):
    short = record(1, page(1)).replace(b"Content-Length: ", b"Content-Length: 1", 1)
    data = warc(short, record(2, page(2)))
    first, second = good(read(tmp_path / "a.warc", data))
    assert first.content == page(1)
    assert second.content == page(2)
    (only,) = read(tmp_path / "b.warc", warc(short))
    assert isinstance(only, BadRecord)
    assert only.reason == "it is cut short: the rest is missing"


def test_sentences_are_those_of_the_page(tmp_path: Path):
    (only,) = good(read(tmp_path / "a.warc", warc(record(1, page()))))
    assert [b.text for _, b in to_article(only).kept()][1:] == list(SENTENCES)
