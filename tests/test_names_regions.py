from __future__ import annotations

from newsxlate.names.knowledge.regions import region_forms


def test_a_province_has_possible_forms() -> None:
    found = region_forms("Nord-Chorasan", "en")
    assert found.possible == ("North Khorasan",)
    assert found.known == ()


def test_a_country_is_known_by_any_of_its_german_names() -> None:
    assert region_forms("Holland", "sv").known == ("Nederländerna",)
    assert region_forms("Niederlande", "sv").known == ("Nederländerna",)


def test_a_language_with_a_column_in_the_tables_is_left_to_them() -> None:
    assert region_forms("Spanien", "fr").known == ()


def test_what_nobody_knows_has_no_forms() -> None:
    for name, language in (("Qwertz", "sv"), ("Spanien", "xx"), ("", "sv")):
        found = region_forms(name, language)
        assert found.known == found.possible == ()
