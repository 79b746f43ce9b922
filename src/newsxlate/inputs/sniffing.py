"""Which format a source is in: by how it begins, and by the suffix of its name."""

from __future__ import annotations

import codecs
import json
import re
from functools import cache

from newsxlate.inputs.stream.source import rules

HEAD = 8192
DOCUMENT = "document"

_PACKED = (
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
_BLANK = " \t\r\n\ufeff"
_PROLOG = re.compile(
    r"(?:\s*<\?.*?\?>|\s*<!--.*?-->|\s*<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*\s*"
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
    suffix = next((_suffixes()[s] for s in suffixes[:1] if s in _suffixes()), "")
    if head.startswith(b"WARC/"):
        return "warc"
    if suffix in ("csv", "tsv"):
        return suffix
    text = _text(head).lstrip(_BLANK)
    if text.startswith("<"):
        return _xml(text, suffix)
    if text.startswith(("{", "[")):
        return _json(text, suffix)
    return suffix if suffix in ("jsonl", "json", "feed", "warc", "newsml") else DOCUMENT


def media_type(suffixes: list[str]) -> str | None:
    """What a suffix says about a document."""
    known = next((_suffixes()[s] for s in suffixes[:1] if s in _suffixes()), "")
    return {"html": "text/html", "text": "text/plain"}.get(known)


@cache
def _suffixes() -> dict[str, str]:
    return {s: name for name, row in rules()["suffixes"].items() for s in row.split()}


@cache
def _roots() -> dict[str, str]:
    return {root: name for name, row in rules()["roots"].items() for root in row.split()}


def _text(head: bytes) -> str:
    """The head as text, for looking at its mark-up only."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8", errors="replace")


def _xml(text: str, suffix: str) -> str:
    match = _PROLOG.match(text)
    kind = _roots().get(match[1], "") if match else ""
    if kind in ("feed", "newsml"):
        return kind
    return suffix if not kind and suffix in ("feed", "newsml") else DOCUMENT


def _json(text: str, suffix: str) -> str:
    """JSON Lines have an object a line, other JSON is one value. Texts may begin like both."""
    first, _, rest = text.partition("\n")
    try:
        complete = isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        complete = False
    if complete and rest.lstrip().startswith("{"):
        return "jsonl"
    if suffix in ("json", "jsonl"):
        return suffix
    if complete or re.match(r"[\[{]\s*[\[{\"]", text):
        return "json"
    return DOCUMENT
