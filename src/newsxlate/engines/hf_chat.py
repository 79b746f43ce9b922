"""Chat models through transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsxlate.engines.chat import ChatTokenizer
from newsxlate.engines.device import loading
from newsxlate.engines.engine import Decoding, Engine, ModelInfo, Tokens
from newsxlate.engines.token_engine import Found, TokenEngine
from newsxlate.engines.torch_support import (
    SCORED_AT_ONCE,
    Pretrained,
    chunks,
    import_transformers,
    mean_log_probability,
    pad,
    placement,
    quiet,
    search_options,
    seeded,
    until,
)
from newsxlate.options import HardwareOptions


def load(model: ModelInfo, path: Path, hardware: HardwareOptions) -> Engine:
    """Load a chat model as it lies on the Hub; see `newsxlate.engines.load_engine`."""
    import_transformers()
    tokenizer = ChatTokenizer(path, model.prompt)
    device, compute_type = placement("chat", hardware)
    with loading(model.name):
        backend = CausalModel(path, tokenizer, device, compute_type)
    return TokenEngine(model, tokenizer, backend)


class CausalModel(Pretrained):
    """A `Backend` over one decoder-only model."""

    loader = "AutoModelForCausalLM"
    default_beam = 1

    def __init__(
        self, path: Path, tokenizer: ChatTokenizer, device: str, compute_type: str
    ) -> None:
        super().__init__(path, device, compute_type)
        self.end = tokenizer.end
        self._tokenizer = tokenizer

    def search(
        self, sources: Sequence[Tokens], prefix: Tokens, limit: int, decoding: Decoding
    ) -> list[Found]:
        """Find an output for each prompt; see `Backend.search`."""
        torch, transformers = import_transformers()
        [end] = self._tokenizer.ids([self.end])
        prompts = [self._tokenizer.ids([*tokens, *prefix]) for tokens in sources]
        ids, mask = pad(prompts, end, self.device, left=True)
        options = search_options(decoding, [])
        penalties = _penalties(options, ids.shape[1])
        config = transformers.GenerationConfig(
            **options,
            max_new_tokens=limit + 1,
            min_new_tokens=1,
            pad_token_id=end,
            eos_token_id=end,
        )
        with quiet(), torch.inference_mode(), seeded(decoding):
            rows = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                generation_config=config,
                logits_processor=penalties,
            )
        outputs = [until(row[ids.shape[1] :], end) for row in rows.tolist()]
        return [(self._tokenizer.tokens(output), None) for output in outputs]

    def score(
        self, sources: Sequence[Tokens], outputs: Sequence[Tokens], prefix: Tokens
    ) -> list[float]:
        """Mean log probability of each output; see `Backend.score`."""
        torch, _ = import_transformers()
        wanted = [self._tokenizer.ids([*output, self.end]) for output in outputs]
        prompts = [self._tokenizer.ids([*tokens, *prefix]) for tokens in sources]
        rows = [[*prompt, *tokens] for prompt, tokens in zip(prompts, wanted, strict=True)]
        scores: list[float] = []
        for part in chunks([len(row) for row in rows], SCORED_AT_ONCE):
            ids, mask = pad(rows[part], 0, self.device)
            with torch.inference_mode():
                logits = self._model(input_ids=ids, attention_mask=mask).logits
            scores += [
                mean_log_probability(row[len(prompt) - 1 :], tokens)
                for row, prompt, tokens in zip(logits, prompts[part], wanted[part], strict=True)
            ]
        return scores


def _penalties(options: dict[str, Any], start: int) -> Any:
    """Take the penalties on repetition out of ``options``, and make them look at outputs only.

    Left to transformers, they would forbid to repeat the prompt, and with it the source's names.
    """
    import transformers

    ngram, penalty = options.pop("no_repeat_ngram_size"), options.pop("repetition_penalty")
    chosen = []
    if penalty != 1:
        chosen.append(transformers.RepetitionPenaltyLogitsProcessor(penalty))
    if ngram:
        chosen.append(transformers.NoRepeatNGramLogitsProcessor(ngram))

    def apply(ids: Any, scores: Any) -> Any:
        for processor in chosen:
            scores = processor(ids[:, start:], scores)
        return scores

    return transformers.LogitsProcessorList([apply] if chosen else [])
