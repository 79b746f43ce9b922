from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.text.chrf import chrf

WORDS = st.text(alphabet="abcä .,\n", max_size=30)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_it_is_what_sacrebleu_says(pairs: list[tuple[str, str]]) -> None:
    from sacrebleu.metrics import CHRF

    made, wanted = ([pair[side] for pair in pairs] for side in (0, 1))
    expected = CHRF().corpus_score(made, [wanted]).score
    assert chrf(pairs) == pytest.approx(expected)


def test_equal_texts_have_a_hundred_and_no_texts_have_none() -> None:
    assert chrf([("The mayor said no.", "The mayor  said no.")]) == pytest.approx(100)
    assert chrf([("abc", "xyz")]) == 0
    assert chrf([]) is None
