"""Chat models in GGUF files, run by llama.cpp.

Sentences are translated one after another: computed together, llama.cpp's rounding, and with it
now and then a word, would depend on which sentences happened to share a batch.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsxlate.engines import prompts
from newsxlate.engines.engine import Decoding, Engine, Hypothesis, ModelInfo, Request, Tokens
from newsxlate.engines.llamaserver import LlamaServer, find_device, find_gguf
from newsxlate.errors import EngineError
from newsxlate.options import HardwareOptions

_CONTEXT_TOKENS = 4096
_PROMPT_TOKENS = 1024
# llama.cpp counts the prompt's tokens too when it punishes repetition. A window this short leaves
# the source's names alone for most of the output; an n-gram this long is no name.
_PENALTY_WINDOW = 32
_SHORTEST_LOOP = 8
_FORBIDDEN = 100.0
_FORCED = 1000.0
# "Q4_K - Medium" is what everybody calls Q4_K_M.
_TYPE_NAMES = {" - Small": "_S", " - Medium": "_M", " - Large": "_L", "all ": ""}


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote, before anything is stripped from it.

    Attributes:
        pieces: The output's tokens as text; joined, they are the output.
        log_probabilities: One for each piece, natural logarithm.
        finished: False if the length limit cut it.
        prompt_tokens: Tokens of the prompt ...
        cached_tokens: ... and how many of these had been computed before.
    """

    pieces: tuple[str, ...]
    log_probabilities: tuple[float, ...]
    finished: bool
    prompt_tokens: int
    cached_tokens: int


def load(model: ModelInfo, path: Path, hardware: HardwareOptions) -> Engine:
    """Load a GGUF file.

    Args:
        model: The registered model.
        path: The file, or a folder that holds exactly one.
        hardware: Where it runs; the file has its own compute type.

    Raises:
        EngineError: The file is missing, no GGUF file, damaged, or too large for the memory;
            or a GPU is asked for that this build of llama.cpp cannot use.
        UsageError: There is no prompt of the model's ``prompt``.
    """
    return LlamaCpp(model, path, hardware)


class LlamaCpp:
    """An `Engine` over one GGUF chat model. Search is greedy, or sampling: there are no beams.

    Source `Tokens` are the request as JSON, which the output is compared with, followed by the ids
    of the sentence's tokens as decimal numbers. The prompt around them is made by `generate`.
    Target tokens are text; those that only together make a character count as one.
    """

    kind = "llama.cpp"
    parallel = 1
    batch_size = 1

    def __init__(self, model: ModelInfo, path: Path, hardware: HardwareOptions) -> None:
        self.name = model.name
        self.max_source_tokens = model.max_source_tokens
        self.prompt = prompts.prompt(model.prompt)
        self.device, gpu = find_device(hardware.device)
        # The longest sentence and its translation have to fit beside the prompt.
        room = _PROMPT_TOKENS + round(model.max_source_tokens * (1 + Decoding().max_length_ratio))
        self._server = LlamaServer(
            find_gguf(path), context=max(_CONTEXT_TOKENS, room), threads=hardware.threads, gpu=gpu
        )
        self.compute_type = self._server.file_type
        for long, short in _TYPE_NAMES.items():
            self.compute_type = self.compute_type.replace(long, short)
        self._patterns: dict[tuple[str, ...], list[str]] = {}
        self._warm: list[int] = []

    def encode(self, request: Request) -> Tokens:
        """The request, and the ids of its sentence's tokens; see the class."""
        asked = prompts.asked(request, self.prompt)
        ids = self._server.tokenize(request.text)
        return (json.dumps(asked, ensure_ascii=False), *map(str, ids))

    def count(self, text: str) -> int:
        """How many tokens of the model's own vocabulary ``text`` is."""
        return len(self._server.tokenize(text))

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        """Translate sentence by sentence; see `Engine.generate`. Chatter is stripped."""
        return [self._hypothesis(tokens, target, decoding) for tokens in batch]

    def decode(self, tokens: Tokens) -> str:
        """The text of target tokens."""
        return "".join(tokens)

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        """Mean log probability a token of each given translation; see `Engine.score`.

        Each token of the text is forced in turn and its own probability read off, which takes
        about as long as generating the text.
        """
        pairs = zip(sources, targets, strict=True)
        return [self._score(source, text, target) for source, text in pairs]

    def complete(self, tokens: Tokens, target: str, decoding: Decoding) -> Completion:
        """What the model writes for one encoded request, with nothing stripped."""
        prompt, constant = self._render(json.loads(tokens[0]), target)
        asked: dict[str, Any] = {
            "max_tokens": decoding.max_length(len(tokens) - 1),
            "temperature": decoding.temperature,
            "seed": decoding.seed,
            "stop": list(self.prompt.stop),
            "repeat_penalty": decoding.repetition_penalty,
            "repeat_last_n": _PENALTY_WINDOW,
        }
        if decoding.no_repeat_ngram:
            asked["dry_multiplier"] = _FORBIDDEN
            asked["dry_allowed_length"] = max(decoding.no_repeat_ngram, _SHORTEST_LOOP) - 1
            asked["dry_penalty_last_n"] = self._server.context
            # Has to be given, and takes effect where a line ends, which no translation does.
            asked["dry_sequence_breakers"] = ["\n"]
        self._warm_up(prompt[:constant])
        answer = self._server.complete(prompt, **asked)
        choice = answer["choices"][0]
        pieces, log_probabilities = join_bytes((choice["logprobs"] or {}).get("content", []))
        return Completion(
            pieces=pieces,
            log_probabilities=log_probabilities,
            finished=choice["finish_reason"] != "length",
            prompt_tokens=len(prompt),
            cached_tokens=answer["timings"]["cache_n"],
        )

    def close(self) -> None:
        """Free the model's memory and remove its socket."""
        self._server.close()

    def _hypothesis(self, tokens: Tokens, target: str, decoding: Decoding) -> Hypothesis:
        completion = self.complete(tokens, target, decoding)
        source = json.loads(tokens[0])["text"]
        start, end = prompts.answer("".join(completion.pieces), source, self.prompt.stop)
        kept: list[str] = []
        scores: list[float] = []
        position = 0
        for piece, score in zip(completion.pieces, completion.log_probabilities, strict=True):
            inside = piece[max(0, start - position) : max(0, end - position)]
            position += len(piece)
            # One sentence is one line.
            inside = re.sub(r"\s*\n\s*", " ", inside)
            if kept and kept[-1].endswith(" "):
                inside = inside.lstrip(" ")
            if inside:
                kept.append(inside)
                scores.append(score)
        return Hypothesis(
            tokens=tuple(kept),
            score=sum(scores) / len(scores) if scores else 0.0,
            finished=completion.finished,
        )

    def _score(self, tokens: Tokens, text: str, target: str) -> float:
        prompt, constant = self._render(json.loads(tokens[0]), target)
        # A base model's prompt ends in a word; its output begins with the space.
        forced = self._server.tokenize(text if self.prompt.chat else f" {text}")
        if not forced:
            raise EngineError("an empty translation cannot be scored")
        total = 0.0
        self._warm_up(prompt[:constant])
        for number, token in enumerate(forced):
            answer = self._server.complete(
                prompt + forced[:number],
                max_tokens=1,
                temperature=0.0,
                logit_bias=[[token, _FORCED]],
            )
            # The probability reported is the model's own, before the bias.
            total += answer["choices"][0]["logprobs"]["content"][0]["logprob"]
        return total / len(forced)

    def _warm_up(self, constant: list[int]) -> None:
        """Leave exactly the prompt's constant beginning in llama.cpp's cache.

        The cache keeps whatever beginning two prompts share. Left to itself, "Die" would be
        computed in a batch of another shape after a sentence with "Die" than after one with "Er",
        rounded otherwise, and the sentence could be translated otherwise. So the cache is first
        cut back to what all sentences share, which costs one token.
        """
        if not constant:
            return
        if constant != self._warm:
            self._server.complete(constant, max_tokens=0, cache_prompt=False)
            self._warm = constant
        self._server.complete(constant, max_tokens=0)

    def _render(self, request: dict[str, str], target: str) -> tuple[list[int], int]:
        """The whole prompt's token ids, and how many of them are its constant beginning.

        The source is tokenised apart from the template, as plain text, so that an article that
        mentions "<|im_end|>" does not end its own prompt.
        """
        given = prompts.given(request)
        pattern = self._pattern(request, target)
        result: list[int] = []
        constant, space = 0, ""
        for number, part in enumerate(pattern):
            if part in given:
                result += self._server.tokenize(space + given[part])
                space = ""
                continue
            # Tokens start with the space before a word: it goes with what is filled in.
            fixed = part if number == len(pattern) - 1 else part.rstrip(" ")
            space = part[len(fixed) :]
            result += self._server.tokenize(fixed, special=True, first=number == 0)
            if number == 0:
                constant = len(result)
        return result, constant

    def _pattern(self, request: dict[str, str], target: str) -> list[str]:
        """The prompt as text, cut at the places that are filled in."""
        key = (target, *prompts.key(request))
        if key not in self._patterns:
            chat, messages = prompts.asking(request, self.prompt, target)
            text = self._server.template(messages) if chat else messages[0]["content"]
            self._patterns[key] = prompts.PLACES.split(text)
        return self._patterns[key]


def join_bytes(content: list[dict[str, Any]]) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Texts and log probabilities of the tokens llama.cpp reports with their "bytes".

    A character divided between tokens belongs to the last of them; one that has no other is joined
    with it. Bytes that make no character become U+FFFD. The end token, without bytes, is left out.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    pieces: list[str] = []
    log_probabilities: list[float] = []
    pending = 0.0
    for token in content:
        text = decoder.decode(bytes(token["bytes"]))
        if token["bytes"]:
            pending += token["logprob"]
        if text:
            pieces.append(text)
            log_probabilities.append(pending)
            pending = 0.0
    if cut := decoder.decode(b"", final=True):
        pieces.append(cut)
        log_probabilities.append(pending)
    return tuple(pieces), tuple(log_probabilities)
