import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.text.flatten import flatten


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
def test_flatten(raw: str, expected: str) -> None:
    assert flatten(raw)[0] == expected


def test_offsets_lead_back_to_the_input() -> None:
    raw = "  Die Regie-\n rung in\u00adfor\u00admiert."
    text, offsets = flatten(raw, base=100)
    assert text == "Die Regierung informiert."
    assert offsets[0] == 102
    for character, offset in zip(text, offsets, strict=True):
        original = raw[offset - 100]
        assert original == character or (character == " " and original.isspace())


@given(st.text(alphabet="aBß9-\u2010 .\n\r\t\u00ad\u200b\u00a0\x00„“"), st.integers(0, 10))
def test_any_text(raw: str, base: int) -> None:
    text, offsets = flatten(raw, base)
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
    text, _ = flatten(raw)
    visible = [c for c in raw if c.isalnum()]
    assert [c for c in text if c.isalnum()] == visible
