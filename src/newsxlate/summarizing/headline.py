"""A headline and a one-line teaser in the language of a summary."""

from __future__ import annotations

import re
from collections.abc import Collection

from newsxlate.article import Kind, SentenceRef
from newsxlate.summarizing import extractive
from newsxlate.summarizing.rendering import Rendering, told
from newsxlate.summarizing.source import Source

# What a line of a website or a push message holds, in characters.
_LINE = 200
# The sentences that may tease: those that open the article, in a newspaper's own order.
_OPENING = 4
# Only so many sentences, those that are ranked highest, say what an article is about.
_BEST = 3
# What makes a sentence say nothing for itself.
_UNFIT = frozenset(
    {
        *("dependent", "linked", "question", "unattributed", "dangling", "fragment", "short"),
        *("personal", "answer", "unasked"),
    }
)
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


def teaser(source: Source, rendering: Rendering, used: Collection[SentenceRef] = ()) -> str | None:
    """A sentence that says what the article is about, on one line, besides a summary.

    It is the best ranked of the opening sentences that stands for itself and says something else
    than the summary. A shorter one among them is preferred if that one does not fit a line even
    without its asides in brackets. Nothing else is cut: what a clause adds or takes back cannot be
    told without understanding it. Where no such sentence is good enough, there is no teaser: the
    summary's first sentence says it.

    Args:
        source: The article.
        rendering: Gives its sentences in the language that is wanted.
        used: What the summary says.
    """
    place = _best(source, used)
    if place is None:
        return None
    [made] = told(source, rendering, [place])
    if made.fallback:
        return None
    return _shortened(made.text)


def _best(source: Source, used: Collection[SentenceRef]) -> SentenceRef | None:
    first = list(source.candidates)[:_OPENING]
    said = extractive.repeating(source.article, used)
    ranked = [one.ref for one in extractive.rank(source.article)]
    best = [place for place in ranked if place in used or place not in said][:_BEST]
    opening = [source.candidates[p] for p in best if p in first and p not in used]
    alone = [one.ref for one in opening if _UNFIT.isdisjoint(one.flaws)]
    fitting = [p for p in alone if len(_shortened(source.candidates[p].text)) <= _LINE]
    return next(iter(fitting or alone), None)


def _shortened(text: str) -> str:
    return _ASIDE.sub("", text) if len(text) > _LINE else text
