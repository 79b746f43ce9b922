"""What an engine is: a few verbs over one loaded model.

An engine turns text into tokens, batches of tokens into hypotheses, and tokens back into text.
It neither sorts nor cuts batches nor retries: `newsxlate.engines.batching` and
`newsxlate.translating` do that for all engines alike.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
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
        example: A similar sentence and its translation by a person, for chat models; else empty.
    """

    text: str
    source: str
    target: str
    context: str = ""
    prompt: str = ""
    length: str = ""
    terms: Terms = ()
    example: tuple[()] | tuple[str, str] = ()


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


class Engine(ABC):
    """One loaded model.

    Of the shapes in the docstrings, ``batch`` is the number of sentences; a sentence's tokens are
    as many as it has, and nothing is padded here.

    Attributes:
        name: The model's registered name.
        kind: "ctranslate2", "transformers" or "llama.cpp".
        device: The resolved device, such as "cpu" or "cuda:0".
        compute_type: The resolved number format, such as "int8" or "Q4_K_M".
        max_source_tokens: The longest source the model was made for; longer sentences have to
            be split before `encode`.
        chat: Whether it is a chat model, and not one made for translation.
        parallel: How many calls of `generate`, from different threads, it works on at once.
        batch_size: The most sentences it gains from being given together; 0 for any number.
    """

    name: str
    kind: str
    device: str
    compute_type: str
    max_source_tokens: int
    chat: bool = False
    parallel: int = 1
    batch_size: int = 0

    @abstractmethod
    def encode(self, request: Request) -> Tokens:
        """The source tokens of a request, with whatever the model wants around them.

        Args:
            request: One sentence, or a text to summarise.

        Returns:
            Its tokens, shape [source tokens].
        """

    @abstractmethod
    def count(self, text: str) -> int:
        """How many source tokens ``text`` alone is: the figure `max_source_tokens` bounds."""

    @abstractmethod
    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        """Translate a batch into one language.

        Args:
            batch: What `encode` gave, shape [batch, source tokens].
            target: ISO 639-1 code of the target language.
            decoding: How to search.

        Returns:
            One hypothesis a source, in order, shape [batch]; the tokens of each, shape
            [target tokens].

        Raises:
            OutOfMemoryError: The batch does not fit.
            EngineError: Anything else that went wrong.
        """

    @abstractmethod
    def decode(self, tokens: Tokens) -> str:
        """The text of target tokens, shape [target tokens], detokenised."""

    @abstractmethod
    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        """Mean log probability a token of given texts, as translations of their sources.

        Args:
            sources: What `encode` gave, shape [batch, source tokens].
            targets: The translations, shape [batch].
            target: ISO 639-1 code of their language.

        Returns:
            Natural logarithms, shape [batch].

        Raises:
            OutOfMemoryError: The batch does not fit.
            EngineError: The engine cannot score.
        """

    @abstractmethod
    def close(self) -> None:
        """Free the model's memory."""
