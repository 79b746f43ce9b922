"""Sequence-to-sequence models through CTranslate2: the fast backend, on CPUs above all.

On a CPU each worker computes on one thread and takes whole batches: measured, two workers of one
thread translate more than twice as fast as one worker of two threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsxlate.engines.device import (
    choose_type,
    cpu_threads,
    cpu_types,
    cuda_devices,
    gpu_types,
    loading,
    resolve_device,
)
from newsxlate.engines.engine import Decoding, Engine, ModelInfo, Tokens
from newsxlate.engines.token_engine import Found, TokenEngine
from newsxlate.engines.tokenizers import END, load_tokenizer
from newsxlate.options import HardwareOptions


def load(model: ModelInfo, path: Path, hardware: HardwareOptions) -> Engine:
    """Load a converted model; see `newsxlate.engines.load_engine`."""
    tokenizer = load_tokenizer(model.family, path)
    with loading(model.name):
        backend = Translator(path, placement(model.family, hardware))
    return TokenEngine(model, tokenizer, backend)


def placement(family: str, hardware: HardwareOptions) -> dict[str, Any]:
    """Where and how CTranslate2 is to run: the keyword arguments of its models.

    Raises:
        UsageError: The device or the compute type cannot be meant.
        EngineError: The device is not there.
    """
    import ctranslate2

    device = resolve_device(hardware.device, cuda_devices(), "CTranslate2")
    kind, _, index = device.partition(":")
    number = int(index or 0)
    supported = ctranslate2.get_supported_compute_types(kind, number)
    preferred = cpu_types() if kind == "cpu" else gpu_types(family)
    return {
        "device": kind,
        "device_index": number,
        "compute_type": choose_type(hardware.compute_type, preferred, supported, device),
        "inter_threads": cpu_threads(hardware.threads) if kind == "cpu" else 1,
        "intra_threads": 1,
    }


class Loaded:
    """One converted model: what the `Backend`s over CTranslate2 share."""

    kind = "ctranslate2"
    # The name of CTranslate2's class.
    runner: str

    def __init__(self, path: Path, where: dict[str, Any]) -> None:
        self._path = path
        self._where = where
        self._model = self._load(where)
        self.device = describe(where)
        self.compute_type: str = self._model.compute_type
        self.parallel: int = where["inter_threads"]

    def close(self) -> None:
        """Free the model's memory."""
        self._model.unload_model()

    def _load(self, where: dict[str, Any]) -> Any:
        import ctranslate2

        return getattr(ctranslate2, self.runner)(str(self._path), **where)

    def _sampler(self, seed: int) -> Any:
        """The model once more, with random numbers that begin with ``seed``.

        CTranslate2 seeds a thread's random numbers when the thread first draws one, and never
        again: only the threads of a new model heed a seed.
        """
        import ctranslate2

        ctranslate2.set_random_seed(seed)
        return self._load({**self._where, "inter_threads": 1})


class Translator(Loaded):
    """A `Backend` over one converted Marian, NLLB or M2M-100 model."""

    runner = "Translator"
    end = END
    default_beam = 4

    def search(
        self, sources: Sequence[Tokens], prefix: Tokens, limit: int, decoding: Decoding
    ) -> list[Found]:
        """Find an output for each source; see `Backend.search`."""
        model = self._sampler(decoding.seed) if decoding.temperature else self._model
        results = model.translate_batch(
            [list(tokens) for tokens in sources],
            target_prefix=[list(prefix)] * len(sources) if prefix else None,
            max_decoding_length=len(prefix) + limit + 1,
            max_input_length=0,
            **search_options(decoding),
        )
        found: list[Found] = []
        for result in results:
            output = result.hypotheses[0]
            # The search counts the prefix as tokens of probability 1.
            rest = output[len(prefix) :]
            score = result.scores[0] * len(output) / len(rest)
            found.append((rest, score if is_plain(decoding) else None))
        return found

    def score(
        self, sources: Sequence[Tokens], outputs: Sequence[Tokens], prefix: Tokens
    ) -> list[float]:
        """Mean log probability of each output; see `Backend.score`."""
        results = self._model.score_batch(
            [list(tokens) for tokens in sources],
            [[*prefix, *tokens] for tokens in outputs],
            max_input_length=0,
        )
        scored = [result.log_probs[len(prefix) :] for result in results]
        return [sum(values) / len(values) for values in scored]


def describe(where: dict[str, Any]) -> str:
    """The device of a `placement`, as users name it."""
    kind: str = where["device"]
    return kind if kind == "cpu" else f"{kind}:{where['device_index']}"


def search_options(decoding: Decoding) -> dict[str, Any]:
    """Keyword arguments for CTranslate2's searches, limits excepted."""
    return {
        "beam_size": 1 if decoding.temperature else decoding.beam,
        "sampling_topk": 0 if decoding.temperature else 1,
        "sampling_temperature": decoding.temperature or 1.0,
        "no_repeat_ngram_size": decoding.no_repeat_ngram,
        "repetition_penalty": decoding.repetition_penalty,
        "disable_unk": True,
        # Scores are divided by the length with the end token then, as they are elsewhere.
        "return_end_token": True,
        "return_scores": True,
    }


def is_plain(decoding: Decoding) -> bool:
    """Whether a search goes by nothing but the model's own probabilities."""
    changed = decoding.temperature or decoding.no_repeat_ngram or decoding.repetition_penalty != 1
    return not changed
