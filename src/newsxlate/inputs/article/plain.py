"""Find the paragraphs, lists and tables of a plain text, whose lines may be hard-wrapped.

A blank line always parts paragraphs, but for texts in which one stands behind every line.

Whether lines are wrapped is decided for the document from two signs. A line that begins with a
small letter goes on with the one before: German, like other languages, starts paragraphs with a
capital. And a program that wraps lines fills them: the next line's first word would not have fitted
on the line. A line that had room for it was ended on purpose, so a paragraph ends there. Where it
is certain, what stands in a line decides: a table, a list, a speaker's name (see `layout`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from newsxlate.article import Block, Kind
from newsxlate.inputs.article.layout import Layout, goes_on, is_bullet, is_dotted, items, layout
from newsxlate.languages import SOURCE
from newsxlate.text.cells import cells
from newsxlate.text.flatten import compose, flatten

_LINE = re.compile("(?:[^\n\r\v\f\x85\u2028\u2029]+|\r\n|[\n\r\v\f\x85\u2028\u2029])")
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_WORD = re.compile(r"(?:[^\s]|[\u00a0\u202f])*")
_FINAL = re.compile(r"[.!?:…][\"'“”»«›‹’)\]]*$")
_SAMPLE = 5000
_LONGEST_WORD = 200
_TAB = 4
# Wrapped lines are this wide; 160 leaves room for wide terminals.
_WIDTHS = range(30, 161)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank.

    Attributes:
        start: Where it begins, without the space before it.
        text: What it prints, letters composed and without space around it.
        indent: Columns before it.
        group: Lines with no blank one between them have the same.
        paged: Whether a page breaks above.
    """

    start: int
    text: str
    indent: int
    group: int
    paged: bool

    @property
    def width(self) -> int:
        return len(self.text)

    @property
    def first(self) -> str:
        """Its first word, with what a no-break space ties to it: no line was broken there."""
        return _WORD.match(self.text, 0, _LONGEST_WORD)[0]  # type: ignore[index]  # not blank

    @property
    def continues(self) -> bool:
        """Whether it begins like the middle of a sentence; "iPhone" and "eBay" may begin one."""
        return self.first[:1].islower() and self.first.split("-")[0].islower()

    @property
    def bullet(self) -> bool:
        """Whether it begins like an item of a list."""
        return is_bullet(self.text)

    @property
    def final(self) -> bool:
        """Whether it ends like the end of a sentence."""
        return bool(_FINAL.search(self.text[-20:]))


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a document's lines are wrapped: ``greedy`` if each was filled as far as it went."""

    width: int
    greedy: bool


def paragraphs(text: str, language: str = SOURCE) -> tuple[Block, ...]:
    """Cut ``text`` into blocks that tile it; white space goes with what precedes.

    The blocks are paragraphs, items of lists, whose texts are without their bullets, and rows of
    tables. A text with nothing but white space is one block with an empty text; no text is no
    block.

    Args:
        text: The text.
        language: ISO 639-1 code of its language, one that articles are read in.
    """
    if not text:
        return ()
    lines = list(_lines(text))
    seen = layout(
        [" " * line.indent + line.text for line in lines],
        [line.group for line in lines],
        language,
    )
    starts = _starts(lines, seen)
    rows = {lines[number].start for number in seen.rows.values()}
    rows = {number for number, start in enumerate(starts) if start in rows}
    spans = list(pairwise([0, *starts[1:], len(text)]))
    texts = [flatten(text[start:end]).text for start, end in spans]
    listed = items(texts)
    return tuple(
        _row(text, start, end)
        if number in rows
        else Block(Kind.ITEM, start, end, texts[number][listed[number] :])
        if number in listed
        else Block(Kind.PARAGRAPH, start, end, texts[number])
        for number, (start, end) in enumerate(spans)
    )


def _row(text: str, start: int, end: int) -> Block:
    raw = text[start:end]
    content = " ".join(flatten(raw[first:last]).text for first, last in cells(raw))
    return Block(Kind.ROW, start, end, content)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank; blank ones only show in the number of their group."""
    group = 0
    blank, paged = True, False
    for match in _LINE.finditer(text):
        if match[0][0] in _BREAKS:
            # A page or paragraph break parts what it stands between, blank line or not.
            group += blank or match[0] in "\f\u2029"
            paged = paged or match[0] == "\f"
            blank = True
            continue
        printed = match[0].strip(" \t\u00a0\u00ad\u200b\ufeff\x00")
        if not printed or printed.isspace():
            continue
        start = match.start() + match[0].index(printed[0])
        before = match[0][: start - match.start()].expandtabs(_TAB)
        yield _Line(start, compose(printed).text, len(before), group, paged)
        blank = paged = False


def _starts(lines: Sequence[_Line], seen: Layout) -> list[int]:
    """Where paragraphs begin, in order."""
    if not lines:
        return [0]
    lines = _close_up(lines)
    certain = seen.rows.keys() | {n + 1 for n in seen.rows} | seen.joined | seen.parted
    open_gaps = (gap for n, gap in enumerate(pairwise(lines), start=1) if n not in certain)
    wrapping = _wrapping(open_gaps)
    starts, opened = [lines[0].start], lines[0]
    for number, (before, line) in enumerate(pairwise(lines), start=1):
        if number in seen.rows or number - 1 in seen.rows:
            parted = seen.rows.get(number) != seen.rows.get(number - 1)
        elif number in seen.joined or number in seen.parted:
            parted = number in seen.parted
        elif before.group == line.group and goes_on(opened.text, line.text):
            parted = True
        else:
            parted = _parted(before, line, wrapping, number < seen.headline)
        if parted:
            starts.append(line.start)
            opened = line
    return starts


def _close_up(lines: Sequence[_Line]) -> Sequence[_Line]:
    """Put the lines of a double-spaced wrapped text in one group, as if they were single-spaced.

    That is certain where every line stands alone, and those that go on in the middle of a sentence
    do so because their first word would not have fitted above.
    """
    gaps = list(islice(pairwise(lines), _SAMPLE))
    if len(lines) < 3 or any(before.group == line.group for before, line in gaps):
        return lines
    running = [(before, line) for before, line in gaps if line.continues and not before.final]
    widths = sorted(before.indent + before.width for before, _ in running)
    if len(running) < 0.2 * len(gaps) or widths[-1] not in _WIDTHS:
        return lines
    full = sum(_room(before, line, widths[-1]) < 0 for before, line in running)
    if full < 0.9 * len(running):
        return lines
    usual = min(line.group - before.group for before, line in gaps)
    closed, group = [lines[0]], 0
    for before, line in pairwise(lines):
        group += line.group - before.group > usual
        closed.append(replace(line, group=group))
    return closed


def _wrapping(pairs: Iterable[tuple[_Line, _Line]]) -> _Wrapping | None:
    """How the lines are wrapped, of which some follow one another; None if each is a paragraph."""
    inside = ((a, b) for a, b in pairs if a.group == b.group and not b.bullet)
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


def _parted(before: _Line, line: _Line, wrapping: _Wrapping | None, headline: bool) -> bool:
    """Whether a paragraph ends between two lines; ``headline``: they may be those of a headline."""
    joined = line.continues and not before.final
    if before.group != line.group:
        # A page may end in the middle of a paragraph, behind a full line.
        full = wrapping is not None and _room(before, line, wrapping.width) < 0
        return not (line.paged and joined and full)
    if wrapping is None:
        return True
    room = _room(before, line, wrapping.width)
    if joined:
        return False
    if line.indent >= before.indent + 2 or is_dotted(line.text):
        return True
    if line.bullet and (before.final or room >= 0):
        return True
    if wrapping.greedy:
        # Headlines are wrapped by hand, and narrower than the text.
        return room >= (0.1 * wrapping.width if headline and not before.final else 2)
    return room >= (0.15 if before.final else 0.35) * wrapping.width
