"""From what an engine gave to a candidate: its typography, and what the checks say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsxlate.checking import check
from newsxlate.findings import Finding, Severity
from newsxlate.typography import apply as apply_typography

# One error outweighs any likely number of warnings, as an editor would see it.
_WEIGHTS = {Severity.ERROR: 10, Severity.WARNING: 1, Severity.NOTE: 0}


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine, or several in turn, made of a segment.

    Attributes:
        text: The target text.
        score: Mean log probability of its tokens; the sum of those of all steps.
        finished: False if it was cut at a length limit.
        human: Whether a person wrote it: then it is checked, and stays as it is.
    """

    text: str
    score: float
    finished: bool
    human: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One finished translation of a segment, with what the checks say of it."""

    text: str
    score: float
    findings: tuple[Finding, ...]

    @property
    def cost(self) -> tuple[bool, int, float]:
        """What to minimise: fatal findings, then the weight of all, then improbability."""
        fatal = any(finding.fatal for finding in self.findings)
        weight = sum(_WEIGHTS[finding.severity] for finding in self.findings)
        return fatal, weight, -self.score

    @property
    def fails(self) -> bool:
        """Whether it is worth another try."""
        return any(finding.counts for finding in self.findings)


# Each draft with its source sentence, and the languages of both, to a candidate each.
Finish = Callable[[Sequence[tuple[str, Draft]], str, str], list[Candidate]]


def finish(
    drafts: Sequence[tuple[str, Draft]], source_language: str, target_language: str
) -> list[Candidate]:
    """Give drafts their typography and check them.

    Args:
        drafts: Each with its source sentence.
        source_language: ISO 639-1 code ...
        target_language: ... of both.

    Returns:
        One candidate for each, in order.
    """
    return [_finish(source, draft, source_language, target_language) for source, draft in drafts]


def _finish(source: str, draft: Draft, source_language: str, target_language: str) -> Candidate:
    text = (
        draft.text
        if draft.human
        else apply_typography(
            _without_added_stop(source, draft.text.strip()),
            source,
            target_language,
            source_language=source_language,
        )
    )
    findings = check(
        source,
        text,
        source_language=source_language,
        target_language=target_language,
        finished=draft.finished,
    )
    return Candidate(text, draft.score, tuple(findings))


def _without_added_stop(source: str, text: str) -> str:
    """``text`` without the full stop a model gave a headline that has none."""
    added = text.endswith(".") and not source.rstrip().endswith((".", "…", "!", "?", ":"))
    # "U.S." and "..." keep theirs.
    return text[:-1] if added and text[-3:-1].isalpha() else text
