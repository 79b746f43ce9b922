"""The options in groups, one for each room of the package.

Each group names its ``NEUTRAL`` options: those that change nothing in the results, or only by the
model that is taken, which counts itself. Every other option makes an archive be translated anew
when it is changed, and so does a new one until its group names it neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from newsxlate.options.length import Length

MAX_INPUT_BYTES = 20_000_000
READING_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How articles are read.

    Attributes:
        keep_boilerplate: Translate what cleaning would remove.
        max_bytes: Larger inputs are refused.
        time_limit: Seconds that reading an article may take, where the system can end it; 0 for any
            time. An archive's documents have the limit of its run.
    """

    NEUTRAL: ClassVar[frozenset[str]] = frozenset({"max_bytes", "time_limit"})

    keep_boilerplate: bool = False
    max_bytes: int = MAX_INPUT_BYTES
    time_limit: float = READING_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """Which model translates, and where models are.

    Attributes:
        name: Name of a registered model, or "auto": the best one that is installed or can be
            downloaded.
        prefer: What "auto" goes by: "balance" (quality, but no download for a little of it), "fast"
            or "best".
        registry: A models.toml to merge over the shipped one.
        folder: Folder the models are kept in; None takes the user's cache folder.
        offline: Open no network connection.
    """

    # The model that comes of them counts by its name and its revision.
    NEUTRAL: ClassVar[frozenset[str]] = frozenset(
        {"name", "prefer", "registry", "folder", "offline"}
    )

    name: str = "auto"
    prefer: str = "balance"
    registry: Path | None = None
    folder: Path | None = None
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodingOptions:
    """How translations are found.

    Attributes:
        beam: Beam size; 0 takes the model's default.
        retries: How often a sentence that fails a check is translated again, another way.
        batch_tokens: Padded source tokens in a batch, at most.
        memory: Translation memories of the user's own (TMX files): a sentence that is in one takes
            its translation, and no model is asked.
    """

    NEUTRAL: ClassVar[frozenset[str]] = frozenset({"batch_tokens"})

    beam: int = 0
    retries: int = 2
    batch_tokens: int = 1024
    memory: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOptions:
    """What is done about names.

    Attributes:
        check: Look for every name of the article in its translations. Without it, the ``help``
            "auto" does not help with names either.
        fix: Replace names left in German, or rendered in two ways, where the right form is
            certain.
        normalize: Give the model the preferred spelling of names that the article misspells.
        help: How the model is told the target forms of names: in the "source" sentence, in
            the "prompt" (chat models only), by "none"; or "auto", what does best for the model.
        glossary: The user's terms: a CSV, TSV or TBX file; see
            `newsxlate.names.knowledge.glossary`.
    """

    NEUTRAL: ClassVar[frozenset[str]] = frozenset()

    check: bool = True
    fix: bool = False
    normalize: bool = False
    help: str = "auto"
    glossary: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryOptions:
    """Which summaries are made.

    Attributes:
        lengths: The lengths of the summaries to be made; none if empty.
        method: "extractive", "lead" or "abstractive".
        model: Name of the registered model that writes abstractive summaries, or "auto": the
            translating model if it can, else the first installed that can.
        strict: Replace sentences of a summary that the article does not support.
    """

    NEUTRAL: ClassVar[frozenset[str]] = frozenset()

    lengths: tuple[Length, ...] = ()
    method: str = "extractive"
    model: str = "auto"
    strict: bool = False
