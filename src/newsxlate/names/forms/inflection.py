"""Case endings of names in languages that decline them."""

from __future__ import annotations

from functools import cache, lru_cache

from newsxlate import resources
from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold

# A stem shorter than this could be the beginning of anything.
_SHORTEST_STEM = 2


@cache
def _endings(language: str) -> dict[str, tuple[str, ...]]:
    """The endings of the base form, by the ending that takes their place."""
    found: dict[str, dict[str, None]] = {}
    file = resources.language_file(language, "inflection.tsv")
    for row in tables.parse(file.read_text(encoding="utf-8")) if file else ():
        base = row["ending"].replace("-", "")
        for ending in row["endings"].split():
            found.setdefault(ending.replace("-", ""), {})[base] = None
    return {ending: tuple(bases) for ending, bases in found.items()}


def is_declining(language: str) -> bool:
    """Whether a language declines names: whether it has an ``inflection.tsv``."""
    return bool(_endings(language))


@cache
def _longest(language: str) -> int:
    return max(map(len, _endings(language)), default=0)


@lru_cache(maxsize=16384)
def bases(word: str, language: str) -> tuple[str, ...]:
    """What the folded base form of an inflected word can be, ``word`` itself first."""
    folded = fold(word)
    found = {folded: None}
    if endings := _endings(language):
        for length in range(min(len(folded), _longest(language)) + 1):
            stem, ending = folded[: len(folded) - length], folded[len(folded) - length :]
            if ending in endings and len(stem) + (length > 2) >= _SHORTEST_STEM:
                found.update(dict.fromkeys(stem + base for base in endings[ending]))
    elif folded.endswith("s") and len(folded) > _SHORTEST_STEM:
        # The English and Dutch possessive ('s), and the German genitive left on a name.
        found[folded[:-1]] = None
    return tuple(found)


def is_inflected(form: str, base: str, language: str) -> bool:
    """Whether ``form`` is ``base`` with case endings, word by word; also if it is the same."""
    words, base_words = fold(form).split(), fold(base).split()
    return len(words) == len(base_words) and all(
        base_word in bases(word, language)
        for word, base_word in zip(words, base_words, strict=True)
    )
