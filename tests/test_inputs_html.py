from pathlib import Path

import pytest

from newsxlate.article import Article, Kind
from newsxlate.errors import InputError
from newsxlate.inputs.article import read, read_bytes, read_text
from newsxlate.inputs.article.html import OUTSIDE, declared_encoding, is_html, xml_root

PAGES = Path(__file__).parent / "data" / "pages"
SENTENCES = (
    "Der Stadtrat hat am Montag über den neuen Fahrplan der Busse beraten und ihm zugestimmt.",
    "Die Busse sollen vom Sommer an alle zehn Minuten fahren, sagte die Bürgermeisterin am Abend.",
    "Das kostet die Stadt im Jahr zwei Millionen Euro mehr als bisher, rechnete der Kämmerer vor.",
    "Die Opposition bezweifelt die Zahlen und will im Herbst einen eigenen Antrag stellen.",
)


def kept(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for _, block in article.kept()]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def story(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def test_a_whole_page() -> None:
    article = read(PAGES / "deichbau.html")
    assert article.title == "Deichbau: Sand wird knapp"
    assert article.byline == "Wiebke Thoms, Arne Boll"
    assert article.published == "2024-05-06T07:30:00+02:00"
    assert kept(article) == [
        ("kicker", "Küstenschutz"),
        ("headline", "Deichbau: Sand wird knapp"),
        ("lead", "An der Nordsee fehlt Sand für neue Deiche. Der Minister sucht ihn in Dänemark."),
        (
            "paragraph",
            "An der Küste fehlen nach Angaben des Ministeriums 40 Millionen Kubikmeter Sand. Das "
            "reicht für 120 Kilometer Deich.",
        ),
        (
            "paragraph",
            "„Ohne Sand kein Deich“, sagte Minister Tobias Goldschmidt am Montag in Husum.",
        ),
        ("subhead", "Dänemark soll helfen"),
        (
            "paragraph",
            "Vor Esbjerg liegt genug. Doch das Ausbaggern ist teuer, und Umweltschützer warnen vor "
            "Schäden am Meeresgrund.",
        ),
        (
            "paragraph",
            "Der Landtag soll im Juni entscheiden. Die Opposition hat Zustimmung angekündigt, "
            "verlangt aber einen Plan für die Finanzierung bis 2040.",
        ),
        ("paragraph", "Nein."),
        ("row", "Ort Bedarf"),
        ("row", "Husum 3 Mio."),
        (
            "paragraph",
            "Im vergangenen Jahr hatte der Bund 60 Millionen Euro bereitgestellt, ausgegeben "
            "wurden davon nur 41 Millionen Euro, weil Firmen fehlten.",
        ),
    ]
    removed = {block.text: (block.kind, block.removed) for block in article.blocks if block.removed}
    assert removed["Lesen Sie auch: Sturmflut trifft Sylt"][0] is Kind.TEASER
    assert removed["Ein Bagger am Deich Foto: dpa"] == (Kind.CAPTION, OUTSIDE)
    for text in ("Startseite", "Meistgelesen", "Fähre fällt aus", "Wie die Halligen verschwinden"):
        assert removed[text] == (Kind.BOILERPLATE, OUTSIDE)
    # The same word stands in the article and in the list beside it: one of the two is kept.
    assert [block.removed for block in article.blocks if block.text == "Nein."] == [None, OUTSIDE]


def test_the_text_is_the_visible_page() -> None:
    article = read(PAGES / "deichbau.html")
    assert article.text.startswith("Startseite\n\nPolitik\n\nSport\n\n")
    assert article.text.endswith("© 2024 Küstenblatt. Alle Rechte vorbehalten.")
    assert "nicht sichtbar" not in article.text
    assert "color" not in article.text
    assert "Umwelt\u00adschützer" in article.text
    assert "".join(article.raw(block) for block in article.blocks) == article.text


def test_an_old_page_with_layout_tables_in_latin_1() -> None:
    article = read(PAGES / "gemeinderat-latin1.html")
    assert article.title == "Gemeinderat beschließt Haushalt"
    assert [kind for kind, _ in kept(article)] == ["headline"] + 4 * ["paragraph"]
    assert kept(article)[2][1].startswith('Bürgermeister Müller sprach von einem "guten Tag".')
    assert next(b for b in article.blocks if b.text.startswith("Home")).removed


def test_keep_boilerplate() -> None:
    article = read(PAGES / "deichbau.html", keep_boilerplate=True)
    assert all(block.kept for block in article.blocks)
    assert Kind.CAPTION in {block.kind for block in article.blocks}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    source = page(f"<article><h1>Größe</h1>{story(*SENTENCES)}</article>")
    assert SENTENCES[1] in [text for _, text in kept(read_bytes(source.encode(encoding)))]


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1252">',
        "<meta charset=iso-8859-1>",
        '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
    ],
)
def test_a_declared_encoding(head: str) -> None:
    source = page(f"<article>{story(*SENTENCES, 'Das Café „Größe“ schließt – für immer.')}", head)
    texts = [text for _, text in kept(read_bytes(source.encode("cp1252")))]
    assert "Das Café „Größe“ schließt – für immer." in texts


def test_xhtml_with_a_declaration() -> None:
    source = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{story(*SENTENCES)}</body></html>'
    )
    assert [text for _, text in kept(read_text(source))] == list(SENTENCES)
    assert [text for _, text in kept(read_bytes(source.encode()))] == list(SENTENCES)


def test_a_fragment() -> None:
    assert [text for _, text in kept(read_text(story(*SENTENCES)))] == list(SENTENCES)


def test_broken_markup() -> None:
    source = (
        "<html><body><article><h1>Neuer Fahrplan<p><b>"
        + SENTENCES[0]
        + "<p><i>"
        + SENTENCES[1]
        + "</b></p></div></article><p>"
        + SENTENCES[2]
        + "</body><p>"
        + SENTENCES[3]
    )
    texts = [text for _, text in kept(read_text(source))]
    assert set(SENTENCES) <= set(texts)


def test_entities_and_inline_markup() -> None:
    source = page(
        f"<article>{story(*SENTENCES)}<p>M&uuml;ller &amp; S<b>ö</b>hne&nbsp;GmbH "
        "<a href=x>zahlt</a> 5&#8239;&euro;&shy; f&uuml;r<br>jeden &bdquo;Fehler&ldquo;.</p>"
        "</article>"
    )
    assert kept(read_text(source))[-1] == (
        "paragraph",
        "Müller & Söhne GmbH zahlt 5 € für jeden „Fehler“.",
    )


def test_two_line_breaks_end_a_paragraph() -> None:
    source = page(f"<div>{'<br><br>'.join(SENTENCES)}</div>")
    assert [text for _, text in kept(read_text(source))] == list(SENTENCES)


def test_nested_blocks() -> None:
    body = "".join(
        f"<div><div><section><div>{text}</div></section></div></div>" for text in SENTENCES
    )
    assert [text for _, text in kept(read_text(page(f"<main>{body}</main>")))] == list(SENTENCES)


def test_a_headline_outside_the_extracted_body() -> None:
    source = page(
        f"<div class=stage><h1>Busse fahren öfter</h1></div><article>{story(*SENTENCES)}</article>",
        "<title>Busse fahren öfter | Stadtblatt</title>",
    )
    article = read_text(source)
    assert kept(article)[0] == ("headline", "Busse fahren öfter")
    assert article.title == "Busse fahren öfter"


def test_the_site_name_is_no_headline() -> None:
    source = page(
        f"<h1>Stadtblatt</h1><article><h1>Busse fahren öfter</h1>{story(*SENTENCES)}</article>",
        '<meta property="og:title" content="Busse fahren öfter">',
    )
    article = read_text(source)
    assert article.title == "Busse fahren öfter"
    assert ("headline", "Stadtblatt") not in kept(article)


def test_a_headline_that_is_the_first_of_all_and_stands_in_the_way() -> None:
    head = '<meta property="og:title" content="Busse fahren vom Sommer an öfter">'
    top = "<nav><h2>Busse fahren vom Sommer an öfter</h2><h1>Stadtblatt</h1></nav>"
    article = read_text(page(f"{top}<article>{story(*SENTENCES)}</article>", head))
    assert ("headline", "Busse fahren vom Sommer an öfter") in kept(article)


def test_a_title_that_is_not_printed() -> None:
    head = '<meta property="og:title" content="Busse fahren &amp; ho\u0308ren">'
    article = read_text(page(f"<article>{story(*SENTENCES)}</article>", head))
    assert article.title == "Busse fahren & hören"


@pytest.mark.parametrize(
    ("head", "byline", "published"),
    [
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "author": "Ines Falk", '
            '"datePublished": "2024-03-12"}</script>',
            "Ines Falk",
            "2024-03-12",
        ),
        (
            '<script type="application/ld+json">[{"@type": ["ReportageNewsArticle"], "author": '
            '{"name": "Ines Falk"}, "datePublished": "2024-03-12T14:30:00Z"}]</script>',
            "Ines Falk",
            "2024-03-12T14:30:00+00:00",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
            '<meta name="author" content="Ines Falk">'
            '<meta property="article:published_time" content="2024-03-12T14:30:00+0100">',
            "Ines Falk",
            "2024-03-12T14:30:00+01:00",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "author": '
            '[{"name": "Ines Falk"}, {"name": "https://example.org/ole"}, {"name": "Ole Brandt"}], '
            '"datePublished": "gestern"}</script><meta name="date" content="2024-03-12">',
            "Ines Falk, Ole Brandt",
            "2024-03-12",
        ),
    ],
)
def test_metadata(head: str, byline: str, published: str) -> None:
    article = read_text(page(f"<article><h1>Neuer Plan</h1>{story(*SENTENCES)}</article>", head))
    assert (article.byline, article.published) == (byline, published)


def test_metadata_in_the_text_if_the_page_declares_none() -> None:
    source = page(
        f"<article><h1>Busse fahren öfter</h1><p>Von Ines Falk</p>{story(*SENTENCES)}</article>"
    )
    assert read_text(source).byline == "Ines Falk"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<script>var text = 'Ein ganzer Satz, der nirgends steht.';</script>",
        "<nav><a href=1>Politik</a> <a href=2>Sport</a></nav><form><input name=q></form>",
        "<ul>" + "".join(f"<li><a href={n}>Meldung {n}</a></li>" for n in range(30)) + "</ul>",
        "<h1>404</h1><p>Nicht gefunden</p>",
    ],
)
def test_a_page_without_an_article(body: str) -> None:
    with pytest.raises(InputError, match="no article text found in the input") as caught:
        read_text(page(body))
    assert caught.value.hint


def test_nothing_of_trafilatura_reaches_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError):
        read_text(page("<p></p>"))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<!doctype HTML><p>x", True),
        ("<HTML lang=de>", True),
        ("<p>Ein</p><p>Zwei</p>", True),
        ("  <div class='x'><h2>y</h2></div>", True),
        ("Im Text steht <b>fett</b> und <p>.", False),
        ("a < b und c > d", False),
        ("<3 <3 <3", False),
        ("", False),
    ],
)
def test_is_html(text: str, html: bool) -> None:
    assert is_html(text) is html


def test_xml_root() -> None:
    assert xml_root('<?xml version="1.0"?><!-- a --><nitf>') == "nitf"
    assert xml_root('<?xml version="1.0"?><!DOCTYPE html><html>') is None
    assert xml_root("<nitf>") is None


def test_declared_encoding() -> None:
    assert declared_encoding(b'<meta charset="utf-8">') == "utf-8"
    assert declared_encoding(b"<META http-equiv=x content='text/html; charset=latin1'>") == "latin1"
    assert declared_encoding(b'<?xml version="1.0" encoding="ISO-8859-1"?>') == "ISO-8859-1"
    assert declared_encoding(b"kein Wort davon") is None
