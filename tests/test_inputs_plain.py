import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.inputs.article.plain import paragraphs
from profiles import examples

PARAGRAPHS = (
    "Stadtrat beschließt neuen Fahrplan",
    "Der Stadtrat hat am Montag über den neuen Fahrplan beraten. Nach vier Stunden stimmten alle "
    "Fraktionen zu, auch wenn die Kosten von zwei Millionen Euro im Jahr umstritten blieben.",
    "„Das ist ein guter Tag für die Stadt“, sagte die Bürgermeisterin, die den Plan seit drei "
    "Jahren gegen viele Widerstände verfolgt und zuletzt kaum noch Hoffnung gehabt hatte.",
    "Vom Sommer an sollen die Busse alle zehn Minuten fahren. Für die Staats- und Regierungschefs, "
    "die im Juli zum Gipfel kommen, gibt es eine eigene Linie vom Bahnhof zum Schloss.",
    "Ob das reicht?",
    "Die Opposition bezweifelt das. Sie will im Herbst einen Antrag stellen, der auch die Vororte "
    "einbezieht und nach ihrer Rechnung nicht mehr kostet als die bisherige Lösung.",
)


def texts(text: str) -> list[str]:
    blocks = paragraphs(text)
    assert "".join(text[block.start : block.end] for block in blocks) == text
    return [block.text for block in blocks]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("gap", [1, 2, 3])
def test_blank_lines_and_line_breaks(newline: str, gap: int) -> None:
    assert texts((newline * gap).join(PARAGRAPHS)) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 78, 90])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_lines_are_rejoined(width: int, newline: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(text, width) for text in PARAGRAPHS)
    assert texts(wrapped.replace("\n", newline)) == list(PARAGRAPHS)


@pytest.mark.parametrize("width", [60, 72, 90])
def test_wrapped_lines_with_indented_paragraphs(width: int) -> None:
    wrapped = "\n".join(
        textwrap.fill(text, width, initial_indent="   ") for text in PARAGRAPHS[1:4]
    )
    assert texts(wrapped) == list(PARAGRAPHS[1:4])


@pytest.mark.parametrize("width", range(55, 85, 3))
def test_wrapped_lines_without_blank_lines(width: int) -> None:
    wrapped = "\n".join(textwrap.fill(text, width) for text in PARAGRAPHS)
    found = texts(wrapped)
    # A paragraph whose last line is full is not parted from the next, but none is cut.
    assert " ".join(found) == " ".join(PARAGRAPHS)
    assert all(text.startswith(PARAGRAPHS) and text.endswith(PARAGRAPHS) for text in found)
    assert len(found) >= len(PARAGRAPHS) - 2


def test_wrapped_lines_with_double_spacing() -> None:
    wrapped = "\n\n\n".join("\n\n".join(textwrap.wrap(text, 70)) for text in PARAGRAPHS[1:])
    assert texts(wrapped) == list(PARAGRAPHS[1:])


def test_a_page_break_inside_a_paragraph() -> None:
    lines = textwrap.wrap(PARAGRAPHS[2], 70)
    assert lines[2][0].islower()
    wrapped = "\n".join([*textwrap.wrap(PARAGRAPHS[1], 70), "", *lines[:2], "", *lines[2:]])
    assert texts(wrapped) == [PARAGRAPHS[1], PARAGRAPHS[2]]


def test_divided_words_in_wrapped_lines() -> None:
    text = (
        "Die Regierung hat gestern in einer langen Sitzung beschlos-\n"
        "sen, dass die Steuern im kommenden Jahr nicht steigen sol-\n"
        "len, und das mit einer klaren Mehrheit aller Abgeordneten."
    )
    assert texts(text) == [
        "Die Regierung hat gestern in einer langen Sitzung beschlossen, dass die Steuern im "
        "kommenden Jahr nicht steigen sollen, und das mit einer klaren Mehrheit aller Abgeordneten."
    ]


def test_lists_in_wrapped_lines() -> None:
    wrapped = "\n".join(
        [*textwrap.wrap(PARAGRAPHS[2], 60), "• neue Busse", "• mehr Fahrer", "• weniger Stau"]
    )
    assert texts(wrapped) == [PARAGRAPHS[2], "• neue Busse", "• mehr Fahrer", "• weniger Stau"]


def test_short_lines_are_not_joined() -> None:
    lines = ["Bayern – Köln 2:1", "Mainz – Bremen 0:0", "Tore: keine", "facebook", "twitter"]
    assert texts("\n".join(lines)) == lines


def test_white_space_belongs_to_the_block_before() -> None:
    text = "\n\n  Titel \n\n\t Absatz.\n \n"
    first, second = paragraphs(text)
    assert (text[first.start : first.end], text[second.start : second.end]) == (
        "\n\n  Titel \n\n\t ",
        "Absatz.\n \n",
    )


def test_no_text() -> None:
    assert paragraphs("") == ()
    assert [block.text for block in paragraphs(" \n\u00ad\n")] == [""]


@given(
    st.text(st.sampled_from("aB .\n\r\t\f\u2028\u2029\x85\x0b\u00ad\x00\u00a0-•„"), max_size=300)
)
@settings(max_examples=examples(200), deadline=None)
def test_blocks_tile_any_text(text: str) -> None:
    blocks = paragraphs(text)
    position = 0
    for block in blocks:
        assert block.start == position
        assert block.end > block.start
        position = block.end
    assert position == len(text)


@given(st.lists(st.sampled_from(PARAGRAPHS[1:4]), min_size=3, max_size=12), st.integers(55, 100))
@settings(max_examples=examples(30), deadline=None)
def test_wrapping_at_any_width_is_undone(chosen: list[str], width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(text, width) for text in chosen)
    assert texts(wrapped) == chosen
