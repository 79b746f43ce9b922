"""The language data of segmentation, and that the code holds none."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from newsxlate import segmenting
from newsxlate.errors import UsageError
from newsxlate.segmenting import split, splitting
from newsxlate.segmenting.rules import Class, parse_rules, rules_for

LANGUAGES = ["de", "en"]

# Half a language, invented: enough to show that the data file alone decides.
TOY = """
starters = "ka lo"
exclaimed_names = "Bum!"
letter_after = "Tik"
subjects = "ju"
clock = "Hor"
[abbreviations]
leading = "pr. q.z."
inner = "min."
trailing = "ets."
numbered = "no."
counted = "kr."
homograph = "Dor."
inner_suffixes = "-ab."
[ordinals]
full_stop = true
largest = 31
usual = 12
nouns = "Mond"
cardinal_after = "Rum"
determiners = "ze"
prepositions = "fo"
[run_in]
except = "lo"
not_after = "ze"
title_nouns = "Gazet"
names = "Ka_Tin"
words_before = 2
words_behind = 2
"""


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = parse_rules(tomllib.loads(TOY))
    monkeypatch.setattr(splitting, "rules_for", lambda language: rules)


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mi sa. Tu ra.", 2),
        ("Mi sa pr. Tura ra.", 1),
        ("Mi sa q. z. Tura ra.", 1),
        ("Mi sa min. Tura ra.", 1),
        ("Mi sa min. Ka ra.", 2),
        ("Mi sa x-ab. Tura ra.", 1),
        ("Mi sa ets. Tura ra.", 2),
        ("Mi sa ets. tura ra.", 1),
        ("Mi sa no. 5 ra.", 1),
        ("Mi sa no. Tura ra.", 2),
        ("Mi 5 kr. Tura ra.", 1),
        ("Mi sa kr. Tura ra.", 2),
        ("Mi sa Dor. Tura ra.", 1),
        ("Mi ju Dor. Tura ra.", 2),
        ("+++ 5 Hor +++ Mi ra", 1),
        ("+++ 5 Mir Ra +++ Mi ra", 2),
        ("Mi sa 5. Tura ra.", 1),
        ("Mi sa 15. Tura ra.", 2),
        ("Mi ze sa 15. Tura ra.", 1),
        ("Mi fo 15. Tura ra.", 1),
        ("Mi sa 5. Ka ra.", 2),
        ("Mi sa 55. Tura ra.", 2),
        ("Mi ze 55. Tura ra.", 1),
        ("Mi Rum 5. Tura ra.", 2),
        ("Mi Rum 5. Mond ra.", 1),
        ("Mi sa IV. Tura ra.", 1),
        ("Mi Tik B. Tura ra.", 2),
        ("Mi sa B. Tura ra.", 1),
        ("Mi Bum! Tura ra.", 1),
        ("Mi Bam! Tura ra.", 2),
        ("Mi tura. ka ra.", 2),
        ("Mi tura. za ra.", 1),
        ("Mi sara Ka ra", 2),
        ("Mi sara Lo ra", 1),
        ("Mi ze Ka ra", 1),
        ("Mi Tigazet Ka ra", 1),
        ("Mi sara Ka Tin", 1),
        ("Sara Ka ra", 1),
        ("Mi sara Ka", 1),
    ],
)
def test_the_data_file_decides(text: str, expected: int) -> None:
    assert len(split(text, "toy")) == expected


def test_without_data_every_mark_before_a_capital_ends_a_sentence() -> None:
    rules = parse_rules({})
    assert rules.starters == frozenset()
    assert not rules.ordinals.full_stop
    assert not rules.run_in.words


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("Er kam am 3. Oktober an.", 1, 2),
        ("Das gilt evtl. Frauen.", 1, 2),
        ("They saw approx. Fifty.", 2, 1),
        ("It happened on Dec. Fifth.", 2, 1),
        ("Bahn streikt Die Gewerkschaft will mehr.", 2, 1),
    ],
)
def test_languages_differ_by_their_data_only(text: str, german: int, english: int) -> None:
    assert (len(split(text, "de")), len(split(text, "en"))) == (german, english)


@pytest.mark.parametrize("language", ["xx", "", "../de", "de/..", "DE"])
def test_a_language_without_data_is_an_error_that_names_it(language: str) -> None:
    with pytest.raises(UsageError, match=f"'{language}'") as caught:
        rules_for(language)
    assert "segment.toml" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("[ordinals]\nfullstop = true", TypeError),
        ("[run_in]\nword = 'a'", TypeError),
        ("starter = 'a'", TypeError),
        ("[abbreviations]\nleeding = 'a.'", ValueError),
    ],
)
def test_a_misspelt_key_is_an_error(data: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_rules(tomllib.loads(data))


@pytest.mark.parametrize("language", LANGUAGES)
def test_abbreviations_are_well_formed(language: str) -> None:
    rules = rules_for(language)
    for word, classes in rules.abbreviations.items():
        assert word.endswith("."), word
        # Only the two classes that ask for a number go together with another one.
        assert len(classes - {Class.NUMBERED, Class.COUNTED}) <= 1, word
    assert all(word.islower() for word in rules.small_starters)
    assert all(name[-1] in "!?" for name in rules.exclaimed_names)
    assert all(first in rules.run_in.words for first, _ in rules.run_in.names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_data_is_without_effect(language: str) -> None:
    path = files("newsxlate") / "data" / "languages" / language / "segment.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    starters = set(data["starters"].split())
    exceptions = data.get("run_in", {}).get("except", "").lower().split()
    assert starters.issuperset(exceptions)
    lists = [data["starters"], *data["abbreviations"].values()]
    for words in (text.split() for text in lists):
        assert len(words) == len(set(words))


def literals(path: Path) -> Iterator[str]:
    """The string constants of a module that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in docstrings:
            yield from [node.value] if isinstance(node.value, str) else []


def test_no_words_of_a_language_are_in_the_code() -> None:
    known = {
        word.strip(".").lower()
        for language in LANGUAGES
        for rules in [rules_for(language)]
        for group in (rules.starters, rules.abbreviations, rules.ordinals.nouns, rules.letter_after)
        for word in group
        if len(word.strip(".")) > 1
    }
    modules = sorted(Path(segmenting.__file__).parent.glob("*.py"))
    assert len(modules) >= 6
    # Error messages are English prose, and keys of the data file are English words.
    allowed = {"rules.py"}
    for path in modules:
        if path.name not in allowed:
            words = {word.lower() for text in literals(path) for word in text.split()}
            assert not words & known, path.name
            assert not any(set(word) & set("äöüß") for word in words), path.name
