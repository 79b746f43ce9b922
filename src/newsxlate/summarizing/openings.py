"""What stands before the words of a sentence and is left out of a summary.

A ticker's time and its plus signs, the place and agency that open a report, and the label of an
answer.
"""

from __future__ import annotations

import re
from functools import cache

from newsxlate import resources
from newsxlate.summarizing.terms import listed

# "+++ 07:15 Uhr +++", and what is left of it where a sentence was cut.
_PLUSES = re.compile(r"\s*\+{2,}\s*(?:[^+]{0,40}\+{2,}\s*)?")
_LAST_PLUSES = re.compile(r"\s*\+{2,}\s*$")
# "14:32", "14.32 Uhr", "3. Mai, 14:32 Uhr", but not "5.36 Millionen".
_TIME = (
    r"(?:\d\d?\.\s?(?:\w+|\d\d?\.)(?:\s?\d{2,4})?,?\s+)?"
    r"(?:[01]?\d|2[0-3])(?::[0-5]\d\b(?!:\d)(?:\s?Uhr)?|[.:][0-5]\d\s?Uhr|\s?Uhr)"
)
STAMP = re.compile(rf"\W*{_TIME}")
# A time that is a part of its sentence goes on in small letters: "14 Uhr ist es, als …".
_STAMPED = re.compile(rf"\W*{_TIME}\s*(?:[:|–—-]\s*|(?=[^\w\s]*[A-ZÄÖÜ]|$))")
_PLACE = r"[A-ZÄÖÜ][\w.’'-]*(?:[ /][A-ZÄÖÜ][\w.’'-]*| \([A-ZÄÖÜ][a-zäöüß]+\)){0,4}"
_DASH = r"\s*[-–—:]\s+(?=[„“\"»«‚(]*[A-ZÄÖÜ0-9])"
# "Oberstdorf (dpa/lby) - "
_AGENCY = re.compile(rf"{_PLACE}\s*\(([\w/, .-]{{2,30}})\){_DASH}")
# "München/London – "
_DASHED = re.compile(rf"{_PLACE}\s+[-–—]\s+(?=[„“\"»«‚(]*[A-ZÄÖÜ0-9])")
_CODE = re.compile(r"[a-zäöü]{2,4}")
_ASIDE = re.compile(r"\s[-–—]\s")
# "Bad Hersfeld."
_ALONE = re.compile(r"[A-ZÄÖÜ][\w’'-]+(?:[ /][A-ZÄÖÜ][\w’'-]+){0,2}\.")
# What is left without the place has to be a sentence.
_WORDS = 5


def bare(text: str, language: str, *, opens: bool, stamped: bool) -> str:
    """A sentence without what stands before its words; empty if there is nothing else.

    Args:
        text: The sentence, in any language.
        language: ISO 639-1 code of the article's language.
        opens: Whether it is among the first of the article, where a place may stand.
        stamped: Whether it opens an entry of a ticker.
    """
    text = _LAST_PLUSES.sub(
        "", _PLUSES.sub("", text, count=1) if text.lstrip()[:2] == "++" else text
    )
    if stamped:
        text = _STAMPED.sub("", text, count=1) if _STAMPED.match(text) else text
    return _without_place(text, language) if opens else text.strip()


def is_place(text: str) -> bool:
    """Whether a sentence is nothing but the place that opens a report: "Hechingen."."""
    return bool(_ALONE.fullmatch(text))


def _without_place(text: str, language: str) -> str:
    agency = _AGENCY.match(text)
    if agency and _is_agency(agency[1], language):
        return text[agency.end() :].strip()
    place = _DASHED.match(text)
    if place and place[0].split()[0].casefold() not in listed("stop", language):
        rest = text[place.end() :].strip()
        # Between two dashes stands an aside: "Merkel – Chefin der CDU – kommt."
        if len(rest.split()) >= _WORDS and not _ASIDE.search(rest):
            return rest
    return text.strip()


def _is_agency(text: str, language: str) -> bool:
    """Whether what stands in brackets behind a place is an agency, or a region's code of one."""
    parts = re.split(r"[/,\s]+", text)
    known = any(part.casefold() in _agencies(language) for part in parts)
    return known or all(_CODE.fullmatch(part) for part in parts)


@cache
def _agencies(language: str) -> frozenset[str]:
    found = resources.language(language, "summarizing").get("openings", {})
    return frozenset(found.get("agencies", "").split())
