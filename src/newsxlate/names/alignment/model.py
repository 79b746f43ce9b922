"""How likely an accusation is true: a logistic regression for each kind, of its evidence.

The weights and thresholds are data (``data/names/evidence.toml``); ``tools/fit_names.py`` makes
them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from math import exp

from newsxlate import resources
from newsxlate.article import SentenceRef

#: Numbers by name, mostly 0 or 1; what is not there is 0.
Evidence = Mapping[str, float]


class Kind(StrEnum):
    """What a translation is accused of."""

    MISSING = "missing"
    GERMAN = "german"
    ALTERED = "altered"
    HALLUCINATED = "hallucinated"


class Level(IntEnum):
    """What becomes of an accusation."""

    NOTHING = 0
    NOTE = 1
    WARNING = 2


@dataclass(frozen=True, slots=True)
class Accusation:
    """What a translation may be told of a name.

    Attributes:
        kind: What of.
        ref: Which sentence.
        source: The name as it stands in the source; empty if it is hallucinated.
        text: What stands for it; empty if it is missing.
        evidence: What speaks for it and against.
    """

    kind: Kind
    ref: SentenceRef
    source: str
    text: str
    evidence: Evidence


#: Decides what becomes of an accusation.
Judge = Callable[[Accusation], Level]


@dataclass(frozen=True, slots=True)
class Model:
    """The model of one kind of accusation.

    Attributes:
        bias: The log odds of an accusation without any evidence.
        weights: What is added to them for 1 of each kind of evidence.
        warning: From this probability on an accusation is a warning ...
        note: ... and from this one on a note.
        listed: The first of a name that reference data have, with a form in the target language: a
            common noun it is not. None if it is the same.
    """

    bias: float
    weights: Mapping[str, float]
    warning: float
    note: float
    listed: float | None = None

    def probability(self, evidence: Evidence) -> float:
        """How likely the accusation is true."""
        odds = self.bias + sum(w * evidence.get(name, 0.0) for name, w in self.weights.items())
        return 1 / (1 + exp(-odds))


@cache
def models() -> Mapping[Kind, Model]:
    """The models of all kinds."""
    data = resources.toml("names/evidence.toml")
    return {kind: Model(**data[kind]) for kind in Kind}


def judge(accusation: Accusation) -> Level:
    """A warning above one probability, a note above another, and nothing below."""
    model = models()[accusation.kind]
    probability = model.probability(accusation.evidence)
    known = accusation.evidence.get("listed") and accusation.evidence.get("known")
    if probability >= (model.listed if known and model.listed else model.warning):
        return Level.WARNING
    return Level.NOTE if probability >= model.note else Level.NOTHING
