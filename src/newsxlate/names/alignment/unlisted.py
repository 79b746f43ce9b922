"""Names that the entities lack, told by a translation that keeps them letter for letter.

A capitalised source word that other sentences of the translation keep, with its capital, is a name,
whatever the finder took it for: Rangers, Yuan, Ryder Cup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from newsxlate.article import SentenceRef
from newsxlate.entities import Entity, Mention
from newsxlate.names.alignment.common import is_article, is_common
from newsxlate.names.alignment.designations import Pair
from newsxlate.names.alignment.target_sentence import Target
from newsxlate.names.recognition.tokenizer import Token, tokenize
from newsxlate.text import tagger
from newsxlate.text.folding import fold

#: `Entity.id` of a name that the article's entities lack.
UNLISTED = 0
_SHORTEST_NAME = 3
# In this share of the sentences that have it, one left out, a name is kept.
_KEPT_SHARE = 0.5
# A German noun may now and then have a capital in the translation.
_KEPT_OFTEN = 3


def find(
    sources: Mapping[SentenceRef, str],
    targets: Mapping[SentenceRef, Target],
    mentions: Mapping[SentenceRef, Sequence[Pair]],
) -> dict[SentenceRef, list[Pair]]:
    """Mentions of names that the entities lack, each with an entity of its own (`UNLISTED`)."""
    words = {ref: _words(sources[ref], mentions.get(ref, ())) for ref in targets}
    kept_in = {
        ref: {folded for folded in _folded(tokens) if _is_kept(folded, targets[ref])}
        for ref, tokens in words.items()
    }
    # Most words are kept nowhere: what they are need not be asked.
    somewhere = set().union(*kept_in.values())
    words = {
        ref: [t for t in tokens if fold(t.text) in somewhere and not _is_small_word(t.text)]
        for ref, tokens in words.items()
    }
    names = _names(words, kept_in)
    return {
        ref: [_pair(token) for token in _once(tokens) if fold(token.text) in names]
        for ref, tokens in words.items()
    }


def _names(
    words: Mapping[SentenceRef, Sequence[Token]], kept_in: Mapping[SentenceRef, set[str]]
) -> set[str]:
    """The folded words that are kept so often that they are names."""
    seen: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for ref, tokens in words.items():
        folded = _folded(tokens)
        seen.update(folded)
        kept.update(folded & kept_in[ref])
    names = {word for word, count in kept.items() if count >= _KEPT_SHARE * (seen[word] - 1)}
    rare = {word for word in names if kept[word] < _KEPT_OFTEN}
    texts = (token.text for tokens in words.values() for token in tokens)
    return names - {fold(text) for text in texts if fold(text) in rare and is_common(text)}


def _words(text: str, pairs: Sequence[Pair]) -> list[Token]:
    """The capitalised words outside the mentions."""
    inside = [(mention.start, mention.end) for _, mention in pairs]
    return [
        token
        for token in tokenize(text)
        if token.text[0].isupper()
        and token.text.isalpha()
        and len(token.text) >= _SHORTEST_NAME
        and not any(start < token.end and token.start < end for start, end in inside)
    ]


def _folded(tokens: Sequence[Token]) -> set[str]:
    return {fold(token.text) for token in tokens}


def _is_small_word(text: str) -> bool:
    """Whether a word is an article, pronoun, or the like, of German or of a foreign title."""
    return is_article(text) or tagger.known(text).startswith(("ART", "P", "AP", "KO", "ADV"))


def _once(tokens: Sequence[Token]) -> list[Token]:
    return list({fold(token.text): token for token in reversed(tokens)}.values())


def _is_kept(folded: str, target: Target) -> bool:
    return any(word.capital and not word.opens for word in target.at(folded))


def _pair(token: Token) -> Pair:
    mention = Mention(token.start, token.end, token.text, token.text)
    return Entity(UNLISTED, token.text, ()), mention
