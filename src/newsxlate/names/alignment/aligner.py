"""Find what stands for each mention in a target sentence.

What is looked for, each for all mentions before the next, for those with most words first:

0. a longer name that the name is inside of (`enclosing`);
1. the whole name, or another whole name of the entity (`_whole`): what the glossary forbids, a form
   of the lists, a form that the rules accept or the name's initials, and last its German spelling;
2. a name of several words, misspelt (`_whole_misspelt`);
3. a part of the name, as in 1; the name written small as a common word; an adjective or inhabitant
   made from it; the German spelling of the name or of a part (`_part`);
4. the name or a part of it, misspelt (`_misspelt`).

The first span that no other mention has is taken; if the rest of the name stands misspelt beside
it, that belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsxlate.entities import Entity, Mention, Outcome
from newsxlate.names.alignment import lookups
from newsxlate.names.alignment.accepted_forms import AcceptedForms, is_written
from newsxlate.names.alignment.designations import Pair, names_of, parts_of
from newsxlate.names.alignment.enclosing import kept_whole
from newsxlate.names.alignment.lookups import Match, Sentence
from newsxlate.names.alignment.misspelling import is_misspelling
from newsxlate.names.alignment.regions import whole_of
from newsxlate.names.alignment.target_sentence import Target
from newsxlate.names.verdict import Reason


def align(
    target: Target, pairs: Sequence[Pair], accepted: AcceptedForms, source: str = ""
) -> dict[int, Match]:
    """What stands for each mention of a sentence, by its index; no word stands for two.

    Args:
        target: The target sentence.
        pairs: The mentions, in order.
        accepted: The accepted forms in its language.
        source: The source sentence.
    """
    chosen: dict[int, Match] = {}
    adjectives = [word for word in source.split() if word[:1].islower()]
    s = Sentence(target, accepted, set(), source, adjectives)
    mentions = [mention for _, mention in pairs]
    for index, span in kept_whole(source, mentions, target).items():
        chosen[index] = Match(span, Outcome.KEPT, Reason.SHORTENED, mentions[index].base)
        s.taken.update(range(*span))
    order = sorted(range(len(pairs)), key=lambda i: -len(pairs[i][1].base.split()))
    for look_up in (_whole, _whole_misspelt, _part, _misspelt):
        for index in order:
            if index in chosen:
                continue
            for match in look_up(s, *pairs[index]):
                if s.taken.isdisjoint(range(*match.span)):
                    chosen[index] = _extended(s, pairs[index], match)
                    s.taken.update(range(*chosen[index].span))
                    break
    return chosen


def _whole(s: Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
    """The mention's name, or another of its entity."""
    names = names_of(entity, mention)
    for name in names:
        yield from lookups.forbidden(s, name)
        yield from lookups.listed(s, name, small=mention.worded)
    german: list[Match] = []
    for name in names:
        yield from lookups.by_rule(s, name, german)
    yield from german


def _whole_misspelt(s: Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
    """A name of several words misspelt."""
    names = [n for n in names_of(entity, mention) if " " in n or "-" in n]
    if mention.worded or any(whole_of(name) for name in names):
        return
    for match in lookups.misspelt(s, names):
        if lookups.is_translated(match.name, s.target.span_text(match.span), s.target.language):
            yield replace(match, outcome=Outcome.VARIANT, reason=Reason.RELATED)
        else:
            yield match


def _part(s: Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
    """A part of the name, an adjective made from it, or the German form."""
    names, parts = names_of(entity, mention), parts_of(entity, mention)
    for name in parts:
        yield from lookups.listed(s, name)
        # In German spelling it comes last: below.
        yield from lookups.by_rule(s, name, [])
    yield from lookups.written_small(s, names)
    yield from lookups.derived(s, names, mention)
    for name in (*names, *parts):
        for span in s.target.find(name):
            if is_written(s.target.span_text(span), name):
                yield lookups.german(s, span, name)


def _misspelt(s: Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
    """The name, or a part of it, misspelt."""
    if not mention.worded:
        names = [*names_of(entity, mention), *parts_of(entity, mention)]
        yield from lookups.misspelt(s, names)


def _extended(s: Sentence, pair: Pair, match: Match) -> Match:
    """The match with the misspelt part of the name beside it, if there is one."""
    entity, mention = pair
    rest = {word for name in names_of(entity, mention) for word in name.split()}
    rest -= set(match.name.split())
    if not match.outcome.accepted or mention.worded or not rest:
        return match
    for index, span in lookups.beside(s.target, match.span):
        word = s.target.words[index]
        if index not in s.taken and word.capital and _is_misspelt_part(s, word.text, rest):
            whole = max((mention.base, entity.canonical), key=len)
            return Match(span, Outcome.ALTERED, Reason.DIFFERENT, whole)
    return match


def _is_misspelt_part(s: Sentence, text: str, words: set[str]) -> bool:
    """Whether a text is one of the words of a name misspelt, and an accepted form of none."""
    return any(
        is_misspelling(text, form) for word in words for form in lookups.spellings(s, word)
    ) and not any(s.accepted.accepts(word, text).accepted for word in words)
