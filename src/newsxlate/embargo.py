"""Embargoes: until when something must not be published, and what that makes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache

from newsxlate import resources
from newsxlate.text import dates

_LONGEST = 150


class Status(StrEnum):
    """Whether something may be published, in the words of the IPTC's NewsCodes."""

    USABLE = "usable"
    WITHHELD = "withheld"


def read(text: str) -> str | None:
    """Until when an embargo holds, ISO 8601 with a time zone; None if that cannot be told.

    A time without a zone is taken for UTC, and a day for its midnight there: in Central Europe that
    is an hour or two after what may have been meant, and never before it.
    """
    until = dates.moment(dates.iso(text))
    return until.isoformat() if until else None


def of_lines(lines: Iterable[str]) -> str | None:
    """Until when a text itself says that it must not be published; None if it does not say it.

    Press offices print a line: "+++ Sperrfrist: Dienstag, 12. März 2024, 18 Uhr +++".
    """
    short = (unicodedata.normalize("NFC", line) for line in lines if len(line) < _LONGEST)
    found = (_line().fullmatch(line) for line in short)
    return next(filter(None, (read(match[1]) for match in found if match)), None)


@cache
def _line() -> re.Pattern[str]:
    known = resources.toml("reading/dates.toml")["embargo"]
    begins = "|".join(sorted(known, key=len, reverse=True))
    return re.compile(rf"[\W_]*(?:Achtung\W+)?(?:{begins})\b\W*(.{{6,80}}?)[^\w)]*", re.IGNORECASE)


def status(embargoed: str | None, now: datetime | None = None) -> Status:
    """Whether something may be published.

    Args:
        embargoed: `newsxlate.article.Article.embargoed`. What is no date is one without end.
        now: When; None is now.
    """
    if not embargoed:
        return Status.USABLE
    until = dates.moment(embargoed)
    over = until is not None and until <= (now or datetime.now(UTC))
    return Status.USABLE if over else Status.WITHHELD


def notice(name: str, embargoed: str | None, now: datetime | None = None) -> str | None:
    """What to say of something that is under embargo, in one line; None if it is not.

    Args:
        name: What to call it.
        embargoed: As for `status`.
        now: As for `status`.
    """
    if status(embargoed, now) is Status.USABLE:
        return None
    return f"{name} is embargoed until {embargoed}: do not publish it before"
