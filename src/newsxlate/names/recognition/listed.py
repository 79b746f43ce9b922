"""Names that the tables have, in the spelling or the case that a text has them in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold

_CASE_ENDING = re.compile(r"(?:e[nrsm]?|n|s)$")
_SHORTEST_STEM = 3
_CITIES = "cities.tsv"


@lru_cache(maxsize=16384)
def is_listed(text: str, *kinds: str) -> bool:
    """Whether the tables have a name in this spelling, of one of ``kinds`` if any are given."""
    entries = tables.whole().german(text)
    return any(text in entity.german and (not kinds or entity.kind in kinds) for entity in entries)


def is_place(text: str) -> bool:
    """Whether the tables have a place of this name, or of which it is the genitive."""
    return is_listed(text, "place") or is_listed(text.removesuffix("s"), "place")


def is_named_with_article(text: str) -> bool:
    """Whether the tables have a country, river or the like of this name: die Schweiz, die Oder."""
    return any(
        text in entity.german and entity.kind == "place" and entity.source != _CITIES
        for entity in tables.whole().german(text)
    )


def listed_as(texts: Sequence[str]) -> str:
    """The nominative of a name of several words that the tables have; empty if they do not."""
    return _by_stems().get(tuple(map(stem, texts)), "")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A folded word without the endings of its case: Hauses, Haus and Hause have one stem."""
    folded = fold(word)
    while len(folded) > _SHORTEST_STEM and (shorter := _CASE_ENDING.sub("", folded)) != folded:
        folded = shorter
    return folded


@cache
def sequences() -> dict[str, list[tuple[str, ...]]]:
    """Names of several words by the stem of the first, as stems, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for stems in sorted(_by_stems(), key=len, reverse=True):
        found.setdefault(stems[0], []).append(stems)
    return found


@cache
def _by_stems() -> dict[tuple[str, ...], str]:
    entries = reversed(tables.whole().entries)
    names = (name for entity in entries for name in reversed(entity.german))
    split = ((name, tuple(map(stem, name.split()))) for name in names)
    return {stems: name for name, stems in split if len(stems) > 1}
