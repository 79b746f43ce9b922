"""Embargoes: until when something must not be published, and what that makes of it."""

from __future__ import annotations

import re
import unicodedata
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


def of_line(line: str) -> str | None:
    """Until when a line of a text says that it must not be published; None if it does not say it.

    Press offices print one: "+++ Sperrfrist: Dienstag, 12. März 2024, 18 Uhr +++". Without a zone
    it is a time on their own clocks, which are those of Central Europe.
    """
    if len(line) > _LONGEST:
        return None
    found = _line().fullmatch(unicodedata.normalize("NFC", line))
    written = dates.iso(found[1]) if found else None
    if written is None:
        return None
    until = datetime.fromisoformat(written)
    return (until if until.tzinfo else dates.central_european(until)).isoformat()


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


def publication(embargoed: str | None, *, approved: bool, now: datetime | None = None) -> Status:
    """Whether a text may go out: it is under no embargo, and a person has approved it.

    What a machine wrote and nobody has read is withheld, and so is what is in review or sent back.

    Args:
        embargoed: As for `status`.
        approved: Whether a person has approved the text as it reads.
        now: As for `status`.
    """
    return status(embargoed, now) if approved else Status.WITHHELD


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
