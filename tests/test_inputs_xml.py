"""RSS and Atom, NewsML-G2 and NITF."""

from pathlib import Path

import pytest

from archive_samples import DATA, broken, good, read, texts
from newsxlate.archive import BadRecord, Document
from newsxlate.inputs.stream import to_article

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"><itemMeta/>
<contentSet><inlineData contenttype="{kind}" {more}>{text}</inlineData></contentSet></newsItem>"""


def message(*items: str) -> bytes:
    inner = "".join(items)
    return (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inner}'
        "</itemSet></newsMessage>"
    ).encode()


def item(guid: str, text: str, kind: str = "text/plain", more: str = "") -> str:
    return ITEM.format(guid=guid, text=text, kind=kind, more=more)


def test_rss_takes_the_full_text_before_the_summary():
    full, summary, empty = read(DATA / "feed.xml")
    assert isinstance(full, Document)
    assert full.id.endswith("feed.xml#bote-4711")
    assert full.name.endswith("feed.xml#1")
    assert full.title == "Fähre fährt wieder & kostet mehr"
    assert full.byline == "Jana Rehm"
    assert full.published == "2024-03-12T14:30:00+01:00"
    assert full.url == "https://bote.example/faehre"
    assert full.language == "de-DE"
    assert [b.text for _, b in to_article(full, language="de").kept()] == [
        "Fähre fährt wieder & kostet mehr",
        "Nach drei Wochen Pause fährt die Fähre zwischen Lindau und Wasserburg seit Dienstag "
        "wieder.",
        "Die Fahrt kostet nun 4,20 Euro, 30 Cent mehr als bisher. „Wir hatten keine Wahl“, sagte "
        "Betriebsleiter Uwe Nagel.",
        "Abfahrt um 8 Uhr.",
        "Rückfahrt um 18 Uhr.",
    ]
    assert isinstance(summary, Document)
    assert summary.id.endswith("#https://bote.example/rathaus")
    assert "bleibt das Rathaus am Freitag geschlossen" in summary.content.decode()
    assert isinstance(empty, BadRecord)
    assert empty.reason == "the entry has neither content nor summary"


def test_atom_in_latin_1():
    (only,) = read(DATA / "atom.xml")
    assert isinstance(only, Document)
    assert only.id.endswith("#urn:hafenblatt:1")
    assert only.title == "Kran gestürzt"
    assert only.byline == "Ole Petersen, Mia Kühn"
    assert only.published == "2024-03-11T08:15:00+01:00"
    assert only.content.decode().endswith(
        "<p>Im Hafen ist am Montag ein Kran umgestürzt. Verletzt wurde niemand.</p>"
    )


def test_a_feed_that_is_not_well_formed_is_read_all_the_same(tmp_path: Path):
    data = (DATA / "feed.xml").read_bytes()
    cut = data[: data.index(b"</channel>")].replace(b"&amp;", b"&")
    assert len(good(read(tmp_path / "a.rss", cut))) == 2
    (only,) = read(tmp_path / "b.rss", b"<html><body>Seite nicht gefunden</body></html>")
    assert isinstance(only, Document)
    (bad,) = read(tmp_path / "c.rss", b"Seite nicht gefunden")
    assert isinstance(bad, BadRecord)
    assert bad.reason.startswith("it is no RSS or Atom feed")


@pytest.mark.parametrize("root", ["rss", "newsMessage"])
def test_entities_that_multiply_are_not_expanded(tmp_path: Path, root: str):
    entities = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "Bombe " * 10}">' for n in range(9)
    )
    inner = (
        "<channel><item><title>x</title><description>&e8;</description></item></channel>"
        if root == "rss"
        else item("x", "&e8;")
    )
    data = f'<?xml version="1.0"?><!DOCTYPE {root} [{entities}]><{root}>{inner}</{root}>'
    for each in read(tmp_path / "bombe.xml", data.encode()):
        assert isinstance(each, BadRecord) or len(each.content) < 10_000


def test_no_file_is_read_from_an_entity(tmp_path: Path):
    (tmp_path / "geheim").write_text("GEHEIM")
    data = (
        f'<?xml version="1.0"?><!DOCTYPE newsMessage [<!ENTITY g SYSTEM "file://{tmp_path}/geheim">]>'
        + message(item("x", "Text &g; Ende.")).decode()
    )
    assert not any("GEHEIM" in text for text in texts(read(tmp_path / "a.xml", data.encode())))


def test_newsml_g2_with_xhtml():
    first = read(DATA / "newsmessage.xml")[0]
    assert isinstance(first, Document)
    assert first.id.endswith("newsmessage.xml#urn:newsml:agentur.example:20240312:a")
    assert first.title == "Frost bedroht den Wein"
    assert first.byline == "Lea Huber"
    assert first.published == "2024-03-12T09:00:00+02:00"
    assert first.language == "de-AT"
    assert [b.text for _, b in to_article(first, language="de").kept()] == [
        "Frost bedroht den Wein",
        "In der Nacht auf Mittwoch fallen die Werte auf minus fünf Grad.",
        "„Das wird teuer“, sagte Winzerin Anna Moser.",
    ]


def test_newsml_g2_with_nitf():
    second = read(DATA / "newsmessage.xml")[1]
    assert isinstance(second, Document)
    assert second.byline == "Ina Voss"
    assert second.content.decode().split("\n")[-5:] == [
        "<h1>Deich hält der Flut stand</h1>",
        "<h2>Pegel sinkt &amp; Straße frei</h2>",
        "<p>Der Deich bei Husum hat gehalten.</p>",
        "<figure><figcaption>Der Deich am Morgen.</figcaption></figure>",
        "<p>Der Pegel fiel auf 3,40 Meter.</p>",
    ]


def test_what_was_withdrawn_or_is_elsewhere_is_broken():
    assert [b.reason for b in broken(read(DATA / "newsmessage.xml"))] == [
        "its publisher has withdrawn it (pubStatus: canceled)",
        "it is no text (itemClass: video)",
    ]


def test_nitf_alone(tmp_path: Path):
    data = (DATA / "newsmessage.xml").read_bytes()
    nitf = data[data.index(b"<nitf") : data.index(b"</nitf>") + 7]
    (only,) = read(tmp_path / "a.nitf", b"<?xml version='1.0' encoding='utf-8'?>" + nitf)
    assert isinstance(only, Document)
    assert only.title == "Deich hält der Flut stand"
    assert only.published == "2024-03-12T13:00:00+00:00"


def test_base64_and_html_in_inline_data(tmp_path: Path):
    data = message(
        item("a", "RGllIEbDpGhyZSBmw6RocnQu", more='encoding="encd:base64"'),
        item("b", "&lt;p&gt;Die Fähre fährt.&lt;/p&gt;", kind="text/html"),
        item("c", "!!", more='encoding="encd:base64"'),
        item("d", " "),
    )
    found = read(tmp_path / "a.xml", data)
    assert list(texts(found)) == ["Die Fähre fährt.", "<p>Die Fähre fährt.</p>"]
    assert [b.id[-1] for b in broken(found)] == ["c", "d"]


def test_a_message_that_is_cut_short_is_read_as_far_as_it_goes(tmp_path: Path):
    data = message(*(item(str(n), f"Satz Nummer {n}.") for n in range(20)))
    found = read(tmp_path / "a.xml", data[:-1000])
    assert 10 < len(good(found)) < 20
    assert "not well-formed" in broken(found)[0].reason


def test_an_item_that_is_too_large_is_broken(tmp_path: Path):
    data = message(item("a", "x" * 3_000_000), item("b", "Kurz."))
    found = read(tmp_path / "a.xml", data, max_bytes=100_000)
    assert any("too large" in b.reason for b in broken(found))


def test_xml_that_is_no_news_is_left_to_reading(tmp_path: Path):
    (package,) = read(tmp_path / "p.xml", b"<packageItem guid='x'><groupSet/></packageItem>")
    assert isinstance(package, BadRecord)
    assert package.reason == "there is no news item in it"
    (other,) = read(tmp_path / "o.xml", b"<?xml version='1.0'?><catalogue/>")
    assert isinstance(other, Document)
