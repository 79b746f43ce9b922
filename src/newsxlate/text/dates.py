"""Dates as feeds, records and agencies write them, in ISO 8601."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache

from newsxlate import resources

# What is longer is a text.
_LONGEST = 100
# Of seconds since 1970 there are ten digits, of milliseconds thirteen.
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
# A remark behind a date that has its zone: "(CEST)", "[Europe/Berlin]".
_REMARK = re.compile(r"(?<=\d) ?(?:\([^()]*\)|\[[^][]*\])$")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")


def iso(text: object) -> str | None:
    """A date, or a date with time, as ISO 8601; None if it is not understood.

    Understood are ISO 8601 with its usual deviations, RFC 822 and what browsers and databases make
    of dates, seconds and milliseconds since 1970, and German and English forms with names or
    numbers: "Di., 12. März 2024, 18.30 Uhr MEZ". Of a day given by numbers alone, it comes first
    where full stops part them, and last where the year is first.

    Args:
        text: What was written; None, and whatever is no text, is not understood. A time whose zone
            has an unknown name is one without a zone.
    """
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
        return None
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain:
        return None
    try:
        return date.fromisoformat(plain).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(plain).isoformat()
    except ValueError:
        pass
    try:
        if _EPOCH.fullmatch(plain):
            seconds = float(plain) / (1000 if len(plain.partition(".")[0]) > 10 else 1)
            return datetime.fromtimestamp(seconds, UTC).isoformat()
        written = _forms().written
        if found := written.fullmatch(plain) or written.fullmatch(_REMARK.sub("", plain)):
            return _iso(found)
        return parsedate_to_datetime(plain).isoformat()
    except (ValueError, TypeError, OverflowError, OSError, IndexError):
        return None


def moment(text: str | None) -> datetime | None:
    """The point in time that an ISO 8601 date means; None if it is none.

    A day without a time is its midnight, and a time without a zone is taken for UTC.
    """
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def central_european(local: datetime) -> datetime:
    """A time on German, Austrian and Swiss clocks, which has no zone, with its zone.

    Summer time is that of the European Union since 1996 (directive 2000/84/EC). Of the hour that
    comes twice, the second is taken.
    """
    begins, ends = (
        datetime(local.year, month, 31, 2) - timedelta(date(local.year, month, 31).isoweekday() % 7)
        for month in (3, 10)
    )
    return local.replace(tzinfo=timezone(timedelta(hours=2 if begins <= local < ends else 1)))


@dataclass(frozen=True, slots=True)
class _Forms:
    """What ``data/reading/dates.toml`` says.

    Attributes:
        written: Matches a date that is written out, with or without a time.
        months: Numbers of months by name.
        zones: Offsets of zones by name.
    """

    written: re.Pattern[str]
    months: dict[str, int]
    zones: dict[str, str]


@cache
def _forms() -> _Forms:
    table = resources.toml("reading/dates.toml")
    months = {name: n for n, row in enumerate(table["months"], 1) for name in row.split()}
    zones = {name: offset for offset, row in table["zones"].items() for name in row.split()}
    month, weekday, before, clock = (
        "(?:" + "|".join(sorted(names, key=len, reverse=True)) + ")"
        for names in (months, *(table[key].split() for key in ("weekdays", "before", "clock")))
    )
    written = rf"""
        (?:{weekday}\.?,?\s)?
        (?:
            (?P<y1>\d{{4}})([-./])(?P<m1>\d{{1,2}})\2(?P<d1>\d{{1,2}})
          | (?P<d2>\d{{1,2}})\.\s?(?P<m2>\d{{1,2}})\.\s?(?P<y2>\d{{4}}|\d\d)
          | (?P<d3>\d{{1,2}})(?:\.|st|nd|rd|th)?[ -]?(?P<m3>{month})\.?,?[ -](?P<y3>\d{{4}}|\d\d)
          | (?P<m4>{month})\.?\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y4>\d{{4}})
        )
        (?:
            (?:T|,?\s?[-–|/·,]?\s?)(?:{before}\s)?
            (?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?)?
            (?(minute)|(?=\s?(?:{clock}\b|[ap]\.?m)))
            (?:\s?(?P<half>[ap])\.?m\.?)?(?:\s?{clock}\b)?
            (?:\s?\(?(?P<zone>[^\W\d_]+)?\s?(?P<offset>[+-]\d{{1,2}}(?::?\d\d)?)?\)?)
        )?
    """
    return _Forms(re.compile(written, re.IGNORECASE | re.VERBOSE), months, zones)


def _iso(found: re.Match[str]) -> str:
    """What was found, in ISO 8601.

    Raises:
        ValueError: There is no such day or time.
    """
    year, month, day = (
        next(part for n in "1234" if (part := found.groupdict().get(name + n))) for name in "ymd"
    )
    forms = _forms()
    number = int(month) if month.isdecimal() else forms.months[month.lower()]
    # Of two digits, as POSIX has it.
    century = 0 if len(year) == 4 else 2000 if int(year) < 69 else 1900
    known = datetime(century + int(year), number, int(day))
    if not found["hour"]:
        return known.date().isoformat()
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    if hour == 24 and not minute and not second:
        # The end of a day.
        known, hour = known + timedelta(days=1), 0
    zone = _zone(found["zone"], found["offset"])
    return known.replace(hour=hour, minute=minute, second=second, tzinfo=zone).isoformat()


def _zone(name: str | None, offset: str | None) -> timezone | None:
    """A zone by its offset, else by its name; None if it has neither, or an unknown name."""
    written = offset or _forms().zones.get((name or "").lower())
    if not (match := _OFFSET.fullmatch(written or "")):
        return None
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-ahead if match[1] == "-" else ahead)
