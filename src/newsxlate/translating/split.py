"""Split a sentence that is too long for a model, and put the translated parts together again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from newsxlate import resources
from newsxlate.languages import SOURCE

_PUNCTUATION = re.compile(r"(?<=[;:])\s+|\s+(?=[–—]\s)")
_COMMA = re.compile(r"(?<=,)\s+")
_SPACE = re.compile(r"\s+")
_DASH = re.compile(r"[–—]\s+")
_FINAL = ".!?…)]}“«”»"


@cache
def _breaks(language: str) -> tuple[re.Pattern[str], ...]:
    """Where a sentence may be cut, from the break that harms least to the one that harms most.

    Each pattern matches the white space that the cut removes.
    """
    known = resources.language(language, "translating").get("conjunctions", ())
    words = "|".join(map(re.escape, known))
    if not words:
        return _PUNCTUATION, _COMMA, _SPACE
    return (
        _PUNCTUATION,
        re.compile(rf"(?<=,)\s+(?=(?:{words})\b)"),
        _COMMA,
        re.compile(rf"\s+(?=(?:{words})\s)"),
        _SPACE,
    )


def split_sentence(text: str, fits: Callable[[str], bool], language: str = SOURCE) -> list[str]:
    """Cut ``text`` into parts that fit, at clause punctuation where there is any.

    Every part but the last ends where the next begins: joined by single spaces the parts give back
    the text, unless a single word does not fit, which is then cut inside.

    Args:
        text: One sentence, on one line.
        fits: Whether a part is short enough for the model.
        language: ISO 639-1 code of the text's language.

    Returns:
        At least one part, in order; all of them fit, except single characters that do not.
    """
    text = text.strip()
    if not text or fits(text):
        return [text]
    for pattern in _breaks(language):
        cut = _middle_break(text, pattern)
        if cut is not None:
            left, right = text[: cut[0]], text[cut[1] :]
            return split_sentence(left, fits, language) + split_sentence(right, fits, language)
    if len(text) < 2:
        return [text]
    half = len(text) // 2
    return [
        *split_sentence(text[:half], fits, language),
        *split_sentence(text[half:], fits, language),
    ]


def split_once(text: str, language: str = SOURCE) -> list[str]:
    """Cut ``text`` in two at the clause boundary nearest its middle, if it has one there.

    A part of fewer than three words translates badly on its own, so such cuts are not made.
    """
    for pattern in _breaks(language)[:-1]:
        cut = _middle_break(text, pattern)
        if cut is not None:
            parts = [text[: cut[0]], text[cut[1] :]]
            if all(len(part.split()) >= 3 for part in parts):
                return parts
    return [text]


def _middle_break(text: str, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """The match nearest the middle that does not lie inside brackets or quotes, as (start, end)."""
    middle = len(text) / 2
    matches = [
        match.span()
        for match in pattern.finditer(text)
        if match.start() > 0 and match.end() < len(text)
    ]
    outside = [span for span in matches if not _inside_pair(text, span[0])]
    return min(outside or matches, key=lambda span: abs(span[0] - middle), default=None)


def _inside_pair(text: str, position: int) -> bool:
    before = text[:position]
    return (
        before.count("(") > before.count(")")
        or before.count("[") > before.count("]")
        or before.count("„") > before.count("“")
        or before.count("»") != before.count("«")
        or before.count('"') % 2 == 1
    )


def without_dash(part: str) -> str:
    """``part`` without the dash it begins with; models drop it or take it for a list's bullet."""
    return _DASH.sub("", part)


def join_parts(sources: list[str], targets: list[str]) -> str:
    """Put the translations of a sentence's parts together as one sentence.

    A model takes each part for a sentence: it ends it with a full stop and begins the next with a
    capital. Both are undone where the source part had neither.

    Args:
        sources: The parts as `split_sentence` made them.
        targets: Their translations, in the same order.
    """
    joined = ""
    for number, (source, target) in enumerate(zip(sources, targets, strict=True)):
        part = without_dash(target.strip())
        if number < len(sources) - 1:
            part = _same_end(source, part)
        goes_on = number and not sources[number - 1].rstrip().endswith(":")
        if goes_on and without_dash(source)[:1].islower():
            part = _lower_first(part, source)
        if part and (dash := _DASH.match(source)):
            part = dash.group() + part
        joined = f"{joined} {part}" if joined and part else joined + part
    return joined


def _same_end(source: str, part: str) -> str:
    """``part`` with the clause punctuation its source ends in, instead of a full stop."""
    ending = source.rstrip()[-1:]
    stem = part.rstrip()
    if ending in _FINAL:
        return stem
    if stem.endswith((".", "…")) and not stem.endswith("..."):
        stem = stem[:-1].rstrip()
    if ending in ",;:" and not stem.endswith((",", ";", ":")):
        stem += ending
    return stem


def _lower_first(part: str, source: str) -> str:
    """``part`` with a small first letter, unless its first word looks like a name."""
    match = re.match(r"\w[\w'’-]*", part)
    if not match:
        return part
    word = match.group()
    # One capital alone is an initial or the English "I"; capitals further on are an acronym.
    if len(re.split(r"['’]", word)[0]) == 1 or word[1:] != word[1:].lower():
        return part
    # A word that stands capitalised in the source as well is a name or taken over as one.
    if re.search(rf"\b{re.escape(word)}\b", source):
        return part
    return word[0].lower() + part[1:]
