"""What a user can choose, with its defaults: one object, in groups that the rooms take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Unpack

from newsxlate.options.flat import FlatOptions, UngroupedOptions, flat_name, grouped
from newsxlate.options.groups import (
    MAX_INPUT_BYTES,
    READING_SECONDS,
    DecodingOptions,
    ModelOptions,
    NameOptions,
    ReadingOptions,
    SummaryOptions,
)
from newsxlate.options.hardware import HardwareOptions
from newsxlate.options.length import Length

__all__ = [
    "MAX_INPUT_BYTES",
    "READING_SECONDS",
    "DecodingOptions",
    "FlatOptions",
    "HardwareOptions",
    "Length",
    "ModelOptions",
    "NameOptions",
    "Options",
    "ReadingOptions",
    "SummaryOptions",
]

_GROUPS = {
    "reading": ReadingOptions,
    "model": ModelOptions,
    "hardware": HardwareOptions,
    "decoding": DecodingOptions,
    "names": NameOptions,
    "summary": SummaryOptions,
}


@dataclass(frozen=True, slots=True, init=False)
class Options:
    """Everything that changes what a run does. The command line fills it in; so can you.

    >>> options = Options(targets=("en", "fr"), hardware=HardwareOptions(device="cpu"))
    >>> options.hardware.device, options.decoding.beam
    ('cpu', 0)

    Attributes:
        source: ISO 639-1 code of the source language, or "auto": then the text has to be in
            a language that can be read (German).
        targets: ISO 639-1 codes of the target languages, in the order of output.
        reading: How articles are read.
        model: Which model translates, and where models are.
        hardware: Where models run.
        decoding: How a model searches for translations.
        names: What is done about names.
        summary: Which summaries are made.
    """

    source: str
    targets: tuple[str, ...]
    reading: ReadingOptions
    model: ModelOptions
    hardware: HardwareOptions
    decoding: DecodingOptions
    names: NameOptions
    summary: SummaryOptions

    def __init__(
        self,
        source: str = "auto",
        targets: Iterable[str] = ("en",),
        *,
        reading: ReadingOptions | None = None,
        model: ModelOptions | str | None = None,
        hardware: HardwareOptions | None = None,
        decoding: DecodingOptions | None = None,
        names: NameOptions | None = None,
        summary: SummaryOptions | tuple[Length, ...] | None = None,
        store: Path | None = None,
        **flat: Unpack[UngroupedOptions],
    ) -> None:
        """Take the groups that were given, and the defaults of the others.

        For one release the options are also taken flat, as before there were groups; use `flat`
        for that. ``store`` is what ``models``, the folder of the models, was called then.

        Raises:
            UsageError: The device or the compute type is not the name of one.
            TypeError: There is no such option; or a flat ``model`` or ``summary`` stands beside
                groups, which would lose what else its group has.
        """
        groups: dict[str, Any] = {
            "reading": reading,
            "model": model,
            "hardware": hardware,
            "decoding": decoding,
            "names": names,
            "summary": summary,
        }
        settings = {**flat, **_pop_flat(groups)}
        if store is not None:
            settings["models"] = store
        changes = grouped(settings)
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "targets", tuple(dict.fromkeys(targets)))
        for name, default in _GROUPS.items():
            group = replace(groups.get(name) or default(), **changes.get(name, {}))
            object.__setattr__(self, name, group)

    @classmethod
    def flat(
        cls,
        source: str = "auto",
        targets: Iterable[str] = ("en",),
        **settings: Unpack[FlatOptions],
    ) -> Options:
        """Options from what a command line or a configuration file gives, which has no groups.

        >>> Options.flat(model="opus-mt-de-en", device="cpu", fix_names=True).names.fix
        True

        Raises:
            UsageError: The device or the compute type is not the name of one.
            TypeError: There is no such option.
        """
        changes = grouped(settings)
        groups = {name: group(**changes.get(name, {})) for name, group in _GROUPS.items()}
        return cls(source, targets, **groups)

    def decisive(self) -> dict[str, Any]:
        """What decides how results read, by flat name; see `newsxlate.options.groups`.

        The targets are not in it: each has results of its own.
        """
        found: dict[str, Any] = {"source": self.source}
        for name in _GROUPS:
            # How summaries are made changes nothing where none is.
            if name != "summary" or self.summary.lengths:
                group = getattr(self, name)
                found |= {
                    flat_name(name, field.name): getattr(group, field.name)
                    for field in fields(group)
                    if field.name not in group.NEUTRAL
                }
        return found


def _pop_flat(groups: dict[str, Any]) -> dict[str, Any]:
    """Take a flat model or summary, which are called like their groups, out of the groups."""
    flat = {
        name: groups.pop(name)
        for name in ("model", "summary")
        if groups[name] is not None and not isinstance(groups[name], _GROUPS[name])
    }
    if flat and any(groups.values()):
        # `replace` of all options gives every group, but the one that is to be changed flat.
        name, value = next(iter(flat.items()))
        field = {"model": "name", "summary": "lengths"}[name]
        raise TypeError(
            f"{name}={value!r} beside groups of options would lose what else its group has;"
            f" give {name}=replace(options.{name}, {field}=…)"
        )
    return flat
