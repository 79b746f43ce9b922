"""Find the rows of tables in plain text, and their cells: parted by tabs, bars or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

_TAB = re.compile(r"\t")
_BAR = re.compile(r"\|")
_GAP = re.compile(r"[ \u00a0]{2,}")
_LINE = re.compile(r"[^\n\r]+")
# The line under a table's head: "|---|---|".
_RULE = re.compile(r"(?=.*(?:\||--|==))[\s|:+=_–—-]+")
_CELL = re.compile(r"[^\s|](?:.*[^\s|])?")
# With more words a cell is rather a paragraph, and its tab a stray one.
_LONGEST = 15
# A table has so many rows at least; more, where wide gaps alone show its columns.
_FEWEST = 2
_ALIGNED = 3


_Fit = Callable[[list[str]], bool]


def cells(raw: str) -> list[tuple[int, int]]:
    """Start and end of each cell of a row that is not empty; no cell has space at its ends.

    A tab parts cells; in a row without tabs bars do, and in one without bars two or more spaces.
    """
    sign = _sign(raw)
    return [cell for line in _LINE.finditer(raw) for cell in _cells(raw, line, sign)]


def columns(row: str) -> list[int]:
    """Where each column of a row begins, from the beginning of its line.

    Empty cells count where tabs or bars part them. A bar in front is the table's frame, and so is
    one at the end then.
    """
    sign = _sign(row)
    if sign is _GAP:
        return [start for start, _ in cells(row)] or [0]
    begins = [0, *(match.end() for match in sign.finditer(row))]
    if sign is _BAR and row.lstrip().startswith("|"):
        begins = begins[1 : -1 if row.rstrip().endswith("|") else None]
    return begins or [0]


def _sign(raw: str) -> re.Pattern[str]:
    return next((sign for sign in (_TAB, _BAR) if sign.search(raw.strip("\n\r"))), _GAP)


def _cells(raw: str, line: re.Match[str], sign: re.Pattern[str]) -> list[tuple[int, int]]:
    if _RULE.fullmatch(line[0]):
        return []
    found, start = [], line.start()
    for end in [*(m.start() for m in sign.finditer(raw, *line.span())), line.end()]:
        if cell := _CELL.search(raw, start, end):
            found.append(cell.span())
        start = end + 1
    return found


def table_rows(lines: Sequence[str], groups: Sequence[int]) -> dict[int, int]:
    """Which lines are surely rows of tables: each one's index, with that of its row's first line.

    A row is one line; the rule under a table's head belongs to the head. Two rows one below the
    other show a table if each has a tab, blank lines between them or not; or in one group, if each
    has the same number of bars, two at least; three, if wide gaps part them into columns.

    Args:
        lines: The lines as printed, with the space before them.
        groups: For each line, the number of its group: lines with no blank one between them.
    """
    rows: dict[int, int] = {}
    anywhere = [0] * len(lines)
    shapes: tuple[tuple[Callable[[str], object], Sequence[int], _Fit], ...] = (
        (lambda line: "\t" in line.strip(), anywhere, _are_short),
        (lambda line: line.count("|") > 1 or _RULE.fullmatch(line), groups, _have_bars),
        (lambda line: _GAP.search(line.strip()), groups, _have_columns),
    )
    for has_sign, together, fit in shapes:
        signs = [n not in rows and bool(has_sign(line)) for n, line in enumerate(lines)]
        if not any(signs):
            continue
        keys = list(zip(together, signs, strict=True))
        for (_, signed), members in groupby(range(len(lines)), key=keys.__getitem__):
            run = list(members)
            content = [n for n in run if not _RULE.fullmatch(lines[n])]
            if not signed or len(content) < _FEWEST or not fit([lines[n] for n in content]):
                continue
            row = content[0]
            for n in run:
                row = n if _RULE.fullmatch(lines[n]) is None else row
                rows[n] = row
    return rows


def _are_short(lines: list[str]) -> bool:
    return all(
        len(line[start:end].split()) <= _LONGEST for line in lines for start, end in cells(line)
    )


def _have_bars(lines: list[str]) -> bool:
    return len({line.count("|") for line in lines}) == 1 and _are_short(lines)


def _have_columns(lines: list[str]) -> bool:
    """Whether the lines, or all but the head of as many cells, are aligned."""
    same = len({len(cells(line)) for line in lines}) == 1
    return same and (_are_aligned(lines) or _are_aligned(lines[1:]))


def _are_aligned(lines: list[str]) -> bool:
    """Whether wide gaps part the lines into as many cells, which begin or end one below another."""
    rows = [cells(line) for line in lines]
    if len(lines) < _ALIGNED or len(rows[0]) < 2:
        return False
    columns = zip(*rows, strict=True)
    return _are_short(lines) and all(
        1 in (len({start for start, _ in column}), len({end for _, end in column}))
        for column in columns
    )
