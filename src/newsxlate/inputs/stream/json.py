"""JSON Lines, JSON files with one record or many, and ninjs in either."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.stream import ninjs, records
from newsxlate.inputs.stream.lines import decoded, eight_bit, lines
from newsxlate.inputs.stream.source import (
    Settings,
    Source,
    UnreadableError,
    guarded,
    rules,
    too_large,
    whole,
)

_LIST = re.compile(r"\s*\[\s*\{")
_BETWEEN = re.compile(r"[\s,]*")
_PIECE = 1 << 16
# A new object of a list.
_NEXT = re.compile(r"\}\s*,\s*\{")

Records = Iterator[Document | BadRecord]


def read_lines(source: Source, settings: Settings) -> Records:
    """A record a line."""
    longest = rules()["limits"]["record"] * settings.max_bytes
    for number, line in lines(eight_bit(source.stream), longest):
        if line is None:
            yield source.broken(too_large(settings.max_bytes), number)
        elif line.strip(b" \t\r\n\x00"):
            yield guarded(_line, line, source, settings, number)


def _line(line: bytes, source: Source, settings: Settings, number: int) -> Document | BadRecord:
    return _record(_value(decoded(line)), source, settings, number)


def read(source: Source, settings: Settings) -> Records:
    """A file that is one record, a list of them, or an object with one list of them.

    Raises:
        UnreadableError: It is not JSON.
    """
    text = decoded(whole(source).removeprefix(b"\xef\xbb\xbf"))
    try:
        found: Iterable[Any] = _items(_value(text), settings)
    except UnreadableError:
        if not _LIST.match(text):
            raise
        found = _separately(text)
    for number, item in enumerate(found, start=1):
        if isinstance(item, UnreadableError):
            yield source.broken(str(item), number)
        else:
            yield guarded(_record, item, source, settings, number)


def _separately(text: str) -> Iterator[Any]:
    """The items of a list that is not valid JSON; for one of them that is not, the reason.

    What is broken ends where the next object begins behind a comma.
    """
    parse = json.JSONDecoder(strict=False).raw_decode
    at, size = text.index("[") + 1, _PIECE
    while (start := _BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        if text[start] == "]":
            return
        # An error counts the lines of all that is parsed, so it gets no more than it needs.
        piece = text[start : start + size]
        try:
            value, length = parse(piece)
        except (ValueError, RecursionError) as error:
            if start + size < len(text) and _is_cut(error, piece):
                size *= 8
                continue
            yield _unreadable(error)
            after = _NEXT.search(text, start + 1)
            if after is None:
                return
            at = after.end() - 1
        else:
            yield value
            at = start + length
        size = _PIECE
    yield UnreadableError("it is cut short: the rest is missing")


def _is_cut(error: Exception, piece: str) -> bool:
    """Whether JSON may be wrong only because it goes on behind ``piece``."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated") or error.pos > len(piece) - 10


def _value(text: str) -> Any:
    try:
        # Raw line breaks in strings are an error that many exports make.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> UnreadableError:
    if isinstance(error, RecursionError):
        return UnreadableError("it is nested too deep")
    if not isinstance(error, json.JSONDecodeError):
        return UnreadableError(f"it is not valid JSON: {error}")
    line = f"line {error.lineno}, " if error.lineno > 1 else ""
    return UnreadableError(f"it is not valid JSON: {error.msg} at {line}column {error.colno}")


def _items(value: Any, settings: Settings) -> list[Any]:
    """The records in a value: feeds and search results wrap them in an object."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and not ninjs.is_item(value) and not _has_text(value):
        found = [v for v in value.values() if isinstance(v, list) and _objects(v)]
        # Where a body is named, these are records only if one has it.
        named = "body" in settings.fields
        if len(found) == 1 and not _is_mapped(value, settings):
            return found[0] if not named or _any_mapped(found[0], settings) else [value]
    return [value]


def _any_mapped(values: list[Any], settings: Settings) -> bool:
    return any(_is_mapped(each, settings) for each in values)


def _is_mapped(value: Mapping[str, Any], settings: Settings) -> bool:
    """Whether the user's mapping is for such records: it may be for the CSV files beside them."""
    body = settings.fields.get("body")
    paths = [body] if body else list(settings.fields.values())
    return any(records.has(value, path) for path in paths)


def _objects(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(v, Mapping) for v in values)


def _has_text(value: Mapping[str, Any]) -> bool:
    return any(isinstance(value.get(k), str) for k in rules()["fields"]["body"].split())


def _record(value: Any, source: Source, settings: Settings, number: int) -> Document | BadRecord:
    if not isinstance(value, Mapping):
        return source.broken(f"it is no JSON object, but {_kind(value)}", number)
    if settings.format == "ninjs" or (ninjs.is_item(value) and not _is_mapped(value, settings)):
        return ninjs.document(value, source, settings, number)
    return records.document(value, source, settings, number)


def _kind(value: Any) -> str:
    names = {str: "a string", list: "a list", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
