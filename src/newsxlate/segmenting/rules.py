"""What one language's data file says about the ends of its sentences.

``data/languages/<code>/segment.toml`` is all that a new source language needs. Every key may be
left out; lists of words are strings parted by white space.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.errors import UsageError


class Class(StrEnum):
    """What the full stop of an abbreviation says about the end of a sentence.

    Attributes:
        LEADING: Something must follow ("Dr.", "z. B."): never the end.
        INNER: Inside a sentence or at its end ("Mio."): the end if a starter follows.
        TRAILING: The last of what it belongs to ("usw."): the end if a capital letter follows.
        NUMBERED: An abbreviation only before a number ("Art. 5"), then LEADING; else a word.
        COUNTED: An abbreviation only behind a number ("5 Mia."), then INNER; else a word.
        HOMOGRAPH: A pronoun behind one of `Rules.subjects` ("geht es Dir."), else INNER.
    """

    LEADING = "leading"
    INNER = "inner"
    TRAILING = "trailing"
    NUMBERED = "numbered"
    COUNTED = "counted"
    HOMOGRAPH = "homograph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinals:
    """How numbers behave before a full stop.

    Attributes:
        full_stop: Whether the language writes ordinals with a full stop.
        largest: A larger number is an ordinal only behind a determiner.
        usual: Unless 0: behind a small word a larger number is one only if a determiner stands at
            most two words before it ("der insgesamt 67. Sieg").
        nouns: Words that make an ordinal of the number before them ("3. Oktober").
        cardinal_after: Nouns that plain numbers follow ("Platz 3.").
        cardinal_cues: Other words that plain numbers follow ("auf 12.").
        determiners: Words behind which a number is an ordinal ("der 1000. Besucher").
        prepositions: Words directly behind which one over ``usual`` is, too ("in 15. Generation").
    """

    full_stop: bool = False
    largest: int = 0
    usual: int = 0
    nouns: frozenset[str] = frozenset()
    cardinal_after: frozenset[str] = frozenset()
    cardinal_cues: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunIn:
    """How a headline without a full stop is told from the sentence it runs into.

    Attributes:
        words: Starters that show a boundary even where no sentence mark stands before them.
        not_after: Words that cannot be the last of a sentence.
        title_nouns: Nouns, in small letters, that names follow ("die Zeitung Die Welt"); ends of
            compounds count.
        names: Pairs of words that names begin with.
        words_before: Words in the part before the boundary, at least.
        words_behind: Words in the part behind the boundary, at least.
    """

    words: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    title_nouns: tuple[str, ...] = ()
    names: frozenset[tuple[str, str]] = frozenset()
    words_before: int = 2
    words_behind: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything `newsxlate.segmenting` knows about one language.

    Attributes:
        vowels: A word without any of these letters is an abbreviation; empty switches that off.
        starters: Closed-class words, capitalised: with a capital letter they start a sentence.
        small_starters: The same words in small letters.
        exclaimed_names: Names that end in an exclamation or question mark.
        abbreviations: Abbreviations without spaces but with their full stops, and their classes.
        inner_suffixes: Endings that make a compound an abbreviation of the class INNER.
        subjects: Pronouns behind which a homograph is one.
        clock: Words that stand behind a time ("14.30 Uhr").
        letter_after: Nouns that plain letters follow ("Plan B.").
        units: Single letters that are words behind a number ("5 m.").
        ordinals: How numbers behave before a full stop.
        run_in: How headlines without a full stop are found.
    """

    vowels: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    small_starters: frozenset[str] = frozenset()
    exclaimed_names: frozenset[str] = frozenset()
    abbreviations: dict[str, frozenset[Class]]
    inner_suffixes: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    clock: frozenset[str] = frozenset()
    letter_after: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    ordinals: Ordinals = Ordinals()
    run_in: RunIn = RunIn()


@cache
def rules_for(language: str) -> Rules:
    """The rules of the language with the ISO 639-1 code ``language``.

    Raises:
        UsageError: There is no data file for it.
    """
    if not (data := resources.language(language, "segment")):
        raise UsageError(
            f"no rules to cut the language '{language}' into sentences",
            hint=f"Add data/languages/{language}/segment.toml to newsxlate.",
        )
    return parse_rules(data)


@cache
def abbreviations(language: str) -> frozenset[str]:
    """Abbreviations with their full stops that are no words without them; empty without rules."""
    listed = resources.language(language, "segment").get("abbreviations", {})
    classes = (Class.LEADING, Class.INNER, Class.TRAILING)
    return frozenset(word for kind in classes for word in listed.get(kind, "").split())


def parse_rules(data: dict[str, Any]) -> Rules:
    """Build rules from the content of a data file.

    Raises:
        TypeError: A table has a key that does not exist.
        ValueError: A class of abbreviations does not exist.
    """
    data = dict(data)
    classes = dict(data.pop("abbreviations", {}))
    suffixes = tuple(classes.pop("inner_suffixes", "").split())
    small = frozenset(data.pop("starters", "").split())
    starters = _capitalized(small)
    ordinals = Ordinals(**_word_sets(data.pop("ordinals", {})))
    run_in = _run_in(data.pop("run_in", {}), starters)
    return Rules(
        starters=starters,
        small_starters=small,
        vowels=frozenset(data.pop("vowels", "")),
        abbreviations=_abbreviations(classes),
        inner_suffixes=suffixes,
        ordinals=ordinals,
        run_in=run_in,
        **_word_sets(data),
    )


def _abbreviations(table: dict[str, str]) -> dict[str, frozenset[Class]]:
    found: dict[str, frozenset[Class]] = {}
    for name, words in table.items():
        for word in words.split():
            found[word] = found.get(word, frozenset()) | {Class(name)}
    return found


def _run_in(table: dict[str, Any], starters: frozenset[str]) -> RunIn:
    if not table:
        return RunIn()
    table = dict(table)
    exceptions = _capitalized(table.pop("except", "").split())
    titles = tuple(noun.lower() for noun in table.pop("title_nouns", "").split())
    pairs = (name.split("_") for name in table.pop("names", "").split())
    names = frozenset((first, second) for first, second in pairs)
    return RunIn(words=starters - exceptions, title_nouns=titles, names=names, **_word_sets(table))


def _capitalized(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[0].upper() + word[1:] for word in words)


def _word_sets(table: dict[str, Any]) -> dict[str, Any]:
    return {
        key: frozenset(value.split()) if isinstance(value, str) else value
        for key, value in table.items()
    }
