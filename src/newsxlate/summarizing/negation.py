"""Whether a sentence is negated, and whether another one can be that says the same without."""

from __future__ import annotations

import re
from functools import cache

from newsxlate import resources


def negates(text: str, language: str) -> bool:
    """Whether a word of ``text`` negates; False in languages whose words are not known."""
    words, never = _pattern("words", language), _pattern("never", language)
    return words is not None and words.search(never.sub(" ", text) if never else text) is not None


def may_negate(text: str, language: str) -> bool:
    """Whether ``text`` may be negated, for all that is known: "ohne", "kaum", "unmöglich"."""
    like = _pattern("like", language)
    return like is None or negates(text, language) or like.search(text) is not None


@cache
def _pattern(table: str, language: str) -> re.Pattern[str] | None:
    """A pattern for the words of a list in a language's ``summarizing.toml``."""
    words = resources.language(language, "summarizing").get("negation", {}).get(table)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None
