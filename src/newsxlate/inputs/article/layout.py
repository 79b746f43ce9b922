"""See in the lines of a plain text what wrapping does not tell: tables, lists, labels, turns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsxlate.cleaning.rules import Bylines, load
from newsxlate.segmenting.rules import rules_for
from newsxlate.text.cells import table_rows

_BULLET = re.compile(r"[•▪◦‣●■∙*–—-]\s+(?=[^\W_]|[\"'„“»«‚‘(\[])")
# These open nothing but items, where a dash may be one in the middle of a sentence.
_DOTS = "•▪◦‣●■∙"
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+(?=[^\W_]|[\"'„“»«‚‘(\[])")
_TIME = r"(?:\+{{3,}}\s*)?(?:[01]?\d|2[0-4])[.:][0-5]\d(?:\s+(?:{}))?\s*(?:[:|–-]|\+{{3,}})?"
_SPEAKER = re.compile(r"([A-ZÄÖÜ][^:?!„“\"»«\d]{0,40}?)(?: ?\([^)]{1,30}\))?: ")
_MARK = "+++"
# What stands under a time in a ticker has so many words, which the rows of a result list have not.
_ENTRY_WORDS = 6
_NAME = re.compile(r"[^\s:]{1,20}(?: [^\s:]{1,20}){0,2}:")
_HEADLINE_LINES = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """What is certain about lines, by their numbers.

    Attributes:
        rows: Rows of tables: each line's number, with that of the first line of its row.
        joined: Lines that go on with the one before: under the time of a ticker's entry or a
            speaker's name, or in the middle of a headline.
        parted: Lines that begin something new.
        headline: How many lines at the top, up to the first blank one, may be a headline.
    """

    rows: dict[int, int]
    joined: frozenset[int]
    parted: frozenset[int]
    headline: int


def layout(lines: Sequence[str], groups: Sequence[int], language: str) -> Layout:
    """Look at the lines of a text that are not blank.

    Args:
        lines: The lines as printed, with the space before them.
        groups: For each line, the number of its group: lines with no blank one between them.
        language: ISO 639-1 code of the language, one that articles are read in.
    """
    rows = table_rows(lines, groups)
    texts = [line.strip() for line in lines]
    time = re.compile(_TIME.format("|".join(rules_for(language).clock) or "(?!)"))
    below = _below_labels(texts, groups, time)
    headline = groups.count(groups[0]) if groups else 0
    if headline > _HEADLINE_LINES or headline == len(lines):
        headline = 0
    hanging = rules_for(language).run_in.not_after
    broken = {n + 1 for n in range(headline - 1) if texts[n].rpartition(" ")[2] in hanging}
    bylines = load(language).bylines
    parted = {n for n in range(1, headline) if bylines and _is_byline(texts[n], bylines)}
    parted |= {n - 1 for n in below} | _turns(texts) | _entries(texts, time)
    joined = (below | broken) - rows.keys()
    return Layout(rows, frozenset(joined), frozenset(parted - joined), headline)


def _is_byline(text: str, bylines: Bylines) -> bool:
    match = bylines.line.match(text)
    return match is not None and match["mark"] is not None


def _below_labels(texts: Sequence[str], groups: Sequence[int], time: re.Pattern[str]) -> set[int]:
    """Lines below one that is nothing but a time or a speaker's name, which comes up again.

    One alone is rather a subhead. The time between a ticker's marks belongs to the entry even
    where a blank line follows.
    """
    timed, named = set(), []
    for n, (label, entry) in enumerate(pairwise(texts)):
        if is_bullet(entry) or _NUMBER.match(entry):
            continue
        if time.fullmatch(label) and len(entry.split()) >= _ENTRY_WORDS:
            if groups[n] == groups[n + 1] or label.startswith(_MARK):
                timed.add(n + 1)
        elif groups[n] == groups[n + 1] and _NAME.fullmatch(label):
            named.append(n)
    often = Counter(texts[n] for n in named)
    if len(timed) == 1 and not texts[min(timed) - 1].startswith(_MARK):
        timed.clear()
    return timed | {n + 1 for n in named if often[texts[n]] > 1}


def _turns(texts: Sequence[str]) -> set[int]:
    """Lines at which a speaker's turn begins: of two speakers at least, with two turns each."""
    spoken = [(n, match[1]) for n, text in enumerate(texts) if (match := _SPEAKER.match(text))]
    counts = Counter(label for _, label in spoken)
    often = {label for label, count in counts.items() if count > 1}
    return {n for n, label in spoken if label in often} if len(often) > 1 else set()


def _entries(texts: Sequence[str], time: re.Pattern[str]) -> set[int]:
    """Lines at which a ticker's entry begins: with its mark, or with a time and a colon."""
    marked = {n for n, text in enumerate(texts) if text.startswith(_MARK) and text.strip("+ ")}
    timed = {n for n, text in enumerate(texts) if (m := time.match(text)) and m[0].endswith(":")}
    return marked | (timed if len(timed) > 1 else set())


def is_bullet(text: str) -> bool:
    """Whether a text begins like an item of a list."""
    return _BULLET.match(text) is not None


def goes_on(item: str, line: str) -> bool:
    """Whether ``line`` is surely the item of a list that comes after ``item``."""
    first, following = _NUMBER.match(item), _NUMBER.match(line)
    if first and following:
        return int(following[1]) == int(first[1]) + 1
    bullets = is_bullet(item) and is_bullet(line)
    return bullets and item[0] == line[0]


def is_dotted(text: str) -> bool:
    """Whether a text begins with a bullet that is nothing else."""
    return is_bullet(text) and text[0] in _DOTS


def items(texts: Sequence[str]) -> dict[int, int]:
    """Which paragraphs are items of lists: each one's number, with the length of its marker.

    A list has two items at least, one below the other. Bullets are markers; numbers, which others
    may refer to, are part of the text. A dialogue whose turns begin with dashes is no list.
    """
    found: dict[int, int] = {}
    run: list[int] = []
    for n, text in enumerate([*texts, ""]):
        if run and _belongs(texts[run[-1]], text):
            run.append(n)
            continue
        if len(run) > 1 and not _is_dialogue([texts[m] for m in run]):
            found |= {m: _marker(texts[m]) for m in run}
        run = [n] if is_bullet(text) or _opens(text) else []
    return found


def _belongs(item: str, text: str) -> bool:
    return (is_bullet(item) and is_bullet(text)) or goes_on(item, text)


def _opens(text: str) -> bool:
    match = _NUMBER.match(text)
    return match is not None and int(match[1]) == 1


def _is_dialogue(texts: list[str]) -> bool:
    return texts[0][0] in "–—-" and any(text.rstrip('"“”«»').endswith("?") for text in texts)


def _marker(text: str) -> int:
    match = _BULLET.match(text)
    return match.end() if match else 0
