from dataclasses import replace

from hypothesis import given

from newsxlate.article import Article, Block, Kind
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article import text
from newsxlate.outputs.article.display import line
from newsxlate.result import Result, TranslatedSentence, Translation
from newsxlate.signoff import Review, State
from writing_samples import kim_result, simple
from writing_strategies import results

UNREAD = "[Machine translation, not reviewed]"


def only(result, language):
    return replace(result, translations=(result.translation(language),), findings=())


def test_a_translation_without_findings_is_text_and_who_made_it():
    result = simple("One.", "Two.")
    assert text.write(result) == f"One. Two.\n\n{UNREAD}\n"
    assert text.write(result, marks=False) == "One. Two.\n"
    approved = Review(
        language="en", state=State.APPROVED, by="Ana\x1b[1m", at="2026-11-30T10:00:00+00:00"
    )
    assert text.write(result, reviews=[approved]).splitlines()[-1] == (
        "[Machine translation, reviewed and approved by Ana\ufffd[1m on 2026-11-30]"
    )


def test_one_target_is_title_and_paragraphs_without_a_header():
    lines = text.write(only(kim_result(), "en"), marks=False).split("\n\n")
    assert lines[0] == "North Korean leader Kim Jong Un stays in Russia for several days"
    assert len(lines) == 17
    assert all(lines)


def test_marks_can_be_switched_off():
    plain = text.write(kim_result(), marks=False)
    assert "[" not in plain
    assert "Findings" not in plain


def test_several_targets_are_set_apart_by_header_lines():
    chunks = text.write(kim_result()).split("\n\n")
    headers = [chunk for chunk in chunks if chunk.startswith("===")]
    assert headers == ["=== English (en) ===", "=== French (fr) ==="]


def test_a_sentence_with_findings_is_marked_and_listed():
    written = text.write(kim_result())
    assert "bulletproof luxury train. [N301]\n" in written
    assert "„immer unterstützen“. [not translated, N201]\n" in written
    listed = written.split("Findings\n--------\n")[1].splitlines()
    assert "N301 error: en, paragraph 5: the number 12 is not in the source" in listed
    assert listed[listed.index("    source: zwei") + 1] == "    target: 12"


def test_notes_are_listed_but_leave_no_mark_in_the_text():
    note = Finding(
        code="N101", message="odd", severity=Severity.NOTE, language="en", block=0, sentence=1
    )
    written = text.write(simple("One.", "Two.", findings=(note,)))
    assert (
        written
        == f"One. Two.\n\n{UNREAD}\n\nFindings\n--------\nN101 note: paragraph 1, sentence 2: odd\n"
    )


def test_a_finding_about_a_block_is_marked_at_its_end():
    found = Finding(code="N204", message="odd", severity=Severity.ERROR, language="en", block=0)
    written = text.write(simple("One.", "Two.", findings=(found,)))
    assert written.startswith(
        f"One. Two. [N204]\n\n{UNREAD}\n\nFindings\n--------\nN204 error: paragraph 1: odd"
    )


def test_the_same_code_is_marked_once_but_listed_twice():
    found = Finding(
        code="N301", message="odd", severity=Severity.ERROR, language="en", block=0, sentence=0
    )
    written = text.write(simple("One.", findings=(found, found)))
    assert written.startswith("One. [N301]\n")
    assert written.count("N301 error") == 2


def test_chinese_sentences_stand_together_but_not_behind_a_mark():
    result = simple("一。", "二。", "三。", language="zh")
    assert text.write(result, marks=False) == "一。二。三。\n"
    block = result.translations[0].blocks[0]
    left = TranslatedSentence(text="S1.", fallback=True)
    made = replace(block, sentences=(left, *block.sentences[1:]))
    result = replace(result, translations=(replace(result.translations[0], blocks=(made,)),))
    assert text.write(result) == f"S1. [not translated] 二。三。\n\n{UNREAD}\n"
    assert text.write(result, marks=False) == "S1. 二。三。\n"


def test_a_block_nobody_translated_stands_in_the_source_language():
    result = simple("One.", "Two.")
    result = replace(result, translations=(replace(result.translations[0], blocks=()),))
    assert text.write(result) == f"S1. [not translated] S2. [not translated]\n\n{UNREAD}\n"


def test_without_translations_the_cleaned_article_is_written():
    written = text.write(Result(article=kim_result().article))
    assert written.startswith(
        "Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage in Russland\n\n"
    )
    assert "Waffengeschäfts" in written
    assert "Siehe auch" not in written


def test_a_kept_block_without_sentences_is_not_lost():
    article = Article(text="Foto", blocks=(Block(Kind.CREDIT, 0, 4, "Foto"),), language="de")
    translation = Translation(language="en", model="m", blocks=())
    result = Result(article=article, translations=(translation,))
    assert text.write(result) == f"Foto [not translated]\n\n{UNREAD}\n"


@given(results())
def test_any_result_gives_clean_text(result):
    written = text.write(result)
    assert written.encode("utf-8")
    assert written.endswith("\n")
    assert "\n\n\n" not in written
    # No escape sequence reaches the terminal; tabs part the cells of rows and nothing else.
    allowed = "\n\t" if any(b.kind is Kind.ROW for b in result.article.blocks) else "\n"
    assert all(character in allowed or ord(character) >= 32 for character in written)
    for translation in result.translations:
        for _, _, sentence in translation.sentences():
            assert line(sentence.text) in written
