"""The sentence as a whole: empty, looping, too short or long, cut off, chatty."""

from __future__ import annotations

import pytest

from newsxlate.checking.shape import check_shape

SOURCE = "Die Regierung will die Steuern auf Strom senken, um die Wirtschaft zu entlasten."
TARGET = "The government wants to cut taxes on electricity to ease the burden on business."


def codes(source: str, target: str, language: str = "en", *, finished: bool = True) -> list[str]:
    found = check_shape(
        source, target, source_language="de", target_language=language, finished=finished
    )
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SOURCE, TARGET),
        ("Na na na na, singt er.", "Na na na na, he sings."),
        ("Ganz, ganz, ganz wichtig!", "Very, very, very important!"),
        ("***", ""),
        ("Warum?", "Why?"),
        ("Nein", "No"),
        ("Neue Steuern auf Strom", "New taxes on electricity"),
        ("Er sagte: „Wir gehen.“", "He said, “We are going.”"),
        ("Und dann …", "And then …"),
        ("Das Haus kostete damals ca.", "The house cost about"),
        ("Achtung: Das Eis ist noch dünn.", "Note: The ice is still thin."),
    ],
)
def test_nothing_wrong(source: str, target: str):
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("code", "target"),
    [
        ("N201", ""),
        ("N201", " … "),
        ("N202", TARGET[:-1] + " of the of the of the of the of the."),
        ("N202", "The the the the government wants to cut taxes on electricity."),
        ("N202", "The government wants " + "to cut taxes on power, " * 4 + "it says."),
        ("N202", "The government hahahahahahahahahahahahahahaha."),
        ("N203", "The government will."),
        ("N205", TARGET[:-10]),
        ("N206", f"{TARGET} {TARGET[:-1]} and quite another lot of things that nobody said."),
        ("N207", "Here is the translation: " + TARGET),
        ("N207", "Translation: " + TARGET),
        ("N207", TARGET + " (Note: electricity is a form of energy.)"),
        ("N207", "As an AI language model, I cannot translate this sentence."),
        ("N207", TARGET + "<|im_end|>"),
        ("N207", "**The government** wants to cut taxes on electricity."),
        ("N207", TARGET + "\nI hope this helps."),
        ("N207", "Voici la traduction : le gouvernement veut baisser les taxes."),
    ],
)
def test_something_wrong(code: str, target: str):
    assert codes(SOURCE, target) == [code]


def test_what_the_source_says_is_no_chatter():
    assert codes("Hinweis: Das Büro ist zu.", "Note: The office is closed.") == []
    assert (
        codes("Die KI sagte: Als KI darf ich das nicht.", "The AI said: as an AI I may not.") == []
    )


def test_a_list_of_alike_items_is_no_loop():
    source = "Ein Teil der Leser, ein Teil der Hörer, ein Teil der Seher, ein Teil der Käufer"
    target = (
        "A part of the readers, a part of the hearers, a part of the viewers, a part of the rest"
    )
    assert codes(source, target) == []


def test_cut_at_the_length_limit():
    assert codes(SOURCE, TARGET, finished=False) == ["N204"]


def test_a_loop_of_the_source_is_not_made_longer():
    assert codes("Nie nie nie nie wieder!", "Never never never never never never again!") == [
        "N202"
    ]


def test_lengths_of_languages_nobody_measured():
    assert codes(SOURCE, "政府希望降低电力税以减轻企业负担。", "zh") == []
    assert codes(SOURCE * 3, "政府。", "zh") == ["N203"]
