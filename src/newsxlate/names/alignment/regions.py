"""Places that a translation names otherwise: by an adjective, or as the part of a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.forms import demonyms
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text import dictionary, tagger
from newsxlate.text.folding import fold

# No place of fewer letters is looked for behind "Nord" and the like.
_SHORTEST = 4
# Words no longer than this have to stand in capitals.
_SHORTEST_WORD = 2


@lru_cache(maxsize=4096)
def whole_of(name: str) -> str:
    """The place that a German name names a part of: Nordmexiko, West-Sumatra; else nothing.

    Parts that have a name of their own in the tables are none: Nordkorea is not Korea.
    """
    if tables.whole().german(name) or tables.whole().german(name.removesuffix("s")):
        return ""
    for prefix in name_rules(SOURCE).compass:
        rest = name.removeprefix(prefix)
        if rest == name or len(rest) <= _SHORTEST:
            continue
        place = rest.lstrip("-‐‑ ")
        for text in (place[0].upper() + place[1:], place[0].upper() + place[1:].removesuffix("s")):
            if fold(text) in demonyms.place_names() or (rest != place and _is_region(text)):
                return text
        return ""
    return ""


def _is_region(text: str) -> bool:
    """Whether a word behind a hyphen can be a region or island that the tables lack: Sumatra."""
    common = tagger.is_noun(text) or dictionary.is_word(text, INTERNATIONAL)
    return text.isalpha() and not text.endswith("s") and not common


def find_demonyms(target: Target, names: Sequence[str]) -> Iterator[Span]:
    """Words of a target sentence that are made from one of the German names."""
    language = target.language
    made = demonyms.Derived.joined(language, (demonyms.derived(n, language) for n in names))
    if not made:
        return
    for index in range(len(target.words)):
        for length in (2, 1):
            span = (index, index + length)
            if span[1] <= len(target.words) and _is_found(target, span, made):
                yield span


def _is_found(target: Target, span: Span, made: demonyms.Derived) -> bool:
    words = target.words[slice(*span)]
    folded = "".join(word.folded for word in words)
    if len(words) > 1 and not target.is_adjacent(span[1] - 1):
        return False
    # US and EU, but not us.
    if len(folded) <= _SHORTEST_WORD and not words[0].text.isupper():
        return False
    return made.has(folded) and (len(words) == 1 or not made.has(words[0].folded))
