"""HanTa's tagger (Wartena, 2019) with searches of our own: the same tags in a third of the time.

Both hidden Markov models are searched as HanTa does, with its beams. What is saved are the steps
that cannot change the outcome: HanTa asks for the probability of a morpheme for every tag that may
follow, where it has one for a few, and runs through all tags that may follow a tag, where the word
has a few. What an ending, a length, or a state makes of the tags is looked up beforehand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import lru_cache
from math import exp, log1p

from HanTa.HanoverTagger import EMPTY, END, START, UNKNOWN, HanoverTagger

# As in HanTa: what is less likely than that many others, by more than a factor of e, goes ...
_MORPHEMES = 3
_WORDS = 5
# ... and so does a tag of a word that is less likely than its likeliest by e to this.
_WORD_BEAM = 5
_IMPOSSIBLE = -1e6
# A word that is one unknown morpheme is that much less likely.
_WHOLE = 4.6
_SHORT_WORD = 4
_SHORT_MORPHEME = 2
_LONGEST_ENDING = 4
_LONGEST_MORPHEME = 24
_ANALYSES = 20_000
_TAGGED = 10_000

#: A tag, or its index, the number of the state that it leads to, and its probability.
Step = tuple[int, int, float]
#: The tags that a morpheme may have, and those of them that may follow a state, once asked for.
Known = tuple[tuple[int, ...], dict[int, Sequence[Step]]]


class Tagger(HanoverTagger):  # type: ignore[misc]
    """A German part of speech tagger.

    The tags that words may have by themselves are nine tenths of the work, and are remembered.

    Attributes:
        strict: Whether every morpheme has to be in the lexicon.
    """

    def __init__(self, model: str) -> None:
        """Read a model that comes with HanTa."""
        super().__init__(model)
        # The garbage collector passes over tuples of plain things, not over lists.
        read = vars(self)["cache"]
        self.cache = {word: tuple(map(tuple, tags)) for word, tags in read.items()}
        self._remembered = lru_cache(_ANALYSES)(self._analyzed)
        self._chances = lru_cache(_TAGGED)(self._chances_of)
        known: dict[str, list[int]] = defaultdict(list)
        for tag, morphemes in self.LP_m_t.items():
            for morpheme in morphemes:
                known[morpheme].append(tag)
        # Most morphemes share their tags with thousands of others: kept once, they take no room.
        shared: dict[tuple[int, ...], Known] = {}
        self._known = {
            morpheme: shared.setdefault(tuple(tags), (tuple(tags), {}))
            for morpheme, tags in known.items()
        }
        self._open = sorted(self.LP_hapax_t.keys() & self.LP_s_t.keys())
        # Numbers instead of pairs: they are looked up a thousand times a word.
        self._states = list(self.LP_trans_nonfinal)
        number = {state: index for index, state in enumerate(self._states)}
        self._follow = [
            {tag: (number[state[1], tag], lp) for tag, lp in self.LP_trans_nonfinal[state]}
            for state in self._states
        ]
        self._follow_open = [
            [(index, *steps[tag]) for index, tag in enumerate(self._open) if tag in steps]
            for steps in self._follow
        ]
        # Here a state's number is made of its two tags.
        self._width = 1 + max(tag for state in self.LP_trans_word for tag in state)
        self._follow_word = {
            before * self._width + tag: follow
            for (before, tag), follow in self.LP_trans_word.items()
        }
        # What the length and the ending of an unknown morpheme make of the open tags.
        self._by_size = [self._of_size(size) for size in range(_LONGEST_MORPHEME + 1)]
        self._whole = [[chance - _WHOLE for chance in chances] for chances in self._by_size]
        self._by_ending = {
            ending: [self._of_ending(ending, tag) for tag in self._open]
            for ending in {"", *(ending for tag in self._open for ending in self.LP_s_t[tag])}
        }

    def analyze_forward(self, word: str) -> Sequence[tuple[int, float]]:
        """The tags of a word by itself with the logarithms of their probabilities, best first."""
        return self._remembered(word, self.strict)

    def as_strict(self) -> Tagger:
        """The same model, but every morpheme has to be in its lexicon."""
        strict = copy(self)
        strict.strict = True
        strict._chances = lru_cache(_TAGGED)(strict._chances_of)
        return strict

    def _analyzed(self, word: str, strict: bool) -> Sequence[tuple[int, float]]:
        rows: list[dict[int, float]] = [{} for _ in range(len(word) + 1)]
        rows[0][self._states.index((EMPTY, START))] = 0.0
        endings = [self._ending(word[:end], _LONGEST_ENDING) for end in range(len(rows))]
        shortest = _SHORT_MORPHEME if len(word) >= _SHORT_WORD else 0
        for start, row in enumerate(rows[:-1]):
            least = _least(row, _MORPHEMES)
            states = [(s, lp) for s, lp in row.items() if lp >= least and self._follow[s]]
            # Most states allow no open tag next, and most stretches of a word are unknown.
            free = [
                (index, new, lp + step)
                for state, lp in (() if strict else states)
                for index, new, step in self._follow_open[state]
            ]
            for end in range(start + 1, len(rows)) if states else ():
                morpheme = word[start:end]
                known = self._known.get(morpheme)
                if known:
                    self._reach(rows[end], states, morpheme, known)
                if free and (size := end - start) > shortest:
                    # An ending tells something of longer morphemes only.
                    ending = endings[end]
                    if len(ending) >= size:
                        ending = self._ending(morpheme, size - 1)
                    by_size = self._whole if size == len(word) else self._by_size
                    chances = by_size[min(size, _LONGEST_MORPHEME)], self._by_ending[ending]
                    self._guess(rows[end], free, chances, known[0] if known else ())
        return self._ended(rows[-1])

    def _reach(
        self,
        row: dict[int, float],
        states: Sequence[tuple[int, float]],
        morpheme: str,
        known: Known,
    ) -> None:
        """Put into ``row`` what a morpheme of the lexicon leads to from ``states``."""
        tags, steps = known
        for state, lp in states:
            if state not in steps:
                follow = self._follow[state]
                steps[state] = [(tag, *follow[tag]) for tag in tags if tag in follow]
            for tag, new, step in steps[state]:
                total = lp + step + self.LP_m_t[tag][morpheme]
                if total > row.get(new, _IMPOSSIBLE):
                    row[new] = total

    def _guess(
        self,
        row: dict[int, float],
        steps: Sequence[Step],
        chances: tuple[Sequence[float], Sequence[float]],
        known: Collection[int],
    ) -> None:
        """Put into ``row`` what a morpheme leads to that has another tag than is ``known``.

        Args:
            row: States with their probability.
            steps: Indices of open tags, the states that they lead to, and their probability.
            chances: Two logarithms for each open tag, to be added up: by size, and by ending.
            known: Tags that the lexicon has for the morpheme.
        """
        by_size, by_ending = chances
        for index, new, lp in steps:
            total = lp + (by_size[index] + by_ending[index])
            if total > row.get(new, _IMPOSSIBLE) and self._open[index] not in known:
                row[new] = total

    def _ended(self, row: Mapping[int, float]) -> Sequence[tuple[int, float]]:
        """The tags that the last morphemes of a word give it."""
        best: dict[tuple[int, int], float] = {}
        for number, lp in row.items():
            state = self._states[number]
            for tag, chance in self.LP_trans_final.get(state, ()):
                ended = state[1], tag
                if lp + chance > best.get(ended, _IMPOSSIBLE):
                    best[ended] = lp + chance
        found: dict[int, float] = {}
        for (_, tag), lp in best.items():
            found[-tag] = _sum(found[-tag], lp) if -tag in found else lp
        best_first = sorted(found.items(), key=lambda item: -item[1])
        return tuple(best_first) or ((UNKNOWN, 0.0),)

    def _ending(self, text: str, longest: int) -> str:
        """The longest ending of a text, so long at most, that is known to tell of its tag."""
        ending = text[-longest:] if longest else ""
        while ending not in self._by_ending:
            ending = ending[1:]
        return ending

    def _of_size(self, size: int) -> list[float]:
        return [self.Int_t + self.LP_hapax_t[t] + self.LP_len_t[t][size] for t in self._open]

    def _of_ending(self, ending: str, tag: int) -> float:
        table: Mapping[str, float] = self.LP_s_t[tag]
        while ending not in table:
            ending = ending[1:]
        return table[ending]

    def _chances_of(self, word: str, casesensitive: bool) -> Mapping[int, float]:
        """The probability of a word for each tag that it may have in a sentence."""
        return dict(self._tag_word(word, _WORD_BEAM, casesensitive, conditional=True))

    def tag_sent_viterbi(self, sent: Sequence[str], casesensitive: bool = True) -> list[int]:
        """The tags of the words of a sentence."""
        row = {EMPTY * self._width + START: 0.0}
        back: list[dict[int, int]] = []
        for index, word in enumerate(sent):
            chances = self._chances(word, casesensitive and index > 0)
            if chances.keys() <= {UNKNOWN}:
                every = {c for state in row for c in self._follow_word[state]}
                chances = dict.fromkeys(every - {END}, 0.0)
            row, origins = self._next(row, chances)
            back.append(origins)
        ends = {s: lp + self._follow_word[s].get(END, float("-inf")) for s, lp in row.items()}
        state, tags = max(ends, key=ends.__getitem__), []
        for origins in reversed(back):
            tags.append(state % self._width)
            state = origins[state]
        return tags[::-1]

    def _next(
        self, row: Mapping[int, float], chances: Mapping[int, float]
    ) -> tuple[dict[int, float], dict[int, int]]:
        """The states after a further word, each with the one that it is best reached from."""
        best: dict[int, float] = {}
        origins: dict[int, int] = {}
        least = _least(row, _WORDS)
        for state, lp in row.items():
            if lp < least:
                continue
            follow = self._follow_word[state]
            base = state % self._width * self._width
            for tag, chance in chances.items():
                if tag in follow:
                    total = lp + follow[tag] + chance
                    new = base + tag
                    if new not in best or total > best[new]:
                        best[new], origins[new] = total, state
        return best, origins


def _sum(a: float, b: float) -> float:
    """The logarithm of the sum of two probabilities given by theirs."""
    return max(a, b) + log1p(exp(-abs(a - b)))


def _least(row: Mapping[int, float], count: int) -> float:
    """How likely a state has to be that is not much less likely than the ``count`` best."""
    return sorted(row.values())[-count - 1] - 1 if len(row) > count else float("-inf")
