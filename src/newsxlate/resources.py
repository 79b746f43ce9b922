"""Read the package's own data files. The one place that knows where they lie."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

# Tests put another folder here, to add a language that does not exist.
ROOT: Traversable = files("newsxlate").joinpath("data")


def path(name: str) -> Traversable:
    """The file or folder ``name`` under ``data/``, which need not exist."""
    return ROOT.joinpath(*name.split("/"))


def text(name: str) -> str:
    """The text of a data file.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return path(name).read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    """The table in a TOML data file. Callers cache what they make of it.

    Raises:
        FileNotFoundError: There is no such file.
    """
    return tomllib.loads(text(name))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a folder in ``data/languages``, in order."""
    folders = (folder.name for folder in path("languages").iterdir() if folder.is_dir())
    return tuple(sorted(name for name in folders if name != "common"))


def language_file(code: str, name: str) -> Traversable | None:
    """The file ``name`` of a language; None if it has none."""
    # The code is looked up, not joined: it may be anything, and must not lead out of the folder.
    file = path(f"languages/{code}/{name}") if code in languages() else None
    return file if file is not None and file.is_file() else None


@cache
def language(code: str, topic: str) -> dict[str, Any]:
    """What is known of a topic in a language: ``data/languages/CODE/TOPIC.toml``, read once.

    Args:
        code: ISO 639-1 code.
        topic: The name of a file, such as "names" or "typography".

    Returns:
        The table, which is not to be changed; empty if the language has none.
    """
    file = language_file(code, f"{topic}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file is not None else {}


@cache
def shared(topic: str) -> dict[str, Any]:
    """What languages share of a topic, or have if they say nothing else.

    Raises:
        FileNotFoundError: Nothing is shared of it.
    """
    return toml(f"languages/common/{topic}.toml")
