import lxml.html
import pytest
from hypothesis import given

from newsxlate.outputs.article.display import clean
from newsxlate.outputs.article.html.markup import Span, annotate, occurrences, quote
from writing_strategies import texts


def test_annotate_without_spans_only_quotes():
    assert annotate('a < "b"') == "a &lt; &quot;b&quot;"


def test_annotate_marks_spans_with_class_and_title():
    marked = annotate("Kim <b> Putin", [Span(8, 13, "person", 'a "name"'), Span(0, 3, "person")])
    assert marked == (
        '<mark class="person">Kim</mark> &lt;b&gt; '
        '<mark class="person" title="a &quot;name&quot;">Putin</mark>'
    )


def test_overlapping_spans_share_what_they_share():
    marked = annotate("abcdef", [Span(0, 4, "x", "one"), Span(2, 6, "y", "two")])
    assert marked == (
        '<mark class="x" title="one">ab</mark><mark class="x y" title="one; two">cd</mark>'
        '<mark class="y" title="two">ef</mark>'
    )


def test_a_name_cut_in_two_has_its_sign_at_the_end_and_its_number_at_both_parts():
    name = Span(0, 4, "name bad", "altered", entry=3, about="Kim\nEnglish: Kim", sign="≠")
    marked = annotate("abcd", [name, Span(2, 4, "error", "a\n\nb")])
    first, second = lxml.html.fragments_fromstring(marked)
    assert [first.text, second.text] == ["ab", "cd"]
    assert first.get("data-n") == second.get("data-n") == "3"
    assert [first.get("data-sign"), second.get("data-sign")] == [None, "≠"]
    assert first.get("title") == "altered\n\nKim\nEnglish: Kim"
    # A blank line parts what is said of the mention from what is said of its entry.
    assert second.get("title") == "altered; a b\n\nKim\nEnglish: Kim"


@given(texts)
def test_quote_is_undone_by_the_browser(text):
    parsed = lxml.html.fragment_fromstring(f'<p title="{quote(text)}">{quote(text)}</p>')
    assert (parsed.text or "") == clean(text)
    assert parsed.get("title") == clean(text)


@pytest.mark.parametrize(
    ("text", "fragment", "found"),
    [
        ("5 in 2015 und 5", "5", [(0, 1), (14, 15)]),
        ("Kims Kim", "Kim", [(5, 8)]),
        ("(a) (a)", "(a)", [(0, 3), (4, 7)]),
        ("abc", "", []),
        ("", "a", []),
        ("Übung", "bung", []),
    ],
)
def test_occurrences_are_whole_words(text, fragment, found):
    assert list(occurrences(text, fragment)) == found
