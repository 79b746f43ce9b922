"""Resolve line breaks, soft hyphens and stray spaces in a block, keeping track of offsets.

This is also the one place where decomposed letters are composed, as in NFC: "u" and a combining
diaeresis to "ü". Models, tables of names and glossaries have them so, and what follows need not
know the other form, which comes from PDF, macOS and some feeds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# Soft hyphen, zero-width characters, direction marks, and control characters that are no space.
_INVISIBLE = (
    "\u00ad\u200b-\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
# What is not copied as it stands: invisible characters, and white space but for one plain space.
_SPECIAL = re.compile(rf"[\s{_INVISIBLE}]{{2,}}|(?! )[\s{_INVISIBLE}]")
_LEADING = re.compile(rf"[\s{_INVISIBLE}]*")
_SPACE = re.compile(r"\s")
_BREAK = re.compile("[\n\r\v\f\x85\u2028\u2029]")
# German keeps the hyphen before these: "Staats-\nund Regierungschefs".
_COORDINATORS = re.compile(r"(?:und|oder|bis|sowie|als|noch)\b")
_HYPHENS = "-\u2010"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
# A letter and the combining marks of Latin, Greek and Cyrillic behind it.
_DECOMPOSED = re.compile(
    "[^\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+"
)


class Flat(NamedTuple):
    """A text on one line, and where its characters stood.

    Attributes:
        text: The text.
        offsets: For each of its characters, the offset in the input at which it begins.
        ends: The offset behind those that were composed of several, by their index.
    """

    text: str
    offsets: Sequence[int]
    ends: dict[int, int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]``, which is not empty, stood in the input."""
        last = end - 1
        return self.offsets[start], self.ends.get(last, self.offsets[last] + 1)


def flatten(raw: str, base: int = 0) -> Flat:
    """Return ``raw`` as one line, and for each of its characters where it stood.

    Soft hyphens, zero-width and control characters go; every run of white space becomes one
    space. A word divided at the end of a hard-wrapped line is rejoined ("Regie-" + "rung"), but a
    compound's hyphen stays ("US-" + "Außenministerium", "CDU-" + "geführt", "10-" + "jährig",
    "Staats-" + "und Regierungschefs"). White space at both ends goes. Decomposed letters are
    composed.

    Args:
        raw: A block or sentence as it stands in the input.
        base: Offset of its first character in the input.
    """
    if not _is_decomposed(raw):
        return Flat(*_one_line(raw, base), {})
    composed = compose(raw)
    text, positions = _one_line(composed.text, 0)
    ends = {n: base + composed.ends[p] for n, p in enumerate(positions) if p in composed.ends}
    return Flat(text, [base + composed.offsets[position] for position in positions], ends)


def compose(text: str) -> Flat:
    """Return ``text`` with one character for a letter and its marks, and nothing else changed."""
    if not _is_decomposed(text):
        return Flat(text, range(len(text)), {})
    parts: list[str] = []
    offsets: list[int] = []
    ends: dict[int, int] = {}
    copied = 0
    for match in _DECOMPOSED.finditer(text):
        start, end = match.span()
        composed = unicodedata.normalize("NFC", match[0])
        gone = end - start - len(composed)
        if gone <= 0:
            continue
        # Marks that no composed letter has stay behind it.
        parts += [text[copied:start], composed]
        offsets += [*range(copied, start + 1), *range(start + gone + 1, end)]
        ends[len(offsets) - len(composed)] = start + gone + 1
        copied = end
    parts.append(text[copied:])
    offsets += range(copied, len(text))
    return Flat("".join(parts), offsets, ends)


def _is_decomposed(text: str) -> bool:
    return not text.isascii() and _DECOMPOSED.search(text) is not None


def _one_line(raw: str, base: int) -> tuple[str, list[int]]:
    characters: list[str] = []
    offsets: list[int] = []
    copied = _LEADING.match(raw).end()  # type: ignore[union-attr]  # it matches anything
    for special in _SPECIAL.finditer(raw, copied):
        start, end = special.span()
        characters.extend(raw[copied:start])
        offsets.extend(range(base + copied, base + start))
        copied = end
        space = _SPACE.search(special[0])
        if space is None or end == len(raw):
            continue
        hyphen, spaced = _joint(raw, special, "".join(characters[-2:]))
        if not hyphen:
            characters.pop()
            offsets.pop()
        if spaced:
            characters.append(" ")
            offsets.append(base + start + space.start())
    characters.extend(raw[copied:])
    offsets.extend(range(base + copied, base + len(raw)))
    if characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return "".join(characters), offsets


def _joint(raw: str, special: re.Match[str], before: str) -> tuple[bool, bool]:
    """How the text goes on over white space: whether a hyphen stays, and whether a space does.

    Args:
        raw: The whole text.
        special: The white space in it.
        before: The two characters before it, invisible ones left out.
    """
    if not _BREAK.search(special[0]):
        return True, True
    after = raw[special.end()]
    if special[0].lstrip(_ZERO_WIDTH).startswith("\u00ad") and after.isalpha():
        return True, False
    if len(before) < 2 or before[-1] not in _HYPHENS or not before[0].isalnum():
        return True, True
    if _COORDINATORS.match(raw, special.end()):
        return True, True
    divided = after.islower() and before[0].islower()
    return not divided, False
