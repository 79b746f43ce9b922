from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.names.forms.romanization import (
    ARABIC,
    LATIN,
    SLAVIC,
    admits_german,
    derive,
    match,
    match_words,
)
from newsxlate.names.knowledge import tables

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("word", "form", "language"),
    [
        ("Tschaikowski", "Tchaikovsky", "en"),
        ("Chruschtschow", "Khrouchtchov", "fr"),
        ("Schukow", "Zhukov", "en"),
        ("Schukow", "Joukov", "fr"),
        ("Schukow", "Żukow", "pl"),
        ("Schukow", "Zjoekov", "nl"),
        ("Schukow", "Žukov", "cs"),
        ("Schukow", "Жуков", "ru"),
        ("Kusnezow", "Kuznetsov", "es"),
        ("Kusnezow", "Kuznecov", "it"),
        ("Rjasan", "Рязань", "uk"),
    ],
)
def test_match_follows_the_rules_of_a_language(word: str, form: str, language: str) -> None:
    found = match(word, form, language, SLAVIC)
    assert found is not None


@pytest.mark.parametrize("form", ["Zhukow", "Zhakov", "Zukov", "Zhuko", "Zhukovs", "Shchukov", ""])
def test_match_refuses_what_is_no_path(form: str) -> None:
    assert match("Schukow", form, "en", SLAVIC) is None


def test_match_counts_exceptions() -> None:
    usual, loose = (match("Rachmaninow", form, "en", SLAVIC) for form in _RACHMANINOV)
    assert usual is not None
    assert loose is not None
    assert usual.loose == 0
    assert loose.loose == 1


_RACHMANINOV = ("Rakhmaninov", "Rakhmaninoff")


def test_w_is_kept_in_arabic_names_and_not_in_slavic_ones() -> None:
    assert match("Sinwar", "Sinwar", "en", ARABIC)
    assert not match("Iwanow", "Iwanow", "en", SLAVIC)
    assert not admits_german("Iwanow", "en", SLAVIC)
    assert admits_german("Iwanow", "pl", SLAVIC)


def test_latin_names_are_spelt_in_cyrillic_as_they_sound() -> None:
    assert match("Scholz", "Шольц", "uk", LATIN)
    assert match("Biden", "Байден", "ru", LATIN)
    assert not match("Biden", "Шольц", "ru", LATIN)


def test_match_words_wants_as_many_words() -> None:
    assert match_words("Nischni Nowgorod", "Nizhny Novgorod", "en", SLAVIC)
    assert match_words("Nischni Nowgorod", "Novgorod", "en", SLAVIC) is None
    assert match_words("Nischni Nowgorod", "Nizhny Nowgorod", "en", SLAVIC) is None


def test_derive_gives_both_readings_of_an_ambiguous_letter() -> None:
    assert derive("Schukow", "en", SLAVIC) == ["Shukov", "Zhukov"]
    assert derive("kursk", "nl", SLAVIC) == ["koersk"]


def test_languages_without_a_column_are_checked_by_english() -> None:
    assert match("Schukow", "Zhukov", "sv", SLAVIC)


@given(WORDS, st.sampled_from(tables.languages()), st.sampled_from((SLAVIC, ARABIC)))
def test_what_is_derived_matches_by_the_rules(word: str, language: str, origin: str) -> None:
    for form in derive(word, language, origin):
        found = match(word, form, language, origin)
        assert found is not None
        assert found.loose == 0
