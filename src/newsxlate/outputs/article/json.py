"""JSON: everything a run knows, versioned, and read back without loss.

``data/outputs/article.schema.json`` describes it, ``docs/json.md`` explains it. Objects follow the
dataclasses field by field; a few derived texts are added for the reader's convenience.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from newsxlate import resources
from newsxlate.errors import InputError
from newsxlate.outputs.article.reviews import add, found
from newsxlate.outputs.article.view import cautions
from newsxlate.result import Result, TranslatedBlock, Translation
from newsxlate.signoff import Review
from newsxlate.summary import Summary
from newsxlate.version import __version__

VERSION = "2"
SCHEMA = f"urn:newsxlate:article:{VERSION}"
# Version 1 had neither list items, rows of tables, questions and boxes nor embargoes: what it has
# means the same in version 2.
_READABLE = ("1", VERSION)

_HINT = "It has to be what `newsxlate translate --format json` or `segment` wrote."
_SURROGATES = re.compile("[\ud800-\udfff]")

# Turns a parsed value into a field's; the text is the value's path, for errors.
Reader = Callable[[Any, str], Any]

# What is written besides the fields. It is not read: it follows from them.
_DERIVED: dict[type, tuple[str, ...]] = {
    Translation: ("title",),
    TranslatedBlock: ("text",),
    Summary: ("text",),
}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the output."""
    text = resources.text("outputs/article.schema.json")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def write(result: Result, *, marks: bool = True, reviews: Sequence[Review] = ()) -> str:
    """Render a result, with or without translations, as indented JSON.

    Args:
        result: What to render.
        marks: Has no effect: findings are always part of the data.
        reviews: What people have said of its translations and summaries. If there is any, each
            translation and each summary has the key ``review``.
    """
    values = add(plain(result), reviews) if reviews else plain(result)
    text = json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False)
    # Half a surrogate pair cannot be encoded as UTF-8, but it can be escaped.
    return _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def plain(result: Result) -> dict[str, Any]:
    """A result as the values that `write` writes."""
    head: dict[str, Any] = {
        "schema": SCHEMA,
        "version": VERSION,
        "generator": f"newsxlate {__version__}",
    }
    if told := cautions(result):
        head["cautions"] = told
    values: dict[str, Any] = head | _plain(result)
    return values


def load(text: str) -> Result:
    """Read back what `write` made, now or in version 1; the result equals the one that was written.

    Keys that are not known are skipped, since later releases may add some within a version.

    Raises:
        InputError: It is not JSON, of a version that is not known, or not well formed.
    """
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a newsxlate JSON file: {error}", hint=_HINT) from error
    return restore(data)


def restore(data: Any) -> Result:
    """Read back the values that `plain` gave, or that were parsed; see `load`.

    Raises:
        InputError: They are of a version that is not known, or not well formed.
    """
    if not isinstance(data, dict) or "version" not in data:
        raise InputError("not a newsxlate JSON file: there is no version in it", hint=_HINT)
    if data["version"] not in _READABLE:
        raise InputError(
            f"the JSON is of version {data['version']!r}; this program reads {_listed()}",
            hint="Use the newsxlate release that wrote it, or translate the article again.",
        )
    result = _reader(Result)(data, "")
    assert isinstance(result, Result)
    return result


def load_reviews(text: str) -> tuple[Review, ...]:
    """Read back the reviews that `write` wrote; none, if there are none in it.

    Raises:
        InputError: As in `load`.
    """
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not a newsxlate JSON file: {error}", hint=_HINT) from error
    restore(data)  # which sees to all that is not of the reviews
    read = _reader(Review)
    return tuple(read(review, "review") for review in found(data))


def _listed() -> str:
    return " and ".join(repr(version) for version in _READABLE)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _plain(value: Any) -> Any:
    """``value`` as `json` takes it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    kind: Any = type(value)
    names = _names(kind)
    if names is None:
        return value
    plain = {name: _plain(getattr(value, name)) for name in names}
    for name in _DERIVED.get(kind, ()):
        plain[name] = getattr(value, name)
    return plain


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


@cache
def _reader(kind: Any) -> Reader:
    """A function that reads values of a type out of parsed JSON, made from the type hints."""
    if get_origin(kind) is tuple:
        return _list_reader(_reader(get_args(kind)[0]))
    if get_origin(kind) is UnionType:
        (inner,) = (option for option in get_args(kind) if option is not NoneType)
        return _optional_reader(_reader(inner))
    if is_dataclass(kind):
        return _object_reader(kind)
    if issubclass(kind, StrEnum):
        return _enum_reader(kind)
    return _scalar_reader(kind)


def _list_reader(read: Reader) -> Reader:
    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, list):
            raise _bad(path, "a list", value)
        return tuple([read(item, f"{path}[{i}]") for i, item in enumerate(value)])

    return reader


def _optional_reader(read: Reader) -> Reader:
    return lambda value, path: None if value is None else read(value, path)


def _enum_reader(kind: type[StrEnum]) -> Reader:
    def reader(value: Any, path: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            raise _bad(path, f"one of {', '.join(kind)}", value) from None

    return reader


def _scalar_reader(kind: type) -> Reader:
    name = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}[kind]

    def reader(value: Any, path: str) -> Any:
        if kind is float and type(value) is int and abs(value) < 1 << 53:
            value = float(value)  # 1.0 may be written as 1
        # type() since true is an int to isinstance(); 1e999 is read as infinity.
        if type(value) is not kind or value in (math.inf, -math.inf):
            raise _bad(path, name, value)
        return value

    return reader


def _object_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = [(field.name, _reader(hints[field.name]), _optional(field)) for field in fields(kind)]

    def reader(value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            raise _bad(path, "an object", value)
        prefix = f"{path}." if path else ""
        read: dict[str, Any] = {}
        for name, field_reader, optional in readers:
            if name in value:
                read[name] = field_reader(value[name], prefix + name)
            elif not optional:
                raise InputError(f"the JSON has no {prefix}{name}", hint=_HINT)
        try:
            return kind(**read)
        except ValueError as error:
            raise InputError(f"the JSON contradicts itself: {error}", hint=_HINT) from error

    return reader


def _optional(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _bad(path: str, expected: str, value: Any) -> InputError:
    found = type(value).__name__ if isinstance(value, list | dict) else repr(value)[:40]
    return InputError(f"the JSON's {path} is {found}, not {expected}", hint=_HINT)
