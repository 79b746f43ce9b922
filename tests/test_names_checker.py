"""Names in a run: looked for once, checked in each translation, repaired where that is certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from name_samples import article, translated
from newsxlate.entities import Outcome
from newsxlate.errors import UsageError
from newsxlate.findings import Finding, Severity
from newsxlate.names.checker import NameChecker
from newsxlate.options import NameOptions
from newsxlate.result import Result, TranslatedBlock, Translation

PAIRS = (
    ("Peskow sprach in Kiew mit Selenskyj.", "Peskow spoke with Zelensky in Kyiv."),
    ("Danach reiste Peskow nach Moskau.", "Peskow then travelled on to Moscow."),
)


def test_names_are_not_looked_for_where_they_are_not_wanted_or_not_known() -> None:
    assert NameChecker(NameOptions(check=False)).entities(article("Peskow sprach.")) is None
    english = replace(article("Peskov spoke in Kyiv."), language="en")
    assert NameChecker(NameOptions()).entities(english) is None
    assert NameChecker(NameOptions(check=False, normalize=True)).entities(article("Peskow sprach."))


def test_findings_stand_with_their_sentences() -> None:
    result = NameChecker(NameOptions()).check(translated(*PAIRS))
    outcomes = [r.outcome for r in result.translations[0].names]
    assert outcomes.count(Outcome.GERMAN) == 2
    assert outcomes.count(Outcome.VARIANT) == 3
    sentences = result.translations[0].blocks[0].sentences
    assert [[f.code for f in s.findings] for s in sentences] == [["N511"], ["N519"]]


def test_a_misspelling_of_the_source_is_reported_once_for_all_translations() -> None:
    result = translated(
        ("Kim Jong Un kam.", "Kim Jong Un came."), ("Kim Jung Un ging.", "Kim Jong Un left.")
    )
    french = replace(result.translations[0], language="fr")
    both = replace(result, translations=(*result.translations, french))
    found = NameChecker(NameOptions()).check(both).findings
    assert [(f.code, f.language, f.sentence) for f in found] == [("N501", None, 1)]
    noted = NameChecker(NameOptions(normalize=True)).check(both).findings
    assert [f.code for f in noted] == ["N501", "N531"]


def test_repairs_are_made_and_listed() -> None:
    result = NameChecker(NameOptions(fix=True)).check(translated(*PAIRS))
    (made,) = result.translations
    assert made.text == "Peskov spoke with Zelensky in Kyiv. Peskov then travelled on to Moscow."
    repaired = [r for r in made.names if r.replaced]
    assert [(r.replaced, r.text, r.start) for r in repaired] == [("Peskow", "Peskov", 0)] * 2
    assert all(r.outcome.accepted for r in made.names)
    found = list(result.all_findings())
    assert [f.code for f in found] == ["N534", "N534"]
    assert not any(f.counts for f in found)


def test_offsets_are_those_of_the_repaired_sentence() -> None:
    pair = (
        "Kim besuchte Pjöngjang, Wladiwostok und Moskau.",
        "Kim visited Pjöngjang, Wladiwostok and Moscow.",
    )
    (made,) = NameChecker(NameOptions(fix=True)).check(translated(pair)).translations
    assert made.text == "Kim visited Pyongyang, Vladivostok and Moscow."
    assert [made.text[r.start : r.end] for r in made.names] == [
        "Kim", "Pyongyang", "Vladivostok", "Moscow",
    ]  # fmt: skip


def test_what_a_repair_makes_inconsistent_is_repaired_in_turn() -> None:
    pairs = (
        ("Peskow und Selenskyj trafen sich in Kiew.", "Peskow and Zelensky met in Kiew."),
        ("In Kiew sprach Selenskyj.", "Selenskyj spoke in Kiew."),
    )
    (made,) = NameChecker(NameOptions(fix=True)).check(translated(*pairs)).translations
    assert made.text == "Peskov and Zelensky met in Kyiv. Zelensky spoke in Kyiv."
    for r in made.names:
        sentence = made.blocks[0].sentences[r.sentence].text
        assert sentence[r.start : r.end] == r.text
    assert sum(bool(r.replaced) for r in made.names) == 4


def test_a_repair_keeps_other_findings_of_the_sentence() -> None:
    result = translated(PAIRS[0])
    (row,) = result.translations[0].blocks[0].sentences
    found = Finding(
        code="N203", message="short", severity=Severity.WARNING, source="S", target=row.text
    )
    row = replace(row, findings=(found,))
    made = replace(result.translations[0], blocks=(TranslatedBlock(block=0, sentences=(row,)),))
    (made,) = (
        NameChecker(NameOptions(fix=True)).check(replace(result, translations=(made,))).translations
    )
    kept, repaired = made.blocks[0].sentences[0].findings
    assert (kept.code, kept.target) == ("N203", made.text)
    assert repaired.code == "N534"


def test_without_repairs_the_text_is_untouched() -> None:
    result = translated(*PAIRS)
    checked = NameChecker(NameOptions()).check(result)
    assert checked.translations[0].text == result.translations[0].text


def test_what_was_not_translated_is_not_checked() -> None:
    result = translated(PAIRS[0])
    (row,) = result.translations[0].blocks[0].sentences
    left = replace(row, text=PAIRS[0][0], fallback=True)
    made = Translation(
        language="en", model="t", blocks=(TranslatedBlock(block=0, sentences=(left,)),)
    )
    (checked,) = (
        NameChecker(NameOptions()).check(replace(result, translations=(made,))).translations
    )
    assert checked.names == ()


@pytest.mark.parametrize(
    ("name_help", "way"), [("source", "source"), ("prompt", "prompt"), ("none", "none")]
)
def test_a_way_that_is_asked_for_is_taken(name_help: str, way: str) -> None:
    assert NameChecker(NameOptions(help=name_help)).hints("en", "chat").method == way


def test_nothing_happens_without_a_ledger() -> None:
    result = Result(article=article("Peskow sprach."))
    assert NameChecker(NameOptions(fix=True)).check(result) is result


def test_what_decides_how_names_read_is_in_the_signature() -> None:
    assert not NameChecker(NameOptions(help="none")).signature("en", "marian").parts
    chosen = NameOptions(help="source", normalize=True, fix=True)
    made = str(NameChecker(chosen).signature("en", "marian"))
    assert made == "names:source|names:normalized|names:fixed"


def test_an_unknown_way_to_help_is_refused() -> None:
    with pytest.raises(UsageError, match="no name_help 'often'"):
        NameChecker(NameOptions(help="often"))
