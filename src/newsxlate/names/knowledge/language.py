"""How names read in a language (``data/languages/CODE/names.toml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from newsxlate import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRules:
    """What is known of names in a language. Words are folded.

    Attributes:
        cyrillic: Whether names are written in Cyrillic letters.
        english_is_own: Whether English words in names are words of the language.
        capitals_mark_names: Whether a common word that alone has a capital is a name.
        geonames_spelling: Whether names from other scripts are romanized as GeoNames does.
        articles: Articles that may stand before a name.
        elisions: What stands before an apostrophe and is a word of its own.
        no_names: Words with a capital that are no names.
        invariable: Words that no dictionary of inflected forms has.
        endings: Endings of words that are seldom in a dictionary.
        prefixes: What stands before the adjective of a place ...
        compass: ... and before its name, for a part of it (German).
        within: Countries inside a country, by its code (German).
        demonyms: Endings of what is made from places (`newsxlate.names.forms.demonyms`).
        recognition: Lists of words for finding names in a text of the language.
        repair: What `newsxlate.names.repair` has to know.
    """

    cyrillic: bool = False
    english_is_own: bool = False
    capitals_mark_names: bool = False
    geonames_spelling: bool = False
    articles: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    invariable: frozenset[str] = frozenset()
    endings: re.Pattern[str] = re.compile(r"(?!)")
    prefixes: tuple[str, ...] = ()
    compass: tuple[str, ...] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    demonyms: Mapping[str, Any] = field(default_factory=dict)
    recognition: Mapping[str, str] = field(default_factory=dict)
    repair: Mapping[str, Any] = field(default_factory=dict)


# Keys whose values are words parted by white space.
_SETS = ("articles", "elisions", "no_names", "invariable")
_LISTS = ("prefixes", "compass")


@cache
def name_rules(language: str) -> NameRules:
    """The rules of a language, by ISO 639-1 code; none if it has no ``names.toml``.

    Raises:
        TypeError: The file has a key that does not exist.
    """
    rows = dict(resources.language(language, "names"))
    rows |= {key: frozenset(rows[key].split()) for key in _SETS if key in rows}
    rows |= {key: tuple(rows[key].split()) for key in _LISTS if key in rows}
    if "endings" in rows:
        rows["endings"] = re.compile(f"(?:{rows['endings']})$")
    return NameRules(**rows)


@cache
def every_article() -> frozenset[str]:
    """The articles of all languages."""
    return frozenset().union(*(name_rules(code).articles for code in resources.languages()))
