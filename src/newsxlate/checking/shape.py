"""Look at a translation as a whole: empty, cut off, looping, too long or short, chatty."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any
from unicodedata import east_asian_width

from newsxlate import resources
from newsxlate.findings import Finding, finding
from newsxlate.segmenting.rules import abbreviations

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RUN = re.compile(r"(\S{1,12}?)\1{7,}")
_FINAL = ".!?…。！？؟।;:"
_CLOSING = "\"'“”„»«’‘‚›‹)]}」』 \u00a0\u202f*—–-"


def check_shape(
    source: str, target: str, *, source_language: str, target_language: str, finished: bool
) -> list[Finding]:
    """What is wrong with a translation whatever its content is.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
        finished: False if the model was stopped at its length limit.
    """
    if not _WORD.search(target):
        return [finding("N201")] if _WORD.search(source) else []
    findings = [*_check_loop(source, target), *_check_chatter(source, target)]
    if not finished:
        findings.append(finding("N204", end=_end(target)))
    # What loops or chats has the wrong length and the wrong end for that reason.
    if not findings and _WORD.search(source):
        findings += _check_length(source, target, source_language, target_language)
        closed = not _is_open(source) and not _ends_in_abbreviation(source, source_language)
        if closed and _is_open(target) and len(_WORD.findall(source)) > 2:
            findings.append(finding("N205", end=_end(target)))
    return findings


def _end(text: str) -> str:
    """The last words, for a message."""
    return " ".join(text.split()[-4:])


def _is_open(text: str) -> bool:
    """Whether a text ends without closing punctuation."""
    bare = text.rstrip(_CLOSING)
    return not bare or bare[-1] not in _FINAL


def _ends_in_abbreviation(text: str, language: str) -> bool:
    """Whether the full stop at the end may belong to "ca.", "usw." or "Mio."."""
    return text.rstrip(_CLOSING).rsplit(maxsplit=1)[-1].lstrip('([„"') in abbreviations(language)


def _check_loop(source: str, target: str) -> Iterator[Finding]:
    words = [match.group().lower() for match in _WORD.finditer(target)]
    source_words = [match.group().lower() for match in _WORD.finditer(source)]
    repeated = _repetition(words)
    if repeated is not None:
        phrase, times = repeated
        known = _repetition(source_words)
        # A list of alike items in the source is one in the target, with other words repeated.
        alike = max(Counter(pairwise(source_words)).values(), default=0)
        if (known is None or known[1] < times) and alike < times - 1:
            yield finding("N202", phrase=phrase, times=times)
            return
    run = _RUN.search(target)
    if run and not _RUN.search(source):
        times = len(run.group()) // len(run.group(1))
        yield finding("N202", phrase=run.group(1), times=times)


def _repetition(words: Sequence[str]) -> tuple[str, int] | None:
    """A phrase that comes too often, and how often: in a row, or four words over and over."""
    for size in range(1, 9):
        run = longest = end = 0
        for index in range(size, len(words)):
            run = run + 1 if words[index] == words[index - size] else 0
            if run > longest:
                longest, end = run, index + 1
        times = longest // size + 1
        # "very, very, very" is style; "of the of the of the" is not, nor a clause said twice.
        if times >= {1: 4, 2: 3}.get(size, 3 if size < 5 else 2):
            return " ".join(words[end - size : end]), times
    fours = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
    phrase, times = next(iter(fours.most_common(1)), ((), 0))
    return (" ".join(phrase), times) if times >= 4 else None


@cache
def _lengths() -> dict[str, Any]:
    return resources.toml("checking/lengths.toml")


def _check_length(
    source: str, target: str, source_language: str, target_language: str
) -> Iterator[Finding]:
    table = _lengths()
    measured = resources.language(target_language, "checking").get("length")
    median = measured if source_language == table["source"] else None
    limit = table["scatter"]["limit"]
    if median is None:
        wide = sum(east_asian_width(character) in "WF" for character in target)
        median = table["unmeasured"]["cjk" if wide * 2 > len(target) else "latin"]
        limit = table["unmeasured"]["limit"]
    scatter = math.sqrt(table["scatter"]["spread"] + table["scatter"]["noise"] / len(source))
    expected = len(source) * median
    deviation = math.log(len(target) / expected) / scatter
    if abs(deviation) > limit:
        code = "N203" if deviation < 0 else "N206"
        yield finding(code, length=len(target), expected=round(expected))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    flags = re.IGNORECASE | re.MULTILINE
    rows = resources.toml("checking/chatter.toml")["patterns"]
    return tuple(
        (
            row["name"],
            re.compile(row["pattern"], flags | re.VERBOSE),
            re.compile(row["unless"], flags),
        )
        for row in rows
    )


def _check_chatter(source: str, target: str) -> Iterator[Finding]:
    for name, pattern, unless in _patterns():
        match = pattern.search(target)
        if match and not unless.search(source):
            yield finding("N207", kind=name, text=match.group().strip())
            return
    if "\n" in target.strip() and "\n" not in source.strip():
        rest = target.strip().split("\n", 1)[1].strip()
        yield finding("N207", kind="a second paragraph", text=" ".join(rest.split()[:6]))
