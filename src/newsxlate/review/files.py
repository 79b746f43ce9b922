"""What a file of corrections has: XLIFF and TMX of CAT tools, and JSON that this program wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsxlate.archive.work import text_hash
from newsxlate.errors import InputError
from newsxlate.inputs import bilingual
from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.outputs.article.json import restore
from newsxlate.outputs.stream.xliff import ITS, LAST_CHANGE
from newsxlate.review.locating import TEXT

# As `newsxlate.outputs.stream.xliff.last_change` has it.
_CHANGE = re.compile(re.escape(LAST_CHANGE.encode()) + rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)")
# As a review in JSON has it.
_AT = re.compile(rb'"at": ?"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"')
_BLANK = b" \t\r\n\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a file has.

    Attributes:
        units: Its units, in order.
        broken: Records that cannot be read: where they stand, and why.
        exported: The last change that was exported, ISO 8601 in UTC; empty if that is not known.
    """

    units: tuple[Unit, ...]
    broken: tuple[tuple[str, str], ...] = ()
    exported: str = ""


def read_corrections(path: Path) -> Corrections:
    """Read a file of corrections.

    Raises:
        InputError: It cannot be read, is of no such format, or has no translation.
    """
    data = bilingual.load_file(path)
    if not data.lstrip(_BLANK).startswith(b"{"):
        changes = [found.decode() for found in _CHANGE.findall(data)]
        units = tuple(bilingual.read(path, data))
        if b'"newsxlate' in data and ITS.encode() not in data:
            # Exports of earlier releases said "translated" of what nobody had seen.
            units = tuple(replace(u, state="") if u.state == "translated" else u for u in units)
        return Corrections(units, exported=max(changes, default=""))
    broken: list[tuple[str, str]] = []
    units = tuple(_of_json(data, path, broken))
    if not units and not broken:
        raise InputError(
            f"{path} has no translations",
            hint="Pass what `translate --format json` or `archive export --format jsonl` wrote.",
        )
    changes = [found.decode() for found in _AT.findall(data)]
    return Corrections(units, tuple(broken), max(changes, default=""))


def _of_json(data: bytes, path: Path, broken: list[tuple[str, str]]) -> Iterator[Unit]:
    """The units of a result, or of several, a line each."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 (byte {error.start})", hint="Save it as UTF-8."
        ) from error
    try:
        yield from _of_result(json.loads(text), "")
        return
    except json.JSONDecodeError as error:
        # Several objects, one after the other, are lines.
        if "Extra data" not in error.msg:
            raise InputError(
                f"{path} is no JSON: {error.msg} in line {error.lineno}", hint="Mend that line."
            ) from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield from _of_result(json.loads(line), f"line {number}, ")
        except json.JSONDecodeError as error:
            broken.append((f"line {number}", f"it is no JSON: {error.msg}"))
        except InputError as error:
            broken.append((f"line {number}", error.message))


def _of_result(found: Any, place: str) -> Iterator[Unit]:
    """The units of a result, each named by the document it is of.

    What `translate` wrote has no document's id: it is of those that have its text.

    Raises:
        InputError: It is no result.
    """
    result = restore(found)
    named = found.get("id")
    file = named if isinstance(named, str) and named else TEXT + text_hash(result.article).hex()
    for unit in bilingual.units_of(result, file):
        yield replace(unit, place=f"{place}{unit.place}")
