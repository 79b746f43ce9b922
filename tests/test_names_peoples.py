"""Adjectives, inhabitants and peoples: what explains them, and countries exchanged for others."""

from __future__ import annotations

import pytest

import demonyms as probes
from name_samples import translated
from newsxlate.article import SentenceRef
from newsxlate.names.alignment import compounds, peoples
from newsxlate.names.checker import NameChecker
from newsxlate.names.forms import demonyms
from newsxlate.names.knowledge import demonym_table
from newsxlate.options import NameOptions

PLACE = SentenceRef(0, 0)


def told(source: str, target: str, language: str = "en") -> list[tuple[str, str]]:
    found = peoples.find({PLACE: source}, {PLACE: target}, language)
    assert all(f.code == "N530" and f.counts for f in found)
    return [(f.source, f.target) for f in found]


def codes(*pairs: tuple[str, str], language: str = "en") -> list[str]:
    result = NameChecker(NameOptions()).check(translated(*pairs, language=language))
    return [f.code for f in result.all_findings()]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("thüringische", "Thüringen"),
        ("rheinland-pfälzischen", "Rheinland-Pfalz"),
        ("NRW", "Nordrhein-Westfalen"),
        ("steirisches", "Steiermark"),
        ("Oberpfälzerin", "Oberpfalz"),
        ("Assyrerkönig", "Assyrien"),
        ("Exiliraner", "Iran"),
        ("mittelfränkisch", "Franken"),
        ("proserbische", "Serbien"),
        ("asienweit", "Asien"),
        ("Erstligisten", "Bundesliga"),
        ("Vereinigten Staaten", "USA"),
    ],
)
def test_a_german_word_is_of_a_place(word: str, name: str) -> None:
    assert name in [demonym.names[0] for demonym in demonyms.of_word(word)]


@pytest.mark.parametrize("word", ["Kindern", "Dann", "Indes", "besten", "Polizei", "indirekt"])
def test_words_that_only_look_like_inhabitants_are_of_none(word: str) -> None:
    assert not demonyms.of_word(word)


@pytest.mark.parametrize("word", ["bremische", "kölnischen", "Kasseler", "Münchner", "lübische"])
def test_other_adjectives_follow_from_the_places_name(word: str) -> None:
    assert bool(demonyms.place_of(word)) is (word != "lübische")


def test_only_whole_words_are_made_from_a_place() -> None:
    made = demonyms.derived("hessische", "fr")
    assert made.has("hessoises")
    assert not made.has("hessoisage")
    # Of a language without endings only the beginnings are known.
    assert demonyms.derived("ukrainische", "pl").has("ukrainskiej")


def test_every_stem_of_the_table_is_folded_and_every_row_has_a_place() -> None:
    for demonym in demonym_table.demonyms():
        assert demonym.names[0]
        for words in demonym.words.values():
            assert all(word and " " not in word for word in words)
    names = [demonym.names[0] for demonym in demonym_table.demonyms()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", probes.LANGUAGES)
def test_right_adjectives_and_inhabitants_are_not_accused(language: str) -> None:
    every = list(probes.probes(language))[::9]
    accused = [pair for _, *pair in every if probes.warnings(*pair, language)]
    # Two of 36 at most: one that is known to be ("Wahlberliner"), and one to spare.
    assert len(accused) <= 0.06 * len(every), accused


def test_a_misspelt_region_is_told() -> None:
    pair = ("Der nordrhein-westfälische Ort feiert.", "The town in North Rhein-Westphalia is.")
    # How sure that is, is another matter.
    assert codes(pair) in (["N516"], ["N518"])


@pytest.mark.parametrize(
    ("compound", "name", "expected"),
    [
        ("Chemienobelpreis", "nobel", True),
        ("Eriesee", "erie", True),
        ("Nordrhein", "rhein", False),
        ("Tannenzapfen", "tann", False),
        ("Straußenei", "strauss", False),
    ],
)
def test_names_in_compounds(compound: str, name: str, expected: bool) -> None:
    assert compounds.has(compound, name) is expected


@pytest.mark.parametrize(
    ("language", "source", "target", "found"),
    [
        (
            "es",
            "Das nordkoreanische Team kam.",
            "El equipo norteamericano llegó.",
            "norteamericano",
        ),
        (
            "fr",
            "Das südkoreanische Team kam.",
            "L'équipe nord-coréenne est venue.",
            "nord-coréenne",
        ),
        ("en", "Das nordkoreanische Team kam.", "The South Korean team came.", "South Korean"),
        ("it", "Ein österreichischer Koch.", "Un cuoco australiano.", "australiano"),
        ("en", "Ein slowakischer Koch.", "A Slovenian cook.", "Slovenian"),
        ("en", "Zwei Iraner siegten.", "Two Iraqis won.", "Iraqis"),
        ("fr", "Die Schweden siegten.", "Les Suisses ont gagné.", "Suisses"),
        ("es", "Litauen zahlt.", "Letonia paga.", "Letonia"),
        ("en", "Ein Urteil im Vereinigten Königreich.", "A ruling in Kenya.", "Kenya"),
        # Named twice, and exchanged once.
        ("en", "Peru und die peruanische Elf.", "Peru and the Chilean team.", "Chilean"),
        # A city of it that German has, too, stands for itself.
        ("en", "Die kenianische Stadt Nairobi.", "The Ugandan city of Nairobi.", "Ugandan"),
    ],
)
def test_a_country_that_became_another_is_told(
    language: str, source: str, target: str, found: str
) -> None:
    assert [text for _, text in told(source, target, language)] == [found]


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("en", "Das nordkoreanische Team kam.", "The team from Pyongyang came, not the Cubans."),
        ("en", "Die prorussische Partei.", "The party that is for Russia."),
        ("fr", "Die prorussische Partei.", "Le parti prorusse."),
        ("en", "Das koreanische Team.", "The South Korean team."),
        ("en", "Die schottische Regierung.", "The British government."),
        ("en", "Die bayerische Polizei und Polen.", "German police and Poland."),
        ("es", "Die niederländische Stadt.", "La ciudad holandesa."),
        ("fr", "Auf Deutsch heißt es Haus.", "En français, on dit maison."),
        ("en", "Eine Deutsche Dogge.", "A Great Dane, Danish or not."),
        ("en", "Es kostet 5 Schweizer Franken.", "It costs 5 Swedish apples."),
        ("en", "Polen ist weit.", "They polish the turkey; it is far."),
        ("en", "Zwei Norweger und Michael Jordan.", "Two men and Michael Jordan."),
        ("pl", "Das nordkoreanische Team kam.", "Drużyna niemiecka przyjechała."),
        ("de", "Das nordkoreanische Team kam.", "Das deutsche Team kam."),
        ("en", "Das nordkoreanische Team kam.", ""),
    ],
)
def test_what_is_not_surely_another_country_is_not_told(
    language: str, source: str, target: str
) -> None:
    assert not told(source, target, language)


def test_a_country_may_be_named_for_a_pronoun() -> None:
    sources = {SentenceRef(1, 0): "Ungarn wählt.", SentenceRef(1, 1): "Es grenzt an Serbien."}
    targets = {SentenceRef(1, 0): "A vote.", SentenceRef(1, 1): "Hungary has a border there."}
    assert not peoples.find(sources, targets, "en")
    del sources[SentenceRef(1, 0)]
    assert [f.target for f in peoples.find(sources, targets, "en")] == ["Hungary"]


def test_what_is_told_of_a_name_is_not_told_again() -> None:
    assert codes(("Gestern siegte Schweden.", "Yesterday Norway won.")) in (["N513"], ["N530"])


def test_the_message_says_what_was_expected() -> None:
    (found,) = peoples.find({PLACE: "Der dänische König."}, {PLACE: "Le roi norvégien."}, "fr")
    assert found.message == (
        "‘norvégien’ stands for ‘dänische’, which is another country; expected a form of ‘Danemark’"
    )
