from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.errors import UsageError
from newsxlate.options import Length
from newsxlate.summarizing.lengths import Room


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("sentences", 3, "3 sentences"),
        ("sentences", 1, "1 sentence"),
        ("words", 80, "80 words"),
        ("ratio", 0.1, "10 %"),
        ("ratio", 0.125, "12.5 %"),
        ("ratio", 1, "100 %"),
    ],
)
def test_a_length_says_what_it_is(kind, value, said):
    assert str(Length(kind, value)) == said


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("sentences", 0),
        ("sentences", -1),
        ("sentences", 2.5),
        ("words", 0),
        ("words", 0.5),
        ("ratio", 0),
        ("ratio", 1.01),
        ("ratio", 10),
        ("words", float("nan")),
    ],
)
def test_an_impossible_length_is_refused_in_one_line(kind, value):
    with pytest.raises(UsageError) as refused:
        Length(kind, value)
    assert refused.value.hint
    assert "\n" not in refused.value.message


def fill(length: Length, sizes: list[int]) -> list[int]:
    """What fits of sentences of these sizes, offered in order."""
    room = Room(length, sum(sizes))
    taken = []
    for size in sizes:
        if not room.full and room.fits(size):
            room.take(size)
            taken.append(size)
    return taken


SIZES = st.lists(st.integers(1, 60), min_size=1, max_size=30)


@given(SIZES, st.integers(1, 40))
def test_sentences_are_counted(sizes, most):
    assert len(fill(Length("sentences", most), sizes)) == min(most, len(sizes))


@given(SIZES, st.integers(1, 400))
def test_words_are_a_limit_that_only_a_first_sentence_may_pass(sizes, most):
    taken = fill(Length("words", most), sizes)
    assert taken[0] == sizes[0]
    assert len(taken) == 1 or sum(taken) <= most


@given(SIZES, st.floats(0.01, 1))
def test_a_ratio_is_a_limit_in_words(sizes, share):
    taken = fill(Length("ratio", share), sizes)
    assert len(taken) == 1 or sum(taken) <= share * sum(sizes)


def test_a_long_sentence_does_not_keep_shorter_ones_out():
    assert fill(Length("words", 50), [20, 40, 15]) == [20, 15]


def test_nothing_is_added_to_a_summary_that_is_nearly_full():
    assert fill(Length("words", 50), [42, 5]) == [42]
