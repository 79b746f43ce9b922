"""Which pages of a site are articles. The set was written before the heuristic was run on it."""

import pytest

from archive_samples import DATA, SENTENCES
from newsxlate.inputs.stream.pages import is_article

TEXT = [*SENTENCES, "Der Landkreis prüft nun, ob er sich an den Kosten beteiligt."]
TEASER = (
    "Am Dienstag hat der Rat getagt. Was er beschlossen hat und wer dagegen war, lesen Sie hier."
)


def html(body: str, head: str = "") -> bytes:
    head = f"<head><title>x</title>{head}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


def each(form: str, texts: list[str]) -> str:
    return "".join(form.format(text) for text in texts)


def teasers(form: str, count: int = 20) -> str:
    return "".join(form.format(n=n, t=TEASER) for n in range(count))


ARTICLE = '<meta property="og:type" content="article">'
ARTICLES = {
    "paragraphs": (html(each("<p>{}</p>", TEXT)), "/a/umbau.html"),
    "paragraphs in boxes of their own": (
        html("<main>" + each("<div class='p'><p>{}</p></div>", TEXT) + "</main>"),
        "/a-17.html",
    ),
    "breaks": (html("<div>" + each("{}<br><br>", TEXT) + "</div>"), "/a"),
    "divs without paragraphs": (html("<div>" + " ".join(TEXT) + "</div>"), "/a"),
    "table layout": (
        html("<table><tr><td>" + each("<p>{}</p>", TEXT) + "</td></tr></table>"),
        "/a",
    ),
    "subheads between": (html(each("<h2>Zwischentitel</h2><p>{}</p>", TEXT)), "/2024/03/12/a"),
    "links in the text": (
        html(each('<p>{} <a href="/x">Mehr dazu</a> steht im Bericht.</p>', TEXT)),
        "/a",
    ),
    "with sixty teasers below": (
        html(each("<p>{}</p>", TEXT) + teasers("<article><h3>T</h3><p>{t}</p></article>", 60)),
        "/a",
    ),
    "brief, declared": (html(f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p>", ARTICLE), "/kurz"),
    "interview": (
        html(each("<p><b>Und dann, wie ging es weiter in dem Ort?</b></p><p>{}</p>", TEXT)),
        "/interview",
    ),
    "live ticker": (
        html(each("<section><time>12:05</time><p>{0} {0} {0} {0} {0}</p></section>", TEXT)),
        "/ticker",
    ),
    "one paragraph": (html("<article><p>" + " ".join(TEXT) + "</p></article>"), "/a"),
    "page builder": (
        html(each("<div><div><div><p>{}</p></div></div></div>", TEXT * 2)),
        "/blog/umbau",
    ),
    "agency brief without declaration": (
        html(f"<h1>Umbau</h1><p>{TEXT[0]} {TEXT[1]}</p><p>{TEXT[2]} {TEXT[3]}</p>"),
        "/brief",
    ),
}
OTHERS = {
    "front page of links": (html(each("<li><a href='/a'>{}</a></li>", TEXT * 8)), "/"),
    "front page of teasers": (
        html(teasers("<article><h2><a href='/{n}'>T</a></h2><p>{t}</p></article>", 40)),
        "/",
    ),
    "section of teasers": (
        html(teasers("<div class='teaser'><h3><a href='/{n}'>T</a></h3><p>{t}</p></div>")),
        "/politik/",
    ),
    "teasers that are links": (html(teasers("<p><a href='/{n}'>{t}</a></p>")), "/sport"),
    "teasers in a list": (html("<ul>" + teasers("<li><b>T</b> {t}</li>") + "</ul>"), "/kultur"),
    "search results": (
        html("<div>" + teasers("<div><a>T</a><p>{t}</p></div>") + "</div>"),
        "/x?q=a",
    ),
    "picture gallery": (
        html(each("<figure><img><figcaption>{}</figcaption></figure>", TEXT * 3)),
        "/bilder/17",
    ),
    "video": (html("<video></video><h1>Video</h1><p>Der Umbau beginnt im Mai.</p>"), "/video/1"),
    "error page": (html("<h1>404</h1><p>Die Seite wurde nicht gefunden.</p>"), "/weg"),
    "log-in": (html("<form>" + each("<p>{}</p>", TEXT) + "</form>"), "/konto"),
    "pay wall, two sentences": (html(f"<p>{TEXT[0]}</p><p>Weiterlesen mit Plus.</p>"), "/plus/a"),
    "imprint": (html(each("<p>{}</p>", TEXT)), "/impressum.html"),
    "privacy": (html(each("<p>{}</p>", TEXT * 4)), "/service/datenschutz"),
    "weather table": (
        html("<table>" + "<tr><td>Mo</td><td>12 °C</td></tr>" * 40 + "</table>"),
        "/w",
    ),
    "link list with a footer of prose": (
        html("<ul><li><a>x</a></li></ul><footer>" + each("<p>{}</p>", TEXT) + "</footer>"),
        "/links",
    ),
    "empty": (b"", "/leer"),
    "binary": (bytes(range(256)) * 20, "/b"),
    "teasers, one box deep": (
        html("<main>" + teasers("<section><div><p>{t}</p></div></section>") + "</main>"),
        "/region",
    ),
}
# Without links and headings, nothing tells teasers from paragraphs that have a box each.
WRONG = {"teasers, one box deep"}


@pytest.mark.parametrize("kind", ARTICLES)
def test_articles_are_recognised(kind: str):
    data, path = ARTICLES[kind]
    assert is_article(data, "https://blatt.example" + path)


@pytest.mark.parametrize(
    "kind",
    [pytest.param(k, marks=pytest.mark.xfail(strict=True)) if k in WRONG else k for k in OTHERS],
)
def test_other_pages_are_passed_over(kind: str):
    data, path = OTHERS[kind]
    assert not is_article(data, "https://blatt.example" + path)


def test_the_pages_of_other_tests_are_articles():
    pages = sorted((DATA.parent / "pages").glob("*.html"))
    assert pages
    assert all(is_article(path.read_bytes(), "https://blatt.example/a") for path in pages)
