"""What the page says of changes and findings, and one form of a name for all its mentions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from name_samples import translated
from newsxlate import resources
from newsxlate.cleaning import lines, structure, tail
from newsxlate.entities import NameAlignment, Outcome
from newsxlate.findings import finding
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.review.desk import OpenFinding, Row, Sheet
from newsxlate.review.web import marks, wording
from newsxlate.review.web.differences import compare
from newsxlate.review.web.renaming import plan
from newsxlate.signoff import Review


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("for 12 days", "for two days", "for -12-+two+ days"),
        ("a b c", "a x y c", "a -b-+x y+ c"),
        # What only a space parts is one change.
        ("the old house stood", "the new home stood", "the -old house-+new home+ stood"),
        ("same", "same", "same"),
        ("", "new", "+new+"),
        ("gone", "", "-gone-"),
        ("2,4 million", "2.4 million", "-2,4-+2.4+ million"),
    ],
)
def test_changes_are_told_by_words(before: str, after: str, wanted: str) -> None:
    signs = {"same": "{}", "gone": "-{}-", "new": "+{}+"}
    told = list(compare(before, after))
    assert "".join(signs[one.change].format(one.text) for one in told) == wanted
    assert "".join(one.text for one in told if one.change != "new") == before
    assert "".join(one.text for one in told if one.change != "gone") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("!" * 20_000, "!?" * 10_000), ("a " * 10_000, "b " + "a " * 9_999), ("ab" * 9, "a " * 9_000)],
)
def test_no_two_texts_take_minutes_to_compare(before: str, after: str) -> None:
    # Word by word this would take hours.
    told = list(compare(before, after))
    assert "".join(one.text for one in told if one.change != "new") == before
    assert "".join(one.text for one in told if one.change != "gone") == after


def test_of_long_texts_the_words_that_differ_are_told() -> None:
    words = [f"word{number % 90} und" for number in range(300)]
    before, after = " ".join(words), " ".join([*words[:200], "nothing", *words[201:]])
    changed = [one.text for one in compare(before, after) if one.change != "same"]
    assert changed == ["word20 und", "nothing"]
    dots = [one.text for one in compare("." * 900, "." * 400 + "x" + "." * 500) if one.text]
    assert dots == ["." * 400, "x", "." * 500]


def test_of_very_many_findings_some_are_marked() -> None:
    text = "1234 " * 1000
    found = [
        OpenFinding(key=f"{n:032x}", finding=finding("N303", before=f"{n} Euro", after="1234"))
        for n in range(1000)
    ]
    assert len(list(marks.concerned(text, found, "target"))) == 200


def test_messages_are_turned_field_by_field() -> None:
    found = finding("N303", before="two {x}", after="‘12’")
    assert wording.message(found, "de") == "Aus der Zahl „two {x}“ wurde „„12““"
    assert wording.message(found, "en") == "The number ‘two {x}’ became ‘‘12’’"


def test_what_is_quoted_in_a_field_is_not_turned() -> None:
    found = finding("N511", text="Oder", expectation="; expected ‘or’ or ‘Odra’")
    assert wording.message(found, "de") == "„Oder“ ist die deutsche Form; erwartet „or“ oder „Odra“"


def test_messages_of_other_releases_stay_as_they_are() -> None:
    found = finding("N201")
    other = type(found)(code="N201", message="nothing came", severity=found.severity)
    assert wording.message(other, "de") == "Nothing came"
    unknown = type(found)(code="N999", message="something new", severity=found.severity)
    assert wording.message(unknown, "de") == "Something new"


def places(code: str, text: str, side: str, **fields: Any) -> list[str]:
    one = OpenFinding(key="k" * 32, finding=finding(code, **fields))
    return [text[span.start : span.end] for span in marks.concerned(text, [one], side)]


def test_only_the_words_that_are_meant_are_marked() -> None:
    fields: dict[str, Any] = {"before": "zwei", "after": "12"}
    assert places("N303", "Er kam in zwei Tagen, nicht 12.", "source", **fields) == ["zwei"]
    assert places("N303", "He came in 12 days, not zwei, in 2012.", "target", **fields) == ["12"]
    # How many there are is no word of the text; nor is it known which quotation mark is meant.
    counted: dict[str, Any] = {"before": 2, "after": 1, "quotation": "nie"}
    assert places("N334", "1 oder 2 Mal „nie“", "source", **counted) == ["nie"]
    assert places("N335", "“Well, she said.", "target", mark="“") == []


def named(*texts: tuple[str, str, str, Outcome, tuple[str, ...]]) -> Sheet:
    """A sheet in which one name comes once a sentence: source, target, text, outcome, expected."""
    result = translated(*((source, target) for source, target, *_ in texts))
    assert result.ledger is not None
    entry = next(one.id for one in result.ledger.entries if "Peskow" in one.canonical)
    names = tuple(
        NameAlignment(
            entry=entry,
            block=0,
            sentence=number,
            outcome=outcome,
            source="Peskow",
            text=text,
            start=target.index(text),
            end=target.index(text) + len(text),
            expected=expected,
        )
        for number, (_, target, text, outcome, expected) in enumerate(texts)
    )
    made = type(result.translations[0])(
        language="en", model="test", blocks=result.translations[0].blocks, names=names
    )
    changed = Result(article=result.article, translations=(made,), ledger=result.ledger)
    rows = {
        ref: Row(
            ref=ref,
            source=sentence.text,
            machine=texts[ref.sentence][1],
            text=texts[ref.sentence][1],
        )
        for ref, sentence in result.article.sentences()
    }
    return Sheet(
        record=Record(id="x", name="x", url=None, result=changed),
        machine=changed,
        review=Review(language="en"),
        rows=rows,
        findings=(),
    )


def entry_of(sheet: Sheet) -> int:
    found = sheet.record.result.translations[0].names[0].entry
    assert found is not None
    return found


def test_a_possessive_is_kept_and_longer_mentions_follow() -> None:
    bad = (Outcome.GERMAN, ("Peskov",))
    sheet = named(
        (
            "Dmitri Peskow schwieg.",
            "Dmitry Peskow was silent.",
            "Dmitry Peskow",
            Outcome.GERMAN,
            (),
        ),
        ("Peskows Büro schwieg.", "Peskow's office was silent.", "Peskow's", *bad),
        ("Das sagte Peskow.", "That is what Peskow said.", "Peskow", *bad),
        ("Peskow ging.", "Peskov left.", "Peskov", Outcome.KEPT, ()),
    )
    changes = plan(sheet, entry_of(sheet), "Peskov", "Peskow")
    assert [change.text for change in changes] == [
        "Dmitry Peskov was silent.",
        "Peskov's office was silent.",
        "That is what Peskov said.",
    ]
    for change in changes:
        for start, end in change.spans:
            assert "Peskov" in change.text[start:end]


def test_accepted_forms_stay_unless_they_are_meant() -> None:
    sheet = named(
        ("Dmitri Peskow kam.", "Dmitry Peskow came.", "Dmitry Peskow", Outcome.KEPT, ()),
        ("Peskow ging.", "Peskow left.", "Peskow", Outcome.KEPT, ()),
    )
    assert plan(sheet, entry_of(sheet), "Peskov") == []
    changes = plan(sheet, entry_of(sheet), "Peskov", "Peskow")
    assert [change.text for change in changes] == ["Dmitry Peskov came.", "Peskov left."]


def test_every_reason_to_leave_something_out_is_told_in_german() -> None:
    rules = [resources.language(code, "clutter") for code in resources.languages()]
    told = {row["reason"] for table in rules for row in _rows(table)}
    told |= {lines.NAVIGATION, structure.ABOVE, structure.BETWEEN, structure.REPEATED, tail.AFTER}
    assert len(told) > 25
    assert {why for why in told if wording.reason(why, "de") == why} == set()
    assert wording.reason("something new", "de") == "something new"
    assert wording.reason("names the author", "xx") == "names the author"


def _rows(table: Any) -> Iterator[dict[str, Any]]:
    """All tables in a table that give a reason."""
    if isinstance(table, dict):
        if "reason" in table:
            yield table
        for value in table.values():
            yield from _rows(value)
    elif isinstance(table, list):
        for value in table:
            yield from _rows(value)
