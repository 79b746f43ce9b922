from __future__ import annotations

import pytest

from newsxlate.names.forms.naming import form_words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("An Christi Himmelfahrt ist frei.", "fr", {"ascension"}),
        ("Die Pfingstferien beginnen.", "en", {"pentecost", "whitsun"}),
        ("Er ging den Jakobsweg.", "es", {"camino", "santiago"}),
        ("Das IKRK hilft.", "it", {"cicr"}),
        ("Rund um Ostern", "it", {"pasqua"}),
        ("im Namen des Heiligen Stuhls", "en", {"holy", "see"}),
        ("seit dem Dreißigjährigen Krieg", "fr", {"trente", "ans"}),
    ],
)
def test_the_forms_of_names_in_a_text_are_explained(
    text: str, language: str, words: set[str]
) -> None:
    assert words <= form_words(text, language)


def test_small_words_are_no_names() -> None:
    assert form_words("wir wenden uns an den mond", "en") == frozenset()
    assert form_words("", "en") == frozenset()
