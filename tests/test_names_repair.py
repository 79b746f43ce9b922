"""German and inconsistent names in a translation are replaced, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.article import Article, Block, Kind, Sentence, SentenceRef
from newsxlate.entities import Entities, Outcome
from newsxlate.names.alignment import check
from newsxlate.names.recognition import entities
from newsxlate.names.repair import repair
from newsxlate.names.repair.repair import Repair
from profiles import examples


def _ledger(sentences: list[str]) -> Entities:
    text, found = "", []
    for sentence in sentences:
        found.append(Sentence(len(text), len(text) + len(sentence), sentence))
        text += sentence + " "
    block = Block(Kind.PARAGRAPH, 0, len(text), text.strip(), sentences=tuple(found))
    return entities.find_entities(Article(text=text, blocks=(block,), language="de"))


def _plan(
    sources: list[str],
    targets: list[str],
    language: str,
    glossary: dict[str, tuple[str, ...]] | None = None,
) -> list[Repair]:
    made = _ledger(sources)
    texts = {SentenceRef(0, n): text for n, text in enumerate(targets)}
    places = {SentenceRef(0, n): text for n, text in enumerate(sources)}
    found = check.check(made, places, texts, language)
    return repair.plan(found, texts, made, language, glossary=glossary)


def fixed(source: str | list[str], target: str | list[str], language: str) -> str | list[str]:
    sources = [source] if isinstance(source, str) else source
    targets = [target] if isinstance(target, str) else target
    plan = _plan(sources, targets, language)
    done = [
        repair.apply(text, [r for r in plan if r.ref == (0, n)])[0]
        for n, text in enumerate(targets)
    ]
    return done[0] if isinstance(target, str) else done


@pytest.mark.parametrize(
    ("language", "source", "target", "expected"),
    [
        # A surname alone, a full name, a word of it, the possessive, a hyphen, capitals.
        ("en", "Peskow schwieg.", "Peskow said nothing.", "Peskov said nothing."),
        ("en", "Dmitri Peskow kam.", "Dmitri Peskow came.", "Dmitry Peskov came."),
        ("en", "Peskows Worte fielen.", "Peskow's words fell.", "Peskov's words fell."),
        ("en", "Peskows Worte fielen.", "Peskow’s words fell.", "Peskov’s words fell."),
        (
            "en",
            "Die Firma aus Wladiwostok zahlt.",
            "The Wladiwostok-based firm pays.",
            "The Vladivostok-based firm pays.",
        ),
        ("en", "BESUCH IN WLADIWOSTOK", "VISIT TO WLADIWOSTOK", "VISIT TO VLADIVOSTOK"),
        ("en", "Er lobte den Kreml.", "He praised the Kreml.", "He praised the Kremlin."),
        # Elision and contraction.
        ("fr", "Er kam aus Athen.", "Il venait d’Athen.", "Il venait d’Athènes."),
        ("fr", "Die Stadt Athen wächst.", "La ville de Athen croît.", "La ville d’Athènes croît."),
        ("fr", "Er lebt in Kairo.", "Il vit à Kairo.", "Il vit au Caire."),
        ("fr", "Er kam aus Kairo.", "Il venait du Kairo.", "Il venait du Caire."),
        ("fr", "Er lebt in Den Haag.", "Il vit à Den Haag.", "Il vit à La Haye."),
        ("fr", "Er kam aus Ägypten.", "Il venait du Ägypten.", "Il venait de l’Égypte."),
        ("fr", "Die Schweiz zahlt.", "La Schweiz paie.", "La Suisse paie."),
        ("fr", "Er sah Schottland.", "Il a vu le Schottland.", "Il a vu l’Écosse."),
        ("it", "Er lebt in Den Haag.", "Vive a Den Haag.", "Vive all’Aia."),
        ("it", "Er kam aus Kairo.", "Veniva da Kairo.", "Veniva dal Cairo."),
        ("it", "Ganz Ägypten schwieg.", "Tutto il Ägypten taceva.", "Tutto l’Egitto taceva."),
        ("es", "Er sah Wales und England.", "Vio Gales y England.", "Vio Gales e Inglaterra."),
        ("es", "Er kam aus Kairo.", "Venía del Kairo.", "Venía de El Cairo."),
        # The German name decides between two names of one place.
        ("fr", "Großbritannien zahlt.", "La Großbritannien paie.", "La Grande-Bretagne paie."),
        ("fr", "Mazedonien zahlt.", "La Mazedonien paie.", "La Macédoine paie."),
        ("it", "Die EU zahlt.", "L'EU paga.", "L'UE paga."),
        # Endings are moved where both names are declined alike.
        ("pl", "Er war in Wladiwostok.", "Był w Wladiwostoku.", "Był w Władywostoku."),
        ("cs", "Er war in Wladiwostok.", "Byl ve Wladiwostoku.", "Byl ve Vladivostoku."),
        ("uk", "Die EU zahlt.", "Сьогодні EU платить.", "Сьогодні ЄС платить."),
    ],
)
def test_a_german_form_is_replaced(language: str, source: str, target: str, expected: str) -> None:
    assert fixed(source, target, language) == expected


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        # The article is not the new name's.
        ("fr", "Die Schweiz zahlt.", "Selon le Schweiz, c’est payé."),
        ("en", "Die Schweiz zahlt.", "Yesterday the Schweiz paid."),
        # A plural's article before an acronym.
        ("fr", "Die UNO zahlt.", "Selon les UNO, c’est payé."),
        # The case is not known, or the names are declined otherwise.
        ("pl", "Er war in Moskau.", "Był w Moskau."),
        ("pl", "Er war in Lemberg.", "Był we Lembergu."),
        ("cs", "Er war in China.", "Byl v China."),
        ("uk", "Er war in Wladiwostok.", "Він був у Wladiwostok."),
        # No table has the surname.
        ("en", "Igor Wachruschew kam.", "Igor Wachruschew came."),
    ],
)
def test_what_is_not_certain_is_left(language: str, source: str, target: str) -> None:
    assert fixed(source, target, language) == target


def test_an_inconsistent_form_becomes_the_first_one() -> None:
    sources = ["Kiew schwieg.", "Er kam nach Kiew."]
    assert fixed(sources, ["Kiev was silent.", "He came to Kyiv."], "en") == [
        "Kiev was silent.",
        "He came to Kiev.",
    ]
    assert fixed(sources, ["Kiev was silent.", "He came to Kiew."], "en") == [
        "Kiev was silent.",
        "He came to Kiev.",
    ]


def test_the_glossary_decides() -> None:
    (found,) = _plan(["Kiew schwieg."], ["Kiew was silent."], "en", glossary={"Kiew": ("Kyjiv",)})
    assert (found.old, found.new) == ("Kiew", "Kyjiv")


NAMES = ["Kiew", "Moskau", "Peskow", "Kairo", "Wladiwostok", "Ägypten", "Schweiz", "Europa"]
WORDS = st.sampled_from(
    ["de", "la", "le", "les", "a", "an", "the", "in", "«", "d’", "(", "and", *NAMES, *NAMES]
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(WORDS, max_size=9), st.sampled_from(["en", "fr", "it", "es", "pl", "uk"]))
def test_repairs_are_final_and_touch_names_and_articles_only(
    words: list[str], language: str
) -> None:
    source = "Heute sprachen " + ", ".join(NAMES) + "."
    target = " ".join(words) + "."
    plan = _plan([source], [target], language)
    text, starts = repair.apply(target, plan)
    for start, done in starts:
        assert text[start:].startswith(done.new)
    # What stands between the repairs is what stood there.
    kept, position = [], 0
    for done in sorted(plan, key=lambda r: r.start):
        assert done.start >= position
        kept.append(target[position : done.start])
        position = done.end
    kept.append(target[position:])
    assert (
        "".join(
            part + done.text
            for part, done in zip(kept, sorted(plan, key=lambda r: r.start), strict=False)
        )
        + kept[-1]
        == text
    )
    again = _plan([source], [text], language)
    assert not [r for r in again if r.old == r.new]
    assert all(r.old in NAMES for r in again)


@pytest.mark.parametrize("language", ["en", "fr", "es", "it", "pl", "cs"])
def test_a_second_check_accepts_what_was_repaired(language: str) -> None:
    source, target = "Wladiwostok zahlt an Peskow.", "Wladiwostok – Peskow."
    text = fixed(source, target, language)
    assert isinstance(text, str)
    made = _ledger([source])
    found = check.check(made, {SentenceRef(0, 0): source}, {SentenceRef(0, 0): text}, language)
    assert [r.outcome for r in found] == [Outcome.VARIANT, Outcome.VARIANT]
    assert fixed(source, text, language) == text


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("es", "Viajó a Nordkorea del Norte.", "Viajó a Corea del Norte."),
        ("en", "He went to North Nordkorea.", "He went to North Korea."),
        ("en", "He went to Nordkorea.", "He went to North Korea."),
    ],
)
def test_what_stands_beside_the_name_already_is_not_written_twice(
    language: str, before: str, after: str
) -> None:
    assert fixed("Er reiste nach Nordkorea.", before, language) == after


def test_a_country_is_not_given_the_name_of_its_successor() -> None:
    german = "Mazedonien lehnte ab."
    assert fixed(german, "Mazedonien weigerde.", "nl") == "Macedonië weigerde."
