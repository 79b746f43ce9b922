"""An engine made of two parts: a tokenizer, and a backend that searches for target tokens.

Here is what all backends have in common: limits on the output that depend on the sentence alone,
sampling one sentence at a time, and scores that mean the same whatever the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from newsxlate.engines.device import engine_errors
from newsxlate.engines.engine import Decoding, Hypothesis, ModelInfo, Request, Tokens
from newsxlate.engines.tokenizers import Tokenizer

# No family's table of positions is shorter, and no sentence is longer.
MAX_TARGET_TOKENS = 511
# The sentences of an article fall under the first, so that batches stay whole; what loops does so
# for that many tokens only. Steps of 32 or 64 were measured to cost up to a quarter.
_STEPS = (384, MAX_TARGET_TOKENS)

Found = tuple[Sequence[str], float | None]


class Backend(Protocol):
    """A loaded model that maps tokens to tokens.

    Attributes:
        kind: The engine's name, as in `Engine`.
        device: The resolved device.
        compute_type: The resolved number format.
        parallel: How many searches it works on at once.
        end: The token that ends an output.
        default_beam: The beam size where none is asked for.
    """

    kind: str
    device: str
    compute_type: str
    parallel: int
    end: str
    default_beam: int

    def search(
        self, sources: Sequence[Tokens], prefix: Tokens, limit: int, decoding: Decoding
    ) -> list[Found]:
        """Find an output for each source.

        Args:
            sources: What the model reads.
            prefix: What each output has to begin with.
            limit: Tokens an output may have, neither prefix nor end token counted.
            decoding: How to search, with a beam size; its limits are not heeded.

        Returns:
            The tokens, without the prefix, with the end token if the search reached it; and their
            mean log probability, or None if the search did not use the model's own probabilities.
        """
        ...

    def score(
        self, sources: Sequence[Tokens], outputs: Sequence[Tokens], prefix: Tokens
    ) -> list[float]:
        """Mean log probability of each output's tokens and of its end after them."""
        ...

    def close(self) -> None:
        """Free the model's memory."""
        ...


class TokenEngine:
    """An `Engine` over a tokenizer and a backend."""

    def __init__(self, model: ModelInfo, tokenizer: Tokenizer, backend: Backend) -> None:
        self.name = model.name
        self.max_source_tokens = model.max_source_tokens
        self.kind = backend.kind
        self.chat = model.family == "chat"
        self.device = backend.device
        self.compute_type = backend.compute_type
        self.parallel = backend.parallel
        self._tokenizer = tokenizer
        self._backend = backend

    def encode(self, request: Request) -> Tokens:
        """Source tokens; see `Engine.encode`."""
        return self._tokenizer.encode(request)

    def count(self, text: str) -> int:
        """How many source tokens ``text`` is, language and end tokens included."""
        return self._tokenizer.count(text)

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        """Translate a batch; see `Engine.generate`.

        Unknown tokens are never generated, and neither are empty translations.
        """
        decoding = replace(decoding, beam=decoding.beam or self._backend.default_beam)
        found: dict[int, Hypothesis] = {}
        lengths = [self._tokenizer.length(tokens) for tokens in batch]
        with engine_errors(f"{self.name} cannot translate"):
            for limit, members in by_limit(lengths, decoding).items():
                # Random numbers are drawn in the order of the batch, so each sentence that is
                # sampled gets a batch, and the seed, of its own.
                groups = [[member] for member in members] if decoding.temperature else [members]
                for group in groups:
                    sources = [batch[index] for index in group]
                    made = self._search(sources, target, limit, decoding)
                    found.update(zip(group, made, strict=True))
        return [found[index] for index in range(len(batch))]

    def decode(self, tokens: Tokens) -> str:
        """The text of target tokens; see `Engine.decode`."""
        return self._tokenizer.decode(tokens)

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        """Mean log probability of a token, the end token included; see `Engine.score`."""
        read = [self._tokenizer.model_input(tokens, target) for tokens in sources]
        outputs = [self._tokenizer.encode_target(text) for text in targets]
        with engine_errors(f"{self.name} cannot score"):
            return self._backend.score(read, outputs, self._tokenizer.prefix(target))

    def close(self) -> None:
        """Free the model's memory."""
        self._backend.close()

    def _search(
        self, batch: Sequence[Tokens], target: str, limit: int, decoding: Decoding
    ) -> list[Hypothesis]:
        prefix = self._tokenizer.prefix(target)
        sources = [self._tokenizer.model_input(tokens, target) for tokens in batch]
        made: list[Hypothesis] = []
        unscored: list[int] = []
        found = self._backend.search(sources, prefix, limit, decoding)
        for number, (tokens, (output, score)) in enumerate(zip(batch, found, strict=True)):
            own = own_limit(self._tokenizer.length(tokens), decoding)
            kept, finished = cut(output, self._backend.end, own)
            answer, stopped = self._tokenizer.answer(tokens, kept)
            if score is None or len(answer) != len(output) - finished:
                unscored.append(number)
            made.append(Hypothesis(answer, score or 0.0, finished or stopped))
        # What was cut, or found under penalties, is scored as it now is.
        scores = (
            self._backend.score(
                [sources[n] for n in unscored], [made[n].tokens for n in unscored], prefix
            )
            if unscored
            else []
        )
        for number, value in zip(unscored, scores, strict=True):
            made[number] = Hypothesis(made[number].tokens, value, made[number].finished)
        return made


def own_limit(source_tokens: int, decoding: Decoding) -> int:
    """Output tokens allowed for a source of ``source_tokens`` tokens, whatever the model."""
    return min(decoding.max_length(source_tokens), MAX_TARGET_TOKENS)


def by_limit(lengths: Sequence[int], decoding: Decoding) -> dict[int, list[int]]:
    """Group the sentences of a batch that may be searched for with one and the same limit.

    Where a beam search stops changes what it finds, and backends take one limit for a batch. Were
    that the batch's largest, a sentence's translation would depend on its batch-mates. So each
    sentence's own limit is rounded up to one of few steps, and sentences of the same step are
    searched for together. What exceeds the own limit is cut by `cut` afterwards. Greedy search and
    sampling find the same whatever comes after.

    Args:
        lengths: Source tokens of each sentence.
        decoding: Gives the own limits, and the beam size.

    Returns:
        For each limit, the indices of its sentences in order.
    """
    own = [own_limit(length, decoding) for length in lengths]
    if decoding.beam == 1 or decoding.temperature:
        return {max(own): list(range(len(own)))}
    groups: dict[int, list[int]] = {}
    for index, limit in enumerate(own):
        groups.setdefault(next(step for step in _STEPS if step >= limit), []).append(index)
    return groups


def cut(output: Sequence[str], end: str, limit: int) -> tuple[Tokens, bool]:
    """Take the end token from an output, and what exceeds the limit.

    Returns:
        The tokens, and whether the output was complete.
    """
    finished = bool(output) and output[-1] == end
    tokens = tuple(output[:-1] if finished else output)
    return tokens[:limit], finished and len(tokens) <= limit
