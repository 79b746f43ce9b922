"""The one configuration object: what a user can choose, with its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MAX_INPUT_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that changes what a run does. The command line fills it in; so can you.

    Attributes:
        source: ISO 639-1 code of the source language, or "auto": then the text has to be in
            a language that can be read (German).
        targets: ISO 639-1 codes of the target languages, in the order of output.
        model: Name of a registered model, or "auto": the best one installed or to be had.
        device: "auto", "cpu", "cuda" or "cuda:N".
        compute_type: "auto" (int8 on CPU, float16 or bfloat16 on GPU) or a CTranslate2 type.
        threads: CPU threads in all; 0 takes one for each core this process may run on.
        beam: Beam size; 0 takes the model's default.
        batch_tokens: Padded source tokens in a batch, at most.
        retries: How often a sentence that fails a check is translated again, another way.
        offline: Open no network connection.
        keep_boilerplate: Translate what cleaning would remove.
        registry: A models.toml to merge over the shipped one.
        store: Folder the models are kept in; None takes the user's cache folder.
        max_bytes: Larger inputs are refused.
    """

    source: str = "auto"
    targets: tuple[str, ...] = ("en",)
    model: str = "auto"
    device: str = "auto"
    compute_type: str = "auto"
    threads: int = 0
    beam: int = 0
    batch_tokens: int = 1024
    retries: int = 2
    offline: bool = False
    keep_boilerplate: bool = False
    registry: Path | None = None
    store: Path | None = None
    max_bytes: int = MAX_INPUT_BYTES

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", tuple(dict.fromkeys(self.targets)))
