"""Longer names that a name stands inside of: Europa-Park, Landsberg am Lech.

What came through whole is right whole: that Europa is Europe elsewhere says nothing of the park.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsxlate.entities import Mention
from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family, words
from newsxlate.names.recognition.tokenizer import Token, tokenize
from newsxlate.text import dictionary, tagger
from newsxlate.text.folding import fold, parts

#: Where a longer name stands in the source, from the first character to behind the last.
Stretch = tuple[int, int]


def longer_names(text: str) -> list[Stretch]:
    """The compounds with a hyphen and the places named by what they lie at, in a German text."""
    tokens = tokenize(text)
    found = [(t.start, t.end) for t in tokens if len(parts(t.text)) > 1 and t.text[0].isupper()]
    for index in range(1, len(tokens) - 1):
        behind = _behind_preposition(tokens, index)
        if behind and tokens[index - 1].text[0].isupper() and tokens[behind].text[0].isupper():
            found.append((tokens[index - 1].start, tokens[behind].end))
    return found


def _behind_preposition(tokens: Sequence[Token], index: int) -> int:
    """Index of the word behind a preposition of place and its article; 0 if there is none."""
    article = tokens[index + 1].text in name_rules(SOURCE).articles
    known = tokens[index].text in words("situated")
    # Without an article it is as good as any other language's: Chaos in Minsk.
    known = known or (article and tokens[index].text in words("situated_with_article"))
    return index + 1 + article if known and index + 1 + article < len(tokens) else 0


def kept_whole(text: str, mentions: Sequence[Mention], target: Target) -> dict[int, Span]:
    """Where each mention stands that is inside a longer name which came through whole.

    Args:
        text: The source sentence.
        mentions: The mentions in it.
        target: The translation.

    Returns:
        By the index of the mention, the words that stand for it, or else for the longer name.
    """
    found: dict[int, Span] = {}
    used: set[Span] = set()
    for start, end in longer_names(text) if mentions else ():
        inside = [
            i
            for i, m in enumerate(mentions)
            if start <= m.start and m.end <= end and (m.start, m.end) != (start, end)
        ]
        whole = next((s for s in _stands(target, text[start:end]) if s not in used), None)
        if not inside or whole is None:
            continue
        used.add(whole)
        for index in inside:
            found[index] = _part(target, whole, mentions[index])
    return found


def _stands(target: Target, name: str) -> Iterator[Span]:
    """Where a longer name stands with its capitals, unless it may be a German noun left."""
    compound = " " not in name
    head = parts(name)[-1]
    if compound and tagger.is_noun(head) and not is_family(head):
        known = (target.language, INTERNATIONAL)
        if not any(dictionary.is_word(head, language) for language in known):
            return
    for span in target.find(name):
        exact = fold(target.span_text(span)) == fold(name)
        if exact and target.words[span[0]].capital and target.words[span[1] - 1].capital:
            yield span


def _part(target: Target, whole: Span, mention: Mention) -> Span:
    inside = (s for s in target.find(mention.text) if whole[0] <= s[0] and s[1] <= whole[1])
    return next(inside, whole)
