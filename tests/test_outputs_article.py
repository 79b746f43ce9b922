import pytest

from newsxlate.errors import UsageError
from newsxlate.outputs.article import FORMATS, load, schema, write
from newsxlate.outputs.article.display import clean, direction, language_name, line
from newsxlate.outputs.formats import find
from newsxlate.outputs.stream.record import in_languages
from writing_samples import kim_result, simple


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_ends_in_one_line_break_and_is_utf_8(format):
    written = write(in_languages(kim_result(), ["fr"]), format)
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert written.encode("utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_takes_half_a_surrogate(format):
    assert write(simple("a\ud800b"), format).encode("utf-8")


def test_an_unknown_format_is_a_usage_error_that_names_the_known_ones():
    with pytest.raises(UsageError, match="'pdf'") as caught:
        write(kim_result(), "pdf")
    assert caught.value.hint == (
        "Use text, markdown, json, html, ninjs, newsml, xliff, xliff2, tmx."
    )


@pytest.mark.parametrize("format", [name for name in FORMATS if find(name).one_language])
def test_one_language_a_file_is_one_language(format):
    with pytest.raises(UsageError, match="there are 2 translations"):
        write(kim_result(), format)
    with pytest.raises(UsageError, match="there are no translations"):
        write(in_languages(kim_result(), []), format)


def test_marks_reach_text_and_markdown():
    for format in ("text", "markdown"):
        assert "N301" in write(kim_result(), format)
        assert "N301" not in write(kim_result(), format, marks=False)
    for format in ("json", "html"):
        assert write(kim_result(), format, marks=False) == write(kim_result(), format)


def test_json_can_be_read_back_and_has_a_schema():
    assert load(write(kim_result(), "json")) == kim_result()
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_twenty_thousand_sentences_in_every_format():
    result = simple(*[f"Sentence {number}." for number in range(20_000)])
    for format in FORMATS:
        written = write(result, format)
        assert "Sentence 0." in written
        assert "Sentence 19999." in written


def test_clean_keeps_typography_and_drops_controls():
    assert clean("a\r\n\t b\u00a0c\u202fd\x07") == "a b\u00a0c\u202fd\ufffd"
    assert line(" a \n") == "a"


def test_directions():
    assert [direction(code) for code in ("ar", "he-IL", "FA", "en", "de")] == [
        "rtl", "rtl", "rtl", "ltr", "ltr",
    ]  # fmt: skip


def test_names_of_languages():
    assert language_name("de") == "German"
    assert language_name("xx") == "xx"
