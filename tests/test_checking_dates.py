"""Weekdays and months have to be the same."""

from __future__ import annotations

import pytest

from newsxlate.checking.dates import check_dates


def codes(source: str, target: str, language: str) -> list[str]:
    found = check_dates(source, target, source_language="de", target_language=language)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("en", "It begins on Thursday evening in March."),
        ("fr", "Cela commence jeudi soir, en mars."),
        ("es", "Empieza el jueves por la noche, en marzo."),
        ("it", "Inizia giovedì sera, a marzo."),
        ("nl", "Het begint donderdagavond in maart."),
        ("pl", "Zaczyna się w czwartek wieczorem, w marcu."),
        ("uk", "Це починається в четвер увечері, у березні."),
        ("cs", "Začíná ve čtvrtek večer, v březnu."),
        ("pt", "Começa na quinta-feira à noite, em março."),
        ("ru", "Это начинается в четверг вечером, в марте."),
        ("tr", "Mart ayında perşembe akşamı başlıyor."),
        ("en", "It begins on Thursday 12/3/2020."),
        ("xx", "Buwan 12."),
    ],
)
def test_the_same_day(language: str, target: str):
    assert codes("Es beginnt am Donnerstagabend im März.", target, language) == []


@pytest.mark.parametrize(
    ("code", "language", "target"),
    [
        ("N311", "en", "It begins on Tuesday in March."),
        ("N311", "pl", "Zaczyna się we wtorek, w marcu."),
        ("N312", "en", "It begins in March."),
        ("N313", "en", "It begins on Thursday in May."),
        ("N313", "ru", "Это начинается в четверг, в мае."),
        ("N314", "fr", "Cela commence jeudi."),
        ("N315", "en", "It begins on Thursday in March and ends on Friday."),
        ("N316", "es", "Empieza el jueves en marzo y termina en abril."),
    ],
)
def test_another_day(code: str, language: str, target: str):
    assert codes("Es beginnt am Donnerstag im März.", target, language) == [code]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Am 8.11. begann der Streik.", "The strike began on November 8."),
        ("Am Montag, 18. 3., war Streik.", "There was a strike on Monday, March 18."),
        ("Vom 23.12. bis 7.1. ist zu.", "Closed from December 23 to January 7."),
        ("Vom 24.-26.12. ist zu.", "Closed from December 24 to 26."),
        ("Geschickt am 18.5.#NUMBER#.", "Sent on May 18, #NUMBER#."),
        ("Nach 9/11 war es so.", "It was like that after September 11."),
        ("Nach dem 11. September war es so.", "After 9/11 it was like that."),
    ],
)
def test_days_without_a_year(source: str, target: str):
    assert codes(source, target, "en") == []


def test_days_and_months_inside_compounds():
    assert codes("Der Oktoberanfang wird warm.", "Early October will be warm.", "en") == []
    assert codes("Die freitagabendliche Sitzung", "The Friday evening meeting", "en") == []


def test_the_month_of_a_day_without_a_year_changed():
    assert codes("Am 8.11. begann es.", "It began on December 8.", "en") == ["N313"]
    assert codes("Am 8.11.2023 begann es.", "It began on December 8, 2023.", "en") == ["N313"]


def test_the_message_names_the_day_that_is_expected():
    found = check_dates("am Mittwoch", "on Sunday", source_language="de", target_language="en")
    assert found[0].message == "‘Mittwoch’ became ‘Sunday’: expected ‘Wednesday’"


def test_words_that_only_look_like_days():
    assert codes("Er darf marschieren.", "He may march; he sat in the sun.", "en") == []
    assert codes("Theresa May sprach.", "Theresa May spoke.", "en") == []
    assert codes("Das sagte Mays Partei.", "May's party said so.", "en") == []
    assert codes("Jan Weber kam.", "Jan Weber came.", "en") == []
    assert codes("Am 5. Jan. kam er.", "He came.", "en") == ["N314"]
    assert codes("Die zweite Hälfte", "A segunda metade", "pt") == []
