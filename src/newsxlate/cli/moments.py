"""Points in time on the command line: a date, with a time or without, or how long ago."""

from __future__ import annotations

import re
import time
from typing import Any

import click

# Seconds of what "2 days" may be given in.
_UNITS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 7 * 86_400}
_AGO = re.compile(rf"(\d{{1,6}}) ?({'|'.join(_UNITS)})s?(?: ago)?", re.IGNORECASE)


class Moment(click.ParamType[float]):
    """A point in time, as seconds since the epoch."""

    name = "when"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read a date, or how long ago it was; a time without a zone is taken for UTC."""
        from newsxlate.text.dates import iso, moment

        if isinstance(value, float):
            return value
        text = " ".join(str(value).split())
        if found := _AGO.fullmatch(text):
            return time.time() - int(found[1]) * _UNITS[found[2].lower()]
        when = moment(iso(text))
        if when is None:
            self.fail(
                f"{text!r} is no date: write 2026-03-12, 2026-03-12T10:00+01:00 or '2 days'",
                param,
                ctx,
            )
        return when.timestamp()
