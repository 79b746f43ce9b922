"""What speaks for an accusation of a name, how it is weighed, and what is never accused."""

from __future__ import annotations

import re

import pytest

from name_samples import translated
from newsxlate.article import SentenceRef
from newsxlate.entities import Mention, Outcome
from newsxlate.names.alignment import check, evidence, model, name_evidence
from newsxlate.names.alignment.enclosing import kept_whole, longer_names
from newsxlate.names.alignment.model import Accusation, Kind, Level
from newsxlate.names.alignment.target_sentence import Target


def accusations(german: str, text: str, language: str = "en") -> list[Accusation]:
    result = translated((german, text), language=language)
    assert result.ledger is not None
    found: list[Accusation] = []

    def judge(accusation: Accusation) -> Level:
        found.append(accusation)
        return Level.WARNING

    place = SentenceRef(0, 0)
    check.check(result.ledger, {place: german}, {place: text}, language, judge=judge)
    return found


def told(*pairs: tuple[str, str], language: str = "en") -> list[list[str]]:
    result = translated(*pairs, language=language)
    assert result.ledger is not None
    sources = {SentenceRef(0, n): german for n, (german, _) in enumerate(pairs)}
    targets = {SentenceRef(0, n): text for n, (_, text) in enumerate(pairs)}
    found = check.check(result.ledger, sources, targets, language)
    rows = check.findings(found, language)
    return [[f.code for f in rows if f.sentence == n] for n in range(len(pairs))]


def test_all_evidence_is_weighed_and_explained() -> None:
    rows = [
        *accusations("Angela Merkel traf Emmanuel Macron.", "Merkal met Anna Kowalska."),
        *accusations("Er flog nach Kiew.", "He flew to Kiew."),
    ]
    assert {row.kind for row in rows} == set(Kind)
    docs = f"{name_evidence.__doc__}\n{evidence.__doc__}"
    explained = set(re.findall(r"^(\w+) +\S", docs, re.MULTILINE))
    for row in rows:
        assert set(row.evidence) == set(model.models()[row.kind].weights)
        assert set(row.evidence) <= explained
        assert all(0 <= value <= 1 for value in row.evidence.values())


def test_a_probability_is_the_logistic_function_of_the_weighed_evidence() -> None:
    made = model.Model(bias=-1.0, weights={"a": 2.0, "b": -3.0}, warning=0.7, note=0.4)
    assert made.probability({}) == pytest.approx(0.2689, abs=1e-4)
    assert made.probability({"a": 0.5}) == pytest.approx(0.5)
    assert made.probability({"a": 1.0, "unknown": 9.0}) == pytest.approx(0.7311, abs=1e-4)
    assert made.probability({"a": 1.0, "b": 1.0}) < 0.2


def test_thresholds_part_warnings_from_notes() -> None:
    for kind in Kind:
        made = model.models()[kind]
        assert 0 < made.note < made.warning < 1


def test_what_is_surely_a_name_weighs_more_than_what_may_be_a_noun() -> None:
    (person,) = accusations("Gestern kam Annalena Baerbock zu spät.", "Yesterday she was late.")
    assert person.evidence["person"]
    assert model.judge(person) is Level.WARNING
    noun = model.models()[Kind.MISSING].probability(
        {**person.evidence, "person": 0, "namelike": 0, "noun": 1, "compound": 1, "determined": 1}
    )
    assert noun < model.models()[Kind.MISSING].probability(person.evidence) - 0.2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Tierpark Hagenbeck-Gelände öffnet.", ["Hagenbeck-Gelände"]),
        ("Er wohnt in Bad Homburg vor der Höhe.", ["Homburg vor der Höhe"]),
        ("Sie kam nach Rothenburg ob der Tauber.", ["Rothenburg ob der Tauber"]),
        ("Die Krise in Minsk dauert an.", []),
        ("Das Dorf in der Eifel ist klein.", ["Dorf in der Eifel"]),
    ],
)
def test_longer_names_are_compounds_and_places_by_what_they_lie_at(
    text: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in longer_names(text)] == expected


def test_a_name_inside_one_that_came_through_whole_is_right() -> None:
    german = "Das Fest in Breisach am Rhein beginnt."
    rhine = Mention(24, 29, "Rhein", "Rhein")
    kept = Target("The festival in Breisach am Rhein begins.", "en")
    assert kept_whole(german, [rhine], kept) == {0: (5, 6)}
    other = Target("The festival in Breisach on the Rhine begins.", "en")
    assert kept_whole(german, [rhine], other) == {}
    assert told((german, "The festival in Breisach am Rhein begins.")) == [[]]


@pytest.mark.parametrize(
    ("german", "text", "language"),
    [
        ("Das Europa-Center wird saniert.", "The Europa-Center is renovated.", "en"),
        ("Das Europa-Center wird saniert.", "The Europa Center is renovated.", "en"),
        ("Der Ort Zell an der Donau feiert.", "Le village de Zell an der Donau fête.", "fr"),
    ],
)
def test_the_parts_of_a_kept_name_are_not_judged(german: str, text: str, language: str) -> None:
    assert told((german, text), language=language) == [[]]


def test_a_german_noun_that_was_left_excuses_no_name() -> None:
    german = "Die Türkei-Verhandlungen gehen weiter."
    target = Target("The Türkei-Verhandlungen continue.", "en")
    assert kept_whole(german, [Mention(4, 10, "Türkei", "Türkei", part=True)], target) == {}


def test_a_name_that_is_missing_everywhere_is_told_once() -> None:
    pairs = [
        ("Angela Merkel kam nach Bonn.", "She came to Bonn."),
        ("Angela Merkel sprach mit Journalisten.", "She spoke to journalists."),
    ]
    assert told(*pairs) == [["N514"], ["N519"]]
    right = ("Angela Merkel ging früh.", "Angela Merkel left early.")
    assert told(*pairs, right) == [["N514"], ["N514"], []]


def test_tags_and_addresses_are_told_of_elsewhere() -> None:
    german = "Angela Merkel las #HELMUT_SCHMIDT# und Tagesschau.de am Morgen."
    assert told((german, "Angela Merkel read it in the morning.")) == [[]]
    assert told(("Sie las das am Morgen.", "She read it at #ANNA_KOWALSKA.")) == [[]]


def test_what_is_only_derived_is_never_expected() -> None:
    german, place = "Der Trainer Witali Tschepurenko schwieg.", SentenceRef(0, 0)
    result = translated((german, "The coach was silent."))
    assert result.ledger is not None
    targets = {place: "The coach was silent."}
    found = check.check(
        result.ledger, {place: german}, targets, "en", judge=lambda _: Level.WARNING
    )
    (missing,) = (r for r in found if r.outcome is Outcome.MISSING)
    assert all(form == missing.source for form in missing.expected)


def test_what_is_judged_to_be_nothing_is_not_told() -> None:
    german, place = "Angela Merkel kam nach Bonn.", SentenceRef(0, 0)
    result = translated((german, "Emma Kowalska flew to Bonn."))
    assert result.ledger is not None
    targets = {place: "Emma Kowalska flew to Bonn."}
    found = check.check(
        result.ledger, {place: german}, targets, "en", judge=lambda _: Level.NOTHING
    )
    assert check.findings(found, "en") == []
    notes = check.check(result.ledger, {place: german}, targets, "en", judge=lambda _: Level.NOTE)
    assert [f.code for f in check.findings(notes, "en")] == ["N520"]


def test_what_is_numbered_begins_behind_its_number() -> None:
    words = Target("[4] Initially, Anna (5) Came.", "en").words
    assert [word.text for word in words if word.opens] == ["4", "Initially", "5"]


def test_a_name_that_reference_data_have_is_warned_of_sooner(monkeypatch: pytest.MonkeyPatch):
    weighed = model.Model(bias=0.0, weights={}, warning=0.7, note=0.3, listed=0.4)
    monkeypatch.setattr(model, "models", lambda: {Kind.MISSING: weighed})

    def judged(**told: float) -> Level:
        return model.judge(Accusation(Kind.MISSING, SentenceRef(0, 0), "Wien", "", told))

    assert judged(listed=1.0, known=1.0) is Level.WARNING
    assert judged(listed=1.0) is judged(known=1.0) is judged() is Level.NOTE
