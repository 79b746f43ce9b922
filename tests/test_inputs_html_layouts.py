"""Layouts that split an article into many boxes, and what stands in them."""

import pytest

from newsxlate.article import Article, Kind
from newsxlate.cleaning import clean
from newsxlate.inputs.article import read_text
from newsxlate.inputs.article.belonging import missing
from newsxlate.inputs.article.render import render
from newsxlate.inputs.article.structure import look
from newsxlate.inputs.article.tree import parse

LEAD = "Zwölf Jahre lang stand die Mühle still, nun mahlt sie wieder für das ganze Tal."
BODY = (
    "Der Müller Jakob Ried hat das Rad im Winter mit zwei Nachbarn aus Eichenholz gebaut.",
    "Das Getreide kommt von sieben Höfen, die bisher bis nach Landshut fahren mussten.",
    "Im ersten Monat wurden vier Tonnen Roggen gemahlen, mehr als der Verein erwartet hatte.",
    "Bis zum Herbst soll ein zweiter Mahlgang folgen, für den noch Geld gesammelt wird.",
)
TITLE = "Die Mühle von Oberried mahlt wieder"


def page(body: str) -> str:
    return f'<!DOCTYPE html><html lang="de"><head></head><body>{body}</body></html>'


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str) -> Article:
    return clean(read_text(page(body)))


def kept(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for _, block in article.kept()]


def texts(article: Article) -> list[str]:
    return [block.text for _, block in article.kept()]


def completed(body: str, taken: list[str]) -> list[str]:
    """The texts below the headline, if an extractor took no others than ``taken``."""
    text, pieces = render(parse(page(body)))
    lines = [text[piece.start : piece.end] for piece in pieces]
    numbers = {lines.index(line) for line in taken}
    found = missing(look(text, pieces), numbers, set(), lines.index(TITLE))
    return [lines[number] for number in sorted(numbers | found)]


@pytest.mark.parametrize(
    "top",
    [
        # Style sheets between the parts of a heading show nothing.
        f"<h1><style>.a{{color:red}}</style><span>Handwerk</span><style>.b{{top:0}}</style>"
        f"<span>:</span><style>.c{{}}</style><span>{TITLE}</span></h1>",
        f'<h2 class="x"><span class="block">Handwerk</span> <span class="bold">{TITLE}</span></h2>',
        f'<header><span class="article__kicker">Handwerk:</span><h1>{TITLE}</h1></header>',
        f'<div><a href="/h"><span class="vhb-overline">Handwerk</span></a><h1>{TITLE}</h1></div>',
        f'<div class="head__roof">Handwerk</div><h1>{TITLE}</h1>',
    ],
)
def test_a_kicker(top: str) -> None:
    article = read(f"<article>{top}<p class=lead>{LEAD}</p>{paragraphs(*BODY)}</article>")
    assert kept(article)[:3] == [("kicker", "Handwerk"), ("headline", TITLE), ("lead", LEAD)]


@pytest.mark.parametrize(
    "subhead",
    [
        '<h3><span class="number">1</span> <span class="text">Die Planung</span></h3>',
        '<h2><span class="number">1</span> <span class="text">Die Planung</span></h2>',
        '<h3><span class="big">Alte</span> <span class="small">Planung</span></h3>',
    ],
)
def test_parts_of_a_subhead_stay_together(subhead: str) -> None:
    body = paragraphs(*BODY[:2]) + subhead + paragraphs(*BODY[2:])
    article = read(f"<article><h1>{TITLE}</h1>{body}</article>")
    assert [text for kind, text in kept(article) if kind == "subhead"] in (
        ["1 Die Planung"],
        ["Alte Planung"],
    )


def boxes(*contents: str) -> str:
    return "".join(
        f'<section class="b-text{" wide" * (n % 2)}"><div class="in"><div>{each}</div></div>'
        "</section>"
        for n, each in enumerate(contents)
    )


def test_paragraphs_in_boxes_of_one_sort_belong_together() -> None:
    teasers = (
        '<section class="b-more"><h3>Aus der Region</h3><article><a href="/x">Hof am Hang</a>'
        "</article></section>"
    )
    title = '<section class="b-title"><h2>Sieben Höfe</h2></section>'
    content = boxes(*BODY[:1]) + teasers + boxes(*BODY[1:2]) + title + boxes(*BODY[2:])
    body = f"<main><article><h1>{TITLE}</h1><div class=all>{content}</div></article></main>"
    whole = [*BODY[:2], "Sieben Höfe", *BODY[2:]]
    assert completed(body, [BODY[0]]) == completed(body, [BODY[2]]) == whole


def test_another_article_built_like_this_one_stays_out() -> None:
    other = (
        "Am Stausee wird wieder gebadet, seit das Amt die Proben vom Montag freigegeben hat.",
        "Die Wasserwacht bittet darum, nicht in der Nähe des Wehrs ins Wasser zu gehen.",
    )
    stories = [
        f'<div class="story"><div class="head"><h1>{title}</h1></div>'
        f'<div class="text">{paragraphs(*told)}</div></div>'
        for title, told in ((TITLE, BODY), ("Baden am Stausee ist wieder erlaubt", other))
    ]
    body = f"<main class=all>{''.join(stories)}</main>"
    assert completed(body, list(BODY)) == list(BODY)


def test_a_box_is_read_with_its_heading() -> None:
    told = "Das Mühlrad ist vier Meter hoch und dreht sich in der Minute höchstens sechsmal."
    box = (
        '<div class="x-infobox"><div class="x-infobox__headline">Das Mühlrad</div>'
        f'<div class="x-infobox__text"><p>{told}</p></div></div>'
    )
    body = paragraphs(*BODY[:2]) + box + paragraphs(*BODY[2:])
    body = f"<article><h1>{TITLE}</h1><div class=body>{body}</div></article>"
    whole = [*BODY[:2], "Das Mühlrad", told, *BODY[2:]]
    assert completed(body, list(BODY)) == completed(body, [*BODY, told]) == whole


def test_a_report_below_the_byline_is_no_biography() -> None:
    report = "Die Gemeinde berichtet über großen Zulauf. " + BODY[0]
    article = read(
        f"<article><h1>{TITLE}</h1><p>{LEAD}</p><p>Von Greta Sandner</p>"
        f"{paragraphs(report, *BODY[1:])}</article>"
    )
    assert report in texts(article)
    assert article.byline == "Greta Sandner"


def test_the_date_may_stand_below_the_byline_below_the_lead() -> None:
    article = read(
        f"<h1>{TITLE}</h1><h2>{LEAD}</h2><p>Von Greta Sandner</p><p>3. Mai 2024, 17:05 Uhr</p>"
        f"{paragraphs(*BODY)}"
    )
    assert (article.byline, article.published) == ("Greta Sandner", "2024-05-03T17:05")
    assert texts(article) == [TITLE, LEAD, *BODY]


def test_a_subhead_below_links_is_none_of_them() -> None:
    links = (
        '<div class="m"><p>Das könnte Sie auch interessieren</p><a href="/x">Hof am Hang</a></div>'
    )
    subhead = "Wie es im Herbst mit der Mühle weitergeht"
    body = paragraphs(*BODY[:2]) + links + f"<h2>{subhead}</h2>" + paragraphs(*BODY[2:])
    article = read(f"<article><h1>{TITLE}</h1><div>{body}</div></article>")
    assert (Kind.SUBHEAD.value, subhead) in kept(article)


def test_a_line_may_have_author_and_date() -> None:
    article = read(
        f"<h1>{TITLE}</h1><div class=info>3. Mai 2024 · 17:05 Uhr · Von Greta Sandner</div>"
        f"<div class=text>{paragraphs(*BODY)}</div>"
    )
    assert (article.byline, article.published[:10]) == ("Greta Sandner", "2024-05-03")


@pytest.mark.parametrize(
    "quotation",
    [
        "<blockquote><p>{}</p><cite>Jakob Ried, Müller</cite></blockquote>",
        "<blockquote>{}<footer>Jakob Ried, Müller</footer></blockquote>",
    ],
)
def test_whose_words_a_quotation_is_stands_over_nothing(quotation: str) -> None:
    body = paragraphs(*BODY[:2]) + quotation.format(LEAD) + paragraphs(*BODY[2:])
    article = read(f"<article><h1>{TITLE}</h1><div>{body}</div></article>")
    assert not [text for kind, text in kept(article) if kind == "subhead"]


def test_a_lead_needs_no_element_called_article() -> None:
    article = read(
        f"<div class=a><div class=b><div class=c><div class=top><h1>{TITLE}</h1></div>"
        f'<div class="d1">{LEAD}</div></div><div class=pic><img></div>'
        f"<div class=text>{paragraphs(*BODY)}</div></div></div>"
    )
    assert kept(article)[:2] == [("headline", TITLE), ("lead", LEAD)]
