"""The human translation memory: what is the same sentence, what is a similar one, which wins."""

from __future__ import annotations

import pickle

import pytest

from newsxlate.corrections import Correction, Corrections, same_numbers, suggestions
from newsxlate.signoff import SentenceState

POLICE = "Das teilte die Polizei am Montag in Bremen mit."


def corrected(source: str, text: str, **more: str) -> Correction:
    state = SentenceState(more.pop("state", "edited"))
    return Correction(source=source, text=text, state=state, **{"language": "en", **more})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("„Nein“, sagte er – und ging.", '"Nein", sagte er - und ging.'),
        ("»Nein«, sagte er.", "“Nein”,\u00a0sagte  er. "),
        ("Er kam\tspa\u00adet …", "Er kam spaet ..."),
        ("Cafe\u0301", "Caf\u00e9"),
    ],
)
def test_white_space_and_the_shapes_of_marks_do_not_count(one: str, other: str) -> None:
    made = Corrections([corrected(one, "yes")]).exact(other, "en")
    assert made is not None
    assert (made.text, made.source) == ("yes", one)


@pytest.mark.parametrize(
    "other",
    [
        "Peskow sah 13 Menschen.",
        "Peskow sah 12,0 Menschen.",
        "Pesko sah 12 Menschen.",
        "peskow sah 12 Menschen.",
        "Peskow sah 12 Menschen",
        "Peskow sah „12“ Menschen.",
        "",
    ],
)
def test_numbers_names_and_all_else_do(other: str) -> None:
    known = Corrections([corrected("Peskow sah 12 Menschen.", "Peskov saw 12 people.")])
    assert known.exact(other, "en") is None


def test_languages_are_kept_apart() -> None:
    known = Corrections(
        [corrected("Ja.", "Yes."), corrected("Ja.", "Oui.", language="fr"),
         corrected("Ja.", "I.", source_language="pl")]
    )  # fmt: skip
    assert [known.exact("Ja.", code).text for code in ("en", "fr")] == ["Yes.", "Oui."]  # type: ignore[union-attr]
    assert known.exact("Ja.", "en", source_language="pl").text == "I."  # type: ignore[union-attr]
    assert known.exact("Ja.", "es") is None
    assert known.near("Ja.", "es") == []
    assert [one.correction.text for one in known.near("Ja.", "fr")] == ["Oui."]


def test_whoever_edited_last_is_right_and_edits_come_before_what_was_accepted() -> None:
    rows = [
        corrected("Ja.", "No date."),
        corrected("Ja.", "Second.", at="2026-11-02T10:00:00Z"),
        corrected("Ja.", "First.", at="2026-11-01T10:00:00Z"),
        corrected("Ja.", "Accepted.", at="2026-11-03T10:00:00Z", state="accepted"),
    ]
    for order in (rows, rows[::-1]):
        assert Corrections(order).exact("Ja.", "en").text == "Second."  # type: ignore[union-attr]
    assert (Corrections(rows[:1]) + Corrections(rows[3:])).exact("Ja.", "en") == rows[0]
    undated = Corrections([corrected("Ja.", "Earlier."), corrected("Ja.", "Later in the file.")])
    assert undated.exact("Ja.", "en").text == "Later in the file."  # type: ignore[union-attr]


def test_nothing_is_known_of_empty_sentences_and_empty_texts() -> None:
    assert not Corrections()
    known = Corrections([corrected(" \u00ad ", "nothing"), corrected("Ja.", " ")])
    assert len(known) == 0
    assert known.near("", "en") == known.near("— –", "en") == []


def test_a_similar_sentence_is_found_and_one_of_other_words_is_not() -> None:
    known = Corrections(
        [
            corrected(POLICE, "Police in Bremen said so on Monday."),
            corrected("Der Bundestag stimmte am Freitag zu.", "The Bundestag agreed on Friday."),
        ]
    )
    found = known.near("Das teilte die Polizei am Dienstag in Bremen mit.", "en")
    assert [one.correction.source for one in found] == [POLICE]
    assert 0.8 <= found[0].similarity < 1
    assert known.near("Die Feuerwehr löschte den Brand.", "en") == []
    assert known.near(POLICE, "en")[0].similarity == 1


def test_the_most_similar_come_first_and_no_more_than_are_wanted() -> None:
    known = Corrections(
        [corrected(POLICE.replace("Montag", day), day) for day in ("Montag", "Montagabend")]
        + [corrected(POLICE.replace("Bremen", town), town) for town in ("Bremerhaven", "Ulm")]
    )
    found = known.near(POLICE, "en")
    assert len(found) == 3
    assert found[0].correction.text == "Montag"
    scores = [one.similarity for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len(known.near(POLICE, "en", least=0.99)) == 1
    assert len(known.near(POLICE, "en", most=10)) == 4


def test_what_the_index_finds_is_what_a_search_of_all_finds() -> None:
    from rapidfuzz import fuzz

    days = ("Montag", "Dienstag", "Freitag")
    towns = ("Bremen", "Ulm", "Kiel", "Bad Segeberg")
    who = ("die Polizei", "ein Sprecher", "der Minister am Rande einer Sitzung")
    texts = [f"Das sagte {w} am {d} in {t}." for w in who for d in days for t in towns]
    known = Corrections([corrected(text, text) for text in texts])
    for text in texts:
        wanted = {other for other in texts if fuzz.ratio(text, other) >= 80}
        assert {n.correction.source for n in known.near(text, "en", most=100)} == wanted


def test_editors_are_told_of_other_numbers() -> None:
    known = Corrections([corrected("Es kamen 12 Gäste.", "12 guests came.", by="Ana", at="2026")])
    (same,) = suggestions(known, "Es kamen 12 Gäste!", "en")
    assert (same.target, same.by, same.at, same.same_numbers) == (
        "12 guests came.",
        "Ana",
        "2026",
        True,
    )
    (other,) = suggestions(known, "Es kamen 13 Gäste.", "en")
    assert not other.same_numbers
    assert other.similarity < 1
    assert same_numbers("Am 3. Mai um 4", "Um 4 am 3. Mai")


def test_the_digest_is_that_of_what_is_known() -> None:
    rows = [corrected("Ja.", "Yes."), corrected("Nein.", "No.")]
    assert Corrections(rows).digest == Corrections(rows[::-1]).digest
    assert Corrections(rows).digest != Corrections(rows[:1]).digest
    assert Corrections(rows[:1]).digest != Corrections([corrected("Ja.", "Yeah.")]).digest
    signed = corrected("Ja.", "Yes.", by="Ana", at="2026-11-01T10:00:00Z")
    assert Corrections([signed]).digest == Corrections(rows[:1]).digest, (
        "who said it does not count"
    )
    accepted = corrected("Ja.", "Yes.", state="accepted")
    assert Corrections([accepted]).digest != Corrections(rows[:1]).digest, "what is said of it does"


def test_they_travel() -> None:
    known = Corrections([corrected(POLICE, "Police said so.", by="Ana")])
    known.near(POLICE, "en")
    there = pickle.loads(pickle.dumps(known))
    assert list(there) == list(known)
    assert there.digest == known.digest
    assert there.near(POLICE, "en") == known.near(POLICE, "en")


def test_further_ones_are_found_at_once() -> None:
    known = Corrections([corrected(POLICE, "First.", at="1")])
    known.near(POLICE, "en")
    before = known.digest
    on_friday = POLICE.replace("Montag", "Freitag")
    known.add([corrected(on_friday, "On Friday."), corrected(POLICE, "Last.", at="2")])
    known.add([corrected(POLICE, "Older.", at="1"), corrected("Ja.", "Oui.", language="fr")])
    assert [one.correction.text for one in known.near(POLICE, "en")] == ["Last.", "On Friday."]
    assert known.near("Ja.", "fr")[0].correction.text == "Oui."
    assert known.digest == Corrections(known).digest != before
    assert ("de", "fr") in known.languages
