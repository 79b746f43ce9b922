"""Words that the target language does not have, and how words are derived."""

from __future__ import annotations

import pytest

from newsxlate.checking.vocabulary import check_vocabulary, is_known

SOURCE = "Die Gemeinde baut am Ufer eine neue Brücke."


def found(target: str, language: str, source: str = SOURCE) -> list[tuple[str, str]]:
    findings = check_vocabulary(source, target, source_language="de", target_language=language)
    return [(f.code, f.message.split("‘")[1].split("’")[0]) for f in findings]


@pytest.mark.parametrize(
    ("code", "target", "language", "word"),
    [
        ("N230", "The comunity is building a bridge.", "en", "comunity"),
        ("N230", "The village is biulding a bridge.", "en", "biulding"),
        ("N230", "El municipio costruye un puente.", "es", "costruye"),
        ("N231", "La commune consttruit un pont.", "fr", "consttruit"),
        ("N231", "Il comune costruisce un ponnte.", "it", "ponnte"),
        ("N231", "C’est l’habittude de la commune.", "fr", "habittude"),
        ("N232", "The village is building a quorfish.", "en", "quorfish"),
    ],
)
def test_no_words(code: str, target: str, language: str, word: str):
    assert found(target, language)[0] == (code, word)


@pytest.mark.parametrize(
    ("target", "language"),
    [
        ("The unbuildable footbridge won’t be rebuilt, they shouldn't.", "en"),
        ("The neighbourhood's bridgeless, organisationally hopeless dreamworld.", "en"),
        ("Están construyéndolo; dárselo rapidísimamente.", "es"),
        ("Aujourd’hui, la commune construit évidemment toujours, davantage et mieux.", "fr"),
        ("La società costruisce rapidamente, perciò la città è bellissima.", "it"),
        # What may come from the source, English words, names, hyphens, other languages.
        ("The gemeindliche bridge by Xyzzyx, an ex-brigde.", "en"),
        ("Le design du bridge est cool.", "fr"),
        ("er weigerte sich gestern, draußen zu bleiben", "en"),
        ("Obec staavi most.", "cs"),
    ],
)
def test_words(target: str, language: str):
    assert found(target, language) == []


@pytest.mark.parametrize(
    ("word", "language", "known"),
    [
        ("waterproofness", "en", True),
        ("repainted", "en", True),
        ("goed", "en", False),
        ("hablándole", "es", True),
        ("constamment", "fr", True),
    ],
)
def test_known_words(word: str, language: str, known: bool):
    assert is_known(word, language) is known
