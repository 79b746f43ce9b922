"""Find the source sentences that a summary sentence rests on, without a model.

In the article's language, or where the article is translated, it is the sentences that have its
words. Across languages it is those that have its names, its numbers, and words that look alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log

from newsxlate.article import SentenceRef
from newsxlate.names.alignment import Target
from newsxlate.quantities import Weight, find_quantities, load_lexicon
from newsxlate.summarizing.claims import candidates, stands_for
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.words import prefixes, stems
from newsxlate.summary import Support
from newsxlate.text.addresses import blank

# Sentences that a summary sentence may be put together from.
_MOST = 3
# What another sentence has to add, as a share of all there is to be supported.
_WORTH = 0.1

# Something in a summary sentence that can be looked up, by where it stands in the article; nowhere
# at all counts against the sentence.
Anchor = frozenset[SentenceRef]


def find(
    text: str, language: str, source: Source, targets: Mapping[SentenceRef, str] | None = None
) -> tuple[tuple[Support, ...], float]:
    """The sentences of an article that a summary sentence rests on.

    Args:
        text: The summary sentence.
        language: ISO 639-1 code of its language.
        source: The article.
        targets: The article's sentences in that language, where they are translated.

    Returns:
        At most three sentences, best first, each with the share of the summary sentence that it
        alone supports; and the share that all of them support together, rare words counting more.
    """
    if language == source.article.language:
        targets = {place: source.text(place) for place in source.places}
    if targets:
        anchors = list(_stem_anchors(text, targets))
    else:
        anchors = list(_cross_anchors(text, language, source))
    # A headline says little that the article does not say again: of equals it comes last.
    return _cover(anchors, sorted(source.places, key=source.is_headline))


def _cover(
    anchors: Sequence[Anchor], places: Sequence[SentenceRef]
) -> tuple[tuple[Support, ...], float]:
    """Choose the sentences that together have most of the anchors."""
    weights = [log(1 + len(places) / max(1, len(anchor))) for anchor in anchors]
    total = sum(weights)
    if not total:
        return (), 0.0

    def share(wanted: Sequence[SentenceRef]) -> float:
        pairs = zip(anchors, weights, strict=True)
        return sum(w for anchor, w in pairs if not anchor.isdisjoint(wanted)) / total

    chosen: list[SentenceRef] = []
    covered = 0.0
    there = frozenset[SentenceRef]().union(*anchors)
    options = [place for place in places if place in there]
    while len(chosen) < _MOST and options:
        best = max(options, key=lambda place: share([*chosen, place]))
        gained = share([*chosen, best])
        if gained - covered < _WORTH:
            break
        chosen.append(best)
        options.remove(best)
        covered = gained
    supports = [
        Support(block=p.block, sentence=p.sentence, score=round(share([p]), 3)) for p in chosen
    ]
    return tuple(supports), round(covered, 3)


def _stem_anchors(text: str, targets: Mapping[SentenceRef, str]) -> Iterator[Anchor]:
    where: dict[str, set[SentenceRef]] = {}
    for place, sentence in targets.items():
        for stem in stems(sentence):
            where.setdefault(stem, set()).add(place)
    for stem in sorted(stems(text)):
        yield frozenset(where.get(stem, ()))


def _cross_anchors(text: str, language: str, source: Source) -> Iterator[Anchor]:
    target = Target(text, language)
    named: set[int] = set()
    names: dict[tuple[str, ...], set[SentenceRef]] = {}
    for place in source.places:
        for name in source.names(place):
            names.setdefault(tuple(sorted(name)), set()).add(place)
    for name, places in names.items():
        found = stands_for(target, name)
        if found - named:
            yield frozenset(places)
        named |= found
    for span in candidates(target):
        if named.isdisjoint(span):
            words = [target.words[number] for number in span]
            yield source.having(" ".join(word.text for word in words))
            named.update(span)
    for quantity in find_quantities(blank(text), load_lexicon(language)):
        if quantity.weight is Weight.STRICT:
            yield frozenset(p for p in source.places if source.numbers([p]).covers(quantity))
    rest = {p for n, word in enumerate(target.words) if n not in named for p in prefixes(word.text)}
    for prefix in sorted(rest):
        # A word that looks like none of the source may still render one.
        if there := source.with_prefix(prefix):
            yield there
