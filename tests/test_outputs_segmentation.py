import pytest
from hypothesis import given

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.errors import UsageError
from newsxlate.outputs.article import json, segmentation
from newsxlate.result import Result
from writing_samples import kim_article
from writing_strategies import articles


def test_the_head_sums_the_article_up():
    head = segmentation.render(kim_article(), "text").split("\n\n")[0].splitlines()
    assert head == [
        "source     examples/kim-in-russland.txt",
        "language   German (de)",
        "title      Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage in Russland",
        "byline     Sophie Müller",
        "published  2023-09-14",
        "blocks     17 kept, 7 removed",
        "sentences  19",
    ]


def test_blocks_are_aligned_and_wrapped():
    rows = segmentation.render(kim_article(), "text").split("\n\n")[1].splitlines()
    assert rows[:6] == [
        " 0  boilerplate   x  removed: line of site sections",
        "                     Ukraine-Russland NachrichtenWelt Nachrichten",
        " 1  headline      1  Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage in Russland",
        " 2  lead          2  Nordkoreas Machthaber Kim Jung Un hat überraschend seinen Besuch in "
        "Russland",
        "                     verlängert, wo er Präsident Wladimir Putin wegen eines mutmaßlichen",
        "                     Waffengeschäfts traf.",
    ]
    assert max(map(len, rows)) <= segmentation.WIDTH
    numbers = [row[15:19].strip() for row in rows]
    assert [number for number in numbers if number.isdigit()] == [str(n) for n in range(1, 20)]
    assert numbers.count("x") == 7


def test_a_narrow_terminal_still_gets_every_word():
    narrow = segmentation.render(kim_article(), "text", width=10)
    assert "".join(narrow.split()).count("möglicherweisegegenmehrereResolutionendesUN") == 1
    wide = segmentation.render(kim_article(), "text")
    assert sorted(narrow.split()) == sorted(wide.split())


def test_json_is_a_result_without_translations():
    written = segmentation.render(kim_article(), "json")
    assert json.load(written) == Result(article=kim_article())


def test_other_formats_are_refused():
    with pytest.raises(UsageError, match="'html'"):
        segmentation.render(kim_article(), "html")


def test_an_article_without_anything():
    written = segmentation.render(Article(text="", blocks=(), language="de"), "text")
    assert "title      none found" in written
    assert "blocks     0 kept, 0 removed" in written


def test_escape_sequences_do_not_reach_the_terminal():
    text = "a\x1b[31mb"
    block = Block(Kind.PARAGRAPH, 0, len(text), text, None, (Sentence(0, len(text), text),))
    written = segmentation.render(Article(text=text, blocks=(block,), language="de"), "text")
    assert "a\ufffd[31mb" in written


@given(articles())
def test_every_block_is_shown(article):
    written = segmentation.render(article, "text")
    assert written.encode("utf-8")
    rows = written.split("\n\n", 1)[1].splitlines()
    width = len(str(max(len(article.blocks) - 1, 0)))
    shown = [row[:width].strip() for row in rows if row[:width].strip()]
    assert shown == [str(number) for number in range(len(article.blocks))]
