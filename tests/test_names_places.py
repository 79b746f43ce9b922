from __future__ import annotations

from newsxlate.names.forms import places
from newsxlate.names.verdict import Reason


def test_same_place_across_languages() -> None:
    assert places.same_place("Lüttich", "Luik") is True
    assert places.same_place("Lüttich", "Leuven") is False
    assert places.same_place("Lüttich", "Qwertz") is None


def test_german_names_that_geonames_lacks_are_found_by_romanization() -> None:
    (city,) = places.cities("Mykolajiw")
    assert city.names[0] == "Mykolayiv"
    assert places.cities("Schmidt") == ()


def test_one_meant_takes_a_name_for_the_place_that_bears_it() -> None:
    assert places.one_meant("Lemberg", "Lwiw") is True
    assert places.one_meant("Iran", "Irak") is False
    assert places.one_meant("Georgien", "Georgia") is None
    assert places.one_meant("Berlin", "Qwertz") is None


def test_check_accepts_what_geonames_lists_and_tables_do_not() -> None:
    verdict = places.check("Tscherkassy", "Cherkasy", "en")
    assert verdict is not None
    assert verdict.accepted
    assert verdict.reason is Reason.EXONYM


def test_check_rejects_a_form_of_another_language() -> None:
    verdict = places.check("Moskau", "Moscou", "en")
    assert verdict is not None
    assert verdict.reason is Reason.OTHER_LANGUAGE


def test_check_rejects_a_german_spelling_left() -> None:
    verdict = places.check("Tscherkassy", "Tscherkassy", "en")
    assert verdict is not None
    assert verdict.reason is Reason.GERMAN_LEFT
    kept = places.check("Bautzen", "Bautzen", "en")
    assert kept is not None
    assert kept.accepted


def test_check_knows_nothing_of_a_name_that_is_no_place() -> None:
    assert places.check("Annalena", "Annalena", "en") is None


def test_city_forms_prefer_what_geonames_and_the_rules_agree_on() -> None:
    assert places.city_forms("Tscherkassy", "fr")[0].text == "Tcherkassy"
    assert places.city_forms("Tscherkassy", "uk")[0].text == "Черкаси"
    assert places.city_forms("Qwertz", "fr") == []
