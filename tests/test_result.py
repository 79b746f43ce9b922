from dataclasses import replace

import pytest

from newsxlate.article import Kind
from newsxlate.findings import Finding, Severity
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.text.joining import join
from writing_samples import kim_result, simple


def test_every_kept_sentence_of_the_article_has_its_translation():
    result = kim_result()
    kept = sum(len(block.sentences) for _, block in result.article.kept())
    for translation in result.translations:
        assert len(list(translation.sentences())) == kept == 19
        assert all(sentence.text for _, _, sentence in translation.sentences())


def test_title_is_the_translated_headline():
    result = kim_result()
    assert result.translation("en").title == (
        "North Korean leader Kim Jong Un stays in Russia for several days"
    )
    assert simple("Text.").translations[0].title is None


def test_text_joins_sentences_by_spaces_and_blocks_by_blank_lines():
    translation = kim_result().translation("en")
    assert translation.text.count("\n\n") == 16
    assert "Peskov said. Mr Putin gave" in translation.text


def test_an_unknown_language_is_a_key_error():
    with pytest.raises(KeyError):
        kim_result().translation("sv")


@pytest.mark.parametrize(
    ("sentences", "text"),
    [
        (["One.", "Two."], "One. Two."),
        (["彼は来た。", "「そうだ。」", "終わり。"], "彼は来た。「そうだ。」終わり。"),
        (["他说：“好。”", "他走了。"], "他说：“好。”他走了。"),
        (["그가 왔다", "끝났다."], "그가 왔다 끝났다."),
        (["Er kam.", "他走了。"], "Er kam. 他走了。"),
        (["« Oui. »", "Non."], "« Oui. » Non."),
        (["Great 🎉", "Next."], "Great 🎉 Next."),
        (["One.", "", "Three."], "One. Three."),
        (["", "Two."], "Two."),
        (["”", "Two."], "” Two."),
        ([], ""),
    ],
)
def test_sentences_are_joined_as_their_script_wants(sentences, text):
    assert join(sentences) == text


def test_all_findings_are_placed_and_in_reading_order():
    found = list(kim_result().all_findings())
    places = [(f.code, f.language, f.block, f.sentence) for f in found]
    assert places == [
        ("N101", None, 2, 0),
        ("N301", "en", 6, 0),
        ("N201", "en", 14, 0),
        ("N201", "fr", 14, 0),
        ("N203", "fr", 16, 0),
    ]


def test_a_finding_without_a_place_gets_that_of_its_sentence():
    bare = Finding(code="N201", message="empty", severity=Severity.ERROR)
    result = simple("Text.", "More.")
    block = result.translations[0].blocks[0]
    sentences = (block.sentences[0], replace(block.sentences[1], findings=(bare,)))
    made = replace(result.translations[0], blocks=(replace(block, sentences=sentences),))
    (found,) = Result(article=result.article, translations=(made,)).all_findings()
    assert (found.language, found.block, found.sentence) == ("en", 0, 1)


def test_count_by_severity():
    result = kim_result()
    counts = {severity: result.count(severity) for severity in Severity}
    assert counts == {Severity.ERROR: 3, Severity.WARNING: 1, Severity.NOTE: 1}
    assert result.count() == 5


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_a_score_that_is_no_number_is_none(score):
    assert TranslatedSentence(text="a", score=score).score is None


def test_kinds_are_filled_in_from_the_article():
    result = simple("Title", kind=Kind.HEADLINE)
    assert result.translations[0].blocks[0].kind is Kind.HEADLINE


def _with_blocks(result, *blocks):
    return replace(result, translations=(replace(result.translations[0], blocks=blocks),))


def test_misaligned_translations_are_refused():
    result = simple("One.", "Two.")
    block = result.translations[0].blocks[0]
    with pytest.raises(ValueError, match="has 1 sentences where the source has 2"):
        _with_blocks(result, replace(block, sentences=block.sentences[:1]))
    with pytest.raises(ValueError, match="comes twice"):
        _with_blocks(result, block, block)
    with pytest.raises(ValueError, match="no such block"):
        _with_blocks(result, replace(block, block=1))
    with pytest.raises(ValueError, match="no such block"):
        _with_blocks(result, replace(block, block=-1))
    with pytest.raises(ValueError, match="is a lead where the source is a paragraph"):
        _with_blocks(result, replace(block, kind=Kind.LEAD))


def test_blocks_out_of_order_are_refused():
    result = kim_result()
    first, second, *rest = result.translations[0].blocks
    with pytest.raises(ValueError, match="out of order"):
        _with_blocks(result, second, first, *rest)


def test_a_language_cannot_come_twice():
    result = simple("One.")
    with pytest.raises(ValueError, match="comes twice: en, en"):
        replace(result, translations=result.translations * 2)


def test_a_translation_has_no_title_before_it_meets_its_article():
    block = TranslatedBlock(block=0, sentences=(TranslatedSentence(text="Title"),))
    assert Translation(language="en", model="m", blocks=(block,)).title is None
