"""A sheet in pieces of mark-up: after a change, those that differ are sent to the page.

The page says which pieces it has, by a digest of each, so that two windows of one article, and one
that slept, get what they lack.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import JSONResponse

from newsxlate import resources
from newsxlate.outputs.article.display import direction
from newsxlate.review.desk import Sheet, fingerprint
from newsxlate.review.web import naming
from newsxlate.review.web.context import words
from newsxlate.review.web.places import address
from newsxlate.review.web.rendering import about, environment
from newsxlate.review.web.rows import Drawing, Group, Line, Told
from newsxlate.review.web.summaries import Told as ToldSummary
from newsxlate.review.web.summaries import rests, summaries
from newsxlate.signoff import Part, SentenceState

_SEVERITIES = ("error", "warning", "note")


class Board:
    """A sheet, to be drawn for whoever asks."""

    def __init__(self, request: Request, sheet: Sheet, token: str) -> None:
        """Draw its rows.

        Args:
            request: Who asks.
            sheet: What is shown.
            token: What its document is called in addresses.
        """
        self.sheet = sheet
        self.token = token
        self.part = sheet.review.part
        self.drawing = Drawing(sheet, words(request))
        self.groups: Sequence[Group] = ()
        self.summaries: Sequence[ToldSummary] = ()
        if self.part is Part.TRANSLATION:
            self.groups = list(self.drawing.groups())
        else:
            self.summaries = list(summaries(self.drawing))
        self.findings = self.drawing.findings()
        self._values = {**about(request), **self.values()}

    @property
    def lines(self) -> Iterable[Line]:
        """All rows, in order."""
        for group in self.groups:
            yield from group.lines
        for summary in self.summaries:
            yield from summary.lines

    def values(self) -> dict[str, Any]:
        """What all its templates have."""
        sheet = self.sheet
        source = sheet.record.result.article.language
        counts = Counter(told.severity for told in self.findings if told.open)
        touched = sum(line.row.review is not None for line in self.lines)
        return {
            "sheet": sheet,
            "review": sheet.review,
            "part": self.part.value,
            "place": address(self.token, sheet.review.language, self.part),
            "source": spoken(source),
            "target": spoken(sheet.review.language),
            "findings": self.findings,
            "counts": {severity: counts[severity] for severity in _SEVERITIES},
            "touched": touched,
            "sentences": len(sheet.rows),
            "edited": sum(line.state == SentenceState.EDITED for line in self.lines),
            "seen": fingerprint(sheet),
            "unsettled": [told for told in self.findings if told.open and told.severity == "error"],
        }

    def fragments(self) -> dict[str, str]:
        """Every piece of the page that a change can touch, by its id."""
        values = self._values
        row = environment().get_template("row.html")
        found: dict[str, str] = {}
        for line in self.lines:
            found[line.id] = row.render(
                **values,
                line=line,
                rests=rests(self.drawing, line.row) if self.summaries else (),
            )
        for group in self.groups:
            if group.tables:
                template = environment().get_template("table.html")
                found[f"t-{group.id}"] = template.render(**values, group=group)
        for summary in self.summaries:
            template = environment().get_template("figures.html")
            found[f"figures-{summary.index}"] = template.render(**values, summary=summary)
        names = naming.panel(self.drawing) if self.part is Part.TRANSLATION else ()
        for name in ("status", "findings", "signing"):
            found[name] = environment().get_template(f"{name}.html").render(**values)
        found["names"] = environment().get_template("names.html").render(**values, names=names)
        return found

    def page(self) -> dict[str, Any]:
        """What the page's template needs."""
        fragments = self.fragments()
        return {
            **self.values(),
            "groups": self.groups,
            "summaries": self.summaries,
            "drawing": self.drawing,
            "fragments": {name: Markup(text) for name, text in fragments.items()},
            "digests": {name: digest(text) for name, text in fragments.items()},
        }

    def answer(
        self, known: Mapping[str, str], *, said: str, status: int = 200, **values: Any
    ) -> JSONResponse:
        """The pieces that whoever asks does not have.

        Args:
            known: The digests of those they have.
            said: What is told of it.
            status: The status.
            **values: What else they are to know.
        """
        drawn = self.fragments()
        digests = {name: digest(text) for name, text in drawn.items()}
        sent = {name: text for name, text in drawn.items() if known.get(name) != digests[name]}
        body = {"said": said, "fragments": sent, "digests": {n: digests[n] for n in sent}, **values}
        return JSONResponse(body, status_code=status)

    def open_in(self, line: str) -> list[Told]:
        """The open findings of a row."""
        return [told for told in self.findings if told.open and told.anchor == line]


def digest(text: str) -> str:
    """What a piece is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def spoken(language: str) -> dict[str, str]:
    """A language for templates: its code, the direction it is written in, its own name."""
    named = resources.language(language, "language").get("own", language)
    return {"code": language, "dir": direction(language), "name": named}
