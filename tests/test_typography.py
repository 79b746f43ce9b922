"""Typography follows the target language, and changes neither words nor digits."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.text.addresses import addresses, blank
from newsxlate.text.quotes import marks
from newsxlate.typography import apply, profile
from profiles import examples

LANGUAGES = [
    "en",
    "fr",
    "es",
    "it",
    "nl",
    "pl",
    "uk",
    "cs",
    "pt",
    "ru",
    "tr",
    "sv",
    "hu",
    "ro",
    "ar",
]
NESTED = "“We said ‘no’ twice,” she recalled."


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“We said ‘no’ twice,” she recalled."),
        ("fr", "«\u202fWe said “no” twice,\u202f» she recalled."),
        ("es", "«We said “no” twice,» she recalled."),
        ("it", "«We said “no” twice,» she recalled."),
        ("nl", "“We said ‘no’ twice,” she recalled."),
        ("pl", "„We said «no» twice,” she recalled."),
        ("cs", "„We said ‚no‘ twice,“ she recalled."),
        ("uk", "«We said „no“ twice,» she recalled."),
        ("ru", "«We said „no“ twice,» she recalled."),
        ("sv", "”We said ’no’ twice,” she recalled."),
        ("de", "„We said ‚no‘ twice,“ she recalled."),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        NESTED,
        "„We said ‚no‘ twice,“ she recalled.",
        "»We said ›no‹ twice,« she recalled.",
        "« We said “no” twice, » she recalled.",
        "\"We said 'no' twice,\" she recalled.",
    ],
)
def test_quotes_of_any_style_become_the_languages_own(text: str, language: str, expected: str):
    assert apply(text, "„Wir sagten zweimal ‚nein‘“, erinnerte sie sich.", language) == expected


def test_a_quotation_may_begin_or_end_in_another_sentence():
    assert apply('"It is late.', "„Es ist spät.", "en") == "“It is late."
    assert apply('Go home", he said.', "Geht heim“, sagte er.", "en") == "Go home”, he said."
    assert apply('Go home", he said.', "Geht heim“, sagte er.", "fr") == "Go home\u202f», he said."
    assert apply("Er sagte: „Komm.", "Er sagte: „Komm.", "pl") == "Er sagte: „Komm."


@pytest.mark.parametrize(
    "text",
    [
        "It's the players' fault.",
        "In the '90s, o'clock",
        "l’été d’Anna",
        "a 6' 2\" door",
        "’s avonds",
    ],
)
def test_apostrophes_and_inches_stay(text: str):
    assert apply(text, "Ohne Anführung.", "en") == text


def test_single_marks_stay_single_where_the_source_has_them_so():
    assert apply("the so-called 'axis'", "die sogenannte ‚Achse‘", "en") == "the so-called ‘axis’"
    assert apply("the so-called 'axis'", "die sogenannte „Achse“", "en") == "the so-called “axis”"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "1,234,567 paid 2.75 at 18:30"),
        ("fr", "1\u202f234\u202f567 paid 2,75 at 18:30"),
        ("pl", "1\u00a0234\u00a0567 paid 2,75 at 18:30"),
        ("es", "1.234.567 paid 2,75 at 18:30"),
        ("da", "1.234.567 paid 2,75 at 18.30"),
    ],
)
def test_numbers_left_german_are_rewritten(language: str, expected: str):
    source = "1.234.567 zahlten 2,75 um 18.30 Uhr"
    assert apply("1.234.567 paid 2,75 at 18.30", source, language) == expected


def test_numbers_the_model_wrote_itself_stay():
    assert apply("1.5 of 2,400", "1,5 von 2.400", "en") == "1.5 of 2,400"
    assert apply("version 10.15 of 3.10.2023", "Version 10.15 vom 3.10.2023", "en") == (
        "version 10.15 of 3.10.2023"
    )


def test_numbers_that_would_change_places_stay():
    # "1.500" means 1500 and "1,500" one and a half: rewriting both would be undone the next time.
    text = "from 1.500 to 1,500"
    once = apply(text, "von 1.500 auf 1,500", "en")
    assert apply(once, "von 1.500 auf 1,500", "en") == once


def test_four_digits_are_not_grouped_where_the_language_does_not():
    assert apply("1.500", "1.500 Leute", "pl") == "1500"
    assert apply("1.500", "1.500 Leute", "cs") == "1\u00a0500"


def test_spaces_before_french_punctuation():
    text = "Qui ? Lui: à 14:30; vite!"
    assert apply(text, "", "fr") == "Qui\u202f? Lui\u202f: à 14:30\u202f; vite\u202f!"
    assert apply(text, "", "en") == text


def test_percent_signs():
    assert apply("40 % or 3%", "", "en") == "40% or 3%"
    assert apply("40 % or 3%", "", "fr") == "40\u202f% or 3\u202f%"
    assert apply("40 % or 3%", "", "tr") == "40 % or 3%"


def test_addresses_stay():
    text = 'See "http://a.de/?q=1.500;x:!y" or b@c.de: now'
    styled = apply(text, "Siehe 1.500", "fr")
    assert "http://a.de/?q=1.500;x:!y" in styled
    assert "b@c.de" in styled


def test_every_language_has_a_profile():
    data = files("newsxlate").joinpath("data/languages.toml").read_text(encoding="utf-8")
    rows = files("newsxlate").joinpath("data/typography.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(data)) <= set(tomllib.loads(rows))


def test_a_language_without_a_profile_gets_the_default():
    assert profile("xx") == profile("default")


TEXTS = st.text(
    alphabet=st.sampled_from(list("ab Ä1 5.,:;!?%\"'„“”«»‘’‚‹› \u00a0\u202f()-–…/@x")), max_size=24
)


@settings(max_examples=examples(400), deadline=None)
@given(text=TEXTS, source=TEXTS, language=st.sampled_from(LANGUAGES))
def test_applying_it_twice_changes_nothing_more(text: str, source: str, language: str):
    once = apply(text, source, language)
    assert apply(once, source, language) == once


@settings(max_examples=examples(200), deadline=None)
@given(text=st.text(max_size=40), source=TEXTS, language=st.sampled_from(LANGUAGES))
def test_words_and_digits_never_change(text: str, source: str, language: str):
    styled = apply(text, source, language)
    assert re.sub(r"[\W_]", "", styled) == re.sub(r"[\W_]", "", text)


def test_marks_know_depth_and_partners():
    found = marks("„Er sagte ‚nie‘“, und „dann")
    assert [(m.opens, m.depth, m.paired) for m in found] == [
        (True, 0, True),
        (True, 1, True),
        (False, 1, True),
        (False, 0, True),
        (True, 0, False),
    ]


def test_addresses_end_before_the_punctuation_of_the_sentence():
    text = "Mehr auf www.beispiel.de/a_(b), bei info@beispiel.de! @dpa #Wahl24 (https://x.org)."
    assert [(a.kind, a.text) for a in addresses(text)] == [
        ("url", "www.beispiel.de/a_(b)"),
        ("email", "info@beispiel.de"),
        ("handle", "@dpa"),
        ("hashtag", "#Wahl24"),
        ("url", "https://x.org"),
    ]


@pytest.mark.parametrize(
    "text", ["z.B. heute", "Nr.5", "Er kam.Dann ging er.", "3.10.2023", "a@", "#1", "m.in. to"]
)
def test_what_is_no_address(text: str):
    assert list(addresses(text)) == []
    assert blank(text) == text


def test_blanking_keeps_offsets():
    text = "Siehe spiegel.de und mehr"
    assert blank(text) == "Siehe " + " " * len("spiegel.de") + " und mehr"
