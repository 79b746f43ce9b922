"""Read the package's own data files. The one place that knows where they lie."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any


def path(name: str) -> Traversable:
    """The file or folder ``name`` under ``data/``, which need not exist."""
    return files("newsxlate").joinpath("data", *name.split("/"))


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
