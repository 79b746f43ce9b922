"""Decide whether a sentence ends at a sentence mark.

The evidence is that of Kiss & Strunk, "Unsupervised Multilingual Sentence Boundary Detection"
(Computational Linguistics 32(4), 2006): abbreviations, ordinal numbers and initials before the
mark, frequent sentence starters and the case of the first letter behind it. They learn it from
the text; here a language's data file has it, so that one sentence is enough.
"""

from __future__ import annotations

import re

from newsxlate.segmenting.abbreviations import abbreviation
from newsxlate.segmenting.rules import Class, Rules
from newsxlate.segmenting.tokens import (
    CLOSING_QUOTES,
    DASHES,
    OPENERS,
    OPENING_QUOTES,
    Ending,
    Next,
    Tokens,
    closes_quote,
    ending,
    following,
    is_picture,
    is_smiley,
)

_ROMAN = re.compile(r"[IVXLCDM]+")
_FIGURES = re.compile(r"[\d./+–−‑-]+")
_SEPARATORS = re.compile(r"[./+–−‑-]+")
# A parenthesis longer than this is rather a bracket that was never closed.
_LONGEST_PARENTHESIS = 300
_LONGEST_ORDINAL = 6
# Words between a determiner and its ordinal number, at most.
_BETWEEN = 2
# Shorter words before a full stop and a small letter may be abbreviations nobody listed.
_SHORTEST_WORD = 4


def ends_sentence(tokens: Tokens, index: int, first: int, rules: Rules) -> bool:
    """Whether the sentence that starts with token ``first`` ends with token ``index``.

    ``index`` is not the last token.
    """
    end = _ending_at(tokens, index)
    if end is None:
        smiley = index > first and is_smiley(tokens.words[index])
        return smiley and following(tokens.words[index + 1]).capital
    after = _next_word(tokens, index, end)
    if after is None:
        return False
    if not end.core and end.closers[:1] in {")", "]"}:
        return False  # "(!)", "[…]": remarks inside a sentence
    glued = tokens.spans[index][1] == tokens.spans[index + 1][0]
    if glued and not (end.core.islower() or is_starter(after, rules)):
        return False  # "Spiegel.Online"
    if "!" in end.mark or "?" in end.mark:
        decision = _after_exclamation(tokens.words, index, first, end, after, rules)
    elif end.mark == ".":
        decision = _after_full_stop(tokens.words, index, end, after, rules)
    else:
        decision = not after.small and not end.core[-1:].isdigit()
    return decision and not _in_parenthesis(tokens, index, first)


def is_starter(after: Next, rules: Rules) -> bool:
    """Whether a closed-class word with a capital letter follows."""
    return after.word in rules.starters and after.rest[len(after.word) :][:1] != "-"


def _ending_at(tokens: Tokens, index: int) -> Ending | None:
    """How token ``index`` ends; quotes, smileys and emojis apart from it belong to its end."""
    token = tokens.words[index]
    found = ending(token)
    if found is not None or not index:
        return found
    if is_smiley(token) or is_picture(token) or closes_quote(tokens, index):
        return ending(tokens.words[index - 1])
    return None


def _next_word(tokens: Tokens, index: int, end: Ending) -> Next | None:
    """What follows token ``index``; None if it cannot start a sentence."""
    words = tokens.words
    after = words[index + 1]
    if after[0] in ",;:)]}”…" or not after.strip(".!?"):
        return None
    if index + 2 == len(words) and not after.strip("+"):
        return None  # what closes a ticker
    if is_smiley(after) or is_picture(after) or closes_quote(tokens, index + 1):
        return None
    if after not in DASHES:
        return following(after)
    # A dash opens a sentence only behind one that is clearly over: „Komm!“ – „Nein.“ is one.
    if index + 2 == len(words) or end.closers or end.core[-1:].isdigit():
        return None
    return following(words[index + 2])


def _after_exclamation(
    words: list[str], index: int, first: int, end: Ending, after: Next, rules: Rules
) -> bool:
    if after.small:
        return False
    inside = (
        end.core + end.mark in rules.exclaimed_names
        or end.closers[-1:] == ")"
        or _in_title(words, index, first, end)
    )
    return not inside or is_starter(after, rules)


def _in_title(words: list[str], index: int, first: int, end: Ending) -> bool:
    """Whether the mark ends a quote that is a part of the sentence: die Show „Na und?“."""
    if end.closers[:1] not in CLOSING_QUOTES:
        return False
    for back in range(index, first, -1):
        if words[back][0] in OPENING_QUOTES:
            return words[back - 1][-1].isalnum()
    return False


def _after_full_stop(words: list[str], index: int, end: Ending, after: Next, rules: Rules) -> bool:
    core = end.core
    if after.small:
        return _starts_small(words, index, end, after, rules)
    if not core:
        return True
    if core[-1].isdigit():
        return _after_number(words, index, core, after, rules)
    kind = abbreviation(words, index, core, rules)
    if kind is not None:
        return _after_abbreviation(kind, end, after, rules)
    if len(core) == 1 and core.isalpha():
        return _after_letter(words, index, core, after, rules)
    if rules.ordinals.full_stop and _ROMAN.fullmatch(core):
        return is_starter(after, rules) or _before(words, index) in rules.ordinals.cardinal_after
    return True


def _starts_small(words: list[str], index: int, end: Ending, after: Next, rules: Rules) -> bool:
    """Whether somebody forgot the capital letter: only a plain word and a starter show it."""
    return (
        len(end.core) >= _SHORTEST_WORD
        and end.core.isalpha()
        and not end.closers
        and after.word in rules.small_starters
        and abbreviation(words, index, end.core, rules) is None
    )


def _after_abbreviation(kind: Class, end: Ending, after: Next, rules: Rules) -> bool:
    if kind is Class.LEADING or ")" in end.closers:
        return False
    if kind is Class.TRAILING:
        return after.capital or after.opened
    return is_starter(after, rules)


def _after_letter(words: list[str], index: int, core: str, after: Next, rules: Rules) -> bool:
    """Behind a single letter: "Plan B." and "5 m." may end a sentence, "George W." does not."""
    before = _before(words, index)
    if is_starter(after, rules) or before in rules.letter_after:
        return True
    if core in rules.units and before[-1:].isdigit():
        return True
    return rules.ordinals.full_stop and before in rules.ordinals.cardinal_after


def _after_number(words: list[str], index: int, core: str, after: Next, rules: Rules) -> bool:
    """Behind a number: a cardinal number may end a sentence, an ordinal does not."""
    ordinals = rules.ordinals
    if not ordinals.full_stop or not _FIGURES.fullmatch(core) or is_starter(after, rules):
        return True
    number, before = _SEPARATORS.split(core)[-1], _before(words, index)
    if after.word in ordinals.nouns or after.rest in ordinals.nouns:
        return False
    if before in ordinals.cardinal_after or before in ordinals.cardinal_cues:
        return True
    if before.lower() in ordinals.determiners:
        return False
    if after.number:
        return len(number) > len("31")
    # Its length first: int() refuses thousands of digits.
    if number[0] == "0" or len(number) > _LONGEST_ORDINAL or int(number) > ordinals.largest:
        return True
    if 0 < ordinals.usual < int(number) and before.islower():
        return not _is_determined(words, index, rules)
    # "Apollo 11.": a noun just before a number is what it counts or numbers.
    return before.isalpha() and not before.islower() and before not in rules.starters


def _is_determined(words: list[str], index: int, rules: Rules) -> bool:
    """Whether a determiner stands before the number: "der insgesamt 67. Sieg", "in 67. Ausgabe"."""
    if words[index - 1] in rules.ordinals.prepositions:
        return True
    for back in range(index - 1, max(index - 1 - _BETWEEN, 0) - 1, -1):
        word = words[back].lstrip(OPENERS)
        if word.lower() in rules.ordinals.determiners:
            return True
        if not word.islower() or not word.isalpha():
            return False
    return False


def _before(words: list[str], index: int) -> str:
    return words[index - 1].lstrip(OPENERS) if index else ""


def _in_parenthesis(tokens: Tokens, index: int, first: int) -> bool:
    """Whether a parenthesis that began inside this sentence is still open."""
    text, start, end = tokens.text, tokens.spans[first][0], tokens.spans[index][1]
    opened = text.rfind("(", start, end)
    if opened <= start or text[opened - 1] in ":;=-" or text.find(")", opened, end) >= 0:
        return False
    return text.find(")", end, opened + _LONGEST_PARENTHESIS) >= 0
