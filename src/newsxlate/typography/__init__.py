"""Give a translation the typography of its language: quotation marks, numbers, spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsxlate import resources
from newsxlate.languages import SOURCE
from newsxlate.text.addresses import addresses
from newsxlate.text.quotes import is_single, marks
from newsxlate.typography.numerals import Separators, localize

__all__ = ["Profile", "apply", "profile"]

_NAMES = {"nbsp": "\u00a0", "nnbsp": "\u202f"}
_SPACE = " \u00a0\u202f\u2009"
_PERCENT = re.compile(rf"(?<=\d)[{_SPACE}]?%(?!\w)")
_SPACES = tuple(_SPACE)
# The Vai syllabary: letters that no supported language uses.
_RARE_LETTERS = range(0xA500, 0xA60D)
_PUNCTUATION = re.compile(rf"(?<=[\w)\]»”’%€$£°…])[{_SPACE}]*([;:!?]+)(?=[{_SPACE}\"“»”’)\]]|$)")


@dataclass(frozen=True, slots=True)
class Profile:
    """The typography of a language (``data/languages/CODE/typography.toml``).

    Attributes:
        quotes: Outer opening, outer closing, inner opening, inner closing quotation mark.
        separators: What stands in numbers and times.
        percent: What stands before a percent sign; None if it may stay as it is.
        inside: What stands inside outer quotation marks.
        before: What stands before : ; ! and ?
    """

    quotes: tuple[str, str, str, str]
    separators: Separators
    percent: str | None
    inside: str
    before: str


@cache
def profile(language: str) -> Profile:
    """The profile of a language, by ISO 639-1 code; the default one for languages without."""
    row = {**resources.shared("typography"), **resources.language(language, "typography")}
    outer, outer_end, inner, inner_end = row["quotes"].split()
    percent = row["percent"]
    return Profile(
        quotes=(outer, outer_end, inner, inner_end),
        separators=Separators(
            row["decimal"], _NAMES.get(row["group"], row["group"]), row["minimum"], row["time"]
        ),
        percent=None if percent == "keep" else _NAMES.get(percent, percent),
        inside=_NAMES.get(row["inside"], row["inside"]),
        before=_NAMES.get(row["before"], row["before"]),
    )


def apply(text: str, source: str, language: str, *, source_language: str = SOURCE) -> str:
    """Give ``text`` the typography of ``language``.

    Quotation marks of any style become the language's own, inner ones inside outer ones;
    apostrophes stay. Numbers that the model left as they were in the German ``source`` get the
    language's separators. Words and digits never change, and applying it twice changes nothing
    more.

    Args:
        text: A translated sentence.
        source: The source sentence.
        language: ISO 639-1 code of the target language.
        source_language: ISO 639-1 code of the source's. Numbers are only rewritten from German:
            "1,500" means something else in other languages.
    """
    style = profile(language)
    kept = [address for address in addresses(text) if address.kind in ("url", "email")]
    # An address stands for itself as one letter, so that quotations around it stay whole.
    stand_in = next(letter for letter in map(chr, _RARE_LETTERS) if letter not in text)
    for address in reversed(kept):
        text = text[: address.start] + stand_in + text[address.end :]
    if source_language == SOURCE:
        text = localize(text, source, style.separators)
    text = _with_spaces(text, style)
    quoted = _with_quotes(text, source, style)
    # Marks in a heap ("‘„“'") may read otherwise once they are rewritten: they stay as they are.
    if _with_quotes(_with_spaces(quoted, style), source, style) == quoted:
        text = quoted
    for address in kept:
        text = text.replace(stand_in, address.text, 1)
    return text


def _with_spaces(text: str, style: Profile) -> str:
    """``text`` with the spaces of ``style`` before percent signs and punctuation."""
    if style.percent is not None:
        text = _PERCENT.sub(f"{style.percent}%", text)
    if style.before:
        text = _PUNCTUATION.sub(rf"{style.before}\1", text)
    return text


def _with_quotes(text: str, source: str, style: Profile) -> str:
    """``text`` with the quotation marks of ``style``."""
    found = marks(text, spaced=bool(style.inside))
    if not found:
        return text
    # Single marks alone ("the so-called ‘axis’") stay single if the source has them so.
    keep_single = any(mark.single and not mark.depth for mark in marks(source))
    pieces: list[str] = []
    position = 0
    for mark in found:
        inner = mark.depth % 2 == 1
        if mark.single and not mark.depth and keep_single and is_single(style.quotes[2]):
            inner = True
        sign = style.quotes[2 * inner + (not mark.opens)]
        between = text[position : mark.position]
        position = mark.position + 1
        inside = "" if inner else style.inside
        loose = mark.paired or text[mark.position] in "«»"
        if mark.opens:
            pieces += [between, sign, inside]
            if loose or inside:
                while text[position : position + 1] in _SPACES:
                    position += 1
        else:
            pieces += [between.rstrip(_SPACE) if loose or inside else between, inside, sign]
    return "".join([*pieces, text[position:]])
