"""What a person changed, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# Words, numbers with the points inside them, white space, and each other sign alone.
_TOKENS = re.compile(r"\w+(?:[.,'’]\w+)*|\s+|[^\w\s]")
# Pairs of like tokens that are looked at: what it takes grows with them, and with the tokens, so
# that two lines of a thousand signs would take minutes.
_PAIRS = 20_000
# From so many tokens on `SequenceMatcher` knows which are frequent.
_LONG = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a comparison.

    Attributes:
        text: The words, with the spaces between them.
        change: "same", "gone" or "new".
    """

    text: str
    change: str


@lru_cache(maxsize=1024)
def compare(before: str, after: str) -> tuple[Stretch, ...]:
    """The words of two texts in one order; joined, what is not new is ``before``.

    An article is drawn after each edit, so that most pairs were compared before.
    """
    return tuple(_compare(before, after))


def _compare(before: str, after: str) -> Iterator[Stretch]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    for tag, a, b, c, d in _merged(list(_steps(old, new)), old):
        if tag == "equal":
            yield Stretch("".join(old[a:b]), "same")
            continue
        if b > a:
            yield Stretch("".join(old[a:b]), "gone")
        if d > c:
            yield Stretch("".join(new[c:d]), "new")


_Step = tuple[str, int, int, int, int]


def _steps(old: list[str], new: list[str]) -> Iterator[_Step]:
    """What has to be done to the one to get the other."""
    start = behind = 0
    if _pairs(old, new) > _PAIRS:
        least = min(len(old), len(new))
        start = next((n for n in range(least) if old[n] != new[n]), least)
        left = least - start
        behind = next((n for n in range(left) if old[-1 - n] != new[-1 - n]), left)
    ends = len(old) - behind, len(new) - behind
    if start:
        yield "equal", 0, start, 0, start
    for tag, a, b, c, d in _compared(old[start : ends[0]], new[start : ends[1]]):
        yield tag, start + a, start + b, start + c, start + d
    if behind:
        yield "equal", ends[0], len(old), ends[1], len(new)


def _compared(old: list[str], new: list[str]) -> Sequence[_Step]:
    if _pairs(old, new) <= _PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    # What is frequent in a long text is left out at first.
    if _pairs(old, new, len(new) // 100 + 1) <= _PAIRS and len(new) >= _LONG:
        return SequenceMatcher(None, old, new, autojunk=True).get_opcodes()
    return [("replace", 0, len(old), 0, len(new))]


def _pairs(old: list[str], new: list[str], most: int | None = None) -> int:
    """How many pairs of like tokens there are, of those that ``new`` has no oftener than that."""
    there, wanted = Counter(old), Counter(new)
    return sum(
        there[token] * count for token, count in wanted.items() if most is None or count <= most
    )


def _merged(steps: Sequence[_Step], old: list[str]) -> Iterator[_Step]:
    """The steps, what only a space parts made one: it is easier to read."""
    held: _Step | None = None
    for position, step in enumerate(steps):
        tag, a, b, _, d = step
        between = 0 < position < len(steps) - 1
        space = tag == "equal" and between and not "".join(old[a:b]).strip()
        if tag == "equal" and not space:
            if held:
                yield held
                held = None
            yield step
        else:
            held = ("replace", held[1], b, held[3], d) if held else step
    if held:
        yield held
