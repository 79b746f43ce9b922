"""Extractive summaries: the sentences of an article that say best what it is about.

A sentence is scored by its place, by what it shares with the title and with what the article
repeats (H. P. Edmundson, New Methods in Automatic Extracting, 1969; D. Radev et al.,
Centroid-based summarization of multiple documents, 2004), by numbers and names; what makes it hard
to read out of its context costs. Sentences are taken one by one, and each costs the more the more
it is like one that was taken (J. Carbonell and J. Goldstein, The Use of MMR, 1998). There is no
model in it and no chance: the same article gives the same extract.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from newsxlate.article import Article, Kind, SentenceRef
from newsxlate.options import Length
from newsxlate.summarizing.candidates import Candidate, candidates, settings
from newsxlate.summarizing.lengths import Room
from newsxlate.summarizing.likeness import Likeness
from newsxlate.summarizing.terms import related, terms

# Two capitalised words that do not open the sentence: "Wladimir Putin".
_NAME = re.compile(r"(?<=[^.!?:„“»«\"] )[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ]\w+")
_NAMES = 2
_NUMBER = re.compile(r"\d")
# An article of so many sentences is its own summary.
BRIEF = 3
# Worths that differ by less are equal: they are sums of fractions.
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence of an article.

    Attributes:
        block: Index of its block in `Article.blocks`.
        sentence: Index in its block.
        score: How well it stands for the article; only good for comparing.
    """

    block: int
    sentence: int
    score: float

    @property
    def ref(self) -> SentenceRef:
        """Which sentence it is."""
        return SentenceRef(self.block, self.sentence)


def rank(article: Article) -> list[Scored]:
    """Every sentence of the body of an article that is segmented, the best first.

    Each is scored for itself: sentences that say the same stand beside each other.
    """
    found = candidates(article)
    scores = _scores(article, found)
    order = sorted(range(len(found)), key=lambda i: (-scores[i], i))
    return [Scored(found[i].block, found[i].sentence, scores[i]) for i in order]


def select(article: Article, length: Length) -> list[Scored]:
    """The sentences of a summary, in reading order; all of them if there are three or fewer.

    Args:
        article: The article, segmented.
        length: How long the summary is to be. One sentence is always chosen, if there is one.
    """
    found = candidates(article)
    scores = _scores(article, found)
    if len(found) <= BRIEF:
        chosen = set(range(len(found)))
    else:
        room = Room(length, sum(candidate.words for candidate in found))
        chosen = _choose(found, scores, _likeness(article, found), room)
    return [Scored(found[i].block, found[i].sentence, scores[i]) for i in sorted(chosen)]


def _likeness(article: Article, found: Sequence[Candidate]) -> Likeness:
    return Likeness.of([terms(candidate.text, article.language) for candidate in found])


def repeating(article: Article, used: Collection[SentenceRef]) -> frozenset[SentenceRef]:
    """The sentences that say what those of ``used`` say."""
    found = candidates(article)
    likeness = _likeness(article, found)
    chosen = [number for number, candidate in enumerate(found) if candidate.ref in used]
    return frozenset(
        candidate.ref
        for number, candidate in enumerate(found)
        if any(_repeats(likeness, found, number, other) for other in chosen if other != number)
    )


def _repeats(likeness: Likeness, found: Sequence[Candidate], one: int, other: int) -> bool:
    """Whether two sentences say the same. A lead says briefly what the text says again."""
    limits = settings()["limits"]
    plain = likeness.plain(one, other)
    if plain < limits["near"]:
        return False
    led = found[one].lead or found[other].lead
    echo = limits["echo_of_lead" if led else "echo"]
    return plain >= limits["alike"] or likeness.weighted(one, other) >= echo


def _scores(article: Article, found: Sequence[Candidate]) -> list[float]:
    weights, costs = settings()["weights"], settings()["costs"]
    features = _features(article, found)
    return [
        sum(weights[name] * value for name, value in row.items())
        - sum(costs[flaw] for flaw in candidate.flaws)
        for row, candidate in zip(features, found, strict=True)
    ]


def _features(article: Article, found: Sequence[Candidate]) -> list[dict[str, float]]:
    """What speaks for each sentence, 0 to 1, under the names of the weights."""
    rows = [terms(candidate.text, article.language) for candidate in found]
    counts = Counter(term for row in rows for term in row)
    pairs = [set(pairwise(row)) for row in rows]
    pair_counts = Counter(pair for row in pairs for pair in row)
    center = [sum(counts[term] for term in set(row) if counts[term] > 1) for row in rows]
    most = max(center, default=0) or 1
    titled = _title_terms(article, counts)
    wanted = max(len(frozenset().union(*titled.values())), 1)
    opening = next((i for i, c in enumerate(found) if c.early and not c.flaws), None)
    reach = settings()["limits"]["reach"]
    return [
        {
            "place": math.exp(-number / reach) if candidate.early else 0.0,
            "opening": float(number == opening),
            "title": len(frozenset().union(*(titled.get(t, frozenset()) for t in row))) / wanted,
            "centre": center[number] / most,
            "untitled": 0.0 if titled else center[number] / most,
            "phrases": _share(pairs[number], pair_counts),
            "number": float(bool(_NUMBER.search(candidate.text))),
            "name": min(len(_NAME.findall(candidate.text)), _NAMES) / _NAMES,
        }
        for number, (candidate, row) in enumerate(zip(found, rows, strict=True))
    ]


def _share(pairs: set[tuple[str, str]], counts: Counter[tuple[str, str]]) -> float:
    return sum(counts[pair] > 1 for pair in pairs) / len(pairs) if pairs else 0.0


def _title_terms(article: Article, vocabulary: Counter[str]) -> dict[str, frozenset[str]]:
    """For each term of the body the terms of the title that it stands for, if any."""
    headlines = [block.text for _, block in article.kept() if block.kind is Kind.HEADLINE]
    title = set(terms(" ".join([article.title or "", *headlines]), article.language))
    return {
        term: same
        for term in vocabulary
        if (same := frozenset(other for other in title if related(term, other)))
    }


@dataclass(slots=True)
class _Selection:
    """The sentences taken so far, and what the others are worth beside them.

    Attributes:
        found: The sentences.
        scores: How well each stands for the article.
        likeness: Compares them.
        taken: Those that were taken, in that order.
        nearest: How much each is like one of those it was compared with.
        repeated: Those that say what one of them says.
        compared: With how many of those taken it was compared.
        understood: Those that point back to a sentence that was taken.
    """

    found: Sequence[Candidate]
    scores: Sequence[float]
    likeness: Likeness
    taken: list[int] = field(default_factory=list)
    nearest: dict[int, float] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)
    compared: dict[int, int] = field(default_factory=dict)
    understood: set[int] = field(default_factory=set)

    def worth(self, number: int) -> float:
        """What a sentence would add; it is compared only with those taken since the last time."""
        costs = settings()["costs"]
        new = self.taken[self.compared.get(number, 0) :]
        likeness = (self.likeness.plain(number, other) for other in new)
        nearest = max([self.nearest.get(number, 0.0), *likeness])
        if any(_repeats(self.likeness, self.found, number, other) for other in new):
            self.repeated.add(number)
        self.nearest[number], self.compared[number] = nearest, len(self.taken)
        worth: float = self.scores[number] - costs["redundancy"] * nearest
        worth -= costs["repeated"] * (number in self.repeated)
        return worth + costs["dependent"] * (number in self.understood)


def _choose(
    found: Sequence[Candidate],
    scores: Sequence[float],
    likeness: Likeness,
    room: Room,
) -> set[int]:
    """Take the best sentence again and again, until the room is full.

    Only sentences that reach the top of the heap are compared with those taken, and with each of
    them once: long articles take hardly more time a sentence than short ones.
    """
    chosen = _Selection(found, scores, likeness)
    # By what they were worth when they were looked at last, which can only have become less.
    heap = [(-score, number) for number, score in enumerate(scores)]
    heapq.heapify(heap)
    while heap and not room.full:
        before, number = heapq.heappop(heap)
        if number in chosen.taken:
            continue
        worth = chosen.worth(number)
        if worth < -before - _SAME:
            heapq.heappush(heap, (-worth, number))
            continue
        if not room.fits(found[number].words):
            continue
        room.take(found[number].words)
        chosen.taken.append(number)
        after = number + 1
        if _leans(found, after) and after not in chosen.understood:
            # Beside the sentence it points back to, it can be understood.
            chosen.understood.add(after)
            heapq.heappush(heap, (-scores[after] - settings()["costs"]["dependent"], after))
    return set(chosen.taken)


def _leans(found: Sequence[Candidate], number: int) -> bool:
    return number < len(found) and "dependent" in found[number].flaws
