"""What is told of the alignments that are not accepted: findings with their place."""

from __future__ import annotations

from collections.abc import Iterable

from newsxlate.entities import NameAlignment, Outcome
from newsxlate.findings import Finding, finding
from newsxlate.names.verdict import Reason

_CODES = {
    Outcome.GERMAN: "N511",
    Outcome.INCONSISTENT: "N512",
    Outcome.ALTERED: "N513",
    Outcome.MISSING: "N514",
    Outcome.HALLUCINATED: "N516",
}
_UNCERTAIN = {
    Outcome.GERMAN: "N521",
    Outcome.ALTERED: "N520",
    Outcome.MISSING: "N515",
    Outcome.HALLUCINATED: "N518",
}
_BY_REASON = {Reason.FORBIDDEN: "N517", Reason.REPEATED: "N519"}
#: What is told of a name once, if it comes the same way again.
REPEATABLE = frozenset(_UNCERTAIN)


def findings(renderings: Iterable[NameAlignment], language: str) -> list[Finding]:
    """The renderings that are not accepted, as findings with their place."""
    return [_finding(r, language) for r in renderings if not r.outcome.accepted]


def _finding(rendering: NameAlignment, language: str) -> Finding:
    code = _CODES[rendering.outcome]
    if rendering.reason == Reason.UNCERTAIN:
        code = _UNCERTAIN.get(rendering.outcome, code)
    code = _BY_REASON.get(Reason(rendering.reason), code)
    expected = " or ".join(f"‘{form}’" for form in rendering.expected)
    # That Kim should be Kim goes without saying.
    told = bool(expected) and set(rendering.expected) != {rendering.source}
    return finding(
        code,
        language=language,
        block=rendering.block,
        sentence=rendering.sentence,
        source=rendering.source,
        target=rendering.text,
        name=rendering.source,
        text=rendering.text or rendering.source,
        expected=expected or "no form of it",
        expectation=f"; expected {expected}" if told else "",
    )
