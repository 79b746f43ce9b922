"""Text left in German, and text in a language nobody asked for."""

from __future__ import annotations

import pytest

from newsxlate.checking.language import check_language

SOURCE = "Der Minister hat gestern nicht gesagt, wann die Brücke wieder geöffnet wird."


def codes(source: str, target: str, language: str = "en") -> list[str]:
    found = check_language(source, target, source_language="de", target_language=language)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "Bild: KCNA",
        "Ursula von der Leyen",
        "Moskau",
        "Foto: Reuters",
        "Johann Wolfgang von Goethe",
        "3:1",
        "BMW iX3",
    ],
)
def test_names_and_credits_may_stay(text: str):
    assert codes(text, text) == []


@pytest.mark.parametrize("text", [SOURCE, "Siehe auch", "Weitere Nachrichten", "Mehr zum Thema"])
def test_copies(text: str):
    assert codes(text, text) == ["N208"]
    assert codes(text, text.upper() + "!", "fr") == ["N208"]


def test_headlines_in_capitals():
    text = "KANZLER LEHNT NEUE STEUERN AB"
    assert codes(text, text) == ["N208"]
    assert codes(text, "CHANCELLOR REJECTS NEW TAXES") == []
    assert codes("LENZ UND KEMPTNER IN PASSAU", "LENZ AND KEMPTNER IN PASSAU") == []
    assert codes("LENZ KEMPTNER PASSAU", "LENZ KEMPTNER PASSAU") == []
    source = "IN DER HALLE NICHT MEHR SICHER VOR DEM REGEN"
    findings = check_language(
        source, "NOT SAFE IN DER HALLE NICHT MEHR", source_language="de", target_language="en"
    )
    assert [f.code for f in findings] == ["N209"]
    assert findings[0].message.startswith("‘IN DER HALLE NICHT MEHR’")


def test_a_foreign_sentence_may_stay():
    text = "Honni soit qui mal y pense, et bien fait pour lui."
    assert codes(text, text) == []


def test_german_left_inside():
    target = "The minister did not say, wann die Brücke wieder geöffnet wird."
    findings = check_language(SOURCE, target, source_language="de", target_language="en")
    assert [f.code for f in findings] == ["N209"]
    assert findings[0].message.startswith("‘wann die Brücke wieder geöffnet wird’")


def test_foreign_titles_may_stay():
    source = "Der Film „The Lord of the Rings“ und die Band „The Rolling Stones“ waren dabei."
    target = "The film “The Lord of the Rings” and the band “The Rolling Stones” were there."
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("en", "The minister did not say yesterday when the bridge will open again."),
        ("fr", "Hier, le ministre n’a pas dit quand le pont rouvrira."),
        ("uk", "Учора міністр не сказав, коли знову відкриють міст."),
        ("xx", "Ministeri buwan kwai salo tiren mado."),
    ],
)
def test_the_right_language(language: str, target: str):
    assert codes(SOURCE, target, language) == []


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("fr", "The minister did not say yesterday when the bridge will open again."),
        ("es", "Ieri il ministro non ha detto quando il ponte riaprirà."),
        ("uk", "Вчера министр не сообщил, когда будет снова открыт этот мост через реку."),
        ("pl", "Ministr včera neřekl, kdy se most znovu otevře."),
    ],
)
def test_a_wrong_language(language: str, target: str):
    assert codes(SOURCE, target, language) == ["N210"]


def test_short_texts_are_not_judged():
    assert codes("Ja, sicher!", "Oui, bien sûr !") == []


def test_translating_into_the_same_language_is_no_copy():
    assert check_language(SOURCE, SOURCE, source_language="de", target_language="de") == []


def test_names_around_a_translated_verb_are_no_copy() -> None:
    source, target = "Merkel trifft Macron in Berlin", "Merkel meets Macron in Berlin"
    assert check_language(source, target, source_language="de", target_language="en") == []
    assert check_language(source, source, source_language="de", target_language="en")


@pytest.mark.parametrize(
    "text", ["RICHTER LEHNT ANTRAG AB", "WIR WOLLEN NICHT STREITEN", "MINISTER KÜNDIGT REFORM AN"]
)
def test_a_copied_headline_in_capitals(text: str) -> None:
    assert codes(text, text) == ["N208"]


@pytest.mark.parametrize(
    "text", ["FC BAYERN MÜNCHEN", "ARD ZDF RTL", "TRUMP IN BERLIN", "FOTO REUTERS BERLIN"]
)
def test_names_in_capitals_may_stay(text: str) -> None:
    assert codes(text, text) == []


@pytest.mark.parametrize("town", ["Kempten im Allgäu", "Krems an der Donau", "Limburg an der Lahn"])
def test_towns_keep_their_names(town: str) -> None:
    assert codes(f"Das Treffen in {town} beginnt.", f"The meeting in {town} begins.") == []


def test_what_happened_at_a_river_is_no_name() -> None:
    assert codes("Er sah den Brand in der Oder.", "He saw den Brand in der Oder.") == ["N209"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Sie las aus „Das Haus auf dem Berg“ vor.", "She read from “Das Haus auf dem Berg”."),
        (
            "Das teilte das Amt für neue Wege (AfnW) mit.",
            "This was announced by the Amt für neue Wege (AfnW).",
        ),
    ],
)
def test_a_title_that_was_kept_is_a_note(source: str, target: str) -> None:
    found = check_language(source, target, source_language="de", target_language="en")
    assert [(one.code, one.counts) for one in found] == [("N346", False)]


def test_what_somebody_says_is_no_title() -> None:
    source = "Er sagte: „Wir gehen jetzt nach Hause.“"
    assert codes(source, "He said: “Wir gehen jetzt nach Hause.”") == ["N209"]
