"""What people have translated before, put into what is to be translated now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from newsxlate.corrections import NONE, Correction, Corrections
from newsxlate.engines.prompts import prompt
from newsxlate.inputs.bilingual.states import meaning
from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.languages import SOURCE
from newsxlate.models import Route
from newsxlate.signature import Signature
from newsxlate.signoff import SentenceState
from newsxlate.translating.translate import Segment

# What XLIFF 1.2, and our own 2.1, says of a machine's text that nobody has changed.
_MACHINE = ("leveraged-mt", "newsxlate:machine")

# Characters of an example: engines have room for the prompt, and for one sentence of any length.
_LONGEST = 1000


@dataclass(frozen=True)
class Remembered:
    """What a run knows of people's translations.

    Attributes:
        memories: What is in the memories that the options name.
        corrections: What was corrected and accepted elsewhere: in the store of an archive.
    """

    memories: Corrections = NONE
    corrections: Corrections = NONE

    @cached_property
    def all(self) -> Corrections:
        """Both; see `newsxlate.corrections.Corrections` for which comes first."""
        if not self.corrections or not self.memories:
            return self.memories or self.corrections
        return self.memories + self.corrections

    @classmethod
    def of(
        cls, corrections: Corrections | None, memories: Corrections | None, paths: Sequence[Path]
    ) -> Remembered:
        """What there is; the memories are read if they are not given.

        Raises:
            InputError: A memory cannot be read.
        """
        memories = read_memories(paths) if memories is None else memories
        return cls(memories, corrections or NONE)

    def recall(self, segments: Sequence[Segment], route: Route) -> list[Segment]:
        """Segments with the human texts of those that people have translated.

        Others get the most similar sentence that was, if they are for a chat model whose prompt
        has a place for it.
        """
        first, last = route.steps[0], route.steps[-1]
        languages = first.source, last.target
        if languages not in self.all.languages:
            return list(segments)
        # What was translated before is in the languages of the whole route.
        told = first.model.family == "chat" and len(route.steps) == 1
        near = prompt(first.model.prompt).near if told else 0.0
        return [self._with(segment, *languages, near) for segment in segments]

    def _with(self, segment: Segment, source: str, target: str, least: float) -> Segment:
        known = self.all.exact(segment.text, target, source_language=source)
        if known:
            accepted = known.state is SentenceState.ACCEPTED
            return replace(segment, human=known.text, accepted=accepted)
        if not least:
            return segment
        found = self.all.near(segment.text, target, source_language=source, least=least, most=1)
        for row in (one.correction for one in found):
            if max(len(row.source), len(row.text)) <= _LONGEST:
                return replace(segment, example=(row.source, row.text))
        return segment

    def signature(self, segments: Iterable[Segment], source: str, target: str) -> Signature:
        """What of it decides how a translation reads.

        The memories are named wherever they have something in the languages; the corrections, of
        which there are others each day, where some of them were put into the segments.
        """
        used = any(segment.human or segment.example for segment in segments)
        return Signature.named(
            (
                "memory",
                self.memories.digest if (source, target) in self.memories.languages else None,
            ),
            ("corrections", self.corrections.digest if used and self.corrections else None),
        )


def read_memories(paths: Sequence[Path]) -> Corrections:
    """Read memories of the user's own: of several translations of one sentence, the last counts.

    They are TMX files, or XLIFF. What a file itself says is still to be read by somebody, or was
    rejected, is left out.

    Raises:
        InputError: One cannot be read, or is no such file.
    """
    from newsxlate.inputs.bilingual import read

    return Corrections(
        Correction(
            source=unit.source,
            text=unit.target,
            language=unit.target_language,
            source_language=unit.source_language or SOURCE,
            state=_state(unit),
        )
        for path in paths
        for unit in read(path)
        if unit.target and unit.target_language and _read_by_somebody(unit)
    )


def _read_by_somebody(unit: Unit) -> bool:
    if unit.state:
        return meaning(unit.state) != "untouched"
    return unit.approved is not False


def _state(unit: Unit) -> SentenceState:
    """Whether a person wrote a text, or only found it right, as our own exports say."""
    return SentenceState.ACCEPTED if unit.qualifier in _MACHINE else SentenceState.EDITED
