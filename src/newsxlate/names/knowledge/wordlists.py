"""Lists of words that matter for finding names (``data/names/*.txt``, German ``names.toml``)."""

from __future__ import annotations

from functools import cache

from newsxlate.languages import SOURCE
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text.folding import fold


@cache
def words(name: str) -> frozenset[str]:
    """A list for finding names in the source language."""
    return frozenset(name_rules(SOURCE).recognition[name].split())


@cache
def _names(file: str) -> frozenset[str]:
    lines = (line for line in tables.read(file).splitlines() if not line.startswith("#"))
    return frozenset(name for line in lines for name in line.split())


def is_given(word: str) -> bool:
    """Whether ``word`` is a given name, or several joined by hyphens."""
    names = _names("given.txt")
    return word in names or ("-" in word and all(part in names for part in word.split("-")))


def is_family(word: str) -> bool:
    """Whether ``word`` is a surname."""
    return word in _names("family.txt")


def is_public(name: str) -> bool:
    """Whether ``name`` is the full name of a person that news is about."""
    return fold(name) in _public()


def begins_public(word: str) -> bool:
    """Whether the full name of such a person may begin with ``word``."""
    return not _public_beginnings().isdisjoint(fold(word).split()[:1])


@cache
def _public_beginnings() -> frozenset[str]:
    return frozenset(name.split()[0] for name in _public())


def is_public_surname(word: str) -> bool:
    """Whether ``word`` is the surname of such a person."""
    return fold(word) in _public_surnames()


def is_romanized_surname(word: str) -> bool:
    """Whether ``word`` is the surname of such a person, from where names are romanised."""
    return fold(word) in _romanized_surnames()


@cache
def _public_surnames() -> frozenset[str]:
    return _surnames(_public())


@cache
def _romanized_surnames() -> frozenset[str]:
    return _surnames(_names_below("# romanised:"))


def _surnames(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.split()[-1] for name in names if " " in name)


@cache
def _public() -> frozenset[str]:
    return _names_below("#")


def _names_below(heading: str) -> frozenset[str]:
    """The names of the sections of ``public.txt`` whose heading begins so, folded."""
    found: set[str] = set()
    section = ""
    for line in tables.read("public.txt").splitlines():
        if line.startswith("#"):
            section = line
        elif ":" not in line and section.startswith(heading):
            found.update(fold(name) for name in line.split(";"))
    return frozenset(found)


def is_title(word: str) -> bool:
    """Whether ``word`` is a title, office or trade, or a compound that ends in one."""
    if word in words("titles"):
        return True
    last = word.rsplit("-", 1)[-1]
    return last[:1].upper() + last[1:] in words("titles") or last.endswith(_title_endings())


@cache
def _title_endings() -> tuple[str, ...]:
    """What a compound ends in that is a title; short words end too many others ("Ministar")."""
    return tuple(sorted(word.lower() for word in words("titles") if len(word) > 4))
