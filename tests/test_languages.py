import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate import resources
from newsxlate.errors import UsageError
from newsxlate.languages import language, languages


def test_codes_are_those_of_the_tokenizers():
    pytest.importorskip("transformers")
    from transformers.models.m2m_100.tokenization_m2m_100 import (
        FAIRSEQ_LANGUAGE_CODES as M2M,
    )
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES as NLLB

    entries = languages().values()
    assert {e.nllb for e in entries if e.nllb} <= set(NLLB)
    assert {e.m2m for e in entries if e.m2m} <= set(M2M["m2m100"])
    # Neither is missing where the family has it.
    assert {e.code for e in entries if not e.m2m} & set(M2M["m2m100"]) == set()
    assert all(e.nllb for e in entries)


def test_every_language_is_complete_and_unlike_the_others():
    known = languages()
    assert len(known) >= 40
    assert all(entry.name and entry.own for entry in known.values())
    for field in ("name", "own", "nllb"):
        values = [getattr(entry, field) for entry in known.values()]
        assert len(set(values)) == len(values)


def test_those_that_articles_are_read_in_come_first():
    known = list(languages())
    assert known[:2] == ["de", "en"]
    assert known[2:] == sorted(known[2:])


@pytest.mark.parametrize("code", ["common", "..", "../de", "de/..", "", "az", "README.md"])
def test_not_every_folder_is_a_language(code):
    assert resources.language(code, "language") == {}
    with pytest.raises(UsageError):
        language(code)


@given(code=st.sampled_from(sorted(languages())), region=st.sampled_from(["", "-AT", "_br", "-CH"]))
def test_case_and_region_do_not_matter(code, region):
    assert language(f" {code.upper()}{region} ") is languages()[code]


@pytest.mark.parametrize(
    ("wrong", "right"), [("french", "fr"), ("Deutsch", "de"), ("ukranian", "uk")]
)
def test_a_name_in_place_of_a_code_is_put_right(wrong, right):
    with pytest.raises(UsageError) as caught:
        language(wrong)
    assert caught.value.hint.endswith(f" {right}.")


def test_an_unknown_code_lists_the_known_ones():
    with pytest.raises(UsageError, match="xx") as caught:
        language("xx")
    assert "de" in caught.value.hint
    assert caught.value.exit_code == 2
