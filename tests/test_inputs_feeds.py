"""Entries of feeds as German publishers write them: dates, links behind the text, and mark-up."""

from pathlib import Path

import pytest

from archive_samples import read
from newsxlate.archive import BadRecord, Document
from newsxlate.inputs.stream import to_article

TEXT = "Am Hafen brennt seit Stunden ein Lager. Verletzt ist niemand."


def entry(
    path: Path, description: str, *, date: str = "", title: str = "Lager brennt", more: str = ""
) -> Document:
    from xml.sax.saxutils import escape

    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc='
        '"http://purl.org/dc/elements/1.1/"><channel><title>Bote</title><item>'
        f"<title>{escape(title)}</title><guid>bote-9</guid><pubDate>{date}</pubDate>{more}"
        f"<description>{escape(description)}</description></item></channel></rss>"
    )
    (only,) = read(path / "a.rss", feed.encode())
    assert isinstance(only, Document), only
    return only


def kept(document: Document) -> list[str]:
    return [block.text for _, block in to_article(document, language="de").kept()]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Do, 23 Mai 2024 09:15:30 +0200", "2024-05-23T09:15:30+02:00"),
        ("Samstag, 7. Dez. 2024, 18.05 Uhr MEZ", "2024-12-07T18:05:00+01:00"),
        ("Sun, 06 Oct 2024 09:15:30 MESZ", "2024-10-06T09:15:30+02:00"),
        ("Mo, 04 Ma\u0308r 2024 09:15:30 CET", "2024-03-04T09:15:30+01:00"),
        ("Sun, 06 Oct 2024 09:15:30 GMT", "2024-10-06T09:15:30+00:00"),
        ("demnächst", None),
    ],
)
def test_dates(tmp_path: Path, date: str, expected: str | None):
    assert entry(tmp_path, TEXT, date=date).published == expected


@pytest.mark.parametrize(
    "behind",
    [
        '(<a href="/t/1">Feuer</a>, <a href="/t/2">Hafen</a>) <img src="z.gif" width="1"/>',
        '(<a href="/t/1">Feuer</a>)',
        '<img src="https://z.example/zaehler.gif" height="1" width="1" />',
    ],
)
def test_links_to_topics_and_pixels_behind_a_text_are_none_of_it(tmp_path: Path, behind: str):
    assert kept(entry(tmp_path, f"{TEXT} {behind}")) == ["Lager brennt", TEXT]


def test_brackets_that_are_text_stay(tmp_path: Path):
    text = 'Am Hafen brennt ein Lager, wie die <a href="/f">Feuerwehr</a> mitteilt (<b>9</b> Uhr)'
    assert kept(entry(tmp_path, text))[1:] == [
        "Am Hafen brennt ein Lager, wie die Feuerwehr mitteilt (9 Uhr)"
    ]
    assert kept(entry(tmp_path, "Am Hafen brennt ein Lager (dpa)"))[1:] == [
        "Am Hafen brennt ein Lager (dpa)"
    ]


def test_many_brackets_take_no_time(tmp_path: Path):
    links = '<a href="/t">Hafen</a> ' * 20_000
    assert "Hafen" in entry(tmp_path, f"{TEXT} ({links}").content.decode()


@pytest.mark.parametrize(
    "description",
    [
        "Feuer & Rauch am Hafen.\n\nVerletzt ist niemand.",
        "Feuer &amp; Rauch am Hafen.\n\nVerletzt ist niemand.",
        'Feuer &amp; Rauch am <a href="/h">Hafen</a>.\n\nVerletzt ist niemand.',
        '<img src="a.jpg"/>Feuer &amp; Rauch am Hafen.<br/><br/>Verletzt ist niemand.',
    ],
)
def test_text_and_mark_up_are_told_apart(tmp_path: Path, description: str):
    assert kept(entry(tmp_path, description)) == [
        "Lager brennt",
        "Feuer & Rauch am Hafen.",
        "Verletzt ist niemand.",
    ]


def test_a_line_below_that_has_the_title_in_it_is_not_the_title(tmp_path: Path):
    below = (
        '<p>Den Artikel <a href="/9">Lager brennt</a> gibt es auch im <a href="/">Boten</a>.</p>'
    )
    assert kept(entry(tmp_path, f"<p>{TEXT}</p>{below}"))[:2] == ["Lager brennt", TEXT]


def test_a_login_is_no_author_and_a_name_that_is_no_address_no_link(tmp_path: Path):
    found = entry(tmp_path, TEXT, more="<dc:creator>tamm.ole</dc:creator>")
    assert (found.byline, found.url) == (None, None)
    found = entry(
        tmp_path, TEXT, more="<dc:creator>Ole Tamm</dc:creator><link>https://b.de/9</link>"
    )
    assert (found.byline, found.url) == ("Ole Tamm", "https://b.de/9")


def post(path: Path, **fields: str) -> list[Document | BadRecord]:
    """A post of a site that WordPress exported."""
    given = {"post_type": "post", "status": "publish", "post_date_gmt": "2024-10-06 07:15:30"}
    about = "".join(f"<wp:{k}><![CDATA[{v}]]></wp:{k}>" for k, v in (given | fields).items())
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Bote</title><item>'
        "<title>Lager brennt</title><guid>bote-9</guid><dc:creator>admin</dc:creator>"
        "<content:encoded><![CDATA[<strong>[dropcap]A[/dropcap]m Hafen</strong> brennt ein Lager "
        '[sic].\n\nVerletzt ist <a href="/">niemand</a>.\n<h2>Ursache</h2>\nUnklar.\n\n'
        '[caption id="a_1" width="300"]<img src="a.jpg"/> Das Lager.[/caption]\n\n'
        "[contact_form]\n\nDie Polizei sucht Zeugen.]]></content:encoded>"
        f"{about}</item></channel></rss>"
    )
    return read(path / "a.xml", feed.encode())


def test_a_post_as_wordpress_writes_it(tmp_path: Path):
    (only,) = post(tmp_path)
    assert isinstance(only, Document)
    assert (only.byline, only.embargoed) == (None, None)
    assert [(str(b.kind), b.text) for _, b in to_article(only, language="de").kept()] == [
        ("headline", "Lager brennt"),
        ("paragraph", "Am Hafen brennt ein Lager [sic]."),
        ("paragraph", "Verletzt ist niemand."),
        ("subhead", "Ursache"),
        ("paragraph", "Unklar."),
        ("caption", "Das Lager."),
        ("paragraph", "Die Polizei sucht Zeugen."),
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (
            {"post_type": "attachment", "status": "inherit"},
            "it is no text (wp:post_type: attachment)",
        ),
        ({"status": "draft"}, "it is not published (wp:status: draft)"),
        (
            {"status": "future", "post_date_gmt": ""},
            "until when it is embargoed cannot",
        ),
    ],
)
def test_what_a_site_has_besides_articles_is_said(tmp_path: Path, fields, reason: str):
    (bad,) = post(tmp_path, **fields)
    assert isinstance(bad, BadRecord)
    assert bad.reason.startswith(reason)


def test_a_post_that_waits_for_its_time_is_under_embargo(tmp_path: Path):
    (only,) = post(tmp_path, status="future", post_date_gmt="2790-10-06 07:15:30")
    assert isinstance(only, Document)
    assert only.embargoed == "2790-10-06T07:15:30+00:00"
