"""Hypothesis strategies: files of every format that is read, and what damages them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from hypothesis import strategies as st

from archive_samples import SENTENCES, gzipped, page, record, tarred, zipped

Damage = Callable[[bytes], bytes]

_RSS = "<?xml version='1.0'?><rss version='2.0'><channel>"
_MESSAGE = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>"
# What means something to one format or another, or to nothing at all.
_TOKENS = (
    *(
        b"\x00",
        b"\x01",
        b"\x1b[31m",
        b"\r",
        b"\n",
        b"\t",
        b"\xed\xa0\x80",
        b"\xff\xfe",
        b"\xf0\x9f",
    ),
    *(b"<b>", b"</p>", b"<table><tr><td>", b"<!--", b"<![CDATA[", b"&", b"&lt;", b"&#0;", b"<"),
    *(b"[", b"{", b'{"a":', b'"', b"\\", b"\\ud800", b"\\u0000", b"]", b"}", b",", b";", b"null"),
    *(b"(", b"A. ", b"7", b"-", b"+++", b"%", b"PK\x03\x04", b"WARC/1.0\r\n", b"\x1f\x8b", b"..."),
)


@dataclass(frozen=True)
class Made:
    """A file, or several.

    Attributes:
        files: The content of each, by name.
        records: The articles that were put into them.
        whole: Those of them that nothing was done to, and that have to come out.
    """

    files: dict[str, bytes]
    records: int
    whole: int


@dataclass(frozen=True)
class Kind:
    """A format.

    Attributes:
        name: Of a file in it.
        record: The bytes of the article of a number.
        joined: A file of several.
        alone: Whether what is damaged in one record leaves all others whole.
        most: Articles that a file can have.
    """

    name: str
    record: Callable[[int], bytes]
    joined: Callable[[Sequence[bytes]], bytes]
    alone: bool = True
    most: int = 4


def text(number: int) -> str:
    """The text of an article."""
    return f"Meldung {number}. {' '.join(SENTENCES[number % 3 :])}"


def _json(number: int) -> bytes:
    row = {
        "id": f"n{number}",
        "title": f"Titel {number}",
        "author": "Eva Kern",
        "text": text(number),
    }
    return json.dumps(row).encode()


def _ninjs(number: int) -> bytes:
    row = {
        "uri": f"urn:{number}", "type": "text", "versioncreated": "2024-05-04T10:00:00Z",
        "headline": f"Titel {number}", "body_html": f"<p>{escape(text(number))}</p>",
    }  # fmt: skip
    return json.dumps(row).encode()


def _row(delimiter: str) -> Callable[[int], bytes]:
    def row(number: int) -> bytes:
        made = io.StringIO()
        plain = text(number).replace(",", "").replace("„", "").replace("“", "")
        csv.writer(made, delimiter=delimiter).writerow([f"n{number}", f"Titel {number}", plain])
        return made.getvalue().encode()

    return row


def _rows(header: bytes) -> Callable[[Sequence[bytes]], bytes]:
    # What was cut at its end would be one row with the next.
    return lambda rows: header + b"\r\n" + b"".join(row.rstrip() + b"\r\n" for row in rows)


def _entry(number: int) -> bytes:
    return (
        f"<item><guid>n{number}</guid><title>Titel {number}</title>"
        f"<description>{escape(text(number))}</description></item>"
    ).encode()


def _atom(number: int) -> bytes:
    return (
        f"<entry><id>n{number}</id><title>Titel {number}</title>"
        f'<content type="html">{escape(text(number))}</content></entry>'
    ).encode()


def _news(number: int) -> bytes:
    return (
        f'<newsItem guid="urn:{number}"><contentMeta><headline>Titel {number}</headline>'
        '</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{escape(text(number))}</p></body>'
        "</html></inlineXML></contentSet></newsItem>"
    ).encode()


def _nitf(number: int) -> bytes:
    return (
        f"<nitf><body><body.head><hedline><hl1>Titel {number}</hl1></hedline></body.head>"
        f"<body.content><p>{escape(text(number))}</p></body.content></body></nitf>"
    ).encode()


def _around(before: str, after: str, between: str = "") -> Callable[[Sequence[bytes]], bytes]:
    return lambda made: before.encode() + between.encode().join(made) + after.encode()


def _members(pack: Callable[[dict[str, bytes]], bytes]) -> Callable[[Sequence[bytes]], bytes]:
    return lambda made: pack({f"{n}.txt": content for n, content in enumerate(made)})


def _first(made: Sequence[bytes]) -> bytes:
    return made[0]


KINDS = (
    Kind("a.jsonl", _json, _around("", "", "\n")),
    Kind("a.json", _json, _around("[", "]", ", "), alone=False),
    Kind("b.json", _json, _around('{"total": 3, "items": [', "]}", ", "), alone=False),
    Kind("c.json", _ninjs, _around("[", "]", ", "), alone=False),
    Kind("n.jsonl", _ninjs, _around("", "", "\n")),
    Kind("a.csv", _row(","), _rows(b"id,title,text")),
    Kind("a.tsv", _row("\t"), _rows(b"id\ttitle\ttext")),
    Kind("a.xml", _entry, _around(_RSS, "</channel></rss>")),
    Kind("b.xml", _atom, _around("<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>")),
    Kind("c.xml", _news, _around(_MESSAGE, "</itemSet></newsMessage>")),
    Kind("d.xml", _nitf, _first, most=1),
    Kind("a.html", page, _first, most=1),
    Kind("a.txt", lambda number: text(number).encode(), _first, most=1),
    Kind("a.warc", lambda number: record(number, page(number)), b"".join, alone=False),
    Kind("a.zip", lambda number: text(number).encode(), _members(zipped)),
    Kind("a.tar", lambda number: text(number).encode(), _members(tarred)),
    Kind("b.tar", lambda number: page(number), lambda made: _pages(made)),
)  # fmt: skip


def _pages(made: Sequence[bytes]) -> bytes:
    return tarred({f"{n}.html": content for n, content in enumerate(made)})


def _flipped(at: float, value: int) -> Damage:
    def damage(data: bytes) -> bytes:
        place = int(at * len(data))
        return data[:place] + bytes([value]) + data[place + 1 :]

    return damage


def _put(at: float, token: bytes, times: int) -> Damage:
    return lambda data: data[: int(at * len(data))] + token * times + data[int(at * len(data)) :]


def _left_out(at: float, length: int) -> Damage:
    return lambda data: data[: int(at * len(data))] + data[int(at * len(data)) + length :]


def _again(at: float, length: int, times: int) -> Damage:
    def damage(data: bytes) -> bytes:
        place = int(at * len(data))
        return data[:place] + data[place : place + length] * times + data[place + length :]

    return damage


_PLACE = st.floats(0, 1, exclude_max=True)
damages = st.one_of(
    st.builds(_flipped, _PLACE, st.integers(0, 255)),
    st.builds(_put, _PLACE, st.sampled_from(_TOKENS), st.sampled_from((1, 1, 2, 30, 300, 1000))),
    st.builds(_left_out, _PLACE, st.sampled_from((1, 2, 10, 100, 10_000))),
    st.builds(_again, _PLACE, st.integers(1, 80), st.sampled_from((2, 3, 50, 100))),
)
PACKINGS = (None, None, "gz", "zip", "tar", "zip in tar")


def _packed(name: str, data: bytes, packing: str | None) -> tuple[str, bytes]:
    if packing == "gz":
        return f"{name}.gz", gzipped(data)
    if packing == "zip":
        return "p.zip", zipped({name: data})
    if packing == "tar":
        return "p.tar", tarred({name: data})
    if packing:
        return "p.tar", tarred({"p.zip": zipped({name: data})})
    return name, data


@st.composite
def files(draw: st.DrawFn) -> Made:
    """A file: whole, with one record that is damaged, or damaged anywhere; packed or not."""
    kind = draw(st.sampled_from(KINDS))
    records = [kind.record(number) for number in range(draw(st.integers(1, kind.most)))]
    whole, done = len(records), draw(st.lists(damages, max_size=3))
    in_record = draw(st.booleans())
    if done and in_record:
        number = draw(st.integers(0, len(records) - 1))
        begins = records[0][:4]
        for damage in done:
            records[number] = damage(records[number])
        # What a file begins with may say that it is of another format.
        whole = len(records) - 1 if kind.alone and records[0][:4] == begins else 0
    data = kind.joined(records)
    name, data = _packed(kind.name, data, draw(st.sampled_from(PACKINGS)))
    if done and not in_record:
        for damage in done:
            data = damage(data)
        whole = 0
    return Made({name: data}, len(records), whole)


@st.composite
def folders(draw: st.DrawFn) -> Made:
    """A folder with several files, each of a format of its own."""
    made = [draw(files()) for _ in range(draw(st.integers(2, 3)))]
    named = {f"{n}-{name}": data for n, one in enumerate(made) for name, data in one.files.items()}
    return Made(named, sum(one.records for one in made), sum(one.whole for one in made))
