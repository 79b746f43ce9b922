"""Resolve line breaks, soft hyphens and stray spaces in a block, keeping track of offsets."""

from __future__ import annotations

import re

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# German keeps the hyphen before these: "Staats-\nund Regierungschefs".
_COORDINATORS = re.compile(r"(?:und|oder|bis|sowie|als|noch)\b")
_HYPHENS = "-\u2010"


def flatten(raw: str, base: int = 0) -> tuple[str, list[int]]:
    """Return ``raw`` as one line, and for each of its characters where it stood.

    Soft hyphens and zero-width characters go; every run of white space becomes one space; a word
    divided at the end of a hard-wrapped line is rejoined ("Regie-" + "rung"), but a compound's
    hyphen stays ("US-" + "Außenministerium", "Staats-" + "und Regierungschefs"). White space at
    both ends goes.

    Args:
        raw: A block or sentence as it stands in the input.
        base: Offset of its first character in the input.

    Returns:
        The text, and a list as long as the text: the offset in the input of each character.
    """
    characters: list[str] = []
    offsets: list[int] = []
    position, length = 0, len(raw)
    while position < length:
        character = raw[position]
        if character in _INVISIBLE:
            position += 1
        elif character.isspace():
            end, broken = _white_space(raw, position)
            if end < length and characters:
                divided = broken and characters[-1] in _HYPHENS and len(characters) > 1
                if not divided or not characters[-2].isalpha():
                    characters.append(" ")
                    offsets.append(base + position)
                elif raw[end].islower():
                    if _COORDINATORS.match(raw, end):
                        characters.append(" ")
                        offsets.append(base + position)
                    else:
                        characters.pop()
                        offsets.pop()
            position = end
        else:
            characters.append(character)
            offsets.append(base + position)
            position += 1
    # Invisible characters at the end can leave a space that is now the last character.
    while characters and characters[-1] == " ":
        characters.pop()
        offsets.pop()
    return "".join(characters), offsets


def _white_space(raw: str, position: int) -> tuple[int, bool]:
    """Where the run of white space at ``position`` ends, and whether it breaks the line."""
    broken = False
    while position < len(raw) and (raw[position].isspace() or raw[position] in _INVISIBLE):
        broken = broken or raw[position] in "\n\r\u2028\u0085"
        position += 1
    return position, broken
