from __future__ import annotations

import pytest

from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text.folding import fold

WHOLE = ("places.tsv", "cities.tsv", "institutions.tsv", "persons.tsv", "cldr.tsv")
LISTS = (*WHOLE, "optional.tsv", "parts.tsv")


@pytest.mark.parametrize("name", LISTS)
def test_every_row_has_german_and_forms_without_blanks(name: str) -> None:
    rows = list(tables.rows(name))
    assert rows
    for row in rows:
        forms = [
            text for language in tables.languages() for text in row.get(language, "").split("|")
        ]
        assert any(forms), row
        for text in [*row["de"].split("|"), *filter(None, forms)]:
            assert text == text.strip() != "", row


@pytest.mark.parametrize("name", LISTS)
def test_ukrainian_and_russian_are_cyrillic_and_the_others_not(name: str) -> None:
    for row in tables.rows(name):
        for language in tables.languages():
            cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in row.get(language, ""))
            if not name_rules(language).cyrillic:
                assert not cyrillic, (row["de"], language)
            elif name not in ("institutions.tsv", "optional.tsv"):  # UNHCR and the like
                assert cyrillic or row.get(language, "") == "", (row["de"], language)


def test_an_entry_is_found_by_any_german_spelling_and_any_form() -> None:
    (entity,) = (e for e in tables.whole().german("weissrussland") if e.source == "places.tsv")
    assert entity.german[0] == "Belarus"
    assert ("fr", entity) in tables.whole().form("biélorussie")


def test_the_equals_sign_stands_for_the_german_form() -> None:
    (entity,) = (e for e in tables.whole().german("Barcelona") if e.source == "cities.tsv")
    assert entity.forms["en"] == ("Barcelona",)
    assert entity.forms["fr"] == ("Barcelone",)


def test_curated_forms_come_before_the_cldr() -> None:
    sources = [entity.source for entity in tables.whole().german("Kiew")]
    assert sources == ["cities.tsv", "cldr.tsv"]


def test_an_unknown_name_has_no_entries() -> None:
    assert tables.whole().german("Qwertz") == []
    assert tables.whole().form("Qwertz") == []


def test_latin_names_are_folded() -> None:
    names = tables.latin_names()
    assert "muller" in names["family"]
    assert "jurgen" in names["given"]
    assert all(fold(name) == name for kind in names.values() for name in kind)


@pytest.mark.parametrize(
    "word", ["Poroschenko", "Kusnezow", "Iljuschin", "Petrowa", "Saakaschwili"]
)
def test_origins_know_romanized_surnames(word: str) -> None:
    assert tables.origins().slavic.search(fold(word))


@pytest.mark.parametrize("word", ["Farrow", "Lithgow", "Bartsch", "Matthew", "Deutsch", "Schmidt"])
def test_origins_leave_german_and_english_surnames(word: str) -> None:
    assert not tables.origins().slavic.search(fold(word))
    assert not tables.origins().arabic.search(fold(word))


@pytest.mark.parametrize("word", ["Gribow", "Treptow", "Wolotin"])
def test_some_endings_of_slavic_surnames_are_others_too(word: str) -> None:
    assert tables.origins().slavic_possible.search(fold(word))
    assert not tables.origins().slavic.search(fold(word))


def test_no_city_is_called_by_a_word_of_the_target_languages() -> None:
    # A place's form explains no capital, and makes a name of a word that opens a sentence.
    own = {form for entry in tables.whole().entries for form in entry.forms.get("fr", ())}
    assert own.isdisjoint({"Sont", "Amour", "Save", "Tage", "Somme"})
