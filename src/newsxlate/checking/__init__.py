"""Check a translation against its source, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from newsxlate.checking.addresses import check_anchors, without_heading
from newsxlate.checking.dates import check_dates
from newsxlate.checking.encoding import check_encoding
from newsxlate.checking.language import check_language
from newsxlate.checking.leftovers import check_leftovers
from newsxlate.checking.negation import check_negation
from newsxlate.checking.numbers import check_numbers
from newsxlate.checking.repetition import check_repetition
from newsxlate.checking.shape import check_shape
from newsxlate.checking.structure import check_structure
from newsxlate.checking.vocabulary import check_vocabulary
from newsxlate.findings import Finding, finding
from newsxlate.text.addresses import blank
from newsxlate.text.entities import decoded

__all__ = ["check"]

# Of a translation that goes round in a loop, what comes before the loop can still be checked.
_LOOP = "N202"
_BRACKET = "N331"
_MONTH = "N314"
_OTHER_MONTH = "N313"
_ORDINAL = "N224"
_MISSING = ("N301", "N308")
_BRACKETED = re.compile(r"[\[(](\w{1,12})[\])]")
# Source text that was left, four words and more: what is in it is not told again.
_RUN_LEFT = frozenset({"N209", "N346"})
# What is looked for in the words of a sentence, but where a finding has told it already.
_OF_WORDS: tuple[tuple[str, Callable[..., Iterable[Finding]], frozenset[str]], ...] = (
    ("repetitions", check_repetition, frozenset({_LOOP})),
    ("words that were left", check_leftovers, _RUN_LEFT),
    ("vocabulary", check_vocabulary, _RUN_LEFT),
    ("negation", check_negation, _RUN_LEFT),
)


def check(
    source: str,
    target: str,
    *,
    source_language: str,
    target_language: str,
    finished: bool = True,
) -> list[Finding]:
    """Everything about a translated sentence that an editor should look at.

    Args:
        source: The source sentence, on one line.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
        finished: False if the model was stopped at its length limit.

    Returns:
        Findings with the target language set, and without the place of the sentence, which the
        caller knows. Their codes are explained in ``docs/findings.md``.
    """
    languages = {"source_language": source_language, "target_language": target_language}
    found = _found(decoded(source), decoded(target), finished, languages)
    return [replace(f, source=source, target=target, language=target_language) for f in found]


def _found(source: str, target: str, finished: bool, languages: dict[str, str]) -> list[Finding]:
    """The findings, without the two sentences."""
    found = _tried(
        "length and wording", check_shape, source, target, finished=finished, **languages
    )
    if _says_it_all(found):
        return found
    source, target = without_heading(source, target, languages["source_language"])
    plain_source, plain_target = blank(source), blank(target)
    found += _tried("language", check_language, plain_source, plain_target, **languages)
    if not _says_it_all(found):
        found += _tried("numbers", check_numbers, plain_source, plain_target, **languages)
        found += _tried("dates", check_dates, plain_source, plain_target, **languages)
        found += _tried("addresses", check_anchors, source, target)
        found += _tried("quotations", check_structure, plain_source, plain_target)
        found += _tried("letters", check_encoding, plain_source, plain_target)
        told = {finding.code for finding in found}
        for what, makes, unless in _OF_WORDS:
            if told.isdisjoint(unless):
                found += _tried(what, makes, plain_source, plain_target, **languages)
    return _told_once(found, source)


def _told_once(found: list[Finding], source: str) -> list[Finding]:
    """``found`` less what another tells: of "[5]" the bracket, of "9. Juli" the point."""
    months = tuple(f" {f.message.split(' ', 1)[0][1:]}" for f in found if f.code == _MONTH)
    found = [f for f in found if f.code != _ORDINAL or not f.message.endswith(months)]
    # The day of a date that became another is not missing by itself: "7.10." as "July 10".
    dates = {f.message.split(" ", 1)[0] for f in found if f.code == _OTHER_MONTH}
    found = [f for f in found if f.code not in _MISSING or f.message.split(" ", 1)[0] not in dates]
    inside = {f"‘{match[1]}’" for match in _BRACKETED.finditer(source)}
    lost = any(f.code in _MISSING and f.message.split(" ", 1)[0] in inside for f in found)
    return [f for f in found if f.code != _BRACKET] if lost else found


def _tried(
    what: str, make: Callable[..., Iterable[Finding]], *texts: str, **how: Any
) -> list[Finding]:
    """What a check finds; that it failed, if it did: no article is lost for one."""
    try:
        return list(make(*texts, **how))
    except Exception as error:  # what a check may stumble over cannot be listed
        return [finding("N211", what=what, error=type(error).__name__)]


def _says_it_all(found: Iterable[Finding]) -> bool:
    """Whether nothing else about a sentence is worth saying: it is empty, copied, or foreign."""
    return any(finding.fatal and finding.code != _LOOP for finding in found)
