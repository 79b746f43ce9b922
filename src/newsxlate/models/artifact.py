"""What is known of a file of a model, before it is there and once it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Called with the number of bytes that have come in.
OnBytes = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Artifact:
    """What is known of a file before it is downloaded.

    Attributes:
        sha256: Its SHA-256 in hexadecimal; empty if not known.
        size: Its size in bytes; 0 if not known.
        blob: Its Git object name (SHA-1), which the Hub gives for small files; may be empty.
    """

    sha256: str = ""
    size: int = 0
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file on disk is.

    Attributes:
        sha256: Its SHA-256 in hexadecimal.
        size: Its size in bytes.
    """

    sha256: str
    size: int
