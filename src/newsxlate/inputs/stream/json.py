"""JSON Lines, JSON files with one record or many, and ninjs in either."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
    value = _value(decoded(whole(source).removeprefix(b"\xef\xbb\xbf")))
    for number, item in enumerate(_items(value, settings), start=1):
        yield guarded(_record, item, source, settings, number)


def _value(text: str) -> Any:
    try:
        # Raw line breaks in strings are an error that many exports make.
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else error.colno
        at = where if isinstance(where, str) else f"column {where}"
        raise UnreadableError(f"it is not valid JSON: {error.msg} at {at}") from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deep") from error
    except ValueError as error:
        raise UnreadableError(f"it is not valid JSON: {error}") from error


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
