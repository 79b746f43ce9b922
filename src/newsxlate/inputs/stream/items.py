"""News items out of a stream of XML, one in memory at a time.

After an item that is not well-formed, reading goes on with the next one.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import IO, Any

from newsxlate.inputs.article.html import declared_encoding
from newsxlate.inputs.stream.lines import eight_bit, without_controls
from newsxlate.inputs.stream.source import UnreadableError

_PIECE = 1 << 15
_START = re.compile(rb"<(?:[\w.-]+:)?newsItem[\s>]")
_END = re.compile(rb"</(?:[\w.-]+:)?newsItem\s*>")
_ROOT = re.compile(rb"<[A-Za-z_][\w.:-]*+[^<>]*+>")
_TAGS = ("{*}newsItem", "{*}nitf")


def items(stream: io.BufferedReader[Any], most: int) -> Iterator[Any]:
    """The news items and NITF documents in a stream, as lxml elements.

    Args:
        stream: XML.
        most: Bytes that an item may have.

    Yields:
        Elements, each to be used before the next one is asked for; for an item that is not
        well-formed or too large, an `UnreadableError`.
    """
    plain = eight_bit(stream)
    reader = _Reader(plain, most, None if plain is stream else "utf-8")
    while True:
        try:
            yield from reader.items()
            return
        except UnreadableError as error:
            yield error
            if not reader.to_next():
                return


class _Reader:
    """Parses a stream, and knows where the item in hand begins."""

    def __init__(self, stream: IO[bytes], most: int, encoding: str | None) -> None:
        self._stream = stream
        self._most = most
        # What has been read since the last item ended.
        self._since = bytearray(self._more())
        root = _ROOT.search(self._since)
        self._root = root[0] if root else b""
        self._encoding = encoding or _encoding(bytes(self._since[:_PIECE]))
        self._parser = self._new()
        self._fed = 0
        self._again = False
        # Whether an item has begun, in all and since reading began anew at one.
        self._open = False
        self._fresh = False

    def items(self) -> Iterator[Any]:
        """The items up to the end, or to one that cannot be read.

        Raises:
            UnreadableError: This one cannot.
        """
        while self._fed < len(self._since) or self._read():
            error = self._feed()
            yield from self._complete()
            if error is None and len(self._since) > self._most:
                error = UnreadableError("one of its items is too large")
            if error is None:
                continue
            if not self._again or _START.search(self._since):
                raise error
            # Where an item was passed over, the tags that end what is around it do not fit.
            if not self.to_next():
                return
        error = self._close()
        if error and (not self._again or _START.search(self._since)):
            raise error

    def _feed(self) -> UnreadableError | None:
        """Parse what has been read; returns what is wrong with it."""
        from lxml import etree

        piece = bytes(self._since[self._fed :])
        self._fed = len(self._since)
        try:
            self._parser.feed(piece)
        except etree.XMLSyntaxError as error:
            return UnreadableError(f"it is not well-formed XML: {error}")
        return None

    def _close(self) -> UnreadableError | None:
        """End parsing; returns what is missing."""
        from lxml import etree

        try:
            self._parser.close()
        except etree.XMLSyntaxError as error:
            return UnreadableError(f"it is not well-formed XML: {error}")
        return None

    def _complete(self) -> Iterator[Any]:
        """The items that have been parsed to their end."""
        for event, element in self._parser.read_events():
            if event == "start":
                self._open, self._fresh = True, False
            elif not _inside(element):
                yield element
                if _name(element) == "newsItem":
                    self._ended()
                _forget(element)

    def to_next(self) -> bool:
        """Go on with the item after the one in hand; False if there is none."""
        start = _START.search(self._since)
        at = start.end() if start and (self._open or self._fresh) else 0
        while not (start := _START.search(self._since, at)):
            # A tag may begin in one piece and end in the next.
            at = max(at, len(self._since) - 64)
            del self._since[:at]
            at = 0
            if not self._read():
                return False
        self._since[: start.start()] = self._root
        self._parser = self._new()
        self._fed = 0
        self._open, self._fresh, self._again = False, True, True
        return True

    def _ended(self) -> None:
        """Forget the bytes of an item that has ended."""
        self._open = False
        if end := _END.search(self._since):
            del self._since[: end.end()]
            self._fed -= end.end()

    def _read(self) -> bool:
        piece = self._more()
        self._since += piece
        return bool(piece)

    def _more(self) -> bytes:
        """The next bytes; b"" at the end only."""
        while piece := self._stream.read(_PIECE):
            if kept := without_controls(piece):
                return kept
        return b""

    def _new(self) -> Any:
        from lxml import etree

        return etree.XMLPullParser(
            events=("start", "end"),
            tag=_TAGS,
            encoding=self._encoding,
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
        )


def _encoding(head: bytes) -> str:
    """The declared encoding, as libxml2 calls it; UTF-8 where it knows none of that name."""
    from lxml import etree

    declared = declared_encoding(head) or "utf-8"
    for name in (declared, _canonical(declared)):
        try:
            etree.XMLParser(encoding=name)
        except LookupError:
            continue
        # What is in eight bits is not in more, whatever it says.
        return "utf-8" if re.match(r"utf-?(16|32)|ucs|iso-10646", name, re.IGNORECASE) else name
    return "utf-8"


def _canonical(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"


def _inside(element: Any) -> bool:
    return any(_name(ancestor) == "newsItem" for ancestor in element.iterancestors())


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _forget(element: Any) -> None:
    """Free an item that has been read, and all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
