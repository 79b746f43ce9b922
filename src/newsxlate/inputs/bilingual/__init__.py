"""Translations from elsewhere: XLIFF, TMX, our JSON, two text files.

A new format is a module here that makes `Unit`s of what is parsed, and a row in `_BY_ROOT`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from newsxlate.errors import InputError
from newsxlate.inputs.article.sources import check_format, display_name, load
from newsxlate.inputs.bilingual import tmx, xliff
from newsxlate.inputs.bilingual.lines import read_lines
from newsxlate.inputs.bilingual.result import units_of
from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.inputs.bilingual.xml import local, parse

__all__ = ["MAX_BYTES", "Unit", "load_file", "read", "read_lines", "units_of"]

#: A tree takes several times as much memory as its file.
MAX_BYTES = 200_000_000

_BY_ROOT: dict[str, Callable[[Any], Iterator[Unit]]] = {"xliff": xliff.units, "tmx": tmx.units}


def load_file(source: str | Path) -> bytes:
    """The bytes of a file, "-" being standard input.

    Raises:
        InputError: It cannot be read, is larger than `MAX_BYTES`, or in a format of another kind.
    """
    data = load(source, MAX_BYTES)
    check_format(data, display_name(source))
    return data


def read(source: str | Path, data: bytes | None = None) -> list[Unit]:
    """The units of an XLIFF or TMX file, in order; of a TMX file one for each target language.

    What is empty, or marked as not to be translated, is left out.

    Args:
        source: A path; "-" is standard input. With ``data``, only the name of where it came from.
        data: The bytes, if they have been read already.

    Raises:
        InputError: It cannot be read, is not well-formed, is something else, or has no units.
    """
    name = display_name(source)
    root = parse(load_file(source) if data is None else data, name)
    reader = _BY_ROOT.get(local(root))
    if reader is None:
        raise InputError(
            f"{name} is neither XLIFF nor TMX: it is XML that begins with <{local(root)}>",
            hint="Pass XLIFF 1.2 or 2, TMX, or JSON that `translate --format json` wrote.",
        )
    found = [unit for unit in reader(root) if unit.source or unit.target]
    if not found:
        raise InputError(
            f"{name} has no units to be translated", hint="Is it the file that was meant?"
        )
    return found
