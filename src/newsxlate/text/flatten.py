"""Resolve line breaks, soft hyphens and stray spaces in a block, keeping track of offsets."""

from __future__ import annotations

import re

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


def flatten(raw: str, base: int = 0) -> tuple[str, list[int]]:
    """Return ``raw`` as one line, and for each of its characters where it stood.

    Soft hyphens, zero-width and control characters go; every run of white space becomes one
    space. A word divided at the end of a hard-wrapped line is rejoined ("Regie-" + "rung"), but a
    compound's hyphen stays ("US-" + "Außenministerium", "CDU-" + "geführt", "10-" + "jährig",
    "Staats-" + "und Regierungschefs"). White space at both ends goes.

    Args:
        raw: A block or sentence as it stands in the input.
        base: Offset of its first character in the input.

    Returns:
        The text, and a list as long as the text: the offset in the input of each character.
    """
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
