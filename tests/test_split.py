import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.translating.split import join_parts, split_once, split_sentence


def words(limit: int):  # type: ignore[no-untyped-def]
    return lambda text: len(text.split()) <= limit


def test_a_sentence_that_fits_stays_whole() -> None:
    assert split_sentence("Er kam, sah und siegte.", words(10)) == ["Er kam, sah und siegte."]


def test_a_semicolon_is_preferred_to_a_comma() -> None:
    text = "Am Abend, als es dunkel war, kam er; sie ging, ohne ein Wort zu sagen, nach Hause."
    assert split_sentence(text, words(11)) == [
        "Am Abend, als es dunkel war, kam er;",
        "sie ging, ohne ein Wort zu sagen, nach Hause.",
    ]


def test_brackets_are_not_torn_apart() -> None:
    text = "Die Partei (gegründet in Bonn, später in Berlin, zuletzt in Köln) verlor, sie litt."
    assert split_sentence(text, words(12)) == [
        "Die Partei (gegründet in Bonn, später in Berlin, zuletzt in Köln) verlor,",
        "sie litt.",
    ]


def test_quotations_are_not_torn_apart() -> None:
    text = "„Wir kommen, sehen, siegen, gehen“, sagte er und ging nach Hause."
    assert split_once(text) == [
        "„Wir kommen, sehen, siegen, gehen“,",
        "sagte er und ging nach Hause.",
    ]


def test_without_punctuation_it_cuts_between_words() -> None:
    assert split_sentence("a b c d e f g h", words(3)) == ["a b", "c d", "e f", "g h"]


@given(st.text(alphabet="ab ,;:–()und.\u00e4", max_size=80), st.integers(1, 12))
def test_nothing_is_lost_and_everything_fits(text: str, limit: int) -> None:
    parts = split_sentence(text, lambda part: len(part) <= limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= limit for part in parts)


def test_split_once_refuses_scraps() -> None:
    assert split_once("Ja, das stimmt so nicht ganz.") == ["Ja, das stimmt so nicht ganz."]
    assert len(split_once("Als der Regen kam, gingen alle Leute nach Hause.")) == 2


@pytest.mark.parametrize(
    ("sources", "targets", "expected"),
    [
        (
            ["Als der Regen kam,", "gingen alle nach Hause."],
            ["When the rain came.", "Everyone went home."],
            "When the rain came, everyone went home.",
        ),
        (
            ["Er sagte:", "Das geht nicht."],
            ["He said.", "That is not possible."],
            "He said: That is not possible.",
        ),
        (
            ["Weil es spät war,", "ging Peskow nach Hause."],
            ["Because it was late,", "Peskow went home."],
            "Because it was late, Peskow went home.",
        ),
        (
            ["Wenn du kommst,", "komme ich auch."],
            ["If you come.", "I will come too."],
            "If you come, I will come too.",
        ),
        (
            ["Kim kam am Mittwoch an", "– der Führer reiste zwei Tage lang im Zug."],
            ["Kim arrived on Wednesday.", "The leader travelled by train for two days."],
            "Kim arrived on Wednesday – the leader travelled by train for two days.",
        ),
        (
            ["Nach dem Treffen", "warnten die USA."],
            ["After the meeting.", "NATO warned."],
            "After the meeting NATO warned.",
        ),
    ],
)
def test_join_undoes_full_stops_and_capitals(
    sources: list[str], targets: list[str], expected: str
) -> None:
    assert join_parts(sources, targets) == expected
