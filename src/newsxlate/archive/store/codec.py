"""A result in the parts that the store keeps, and back.

The parts are those of `newsxlate.outputs.article.json`: whatever a result comes to hold is kept, without
this module having to know of it.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsxlate.outputs.article.json import plain, restore
from newsxlate.result import Result

Count = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTranslation:
    """A translation, compressed, beside what the store has columns for."""

    language: str
    model: str
    seconds: float
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """A result in parts, all of them compressed.

    Attributes:
        article: The article, its findings, and all that has no part of its own.
        translations: One a target language.
        summaries: By language.
        ledger: The ledger of names; None if there is none.
        findings: Language ("" for the source), code, severity, and how many there are.
    """

    article: bytes
    translations: tuple[StoredTranslation, ...]
    summaries: Mapping[str, bytes]
    ledger: bytes | None
    findings: tuple[Count, ...]


def split(result: Result) -> StoredResult:
    """Take a result apart."""
    data = plain(result)
    summaries: dict[str, list[Any]] = {}
    for summary in data.pop("summaries", ()):
        summaries.setdefault(summary["language"], []).append(summary)
    ledger = data.pop("ledger", None)
    counts = Counter((f.language or "", f.code, str(f.severity)) for f in result.all_findings())
    return StoredResult(
        translations=tuple(
            StoredTranslation(
                language=made["language"],
                model=made.pop("model"),
                seconds=made.pop("seconds"),
                data=pack(made),
            )
            for made in data.pop("translations")
        ),
        article=pack(data),
        summaries={language: pack(made) for language, made in summaries.items()},
        ledger=pack(ledger) if ledger is not None else None,
        findings=tuple((*key, count) for key, count in sorted(counts.items())),
    )


def join(
    article: bytes,
    translations: Sequence[StoredTranslation],
    summaries: Sequence[bytes] = (),
    ledger: bytes | None = None,
) -> Result:
    """Put a result together again.

    Raises:
        InputError: The parts are not those of a result of this version.
    """
    data = unpack(article)
    data["translations"] = [
        unpack(part.data) | {"model": part.model, "seconds": part.seconds} for part in translations
    ]
    if summaries:
        data["summaries"] = [summary for part in summaries for summary in unpack(part)]
    if ledger is not None:
        data["ledger"] = unpack(ledger)
    return restore(data)


def pack(value: Any) -> bytes:
    """Compressed JSON."""
    # ASCII, since half a surrogate pair can be escaped but not encoded.
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("ascii"))


def unpack(data: bytes) -> Any:
    """The value that `pack` compressed."""
    return json.loads(zlib.decompress(data))
