import json
from dataclasses import asdict
from pathlib import Path

import pytest

from newsxlate.entities import Entities
from newsxlate.inputs.article import read_text
from newsxlate.names.recognition import entities
from newsxlate.segmenting import segment

EXAMPLE = Path(__file__).parents[1] / "examples/kim-in-russland.txt"


def build(*paragraphs: str) -> Entities:
    text = "\n\n".join(paragraphs) + "\n"
    return entities.find_entities(segment(read_text(text, language="de", keep_boilerplate=True)))


def names(found: Entities) -> dict[str, tuple[str, ...]]:
    return {entity.canonical: entity.names for entity in found.entries}


@pytest.fixture(scope="module")
def example() -> Entities:
    return entities.find_entities(segment(read_text(EXAMPLE.read_text("utf-8"))))


def test_the_example_has_one_misspelt_name(example: Entities) -> None:
    [found] = entities.misspellings(example)
    assert (found.code, found.source) == ("N501", "Kim Jung Un")
    assert "‘Kim Jong Un’" in found.message


def test_full_name_surname_and_titles_are_one_entry(example: Entities) -> None:
    entries = names(example)
    assert entries["Wladimir Putin"] == ("Wladimir Putin", "Putin")
    assert entries["Dmitri Peskow"] == ("Dmitri Peskow", "Peskow")
    assert entries["Kim Jong Un"] == ("Kim Jong Un", "Kim Jung Un", "Kim")
    kim = next(entity for entity in example.entries if entity.canonical == "Kim Jong Un")
    assert {"Herr", "Herrn", "Machthaber"} <= {m.mention.title for m in kim.mentions}
    assert kim.variants == ("Kim Jung Un",)


def test_a_surname_of_several_words_joins_its_bearer() -> None:
    entries = names(
        build("Die Richterin Samira Hallak ad-Din kam. Das Urteil fiel, als Hallak ad-Din schwieg.")
    )
    assert entries["Samira Hallak ad-Din"] == ("Samira Hallak ad-Din", "Hallak ad-Din")
    assert len(entries) == 1


def test_a_surname_joins_its_bearer_whatever_the_initials() -> None:
    entries = names(
        build("Der Anwalt Edward F. Hollis kam. Hollis schwieg. P. D. James las. James blieb.")
    )
    assert entries["Edward F. Hollis"] == ("Edward F. Hollis", "Hollis")
    assert entries["P. D. James"] == ("P. D. James", "James")


def test_a_double_surname_joins_its_bearer() -> None:
    entries = names(build("Enisa Hodzic-Weyer kam. Danach sprach Hodzic-Weyer lange."))
    assert list(entries.values()) == [("Enisa Hodzic-Weyer", "Hodzic-Weyer")]


def test_every_mention_is_where_the_ledger_says(example: Entities) -> None:
    text = EXAMPLE.read_text("utf-8")
    located = [m for entity in example.entries for m in entity.mentions]
    assert len(located) > 40
    assert all(text[m.start : m.end] == m.mention.text for m in located)
    assert len({m.start for m in located}) == len(located)


def test_mentions_of_a_sentence_come_with_their_entries(example: Entities) -> None:
    first = next(e for e in example.entries if e.canonical == "Kim Jong Un").mentions[0]
    assert [e.canonical for e, _ in example.at(first.block, first.sentence)] == [
        "Nordkorea", "Kim Jong Un", "Russland",
    ]  # fmt: skip


def test_the_ledger_is_json(example: Entities) -> None:
    data = json.loads(json.dumps(asdict(example)))
    entity = data["entries"][1]
    assert (entity["id"], entity["canonical"]) == (2, "Kim Jong Un")
    assert entity["mentions"][0]["mention"]["base"] == "Kim Jong Un"


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Der Vater Kim Jong Il starb in Pjöngjang.", "Der Sohn Kim Jong Un lebt."),
        ("Der Bäcker Hans Müller lebt in Kiel.", "Der Anwalt Hans Möller lebt in Ulm."),
        ("Er reiste nach Freiburg.", "Sie reiste nach Freiberg."),
        ("Die Slowakei stimmte zu.", "In Slowenien stimmte niemand zu."),
        ("In der Ukraine ist Krieg.", "Die Ukrainer hoffen auf Frieden."),
        ("Gestern kamen Jonas Terbrack und Jonas Terbrock nach Bonn.",),
        ("Trainer Jonas Terbrack schwieg.", "Torwart Jonas Terbrock sprach."),
        ("Anna Schmidt und Peter Schmidt sind Geschwister.", "Schmidt lachte."),
    ],
)
def test_two_names_are_not_taken_for_one(paragraphs: tuple[str, ...]) -> None:
    assert entities.misspellings(build(*paragraphs)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Wolodymyr Selenskyj", "Wolodymyr Zelensky"),
        ("Jens Stoltenberg", "Jens Stoltenburg"),
        ("Benjamin Netanjahu", "Benjamin Netanyahu"),
    ],
)
def test_a_misspelt_name_is_reported(right: str, wrong: str) -> None:
    found = build(f"Gestern kam {right} nach Berlin.", f"Am Montag reiste {wrong} ab.")
    assert [(f.code, f.source) for f in entities.misspellings(found)] == [("N501", wrong)]
    assert names(found)[right] == (right, wrong)


def test_a_misspelt_surname_is_reported() -> None:
    found = build(
        "Der Forscher Vladimir Kavardarkov kam nach Berlin.",
        "Nach seiner Rede wurde Herr Kavadarkov gefeiert.",
    )
    assert [f.source for f in entities.misspellings(found)] == ["Kavadarkov"]


def test_a_surname_of_two_persons_is_nobodys() -> None:
    found = build(
        "Anna Merkel und Peter Merkel sind Geschwister.", "Gestern lachte Frau Merkel laut."
    )
    assert set(names(found)) == {"Anna Merkel", "Peter Merkel", "Merkel"}


def test_a_place_is_not_the_person_called_like_it() -> None:
    found = build("Der Schauspieler Denzel Washington kam an.", "In Washington regnete es.")
    assert {"Denzel Washington", "Washington"} <= set(names(found))


def test_two_names_of_one_place_are_one_entry_and_no_mistake() -> None:
    found = build("Die USA warnten.", "Die Vereinigten Staaten zögerten.")
    assert [entity.names for entity in found.entries] == [("USA", "Vereinigte Staaten")]
    assert entities.misspellings(found) == []
