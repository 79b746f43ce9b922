"""Lists, tables, questions and boxes in every format: what belongs together stays together."""

from __future__ import annotations

import html
import json
from dataclasses import replace

import lxml.html
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from kind_samples import ROWS, kinds_result, made_of
from newsxlate.article import Kind
from newsxlate.findings import Finding
from newsxlate.inputs.article import read_text
from newsxlate.outputs.article import write
from newsxlate.outputs.article.view import Places
from newsxlate.result import Result
from newsxlate.segmenting import segment

TABLE = [
    ["", "‹Kinder›", "‹Erwachsene›"],
    ["‹Montag›", "", "‹4 Euro›"],
    ["‹Samstag›", "‹3 Euro›", ""],
]
ITEMS = ["‹Umbau: 4 Millionen Euro›", "‹1. Neubau | 9 Millionen Euro›"]


def rows_of(table):
    return [[cell.text_content() for cell in row] for row in table.iter("tr")]


def body(format: str):
    """The body that goes to newsrooms, as elements."""
    if format == "ninjs":
        value = json.loads(write(kinds_result(), "ninjs"))["bodies"][0]["value"]
    else:
        page = etree.fromstring(write(kinds_result(), "newsml").encode()).find(".//{*}body")
        value = "".join(etree.tostring(e, encoding="unicode") for e in page)
    return lxml.html.fragment_fromstring(value, create_parent="div")


def test_text_has_dashes_tabs_and_rules():
    chunks = write(kinds_result(), "text").split("\n\n")
    assert chunks[2] == "\n".join(f"- {item}" for item in ITEMS)
    assert [line.split("\t") for line in chunks[4].split("\n")] == TABLE
    rule, title, text, end, _ = chunks[7:]
    assert (rule, title, end) == ("----", "‹Zur Person›", "----")
    assert text.startswith("‹Silke")


def test_markdown_has_a_list_a_table_a_question_and_a_box():
    written = write(kinds_result(), "markdown")
    page = lxml.html.fragment_fromstring(
        MarkdownIt("commonmark").enable("table").render(written), create_parent="div"
    )
    assert [item.text_content() for item in page.xpath("ul/li")] == ITEMS
    assert rows_of(page.xpath("table")[0]) == TABLE
    assert len(page.xpath("table/thead/tr")) == 1
    assert page.xpath("p/strong")[0].text == "‹Frau Janßen, wie geht es weiter?›"
    box = page.xpath("blockquote/p")
    assert [bool(p.xpath("strong")) for p in box] == [True, False]
    assert box[0].text_content() == "‹Zur Person›"


def test_the_page_has_one_list_one_table_and_one_box_in_each_column():
    page = lxml.html.document_fromstring(write(kinds_result(), "html"))
    rows = page.xpath("//main/div[@class='row']")
    assert len(rows) == 8
    for column in (0, 1):
        cells = [row[column] for row in rows]
        assert [len(cell.xpath("ul/li")) for cell in cells] == [0, 0, 2, 0, 0, 0, 0, 0]
        assert [len(cell.xpath("table/tr")) for cell in cells] == [0, 0, 0, 0, 3, 0, 0, 0]
        assert [len(cell.xpath("aside/*")) for cell in cells] == [0, 0, 0, 0, 0, 0, 0, 2]
    assert rows_of(rows[4][1]) == TABLE
    # The script finds a sentence's counterpart by its number in the row.
    for row in rows:
        numbers = [[s.get("data-s") for s in cell.xpath(".//span[@data-s]")] for cell in row]
        assert numbers[0] == numbers[1] == [str(n) for n in range(len(numbers[0]))]


def test_what_was_removed_from_a_list_is_shown_at_its_place():
    made = kinds_result(ROWS[2:4] + ROWS[2:4])
    blocks = list(made.article.blocks)
    blocks[1] = replace(blocks[1], removed="advertisement", sentences=())
    article = replace(made.article, blocks=tuple(blocks))
    page = lxml.html.document_fromstring(write(Result(article=article), "html"))
    parts = page.xpath("//main/*[@class='row' or @class='removed']")
    assert [part.get("class") for part in parts] == ["row", "removed", "row"]
    assert [len(part.xpath(".//li")) for part in parts] == [1, 0, 2]


@pytest.mark.parametrize("format", ["ninjs", "newsml"])
def test_newsrooms_get_elements_of_html(format):
    page = body(format)
    assert [item.text_content() for item in page.xpath(".//ul/li")] == ITEMS
    assert rows_of(page.xpath(".//table")[0]) == TABLE
    assert page.xpath("string(.//p[@class='question']/strong)").startswith("‹Frau Janßen")
    assert len(page.xpath(".//aside[@class='box']/p")) == 2
    assert page.xpath("string(.//aside/p/strong)") == "‹Zur Person›"


@pytest.mark.parametrize(("format", "name"), [("xliff", "restype"), ("xliff2", "type")])
def test_translators_get_a_unit_a_cell_and_its_kind(format, name):
    document = etree.fromstring(write(kinds_result(), format).encode())
    groups = document.findall(".//{*}group")
    kinds = [group.get(name).split("-")[-1].split(":")[-1] for group in groups]
    assert kinds == [str(kind) for kind, _ in ROWS]
    row = groups[6].findall("{*}trans-unit") + groups[6].findall("{*}unit")
    assert [unit.get("id") for unit in row] == ["b6s0", "b6s1"]
    assert ["".join(unit.itertext()).split("‹")[0].strip() for unit in row] == ["Montag", "4 Euro"]


def test_marks_stand_in_their_cells():
    made = kinds_result()
    translation = made.translations[0]
    blocks = list(translation.blocks)
    found = Finding(code="N303", message="m", severity="error", language="en", block=6, sentence=1)
    first, second = blocks[6].sentences
    marked = (first, replace(second, findings=(found,)))
    blocks[6] = replace(blocks[6], sentences=marked)
    result = replace(made, translations=(replace(translation, blocks=tuple(blocks)),))
    assert "‹Montag›\t\t‹4 Euro› [N303]\n" in write(result, "text")
    assert "| ‹Montag› |  | ‹4 Euro› **\\[N303\\]** |" in write(result, "markdown")
    assert Places(made.article).label(6, 1) == "row 2, cell 3"


def test_rows_of_unequal_length_and_hostile_cells_stay_one_table():
    article = made_of([(Kind.ROW, ["a"]), (Kind.ROW, ["", "b|c", "<i>"]), (Kind.ROW, ["d", "e"])])
    written = write(Result(article=article), "markdown")
    page = lxml.html.fragment_fromstring(
        MarkdownIt("commonmark", {"html": False}).enable("table").render(written)
    )
    assert rows_of(page) == [["a", "", ""], ["", "b|c", "<i>"], ["d", "e", ""]]


def test_the_heading_of_a_list_in_a_box_is_no_box_of_its_own():
    article = made_of([(Kind.BOX, ["In Kürze:"]), (Kind.ITEM, ["Milch"]), (Kind.ITEM, ["Brot"])])
    assert write(Result(article=article), "text") == "In Kürze:\n\n- Milch\n- Brot\n"
    assert write(Result(article=article), "markdown") == "**In Kürze:**\n\n- Milch\n- Brot\n"


def test_an_empty_first_cell_counts_whoever_its_tab_belongs_to():
    article = made_of([(Kind.ROW, ["", "x"]), (Kind.ROW, ["", "y"])])
    first, second = article.blocks
    moved = (replace(first, end=first.end + 1), replace(second, start=second.start + 1))
    article = replace(article, blocks=moved)
    assert write(Result(article=article), "text") == "\tx\n\ty\n"


def test_the_mark_of_an_item_comes_once():
    article = made_of([(Kind.ITEM, ["• Milch"]), (Kind.ITEM, ["2. Brot"]), (Kind.ITEM, ["Obst"])])
    assert write(Result(article=article), "text") == "- Milch\n2. Brot\n- Obst\n"
    assert "<li" in write(Result(article=article), "html")
    assert "•" not in html.unescape(write(Result(article=article), "markdown"))


def test_a_row_is_read_with_tabs_in_a_translation():
    assert "‹Montag›\t‹4 Euro›" in kinds_result().translation("en").text


@pytest.mark.parametrize(
    "table",
    [
        "| Tag | Kinder | Erwachsene |\n|---|---|---|\n| Mo | | 4 Euro |\n| Sa | 3 Euro | |\n",
        "Tag | Kinder | Erwachsene\nMo | | 4 Euro\nSa | 3 Euro |\n",
    ],
)
def test_tables_of_plain_text_keep_their_columns(table: str):
    text = f"Das Hallenbad in Aurich schließt im Mai, sagte der Rat am Abend.\n\n{table}"
    result = Result(article=segment(read_text(text)))
    shown = write(result, "text").split("\n\n")[1]
    assert shown.rstrip("\n").split("\n") == [
        "Tag\tKinder\tErwachsene",
        "Mo\t\t4 Euro",
        "Sa\t3 Euro\t",
    ]
    assert Places(result.article).label(2, 1) == "row 2, cell 3"


def test_columns_of_plain_text_that_gaps_part():
    table = "Tag    Kinder    Erwachsene\nMo     2 Euro    4 Euro\nSa     3 Euro    6 Euro\n"
    text = f"Das Hallenbad in Aurich schließt im Mai, sagte der Rat am Abend.\n\n{table}"
    shown = write(Result(article=segment(read_text(text))), "markdown")
    assert "| Mo | 2 Euro | 4 Euro |" in shown
