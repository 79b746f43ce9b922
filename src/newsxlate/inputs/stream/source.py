"""What all inputs share: a source of bytes, its limits, and ids that are unique within it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any, TypeVar

from newsxlate import resources
from newsxlate.inputs.document import BadRecord, Document

_LONGEST_KEY = 300
_PIECE = 1 << 16
_Value = TypeVar("_Value")


class UnreadableError(Exception):
    """A source, or the rest of it, cannot be read. The text is the reason, in one line."""


def suffixes(name: str) -> list[str]:
    """The suffixes of a name in small letters, without dots; the last one first."""
    return [s[1:].lower() for s in reversed(PurePosixPath(name).suffixes)]


@cache
def rules() -> dict[str, Any]:
    """The table in ``data/reading/inputs.toml``."""
    return resources.toml("reading/inputs.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the caller chose.

    Attributes:
        max_bytes: Larger articles are refused.
        fields: Where JSON and CSV records have what: "body" to "content.html", for instance.
        format: The format of all files once unpacked; None finds it out for each.
    """

    max_bytes: int
    fields: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None


class Limit:
    """Counts the bytes that come out of packed data, and refuses what grows like a bomb.

    Args:
        packed: Bytes of packed data.
        outer: The limit of the data around it, which counts these bytes too: what is packed many
            times over, or overlaps, is small only at each single step.
    """

    __slots__ = ("_outer", "_packed", "_unpacked")

    def __init__(self, packed: int, outer: Limit | None = None) -> None:
        self._packed = packed
        self._unpacked = 0
        self._outer = outer

    def spend(self, count: int) -> None:
        """Count ``count`` bytes that came out.

        Raises:
            UnreadableError: They are too many.
        """
        limits = rules()["limits"]
        self._unpacked += count
        if self._unpacked > max(limits["floor"], limits["ratio"] * self._packed):
            raise UnreadableError(
                f"it unpacks to more than {limits['ratio']} times its size: likely a bomb"
            )
        if self._outer is not None:
            self._outer.spend(count)


class Ids:
    """Hands out each id once. Of an id, eight bytes of its hash are remembered."""

    __slots__ = ("_given", "_last")

    def __init__(self) -> None:
        self._given: set[int] = set()
        # Of what was wanted several times, the last number: counting from 2 each time would take
        # an hour where a million records have one id.
        self._last: dict[int, int] = {}

    def take(self, wanted: str) -> str:
        """``wanted``, or with "~2", "~3" ... behind it if it was handed out before."""
        first = digest(wanted)
        candidate, key, number = wanted, first, self._last.get(first, 1)
        while key in self._given:
            number += 1
            candidate = f"{wanted}~{number}"
            key = digest(candidate)
        if number > 1:
            self._last[first] = number
        self._given.add(key)
        return candidate


def digest(text: str) -> int:
    """Eight bytes of a text's hash, as a number."""
    hashed = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(hashed.digest(), "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A named stream of bytes: a file, a member of an archive, or what was packed in either.

    Attributes:
        name: Where it is: "a.zip!folder/b.jsonl". Ids begin with it, too.
        stream: Its bytes; only a file's own can be sought in.
        size: How many they are as stored; None if that is not known.
        limit: What counts them as they are unpacked.
        ids: The ids given in the file that it comes from.
        depth: How often it was packed.
        listed: Whether it was named by the user, and not found in a folder or archive.
    """

    name: str
    stream: io.BufferedReader[Any]
    size: int
    limit: Limit
    ids: Ids
    depth: int = 0
    listed: bool = False

    @property
    def suffixes(self) -> list[str]:
        """The suffixes of its name in small letters, without dots; the last one first."""
        return suffixes(self.name.rpartition("!")[2])

    def id(self, key: str | int | None = None) -> str:
        """A fresh id for the record ``key``, or for the source as a whole."""
        if key is None:
            return self.ids.take(self.name)
        text = clean(str(key))
        if len(text) > _LONGEST_KEY:
            text = f"{text[:_LONGEST_KEY]}…{digest(text):016x}"
        return self.ids.take(f"{self.name}#{text}")

    def broken(self, reason: str, number: int | None = None, key: str | None = None) -> BadRecord:
        """The source as a whole, or one of its records, cannot be read."""
        at = "" if number is None else f"#{number}"
        return BadRecord(
            id=self.id(key if key is not None else number),
            name=self.name + at,
            reason=one_line(reason),
        )


def guarded(
    make: Callable[[_Value, Source, Settings, int], Document | BadRecord],
    value: _Value,
    source: Source,
    settings: Settings,
    number: int,
) -> Document | BadRecord:
    """What ``make`` gives for a record; whatever is wrong with it costs this record only."""
    try:
        return make(value, source, settings, number)
    except UnreadableError as error:
        return source.broken(str(error), number)
    except RecursionError:
        return source.broken("it is nested too deep", number)
    except Exception as error:  # what a record may be broken by cannot be listed
        return source.broken(f"it cannot be read: {error or type(error).__name__}", number)


def clean(text: str) -> str:
    """``text`` fit for an id: without control characters and halves of characters."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else "_" for c in text)


def one_line(reason: object) -> str:
    """The text of an error in one line that is not too long."""
    return clean(" ".join(str(reason).split()))[:300]


def whole(source: Source) -> bytes:
    """All bytes of a source that can only be read as a whole.

    Raises:
        UnreadableError: It is too large for that.
    """
    most = rules()["limits"]["whole"]
    return _upto(source, most, f"it is larger than {most // 1_000_000} MB: it is not read in parts")


def bounded(source: Source, max_bytes: int) -> bytes:
    """All bytes of an article.

    Raises:
        UnreadableError: They are more than ``max_bytes``.
    """
    return _upto(source, max_bytes, too_large(max_bytes))


def _upto(source: Source, most: int, reason: str) -> bytes:
    """All bytes, read in pieces: a buffer for all that there may be would be as large as that."""
    data = bytearray()
    while piece := source.stream.read1(_PIECE):
        data += piece
        if len(data) > most:
            raise UnreadableError(reason)
    return bytes(data)


def too_large(max_bytes: int) -> str:
    """What to say of an article that is larger."""
    size = f"{max_bytes // 1_000_000} MB" if max_bytes >= 1_000_000 else f"{max_bytes} bytes"
    return f"it is too large: an article may have {size}"
