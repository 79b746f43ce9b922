"""Cut a line of text, or all blocks of an article, into sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.languages import SOURCE
from newsxlate.segmenting.marked import ends_sentence, is_starter
from newsxlate.segmenting.rules import Rules, rules_for
from newsxlate.segmenting.tokens import Tokens, ending, following, has_letters, tokenize
from newsxlate.segmenting.unmarked import quote_follows_quote, runs_in, starts_item
from newsxlate.text.cells import cells
from newsxlate.text.flatten import Flat, compose, flatten

# Lines set apart by layout, which no full stop has to end.
_HEADLINES = frozenset({Kind.HEADLINE, Kind.KICKER, Kind.SUBHEAD, Kind.CREDIT})
_NUMBER = re.compile(r"\d{1,3}[.)] ")
# A shorter part of a headline is no sentence: "Endlich! Bahn fährt wieder".
_HEADLINE_WORDS = 2


def split(text: str, language: str = SOURCE, *, headline: bool = False) -> list[tuple[int, int]]:
    """Find the sentences of ``text``.

    Args:
        text: One block of text on one line (see `newsxlate.text.flatten`).
        language: ISO 639-1 code of its language.
        headline: Whether it is a headline: then it is cut only where it clearly holds several
            sentences.

    Returns:
        Start and end of each sentence, in order. Sentences neither start nor end with white
        space, and every other character lies in exactly one of them.

    Raises:
        UsageError: There are no rules for the language.
    """
    rules = rules_for(language)
    composed = compose(text)
    tokens = tokenize(composed.text)
    if not tokens.words:
        return []
    ends_here = _headline_ends if headline else _ends
    spans, first = [], 0
    for index in range(len(tokens.words) - 1):
        if ends_here(tokens, index, first, rules):
            spans.append((tokens.spans[first][0], tokens.spans[index][1]))
            first = index + 1
    spans.append((tokens.spans[first][0], tokens.spans[-1][1]))
    return spans if composed.text is text else [composed.span(*span) for span in spans]


def segment(article: Article) -> Article:
    """Return ``article`` with the sentences of every kept block filled in.

    Raises:
        UsageError: There are no rules for the article's language.
    """
    return replace(
        article,
        blocks=tuple(
            replace(block, sentences=_sentences(article, block) if block.kept else ())
            for block in article.blocks
        ),
    )


def _sentences(article: Article, block: Block) -> tuple[Sentence, ...]:
    raw = article.raw(block)
    if block.kind is Kind.ROW:
        flats = [flatten(raw[start:end], block.start + start) for start, end in cells(raw)]
        return tuple(_sentence(flat, 0, len(flat.text)) for flat in flats if flat.text)
    flat = flatten(raw, block.start)
    # The marker of a list's item is in the text, but no part of the item.
    marker = len(flat.text) - len(block.text) if flat.text.endswith(block.text) else 0
    first = marker
    if block.kind is Kind.ITEM and (number := _NUMBER.match(flat.text, marker)):
        first = number.end()
    spans = split(flat.text[first:], article.language, headline=block.kind in _HEADLINES)
    starts = [marker, *(first + start for start, _ in spans[1:])]
    return tuple(
        _sentence(flat, start, first + end) for start, (_, end) in zip(starts, spans, strict=False)
    )


def _sentence(flat: Flat, start: int, end: int) -> Sentence:
    return Sentence(*flat.span(start, end), flat.text[start:end])


def _ends(tokens: Tokens, index: int, first: int, rules: Rules) -> bool:
    # Most tokens are words followed by words: one look at each must do for them.
    words = tokens.words
    if words[index + 1] in rules.run_in.words and runs_in(tokens, index, first, rules):
        return True
    if not words[index][-1].isalnum() and (
        ends_sentence(tokens, index, first, rules) or quote_follows_quote(tokens, index, first)
    ):
        return True
    return not words[index + 1][0].isalnum() and starts_item(tokens, index, first, rules)


def _headline_ends(tokens: Tokens, index: int, first: int, rules: Rules) -> bool:
    words = tokens.words
    if words[index][-1].isalnum() or not ends_sentence(tokens, index, first, rules):
        return False
    parts = words[first : index + 1], words[index + 1 :]
    if any(sum(map(has_letters, part)) < _HEADLINE_WORDS for part in parts):
        return False
    end = ending(words[index])
    return (
        (end is not None and end.mark != ".")
        or is_starter(following(words[index + 1]), rules)
        or ending(words[-1]) is not None
    )
