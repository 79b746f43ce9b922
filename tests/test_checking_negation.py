"""A "not" that came or went, and what may stand for one."""

from __future__ import annotations

import pytest

from newsxlate.checking.negation import check_negation


def found(source: str, target: str, language: str) -> list[tuple[str, str]]:
    findings = check_negation(source, target, source_language="de", target_language=language)
    return [(f.code, f.message.partition("‘")[2].partition("’ ")[0].rstrip("’")) for f in findings]


@pytest.mark.parametrize(
    ("target", "language", "text"),
    [
        ("The parliament has not approved the law.", "en", "not"),
        ("The parliament hasn't approved the law.", "en", "hasn't"),
        ("Le parlement n’a pas adopté la loi.", "fr", "n’a pas"),
        ("Le parlement ne veut vraiment plus de la loi.", "fr", "ne veut vraiment plus"),
        ("El parlamento no ha aprobado la ley.", "es", "no"),
        ("Il parlamento non ha approvato la legge.", "it", "non"),
        ("O parlamento não aprovou a lei.", "pt", "não"),
        ("Het parlement heeft de wet niet aangenomen.", "nl", "niet"),
    ],
)
def test_added(target: str, language: str, text: str):
    assert found("Das Parlament hat das Gesetz gebilligt.", target, language) == [("N228", text)]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Das Amt lehnte ab.", "The office did not agree.", "en"),
        ("Der Plan ist unmöglich.", "The plan cannot work.", "en"),
        ("Sie kam ohne Hut.", "She did not wear a hat.", "en"),
        ("Er verhinderte den Abzug.", "Il ne voulait pas de retrait.", "fr"),
        ("Das ist zu teuer.", "No es barato.", "es"),
        ("Die Halle ist leer.", "Nella sala non c’è anima viva.", "it"),
        ("Er lobte Wien und Rom.", "He praised not only Vienna but Rome.", "en"),
        ("Schön hier, oder?", "It is nice here, isn’t it?", "en"),
        ("Schön hier, oder?", "C’est beau ici, n’est-ce pas ?", "fr"),
        ("Es dauert länger als erwartet.", "It did not end when expected.", "en"),
        ("Er ist jung.", "Il n’a que 20 ans.", "fr"),
    ],
)
def test_what_may_be_put_with_a_negation(source: str, target: str, language: str):
    assert found(source, target, language) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "text"),
    [
        ("Der Minister kommt nicht.", "The minister is coming.", "en", "nicht"),
        ("Der Minister hat keine Zeit.", "Le ministre a du temps.", "fr", "keine"),
        ("Der Minister sagt nie etwas.", "El ministro dice algo siempre.", "es", ""),
        ("Der Minister kommt nicht.", "El ministro viene.", "es", "nicht"),
        ("Niemand sah den Minister.", "Il ministro fu visto.", "it", "Niemand"),
        ("Der Minister kommt nicht.", "De minister komt.", "nl", "nicht"),
        ("Der Minister kommt nicht.", "O ministro vem.", "pt", "nicht"),
    ],
)
def test_lost(source: str, target: str, language: str, text: str):
    assert found(source, target, language) == ([("N229", text)] if text else [])


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Der Minister kommt nicht.", "The minister refuses to come.", "en"),
        ("Das ist nicht bekannt.", "That is unknown.", "en"),
        ("Der Minister kam nicht nur nach Wien.", "The minister came to Vienna and Rome.", "en"),
        ("Das ist kein Wunder.", "That is to be expected.", "en"),
        ("Es regnete seit Wochen nicht.", "The last rain fell weeks ago.", "en"),
        ("Warum nicht heute?", "What about today?", "en"),
        ("Keine Spur von ihm.", "Pas de trace de lui.", "fr"),
        ("Er hat keinen Hut.", "Está sin sombrero.", "es"),
        ("Er kam nicht an.", "Gli è mancato il tempo.", "it"),
        # No lists of the target's language, or of the source's.
        ("Er kommt nicht.", "Ő jön.", "hu"),
    ],
)
def test_what_may_stand_for_a_negation(source: str, target: str, language: str):
    assert found(source, target, language) == []


def test_other_source_languages_are_not_judged():
    assert not list(
        check_negation("Il vient.", "He does not come.", source_language="hu", target_language="en")
    )
