"""Two text files, of which a line of the one is the translation of the same line of the other."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

from newsxlate.errors import InputError
from newsxlate.inputs.article.encodings import decode
from newsxlate.inputs.article.sources import check_format, display_name, load
from newsxlate.inputs.bilingual.unit import Unit

# No other characters end a line, whatever `str.splitlines` thinks.
_ENDS = re.compile("\r\n|\r|\n")
_SHOWN = 60
_NO_TEXT = (b"<?xml", b"<xliff", b"<tmx", b'{"')


def read_lines(
    source: str | Path,
    target: str | Path,
    *,
    source_language: str,
    target_language: str,
    max_bytes: int,
) -> list[Unit]:
    """The lines of two files as units; lines that are blank in both are none.

    Args:
        source: The path of the source text; "-" is standard input.
        target: The path of the translation; likewise.
        source_language: ISO 639-1 code ...
        target_language: ... of both.
        max_bytes: Larger files are refused.

    Raises:
        InputError: A file cannot be read, or the lines of the two cannot belong together.
    """
    names = display_name(source), display_name(target)
    sources, targets = _lines(source, max_bytes), _lines(target, max_bytes)
    if len(sources) != len(targets):
        raise InputError(
            f"{names[0]} and {names[1]} have different numbers of lines,"
            f" {len(sources)} and {len(targets)}" + _difference(sources, targets, names),
            hint="Line 1 of the one has to be the translation of line 1 of the other, and so on.",
        )
    for number, (german, translated) in enumerate(zip(sources, targets, strict=True), 1):
        if translated and not german:
            raise InputError(
                f"line {number} is blank in {names[0]}, and not in {names[1]}:"
                f" {translated[:_SHOWN]!r}",
                hint="A blank line of the source has to be blank in the translation.",
            )
    found = [
        Unit(
            id="",
            file="",
            source=german,
            target=translated or None,
            source_language=source_language,
            target_language=target_language,
            place=f"line {number}",
        )
        for number, (german, translated) in enumerate(zip(sources, targets, strict=True), 1)
        if german
    ]
    if not found:
        raise InputError(f"{names[0]} is empty", hint="Pass a file with sentences in it.")
    return found


def _lines(source: str | Path, max_bytes: int) -> list[str]:
    """The lines of a file, stripped; without blank ones at its end."""
    data = load(source, max_bytes)
    check_format(data, display_name(source))
    if data.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(_NO_TEXT):
        raise InputError(
            f"{display_name(source)} is no text: it begins like XML or JSON",
            hint="Of two files both have to be texts; pass any other alone.",
        )
    text = decode(data, display_name(source)).text if data else ""
    lines = [line.strip() for line in _ENDS.split(text)]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _difference(sources: list[str], targets: list[str], names: tuple[str, str]) -> str:
    """Where blank lines first tell that the two have parted; nothing if they do not."""
    pairs = zip_longest(map(bool, sources), map(bool, targets), fillvalue=None)
    for number, (here, there) in enumerate(pairs, 1):
        if here is None or there is None:
            break
        if here != there:
            return f"; line {number} is the first that is blank in {names[here]} only"
    return ""
