from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.inputs.article.match import key, matches

LONG = "Der Stadtrat hat am Montag über den neuen Fahrplan beraten."
OTHER = "Die Busse sollen vom Sommer an alle zehn Minuten fahren."


def found(page: list[str], article: list[str]) -> set[int]:
    """Which paragraphs of a page are in an article made of these elements."""
    keys = [key(text) for text in article]
    starts = [sum(map(len, keys[:number])) for number in range(len(keys))]
    return matches(
        [key(text) for text in page], "".join(keys), list(zip(starts, keys, strict=True))
    )


def test_key() -> None:
    assert key("„Für 5\u00a0€!“  GRÖẞE") == "für5größe".replace("ß", "ss")
    assert key("\ufb01nden") == "finden"
    assert key(" – ") == ""


def test_paragraphs_are_found_whatever_their_spacing() -> None:
    assert found(["Menü", LONG, OTHER], [LONG.replace(" ", "\n "), OTHER]) == {1, 2}


def test_short_paragraphs_have_to_be_whole_elements() -> None:
    assert found(["Montag", LONG], [LONG]) == {1}
    assert found(["Nein.", LONG], ["Nein.", LONG]) == {0, 1}


def test_of_repeated_paragraphs_the_one_in_place_is_taken() -> None:
    assert found(["Nein.", LONG, "Nein.", OTHER, "Nein."], [LONG, "Nein.", OTHER]) == {1, 2, 3}
    assert found([OTHER, LONG, OTHER], [LONG, OTHER]) == {1, 2}


def test_several_elements_in_one_paragraph() -> None:
    assert found([f"{LONG} {OTHER}", "Menü"], [LONG, OTHER]) == {0}


def test_several_paragraphs_in_one_element() -> None:
    assert found([LONG, "Menü", OTHER], [f"{LONG} {OTHER}"]) == {0, 2}


def test_a_paragraph_with_a_part_left_out() -> None:
    page = f"{LONG} {OTHER} Lesen Sie auch dies"
    assert found(["Ein anderer Absatz, der auf der Seite steht.", page], [f"{LONG} {OTHER}"]) == {1}


def test_the_heavier_order_wins() -> None:
    # In the article the long one comes first: the short one cannot be kept as well.
    assert found(["Kurz und gut, sagt er.", LONG], [LONG, "Kurz und gut, sagt er."]) == {1}


def test_nothing_extracted() -> None:
    assert found([LONG], []) == set()
    assert found([], [LONG]) == set()
    assert found(["", "…"], [LONG]) == set()


@given(st.lists(st.sampled_from([LONG, OTHER, "Ja.", "Ja. Ja. Ja. Ja. Ja.", "", "x"]), max_size=12))
@settings(deadline=None)
def test_all_of_a_page_is_found_in_itself(page: list[str]) -> None:
    assert found(page, page) == {number for number, text in enumerate(page) if key(text)}


@given(
    st.lists(st.text("ab", max_size=30), max_size=10),
    st.lists(st.text("ab", max_size=30), max_size=10),
)
@settings(deadline=None)
def test_any_texts(page: list[str], article: list[str]) -> None:
    assert found(page, article) <= set(range(len(page)))
