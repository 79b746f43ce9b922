"""The one configuration object: what a user can choose, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsxlate.summarizing.lengths import Length

MAX_INPUT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that changes what a run does. The command line fills it in; so can you.

    Attributes:
        source: ISO 639-1 code of the source language, or "auto": then the text has to be in
            a language that can be read (German).
        targets: ISO 639-1 codes of the target languages, in the order of output.
        model: Name of a registered model, or "auto": the best one installed or to be had.
        prefer: What "auto" goes by: "balance" (quality, but no download for a little of it), "fast"
            or "best".
        device: "auto", "cpu", "cuda" or "cuda:N".
        compute_type: "auto" (int8 on a CPU, float32 on an x86 one without VNNI, float16 or bfloat16
            on a GPU) or a CTranslate2 type.
        threads: CPU threads in all; 0 takes one for each core this process may run on.
        beam: Beam size; 0 takes the model's default.
        batch_tokens: Padded source tokens in a batch, at most.
        retries: How often a sentence that fails a check is translated again, another way.
        offline: Open no network connection.
        keep_boilerplate: Translate what cleaning would remove.
        check_names: Look for every name of the article in its translations. Without it, "auto"
            does not help with names either.
        fix_names: Replace names left in German, or rendered in two ways, where the right form is
            certain.
        normalize_names: Give the model the preferred spelling of names that the article misspells.
        name_help: How the model is told the target forms of names: in the "source" sentence, in
            the "prompt" (chat models only), by "none"; or "auto", what does best for the model.
        glossary: The user's terms: a CSV, TSV or TBX file; see `newsxlate.names.knowledge.glossary`.
        summary: The lengths of the summaries to be made; none if empty.
        summary_method: "extractive", "lead" or "abstractive".
        summary_model: Name of the registered model that writes abstractive summaries, or "auto":
            the translating model if it can, else the first installed that can.
        summary_strict: Replace sentences of a summary that the article does not support.
        registry: A models.toml to merge over the shipped one.
        store: Folder the models are kept in; None takes the user's cache folder.
        max_bytes: Larger inputs are refused.

    Raises:
        UsageError: The device or the compute type is none.
    """

    source: str = "auto"
    targets: tuple[str, ...] = ("en",)
    model: str = "auto"
    prefer: str = "balance"
    device: str = "auto"
    compute_type: str = "auto"
    threads: int = 0
    beam: int = 0
    batch_tokens: int = 1024
    retries: int = 2
    offline: bool = False
    keep_boilerplate: bool = False
    check_names: bool = True
    fix_names: bool = False
    normalize_names: bool = False
    name_help: str = "auto"
    glossary: Path | None = None
    summary: tuple[Length, ...] = ()
    summary_method: str = "extractive"
    summary_model: str = "auto"
    summary_strict: bool = False
    registry: Path | None = None
    store: Path | None = None
    max_bytes: int = MAX_INPUT_BYTES

    def __post_init__(self) -> None:
        from newsxlate.engines.device import check_request

        check_request(self.device, self.compute_type)
        object.__setattr__(self, "targets", tuple(dict.fromkeys(self.targets)))
