"""Join sentences into running text, as each script wants it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def join(sentences: Iterable[str]) -> str:
    """Join sentences into running text, with the space between them that their script wants."""
    parts: list[str] = []
    last = ""
    for sentence in sentences:
        if sentence:
            parts += [separator(last), sentence] if last else [sentence]
            last = sentence
    return "".join(parts)


def separator(before: str) -> str:
    """What stands between the sentence ``before`` and the next: a space, or nothing.

    Chinese and Japanese put nothing there; all others, Korean, Thai and Khmer included, a space.
    The sentence's end decides rather than the language, since a German sentence that was left
    standing in a Chinese paragraph does need its space.
    """
    position = len(before) - 1
    # Closing quotes and brackets say nothing: “ ” are as common in Chinese as in English.
    while position > 0 and unicodedata.category(before[position]) in ("Pe", "Pf", "Pi"):
        position -= 1
    if position < 0:
        return " "
    last = before[position]
    wide = unicodedata.east_asian_width(last) in ("W", "F")
    cjk = not unicodedata.name(last, "").startswith("HANGUL") and unicodedata.category(last) != "So"
    return "" if wide and cjk else " "
