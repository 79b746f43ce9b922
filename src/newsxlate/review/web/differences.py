"""What a person changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words, numbers with the points inside them, white space, and each other sign alone.
_TOKENS = re.compile(r"\w+(?:[.,'’]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a comparison.

    Attributes:
        text: The words, with the spaces between them.
        change: "same", "gone" or "new".
    """

    text: str
    change: str


def compare(before: str, after: str) -> Iterator[Stretch]:
    """The words of two texts in one order; joined, what is not new is ``before``."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in _merged(matcher.get_opcodes(), old):
        if tag == "equal":
            yield Stretch("".join(old[a:b]), "same")
            continue
        if b > a:
            yield Stretch("".join(old[a:b]), "gone")
        if d > c:
            yield Stretch("".join(new[c:d]), "new")


_Step = tuple[str, int, int, int, int]


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
