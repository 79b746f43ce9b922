"""What a model is given: misspelt names respelt, target forms in the sentence or beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from name_samples import article
from newsxlate.names import hints
from newsxlate.names.hints import Hints, certain_form
from newsxlate.names.knowledge.glossary import load_glossary
from newsxlate.names.recognition import entities


def of(sentence: str, help: Hints) -> tuple[str, tuple[tuple[str, str], ...]]:
    return hints.hinted(sentence, entities.find_entities(article(sentence)).at(0, 0), help)


def test_forms_take_the_place_of_german_names_with_their_endings() -> None:
    changed, terms = of(
        "Peskow lobte in Pjöngjang Moskaus Politik.", Hints(language="en", method="source")
    )
    assert changed == "Peskov lobte in Pyongyang Moscows Politik."
    assert terms == ()


def test_forms_are_named_beside_the_sentence() -> None:
    text = "Peskow lobte in Pjöngjang Moskaus Politik."
    changed, terms = of(text, Hints(language="en", method="prompt"))
    assert changed == text
    assert terms == (("Peskow", "Peskov"), ("Pjöngjang", "Pyongyang"), ("Moskaus", "Moscow"))
    assert all(name in text for name, _ in terms)


@pytest.mark.parametrize("method", ["source", "prompt"])
@pytest.mark.parametrize(
    "sentence",
    ["Angela Merkel besuchte Berlin.", "Die UN tagten.", "Das Wetter bleibt schön."],
)
def test_names_that_stay_as_they_are_need_no_help(method: str, sentence: str) -> None:
    assert of(sentence, Hints(language="en", method=method)) == (sentence, ())


def test_nothing_is_told_that_is_not_certain() -> None:
    # A romanisation that follows from rules alone.
    assert certain_form("Tschulkowskaja", "en") == ""
    assert of("Kim kam nach Tschulkowskaja.", Hints(language="en", method="prompt"))[1] == ()


def test_an_acronym_gets_an_acronym() -> None:
    assert certain_form("UN", "fr") == "ONU"
    assert certain_form("Vereinte Nationen", "fr") == "Nations unies"


def test_the_glossary_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("de;en\nKiew;Kiev\nBerlin;Berlin City\n", encoding="utf-8")
    help_ = Hints(language="en", method="prompt", glossary=load_glossary(path).terms("en"))
    assert of("Er fuhr von Kiew nach Berlin.", help_)[1] == (
        ("Kiew", "Kiev"), ("Berlin", "Berlin City"),
    )  # fmt: skip


class TestNormalised:
    """Misspellings are replaced in what the model gets."""

    SENTENCES = (
        "Wolodymyr Selenskyj sprach in Kiew.",
        "Die Rede Wolodymyr Selenskijs gefiel, Wolodymyr Selenskij winkte.",
    )

    def given(self, number: int) -> str:
        source = article(*self.SENTENCES)
        pairs = entities.find_entities(source).at(0, number)
        return hints.hinted(self.SENTENCES[number], pairs, Hints(language="en", normalize=True))[0]

    def test_with_the_ending_kept(self) -> None:
        assert self.given(1) == (
            "Die Rede Wolodymyr Selenskyjs gefiel, Wolodymyr Selenskyj winkte."
        )

    def test_only_where_it_is_misspelt(self) -> None:
        assert self.given(0) == self.SENTENCES[0]

    def test_each_is_noted_at_its_place(self) -> None:
        found = hints.findings(entities.find_entities(article(*self.SENTENCES)))
        assert [(f.code, f.sentence, f.source, f.counts) for f in found] == [
            ("N531", 1, "Wolodymyr Selenskijs", False),
            ("N531", 1, "Wolodymyr Selenskij", False),
        ]
        assert found[0].message == (
            "the model was given ‘Wolodymyr Selenskyjs’ for ‘Wolodymyr Selenskijs’"
        )
