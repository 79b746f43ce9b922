"""HanTa's tagger (Wartena, 2019) with searches of our own: the same tags in half the time.

Both hidden Markov models are searched as HanTa does, with its beams. What is saved are the steps
that cannot change the outcome: HanTa asks for the probability of a morpheme for every tag that may
follow, where it has one for a few, and runs through all tags that may follow a tag, where the word
has a few.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
_SUFFIXES = 50_000
_ANALYSES = 50_000

#: A tag and the one before it. Tags are numbers; negative ones end a word.
State = tuple[int, int]


class Tagger(HanoverTagger):  # type: ignore[misc]
    """A German part of speech tagger.

    The tags that words may have by themselves are nine tenths of the work, and are remembered.

    Attributes:
        strict: Whether every morpheme has to be in the lexicon.
    """

    def __init__(self, model: str) -> None:
        """Read a model that comes with HanTa."""
        super().__init__(model)
        self._remembered = lru_cache(_ANALYSES)(self._analyzed)
        known: dict[str, list[int]] = defaultdict(list)
        for tag, morphemes in self.LP_m_t.items():
            for morpheme in morphemes:
                known[morpheme].append(tag)
        # Most morphemes share their tags with thousands of others: kept once, they take no room.
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._known = {
            morpheme: shared.setdefault(tuple(tags), tuple(tags))
            for morpheme, tags in known.items()
        }
        self._open = frozenset(self.LP_hapax_t.keys() & self.LP_s_t.keys())
        self._endings = {"", *(ending for tag in self._open for ending in self.LP_s_t[tag])}
        # What may follow a state: tag, the state that it leads to, probability.
        self._follow = {
            state: [(tag, (state[1], tag), lp) for tag, lp in tags]
            for state, tags in self.LP_trans_nonfinal.items()
            if tags
        }
        self._follow_open = {
            state: [step for step in steps if step[0] in self._open]
            for state, steps in self._follow.items()
        }
        self._guess = lru_cache(_SUFFIXES)(self._guesses)

    def analyze_forward(self, word: str) -> list[tuple[int, float]]:
        """The tags of a word by itself with the logarithms of their probabilities, best first."""
        return self._remembered(word, self.strict)

    def as_strict(self) -> Tagger:
        """The same model, but every morpheme has to be in its lexicon."""
        strict = copy(self)
        strict.strict = True
        return strict

    def _analyzed(self, word: str, strict: bool) -> list[tuple[int, float]]:
        rows: list[dict[State, float]] = [{} for _ in range(len(word) + 1)]
        rows[0][EMPTY, START] = 0.0
        for start, row in enumerate(rows[:-1]):
            states = [item for item in _beam(row, _MORPHEMES) if item[0] in self._follow]
            # Most states allow no open tag next, and most stretches of a word are unknown.
            free = [] if strict else [item for item in states if self._follow_open[item[0]]]
            for end in range(start + 1, len(rows)) if states else ():
                morpheme = word[start:end]
                guesses = self._guessed(morpheme, len(word)) if free else {}
                if known := self._known.get(morpheme):
                    chances = {tag: self.LP_m_t[tag][morpheme] for tag in known}
                    _extend(rows[end], states, self._follow, {**guesses, **chances})
                elif guesses:
                    _extend(rows[end], free, self._follow_open, guesses)
        return self._ended(rows[-1])

    def _ended(self, row: Mapping[State, float]) -> list[tuple[int, float]]:
        """The tags that the last morphemes of a word give it."""
        best: dict[State, float] = {}
        for state, lp in row.items():
            for tag, chance in self.LP_trans_final.get(state, ()):
                ended = state[1], tag
                if lp + chance > best.get(ended, _IMPOSSIBLE):
                    best[ended] = lp + chance
        found: dict[int, float] = {}
        for (_, tag), lp in best.items():
            found[-tag] = _sum(found[-tag], lp) if -tag in found else lp
        return sorted(found.items(), key=lambda item: -item[1]) or [(UNKNOWN, 0.0)]

    def _guessed(self, morpheme: str, length: int) -> Mapping[int, float]:
        """The probability of a morpheme for each open tag in a word of a length."""
        size = len(morpheme)
        if length >= _SHORT_WORD and size <= _SHORT_MORPHEME:
            return {}
        # The last four letters tell something of longer morphemes only, and so do three or fewer.
        ending = morpheme[-min(_LONGEST_ENDING, size - 1) :] if size > 1 else ""
        while ending not in self._endings:
            ending = ending[1:]
        return self._guess(ending, min(size, _LONGEST_MORPHEME), size == length)

    def _guesses(self, ending: str, size: int, whole: bool) -> Mapping[int, float]:
        """The probability of an unknown morpheme for each open tag, by its end and its length."""
        found = {}
        for tag in self._open:
            table, known = self.LP_s_t[tag], ending
            while known not in table:
                known = known[1:]
            chance = self.Int_t + self.LP_hapax_t[tag] + self.LP_len_t[tag][size] + table[known]
            found[tag] = chance - _WHOLE if whole else chance
        return found

    def tag_sent_viterbi(self, sent: Sequence[str], casesensitive: bool = True) -> list[int]:
        """The tags of the words of a sentence."""
        row: dict[State, float] = {(EMPTY, START): 0.0}
        back: list[dict[State, State]] = []
        for index, word in enumerate(sent):
            chances = dict(
                self._tag_word(word, _WORD_BEAM, casesensitive and index > 0, conditional=True)
            )
            if chances.keys() <= {UNKNOWN}:
                every = {c for state in row for c in self.LP_trans_word[state]}
                chances = dict.fromkeys(every - {END}, 0.0)
            row, origins = self._next(row, chances)
            back.append(origins)
        ends = [(lp + self.LP_trans_word[s].get(END, float("-inf")), s) for s, lp in row.items()]
        if not ends:
            return []
        state, tags = max(ends, key=lambda end: end[0])[1], []
        for origins in reversed(back):
            tags.append(state[1])
            state = origins[state]
        return tags[::-1]

    def _next(
        self, row: Mapping[State, float], chances: Mapping[int, float]
    ) -> tuple[dict[State, float], dict[State, State]]:
        """The states after a further word, each with the one that it is best reached from."""
        best: dict[State, float] = {}
        origins: dict[State, State] = {}
        for state, lp in _beam(row, _WORDS):
            follow = self.LP_trans_word[state]
            for tag, chance in chances.items():
                if tag in follow:
                    total = lp + follow[tag] + chance
                    new = state[1], tag
                    if new not in best or total > best[new]:
                        best[new], origins[new] = total, state
        return best, origins


def _sum(a: float, b: float) -> float:
    """The logarithm of the sum of two probabilities given by theirs."""
    return max(a, b) + log1p(exp(-abs(a - b)))


def _beam(row: Mapping[State, float], count: int) -> Iterable[tuple[State, float]]:
    """The states that are not much less likely than the ``count`` best."""
    if len(row) <= count:
        return row.items()
    least = sorted(row.values(), reverse=True)[count] - 1
    return [item for item in row.items() if item[1] >= least]


def _extend(
    row: dict[State, float],
    states: Iterable[tuple[State, float]],
    follow: Mapping[State, Sequence[tuple[int, State, float]]],
    chances: Mapping[int, float],
) -> None:
    """Put into ``row`` the states that a further morpheme leads to.

    Args:
        row: States with their probability.
        states: Those that it follows.
        follow: For each of them, what may follow: tag, new state, probability.
        chances: The probability of the morpheme for each tag.
    """
    for state, lp in states:
        for tag, new, step in follow[state]:
            if tag in chances:
                total = lp + step + chances[tag]
                if total > row.get(new, _IMPOSSIBLE):
                    row[new] = total
