"""Whether one name is rendered in two ways in one translation: Kiev here, Kyiv there."""

from __future__ import annotations

from newsxlate.names.alignment.lookups import Match
from newsxlate.names.alignment.misspelling import unlikeness
from newsxlate.names.forms import inflection
from newsxlate.names.verdict import Reason
from newsxlate.text.folding import fold

# Two forms farther apart than this are a short and a long form, or a name and its by-name: both are
# good style. Edits by letter.
_MAX_DISTANCE = 0.5
_OTHERWISE = frozenset({Reason.RELATED, Reason.SHORTENED})


class Consistency:
    """Remembers how the names of a translation were first rendered."""

    def __init__(self, language: str) -> None:
        """For a translation into ``language``."""
        self._language = language
        self._first: dict[tuple[int, str], str] = {}

    def earlier(self, entity: int, match: Match, text: str) -> str:
        """The earlier rendering that ``text`` is inconsistent with; empty if there is none."""
        if not match.outcome.accepted or match.reason in _OTHERWISE:
            return ""
        first = self._first.setdefault((entity, match.name), text)
        return first if self._differ(first, text) else ""

    def _differ(self, first: str, text: str) -> bool:
        if fold(first) == fold(text) or len(first.split()) != len(text.split()):
            return False
        if first.isupper() or text.isupper() or unlikeness(first, text) > _MAX_DISTANCE:
            return False
        pairs = zip(fold(first).split(), fold(text).split(), strict=False)
        return any(
            set(inflection.bases(a, self._language)).isdisjoint(inflection.bases(b, self._language))
            for a, b in pairs
        )
