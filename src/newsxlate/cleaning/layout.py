"""Load what a language's newspapers lay out apart, ``data/languages/<code>/structure.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsxlate import resources


@dataclass(frozen=True, slots=True)
class Structure:
    """How interviews and boxes are known; the keys of ``structure.toml`` say what each is.

    Attributes:
        signs: The beginning of a line that only an interview has.
        hints: What makes one likely, in its headline or lead.
        questions: Labels of questions, in small letters.
        answers: Labels of answers, in small letters.
        address: Finds that a sentence speaks to somebody.
        headings: A box's heading.
        headed: The beginning of a paragraph that is a box with its heading.
        several: A heading of a box about more than one person.
        about: A heading over a paragraph about its group "name": "Über die Muster AG".
        pronouns: First words of paragraphs that go on about the same person.
    """

    signs: re.Pattern[str]
    hints: re.Pattern[str]
    questions: frozenset[str]
    answers: frozenset[str]
    address: re.Pattern[str]
    headings: re.Pattern[str]
    headed: re.Pattern[str]
    several: re.Pattern[str]
    about: re.Pattern[str]
    pronouns: frozenset[str]


@cache
def structure(language: str) -> Structure | None:
    """What is known of the language; None if it has no ``structure.toml``."""
    table = resources.language(language, "structure")
    if not table:
        return None
    interview, box = table["interview"], table["box"]
    return Structure(
        signs=_any(interview["signs"], r"^\W*(?:{})"),
        hints=_any(interview["hints"], "{}"),
        questions=frozenset(label.lower() for label in interview["questions"]),
        answers=frozenset(label.lower() for label in interview["answers"]),
        address=re.compile(interview["address"], re.IGNORECASE),
        headings=_any(box["headings"], r"^\W*(?:{})\W*$"),
        headed=_any(box["headings"], r"^\W*(?:{})\s*[:–|]\s+(?=\S)"),
        several=_any(box["several"], r"^\W*(?:{})\W*"),
        about=re.compile(box["about"], re.IGNORECASE),
        pronouns=frozenset(box["pronouns"].split()),
    )


def _any(patterns: Iterable[str], frame: str) -> re.Pattern[str]:
    return re.compile(frame.format("|".join(patterns)), re.IGNORECASE)
