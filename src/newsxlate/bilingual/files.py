"""A file with translations: whose it is, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsxlate.errors import InputError
from newsxlate.inputs.article.sources import display_name
from newsxlate.inputs.bilingual import Unit, load_file, read, units_of
from newsxlate.outputs.article.json import restore
from newsxlate.result import Result

_BLANK = b" \t\r\n\xef\xbb\xbf"
# UTF-16 with or without its mark is XML; JSON is UTF-8.
_XML = (b"<", b"\xff\xfe", b"\xfe\xff", b"\x00<")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is in a file.

    Attributes:
        units: Of another program's file, its units; of ours, its sentences.
        results: Of ours, the results, each with what its document is called.
        derived: How many blocks of ours have a text of their own that is not their sentences': it
            was edited there, where it has no effect.
    """

    units: tuple[Unit, ...]
    results: tuple[tuple[str, Result], ...] = ()
    derived: int = 0


def open_file(source: str | Path) -> Opened:
    """Open XLIFF, TMX, or the JSON of this program, that of `archive export` included.

    Args:
        source: A path; "-" is standard input.

    Raises:
        InputError: It cannot be read, or has no translations.
    """
    name = display_name(source)
    data = load_file(source)
    head = data[:64].lstrip(_BLANK)
    if head.startswith(_XML) or not head:
        return Opened(units=tuple(read(source, data)))
    if not head.startswith(b"{"):
        raise InputError(
            f"{name} is neither XLIFF nor TMX nor JSON of this program",
            hint="Of two text files pass both: newsxlate check SOURCE.txt TARGET.txt --to en",
        )
    results, derived = [], 0
    for value in _values(data, name):
        try:
            result = restore(value)
        except InputError as error:
            raise InputError(f"{name}: {error.message}", hint=error.hint) from error
        called = value.get("name") or value.get("id") or result.article.source or ""
        results.append((str(called), result))
        derived += _edited(value, result)
    units = tuple(unit for called, result in results for unit in units_of(result, called))
    if not units:
        raise InputError(
            f"{name} has no translation in it",
            hint="Pass what `newsxlate translate --format json` wrote.",
        )
    return Opened(units=units, results=tuple(results), derived=derived)


def _values(data: bytes, name: str) -> Iterator[Any]:
    """The value in a file, or those in its lines.

    Raises:
        InputError: It is no JSON.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8 (byte {error.start})", hint="Save the JSON as UTF-8."
        ) from error
    try:
        yield json.loads(text)
        return
    except (ValueError, RecursionError) as error:
        whole = error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            # JSON on several lines breaks off in the first, wherever the mistake is.
            told = (
                f"{name} is not JSON: {whole}" if number == 1 else f"{name}, line {number}: {error}"
            )
            raise InputError(told, hint="A comma or quotation mark may be missing.") from error
        yield value


def _edited(value: dict[str, Any], result: Result) -> int:
    """How many translated blocks say of their text something else than their sentences do."""
    pairs = zip(value.get("translations", ()), result.translations, strict=False)
    return sum(
        block.get("text", made.text) != made.text
        for row, translation in pairs
        for block, made in zip(row.get("blocks", ()), translation.blocks, strict=False)
    )
