"""How far a text is from a name, and what is too near to be another name."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from newsxlate.text.folding import fold

#: A text that takes more edits by letter than this is no misspelling of a name.
MAX_MISSPELLING_DISTANCE = 0.26
_MOST_EDITS = 3
# Of names with fewer letters one is as near to many others.
_SHORTEST = 4


@lru_cache(maxsize=8192)
def unlikeness(a: str, b: str) -> float:
    """The edits that make one name of another, by letter; 1 if they cannot be mistaken."""
    a, b = fold(a).replace(" ", ""), fold(b).replace(" ", "")
    shortest = min(len(a), len(b))
    if shortest < _SHORTEST:
        return 1.0
    distance = OSA.distance(a, b, score_cutoff=_MOST_EDITS)
    return distance / max(len(a), len(b)) if distance <= _MOST_EDITS else 1.0


def is_misspelling(text: str, form: str) -> bool:
    """Whether a text may be a form misspelt; a form itself is, too."""
    return unlikeness(text, form) <= MAX_MISSPELLING_DISTANCE
