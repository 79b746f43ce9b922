"""Packages that hand on what their modules define, and load each module when it is first needed."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False  # without typing, which takes longer to load than all the rest
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """A ``__getattr__`` for a package (PEP 562).

    Args:
        package: Its name.
        homes: The names it hands on, each with the module that defines it, relative to the package.
    """

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{homes[name]}"), name)
        # The next time it is found without this function.
        setattr(sys.modules[package], name, found)
        return found

    return get
