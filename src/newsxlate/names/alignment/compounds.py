"""Names that are a part of a German word: Literaturnobelpreis, Eriekanal, Marxist."""

from __future__ import annotations

from functools import lru_cache

from newsxlate.languages import SOURCE
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text import dictionary
from newsxlate.text.folding import fold

# A shorter name is in too many words; inside of one it has to be longer.
_SHORTEST = 4
_SHORTEST_INSIDE = 5
# What is beside it is a word of so many letters.
_SHORTEST_REST = 3
# What German puts between the parts of a compound.
_LINKS = ("", "s", "es", "n", "en")


@lru_cache(maxsize=8192)
def has(compound: str, name: str) -> bool:
    """Whether a German word is made of a folded name and of words of the dictionary.

    The name is not its last part: that says what the whole is. Who follows somebody is called by
    an ending of his name.
    """
    whole = fold(compound)
    at = whole.find(name)
    # Folding may change the length: ß.
    if at < 0 or len(name) < _SHORTEST or len(whole) != len(compound):
        return False
    if at and len(name) < _SHORTEST_INSIDE:
        return False
    after = compound[at + len(name) :]
    if not at and after in name_rules(SOURCE).demonyms["followers"].split():
        return True
    return _is_beginning(compound[:at]) and (_is_word(after) or _is_word(after.removeprefix("s")))


def _is_beginning(text: str) -> bool:
    """Whether a compound can begin so: with nothing, or a word and what links it to the next."""
    words = (text.removesuffix(link) for link in _LINKS if text.endswith(link))
    return not text or any(_is_word(word) for word in words)


def _is_word(text: str) -> bool:
    return len(text) >= _SHORTEST_REST and dictionary.is_word(text, SOURCE)
