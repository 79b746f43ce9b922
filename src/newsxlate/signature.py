"""What a result depends on: as a text to stand beside it, or as a digest to compare with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

#: Which reading this is: it goes up when inputs, cleaning or segmenting make something else of
#: documents than before, so that archives are read again and say so.
READING = 2


@dataclass(frozen=True, slots=True)
class Signature:
    """What a result depends on, part by part.

    Two results with the same signature are the same. Archives are compared by texts and digests
    that were stored long ago, so that the form of both is never to change.

    >>> made = Signature.named(("newsxlate", "1.0"), ("prompt", None), ("beam", 4))
    >>> str(made + Signature.named(("names", "fixed")))
    'newsxlate:1.0|beam:4|names:fixed'
    >>> Signature(("1.0", {"beam": 4})).digest().hex()
    'cc885da1adaa7e2cdf7f4ca4dcd0c8f6'

    Attributes:
        parts: JSON values, in an order that is kept.
    """

    parts: tuple[Any, ...] = ()

    @classmethod
    def named(cls, *parts: tuple[str, object]) -> Signature:
        """A signature to be read, of names and values; a value that is None is left out."""
        return cls(tuple(f"{name}:{value}" for name, value in parts if value is not None))

    def __add__(self, other: Signature) -> Signature:
        return Signature(self.parts + other.parts)

    def __str__(self) -> str:
        """One line, as sacrebleu writes it beside a score."""
        return "|".join(map(str, self.parts))

    def digest(self) -> bytes:
        """Sixteen bytes that stand for the parts."""
        text = json.dumps(self.parts, sort_keys=True)
        return blake2b(text.encode("ascii"), digest_size=16).digest()


def device_kind(device: str) -> str:
    """What of a device counts for results: not which of several alike it is.

    >>> device_kind("cuda:1")
    'cuda'
    """
    return device.split(":")[0]
