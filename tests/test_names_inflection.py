from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.names.forms.inflection import bases, is_declining, is_inflected
from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold


@pytest.mark.parametrize(
    ("form", "base", "language"),
    [
        ("Moskwie", "Moskwa", "pl"),
        ("Krakowa", "Kraków", "pl"),
        ("Białego Domu", "Biały Dom", "pl"),
        ("Niemczech", "Niemcy", "pl"),
        ("Praze", "Praha", "cs"),
        ("Bílého domu", "Bílý dům", "cs"),
        ("Merkelové", "Merkel", "cs"),
        ("Києва", "Київ", "uk"),
        ("Зеленського", "Зеленський", "uk"),
        ("Путиным", "Путин", "ru"),
        ("Толстого", "Толстой", "ru"),
        ("Putin’s", "Putin", "en"),
    ],
)
def test_inflected_forms_are_recognised(form: str, base: str, language: str) -> None:
    assert is_inflected(form, base, language)


@pytest.mark.parametrize(
    ("form", "base", "language"),
    [
        ("Putina", "Putin", "en"),
        ("Putina", "Lawrow", "pl"),
        ("Putinowski", "Putin", "pl"),
        ("Rada", "Rada Bezpieczeństwa", "pl"),
        ("Um", "Un", "pl"),
    ],
)
def test_other_words_are_not(form: str, base: str, language: str) -> None:
    assert not is_inflected(form, base, language)


@given(st.text(min_size=1, max_size=15), st.sampled_from(["en", "pl", "cs", "uk", "ru", "sv"]))
def test_a_word_is_its_own_base(word: str, language: str) -> None:
    assert fold(word) in bases(word, language)


def test_what_declines_names_has_a_table() -> None:
    assert {"pl", "cs", "uk", "ru"} <= {code for code in tables.languages() if is_declining(code)}
    assert not any(is_declining(code) for code in ("en", "fr", "de", "xx", "../de"))
