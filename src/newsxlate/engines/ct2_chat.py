"""Chat models through CTranslate2. Their tokenizers need transformers, but not torch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsxlate.engines.chat import ChatTokenizer
from newsxlate.engines.ct2 import Loaded, is_plain, placement, search_options
from newsxlate.engines.device import loading
from newsxlate.engines.engine import Decoding, Engine, ModelInfo, Tokens
from newsxlate.engines.token_engine import Found, TokenEngine
from newsxlate.options import HardwareOptions


def load(model: ModelInfo, path: Path, hardware: HardwareOptions) -> Engine:
    """Load a converted chat model; see `newsxlate.engines.load_engine`."""
    tokenizer = ChatTokenizer(path, model.prompt)
    with loading(model.name):
        backend = Generator(path, tokenizer.end, placement("chat", hardware))
    return TokenEngine(model, tokenizer, backend)


class Generator(Loaded):
    """A `Backend` over one converted decoder-only model."""

    runner = "Generator"
    default_beam = 1

    def __init__(self, path: Path, end: str, where: dict[str, Any]) -> None:
        super().__init__(path, where)
        self.end = end

    def search(
        self, sources: Sequence[Tokens], prefix: Tokens, limit: int, decoding: Decoding
    ) -> list[Found]:
        """Find an output for each prompt; see `Backend.search`."""
        model = self._sampler(decoding.seed) if decoding.temperature else self._model
        prompts = [[*tokens, *prefix] for tokens in sources]
        plain = is_plain(decoding)
        # Of prompts longer than the batch's shortest, the rest counts as output: penalties on
        # repetition would depend on batch-mates.
        batches = [prompts] if plain else [[prompt] for prompt in prompts]
        results = [
            result
            for batch in batches
            for result in model.generate_batch(
                batch,
                max_length=limit + 1,
                min_length=1,
                include_prompt_in_result=False,
                end_token=self.end,
                **search_options(decoding),
            )
        ]
        return [(r.sequences[0], r.scores[0] if plain else None) for r in results]

    def score(
        self, sources: Sequence[Tokens], outputs: Sequence[Tokens], prefix: Tokens
    ) -> list[float]:
        """Mean log probability of each output; see `Backend.score`."""
        results = self._model.score_batch(
            [
                [*tokens, *prefix, *output, self.end]
                for tokens, output in zip(sources, outputs, strict=True)
            ],
            max_input_length=0,
        )
        return [
            sum(result.log_probs[-len(output) - 1 :]) / (len(output) + 1)
            for result, output in zip(results, outputs, strict=True)
        ]
