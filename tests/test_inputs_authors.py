"""Who wrote the article of a page."""

import json
import unicodedata

import pytest
from lxml.html import document_fromstring

from newsxlate.inputs.article import read_text
from newsxlate.inputs.article.metadata import Metadata, metadata

BODY = (
    "<p>Der Stadtrat hat am Montag über den neuen Fahrplan beraten. Die Busse sollen vom Sommer an "
    "alle zehn Minuten fahren, sagte die Bürgermeisterin. Das kostet die Stadt im Jahr zwei "
    "Millionen Euro mehr als bisher, wie aus einer Vorlage hervorgeht.</p>"
)
HOUSE = '<meta property="og:site_name" content="Talbote"><meta name="author" content="Talbote">'


def found(body: str = "", head: str = HOUSE) -> Metadata:
    source = f"<html><head>{head}</head><body><h1>Neuer Fahrplan</h1>{body}{BODY}</body></html>"
    return metadata(document_fromstring(source))


def declared(author: object, **more: object) -> str:
    article = {"@type": "NewsArticle", "author": author, **more}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("Ines Falk", "Ines Falk"),
        ("Von Ines Falk und Ole Brandt", "Ines Falk und Ole Brandt"),
        ("Ines Falk und Ole Brandt, Nairobi", "Ines Falk und Ole Brandt"),
        ("Ines Falk (Redakteurin Kultur)", "Ines Falk"),
        ("Ines Falk <falk@talbote.example>", "Ines Falk"),
        ("Ines&nbsp;Falk", "Ines Falk"),
        (unicodedata.normalize("NFD", "Jürgen Höß"), "Jürgen Höß"),
        ({"@type": "Person", "givenName": "Ines", "familyName": "Falk"}, "Ines Falk"),
        ({"@type": "Person", "name": ["Ines Falk", "Ole Brandt"]}, "Ines Falk, Ole Brandt"),
        ([{"name": "Ines Falk"}, {"name": "Talbote"}], "Ines Falk"),
        ([{"name": "Ines Falk"}, {"name": "Nachrichtenagentur Süd"}],
         "Ines Falk, Nachrichtenagentur Süd"),
        ([{"name": "Ines Falk"}, {"@id": ["odd"]}, None, 7], "Ines Falk"),
    ],
)  # fmt: skip
def test_declared_authors(author: object, byline: str) -> None:
    publisher = {"@type": "NewsMediaOrganization", "name": "Talbote"}
    assert found(head=declared(author, publisher=publisher)).byline == byline


def test_an_author_named_elsewhere_in_the_graph() -> None:
    graph = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "#ines"}, "publisher": {"@id": "#house"}},
            {"@type": "Organization", "@id": "#house", "name": "Talbote"},
            {"@type": "Person", "@id": "#ines", "name": "Ines Falk"},
        ]
    }
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert found(head=head).byline == "Ines Falk"


def test_an_article_that_is_declared_twice() -> None:
    first = '<script type="application/ld+json">{"@type": "Article", "headline": "A"}</script>'
    assert found(head=first + declared("Ines Falk", headline="A")).byline == "Ines Falk"
    assert found(head=first + declared("Ines Falk", headline="B")).byline is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="twitter:misc:Written by" content="Ines Falk">',
        '<meta name="parsely-author" content="Ines Falk">',
        '<meta name="twitter:label1" content="Verfasst von">'
        '<meta name="twitter:data1" content="Ines Falk">',
    ],
)
def test_an_address_is_no_byline(head: str) -> None:
    address = '<meta name="author" content="i.falk@tal-bote.example">'
    assert found(head=address + head).byline == "Ines Falk"
    assert (found(head=address).byline, found(head=address).house) == (None, None)


@pytest.mark.parametrize(
    "printed",
    [
        '<span class="article__author">Von Ines Falk, Lille</span>',
        '<div class="articleHeader_authorLine"><span>Von</span> <a href="/x">Ines Falk</a></div>',
        '<p>von <a href="/autoren/name/ines-falk">Ines Falk</a></p>',
        '<a rel="author" href="/x">Ines Falk</a>',
        '<div itemprop="author"><b itemprop="name">Ines Falk</b><i>Leitende Redakteurin</i></div>',
        '<p class="autor"><a href="/a">Alle Artikel</a> <a href="/b">Ines Falk</a></p>',
        "<p>Ein Kommentar von Ines Falk</p>",
        "<ul><li>Datum 12.03.2024</li><li><b>Autorin/Autor</b> Ines Falk</li></ul>",
        '<div class="teaser"><p class="author">Ole Brandt</p></div><p class="author">Ines Falk</p>',
    ],
)
def test_a_printed_author_comes_before_the_house(printed: str) -> None:
    assert found(printed).byline == "Ines Falk"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="author" content="Talbote NACHRICHTEN">',
        '<meta name="author" content="Deutscher Talbote (www.talbote.example)">',
        '<meta name="author" content="TB"><link rel="canonical" href="https://www.tb.example/1">',
        declared({"@type": "Organization", "name": "Verein der Freunde"}),
    ],
)
def test_what_is_no_person_is_the_house(head: str) -> None:
    assert found("<p>Von Ines Falk</p>", head).byline == "Ines Falk"


@pytest.mark.parametrize(
    "printed",
    [
        '<div class="teaser"><span class="author">Ole Brandt</span></div>',
        '<aside><p>Von Ole Brandt</p></aside>',
        '<figure><figcaption class="author">Ole Brandt</figcaption></figure>',
        '<div class="author"><button>Ole Folgen</button></div>',
        '<span class="author">Leitender Redakteur</span>',
        '<div class="comment"><b class="author">Ole Brandt</b></div>',
        f'{BODY}<p class="author">Ole Brandt</p><p class="author">Ute Kern</p>',
        '<p class="author">Von unserer Redaktion</p>',
    ],
)  # fmt: skip
def test_other_names_are_not_taken_for_the_author(printed: str) -> None:
    about = found(printed)
    assert (about.byline, about.house) == (None, "Talbote")


def test_authors_beside_each_other() -> None:
    links = [f'<a class="author" href="/autoren/{n}/">{n}</a>' for n in ("Ines Falk", "Ole Brandt")]
    assert found(f"<p>Von {links[0]} und {links[1]}</p>").byline == "Ines Falk und Ole Brandt"
    assert found(f"<p>{links[0]} | {links[1]} | Talbote</p>").byline == "Ines Falk, Ole Brandt"


@pytest.mark.parametrize(
    "second", ["und Ole Brandt", ", Ole Brandt", '&amp; <a href="/o">Ole Brandt</a>']
)
def test_an_author_behind_a_link_to_another(second: str) -> None:
    line = f'<div class="author">Von <a href="/i">Ines Falk</a> {second}</div>'
    assert found(line).byline == "Ines Falk, Ole Brandt"


def test_initials_where_the_page_says_that_they_are_an_author() -> None:
    assert found('<span class="author">talb/inf;obr</span>').byline == "talb/inf, obr"
    assert found('<span class="author">dpa</span>').byline is None
    assert found("<span>inf</span>").byline is None


def test_the_house_is_the_byline_if_nobody_else_is() -> None:
    body = f"<h1>Neuer Fahrplan</h1><article>{{}}{BODY}{BODY}</article>"
    page = f"<html><head>{HOUSE}</head><body>{body}</body></html>"
    assert read_text(page.format("")).byline == "Talbote"
    assert read_text(page.format("<p>Von Ines Falk</p>")).byline == "Ines Falk"
