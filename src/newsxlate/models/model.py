"""What a registered model is, and where it can be had from. All of it is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

# What a model is loaded with, and how its text is turned into tokens.
ENGINES = ("ctranslate2", "transformers", "llama.cpp")
FAMILIES = ("marian", "nllb", "m2m", "mt5", "chat")


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Artifact:
    """What is known of a file before it is downloaded.

    Attributes:
        sha256: Its SHA-256 in hexadecimal; empty if not known.
        size: Its size in bytes; 0 if not known.
        blob: Its Git object name (SHA-1), which the Hub gives for small files; may be empty.
    """

    sha256: str = ""
    size: int = 0
    blob: str = ""


@dataclass(frozen=True, slots=True)
class HubSource:
    """Files of a repository on the Hub, at one commit.

    Attributes:
        repo: The repository, "owner/name".
        revision: The pinned commit, or "main": then the commit found first is kept in the
            lock file.
        files: Patterns of the files wanted; empty takes those of the model's family.
        converted: Whether the repository holds the format of the model's engine already.
    """

    repo: str
    revision: str
    files: tuple[str, ...] = ()
    converted: bool = False

    def __str__(self) -> str:
        return f"Hub {self.repo}"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder on this computer.

    Attributes:
        path: The folder.
    """

    path: Path

    def __str__(self) -> str:
        return f"folder {self.path}"


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Files that lie inside wheels on the package index. They are unpacked, never imported.

    Attributes:
        distributions: Names of the distributions, in order.
        version: The version of all of them.
        members: For each distribution, the path or pattern of what is wanted in its wheel.
        file: The name of the one file whose parts the members are, in order. If empty, every
            matching member is a file of its own.
    """

    distributions: tuple[str, ...]
    version: str
    members: tuple[str, ...]
    file: str = ""

    def __str__(self) -> str:
        first, last = self.distributions[0], self.distributions[-1]
        names = first if first == last else f"{first} … {last}"
        return f"package index {names} {self.version}"


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A distribution that brings the model along when it is installed.

    Attributes:
        distribution: Its name.
    """

    distribution: str

    def __str__(self) -> str:
        return f"package {self.distribution}"


Source = HubSource | FolderSource | WheelSource | PackageSource


@dataclass(frozen=True, slots=True)
class Layout:
    """Which files models of one family consist of on the Hub.

    Attributes:
        files: Patterns of the files to download besides the weights.
        weights: Names of files with the weights, best first; one of them is downloaded.
    """

    files: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One entry of the registry.

    Attributes:
        name: Its name, unique in the registry; also the name of its folder in the store.
        task: What it is for: "translate", or "summarize". Chat models that translate summarise too.
        engine: One of `ENGINES`.
        family: One of `FAMILIES`: the kind of model and tokenizer.
        layout: Which files models of the family consist of.
        from_languages: ISO 639-1 codes of the source languages.
        to_languages: ISO 639-1 codes of the target languages.
        sources: Where it can be had, in order of preference.
        revision: The commit its Hub repository is pinned to; "main" if none is known.
        size: Bytes to download, about.
        license: SPDX identifier of the weights' licence.
        non_commercial: Whether the licence forbids commercial use.
        files: What is known beforehand of the files to download, by name.
        max_source_tokens: The longest source in tokens that the model handles well.
        quality: Published or measured chrF (0-100) by pair, such as "de-en".
        quality_source: Where ``quality`` was published or how it was measured.
        prompt: Id of the prompt for a chat model.
        quantization: Number format the weights are stored in when they are converted at pull.
        unreleased: Why nobody can have it yet; empty for models that can be had.
    """

    name: str
    task: str
    engine: str
    family: str
    layout: Layout = Layout()
    from_languages: tuple[str, ...]
    to_languages: tuple[str, ...]
    sources: tuple[Source, ...]
    revision: str = ""
    size: int = 0
    license: str
    non_commercial: bool = False
    files: Mapping[str, Artifact] = field(default_factory=_empty, hash=False)
    max_source_tokens: int
    quality: Mapping[str, float] = field(default_factory=_empty, hash=False)
    quality_source: str = ""
    prompt: str = ""
    quantization: str = "float16"
    unreleased: str = ""

    def serves(self, source: str, target: str) -> bool:
        """Whether it translates from ``source`` into ``target``."""
        pair = source in self.from_languages and target in self.to_languages
        return self.task == "translate" and source != target and pair

    def writes(self, source: str) -> bool:
        """Whether it summarises texts in ``source`` in the same language."""
        pair = source in self.from_languages and (
            source in self.to_languages or self.family == "chat"
        )
        return pair and (self.task == "summarize" or self.family == "chat")

    def chrf(self, source: str, target: str) -> float | None:
        """Its quality for a pair; None if nobody has measured it."""
        return self.quality.get(f"{source}-{target}")

    @property
    def pairs(self) -> str:
        """Its language pairs in a few characters: "de-en", "de-be,ru,uk", "51 languages"."""
        if len(self.from_languages) == 1 and len(self.to_languages) <= 3:
            return f"{self.from_languages[0]}-{','.join(self.to_languages)}"
        if len(self.from_languages) == 1:
            return f"{self.from_languages[0]} to {len(self.to_languages)} languages"
        return f"{len(set(self.from_languages) | set(self.to_languages))} languages"


class RouteStep(NamedTuple):
    """One step of a route: a model, and the pair it is used for."""

    model: Model
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Route:
    """How one language becomes another: in one step, or in two by way of a third.

    Attributes:
        steps: The steps, in order.
        chrf: Expected chrF; None if it cannot be told.
    """

    steps: tuple[RouteStep, ...]
    chrf: float | None = None

    def __str__(self) -> str:
        if len(self.steps) == 1:
            return self.steps[0].model.name
        return ", then ".join(
            f"{step.model.name} ({step.source}-{step.target})" for step in self.steps
        )
