"""What names a German text has that no finder need have found, and how a language words them.

Feasts, saints, acronyms and the like: the words of their forms are explained in a translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold

# A name of the tables has no more words.
_MOST_WORDS = 4
# So many letters of a compound may be a name: Pfingst-, Corona-.
_SHORTEST_BEGINNING = 5
_SHORTEST_WORD = 3
# Marks the beginning of a compound.
_CUT = "-"
_CASE_ENDING = re.compile(r"(?<=\w{3})(?:e[mnrs]?|n|s)\b")
_WORDS = re.compile(r"[\w'’]+")


@lru_cache(maxsize=256)
def form_words(text: str, language: str) -> frozenset[str]:
    """The folded words of the forms of all names of the tables that a German text has."""
    entries = (entry for name in _names(text) for entry in _entries().get(name, ()))
    forms = (form for entry in entries for form in entry.forms.get(language, ()))
    return frozenset(w for form in forms for w in fold(form).split() if len(w) >= _SHORTEST_WORD)


def _names(text: str) -> Iterator[str]:
    """What may be a name, folded: runs of words from a capital on, and how compounds begin."""
    words = _WORDS.findall(text)
    for start, word in enumerate(words):
        if word[0].isupper():
            for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
                name = fold(" ".join(words[start:end]))
                yield from (name, name.removesuffix("s"), _stems(name))
            folded = fold(word)
            yield from (folded[:end] + _CUT for end in range(_SHORTEST_BEGINNING, len(folded)))


def _stems(name: str) -> str:
    """A folded name of several words without their case endings: des Heiligen Stuhls."""
    return _CASE_ENDING.sub("", name) if " " in name else name


@cache
def _entries() -> dict[str, list[tables.Entry]]:
    """The entries of the tables by their folded German names, and by what compounds have of them.

    Ostereier, Pfingstferien.
    """
    found: dict[str, list[tables.Entry]] = {}
    for entry in (*tables.whole().entries, *tables.optional().entries):
        for name in map(fold, entry.german):
            for key in {name, _stems(name)}:
                found.setdefault(key, []).append(entry)
            cut = {name, name.removesuffix("n"), name.removesuffix("en")}
            for beginning in cut if " " not in name else ():
                if len(beginning) >= _SHORTEST_BEGINNING:
                    found.setdefault(beginning + _CUT, []).append(entry)
    return found
