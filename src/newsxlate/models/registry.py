"""The registry: ``models.toml``, with the user's own files merged over it, key by key.

Every file is checked on its own, so that an error names the file it stands in; what an entry lacks
or contradicts can only be told of the merged whole.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from newsxlate.errors import RegistryError, UsageError
from newsxlate.languages import languages
from newsxlate.models.artifact import Artifact
from newsxlate.models.model import ENGINES, FAMILIES, Layout, Model, Source
from newsxlate.models.sources import SOURCES
from newsxlate.models.sources.row import SourceRow, is_count, is_strings

Table = dict[str, Any]

_STRINGS = (
    "like", "task", "engine", "family", "revision", "licence", "quality_source", "prompt",
    "quantization",
)  # fmt: skip
_NUMBERS = ("size", "max_source_tokens")
_LISTS = ("from", "to", "sources")
_TABLES = ("files", "quality")
_REQUIRED = ("task", "engine", "family", "from", "to", "sources", "licence", "max_source_tokens")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PAIR = re.compile(r"[a-z]{2}-[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Registry:
    """All registered models.

    Attributes:
        models: The models by name, in the order of the files.
        pivot: ISO 639-1 code of the language that routes in two steps go through.
        non_commercial: Whether ``auto`` may take models whose licence forbids commercial use.
    """

    models: Mapping[str, Model]
    pivot: str = "en"
    non_commercial: bool = False

    def get(self, name: str) -> Model:
        """The model of a name.

        Raises:
            UsageError: There is none; the hint names what may have been meant.
        """
        if name in self.models:
            return self.models[name]
        from difflib import get_close_matches

        near = get_close_matches(name, list(self.models), n=3, cutoff=0.5)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UsageError(
            f"no model is registered as {name!r}",
            hint=f"{meant}`newsxlate models list` shows all.",
        )

    def serving(self, source: str, target: str) -> Iterator[Model]:
        """The models that translate a pair in one step, in the order of the files."""
        return (model for model in self.models.values() if model.serves(source, target))


def load_registry(extra: Path | None = None) -> Registry:
    """Read the shipped registry and merge the user's files over it, key by key.

    Later files win: the shipped one, ``models.toml`` in the user's configuration folder, the file
    that NEWSXLATE_REGISTRY names, and ``extra``.

    Raises:
        RegistryError: A file is missing or malformed; the message names the file and the key.
    """
    merged: Table = {}
    origins: dict[str, str] = {}
    for path, text in _texts(extra):
        try:
            table = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise RegistryError(
                f"{path} is not well-formed TOML: {error}", hint="Correct it, or move it away."
            ) from error
        _check_file(path, table)
        for name in table.get("models", {}):
            origins[name] = path
        merged = _merge(merged, table)
    layouts = {
        name: Layout(**{key: tuple(value) for key, value in row.items()})
        for name, row in merged.get("families", {}).items()
    }
    templates = merged.get("templates", {})
    models = {
        name: _Entry(origins[name], name, row, templates, layouts).model()
        for name, row in merged.get("models", {}).items()
    }
    auto = merged.get("auto", {})
    return Registry(
        MappingProxyType(models), auto.get("pivot", "en"), auto.get("non_commercial", False)
    )


def _texts(extra: Path | None) -> Iterator[tuple[str, str]]:
    """The files to merge, each with its path."""
    shipped = files("newsxlate").joinpath("models.toml")
    if not shipped.is_file():
        # A source checkout: the file lies at the top of the repository.
        shipped = Path(__file__).resolve().parents[3] / "models.toml"
    yield str(shipped), shipped.read_text(encoding="utf-8")
    import platformdirs

    own = Path(platformdirs.user_config_dir("newsxlate", appauthor=False)) / "models.toml"
    named = os.environ.get("NEWSXLATE_REGISTRY")
    for path in (own if own.is_file() else None, Path(named) if named else None, extra):
        if path is not None:
            try:
                # Unlike Path.expanduser it leaves an unknown "~user" alone.
                found = Path(os.path.expanduser(path))  # noqa: PTH111
                yield str(path), found.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise RegistryError(
                    f"cannot read the registry {path}", hint="Name a models.toml in UTF-8."
                ) from error


def _merge(below: Table, above: Table) -> Table:
    """Tables are merged key by key; everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(value, dict) and isinstance(old, dict)
        merged[key] = _merge(old, value) if both and old is not None else value
    return merged


def _fail(path: str, key: str, problem: str) -> RegistryError:
    return RegistryError(
        f"{path}: {key}: {problem}",
        hint="The head of the shipped models.toml describes the format.",
    )


def _check_file(path: str, table: Table) -> None:
    """Check types and names of all keys of one file."""
    for key, value in table.items():
        if key not in ("models", "templates", "families", "auto"):
            raise _fail(path, key, "is not a key of the registry")
        if not isinstance(value, dict):
            raise _fail(path, key, "has to be a table")
    for section in ("models", "templates"):
        for name, row in table.get(section, {}).items():
            _check_entry(path, f"{section}.{name}", name, row)
    for name, row in table.get("families", {}).items():
        _check_layout(path, f"families.{name}", name, row)
    for key, value in table.get("auto", {}).items():
        if key not in ("pivot", "non_commercial"):
            raise _fail(path, f"auto.{key}", "is not a key of this table")
        if not isinstance(value, str if key == "pivot" else bool):
            raise _fail(path, f"auto.{key}", "has a value of the wrong kind")


def _check_layout(path: str, where: str, name: str, row: object) -> None:
    """Check which files a family is said to consist of."""
    if name not in FAMILIES or not isinstance(row, dict):
        raise _fail(path, where, f"families are {', '.join(FAMILIES)}")
    for key, value in row.items():
        if key not in ("files", "weights") or not is_strings(value):
            raise _fail(path, f"{where}.{key}", "has to be a list of file names")


def _check_entry(path: str, where: str, name: str, row: object) -> None:
    """Check the name of a model or template, and its keys."""
    if not _NAME.fullmatch(name):
        raise _fail(path, where, "names are of a-z, 0-9, '.', '_' and '-'")
    if not isinstance(row, dict):
        raise _fail(path, where, "has to be a table")
    for key, value in row.items():
        _check_key(path, f"{where}.{key}", key, value)


def _check_key(path: str, where: str, key: str, value: object) -> None:
    """Check one key of a model or template."""
    checks = {
        **dict.fromkeys(_STRINGS, (isinstance(value, str), "a string")),
        **dict.fromkeys(_NUMBERS, (is_count(value), "a whole number, 0 or more")),
        **dict.fromkeys(_LISTS, (isinstance(value, list), "a list")),
        **dict.fromkeys(_TABLES, (isinstance(value, dict), "a table")),
        "non_commercial": (isinstance(value, bool), "true or false"),
    }
    if key not in checks:
        raise _fail(path, where, "is not a key of a model")
    fine, kind = checks[key]
    if not fine and not (key in ("from", "to") and value == "*"):
        raise _fail(path, where, f"has to be {kind}")


class _Entry:
    """One merged entry on its way to a `Model`."""

    def __init__(
        self, path: str, name: str, row: Table, templates: Table, layouts: dict[str, Layout]
    ) -> None:
        self.path, self.name = path, name
        self.where = f"models.{name}"
        if "like" in row and row["like"] not in templates:
            raise self.fail("like", f"there is no template {row['like']!r}")
        self.row = _merge(templates.get(row.get("like", ""), {}), row)
        self.layouts = layouts

    def fail(self, key: str, problem: str) -> RegistryError:
        return _fail(self.path, f"{self.where}.{key}", problem)

    def model(self) -> Model:
        """Make the model.

        Raises:
            RegistryError: The entry lacks a key, or contradicts itself.
        """
        row = self.row
        for key in _REQUIRED:
            if key not in row:
                raise self.fail(key, "is missing")
        self.one_of("task", ("translate", "summarize"))
        self.one_of("engine", ENGINES)
        self.one_of("family", FAMILIES)
        if row["engine"] == "llama.cpp" and row["family"] != "chat":
            raise self.fail("engine", "llama.cpp is for models of the family chat")
        if row["family"] == "chat" and not row.get("prompt"):
            raise self.fail("prompt", "a chat model needs one")
        revision = row.get("revision", "")
        return Model(
            name=self.name,
            task=row["task"],
            engine=row["engine"],
            family=row["family"],
            layout=self.layouts.get(row["family"], Layout()),
            from_languages=self.language_codes("from"),
            to_languages=self.language_codes("to"),
            sources=tuple(self.source(number, each) for number, each in enumerate(row["sources"])),
            revision=revision,
            size=row.get("size", 0),
            license=row["licence"],
            non_commercial=row.get("non_commercial", False),
            files=MappingProxyType(self.artifacts()),
            max_source_tokens=row["max_source_tokens"],
            quality=MappingProxyType(self.qualities()),
            quality_source=row.get("quality_source", ""),
            prompt=row.get("prompt", ""),
            quantization=row.get("quantization", "float16"),
        )

    def one_of(self, key: str, values: tuple[str, ...]) -> None:
        if self.row[key] not in values:
            raise self.fail(key, f"has to be one of {', '.join(values)}")

    def language_codes(self, key: str) -> tuple[str, ...]:
        """Language codes; "*" stands for all that the family has codes for."""
        value, known = self.row[key], languages()
        if value == "*":
            family = self.row["family"]
            if family not in ("nllb", "m2m"):
                raise self.fail(key, '"*" is for the families nllb and m2m')
            return tuple(code for code, entry in known.items() if getattr(entry, family))
        if not is_strings(value):
            raise self.fail(key, "has to be a list of language codes")
        for code in value:
            if code not in known:
                raise self.fail(key, f"{code!r} is not in data/languages")
        return tuple(value)

    def qualities(self) -> dict[str, float]:
        table: Table = self.row.get("quality", {})
        for pair, value in table.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not _PAIR.fullmatch(pair) or not number or not 0 <= value <= 100:
                raise self.fail(f"quality.{pair}", 'has to be like "de-en" = 66.7, at most 100')
        if table and not self.row.get("quality_source"):
            raise self.fail("quality_source", "is missing: say where the figures are from")
        return {pair: float(value) for pair, value in table.items()}

    def artifacts(self) -> dict[str, Artifact]:
        found = {}
        for name, value in self.row.get("files", {}).items():
            key = f"files.{name}"
            if not isinstance(value, dict) or set(value) - {"sha256", "size"}:
                raise self.fail(key, "has to be a table with sha256 and size")
            sha256, size = value.get("sha256", ""), value.get("size", 0)
            if sha256 and not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
                raise self.fail(f"{key}.sha256", "has to be 64 hexadecimal digits in lower case")
            if not is_count(size):
                raise self.fail(f"{key}.size", "has to be a whole number of bytes")
            found[name] = Artifact(sha256, size)
        return found

    def source(self, number: int, row: object) -> Source:
        """One of the places a model can be had from."""
        key = f"sources[{number}]"
        kinds = [kind for kind in SOURCES if isinstance(row, dict) and kind in row]
        if not isinstance(row, dict) or len(kinds) != 1:
            raise self.fail(key, f"has to be a table with one of {', '.join(SOURCES)}")
        revision = str(self.row.get("revision") or "")
        return SOURCES[kinds[0]](SourceRow(key, row, self.name, revision, self.fail))
