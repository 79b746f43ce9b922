from __future__ import annotations

import pytest

from newsxlate.names.forms import persons
from newsxlate.names.verdict import Reason


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Dmitri Medwedew", "slavic"),
        ("Igor Kusnezow", "slavic"),
        ("Chaled Meschal", "arabic"),
        ("Baschar al-Assad", "arabic"),
        ("Hans Müller", ""),
        ("Mia Farrow", ""),
        ("Kurt Tucholsky", ""),
        ("Gribow", ""),
        ("Abraham Gribow", ""),
        ("Sergej Gribow", "slavic"),
        ("Urs Tschirren", ""),
    ],
)
def test_origin(name: str, origin: str) -> None:
    assert persons.origin(name) == origin


@pytest.mark.parametrize(
    ("name", "form", "language", "reason"),
    [
        ("Hans Müller", "Hans Müller", "fr", Reason.SAME_SPELLING),
        ("Hans Müller", "Hans Muller", "en", Reason.SAME_SPELLING),
        ("Orbán Viktor", "Viktor Orbán", "en", Reason.SAME_SPELLING),
        ("Andrej Kusnezow", "Andreï Kouznetsov", "fr", Reason.ROMANIZATION),
        ("Andrej Kusnezow", "Andrieja Kuzniecowa", "pl", Reason.INFLECTED),
        ("Olaf Scholz", "Olafa Scholze", "cs", Reason.INFLECTED),
        ("Olaf Scholz", "Олаф Шольц", "ru", Reason.ROMANIZATION),
        ("Sergej Lawrow", "Sergey Lavrov", "en", Reason.CURATED),
        ("Ursula von der Leyen", "Ursula von der Leyen", "es", Reason.SAME_SPELLING),
    ],
)
def test_accepted(name: str, form: str, language: str, reason: Reason) -> None:
    verdict = persons.check(name, form, language)
    assert verdict.accepted
    assert verdict.reason is reason
    assert verdict.score > 0.5


@pytest.mark.parametrize(
    ("name", "form", "language", "reason"),
    [
        ("Igor Kusnezow", "Igor Kusnezow", "en", Reason.GERMAN_LEFT),
        ("Sergej Lawrow", "Sergei Lawrow", "en", Reason.GERMAN_LEFT),
        ("Olaf Scholz", "Olaf Scholz", "ru", Reason.GERMAN_LEFT),
        ("Sergej Lawrow", "Dmitry Peskov", "en", Reason.DIFFERENT),
        ("Igor Kusnezow", "Igor Kuznetsov Petrov", "en", Reason.DIFFERENT),
        ("Igor Kusnezow", "Igor Kaznetsov", "en", Reason.DIFFERENT),
        ("Hans Müller", "Hans Miller", "en", Reason.DIFFERENT),
        ("Helmut Schmidt", "Helmut Shmidt", "en", Reason.DIFFERENT),
    ],
)
def test_rejected(name: str, form: str, language: str, reason: Reason) -> None:
    verdict = persons.check(name, form, language)
    assert not verdict.accepted
    assert verdict.reason is reason
    assert verdict.score <= 0.5


def test_forms_come_part_by_part_from_the_table_or_by_rule() -> None:
    first, *_ = persons.forms("Sergej Lawrow", "fr")
    assert (first.text, first.source, first.certain) == ("Sergueï Lavrov", Reason.CURATED, True)
    first, *_ = persons.forms("Jewgeni Kusnezow", "nl")
    assert (first.text, first.source, first.certain) == (
        "Jevgeni Koesnetsov",
        Reason.ROMANIZATION,
        False,
    )


def test_forms_keep_hyphens_and_particles() -> None:
    texts = [form.text for form in persons.forms("Wladimir Kara-Mursa", "en")]
    assert "Vladimir Kara-Murza" in texts
    assert persons.forms("Ursula von der Leyen", "pl")[0].text == "Ursula von der Leyen"
