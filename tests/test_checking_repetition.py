"""Words and phrases that stand twice in a row, by mistake or rightly."""

from __future__ import annotations

import pytest

from newsxlate.checking.repetition import check_repetition

SOURCE = "Der Minister fuhr gestern in die Hauptstadt, um Gespräche zu führen."


def found(source: str, target: str, language: str = "en") -> list[tuple[str, str]]:
    findings = check_repetition(source, target, source_language="de", target_language=language)
    return [(f.code, f.message.split("‘")[1].split("’ ")[0]) for f in findings]


@pytest.mark.parametrize(
    ("code", "target", "language", "phrase"),
    [
        ("N221", "The minister went to to the capital.", "en", "to"),
        ("N221", "The the minister went.", "en", "The"),
        ("N221", "Le ministre est est parti pour la la capitale.", "fr", "la"),
        ("N221", "El ministro viajó a la capital capital.", "es", "capital"),
        ("N222", "He went to the to the capital.", "en", "to the"),
        ("N222", "He had talks in the in the capital.", "en", "in the"),
        ("N222", "He went to town by car, to town by car.", "en", "to town by car"),
        ("N222", "Il a parlé avec le avec le maire.", "fr", "avec le"),
    ],
)  # fmt: skip
def test_repetitions(code: str, target: str, language: str, phrase: str):
    assert found(SOURCE, target, language) == [(code, phrase)]


@pytest.mark.parametrize(
    ("target", "language"),
    [
        ("He had had talks that that minister wanted.", "en"),
        ("Nous nous voyons. Il a fait faire un costume.", "fr"),
        ("È andato piano piano via via.", "it"),
        ("It was very, very far to the capital, the capital.", "en"),
        ("Duran Duran played in Baden Baden.", "en"),
        ("It took 10 10 minute rounds.", "en"),
        ("It grew more and more and more.", "en"),
        ("There came men and men and women.", "en"),
        ("They stood wheel to wheel, to the end.", "en"),
        ("Yavaş yavaş gitti.", "tr"),
    ],
)
def test_what_is_rightly_repeated(target: str, language: str):
    assert found(SOURCE, target, language) == []


def test_what_the_source_repeats():
    assert found("Sehr sehr weit!", "Far far away!") == []
    assert found("Weit, weit weg!", "Far far away!") == []
    assert found("Lesebrille Leselampe Tisch", "Reading glasses lamp reading glasses lamp") == []
    # The relative clause of "die, die" repeats nothing.
    assert found("Alle, die die Stadt kennen, die, die bleiben.", "All who who stay.") == [
        ("N221", "who")
    ]
