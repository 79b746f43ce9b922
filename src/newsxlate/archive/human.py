"""People's work that goes into the translations of a run."""

from __future__ import annotations

from dataclasses import dataclass

from newsxlate.corrections import NONE, Corrections
from newsxlate.processing import Terms


@dataclass(frozen=True, slots=True)
class HumanWork:
    """What people have done, as it was when a run began.

    Attributes:
        corrections: The sentences they edited and accepted in the store.
        terms: The names and terms they confirmed in it, for good.
        memories: What is in the memories that the options name.
    """

    corrections: Corrections = NONE
    terms: Terms = ()
    memories: Corrections = NONE


#: Nobody has done anything.
NOTHING = HumanWork()
