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
