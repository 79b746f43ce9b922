"""What the checks of names say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a form of a name was accepted or rejected."""

    GLOSSARY = "glossary"
    SAME_SPELLING = "same-spelling"
    EXONYM = "exonym"
    ROMANIZATION = "romanisation"
    CURATED = "curated"
    INFLECTED = "inflected"
    GERMAN_LEFT = "german-left"
    OTHER_LANGUAGE = "other-language"
    OTHER_PLACE = "other-place"
    DIFFERENT = "different"
    RELATED = "related"
    SHORTENED = "shortened"
    UNCERTAIN = "uncertain"
    REPEATED = "repeated"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a form stands for a name.

    Attributes:
        accepted: Whether it does.
        reason: Why.
        score: 0 to 1; accepted forms score above 0.5, rejected ones at most 0.5. For ranking.
        base: The accepted form that it is, uninflected, where one is known; else empty.
    """

    accepted: bool
    reason: Reason
    score: float
    base: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a name in a target language.

    Attributes:
        text: The form.
        source: Where it comes from: `Reason.GLOSSARY`, `CURATED`, `EXONYM`, `ROMANIZATION` or
            `SAME_SPELLING`.
        certain: Whether reference data has it. False for what rules derived, and for a spelling
            merely carried over: to be offered, not to be written unasked.
    """

    text: str
    source: Reason
    certain: bool


class SimilarityReason(StrEnum):
    """Why two spellings are of one name, or of two."""

    SAME_SPELLING = "same-spelling"
    INFLECTED = "inflected"
    SURNAME = "surname"
    SHORTENED = "shortened"
    INITIAL = "initial"
    ORDER = "order"
    #: One place, or one person, under two names.
    KNOWN = "known"
    MISSPELT = "misspelt"
    ROMANIZATION = "romanisation"
    DIFFERENT = "different"
    NUMBER = "number"
    OTHER_NAME = "other-name"
    OTHER_PLACE = "other-place"
    OTHER_PERSON = "other-person"


@dataclass(frozen=True, slots=True)
class Similarity:
    """Whether two spellings in one text stand for the same name.

    Attributes:
        score: 0 to 1.
        same: Whether they probably do.
        reason: The evidence, see `newsxlate.names.recognition.variants.same_name`.
    """

    score: float
    same: bool
    reason: SimilarityReason
