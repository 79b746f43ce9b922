"""Words as the checks of summaries compare them: by their stems, across languages, or as names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from newsxlate import resources
from newsxlate.names.knowledge import is_family, is_place_form
from newsxlate.quantities import load_lexicon
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, fold_umlauts

_WORD = re.compile(r"[^\W\d_]\w*")
_HYPHEN = re.compile("[-‐‑]")
# Words that agree in so many letters are taken for forms of one word.
_STEM = 6
_SHORTEST = 4
_PREFIX = 5


@cache
def lists() -> dict[str, dict[str, Any]]:
    """The word lists of ``data/summarizing/summaries.toml``."""
    loaded: dict[str, dict[str, Any]] = resources.toml("summarizing/summaries.toml")
    return loaded


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of ``text``, folded; words of one to three letters are left out.

    >>> sorted(stems("Die Waffen und das Waffengeschäft"))
    ['waffen']
    """
    words = (fold(match[0]) for match in _WORD.finditer(text))
    return frozenset(word[:_STEM] for word in words if len(word) >= _SHORTEST)


@lru_cache(maxsize=4096)
def folded(text: str) -> frozenset[str]:
    """The words of ``text`` as names in it may be spelt elsewhere, parts of compounds included."""
    found: set[str] = set()
    for match in re.finditer(r"\w[\w.'’‐‑-]*", text):
        for part in (match[0], *_HYPHEN.split(match[0])):
            found |= spellings(part)
    return frozenset(found)


@lru_cache(maxsize=65536)
def spellings(word: str) -> frozenset[str]:
    """A word folded: with ä as a or ae, without hyphens and full stops, without a genitive's s."""
    bases = {form.replace(" ", "") for form in (fold(word), fold_umlauts(word))}
    return frozenset(bases | {base[:-1] for base in bases if base.endswith("s") and len(base) > 3})


@lru_cache(maxsize=16384)
def is_ordinary(word: str, language: str, *, opens: bool) -> bool:
    """Whether a word with a capital may be no name at all: "President", "Union", "Monday".

    Args:
        word: The word.
        language: ISO 639-1 code of its language.
        opens: Whether it has a capital for opening a sentence, or all words around it have one.
    """
    titles: str = resources.language(language, "summarizing").get("titles", "")
    if word.rstrip(".") in titles.split():
        return True
    meaning = load_lexicon(language).word(word)
    if meaning.weekdays or meaning.months:
        return True
    if not dictionary.is_covered(language):
        return False
    if is_place_form(word, language) or (not opens and is_family(word)):
        return False

    parts = re.split("['’‐‑-]", word)
    return all(len(part) < 3 or dictionary.is_word(part, language) for part in parts)


@lru_cache(maxsize=4096)
def prefixes(text: str) -> frozenset[str]:
    """What the words of ``text`` have in common with words of other languages that look like them.

    "militärisch" and "military" have the same prefix; words of one to four letters have none.
    """
    words = (_sounds(fold(match[0])) for match in _WORD.finditer(text))
    return frozenset(word[:_PREFIX] for word in words if len(word) >= _PREFIX)


@lru_cache(maxsize=65536)
def _sounds(word: str) -> str:
    """A folded word with letters that stand for one another across languages made equal."""
    for sound, spelt in lists()["sounds"].items():
        for letters in spelt.split("|"):
            word = word.replace(letters, sound)
    return word
