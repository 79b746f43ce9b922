"""What the backends that run on transformers share. Importing it imports neither torch nor that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newsxlate.engines.device import choose_type, cpu_threads, gpu_types, resolve_device
from newsxlate.engines.engine import Decoding
from newsxlate.engines.weights import check_weights
from newsxlate.errors import EngineError
from newsxlate.options import HardwareOptions

# On Linux the plain torch on the package index brings several gigabytes of CUDA.
INSTALL_HINT = (
    "Install them with: pip install torch transformers"
    " (on Linux without a GPU, before that:"
    " pip install torch --index-url https://download.pytorch.org/whl/cpu)"
)
# Scoring needs the logits of all target tokens at once, and vocabularies are large: 256 tokens by
# 256,000 words are 262 MB.
SCORED_AT_ONCE = 256


def import_transformers() -> tuple[Any, Any]:
    """The modules torch and transformers.

    Raises:
        EngineError: One is not installed.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        raise EngineError(
            f"models for transformers need a package that is missing: {error.name}",
            hint=INSTALL_HINT,
        ) from error
    return torch, transformers


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from drawing progress bars and giving advice on standard error."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()


def placement(family: str, hardware: HardwareOptions) -> tuple[str, str]:
    """The device and the compute type to run with; sets torch's number of threads.

    Raises:
        UsageError: The device or the compute type cannot be meant.
        EngineError: The device is not there.
    """
    torch, _ = import_transformers()
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    device = resolve_device(hardware.device, count, "torch")
    if device == "cpu":
        torch.set_num_threads(cpu_threads(hardware.threads))
        return device, choose_type(
            hardware.compute_type, ("float32",), {"float32", "bfloat16"}, device
        )
    supported = {"float32", "float16"}
    if torch.cuda.is_bf16_supported():
        supported.add("bfloat16")
    return device, choose_type(hardware.compute_type, gpu_types(family), supported, device)


class Pretrained:
    """One model as it lies on the Hub: what the `Backend`s over transformers share."""

    kind = "transformers"
    parallel = 1
    # The name of transformers' class.
    loader: str

    def __init__(self, path: Path, device: str, compute_type: str) -> None:
        torch, transformers = import_transformers()
        check_weights(path)
        self.device, self.compute_type = device, compute_type
        with quiet():
            self._model: Any = getattr(transformers, self.loader).from_pretrained(
                path,
                dtype=getattr(torch, compute_type),
                local_files_only=True,
                trust_remote_code=False,
                weights_only=True,
            )
        self._model.to(device).eval()
        # What the Hub says about searching goes, or it would be mixed into our settings.
        self._model.generation_config = transformers.GenerationConfig()

    def close(self) -> None:
        """Free the model's memory."""
        del self._model


def search_options(decoding: Decoding, banned: Sequence[int]) -> dict[str, Any]:
    """Keyword arguments for a ``GenerationConfig`` that searches as CTranslate2 does.

    Both then end a beam search when as many hypotheses have ended as the beam is wide, divide log
    probabilities by the length with the end token, and renormalise them where tokens are banned.

    Args:
        decoding: The search; its limits are left to the caller.
        banned: Ids that are never generated.
    """
    beam = 1 if decoding.temperature else decoding.beam
    options: dict[str, Any] = {
        "num_beams": beam,
        "length_penalty": 1.0,
        "early_stopping": beam > 1,
        "suppress_tokens": list(banned) or None,
        "renormalize_logits": True,
        "no_repeat_ngram_size": decoding.no_repeat_ngram,
        "repetition_penalty": decoding.repetition_penalty,
        "do_sample": bool(decoding.temperature),
    }
    if decoding.temperature:
        options |= {"temperature": decoding.temperature, "top_k": 0, "top_p": 1.0}
    return options


@contextmanager
def seeded(decoding: Decoding) -> Iterator[None]:
    """Where tokens are sampled, do so from the seed on, and leave torch's own generators alone."""
    import torch

    if not decoding.temperature:
        yield
        return
    with torch.random.fork_rng():
        torch.manual_seed(decoding.seed)
        yield


def pad(
    rows: Sequence[Sequence[int]], value: int, device: str, *, left: bool = False
) -> tuple[Any, Any]:
    """Stack rows of ids of different lengths.

    Returns:
        The ids and the attention mask, both of shape [rows, longest], int64.
    """
    import torch

    width = max(map(len, rows))
    ids = torch.full((len(rows), width), value, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for number, row in enumerate(rows):
        place = slice(width - len(row), width) if left else slice(0, len(row))
        ids[number, place] = torch.tensor(row, dtype=torch.long)
        mask[number, place] = 1
    return ids.to(device), mask.to(device)


def until(row: Sequence[int], end: int) -> list[int]:
    """The ids up to and with the first ``end``; all of them if there is none."""
    ids = list(row)
    return ids[: ids.index(end) + 1] if end in ids else ids


def chunks(lengths: Sequence[int], budget: int) -> Iterator[slice]:
    """Cut a batch into runs whose padded length is at most ``budget``, or of one row."""
    start, longest = 0, 0
    for index, length in enumerate(lengths):
        longest = max(longest, length)
        if index > start and longest * (index - start + 1) > budget:
            yield slice(start, index)
            start, longest = index, length
    yield slice(start, len(lengths))


def mean_log_probability(logits: Any, tokens: Sequence[int], banned: Sequence[int] = ()) -> float:
    """Mean log probability of ``tokens``.

    Args:
        logits: Shape [at least len(tokens), vocabulary]: row i predicts token i.
        tokens: Ids.
        banned: Ids that are no part of the distribution.
    """
    import torch

    rows = logits[: len(tokens)].float()
    if banned:
        columns = torch.tensor(banned, dtype=torch.long, device=rows.device)
        rows = rows.index_fill(1, columns, -torch.inf)
    wanted = torch.tensor(tokens, dtype=torch.long, device=rows.device)
    return float(rows.log_softmax(-1).gather(1, wanted[:, None]).mean())
