"""Decide whether a sentence ends where no sentence mark stands.

News text is full of it: a headline that runs into its article, a ticker, a list on one line.
"""

from __future__ import annotations

import re

from newsxlate.segmenting.rules import Rules
from newsxlate.segmenting.tokens import (
    CLOSERS,
    CLOSING_QUOTES,
    OPENING_QUOTES,
    Tokens,
    has_letters,
)

_LAST = frozenset(CLOSERS + "%€$£")
# So many tokens without a letter are no item: "+++ 14:30 +++ Bahn streikt +++".
_SHORTEST_ITEM = 8
_SEPARATOR = re.compile(r"\+{3,}|[•▪■►‣●]")


def starts_item(tokens: Tokens, index: int, first: int, rules: Rules) -> bool:
    """Whether a ticker's "+++" or a list's "•" starts a new item behind token ``index``.

    The separator belongs to the item it opens; the last one of a ticker closes it. What stands
    between two of them is no item if it only says when, or in one word what follows: "+++ 14:30
    Uhr +++ Bahn streikt", "+++ Update +++".
    """
    words = tokens.words
    if index + 2 >= len(words) or _SEPARATOR.match(words[index + 1]) is None:
        return False
    start = max(first, index - _SHORTEST_ITEM)
    opened = _SEPARATOR.match(words[start]) is not None
    telling = sum(
        has_letters(word) and word.strip(CLOSERS + ",.:") not in rules.clock
        for word in words[start : index + 1]
    )
    return telling > opened


def quote_follows_quote(tokens: Tokens, index: int, first: int) -> bool:
    """Whether the sentence is a quote from end to end, and the next one starts as a quote."""
    words = tokens.words
    return (
        index > first
        and words[index][-1] in CLOSING_QUOTES
        and words[first][0] in OPENING_QUOTES
        and words[index + 1][0] in OPENING_QUOTES
        and len(words[index + 1]) > 1
    )


def runs_in(tokens: Tokens, index: int, first: int, rules: Rules) -> bool:
    """Whether a headline without a full stop ends with token ``index``.

    A language that writes its nouns, but not its closed-class words, with capital letters shows
    it: the article in "Bahn streikt Die Gewerkschaft ..." cannot be inside a sentence.
    """
    run_in, words = rules.run_in, tokens.words
    word, before = words[index + 1], words[index]
    if word not in run_in.words or before in run_in.not_after:
        return False
    # "sagte: « Es ist ..." and "Ende; Das ..." go on; "(Fußnote 3)" may be the end.
    if not any(map(str.isalnum, before)) or not (before[-1].isalnum() or before[-1] in _LAST):
        return False
    if before.lower().endswith(run_in.title_nouns) or index + 1 + run_in.words_behind > len(words):
        return False
    behind = words[index + 2].rstrip(CLOSERS + ",.;:!?") if index + 2 < len(words) else ""
    if (word, behind) in run_in.names:
        return False
    return sum(map(has_letters, words[first : index + 1])) >= run_in.words_before
