"""All options under one name each, as a command line or a configuration file has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict

from newsxlate.options.length import Length

# Group and field of each flat name. Digests in archives go by the flat names: they never change.
FLAT_NAMES: Mapping[str, tuple[str, str]] = {
    "keep_boilerplate": ("reading", "keep_boilerplate"),
    "max_bytes": ("reading", "max_bytes"),
    "time_limit": ("reading", "time_limit"),
    "model": ("model", "name"),
    "prefer": ("model", "prefer"),
    "registry": ("model", "registry"),
    "models": ("model", "folder"),
    "offline": ("model", "offline"),
    "device": ("hardware", "device"),
    "compute_type": ("hardware", "compute_type"),
    "threads": ("hardware", "threads"),
    "beam": ("decoding", "beam"),
    "retries": ("decoding", "retries"),
    "batch_tokens": ("decoding", "batch_tokens"),
    "memory": ("decoding", "memory"),
    "check_names": ("names", "check"),
    "fix_names": ("names", "fix"),
    "normalize_names": ("names", "normalize"),
    "name_help": ("names", "help"),
    "glossary": ("names", "glossary"),
    "summary": ("summary", "lengths"),
    "summary_method": ("summary", "method"),
    "summary_model": ("summary", "model"),
    "summary_strict": ("summary", "strict"),
}
_BY_PLACE = {place: name for name, place in FLAT_NAMES.items()}


class UngroupedOptions(TypedDict, total=False):
    """The flat options whose names are not those of groups, too."""

    keep_boilerplate: bool
    max_bytes: int
    time_limit: float
    prefer: str
    registry: Path | None
    models: Path | None
    offline: bool
    device: str
    compute_type: str
    threads: int
    beam: int
    retries: int
    batch_tokens: int
    memory: tuple[Path, ...]
    check_names: bool
    fix_names: bool
    normalize_names: bool
    name_help: str
    glossary: Path | None
    summary_method: str
    summary_model: str
    summary_strict: bool


class FlatOptions(UngroupedOptions, total=False):
    """All options but the languages, flat; `FLAT_NAMES` says what each is in its group."""

    model: str
    summary: tuple[Length, ...]


def grouped(settings: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Flat options by group and field.

    Raises:
        TypeError: There is no such option; as Python has it for a keyword that is not known.
    """
    groups: dict[str, dict[str, Any]] = {}
    for name, value in settings.items():
        if name not in FLAT_NAMES:
            from difflib import get_close_matches

            near = get_close_matches(name, FLAT_NAMES, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"there is no option {name!r}{meant}")
        group, field = FLAT_NAMES[name]
        groups.setdefault(group, {})[field] = value
    return groups


def flat_name(group: str, field: str) -> str:
    """The flat name of an option of a group; of one that has none, both with a dot."""
    return _BY_PLACE.get((group, field), f"{group}.{field}")
