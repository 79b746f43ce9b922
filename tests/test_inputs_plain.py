import textwrap
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.article import Kind
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
    above = [*textwrap.wrap(PARAGRAPHS[1], 70), "", *lines[:2]]
    assert texts("\n".join([*above, "\f", *lines[2:]])) == [PARAGRAPHS[1], PARAGRAPHS[2]]
    # A blank line alone always parts.
    assert len(texts("\n".join([*above, "", *lines[2:]]))) == 3


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
    assert texts(wrapped) == [PARAGRAPHS[2], "neue Busse", "mehr Fahrer", "weniger Stau"]


@pytest.mark.parametrize("width", [58, 70, 1000])
def test_a_paragraph_may_begin_with_a_small_letter(width: int) -> None:
    paras = [
        PARAGRAPHS[1],
        "Lesen Sie auch: Wie andere Städte das Problem mit Bussen lösen",
        "mRNA-Impfstoffe lagern künftig im alten Depot am Hafen, wie die Stadt am Dienstag sagte.",
        "eScooter-Verleiher müssen dort weichen, und zwar alle drei, die dort noch stehen.",
    ]
    assert texts("\n\n".join(textwrap.fill(para, width) for para in paras)) == paras


@pytest.mark.parametrize(
    "headline",
    [
        "Neue Busse fahren vom Sommer an auch nachts in die\nVororte der Stadt",
        "Stadtrat streitet über die Zukunft der Busse und der\nBahnen",
        "Streit über die Zukunft von\nBus und Bahn",
    ],
)
def test_a_wrapped_headline_is_one(headline: str) -> None:
    body = [textwrap.fill(para, 60) for para in PARAGRAPHS[1:4]]
    byline = "Von Max Muster"
    found = texts("\n\n".join([f"{headline}\n{byline}", *body]))
    assert found == [headline.replace("\n", " "), byline, *PARAGRAPHS[1:4]]
    assert texts("\n\n".join([headline, *PARAGRAPHS[1:4]]))[0] == headline.replace("\n", " ")


def test_a_kicker_above_a_headline_stays_apart() -> None:
    body = [textwrap.fill(para, 60) for para in PARAGRAPHS[1:4]]
    head = "Verkehr in der Stadt\nRat beschließt einen neuen Fahrplan"
    assert texts("\n\n".join([head, *body]))[:2] == head.split("\n")


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in paragraphs(text) if block.kind != "paragraph"]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("bullet", ["-", "–", "•", "*", "▪"])
def test_items_of_a_list(bullet: str, gap: str) -> None:
    lines = [
        "Das ist neu:",
        f"{bullet} Busse fahren nachts",
        f"{bullet} 5 Euro am Tag",
        "Mehr nicht.",
    ]
    text = gap.join(lines)
    assert kinds(text) == [(Kind.ITEM, "Busse fahren nachts"), (Kind.ITEM, "5 Euro am Tag")]
    assert text in "".join(text[block.start : block.end] for block in paragraphs(text))


def test_numbers_of_a_list_are_part_of_its_items() -> None:
    text = "So geht es:\n1. Wasser kochen\n2. Tee ziehen lassen\n3) Trinken\nFertig."
    assert kinds(text) == [
        (Kind.ITEM, "1. Wasser kochen"),
        (Kind.ITEM, "2. Tee ziehen lassen"),
        (Kind.ITEM, "3) Trinken"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister kam.\n- Anzeige -\nEr ging.",
        "– Wie geht es?\n– Gut.\n– Das freut mich.",
        "Am\n1. Mai war es kalt.\n3. Oktober auch.",
        "* * *\n* * *",
        "1. Platz: Anna Huber\nEin Absatz.\n2. Platz: Eva Klein",
        "Temperatur am Abend\n-5 Grad\n-7 Grad",
    ],
)
def test_no_list(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "table",
    [
        "Jahr\tBusse\n2022\t40\n2023\t 52",
        "Jahr\tBusse\n\n2022\t40\n\n2023\t52",
        "| Jahr | Busse |\n|------|-------|\n| 2022 | 40 |\n| 2023 | 52 |",
        "Jahr    Busse\n2022       40\n2023       52",
    ],
)
def test_rows_of_a_table(table: str) -> None:
    text = f"Die Zahlen zeigt diese Tabelle.\n\n{table}\n\nSo viele waren es noch nie."
    rows = [(Kind.ROW, "Jahr Busse"), (Kind.ROW, "2022 40"), (Kind.ROW, "2023 52")]
    assert kinds(text) == rows
    wrapped = "\n\n".join([*(textwrap.fill(para, 60) for para in PARAGRAPHS[1:4]), table])
    assert kinds(wrapped) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Ein Absatz mit\teinem Tabulator.\nEin anderer ohne.",
        "Ein  Absatz, der auf  beiden  Seiten bündig\nist, hat  weite Lücken  zwischen Wörtern,\n"
        "die  nirgends  untereinander  stehen, wie\nin dieser  kleinen  Probe.",
        "Start | Politik | Sport\nEin Absatz.",
        "Name:\t" + " ".join(["Wort"] * 20) + "\nOrt:\t" + " ".join(["Wort"] * 20),
    ],
)
def test_no_table(text: str) -> None:
    assert kinds(text) == []


def test_times_and_speakers_stay_with_what_they_head() -> None:
    entries = [
        "14.32 Uhr",
        "Der Zug nach Emden fährt wieder.",
        "14:05",
        "Der Bahnhof ist gesperrt, sagt sie.",
    ]
    assert texts("\n".join(entries)) == [" ".join(entries[:2]), " ".join(entries[2:])]
    marked = "+++ 9.10 Uhr +++\n\nDer Zug nach Leer steht seit einer Stunde."
    assert texts(marked) == [marked.replace("\n\n", " ")]
    turns = ["Frage:", "Wann?", "Antwort:", "Nie.", "Frage:", "Warum?", "Antwort:", "Darum."]
    assert texts("\n".join(turns)) == [
        "Frage: Wann?",
        "Antwort: Nie.",
        "Frage: Warum?",
        "Antwort: Darum.",
    ]
    # What stands over a list stays above it.
    lists = ["Zutaten:", "- Mehl", "- Salz", "Zutaten:", "1. Zucker", "2. Milch"]
    assert len(texts("\n".join(lists))) == len(lists)
    # Once is a subhead, or an opening time.
    alone = ["14.30 Uhr", "Der Zug nach Emden fährt wieder.", "Tore:", "keine"]
    assert texts("\n".join(alone)) == alone


def test_turns_and_entries_begin_a_paragraph_in_wrapped_lines() -> None:
    turns = [
        f"{who}: {PARAGRAPHS[n]}"
        for n, who in ((1, "Frage"), (3, "Berg"), (5, "Frage"), (1, "Berg"))
    ]
    assert texts("\n".join(textwrap.fill(turn, 62) for turn in turns)) == turns
    entries = [f"+++ {hour}.00 Uhr +++ {PARAGRAPHS[n]}" for n, hour in ((1, 9), (3, 8))]
    assert texts("\n".join(textwrap.fill(entry, 62) for entry in entries)) == entries


@pytest.mark.parametrize("width", [60, 72])
def test_decomposed_umlauts_make_no_difference(width: int) -> None:
    wrapped = "\n".join(textwrap.fill(text, width) for text in PARAGRAPHS)
    assert texts(normalize("NFD", wrapped)) == texts(wrapped)


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
    st.text(
        st.sampled_from("aB1:+|? .\n\r\t\f\u2028\u2029\x85\x0b\u00ad\x00\u00a0-•„"), max_size=300
    )
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
