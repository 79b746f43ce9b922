"""Our searches of HanTa's models against its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from HanTa.HanoverTagger import HanoverTagger

from newsxlate.names.recognition.tokenizer import tokenize
from newsxlate.text.hanta import Tagger

MODEL = "morphmodel_ger.pgz"
TEXT = Path(__file__).parents[1] / "examples/kim-in-russland.txt"


@pytest.fixture(scope="module")
def theirs() -> HanoverTagger:
    return HanoverTagger(MODEL)


@pytest.fixture(scope="module")
def ours() -> Tagger:
    return Tagger(MODEL)


def _sentences() -> list[list[str]]:
    lines = TEXT.read_text(encoding="utf-8").splitlines()
    return [[token.text for token in tokenize(line)] for line in lines if line.strip()]


def test_sentences_get_the_same_tags(theirs: HanoverTagger, ours: Tagger) -> None:
    for words in _sentences():
        assert ours.tag_sent(words, taglevel=0) == theirs.tag_sent(words, taglevel=0), words


@pytest.mark.parametrize("strict", [False, True])
def test_words_get_the_same_tags_with_the_same_chances(
    theirs: HanoverTagger, ours: Tagger, strict: bool
) -> None:
    words = {word.lower() for sentence in _sentences() for word in sentence}
    tagger = ours.as_strict() if strict else ours
    theirs.strict = strict
    try:
        for word in sorted(words | {"", "ß", "xqzk", "donaudampfschifffahrt", "über"}):
            expected = theirs.analyze_forward(word)
            found = tagger.analyze_forward(word)
            assert [tag for tag, _ in found] == [tag for tag, _ in expected], word
            assert [lp for _, lp in found] == pytest.approx([lp for _, lp in expected]), word
    finally:
        theirs.strict = False


def test_the_strict_tagger_does_not_change_the_other(ours: Tagger) -> None:
    ours.as_strict()
    assert not ours.strict
    assert ours.analyze_forward("xqzk") != ours.as_strict().analyze_forward("xqzk")


def test_a_sentence_without_words_has_no_tags(ours: Tagger) -> None:
    assert ours.tag_sent_viterbi([]) == []
