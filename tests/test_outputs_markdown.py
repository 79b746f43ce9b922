from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from newsxlate.article import Kind
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article import markdown
from newsxlate.outputs.article.display import line
from newsxlate.outputs.article.view import remembered
from newsxlate.result import Result
from newsxlate.signoff import Review, State
from writing_samples import kim_result, simple
from writing_strategies import results, texts


def parse(source):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)


def blocks(source):
    """(tag, text) of every leaf block, with the inline mark-up in it."""
    tokens = parse(source)
    return [
        (opening.tag, "".join(child.content for child in token.children))
        for opening, token in pairwise(tokens)
        if token.type == "inline"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. FC Köln verliert",
        "14) Punkt",
        "# kein Titel",
        "- kein Punkt",
        "+ kein Punkt",
        "---",
        "===",
        "> kein Zitat",
        "*fett* _kursiv_ __fett__ **fett**",
        "snake_case_name und _x",
        "`code` und ``mehr``",
        "<b>kein Tag</b> <https://a.de> a < b > c",
        "&amp; &#38; R&D AT&T; & Co.",
        "[Text](ziel) [Text] ![Bild](ziel)",
        "~~gestrichen~~ und ~ ungefähr",
        "kostet $5 und $6",
        "C:\\Ordner\\*",
        "a | b | c",
        "Ende \\",
    ],
)
def test_what_looks_like_markdown_stays_text(text):
    assert blocks(markdown.escape(text)) == [("p", text)]


def test_links_stay_as_they_are():
    assert markdown.escape("http://a.de/b_c?d=e&f=g") == "http://a.de/b_c?d=e&f=g"


@given(texts)
def test_any_text_stays_text(text):
    if line(text):
        assert blocks(markdown.escape(text)) == [("p", line(text))]


def test_an_article_has_title_dateline_and_paragraphs():
    result = kim_result()
    english = replace(result, translations=result.translations[:1], findings=())
    written = markdown.write(english, marks=False).split("\n\n")
    assert written[0] == "# North Korean leader Kim Jong Un stays in Russia for several days"
    assert written[1] == "*Sophie Müller · 2023-09-14*"
    assert written[2].startswith("**North Korean leader Kim Jung Un has")
    assert len(written) == 18


def test_several_targets_are_set_apart_by_a_rule():
    chunks = markdown.write(kim_result()).split("\n\n")
    assert chunks[0] == "*English (en)*"
    assert chunks[chunks.index("---") + 1] == "*French (fr)*"
    assert sum(chunk.startswith("# ") for chunk in chunks) == 2


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Kind.HEADLINE, "# Text one. Two."),
        (Kind.SUBHEAD, "## Text one. Two."),
        (Kind.LEAD, "**Text one. Two.**"),
        (Kind.KICKER, "**Text one. Two.**"),
        (Kind.CAPTION, "*Text one. Two.*"),
        (Kind.PARAGRAPH, "Text one. Two."),
    ],
)
def test_kinds(kind, written):
    result = simple("Text one.", "Two.", kind=kind)
    assert markdown.write(result, marks=False) == written + "\n"


def test_the_dateline_comes_first_if_there_is_no_title():
    written = markdown.write(simple("One.", byline="A_B", published="2024-01-01"))
    assert written == "*A_B · 2024-01-01*\n\n*Machine translation, not reviewed*\n\nOne.\n"


def test_a_line_says_who_has_approved_it():
    result = simple("One.", kind=Kind.HEADLINE)
    approved = Review(
        language="en", state=State.APPROVED, by="*A* [x](y)", at="2026-11-30T10:00:00+00:00"
    )
    assert blocks(markdown.write(result, reviews=[approved])) == [
        ("h1", "One."),
        ("p", "Machine translation, reviewed and approved by *A* [x](y) on 2026-11-30"),
    ]
    assert "approved" not in markdown.write(result, marks=False, reviews=[approved])


def test_a_headline_that_ends_in_a_number_sign_keeps_it():
    written = markdown.write(simple("Was ist C #", kind=Kind.HEADLINE))
    assert blocks(written)[0] == ("h1", "Was ist C #")


def found(sentence):
    return Finding(
        code="N301",
        message="a | b *c*",
        severity=Severity.ERROR,
        language="en",
        block=0,
        sentence=sentence,
        source="x\\|y",
        target="<i>",
    )


@pytest.mark.parametrize("kind", [Kind.LEAD, Kind.PARAGRAPH, Kind.HEADLINE, Kind.CAPTION])
def test_marks_stand_outside_of_emphasis(kind):
    result = simple("“One”", "(two)", "three!", kind=kind, findings=(found(0), found(1)))
    shown = [text for _, text in blocks(markdown.write(result))]
    text = next(text for text in shown if "One" in text)
    assert text == "“One” [N301] (two) [N301] three!"


def test_findings_are_a_table_whose_cells_are_text():
    tokens = parse(markdown.write(simple("One.", "Two.", findings=(found(1),))))
    cells = [
        "".join(child.content for child in token.children)
        for opening, token in pairwise(tokens)
        if opening.tag == "td" and token.type == "inline"
    ]
    assert cells == [
        "N301", "error", "en", "paragraph 1, sentence 2", "a | b *c*", "x\\|y", "<i>",
    ]  # fmt: skip


def test_without_translations_the_cleaned_article_is_written():
    written = markdown.write(Result(article=kim_result().article))
    assert written.startswith("# Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage")


@given(results())
def test_any_result_is_well_formed(result):
    written = markdown.write(result)
    assert written.encode("utf-8")
    tokens = parse(written)
    kinds = {block.kind for _, block in result.article.kept()}
    unwanted = {"html_block", "code_block", "fence"}
    unwanted |= {"list_item_open"} if Kind.ITEM not in kinds else set()
    quoted = Kind.BOX in kinds or remembered(result)
    unwanted |= set() if quoted else {"blockquote_open"}
    assert not {token.type for token in tokens} & unwanted
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "text_special", "em_open", "em_close", "strong_open", "strong_close"}
    rows = sum(token.type == "tr_open" for token in tokens)
    listed = result.count() + 1 if result.count() else 0
    assert rows == listed if Kind.ROW not in kinds else rows >= listed
