"""What of a page is the article, and what its parts are, by the structure of the page."""

import json
import unicodedata
from pathlib import Path

import pytest

from newsxlate.article import Article, Kind
from newsxlate.inputs.article import read_text
from newsxlate.inputs.article.clutter import LINKS, PROMO
from newsxlate.inputs.article.html import read_page

SCORED = Path(__file__).parent / "data" / "pages" / "scored"
FIRST, SECOND, THIRD = (
    "Der Hafen von Wismar bekommt einen neuen Kran, der Lasten bis zu hundert Tonnen heben kann.",
    "Bezahlt wird er zur Hälfte vom Land, wie die Hafenmeisterin am Donnerstag in Wismar sagte.",
    "Bis der Kran steht, werden schwere Teile weiter in Rostock verladen, was die Firmen ärgert.",
)
STORY = (FIRST, SECOND, THIRD)


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="de"><head>{head}</head><body>{body}</body></html>'


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def kept(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for _, block in article.kept()]


def texts(article: Article) -> list[str]:
    return [block.text for _, block in article.kept()]


def reason(article: Article, text: str) -> str | None:
    return next(block.removed for block in article.blocks if block.text == text)


@pytest.mark.parametrize(
    "heading",
    [
        '<span class="roofline">Schifffahrt</span><span class="hide">: </span><b>Neuer Kran</b>',
        '<span class="title-kicker">Schifffahrt</span><span class="title-separator">: </span>'
        '<span class="title-headline">Neuer Kran</span>',
        '<span class="overline">Schifffahrt</span> <span aria-hidden="true"> - </span> '
        "<span>Neuer Kran</span>",
        '<span class="subline">Schifffahrt<i class="sr-only">:</i></span> '
        '<span class="topline">Neuer Kran</span>',
        '<!--[--><div class="overline"><!----><em>Schifffahrt</em></div><span>: </span>'
        "<span>Neuer Kran</span><!--]-->",
        '<span class="a1">Schifffahrt:</span> Neuer Kran',
        '<span class="text-s">Schifffahrt</span><span class="text-xl">Neuer Kran</span>',
        "<span><span>Schifffahrt</span> | <span>Neuer Kran</span></span>",
        "<div>Schifffahrt</div><div> - Neuer Kran</div>",
        '<span class="red">Schifffahrt</span> <span class="title">Neuer Kran</span>',
    ],
)
def test_a_kicker_in_the_heading(heading: str) -> None:
    article = read_text(page(f"<article><h1>{heading}</h1>{paragraphs(*STORY)}</article>"))
    assert kept(article)[:2] == [("kicker", "Schifffahrt"), ("headline", "Neuer Kran")]
    assert article.title == "Neuer Kran"


@pytest.mark.parametrize(
    "heading",
    [
        "Neuer Kran <span class='badge'>Plus</span>",
        "Neuer <em>Kran</em> <em>Plus</em>",
        "<span class='kicker'>Neuer Kran Plus</span>",
        "<span>Neuer Kran Plus</span>",
        "Neuer Kran <span class='sr-only'></span>Plus",
    ],
)
def test_headings_without_a_kicker_stay_whole(heading: str) -> None:
    article = read_text(page(f"<article><h1>{heading}</h1>{paragraphs(*STORY)}</article>"))
    assert kept(article)[0] == ("headline", "Neuer Kran Plus")


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (
            "<h3><span class=time>10.15 Uhr</span><span>: </span><span>Sturm</span></h3>",
            "10.15 Uhr: Sturm",
        ),
        ("<h2><b>Fazit:</b> Es wird teuer</h2>", "Fazit: Es wird teuer"),
    ],
)
def test_subheads_are_not_parted(heading: str, text: str) -> None:
    body = f"<h1>Neuer Kran</h1><p>{FIRST}</p>{heading}{paragraphs(SECOND, THIRD)}"
    assert ("subhead", text) in kept(read_text(page(f"<article>{body}</article>")))


def test_a_kicker_in_a_heading_of_its_own() -> None:
    body = f"<h3 class=kicker>Schifffahrt</h3><h1>- Neuer Kran</h1>{paragraphs(*STORY)}"
    article = read_text(page(f"<article>{body}</article>"))
    assert kept(article)[:2] == [("kicker", "Schifffahrt"), ("headline", "Neuer Kran")]


def test_a_heading_that_is_never_closed_is_not_the_page() -> None:
    body = f"<article><h1><span class=kicker>Hafen</span> Neuer Kran{paragraphs(*STORY)}</article>"
    found = kept(read_text(page(body)))
    assert [each for each in found if each[0] == "paragraph"] == [("paragraph", t) for t in STORY]


def test_the_printed_headline_before_a_title_for_search_engines() -> None:
    head = '<meta property="og:title" content="Kran Wismar: Kosten, Bau, Termin">'
    body = (
        "<div><ol><li><a href=/>Start</a></li><li><h1>Kran Wismar: Kosten, Bau, Termin</h1></li>"
        "</ol></div><main><article><header><h2>Hundert Tonnen an einem Haken</h2></header>"
        f"{paragraphs(*STORY)}</article></main>"
    )
    article = read_text(page(body, head))
    assert kept(article)[0] == ("headline", "Hundert Tonnen an einem Haken")
    assert article.title == "Hundert Tonnen an einem Haken"
    # Where nothing else is printed, it has to do.
    article = read_text(page(body.replace("h2>", "p>"), head))
    assert article.title == "Kran Wismar: Kosten, Bau, Termin"


def test_the_way_to_the_page_is_not_taken_for_the_headline() -> None:
    title = "Neuer Kran für den Hafen von Wismar"
    body = (
        f"<nav class=breadcrumb><ol><li>Schifffahrt: {title}</li></ol></nav>"
        f"<article><h1><span class=kicker>Schifffahrt</span> {title}</h1>"
        f"{paragraphs(*STORY)}</article>"
    )
    article = read_text(page(body))
    assert kept(article)[:2] == [("kicker", "Schifffahrt"), ("headline", title)]


LEAD = "Hundert Tonnen hebt der Kran, und zahlen muss die Stadt nur die Hälfte davon."
CAPTION = "Noch steht der alte Kran: Blick auf den Hafen von Wismar am Donnerstag."


@pytest.mark.parametrize(
    "head",
    [
        "",
        f'<meta name="description" content="{LEAD}">',
        f'<meta property="og:description" content="{CAPTION}">',
        f'<meta name="description" content="{LEAD}">'
        f'<meta property="og:description" content="{CAPTION}">',
    ],
)
@pytest.mark.parametrize(
    "lead",
    [
        f"<div class='copy-lg mb-7'><span class=b>Wismar.</span> {LEAD}</div>",
        f"<div><p data-manual='teaserText'>Wismar. {LEAD}</p></div>",
    ],
)
def test_leads_of_new_layouts(lead: str, head: str) -> None:
    body = (
        f"<article><hgroup><h2>Neuer Kran für Wismar</h2></hgroup>{lead}"
        f"<figure><img src=a><figcaption><div>{CAPTION}</div></figcaption></figure>"
        f"<div class=text>{paragraphs(*STORY)}</div></article>"
    )
    article = read_text(page(body, head))
    assert kept(article)[1] == ("lead", f"Wismar. {LEAD}")
    caption = next(block for block in article.blocks if block.text == CAPTION)
    assert (caption.kind, caption.kept) == (Kind.CAPTION, False)


def test_a_caption_alone_is_no_lead() -> None:
    head = f'<meta name="description" content="{CAPTION}">'
    body = (
        f"<article><h1>Neuer Kran</h1><figure><figcaption>{CAPTION}</figcaption></figure>"
        f"{paragraphs(*STORY)}</article>"
    )
    assert texts(read_text(page(body, head))) == ["Neuer Kran", *STORY]


def test_captions_that_are_the_text() -> None:
    figures = "".join(f"<div><img src=a><p class=caption>{text}</p></div>" for text in STORY)
    article = read_text(page(f"<article><h1>Neuer Kran</h1>{figures}</article>"))
    assert kept(article)[1:] == [("caption", text) for text in STORY]


def test_comments_of_frameworks_hide_nothing() -> None:
    body = (
        "<article><h1><!--[-->Neuer Kran<!--]--></h1>"
        f"<p><!---->{FIRST}</p><h2><!----><!--[--><span>Das Geld</span><!--]--></h2>"
        f"<p>{SECOND.replace(' am ', '<!-- --> am<!-- --> ')}</p><p>{THIRD}<?php x ?></p></article>"
    )
    assert texts(read_text(page(body))) == ["Neuer Kran", FIRST, "Das Geld", SECOND, THIRD]


@pytest.mark.parametrize("control", ["\x0b", "\x08", "&#8;", "&#x1F;", "&#0;", "\x00", "&#011;"])
def test_control_characters_cost_nothing(control: str) -> None:
    broken = SECOND.replace("wie ", f"{control}wie ")
    article = read_text(page(f"<article>{paragraphs(FIRST, broken, THIRD)}</article>"))
    assert texts(article) == list(STORY)


@pytest.mark.parametrize("name", ["sr-only", "c-link__visually-hidden", "go-vh"])
def test_remarks_for_screen_readers_are_no_text(name: str) -> None:
    remark = f'<a href="/h">Wismar<span class="{name}"> (öffnet ein Fenster)</span></a>'
    broken = SECOND.replace("Wismar", remark)
    article = read_text(page(f"<article>{paragraphs(FIRST, broken, THIRD)}</article>"))
    assert texts(article) == list(STORY)


def test_subheads_between_the_paragraphs_of_an_element() -> None:
    body = (
        f"<div class=long><h1>Neuer Kran</h1><p>{FIRST}</p> <h2>Das Geld</h2> <p>{SECOND}</p>"
        f"<h3>10.30 Uhr: Verladen in Rostock</h3><p>{THIRD}</p></div>"
        "<div class=more><a href=/1><h2>Sturm in Rerik</h2></a><a href=/2><h2>Neuer Wirt</h2></a>"
        "</div>"
    )
    assert kept(read_text(page(body)))[1:] == [
        ("paragraph", FIRST),
        ("subhead", "Das Geld"),
        ("paragraph", SECOND),
        ("subhead", "10.30 Uhr: Verladen in Rostock"),
        ("paragraph", THIRD),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        "<div class=entry><time>{}</time>{}</div>",
        "<article class=entry><header><span>{}</span></header><div>{}</div></article>",
        "<li><p>{}</p>{}</li>",
    ],
)
def test_times_stay_with_the_entries_of_a_ticker(entry: str) -> None:
    times = ("12:40", "Montag, 11.05 Uhr", "10:30 Uhr")
    entries = (f"<h3>Kran steht</h3><p>{FIRST}</p>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>")
    body = "".join(entry.format(*both) for both in zip(times, entries, strict=True))
    share = "<p><a href=/teilen>Teilen</a></p>"
    found = read_text(page(f"<article><h1>Ticker aus Wismar</h1>{share}{body}</article>"))
    assert texts(found)[1:] == [times[0], "Kran steht", FIRST, times[1], SECOND, times[2], THIRD]


def test_the_time_of_a_page_is_no_entry_of_a_ticker() -> None:
    bar = "".join(f"<header><span>{each} Uhr</span></header>" for each in ("10:30", "12:40"))
    found = read_text(page(f"<article><h1>Neuer Kran</h1>{bar}{paragraphs(*STORY)}</article>"))
    assert texts(found) == ["Neuer Kran", *STORY]


def test_subheads_in_boxes_of_their_own() -> None:
    module = "<section class=m><div>{}</div></section>"
    parts = [f"<p>{FIRST}</p>", "<h2>Das Geld</h2>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>"]
    body = "<main><h1>Neuer Kran</h1>" + "".join(map(module.format, parts)) + "</main>"
    assert ("subhead", "Das Geld") in kept(read_text(page(body)))


BOXED = "Unser Brief aus dem Hafen kommt jeden Freitag, bestellen Sie ihn noch heute."


@pytest.mark.parametrize("name", ["c-newsletter", "relatedBox", "consent-placeholder", "el_poll"])
def test_boxes_about_the_site(name: str) -> None:
    body = (
        f"<article><h1>Neuer Kran</h1><p>{FIRST}</p><div class='{name}'><h3>Hafenpost</h3>"
        f"<p>{BOXED}</p></div><p>{SECOND}</p><p>{THIRD}</p></article>"
    )
    article = read_text(page(body))
    assert texts(article) == ["Neuer Kran", *STORY]
    assert not any(block.kept for block in article.blocks if block.text in ("Hafenpost", BOXED))


def test_boxes_that_are_repeated_are_still_about_the_site() -> None:
    box = f"<div class=x-placeholder><p>{BOXED}</p></div>"
    body = box.join(f"<p>{text}</p>" for text in (*STORY, FIRST.replace("Kran", "Steg")))
    article = read_text(page(f"<article><h1>Neuer Kran</h1>{body}</article>"))
    assert BOXED not in texts(article)


def test_a_name_that_most_of_the_text_has_says_nothing() -> None:
    body = "".join(f"<div class='related-text'><p>{text}</p></div>" for text in STORY)
    assert texts(read_text(page(f"<article>{body}</article>"))) == list(STORY)


def test_what_stands_below_the_text_in_boxes_of_its_own() -> None:
    body = (
        f"<article><h1>Neuer Kran</h1><div>{paragraphs(*STORY)}<ul><li>Kran: 4 Millionen</li></ul>"
        "</div><div><h3>Besser lesen</h3><ul><li>Das Blatt als App</li></ul></div></article>"
    )
    assert texts(read_text(page(body))) == ["Neuer Kran", *STORY, "Kran: 4 Millionen"]


def test_a_menu_that_is_never_closed() -> None:
    body = f"<nav><a href=/>Start</a><article><h1>Neuer Kran</h1>{paragraphs(*STORY)}</article>"
    assert texts(read_text(page(body))) == ["Neuer Kran", *STORY]


def test_lists_of_links_go_with_what_announces_them() -> None:
    links = "".join(
        f"<li><b>Hafen:</b> <a href=/{n}>Wie viele Schiffe im Jahr {n} kamen</a></li>"
        for n in (2023, 2024)
    )
    body = (
        f"<article><h1>Neuer Kran</h1><p>{FIRST}</p><p><b>Mehr aus dem Hafen:</b></p>"
        f"<ul>{links}</ul><p>{SECOND}</p><div><h3>Aus unserem Archiv</h3><ul>{links}</ul></div>"
        f"<p><a href=/3>Der alte Kran kommt ins Museum</a></p><p>{THIRD}</p></article>"
    )
    article = read_text(page(body))
    assert texts(article) == ["Neuer Kran", *STORY]
    assert {b.removed for b in article.blocks if b.kind is Kind.TEASER} >= {LINKS}
    assert PROMO not in {b.removed for b in article.blocks}


def test_lists_and_tables_keep_their_structure() -> None:
    body = (
        f"<article><h1>Neuer Kran</h1><p>{FIRST}</p><ul><li>Kran: 4 Millionen</li>"
        f"<li>Fundament: <a href=/x>900.000</a></li></ul><p>{SECOND}</p><table><thead><tr><th>Kran"
        "<th>Last<tbody><tr><td>alt</td><td>40 t</td></tr>"
        f"<tr><td><p>neu</p></td><td><p>100 t</p></td></tr></table><p>{THIRD}</p></article>"
    )
    article = read_text(page(body))
    assert kept(article)[2:4] == [("item", "Kran: 4 Millionen"), ("item", "Fundament: 900.000")]
    rows = [block for _, block in article.kept() if block.kind is Kind.ROW]
    cells = [article.raw(block).strip().split("\t") for block in rows]
    assert cells == [["Kran", "Last"], ["alt", "40 t"], ["neu", "100 t"]]


def test_long_cells_are_paragraphs() -> None:
    body = f"<table><tr><td>Start<td>{paragraphs(FIRST, SECOND)}<td>{THIRD} {FIRST}</tr></table>"
    assert kept(read_text(page(body))) == [
        ("paragraph", FIRST),
        ("paragraph", SECOND),
        ("paragraph", f"{THIRD} {FIRST}"),
    ]


def test_boxes_of_the_article() -> None:
    told = "Der Hafen wurde 1211 zum ersten Mal genannt. Heute arbeiten dort 300 Leute."
    box = f"<h3>Der Hafen</h3><p>{told}</p>"
    body = (
        f"<article><h1>Neuer Kran</h1><p>{FIRST}</p><aside>{box}</aside><p>{SECOND}</p>"
        f"<p>{THIRD}</p><div class=info-box>{box.replace('Hafen', 'Kran')}</div></article>"
    )
    assert [each for each in kept(read_text(page(body))) if each[0] == "box"] == [
        ("box", "Der Hafen"),
        ("box", told),
        ("box", "Der Kran"),
        ("box", told.replace("Hafen", "Kran")),
    ]


@pytest.mark.parametrize(
    "initial",
    [
        '<span class="initial-outer"><span class="initial-letter">D</span></span> <span>er',
        '<span class="dropcap">D</span><span>er',
        '„<span class="drop-cap">D</span>\n<span>er',
    ],
)
def test_the_rest_of_the_word_follows_its_initial(initial: str) -> None:
    body = f"<article><p>{initial}{FIRST[3:]}</span></p>{paragraphs(SECOND, THIRD)}</article>"
    assert texts(read_text(page(body)))[0].lstrip("„") == FIRST


def test_words_that_only_style_parts() -> None:
    body = (
        "<article><div class=overline><span><span>Hafen am Abend</span><span>Kräne stehen still"
        f"</span></span></div><h1>Neuer Kran</h1>{paragraphs(*STORY)}"
        f"<p><b>Wismar</b><b>Der</b> Kran heißt <i>Super</i><i>lift</i>. {FIRST}</p></article>"
    )
    article = read_text(page(body))
    assert kept(article)[0] == ("kicker", "Hafen am Abend: Kräne stehen still")
    assert kept(article)[-1] == ("paragraph", f"Wismar Der Kran heißt Superlift. {FIRST}")


def test_an_article_that_the_page_declares_only() -> None:
    data = {
        "@type": "NewsArticle",
        "headline": "Neuer Kran",
        "articleBody": f"{FIRST}\n\n{SECOND} K&ouml;hler & Sohn liefern.<p>{THIRD}",
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    article = read_text(
        page('<div id=root></div><footer><a href="/i">Impressum</a></footer>', head)
    )
    assert kept(article) == [
        ("headline", "Neuer Kran"),
        ("paragraph", FIRST),
        ("paragraph", f"{SECOND} Köhler & Sohn liefern."),
        ("paragraph", THIRD),
    ]
    assert article.text.startswith("Impressum\n\n")
    # What is printed comes first.
    article = read_text(page(f"<article>{paragraphs(*STORY)}</article>", head))
    assert texts(article) == list(STORY)


@pytest.mark.parametrize("tag", ["div", "font", "table><tr><td", "ul><li"])
@pytest.mark.parametrize("levels", [60, 400, 3000])
def test_no_text_is_too_deep(tag: str, levels: int) -> None:
    body = f"<{tag}>" * levels + f"<p>{FIRST}</p><p><b>{SECOND[:8]}</b>{SECOND[8:]}</p>{THIRD}"
    article = read_page(page(body), "x", fragment=True)
    assert [block.text for block in article.blocks if block.text] == list(STORY)


def test_decomposed_letters_read_like_composed_ones() -> None:
    title = "Größerer Kran für Wismars Häfen"
    head = f'<meta property="og:title" content="{title} | Küstenblatt">'
    body = (
        f"<h1>Küstenblatt</h1><article><div><h2>{title}</h2></div><p class=lead>Höher geht es "
        f"nicht.</p>{paragraphs(*STORY)}</article>"
    )
    composed = read_text(page(body, head))
    article = read_text(page(unicodedata.normalize("NFD", body), head))
    assert article.title == title
    assert kept(article) == kept(composed)
    assert unicodedata.normalize("NFD", title) in map(str.strip, map(article.raw, article.blocks))


@pytest.mark.parametrize("path", sorted(SCORED.glob("*.html")), ids=lambda path: path.stem)
def test_blocks_tile_the_text(path: Path) -> None:
    read = read_page(path.read_text(encoding="utf-8"), path.name)
    ends = [block.end for block in read.blocks]
    assert [block.start for block in read.blocks] == [0, *ends[:-1]]
    assert ends[-1] == len(read.text)
