"""Find the paragraphs of a plain text: by blank lines, line by line, or in hard-wrapped lines.

Whether lines are wrapped is decided for the document from two signs. A line that begins with a
small letter goes on with the one before: German, like other languages, starts paragraphs with a
capital. And a program that wraps lines fills them: the next line's first word would not have fitted
on the line. A line that had room for it was ended on purpose, so a paragraph ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

from newsxlate.article import Block, Kind
from newsxlate.text.flatten import flatten

_LINE = re.compile("(?:[^\n\r\v\f\x85\u2028\u2029]+|\r\n|[\n\r\v\f\x85\u2028\u2029])")
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_FINAL = re.compile(r"[.!?:…][\"'“”»«›‹’)\]]*$")
_BULLET = re.compile(r"[•▪◦‣●■*]\s|[-–—]\s+\S")
_SAMPLE = 5000
_TAB = 4
# Wrapped lines are this wide; 160 leaves room for wide terminals.
_WIDTHS = range(30, 161)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: ``[start:end)`` is what it prints, without space around it."""

    start: int
    end: int
    indent: int
    group: int
    first: str
    last: str

    @property
    def width(self) -> int:
        return self.end - self.start

    @property
    def continues(self) -> bool:
        """Whether it begins like the middle of a sentence."""
        return self.first[:1].islower()

    @property
    def bullet(self) -> bool:
        """Whether it begins like an item of a list."""
        return bool(_BULLET.match(self.first + " x"))

    @property
    def final(self) -> bool:
        """Whether it ends like the end of a sentence."""
        return bool(_FINAL.search(self.last))


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a document's lines are wrapped: ``greedy`` if each was filled as far as it went."""

    width: int
    greedy: bool


def paragraphs(text: str) -> tuple[Block, ...]:
    """Cut ``text`` into blocks of kind paragraph that tile it; white space goes with what precedes.

    A text with nothing but white space is one block with an empty text; no text is no block.
    """
    if not text:
        return ()
    starts = _starts(list(_lines(text)))
    starts = [0, *starts[1:], len(text)]
    return tuple(
        Block(Kind.PARAGRAPH, start, end, flatten(text[start:end])[0])
        for start, end in pairwise(starts)
    )


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank; blank ones only show in the number of their group."""
    group = 0
    blank = True
    for match in _LINE.finditer(text):
        if match[0][0] in _BREAKS:
            # A page or paragraph break parts what it stands between, blank line or not.
            group += blank or match[0] in "\f\u2029"
            blank = True
            continue
        printed = match[0].strip(" \t\u00a0\u00ad\u200b\ufeff\x00")
        if not printed or printed.isspace():
            continue
        blank = False
        start = match.start() + match[0].index(printed[0])
        before = match[0][: start - match.start()].expandtabs(_TAB)
        yield _Line(
            start,
            start + len(printed),
            len(before),
            group,
            printed[:200].split(None, 1)[0],
            printed[-20:],
        )


def _starts(lines: Sequence[_Line]) -> list[int]:
    """Where paragraphs begin, in order."""
    if not lines:
        return [0]
    lines = _close_up(lines)
    wrapping = _wrapping(lines)
    starts = [lines[0].start]
    for before, line in pairwise(lines):
        if _parted(before, line, wrapping):
            starts.append(line.start)
    return starts


def _close_up(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Put the lines of a double-spaced wrapped text in one group, as if they were single-spaced."""
    groups = [len(list(members)) for _, members in groupby(lines, key=lambda line: line.group)]
    if len(groups) < 3 or groups.count(1) < 0.9 * len(groups):
        return lines
    gaps = list(islice(pairwise(lines), _SAMPLE))
    running = [b.width for b, line in gaps if line.continues and not b.final]
    if sum(width in _WIDTHS for width in running) < 0.2 * len(gaps):
        return lines
    usual = min(line.group - before.group for before, line in gaps)
    closed, group = [lines[0]], 0
    for before, line in pairwise(lines):
        group += line.group - before.group > usual
        closed.append(_Line(line.start, line.end, line.indent, group, line.first, line.last))
    return closed


def _wrapping(lines: Sequence[_Line]) -> _Wrapping | None:
    """How the lines are wrapped; None if each line is a paragraph."""
    inside = ((a, b) for a, b in pairwise(lines) if a.group == b.group and not b.bullet)
    gaps = list(islice(inside, _SAMPLE))
    if not gaps:
        return None
    widths = sorted(before.width + before.indent for before, _ in gaps)
    # The widest tenth may be what could not be broken: web addresses, tables.
    width = max(widths[int(0.9 * (len(widths) - 1))], *_last_widths(gaps, widths))
    if width not in _WIDTHS:
        return None
    running = [(a, b) for a, b in gaps if b.continues and not a.final]
    filled = [(a, b) for a, b in gaps if _room(a, b, width) < 0]
    if len(running) >= 0.2 * len(gaps):
        full = sum(_room(a, b, width) < 0 for a, b in running)
        return _Wrapping(width, full >= 0.9 * len(running))
    # Texts in capitals, or full of names, have few small letters to start a line with. Short texts
    # may have none; but that full lines end without a full stop, time and again, is no chance.
    broken = sum(not a.final for a, _ in filled)
    if len(filled) >= 0.8 * len(gaps) and (len(gaps) >= 6 or 1 < broken >= 0.6 * len(gaps)):
        return _Wrapping(width, True)
    return None


def _last_widths(gaps: Sequence[tuple[_Line, _Line]], widths: Sequence[int]) -> list[int]:
    """Widths of lines that end their group: in short texts they show how wide lines can be."""
    if len(gaps) > 10:
        return [0]
    limit = widths[-1]
    return [min(after.width + after.indent, limit + 20) for _, after in gaps]


def _room(before: _Line, line: _Line, width: int) -> int:
    """How many columns were left on ``before`` had the first word of ``line`` been put there."""
    return width - before.indent - before.width - 1 - len(line.first)


def _parted(before: _Line, line: _Line, wrapping: _Wrapping | None) -> bool:
    """Whether a paragraph ends between two lines."""
    joined = line.continues and not before.final
    if before.group != line.group:
        # A page break inside a paragraph leaves a blank line behind a full one.
        full = wrapping is not None and _room(before, line, wrapping.width) < 0
        return not (joined and full)
    if wrapping is None:
        return True
    room = _room(before, line, wrapping.width)
    if joined:
        return False
    if line.indent >= before.indent + 2:
        return True
    if line.bullet and (before.final or room >= 0):
        return True
    if wrapping.greedy:
        return room >= 2
    return room >= (0.15 if before.final else 0.35) * wrapping.width
