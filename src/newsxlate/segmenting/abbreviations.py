"""Recognise an abbreviation before a full stop."""

from __future__ import annotations

from newsxlate.segmenting.rules import Class, Rules
from newsxlate.segmenting.tokens import OPENERS, following

# "u. s. w.", "i. d. R.": more than four parts do not occur.
_LONGEST_CHAIN = 4
_LONGEST_PART = 6


def abbreviation(words: list[str], index: int, core: str, rules: Rules) -> Class | None:
    """The class of the abbreviation that ends with token ``index``.

    Args:
        words: The tokens.
        index: The token in question; it is not the last one.
        core: The token without its full stop and what surrounds it.
        rules: The language.

    Returns:
        LEADING, INNER or TRAILING; None if ``core`` is a word.
    """
    if _goes_on(core, words[index + 1]):
        return Class.LEADING
    classes = _listed(words, index, core, rules)
    if not classes:
        return Class.INNER if _looks_abbreviated(core, rules) else None
    if Class.NUMBERED in classes and following(words[index + 1]).number:
        return Class.LEADING
    if Class.COUNTED in classes and index and words[index - 1][-1].isdigit():
        return Class.INNER
    if Class.HOMOGRAPH in classes:
        return None if index and words[index - 1] in rules.subjects else Class.INNER
    for kind in (Class.LEADING, Class.INNER, Class.TRAILING):
        if kind in classes:
            return kind
    return None


def _goes_on(core: str, after: str) -> bool:
    """Whether the next token is one more part: "z. B.", "J. K. Rowling"."""
    part = after.rstrip(",;:)")
    return len(core) <= 2 and len(part) <= 4 and part.endswith(".") and part[0].isalpha()


def _listed(words: list[str], index: int, core: str, rules: Rules) -> frozenset[Class]:
    table = rules.abbreviations
    chain = key = core + "."
    first = max(index - _LONGEST_CHAIN + 1, 0)
    for back in range(index - 1, first - 1, -1):
        part = words[back]
        if len(part) > _LONGEST_PART or not part.endswith("."):
            break
        chain = part.lstrip(OPENERS) + chain
        if chain in table:
            return table[chain]
    if key in table:
        return table[key]
    # "Prof.Dr.", "16.Jh.": the last part decides.
    return table.get(core.rpartition(".")[2] + ".", frozenset())


def _looks_abbreviated(core: str, rules: Rules) -> bool:
    if "." in core and all(len(part) == 1 for part in core.split(".")):
        return True
    if (core + ".").endswith(rules.inner_suffixes):
        return True
    # No word is without a vowel, unless it is spelt out: "SPD", "GmbH".
    return (
        len(core) > 1
        and bool(rules.vowels)
        and core.isalpha()
        and core[1:].islower()
        and rules.vowels.isdisjoint(core.lower())
    )
