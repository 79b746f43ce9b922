"""Terms of the glossary: wanted ones are missed, forbidden ones are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from name_samples import translated
from newsxlate.entities import Outcome
from newsxlate.findings import Finding
from newsxlate.names.checker import NameChecker
from newsxlate.names.knowledge.glossary import load_glossary
from newsxlate.names.verdict import Reason
from newsxlate.options import NameOptions
from newsxlate.result import Result

HEADER = "source;target;language;case;forbidden\n"


def check(tmp_path: Path, rows: str, *pairs: tuple[str, str], language: str = "en") -> Result:
    path = tmp_path / "terms.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return NameChecker(NameOptions(glossary=path), load_glossary(path)).check(
        translated(*pairs, language=language)
    )


def findings(result: Result) -> list[tuple[str, str, str]]:
    return [(f.code, f.source, f.target) for f in only(result)]


def only(result: Result) -> list[Finding]:
    return [f for f in result.all_findings() if f.code.startswith("N53")]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("Bürgergeld", "Das Bürgergeld steigt."),
        ("Bundesland", "In den Bundesländern wird gewählt."),
        ("Haushalt", "Die Höhe des Haushalts ist offen."),
        ("künstliche Intelligenz", "Der Einsatz künstlicher Intelligenz nimmt zu."),
        ("Schuldenbremse", "SCHULDENBREMSE BLEIBT"),
    ],
)
def test_a_german_term_is_found_in_any_inflection(tmp_path: Path, term: str, sentence: str) -> None:
    row = f"{term};chosen term;en\n"
    missing = findings(check(tmp_path, row, (sentence, "Something else is said.")))
    assert [code for code, _, _ in missing] == ["N533"]
    assert not findings(check(tmp_path, row, (sentence, "The chosen term is used.")))


def test_a_word_that_only_begins_like_a_term_is_none(tmp_path: Path) -> None:
    pair = ("Das Bürgergeldgesetz kommt.", "The law is coming.")
    assert not findings(check(tmp_path, "Bürgergeld;citizen's benefit;en\n", pair))


@pytest.mark.parametrize(
    ("language", "form", "translation"),
    [
        ("en", "federal state", "The federal states vote."),
        ("fr", "loyer", "Les loyers augmentent."),
        ("pl", "czynsz", "Wysokość czynszu jest nieznana."),
        ("en", "rent", "RENT RISES"),
    ],
)
def test_a_target_term_may_be_inflected(
    tmp_path: Path, language: str, form: str, translation: str
) -> None:
    row = f"Miete;{form};{language}\n"
    pair = ("Die Miete steigt.", translation)
    assert not findings(check(tmp_path, row, pair, language=language))


def test_case_counts_where_the_glossary_says_so(tmp_path: Path) -> None:
    pair = ("Der Bund zahlt.", "The federation pays.")
    assert not findings(check(tmp_path, "Bund;Federation;en;no\n", pair))
    assert [f[0] for f in findings(check(tmp_path, "Bund;Federation;en;yes\n", pair))] == ["N533"]


def test_a_forbidden_term_is_named_with_what_was_expected(tmp_path: Path) -> None:
    row = "Bürgergeld;citizen's benefit;en;;citizen's income|citizen's money\n"
    pair = ("Das Bürgergeld steigt.", "The citizen's income and citizen's benefit rise.")
    (found,) = only(check(tmp_path, row, pair))
    assert (found.code, found.target) == ("N532", "citizen's income")
    assert found.message == (
        "‘citizen's income’ is forbidden for ‘Bürgergeld’; expected ‘citizen's benefit’"
    )
    assert (found.language, found.block, found.sentence) == ("en", 0, 0)


def test_terms_of_other_languages_are_left_alone(tmp_path: Path) -> None:
    assert not findings(check(tmp_path, "Miete;loyer;fr\n", ("Die Miete steigt.", "It rises.")))


def test_a_forbidden_form_of_a_name_is_its_rendering(tmp_path: Path) -> None:
    result = check(tmp_path, "Kiew;Kyiv;en;;Kiev\n", ("Er lebt in Kiew.", "He lives in Kiev."))
    (rendering,) = result.translations[0].names
    assert (rendering.outcome, rendering.reason) == (Outcome.ALTERED, Reason.FORBIDDEN)
    assert (rendering.text, rendering.start, rendering.expected) == ("Kiev", 12, ("Kyiv",))
    assert [f.code for f in result.all_findings()] == ["N517"]


def test_the_glossary_decides_what_is_right_for_a_name(tmp_path: Path) -> None:
    pair = ("Er lebt in Kiew.", "He lives in Kiev.")
    (rendering,) = check(tmp_path, "Kiew;Kiev;en\n", pair).translations[0].names
    assert (rendering.outcome, rendering.reason) == (Outcome.VARIANT, Reason.GLOSSARY)


def test_rows_of_one_term_are_taken_together(tmp_path: Path) -> None:
    rows = "Miete;rent;en\nMiete;lease payment;en\n"
    pair = ("Die Miete steigt.", "Lease payments rise.")
    assert not findings(check(tmp_path, rows, pair))


@pytest.mark.parametrize(
    ("row", "language", "source", "target"),
    [
        ("Schweden;Switzerland;en", "en", "Schweden gewann.", "Switzerland won."),
        ("Schweden;Swiss team;en", "en", "Schweden gewann.", "The Swiss team won."),
        ("dänisch;noruego;es", "es", "Die dänische Elf gewann.", "El equipo noruego ganó."),
        ("Finnen;Lapons;fr", "fr", "Die Finnen siegten.", "Les Lapons ont gagné."),
        (
            "Wohngeld;Mietzuschuss Plus;en",
            "en",
            "Heute gibt es Wohngeld.",
            "Mietzuschuss Plus.",
        ),
        ("Grundrente;RMI Plus;fr", "fr", "Die Grundrente steigt.", "Le RMI Plus augmente."),
        ("Land Kärnten;Karnten State;en", "en", "Das Land Kärnten zahlt.", "Karnten State pays."),
        ("Stadt Graz;Gradec City;en", "en", "Die Stadt Graz zahlt.", "Gradec City pays."),
        ("Hessen;Hessen;it", "it", "Er lebt in Hessen.", "Vive in Hessen."),
    ],
)
def test_a_users_term_is_never_accused(
    tmp_path: Path, row: str, language: str, source: str, target: str
) -> None:
    result = check(tmp_path, f"{row}\n", (source, target), language=language)
    assert not list(result.all_findings())
    # Without the term something is said of most.
    assert all(name.outcome.accepted for name in result.translations[0].names)


def test_two_forms_of_the_users_are_no_inconsistency(tmp_path: Path) -> None:
    pairs = ("Er lebt in Kiew.", "He lives in Kyiv."), ("Sie mag Kiew.", "She likes Kiev.")
    assert not list(check(tmp_path, "Kiew;Kyiv|Kiev;en\n", *pairs).all_findings())


def test_another_form_than_the_users_is_told_still(tmp_path: Path) -> None:
    pair = ("Er lebt in Kiew.", "He lives in Kyiv.")
    assert [f.code for f in check(tmp_path, "Kiew;Kyjiv;en\n", pair).all_findings()] == ["N513"]


@pytest.mark.parametrize(
    ("case", "target", "expected"),
    [
        ("yes", "He lives in COLOGNE.", []),
        ("yes", "He lives in Cologne.", ["N513"]),
        ("no", "He lives in Cologne.", []),
    ],
)
def test_capitals_of_a_name_count_where_the_glossary_says_so(
    tmp_path: Path, case: str, target: str, expected: list[str]
) -> None:
    result = check(tmp_path, f"Köln;COLOGNE;en;{case}\n", ("Er lebt in Köln.", target))
    assert [f.code for f in result.all_findings()] == expected


@pytest.mark.parametrize(("case", "expected"), [("yes", []), ("no", ["N513"])])
def test_a_term_with_other_capitals_in_german_is_another(
    tmp_path: Path, case: str, expected: list[str]
) -> None:
    pair = ("Er lebt in Köln.", "He lives in Cologne.")
    result = check(tmp_path, f"KÖLN;Kolonia;en;{case}\n", pair)
    assert [f.code for f in result.all_findings()] == expected
