"""The nominative of names that are an adjective and a noun: des Weißen Hauses, Weißes Haus.

German gives the adjective its ending after the article before it. Which gender the noun has is
seen from article and ending (der Deutsche Wetterdienst), else from how the noun ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsxlate.languages import SOURCE
from newsxlate.names.knowledge.wordlists import words
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.text import dictionary

_STRONG = {"masculine": "er", "feminine": "e", "neuter": "es"}
# Of "er" and "es" it is the nominative already, or the adjective of a place: Thüringer Wald.
_WEAK = ("en", "em", "e")
# Of a noun that ends in "n", "den" may be the dative of the plural as well.
_SURE = {("der", "e"): "masculine", ("das", "e"): "neuter", ("den", "en"): "masculine"}
_GENITIVE = ("es", "s")
_FEMININE = {"die", "der", "zur", "einer", "eine"}


def nominative(s: TaggedSentence, start: int, end: int) -> str:
    """The nominative of the words from ``start`` to ``end``; empty if they are no such name."""
    if end - start == 3 and s.texts[start].endswith("er") and s.is_capital(start):
        # Der Frankfurter Allgemeinen Zeitung: what is made of a town has no case.
        rest = nominative(s, start + 1, end)
        return f"{s.texts[start]} {rest}" if rest else ""
    if end - start != 2 or not s.tags[start].startswith("ADJ") or s.tags[start + 1][:2] != "NN":
        return ""
    adjective, noun = s.texts[start:end]
    ending = next((weak for weak in _WEAK if adjective.endswith(weak)), "")
    if not ending:
        return ""
    stem = adjective.removesuffix(ending)
    article = s.text(start - 1).lower()
    base = dictionary.base_form(noun, SOURCE)
    if base and noun not in (base, f"{base}s", f"{base}es"):
        return f"{stem}e {_plural(noun, base)}"
    singular = base or (_without_genitive(noun) if article in ("des", "eines") else noun)
    gender = _gender(singular, article)
    if article == "den" and noun.endswith("n") and gender != "masculine":
        # Den Regionalen Zentren.
        return f"{stem}e {noun}"
    gender = _SURE.get((article, ending)) or gender
    return f"{stem}{_STRONG.get(gender, 'e')} {singular}"


def _plural(noun: str, base: str) -> str:
    """The nominative of a noun in the plural, which may stand in the dative: Spielen, Spiele."""
    shorter = noun.removesuffix("n")
    same = shorter != base and dictionary.base_form(shorter, SOURCE) == base
    return shorter if same else noun


def _without_genitive(noun: str) -> str:
    """A noun that no dictionary has, without its ending: Wetterdienstes, Wetterdienst."""
    for ending in _GENITIVE:
        stem = noun.removesuffix(ending)
        if stem != noun and _gender(stem, ""):
            return stem
    return noun


def _gender(noun: str, article: str) -> str:
    """The gender of a noun by how it ends; empty if that does not tell."""
    if article in _FEMININE:
        return "feminine"
    for gender in ("masculine", "neuter"):
        if noun.lower().endswith(tuple(words(f"{gender}_endings"))):
            return gender
    return ""


def office(texts: Sequence[str]) -> str:
    """The nominative of an office named by its task: Bundesamts für Sport, Bundesamt für Sport."""
    first, *rest = texts
    base = dictionary.base_form(first, SOURCE) or _without_genitive(first)
    return " ".join((base, *rest)) if rest and rest[0] == "für" and base != first else ""
