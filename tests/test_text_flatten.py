from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.text.flatten import compose, flatten


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ein\nWort", "ein Wort"),
        ("ein\r\nWort", "ein Wort"),
        ("  ein \t Wort \n", "ein Wort"),
        ("Regie-\nrung", "Regierung"),
        ("Regie-\r\n   rung", "Regierung"),
        ("Regie\u00ad\nrung", "Regierung"),
        ("Regie\u00adrung", "Regierung"),
        ("Bundes\u200btag", "Bundestag"),
        ("US-\nAußenministerium", "US-Außenministerium"),
        ("CDU-\ngeführte Länder", "CDU-geführte Länder"),
        ("10-\njähriger Junge", "10-jähriger Junge"),
        ("2023-\n24", "2023-24"),
        ("E-\nMail", "E-Mail"),
        ("Staats-\nund Regierungschefs", "Staats- und Regierungschefs"),
        ("Ein-\nundzwanzig", "Einundzwanzig"),
        ("Staats- und", "Staats- und"),
        ("der Kanzler -\nsagte er", "der Kanzler - sagte er"),
        ("der Kanzler –\nsagte er", "der Kanzler – sagte er"),
        ("vor\x00her", "vorher"),
        ("\ufeffText\u200e", "Text"),
        ("1.\u00a0FC\u202fKöln", "1. FC Köln"),
        ("Seite\fzwei\u2028drei", "Seite zwei drei"),
        ("", ""),
        (" \n\u00ad ", ""),
    ],
)
def test_text_flatten(raw: str, expected: str) -> None:
    assert flatten(raw)[0] == expected


def test_offsets_lead_back_to_the_input() -> None:
    raw = "  Die Regie-\n rung in\u00adfor\u00admiert."
    text, offsets, _ = flatten(raw, base=100)
    assert text == "Die Regierung informiert."
    assert offsets[0] == 102
    for character, offset in zip(text, offsets, strict=True):
        original = raw[offset - 100]
        assert original == character or (character == " " and original.isspace())


@given(st.text(alphabet="aBß9-\u2010 .\n\r\t\u00ad\u200b\u00a0\x00„“"), st.integers(0, 10))
def test_any_text(raw: str, base: int) -> None:
    text, offsets, ends = flatten(raw, base)
    assert not ends
    assert len(text) == len(offsets)
    assert offsets == sorted(set(offsets))
    assert text == text.strip()
    assert "  " not in text
    assert not set(text) & set("\n\r\t\u00ad\u200b\x00")
    for character, offset in zip(text, offsets, strict=True):
        original = raw[offset - base]
        assert original == character or (character == " " and original.isspace())
    # What was resolved once stays as it is, but for hyphens, which no line break follows now.
    assert flatten(text)[0] == text


@given(st.text())
def test_no_visible_character_but_a_hyphen_is_lost(raw: str) -> None:
    text = compose(flatten(raw).text).text
    visible = [c for c in compose(raw).text if c.isalnum()]
    assert [c for c in text if c.isalnum()] == visible


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Jürgen\u00a0Müller", "Jürgen Müller"),
        ("  Bü-\ncher und\n Bäu\u00adme", "Bücher und Bäume"),
        ("Số phận", "Số phận"),
        ("Ça, Łódź, Škoda", "Ça, Łódź, Škoda"),
    ],
)
def test_decomposed_letters_read_like_composed_ones(raw: str, expected: str) -> None:
    decomposed = normalize("NFD", raw)
    flat = flatten(decomposed, base=10)
    assert flat.text == expected == flatten(raw).text
    word = expected.split()[-1]
    first, last = flat.span(expected.index(word), len(expected))
    assert last == 10 + len(decomposed)
    assert flatten(decomposed[first - 10 :]).text == word


@given(st.text(alphabet="aouäöüß \n\u0308\u0323\u0301-"), st.integers(0, 10))
def test_offsets_of_decomposed_text(raw: str, base: int) -> None:
    flat = flatten(raw, base)
    assert len(flat.text) == len(flat.offsets)
    position = base
    for n in range(len(flat.text)):
        start, end = flat.span(n, n + 1)
        assert position <= start < end <= base + len(raw)
        position = end
    assert compose(flat.text).text == flat.text
