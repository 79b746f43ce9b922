"""Where models can be had from: one file a kind, and the table that finds them.

A new kind of source is a class with the attributes and methods of `newsxlate.models.model.Source`
and a class method ``from_toml`` that makes one from a `SourceRow`, in a file of its own, and a line
in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from newsxlate.models.model import Source
from newsxlate.models.sources.folder import FolderSource
from newsxlate.models.sources.hub import HubSource
from newsxlate.models.sources.row import SourceRow
from newsxlate.models.sources.wheels import WheelSource

__all__ = ["SOURCES", "FolderSource", "HubSource", "SourceRow", "WheelSource"]

#: The key that tells what kind of source a table in ``models.toml`` is -> what makes it.
SOURCES: MappingProxyType[str, Callable[[SourceRow], Source]] = MappingProxyType({
    "hub": HubSource.from_toml,
    "folder": FolderSource.from_toml,
    "wheels": WheelSource.from_numbered_toml,
    "wheel": WheelSource.from_toml,
})  # fmt: skip
