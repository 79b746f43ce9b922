"""Find quotation marks of any style, and tell opening from closing ones and from apostrophes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_DOUBLE = '"“”„‟«»″'
# Unlike the other single marks, these are never apostrophes.
_ANGLES = "‹›"
_SINGLE = "'‘’‚‛"
_ANY = re.compile(f"[{_DOUBLE}{_ANGLES}{_SINGLE}]")
_SPACES = " \u00a0\u202f\u2009\t"
_NARROW = "\u202f"
_BEFORE = "([{–—-/¿¡…"
_BEHIND = ".,;:!?…)]}–—-/"
# "der 27"-Monitor", in a quotation as well
_INCHES = re.compile(r"\d[\"“”″][-‐‑][^\W\d_]")
# These open wherever they stand; the others close in one language and open in another.
_OPENERS = "„‚‟"
# Where a quotation starts that goes on in the next sentence: at the beginning, or after a colon.
_LEAD = re.compile(r"(?:^|:)\s*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark.

    Attributes:
        position: Its offset.
        opens: Whether it opens a quotation.
        single: Whether it is a single mark (‘…’, ‹…›).
        depth: 0 for outer quotations, 1 for those inside them, and so on.
        paired: Whether its counterpart is in the same text.
    """

    position: int
    opens: bool
    single: bool
    depth: int = 0
    paired: bool = False


def is_single(character: str) -> bool:
    """Whether a quotation mark is a single one."""
    return character in _SINGLE or character in _ANGLES


def marks(text: str, *, spaced: bool = False) -> list[Mark]:
    """The quotation marks in ``text``, in order.

    A sentence may hold only one end of a quotation: then what stands around the mark tells which.
    Apostrophes, and inch signs behind a number, are left out.

    Args:
        text: A sentence.
        spaced: Whether its language has narrow spaces inside « and » (French).
    """
    if not _ANY.search(text):
        return []
    doubles = list(_doubles(text, spaced))
    found = sorted([*doubles, *_singles(text, doubles)], key=lambda mark: mark.position)
    return _nested(found)


def _doubles(text: str, spaced: bool) -> Iterator[Mark]:
    depth = 0
    for position, character in enumerate(text):
        if character not in _DOUBLE and character not in _ANGLES:
            continue
        side = _side(text, position, spaced)
        if character in '"″' and not depth and side is not True and _digit_before(text, position):
            # 6" is six inches.
            continue
        if character in '"“”″' and _INCHES.match(text, max(0, position - 1)):
            continue
        if side is None:
            side = character in _OPENERS or not depth
        depth = depth + 1 if side else max(0, depth - 1)
        yield Mark(position, side, character in _ANGLES)


def _digit_before(text: str, position: int) -> bool:
    return position > 0 and text[position - 1].isdigit()


def _side(text: str, position: int, spaced: bool) -> bool | None:
    """True if what stands around a mark makes it an opening one, False for closing, else None."""
    before = text[position - 1] if position else ""
    behind = text[position + 1] if position + 1 < len(text) else ""
    character = text[position]
    # French: « mot », with spaces of any kind in a text from elsewhere.
    inside = behind if character in "«‹" else before
    if character in "«»‹›" and inside and inside in _SPACES:
        narrow = spaced and inside == _NARROW
        if character in "«‹" and (narrow or _may_open(before)):
            return True
        if character in "»›" and (narrow or not _begins_word(behind)):
            return False
    opens = _may_open(before) and _begins_word(behind)
    closes = _ends_word(before) and not _begins_word(behind)
    if opens == closes:
        return None
    return opens


def _ends_word(before: str) -> bool:
    """Whether a character can end what is quoted."""
    return bool(before) and before not in _SPACES and before not in _BEFORE


def _may_open(before: str) -> bool:
    """Whether a quotation can open behind a character: "d’« un »" included."""
    return not _ends_word(before) or before in "'’"


def _begins_word(behind: str) -> bool:
    """Whether a character can begin what is quoted."""
    return bool(behind) and behind not in _SPACES and behind not in _BEHIND


def _singles(text: str, doubles: Sequence[Mark]) -> Iterator[Mark]:
    """Single marks that pair up, or whose place shows them to be one end of a quotation.

    All other such characters are apostrophes.
    """
    opened: int | None = None
    doubled = {mark.position for mark in doubles}
    for position, character in enumerate(text):
        if character not in _SINGLE:
            continue
        before = text[position - 1] if position else ""
        behind = text[position + 1] if position + 1 < len(text) else ""
        starts = not before.isalnum() and behind.strip() and not behind.isdigit()
        ends = not behind.isalnum() and (
            before.isalnum() or (before != "" and before in _BEHIND) or position - 1 in doubled
        )
        if opened is not None and ends and character != "‚":
            yield Mark(opened, True, True)
            yield Mark(position, False, True)
            opened = None
        elif starts and (opened is None or character == "‚"):
            opened = position
        elif opened is None and before and before in ".,!?…" and not behind.strip():
            yield Mark(position, False, True)
    if opened is not None and _opens_speech(text, opened):
        yield Mark(opened, True, True)


def _opens_speech(text: str, position: int) -> bool:
    """Whether a single mark without a counterpart is more than an apostrophe ("’s avonds")."""
    if text[position] == "‘":
        return text[position + 1 : position + 3].isalpha()
    return text[position + 1].isupper() and _LEAD.search(text, 0, position) is not None


def _nested(found: Sequence[Mark]) -> list[Mark]:
    """Set depths, and pair opening marks with closing ones."""
    result: list[Mark] = []
    open_marks: list[int] = []
    for mark in found:
        if mark.opens:
            result.append(replace(mark, depth=len(open_marks)))
            open_marks.append(len(result) - 1)
            continue
        partner = next((i for i in reversed(open_marks) if result[i].single == mark.single), None)
        if partner is None:
            # Opened in an earlier sentence: whatever is open here lies inside.
            result.append(replace(mark, depth=0))
            continue
        result[partner] = replace(result[partner], paired=True)
        result.append(replace(mark, depth=result[partner].depth, paired=True))
        del open_marks[open_marks.index(partner) :]
    return result
