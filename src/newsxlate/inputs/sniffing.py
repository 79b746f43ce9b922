"""Which format a source is in: by how it begins, and by the suffix of its name.

What tells each format is in `newsxlate.inputs.formats`.
"""

from __future__ import annotations

import codecs
import json
import re

from newsxlate.inputs import formats
from newsxlate.inputs.formats import DOCUMENT, Format

HEAD = 8192

_PACKED = (
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
_BLANK = " \t\r\n\ufeff"
_PROLOG = re.compile(
    # Atomic and possessive: of a thousand comments, no other way to part them is tried.
    r"(?>\s*+<\?.*?\?>|\s*+<!--.*?-->|\s*+<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)*+\s*+"
    r"<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL | re.IGNORECASE,
)


def packing(head: bytes) -> str | None:
    """How a source is compressed: "gz", "bz2", "xz", "zst", or not at all."""
    # bzip2 says its block size, gzip its method, in the next byte: "BZh" alone may begin a word.
    for magic, name in _PACKED:
        if head.startswith(magic) and (name != "bz2" or head[3:4].isdigit()):
            return name
    return None


def archive(head: bytes, suffixes: list[str]) -> str | None:
    """Which archive a source is: "zip", "tar", or none."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    # Tar files from before 1988 have no mark.
    if head[257:262] == b"ustar" or (suffixes[:1] == ["tar"] and head[:1] not in (b"", b"\x00")):
        return "tar"
    return None


def document(head: bytes, suffixes: list[str]) -> str:
    """Which format the records of a source are in; `DOCUMENT` if it is one article.

    Args:
        head: Its first bytes, `HEAD` or as many as there are.
        suffixes: Of its name, the last one first, without those of compression.
    """
    named = _named(suffixes)
    for format in formats.RECORDS:
        if format.begins and head.startswith(format.begins):
            return format.name
    if named and named.by_suffix:
        return named.name
    text = _text(head).lstrip(_BLANK)
    if text.startswith("<"):
        return _xml(text, named)
    if text.startswith(("{", "[")):
        return _json(text, named)
    return named.name if named and named.reader else DOCUMENT


def media_type(suffixes: list[str]) -> str | None:
    """What a suffix says about a document."""
    named = _named(suffixes)
    return named.media_type if named else None


def _named(suffixes: list[str]) -> Format | None:
    """The format that the last suffix stands for."""
    return formats.by_suffix().get(suffixes[0]) if suffixes else None


def _text(head: bytes) -> str:
    """The head as text, for looking at its mark-up only."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8", errors="replace")


def _xml(text: str, named: Format | None) -> str:
    """By the root element; by the suffix only where there is no root element to go by."""
    match = _PROLOG.match(text)
    root = match[1] if match else ""
    if known := formats.by_root().get(root):
        return known.name
    if named and named.name == "jsonl":
        # Of its lines, the first one is spoilt.
        return named.name
    return named.name if named and named.roots and root != "html" else DOCUMENT


def _json(text: str, named: Format | None) -> str:
    """JSON Lines have an object a line, other JSON is one value. Texts may begin like both."""
    first, _, rest = text.partition("\n")
    try:
        complete = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        complete = False
    if complete and rest.lstrip().startswith("{"):
        return "jsonl"
    if named and named.is_json:
        return named.name
    if complete or re.match(r"[\[{]\s*[\[{\"]", text):
        return "json"
    return DOCUMENT
