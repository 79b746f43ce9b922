"""What all bilingual formats have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A source text and its translation, one sentence as a rule.

    Attributes:
        id: What the file calls it; "" if it has no name. Of a unit of XLIFF with several segments
            it is the unit's and the segment's, joined by "/".
        file: What the file calls the document that it is of (XLIFF's ``original`` or ``id``, TMX's
            own property); "" if it does not say.
        source: The source text on one line, inline markup taken out.
        target: The translation, likewise; None if there is none.
        source_language: ISO 639-1 code; "" if the file does not say.
        target_language: Likewise.
        state: What the file says of it, in its own words; "" if it says nothing.
        qualifier: What it says besides: XLIFF's ``state-qualifier`` or ``subState``; likewise. Of
            a machine's text in TMX that we wrote "leveraged-mt", as XLIFF 1.2 has it.
        approved: XLIFF 1.2's ``approved``; None if the file does not say.
        place: Where in the file it stands, for messages: "unit 12", "line 3".
    """

    id: str
    file: str
    source: str
    target: str | None
    source_language: str
    target_language: str
    state: str = ""
    qualifier: str = ""
    approved: bool | None = None
    place: str = ""
