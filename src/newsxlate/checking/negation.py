"""Whether a sentence is negated, and whether another one can be that says the same without.

The lists are those of ``checking.toml``, where their keys are explained: strict for what negates,
generous for what may stand for it, since people say much the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.findings import Finding, finding


def check_negation(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """A "not" that only one of two sentences has, where nothing in the other can stand for it.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    if source_language == target_language:
        return
    here, there = _negation(source, source_language), _negation(target, target_language)
    if there and not here and not may_negate(source, source_language):
        yield finding("N228", text=there)
    elif (
        here and not there and not _stands(here, target) and not may_negate(target, target_language)
    ):
        yield finding("N229", text=here)


def _stands(word: str, text: str) -> bool:
    """Whether a word was left as it is, which is told by itself (N225)."""
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def negates(text: str, language: str) -> bool:
    """Whether a word of ``text`` negates; False in languages whose words are not known."""
    return bool(_found("words", text, language))


def may_negate(text: str, language: str) -> bool:
    """Whether ``text`` may be negated, for all that is known: "ohne", "kaum", "unmöglich"."""
    like, words = _pattern("like", language), _pattern("words", language)
    return like is None or any(p and p.search(text) for p in (like, words))


def _negation(text: str, language: str) -> str:
    """What negates a sentence; empty if nothing does, or if that is not known of its language."""
    return _found("verbal", text, language)


def _found(table: str, text: str, language: str) -> str:
    words, never = _pattern(table, language), _pattern("never", language)
    match = words and words.search(never.sub(" ", text) if never else text)
    return match.group() if match else ""


def _table(language: str) -> dict[str, Any]:
    table: dict[str, Any] = resources.language(language, "checking").get("negation", {})
    return table


@cache
def _pattern(table: str, language: str) -> re.Pattern[str] | None:
    """A pattern for the words of a list in a language's ``checking.toml``."""
    words = _table(language).get(table)
    if not words:
        return None
    # Lists are broken into lines at will: a line that begins with no bar goes on with a space.
    joined = re.sub(r"\n(?=\|)", "", words.strip()).replace("\n", " ")
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)
