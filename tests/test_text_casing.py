"""Headlines in capitals are lowered for the model, and their translations raised again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.text.casing import is_all_caps, lower, upper


@pytest.mark.parametrize(
    "text",
    ["ZOLLSTREIT SPITZT SICH ZU", "EILMELDUNG", "EU: NEUE REGELN FÜR GROSSE FIRMEN", "STRAßE FREI"],
)
def test_shouting(text: str):
    assert is_all_caps(text)


@pytest.mark.parametrize(
    "text",
    [
        "Zollstreit spitzt sich zu",
        "NATO, EU",
        "Bild: KCNA",
        "CDU/CSU",
        "KCNA",
        "",
        "3:1",
        "ARD und ZDF",
    ],
)
def test_not_shouting(text: str):
    assert not is_all_caps(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ZOLLSTREIT ZWISCHEN DER EU UND DEN USA", "Zollstreit zwischen der EU und den USA"),
        ("SPD-CHEFIN WARNT VOR NEUEN SCHULDEN", "SPD-Chefin warnt vor neuen Schulden"),
        ("HAUPTSTRASSE GESPERRT: GROSSER BRAND", "Hauptstraße gesperrt: Großer Brand"),
        ("RAKETE VON KIM JONG UN GELOBT", "Rakete von Kim Jong Un gelobt"),
        ("MEHR AUF WWW.BEISPIEL.DE", "Mehr auf WWW.BEISPIEL.DE"),
        ("SELENSKYJ TRIFFT MINISTER IN KRAKAU", "Selenskyj trifft Minister in Krakau"),
    ],
)
def test_lowering_keeps_capitals_of_nouns_names_and_acronyms(text: str, expected: str):
    assert lower(text, "de") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Talks in Kyiv fail", "TALKS IN KYIV FAIL"),
        ("de", "Große Straße", "GROSSE STRASSE"),
        ("tr", "ilk ışık", "İLK IŞIK"),
        ("el", "Πρωθυπουργός προϊόν", "ΠΡΩΘΥΠΟΥΡΓΟΣ ΠΡΟΪΟΝ"),
        ("en", "more at www.example.org/a", "MORE AT www.example.org/a"),
    ],
)
def test_shout(language: str, text: str, expected: str):
    assert upper(text, language) == expected


@given(st.text(alphabet="ABCÄÖÜß STRE-12.:!", max_size=30))
def test_lowering_changes_letters_only(text: str):
    lowered = lower(text, "de")
    assert lowered.lower().replace("ß", "ss") == text.lower().replace("ß", "ss")
