"""What a registered model is, and where it can be had from. All of it is frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from newsxlate.models.artifact import Artifact, Digest, OnBytes

if TYPE_CHECKING:
    from newsxlate.net import Network

# What a model is loaded with, and how its text is turned into tokens.
ENGINES = ("ctranslate2", "transformers", "llama.cpp")
FAMILIES = ("marian", "nllb", "m2m", "mt5", "chat")
# How the names of files with weights end.
WEIGHTS = (".safetensors", ".gguf", ".bin")


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source has of a model, before any of it is fetched.

    Attributes:
        revision: The commit or version; empty if the source has no such thing.
        size: Bytes to fetch, about; 0 if not known.
        staging: Name of the folder to fetch into. Parts of one revision must not be continued with
            another's, so it is one name for each.
        fetch: Fetches the files into a folder, and tells what each of them is, by name.
        needs_conversion: Whether the files have to be converted for the model's engine.
        extra: Bytes on the disk besides the files while they are fetched.
    """

    revision: str
    size: int
    staging: str
    fetch: Callable[[Path, OnBytes], dict[str, Digest]]
    needs_conversion: bool = False
    extra: int = 0


class Source(Protocol):
    """A place that a model can be had from; the kinds are in `newsxlate.models.sources`.

    `str` of it is how users and lock files read it.

    Attributes:
        local: Whether it is on this computer, and asks no server.
        pinned: The one revision that it gives; empty if it gives whatever it has.
    """

    @property
    def local(self) -> bool: ...  # noqa: D102
    @property
    def pinned(self) -> str: ...  # noqa: D102

    def converted_at_pull(self, model: Model) -> bool:
        """Whether it is known beforehand that what it gives has to be converted."""
        ...

    def look_up(self, model: Model, network: Network) -> Offer:
        """Find out what it has of ``model``.

        Raises:
            ModelError: It does not have the model, or not the one that is registered.
            UnreachableError: A server is out of reach.
        """
        ...


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
        name: Its name, unique in the registry; also the name of its folder in the cache.
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

    @property
    def hashed(self) -> tuple[str, ...]:
        """The files whose SHA-256 the registry has, so that no server can exchange them."""
        return tuple(name for name, known in self.files.items() if known.sha256)

    @property
    def trust(self) -> str:
        """What vouches for the weights when they are downloaded, best first.

        "hashed": the registry has their SHA-256. "pinned": it names the one commit that they are
        taken from, and the server vouches for that. "first use": whatever the server gives first.
        What was pulled is held to the lock file in any case.
        """
        if any(name.endswith(WEIGHTS) for name in self.hashed):
            return "hashed"
        return "pinned" if all(source.pinned for source in self.sources) else "first use"

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
