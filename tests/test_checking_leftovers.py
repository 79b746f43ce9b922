"""German words and ordinals that were left in a translation, and words that may stay."""

from __future__ import annotations

import pytest

from newsxlate.checking.leftovers import check_leftovers


def found(source: str, target: str, language: str = "en") -> list[tuple[str, str]]:
    findings = check_leftovers(source, target, source_language="de", target_language=language)
    return [(f.code, f.message.partition("‘")[2].rstrip("’")) for f in findings]


@pytest.mark.parametrize(
    ("source", "target", "language", "text"),
    [
        ("Der Hafen wird künftig größer.", "The harbour künftig grows.", "en", "künftig"),
        ("Die Decke gilt als undicht.", "Le toit est undicht.", "fr", "undicht"),
        ("Frau Lenz reiste danach ab.", "Anna Lenz reiste a casa.", "es", "reiste"),
        ("Es regnet und stürmt.", "Llueve und hace viento.", "es", "und"),
        # What somebody said in quotation marks is translated as well.
        ("„Es ist undicht“, sagte er.", "“It is undicht,” he said.", "en", "undicht"),
        ("WAS IST HIER LOS?", "WAS IS HERE LOS?", "en", "WAS, LOS"),
        ("GROSSER BRAND IN SCHEUNE", "LARGE FIRE IN SCHEUNE", "en", "SCHEUNE"),
    ],
)  # fmt: skip
def test_words_in_small_letters(source: str, target: str, language: str, text: str):
    assert found(source, target, language) == [("N225", text)]


@pytest.mark.parametrize(
    ("code", "source", "target", "language", "text"),
    [
        ("N226", "Regen drang in die Scheune.", "Rain got into Scheune.", "en", "Scheune"),
        ("N226", "Sie kauften alte Gehöfte.", "Compraron Gehöfte.", "es", "Gehöfte"),
        ("N226", "Herr Kim lachte.", "Herr Kim rio.", "es", "Herr"),
        ("N227", "Feuer in Scheune", "Fire in Scheune", "en", "Scheune"),
        ("N227", "Feuer in Scheune in Ulm", "Fire in Scheune in Ulm", "en", "Scheune"),
    ],
)  # fmt: skip
def test_nouns(code: str, source: str, target: str, language: str, text: str):
    assert found(source, target, language) == [(code, text)]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        # Names, with and without an article, and parts of names.
        ("Lenz wohnt in Kempten.", "Lenz lives in Kempten.", "en"),
        ("Er fuhr an die Ostsee zu Vettel.", "He drove to the Baltic, to Vettel.", "en"),
        ("Er stieg auf das Matterhorn.", "He climbed the Matterhorn.", "en"),
        ("Sie startet auf dem Hockenheimring.", "She is racing at the Hockenheimring.", "en"),
        ("Das Konzert ist in der Elbphilharmonie.", "El concierto es en la Elbphilharmonie.", "es"),
        ("Der Bundestag tagt.", "Le Bundestag se réunit.", "fr"),
        ("Die Stiftung Warentest lobt.", "Stiftung Warentest praises.", "en"),
        ("Die Gesellschaft Natur und Technik lädt ein.", "Natur und Technik invites you.", "en"),
        ("Frau von der Leyen kam.", "Ms von der Leyen came.", "en"),
        # Titles, explained terms, and words of both languages.
        ("Sie sang „Abend wird es wieder“.", "She sang “Abend wird es wieder”.", "en"),
        ("Die Kehrwoche bleibt.", "The Kehrwoche (cleaning week) remains.", "en"),
        ("Das ist ihm so warm.", "That is so warm.", "en"),
        ("Er kam, sie gab ihm was her.", "He came, she gave her something.", "en"),
        ("Es regnete partout nicht.", "Il n’a plu nulle part, partout.", "fr"),
        ("Es ist kalt (dpa).", "It is cold (dpa).", "en"),
        ("DIE SPD SIEGT", "SPD WINS", "en"),
        ("DER CLUB SPIELT IN DER ALLIANZ ARENA", "THE CLUB PLAYS AT ALLIANZ ARENA", "en"),
        # A language without a dictionary.
        ("Es ist undicht.", "Das sme undicht kaj.", "eo-x"),
    ],
)
def test_what_may_stay(source: str, target: str, language: str):
    assert found(source, target, language) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "text"),
    [
        ("Sie kam am 9. Juli an.", "She arrived on 9. July.", "en", "9. July"),
        ("Im 10. Jahrhundert brannte es.", "In the 10. Century it burned.", "en", "10. Century"),
        ("In der 90. Minute traf er.", "À la 90. minute, il marqua.", "fr", "90. minute"),
    ],
)
def test_ordinals(source: str, target: str, language: str, text: str):
    assert found(source, target, language) == [("N224", text)]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Sie kam am 9. Juli an.", "Přijela 9. července.", "cs"),
        ("Er wurde 9. Danach ging er.", "He came 9. Then he went.", "en"),
        ("9. Der Schluss", "9. The end", "en"),
        ("Sie kam am 9. Juli an.", "She arrived on 9 July.", "en"),
    ],
)
def test_no_ordinals(source: str, target: str, language: str):
    assert found(source, target, language) == []


def test_other_source_languages_are_not_judged():
    assert not list(
        check_leftovers("Il pleut.", "Es pleut.", source_language="fr", target_language="en")
    )
