"""The ledger as text: counted outcomes, and a table of forms or renderings."""

from __future__ import annotations

from dataclasses import replace

from newsxlate.entities import Entities, NameAlignment, Outcome
from newsxlate.names.verdict import Reason
from newsxlate.outputs.article import name_list
from newsxlate.outputs.article.name_counts import report, tally
from writing_samples import kim_result, named_result


def rendering(outcome: Outcome, **more: str) -> NameAlignment:
    return NameAlignment(entry=1, block=0, sentence=0, outcome=outcome, source="S", **more)  # type: ignore[arg-type]


def test_outcomes_are_counted_the_right_ones_first() -> None:
    found = [
        rendering(Outcome.MISSING, reason=Reason.UNCERTAIN),
        rendering(Outcome.GERMAN),
        rendering(Outcome.KEPT),
        rendering(Outcome.VARIANT),
        rendering(Outcome.VARIANT, replaced="x"),
        rendering(Outcome.MISSING),
    ]
    assert tally(found) == "2 right, 1 repaired, 1 German form left, 1 missing, 1 perhaps left out"
    assert tally([]) == ""


def test_the_report_has_a_line_for_each_translation() -> None:
    assert report(named_result()) == [
        "names in English: 2 names, 3 mentions; 1 right, 1 German form left, 1 missing",
        "names in French: 2 names, 3 mentions; 3 right, 1 invented",
    ]
    one = replace(named_result(), translations=named_result().translations[:1])
    assert report(one)[0].startswith("names: 2 names")


def test_there_is_no_report_without_names() -> None:
    assert report(kim_result()) == []
    assert report(replace(kim_result(), ledger=Entities())) == []


def test_forms_are_listed_best_first_and_derived_ones_marked() -> None:
    entities = named_result().ledger
    assert entities
    found = name_list.accepted_forms(entities, ["en"])
    columns = name_list.form_columns(found)
    assert columns["en"][2] == "Kyiv, Kiev"
    data = name_list.as_data(entities, found)
    assert data["entries"][0]["forms"]["en"][0]["text"] == "Peskov"
    head, *rows = name_list.table(entities, columns)
    assert head.split() == ["name", "English"]
    assert [row.split()[:2] for row in rows] == [["2", "Peskow"], ["1", "Kiew"]]


def test_a_table_without_languages_has_no_head() -> None:
    entities = named_result().ledger
    assert entities
    assert name_list.table(entities, {}) == ["   2  Peskow", "   1  Kiew"]
    assert name_list.table(Entities(), {}) == []


def test_control_characters_do_not_reach_the_terminal() -> None:
    entities = named_result().ledger
    assert entities
    entry = replace(entities.entries[0], canonical="A\x1b[31m\nB", variants=("C\x07",))
    (row,) = name_list.table(Entities((entry,)), {})
    assert "\x1b" not in row
    assert "\x07" not in row
    assert "\n" not in row
