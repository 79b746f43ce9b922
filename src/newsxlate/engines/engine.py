"""What an engine is: four verbs over one loaded model.

An engine turns text into tokens, batches of tokens into hypotheses, and tokens back into text.
It neither sorts nor cuts batches nor retries: `newsxlate.engines.batching` and
`newsxlate.translating` do that for all engines alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Tokens = tuple[str, ...]
#: Names in a source text, each with its form in the target language.
Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One sentence to translate, or a text to summarise.

    Attributes:
        text: The source sentence.
        source: ISO 639-1 code of its language.
        target: ISO 639-1 code of the language it is wanted in.
        context: The source sentence before it, for engines that can use context; may be empty.
        prompt: Id of another prompt than the model's own, for chat models; else empty.
        length: How long the output is to be, for prompts that say so: "3 sentences".
        terms: Names in the text with their target forms, for prompts that say so.
    """

    text: str
    source: str
    target: str
    context: str = ""
    prompt: str = ""
    length: str = ""
    terms: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How hypotheses are searched for.

    Attributes:
        beam: Beam size; 1 is greedy search, 0 takes the engine's default.
        max_length_ratio: Output tokens allowed for each source token ...
        max_length_floor: ... and in any case.
        no_repeat_ngram: Forbid n-grams of this many tokens to come twice; 0 allows them.
        repetition_penalty: Above 1 makes tokens that came already less likely.
        temperature: 0 is deterministic; above it, tokens are sampled with ``seed``.
        seed: Seed for sampling.
    """

    beam: int = 0
    max_length_ratio: float = 3.0
    max_length_floor: int = 32
    no_repeat_ngram: int = 0
    repetition_penalty: float = 1.0
    temperature: float = 0.0
    seed: int = 1

    def max_length(self, source_tokens: int) -> int:
        """Output tokens allowed for a source of ``source_tokens`` tokens."""
        return max(self.max_length_floor, round(source_tokens * self.max_length_ratio))


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine made of one source.

    Attributes:
        tokens: Target tokens, without begin, end or language tokens.
        score: Mean log probability of a token (natural logarithm); 0 would be certainty.
        finished: False if the output was cut at the length limit.
    """

    tokens: Tokens
    score: float
    finished: bool


class OutOfMemoryError(Exception):
    """The batch did not fit. The batcher halves it and goes on; no user sees this one."""


class ModelInfo(Protocol):
    """What engines need to know of a registered model.

    Attributes:
        name: Its registered name.
        engine: "ctranslate2", "transformers" or "llama.cpp".
        family: "marian", "nllb", "m2m" or "chat": how its tokens are made.
        max_source_tokens: The longest source it was made for, in tokens.
        prompt: Id of a chat model's prompt in ``prompts.toml``; empty for the default one.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def engine(self) -> str: ...  # noqa: D102
    @property
    def family(self) -> str: ...  # noqa: D102
    @property
    def max_source_tokens(self) -> int: ...  # noqa: D102
    @property
    def prompt(self) -> str: ...  # noqa: D102


class Engine(Protocol):
    """One loaded model.

    Three further attributes are optional. ``chat`` says whether it is a chat model (else those of
    llama.cpp are); two say how `newsxlate.engines.batching` feeds it:
    ``parallel`` is how many calls of `generate`, from different threads, it works on at once
    (else 1), and ``batch_size`` the most sentences it gains from being given together (else any
    number).

    Attributes:
        name: The model's registered name.
        kind: "ctranslate2", "transformers" or "llama.cpp".
        device: The resolved device, such as "cpu" or "cuda:0".
        compute_type: The resolved number format, such as "int8" or "Q4_K_M".
        max_source_tokens: The longest source the model was made for; longer sentences have to
            be split before `encode`.
    """

    name: str
    kind: str
    device: str
    compute_type: str
    max_source_tokens: int

    def encode(self, request: Request) -> Tokens:
        """The source tokens of ``request``, with whatever the model wants around them."""
        ...

    def count(self, text: str) -> int:
        """How many source tokens ``text`` alone is: the figure `max_source_tokens` bounds."""
        ...

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        """Translate a batch into the language ``target``; one hypothesis a source, in order.

        Raises:
            OutOfMemoryError: The batch does not fit.
            EngineError: Anything else that went wrong.
        """
        ...

    def decode(self, tokens: Tokens) -> str:
        """The text of target ``tokens``, detokenised."""
        ...

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        """Mean log probability a token of each given target text, as a translation of its source.

        Raises:
            OutOfMemoryError: The batch does not fit.
            EngineError: The engine cannot score.
        """
        ...

    def close(self) -> None:
        """Free the model's memory."""
        ...


def is_chat(engine: Engine) -> bool:
    """Whether an engine runs a chat model, and not one made for translation."""
    return bool(getattr(engine, "chat", engine.kind == "llama.cpp"))
