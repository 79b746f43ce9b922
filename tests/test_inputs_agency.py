"""What agencies say of their items: ninjs 3, status and embargo, NITF's bylines, dpa's headers."""

import json
import unicodedata
from pathlib import Path

import pytest

from archive_samples import broken, read
from newsxlate.archive import BadRecord, Document
from newsxlate.inputs import single
from newsxlate.inputs.stream import to_article
from newsxlate.opening import open_input

STORY = "<p>Die Fähre nach Norderney fällt am Freitag aus.</p><p>Grund ist <b>Eisgang</b>.</p>"
PARAGRAPHS = ["Die Fähre nach Norderney fällt am Freitag aus.", "Grund ist Eisgang."]


def three(**fields: object) -> dict[str, object]:
    """An item of ninjs 3."""
    return {
        "uri": "urn:newsml:kuestendienst.example:20270115:17",
        "standard": {"name": "ninjs", "version": "3.1"},
        "type": "text",
        "versionCreated": "2027-01-15T07:40:00+01:00",
        "pubStatus": "usable",
        "language": "de",
        "headlines": [{"role": "main", "value": "Fähre fällt aus"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": STORY}],
    } | fields


def ninjs(path: Path, *items: dict[str, object]) -> list[Document | BadRecord]:
    return read(path / "a.json", json.dumps(items, ensure_ascii=False).encode())


def kept(document: Document | BadRecord) -> list[str]:
    assert isinstance(document, Document), document
    return [block.text for _, block in to_article(document, language="de").kept()]


def test_ninjs_3_writes_its_names_in_camel_case(tmp_path: Path):
    first, dated, signed = ninjs(
        tmp_path,
        three(by="Von Imke Harms"),
        three(firstCreated="2027-01-14T23:00:00+01:00", uri="https://kuestendienst.example/17"),
        three(
            people=[{"rel": "about", "name": "Ole Tamm"}, {"rel": "author", "name": "Imke Harms"}]
        ),
    )
    assert kept(first) == ["Fähre fällt aus", *PARAGRAPHS]
    assert (first.published, first.byline) == ("2027-01-15T07:40:00+01:00", "Imke Harms")
    assert dated.published == "2027-01-14T23:00:00+01:00"
    assert dated.url == "https://kuestendienst.example/17"
    assert signed.byline == "Imke Harms"


@pytest.mark.parametrize(
    "body",
    [
        {"contentType": "text/html; charset=utf-8", "value": STORY},
        {"contentType": "application/xhtml+xml", "value": STORY},
        {"role": "html5", "value": STORY},
        {"role": "main", "value": STORY},
        {"contentType": "text/plain", "value": "\n\n".join(PARAGRAPHS)},
        {
            "contentType": "text/vnd.IPTC.NITF",
            "value": "<?xml version='1.0'?>\n<nitf><body><body.content>"
            f"{STORY.replace('b>', 'em>')}</body.content></body></nitf>",
        },
        {"contentType": "application/xml", "value": f"<nitf><body><body.content>{STORY}"
         "</body.content></body></nitf>"},
    ],
)  # fmt: skip
def test_the_content_type_says_what_a_body_is(tmp_path: Path, body: dict[str, str]):
    (only,) = ninjs(tmp_path, three(bodies=[body]))
    assert kept(only) == ["Fähre fällt aus", *PARAGRAPHS]


def test_of_several_bodies_the_article_is_taken(tmp_path: Path):
    html, fallback, none = ninjs(
        tmp_path,
        three(
            bodies=[
                {"role": "teaser", "contentType": "text/html", "value": "<p>Fähre fällt aus.</p>"},
                {"role": "main", "contentType": "text/plain", "value": "\n\n".join(PARAGRAPHS)},
            ]
        ),
        three(
            bodies=[
                {"contentType": "text/vnd.IPTC.NITF", "value": "<nitf><body>"},
                {"contentType": "text/plain", "value": "\n\n".join(PARAGRAPHS)},
            ]
        ),
        three(bodies=[{"contentType": "application/json", "value": '{"blocks": []}'}]),
    )
    assert kept(html) == kept(fallback) == ["Fähre fällt aus", *PARAGRAPHS]
    assert none == BadRecord(id=none.id, name=none.name, reason="it has no body")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"pubStatus": "canceled"}, "its publisher has withdrawn it (pubStatus: canceled)"),
        ({"pubStatus": "stat:killed"}, "its publisher has withdrawn it (pubStatus: stat:killed)"),
        ({"pubStatus": "withheld"}, "its publisher withholds it (pubStatus: withheld)"),
        ({"type": "picture"}, "it is no text (type: picture)"),
        ({"type": "video"}, "it is no text (type: video)"),
        ({"type": "event"}, "it is no text (type: event)"),
        ({"type": "composite", "bodies": []}, "it has no body"),
        ({"bodies": [{"role": "caption", "value": "Die Fähre im Hafen."}]}, "it has no body"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_said(tmp_path: Path, fields: dict[str, object], reason: str):
    bad, good = ninjs(tmp_path, three(**fields), three(uri="urn:x:2"))
    assert isinstance(bad, BadRecord)
    assert (bad.reason, kept(good)[1:]) == (reason, PARAGRAPHS)


def test_an_article_that_the_same_file_withdraws_is_not_read(tmp_path: Path):
    from newsxlate.errors import InputError

    versions = [three(), three(version="2", pubStatus="canceled")]
    (tmp_path / "a.json").write_text(json.dumps(versions), encoding="utf-8")
    with pytest.raises(InputError, match=r"its publisher has withdrawn it \(pubStatus: canceled\)"):
        single.read(tmp_path / "a.json", language="de")


def test_superdesk_names_its_items_otherwise(tmp_path: Path):
    item = {
        "guid": "tag:harms.example,2027:5", "type": "text",
        "versioncreated": "2027-01-15T06:00:00+0000", "pubstatus": "usable",
        "headline": "Fähre fällt aus", "body_html": STORY,
        "body_footer": "<p>Mehr dazu in unserem Newsletter und auf allen Kanälen des Blatts.</p>",
        "authors": [{"role": "editor", "name": "A. B."}, {"role": "writer", "name": "Imke Harms"}],
        "associations": {"featuremedia": {"type": "picture", "description_text": "Fähre"}},
    }  # fmt: skip
    good, bad = ninjs(tmp_path, item, item | {"pubstatus": "canceled"})
    assert kept(good) == ["Fähre fällt aus", *PARAGRAPHS]
    assert good.byline == "Imke Harms"
    assert isinstance(bad, BadRecord)


NAR = "http://iptc.org/std/nar/2006-10-01/"


def g2(meta: str = "", content: str = "", xhtml: str = STORY) -> bytes:
    return (
        f'<newsItem xmlns="{NAR}" guid="urn:x:7" xml:lang="de"><itemMeta>{meta}</itemMeta>'
        f"<contentMeta><headline>Fähre fällt aus</headline>{content}</contentMeta><contentSet>"
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<body>{xhtml}</body></html></inlineXML></contentSet></newsItem>"
    ).encode()


def nitf(data: str = "", byline: str = "") -> bytes:
    return (
        f"<nitf><head><docdata {data}</docdata></head><body><body.head><hedline><hl1>Fähre<br/>"
        f"fällt aus</hl1></hedline>{byline}</body.head><body.content>{STORY.replace('b>', 'em>')}"
        "</body.content></body></nitf>"
    ).encode()


LATER = "2731-05-06T18:00:00+02:00"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("1.json", json.dumps({"uri": "urn:x:1", "versioncreated": "2027-01-15T07:40:00Z",
                               "headline": "A", "body_html": STORY, "embargoed": LATER}).encode()),
        ("3.json", json.dumps(three(embargoedUntil=LATER)).encode()),
        ("a.jsonl", json.dumps({"text": PARAGRAPHS[0], "embargo_until": LATER}).encode()),
        ("b.csv", f'text,Sperrfrist\n{PARAGRAPHS[0]},"6. Mai 2731, 18 Uhr MESZ"\n'.encode()),
        ("g2.xml", g2(f"<embargoed>{LATER}</embargoed>")),
        ("a.nitf", nitf('management-status="embargoed">'
                        '<date.release norm="27310506T180000+0200"/>')),
        ("b.nitf", nitf('><date.issue norm="20270115T074000Z"/>'
                        '<date.release norm="27310506T180000+0200"/>')),
    ],
)  # fmt: skip
def test_an_embargo_is_read_and_said(tmp_path: Path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)
    (only,) = read(tmp_path / name)
    assert isinstance(only, Document), only
    assert only.embargoed == LATER
    assert single.read(tmp_path / name, language="de").embargoed == LATER
    said: list[str] = []
    open_input(tmp_path / name, language="de", say=said.append)
    assert said == [f"{tmp_path / name} is embargoed until {LATER}: do not publish it before"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("3.json", json.dumps(three(embargoedUntil="bis zum Abend")).encode()),
        ("3b.json", json.dumps(three(embargoedUntil=True)).encode()),
        ("a.jsonl", json.dumps({"text": PARAGRAPHS[0], "embargo": True}).encode()),
        ("a.nitf", nitf('management-status="embargoed">')),
    ],
)
def test_an_embargo_that_cannot_be_read_keeps_the_article_back(
    tmp_path: Path, name: str, data: bytes
):
    (bad,) = read(tmp_path / name, data)
    assert isinstance(bad, BadRecord)
    assert bad.reason.startswith("until when it is embargoed cannot be read: ")


def test_an_embargo_whose_time_cannot_be_read_lasts_all_its_day(tmp_path: Path):
    data = nitf('management-status="embargoed"><date.release norm="27310506T18 Uhr"/>')
    (only,) = read(tmp_path / "a.nitf", data)
    assert isinstance(only, Document)
    assert only.embargoed == "2731-05-06T23:59:59+00:00"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("3.json", json.dumps(three(embargoedUntil=False)).encode()),
        ("a.jsonl", json.dumps({"text": PARAGRAPHS[0], "embargo": "0000-00-00 00:00:00"}).encode()),
        ("b.jsonl", json.dumps({"text": PARAGRAPHS[0], "embargo": False}).encode()),
        ("g2.xml", g2("<embargoed></embargoed>")),
        ("a.nitf", nitf('management-status="usable"><date.issue norm="20270115T074000Z"/>'
                        '<date.release norm="20270115T074000Z"/>')),
    ],
)  # fmt: skip
def test_what_says_that_there_is_no_embargo_is_none(tmp_path: Path, name: str, data: bytes):
    (only,) = read(tmp_path / name, data)
    assert isinstance(only, Document)
    assert only.embargoed is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (g2('<pubStatus qcode="stat:withheld"/>'),
         "its publisher withholds it (pubStatus: withheld)"),
        (g2('<itemClass qcode="ninat:picture"/>'), "it is no text (itemClass: picture)"),
        (nitf('management-status="killed">'),
         "its publisher has withdrawn it (management-status: killed)"),
    ],
)  # fmt: skip
def test_captions_and_what_was_withdrawn_are_no_articles(tmp_path: Path, data: bytes, reason: str):
    assert [bad.reason for bad in broken(read(tmp_path / "a.xml", data))] == [reason]


def test_what_stands_above_a_headline_of_dpa_is_no_paragraph(tmp_path: Path):
    header = (
        '<header>\n<ul class="slugline"><li class="subject">Wetter</li><li class="geo">Norden</li>'
        '<li class="keyword">Fähre</li></ul> <time class="publicationDate">15.01.2027</time>\n'
        '<p class="genre gattung-3">Überblick</p><h1>Fähre fällt aus</h1>'
        '<h2>Eis auf der Nordsee</h2></header><section class="main">'
    )
    content = '<creator qcode="ad:harms.imke"><name>harms.imke</name></creator>'
    xhtml = f"{header}<ul><li>Keine Fahrt nach Norderney</li></ul><h2>Eis</h2>{STORY}</section>"
    (only,) = read(tmp_path / "a.xml", g2(content=content, xhtml=xhtml))
    # A list in the text itself is some of it.
    head = ["Fähre fällt aus", "Eis auf der Nordsee", "Keine Fahrt nach Norderney", "Eis"]
    assert kept(only) == [*head, *PARAGRAPHS]
    assert only.byline is None


@pytest.mark.parametrize(
    ("creators", "byline"),
    [
        (["Imke Harms", "harms.imke", "Ole Tamm", "Imke Harms"], "Imke Harms, Ole Tamm"),
        (["harms_imke2", "i.harms@kueste.example"], None),
        (["kueste.de"], "kueste.de"),
        (["Ju\u0308rgen Do\u0308rr"], "Jürgen Dörr"),
    ],
)
def test_a_login_is_no_byline(tmp_path: Path, creators: list[str], byline: str | None):
    content = "".join(f"<creator><name>{name}</name></creator>" for name in creators)
    (only,) = read(tmp_path / "a.xml", g2(content=content))
    assert isinstance(only, Document)
    assert only.byline == byline


@pytest.mark.parametrize(
    ("written", "byline"),
    [
        ("<byline>Von<person>Imke Harms</person><byttl>Reporterin</byttl></byline>", "Imke Harms"),
        ("<byline>Von <person>Imke Harms</person> und <person>Ole Tamm</person></byline>",
         "Imke Harms, Ole Tamm"),
        ("<byline><person><name.given>Imke</name.given><name.family>Harms</name.family></person>"
         "</byline><byline><person>Ole Tamm</person></byline>", "Imke Harms, Ole Tamm"),
        ("<byline>Von IMKE HARMS<byttl>Küstendienst</byttl></byline>", "IMKE HARMS"),
        ("<byline>Von Änne Harms, KD</byline>", "Änne Harms, KD"),
        ("<byline>von der Tann</byline>", "von der Tann"),
        ("<byline><byttl>Küstendienst</byttl></byline>", None),
        ("", None),
    ],
)  # fmt: skip
def test_bylines_of_nitf(tmp_path: Path, written: str, byline: str | None):
    (only,) = read(tmp_path / "a.nitf", nitf(">", byline=written))
    assert isinstance(only, Document)
    assert only.byline == byline
    assert kept(only) == ["Fähre fällt aus", *PARAGRAPHS]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_title_with_decomposed_umlauts_is_the_one_of_the_text(tmp_path: Path, form: str):
    title = unicodedata.normalize(form, "Fähre fällt aus")
    body = [{"contentType": "text/html", "value": f"<h1>Fähre fällt aus</h1>{STORY}"}]
    (only,) = ninjs(tmp_path, three(headlines=[{"value": title}], bodies=body))
    assert kept(only) == ["Fähre fällt aus", *PARAGRAPHS]


@pytest.mark.parametrize("data", [b"<NewsML Version='1.2'><NewsItem/></NewsML>"])
def test_older_formats_are_refused_by_name(tmp_path: Path, data: bytes):
    from newsxlate.errors import InputError

    (tmp_path / "a.xml").write_bytes(b"<?xml version='1.0'?>" + data)
    with pytest.raises(InputError, match=r"is XML \(<NewsML>\), neither plain text nor HTML"):
        single.read(tmp_path / "a.xml")
