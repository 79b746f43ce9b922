"""Sequence-to-sequence models through transformers: what CTranslate2 cannot convert.

transformers 5 has no translation pipeline any more; this calls ``generate`` itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsxlate.engines.device import loading
from newsxlate.engines.engine import Decoding, Engine, ModelInfo, Tokens
from newsxlate.engines.token_engine import Found, TokenEngine
from newsxlate.engines.tokenizers import END, UNKNOWN, SubwordTokenizer, load_tokenizer
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
    """Load a model as it lies on the Hub; see `newsxlate.engines.load_engine`."""
    import_transformers()
    tokenizer = load_tokenizer(model.family, path)
    device, compute_type = placement(model.family, hardware)
    with loading(model.name):
        backend = SequenceToSequence(path, model.family, tokenizer, device, compute_type)
    return TokenEngine(model, tokenizer, backend)


class SequenceToSequence(Pretrained):
    """A `Backend` over one Marian, NLLB or M2M-100 model."""

    loader = "AutoModelForSeq2SeqLM"
    end = END
    default_beam = 4

    def __init__(
        self,
        path: Path,
        family: str,
        tokenizer: SubwordTokenizer,
        device: str,
        compute_type: str,
    ) -> None:
        super().__init__(path, device, compute_type)
        source, target = tokenizer.vocabularies()
        self._source_ids = {token: number for number, token in enumerate(source)}
        self._ids = {token: number for number, token in enumerate(target)}
        # Some models have more rows than tokens, for the sake of the hardware.
        rows = self._model.get_output_embeddings().weight.shape[0]
        self._tokens = [*target, *[UNKNOWN] * (rows - len(target))]
        self._padding: int = self._model.config.pad_token_id
        self._start: int = self._model.config.decoder_start_token_id
        # Marian's padding stands for the beginning of a sentence and is no word of the model.
        self._banned = [self._padding] if family == "marian" else []

    def search(
        self, sources: Sequence[Tokens], prefix: Tokens, limit: int, decoding: Decoding
    ) -> list[Found]:
        """Find an output for each source; see `Backend.search`."""
        torch, transformers = import_transformers()
        ids, mask = self._read(sources)
        config = transformers.GenerationConfig(
            **search_options(decoding, [*self._banned, self._ids[UNKNOWN]]),
            max_new_tokens=len(prefix) + limit + 1,
            min_new_tokens=len(prefix) + 1,
            decoder_start_token_id=self._start,
            pad_token_id=self._padding,
            eos_token_id=self._ids[END],
            forced_bos_token_id=self._ids[prefix[0]] if prefix else None,
        )
        with quiet(), torch.inference_mode(), seeded(decoding):
            rows = self._model.generate(
                input_ids=ids, attention_mask=mask, generation_config=config
            )
        outputs = [until(row[1 + len(prefix) :], self._ids[END]) for row in rows.tolist()]
        return [([self._tokens[number] for number in output], None) for output in outputs]

    def score(
        self, sources: Sequence[Tokens], outputs: Sequence[Tokens], prefix: Tokens
    ) -> list[float]:
        """Mean log probability of each output; see `Backend.score`."""
        torch, _ = import_transformers()
        wanted = [self._targets((*output, END)) for output in outputs]
        forced = [self._start, *self._targets(prefix)]
        scores: list[float] = []
        for part in chunks([len(row) for row in wanted], SCORED_AT_ONCE):
            ids, mask = self._read(sources[part])
            written, _ = pad(
                [[*forced, *row[:-1]] for row in wanted[part]], self._padding, self.device
            )
            with torch.inference_mode():
                logits = self._model(
                    input_ids=ids, attention_mask=mask, decoder_input_ids=written
                ).logits[:, len(prefix) :]
            scores += [
                mean_log_probability(row, tokens, self._banned)
                for row, tokens in zip(logits, wanted[part], strict=True)
            ]
        return scores

    def _read(self, sources: Sequence[Tokens]) -> tuple[object, object]:
        """Ids and attention mask of sources, as the encoder takes them."""
        unknown = self._source_ids[UNKNOWN]
        rows = [[self._source_ids.get(token, unknown) for token in source] for source in sources]
        return pad(rows, self._padding, self.device)

    def _targets(self, tokens: Tokens) -> list[int]:
        return [self._ids.get(token, self._ids[UNKNOWN]) for token in tokens]
