"""A headline and a one-line teaser in the language of a summary."""

from __future__ import annotations

import re

from newsxlate.article import Kind, SentenceRef
from newsxlate.summarizing import extractive
from newsxlate.summarizing.rendering import Rendering
from newsxlate.summarizing.source import Source

# What a line of a website or a push message holds, in characters.
_LINE = 200
# The sentences that may tease: those that open the article, in a newspaper's own order.
_OPENING = 4
# An aside in brackets can go: what it says is said besides.
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def headline(source: Source, rendering: Rendering) -> str | None:
    """The article's headline in the other language; None if it has none, or no translation."""
    for number, block in source.article.kept():
        if block.kind is Kind.HEADLINE and block.sentences:
            places = [SentenceRef(number, index) for index in range(len(block.sentences))]
            made = rendering.sentences(places)
            if any(sentence.fallback for sentence in made):
                return None
            return " ".join(sentence.text for sentence in made)
    return None


def teaser(source: Source, rendering: Rendering) -> str | None:
    """The sentence that best says what the article is about, on one line.

    It is the best ranked of the opening sentences; a shorter one among them is preferred if that
    one does not fit a line even without its asides in brackets. Nothing else is cut: what a clause
    adds or takes back cannot be told without understanding it.
    """
    place = _best(source)
    if place is None:
        return None
    [made] = rendering.sentences([place])
    if made.fallback:
        return None
    return _shortened(made.text)


def _best(source: Source) -> SentenceRef | None:
    ranked = [one.ref for one in extractive.rank(source.article)]
    body = [place for place in source.places if place in set(ranked)]
    opening = [place for place in ranked if place in body[:_OPENING]]
    fitting = [place for place in opening if len(_shortened(source.text(place))) <= _LINE]
    return next(iter(fitting or opening or ranked), None)


def _shortened(text: str) -> str:
    return _ASIDE.sub("", text) if len(text) > _LINE else text
