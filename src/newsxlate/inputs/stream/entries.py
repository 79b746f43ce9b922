"""Take apart a feed that is not well-formed, so that a broken entry costs itself.

feedparser reads such feeds as a whole: what is open in one entry, a comment say, swallows those
after it. It also takes the square of an entry's length for some of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsxlate.inputs.stream.source import UnreadableError, rules

_START = re.compile(rb"<(?:[\w.-]+:)?(item|entry)[\s>]")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*+)[^<>]*+>")
_CHANNEL = re.compile(rb"<channel\b[^<>]*+>")
_LANGUAGE = re.compile(rb"<(?:dc:)?language>[^<>]{1,40}</(?:dc:)?language>")


def feeds(data: bytes) -> Iterator[bytes | UnreadableError]:
    """The feed as it is, if it is well-formed; else one feed for each of its entries.

    Args:
        data: The feed, in UTF-8 without a declaration.

    Yields:
        Feeds; for an entry that is too long to be read in this way, the reason.
    """
    starts = [match.start() for match in _START.finditer(data)]
    if not starts or _is_well_formed(data):
        yield data
        return
    head, tail = _around(data[: starts[0]])
    longest = rules()["limits"]["broken_entry"]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        entry = _cut(data[start:end])
        if len(entry) > longest:
            yield UnreadableError(f"it is not well-formed, and longer than {longest // 1000} KB")
        else:
            yield head + entry + tail


def _is_well_formed(data: bytes) -> bool:
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=True
    )
    try:
        etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return True


def _around(head: bytes) -> tuple[bytes, bytes]:
    """What stands around each entry: of what is in front of the first, only what has to."""
    root = _ROOT.search(head)
    if root is None:
        return b"", b""
    channel = _CHANNEL.search(head)
    language = _LANGUAGE.search(head)
    opening = root[0] + (channel[0] if channel else b"") + (language[0] if language else b"")
    if not channel:
        return opening, b"</" + root[1] + b">"
    if b"</channel" in head:
        # In RSS 1.0, entries stand behind it.
        return opening + b"</channel>", b"</" + root[1] + b">"
    return opening, b"</channel></" + root[1] + b">"


def _cut(entry: bytes) -> bytes:
    """An entry without what stands between it and the next one."""
    start = _START.match(entry)
    assert start is not None
    end = entry.rfind(b"</" + entry[1 : start.end(1)])
    return entry if end < 0 else entry[: entry.find(b">", end) + 1 or None]
