"""What is said in a summary is looked up in the article."""

import pytest

from newsxlate.checking.negation import may_negate, negates
from newsxlate.summarizing.claims import Kind, claims
from newsxlate.summarizing.faithful import judge_rendered, judge_written, precision
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.words import is_ordinary, prefixes, stems
from summary_samples import ENGLISH, article

SOURCE = Source(article())
PLACES = SOURCE.places


def codes(judged):
    return [finding.code for finding in judged.sentence.findings]


def written(text, language="en"):
    return judge_written(text, language, SOURCE)


def linked(text, number, language="en"):
    return judge_rendered(text, language, SOURCE, PLACES[number])


def test_faithful_translations_are_not_accused():
    for number, text in enumerate(ENGLISH):
        judged = linked(text, number)
        assert codes(judged) == [], text
        assert judged.sentence.support[0].score == 1.0


def test_every_kind_of_claim_is_found():
    text = "“We will not abandon Ukraine and will secure the transit,” Merkel said of 40 billion."
    found = list(claims(text, "en", SOURCE, PLACES))
    kinds = [claim.kind for claim in found]
    assert sorted(kinds) == [Kind.NAME, Kind.NAME, Kind.NUMBER, Kind.QUOTATION]
    assert all(claim.known for claim in found)


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        (ENGLISH[1].replace("Zelensky", "Lukashenko"), 1, "N601"),
        (ENGLISH[1].replace("Kyiv", "Warsaw"), 1, "N602"),
        (ENGLISH[4] + " He said: “The transit will be secured tomorrow.”", 4, "N607"),
        (ENGLISH[4].replace("had", "had not"), 4, "N609"),
        (ENGLISH[3].replace("not abandon", "support"), 3, "N610"),
    ],
)
def test_a_mistake_in_a_translated_sentence_is_found(text, number, code):
    assert code in codes(linked(text, number))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Merkel and Zelensky talked about 60 billion cubic metres of gas.", "N603"),
        ("Angela Merkel met Volodymyr Zelensky in Kyiv on Friday.", "N605"),
        ("Emmanuel Macron invited Boris Johnson to Marseille for talks about fish.", "N608"),
    ],
)
def test_a_mistake_in_a_written_sentence_is_found(text, code):
    assert code in codes(written(text))


def test_a_written_sentence_is_linked_across_languages():
    judged = written("Merkel met the Ukrainian president, Zelensky, in Kyiv.")
    first = judged.sentence.support[0]
    assert (first.block, first.sentence) == PLACES[1]
    assert codes(judged) == []


def test_a_sentence_of_two_is_supported_by_both():
    text = "Merkel traf Selenskyj in Kiew, und Russland hatte die Verhandlungen kritisiert."
    places = {(s.block, s.sentence) for s in written(text, "de").sentence.support}
    assert PLACES[4] in places
    assert places & {PLACES[0], PLACES[1]}


def test_in_its_own_language_a_quotation_is_compared_word_by_word():
    right = "Merkel will die Ukraine „nicht im Stich lassen“."
    wrong = "Merkel will die Ukraine „niemals im Stich lassen“."
    assert "N606" not in codes(written(right, "de"))
    assert "N606" in codes(written(wrong, "de"))


def test_names_keep_their_forms_in_other_languages():
    text = "Angela Merkel a rencontré lundi à Kiev le président ukrainien Volodymyr Zelensky."
    assert codes(linked(text, 1, "fr")) == []


def test_precision_counts_what_the_article_has():
    right, wrong = linked(ENGLISH[1], 1), linked(ENGLISH[2].replace("40", "70"), 2)
    found = precision([right, wrong])
    assert (found.entities, found.numbers, found.quotations) == (1.0, 0.0, None)
    assert precision([]).entities is None


def test_headlines_in_capitals_are_not_full_of_names():
    text = "Chancellor Merkel Meets Ukrainian President Zelensky In Kyiv"
    assert [c.text for c in claims(text, "en", SOURCE, PLACES) if not c.known] == []


def test_negations_are_told_from_what_looks_like_them():
    assert negates("He did not come.", "en")
    assert negates("They didn’t come.", "en")
    assert not negates("It starts no later than Friday.", "en")
    assert not negates("Il n’a que 20 ans.", "fr")
    assert negates("Il n’est pas venu.", "fr")
    assert not may_negate("Und uns sind unsere Kinder wichtig.", "de")
    assert may_negate("Das ist unmöglich.", "de")
    assert may_negate("Er kam ohne Hut.", "de")
    assert not negates("Något annat.", "sv")
    assert may_negate("Något annat.", "sv")


def test_words_are_compared_by_their_beginnings():
    assert stems("Die Waffen, das Waffengeschäft") == {"waffen"}
    assert prefixes("militärisch") & prefixes("military operations")
    assert not prefixes("Tisch") & prefixes("table")


def test_ordinary_words_are_no_names():
    assert is_ordinary("President", "en", opens=False)
    assert is_ordinary("Monday", "en", opens=False)
    assert not is_ordinary("London", "en", opens=False)
    assert not is_ordinary("Selenskyj", "en", opens=True)
