"""What became of names in a translation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.article import Article, Block, Kind, Sentence, SentenceRef
from newsxlate.entities import Entities, NameAlignment, Outcome
from newsxlate.findings import Severity
from newsxlate.names.alignment import check as renderings
from newsxlate.names.alignment.target_sentence import Target
from newsxlate.names.forms.demonyms import derived
from newsxlate.names.knowledge.glossary import Glossary, Term
from newsxlate.names.recognition import entities
from newsxlate.text.dictionary import is_word


def _ledger(sentences: list[str]) -> Entities:
    text, found = "", []
    for sentence in sentences:
        found.append(Sentence(len(text), len(text) + len(sentence), sentence))
        text += sentence + " "
    block = Block(Kind.PARAGRAPH, 0, len(text), text.strip(), sentences=tuple(found))
    return entities.find_entities(Article(text=text, blocks=(block,), language="de"))


def check(
    source: str | list[str],
    target: str | list[str],
    language: str = "en",
    glossary: Glossary | None = None,
) -> tuple[NameAlignment, ...]:
    sources = [source] if isinstance(source, str) else source
    targets = [target] if isinstance(target, str) else target
    return renderings.check(
        _ledger(sources),
        {SentenceRef(0, n): text for n, text in enumerate(sources)},
        {SentenceRef(0, n): text for n, text in enumerate(targets)},
        language,
        glossary=glossary,
    )


def outcomes(found: tuple[NameAlignment, ...]) -> dict[str, tuple[Outcome, str]]:
    return {r.source: (r.outcome, r.text) for r in found}


PESKOW = "Dmitri Peskow reiste nach Wladiwostok."


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("en", "Dmitry Peskov travelled to Vladivostok."),
        ("fr", "Dmitri Peskov s'est rendu à Vladivostok."),
        ("es", "Dmitri Peskov viajó a Vladivostok."),
        ("it", "Dmitrij Peskov si è recato a Vladivostok."),
        ("pl", "Dmitrij Pieskow pojechał do Władywostoku."),
        ("nl", "Dmitri Peskov reisde naar Vladivostok."),
        ("cs", "Dmitrij Peskov odjel do Vladivostoku."),
        ("uk", "Дмитро Пєсков поїхав до Владивостока."),
    ],
)
def test_accepted_forms_are_found_in_every_language(language: str, target: str) -> None:
    found = check(PESKOW, target, language)
    assert [r.outcome.accepted for r in found] == [True, True]
    assert not renderings.findings(found, language)


def test_what_is_left_in_german_is_reported_with_what_is_expected() -> None:
    found = outcomes(check(PESKOW, "Dmitry Peskow travelled to Wladiwostok."))
    assert found["Dmitri Peskow"] == (Outcome.GERMAN, "Dmitry Peskow")
    assert found["Wladiwostok"] == (Outcome.GERMAN, "Wladiwostok")
    (first, _) = renderings.findings(check(PESKOW, "Dmitry Peskow left for Wladiwostok."), "en")
    assert (first.code, first.severity) == ("N511", Severity.WARNING)
    assert (first.block, first.sentence, first.source) == (0, 0, "Dmitri Peskow")
    assert "Dmitry Peskov" in first.message


def test_a_misspelt_part_makes_a_name_altered() -> None:
    (found,) = check("Kim Jong Un schwieg.", "Kim Jung Un said nothing.")
    assert (found.outcome, found.text) == (Outcome.ALTERED, "Kim Jung Un")
    (found,) = check("Angela Merkel schwieg.", "Angela Merkl said nothing.")
    assert (found.outcome, found.text) == (Outcome.ALTERED, "Angela Merkl")


def test_another_name_in_its_stead_is_one_finding() -> None:
    found = check("Gestern sprach Emmanuel Macron.", "Yesterday, Angela Merkel spoke.")
    assert [(r.outcome, r.text) for r in found] == [(Outcome.ALTERED, "Angela Merkel")]


def test_names_swapped_between_sentences_are_both_reported() -> None:
    sources = ["Emmanuel Macron kam zuerst.", "Zuletzt kam Angela Merkel."]
    found = check(sources, ["Angela Merkel came first.", "Emmanuel Macron came last."])
    assert {f.sentence for f in renderings.findings(found, "en") if f.counts} == {0, 1}


def test_a_missing_name_and_one_that_may_be_left_out() -> None:
    (missing,) = check("Emmanuel Macron kam zu spät.", "He was late.")
    assert (missing.outcome, missing.start, missing.text) == (Outcome.MISSING, None, "")
    found = check("Emmanuel Macron sagte, Macron komme.", "Emmanuel Macron said he would come.")
    assert [f.code for f in renderings.findings(found, "en")] == ["N515"]
    assert not any(f.counts for f in renderings.findings(found, "en"))


def test_an_invented_name_is_reported() -> None:
    found = check("Gestern sprach Emmanuel Macron.", "Emmanuel Macron spoke to Scholz yesterday.")
    assert found[-1].outcome is Outcome.HALLUCINATED
    assert (found[-1].text, found[-1].entry, found[-1].source) == ("Scholz", None, "")


def test_an_adjective_may_stand_for_a_country() -> None:
    found = check("Nordkoreas Machthaber schwieg.", "The North Korean leader said nothing.")
    assert [r.outcome for r in found] == [Outcome.VARIANT]
    assert not renderings.findings(
        check("Der französische Minister kam.", "France's minister came."), "en"
    )


def test_two_accepted_spellings_in_one_text_are_inconsistent() -> None:
    found = check(
        ["Er kam nach Kiew.", "Sie lebt in Kiew."], ["He came to Kyiv.", "She lives in Kiev."]
    )
    assert [r.outcome for r in found] == [Outcome.VARIANT, Outcome.INCONSISTENT]
    assert found[1].expected == ("Kyiv",)
    inflected = check(
        ["Er kam nach Kiew.", "Sie lebt in Kiew."],
        ["Przyjechał do Kijowa.", "Mieszka w Kijowie."],
        "pl",
    )
    assert all(r.outcome.accepted for r in inflected)


def test_the_glossary_beats_the_tables() -> None:
    term = Term("Kiew", "en", ("Kyiv",), ("Kiev",))
    (found,) = check("Er kam nach Kiew.", "He came to Kiev.", glossary=Glossary((term,)))
    assert found.outcome is Outcome.ALTERED
    (report,) = renderings.findings((found,), "en")
    assert (report.code, report.severity) == ("N517", Severity.ERROR)
    plain = Glossary((Term("Moskau", "en", ("Moskva",)),))
    (found,) = check("Er kam nach Moskau.", "He came to Moscow.", glossary=plain)
    assert (found.outcome, found.expected) == (Outcome.ALTERED, ("Moskva",))


def test_a_source_that_is_not_german_is_not_checked() -> None:
    sources = {SentenceRef(0, 0): "Kim spoke."}
    assert renderings.check(Entities(), sources, sources, "fr", source_language="en") == ()


@given(st.text(alphabet="Kim Jong Un'’-.,«» ПутінÉ\u0301", max_size=40))
def test_spans_are_exact_whatever_the_target(target: str) -> None:
    for found in check("Kim Jong Un traf Wladimir Putin in Genf.", target, "fr"):
        if found.start is not None:
            assert target[found.start : found.end] == found.text
            assert not target[found.start - 1 : found.start].isalnum() or found.start == 0
        else:
            assert found.text == ""


def test_elided_articles_and_possessives_are_no_part_of_a_word() -> None:
    assert [w.text for w in Target("l'Ukraine d'Emmanuel", "fr").words][1::2] == [
        "Ukraine",
        "Emmanuel",
    ]
    assert [w.text for w in Target("Trump's O'Brien", "en").words] == ["Trump", "O'Brien"]


def test_the_vocabulary_tells_words_from_names() -> None:
    assert all(is_word(*pair) for pair in (("President", "en"), ("Conseil", "fr"), ("Rada", "pl")))
    assert not any(is_word(name, "fr") for name in ("Merkel", "Macron", "Kavanaugh"))
    assert not is_word("President", "xx")


def test_inhabitants_lead_to_their_place() -> None:
    assert derived("französische", "en").has("french")
    assert derived("Ukrainer", "en").has("ukrainians")
    assert "ukrai" in derived("Ukrainer", "pl").beginnings


def test_a_country_may_be_named_where_the_source_names_its_city_or_adjective() -> None:
    city = check("Sie spielten am Samstag in Manchester.", "They played in Manchester, England.")
    assert not renderings.findings(city, "en")
    adjective = check("Ein nordkoreanischer Soldat floh.", "A soldier fled from North Korea.")
    assert not renderings.findings(adjective, "en")
    other = check("Sie spielten am Samstag in Manchester.", "They played in Manchester, Peru.")
    assert [r.outcome for r in other] == [Outcome.KEPT, Outcome.HALLUCINATED]


def test_a_name_that_opens_the_sentence_can_be_invented() -> None:
    (found,) = check("Gestern schwieg er lange.", "Halkett kept silent.")
    assert (found.outcome, found.text) == (Outcome.HALLUCINATED, "Halkett")
    for target in ("Malheureusement, il se tut.", "Pourquoi se taire ?", "Mardi, il se tut."):
        assert not check("Gestern schwieg er lange.", target, "fr")


def test_a_german_word_that_belongs_to_a_longer_name_is_not_left_in_german() -> None:
    source = "Das Spiel ist in der Rhein-Neckar-Arena."
    assert not renderings.findings(check(source, "It is at Rhein-Neckar-Arena."), "en")
    (left,) = check("Der Rhein steigt.", "The Rhein is rising.")
    assert left.outcome is Outcome.GERMAN


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("Emmanuel Macron kam zu spät.", "He was late.", "‘Emmanuel Macron’ is missing"),
        ("Wladiwostok schwieg.", "They said nothing.", "‘Wladiwostok’ is missing; expected ‘Vlad"),
    ],
)
def test_what_is_expected_is_said_unless_it_is_the_name_itself(source, target, message) -> None:
    [found] = renderings.findings(check(source, target), "en")
    assert found.message[: len(message)] == message
    assert ("expected" in found.message) is ("expected" in message)
