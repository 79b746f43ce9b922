"""Prompts and tokens of chat models in transformers' format.

Source `Tokens` are the request as JSON, which the output is compared with, followed by the
sentence's tokens; the prompt around them is made when the model reads them. So what is limited and
counted is the sentence, not the prompt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsxlate.engines import prompts
from newsxlate.engines.device import engine_errors
from newsxlate.engines.engine import Request, Tokens
from newsxlate.engines.tokenizers import Tokenizer
from newsxlate.engines.torch_support import INSTALL_HINT, quiet


class ChatTokenizer(Tokenizer):
    """The tokenizer of a chat model, with its chat template and a prompt."""

    def __init__(self, path: Path, prompt: str) -> None:
        """Load a tokenizer.

        Args:
            path: The model's folder.
            prompt: Id of the prompt; empty for the default one.

        Raises:
            UsageError: There is no such prompt.
            EngineError: transformers is missing, or the tokenizer's files are.
        """
        self.prompt = prompts.prompt(prompt)
        with engine_errors(f"cannot load the tokenizer in {path}", hint=INSTALL_HINT):
            import transformers

            # By its configuration a folder of transformers' gets another class, and other tokens,
            # than the same model's folder for CTranslate2; tokenizer.json is the same in both.
            complete = (path / "tokenizer.json").is_file()
            kind = transformers.PreTrainedTokenizerFast if complete else transformers.AutoTokenizer
            with quiet():
                self._tokenizer: Any = kind.from_pretrained(path, local_files_only=True)
        self.end: str = self._tokenizer.eos_token
        self._parts: dict[tuple[str, ...], list[str]] = {}

    def encode(self, request: Request) -> Tokens:
        """The request as JSON, and the sentence's tokens."""
        asked = prompts.asked(request, self.prompt)
        return (json.dumps(asked, ensure_ascii=False), *self._plain(request.text))

    def count(self, text: str) -> int:
        """How many tokens of the model ``text`` is, without the prompt."""
        return len(self._plain(text))

    def length(self, tokens: Tokens) -> int:
        """The length of the sentence alone."""
        return len(tokens) - 1

    def model_input(self, tokens: Tokens, target: str) -> Tokens:
        """The whole prompt.

        What is filled in is tokenised apart from the template, as plain text, so that an article
        that mentions "<|im_end|>" does not end its own prompt.
        """
        request = json.loads(tokens[0])
        given = prompts.given(request)
        result: list[str] = []
        space = ""
        parts = self._template(request, target)
        for number, part in enumerate(parts):
            if part in given:
                result += self._plain(space + given[part])
                space = ""
                continue
            # Tokens start with the space before a word: it goes with what is filled in.
            fixed = part if number == len(parts) - 1 else part.rstrip(" ")
            space = part[len(fixed) :]
            result += self._tokenizer.tokenize(fixed)
        return tuple(result)

    def encode_target(self, text: str) -> Tokens:
        """Tokens of a translation as the model would write it."""
        # A base model's prompt ends in a word; its output begins with the space.
        return self._plain(text if self.prompt.chat else f" {text}")

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        text: str = self._tokenizer.decode(self.ids(tokens), skip_special_tokens=True)
        return text.strip()

    def answer(self, source: Tokens, output: Tokens) -> tuple[Tokens, bool]:
        """The translation without what was put around it, and whether a stop string ended it."""
        text: str = self._tokenizer.decode(self.ids(output), skip_special_tokens=True)
        stop = self.prompt.stop
        start, end = prompts.answer(text, json.loads(source[0])["text"], stop)
        kept = re.sub(r"\s*\n\s*", " ", text[start:end])
        stopped = any(mark in text for mark in stop)
        return (output if kept == text else self._plain(kept)), stopped

    def ids(self, tokens: Sequence[str]) -> list[int]:
        """The ids of tokens."""
        ids: list[int] = self._tokenizer.convert_tokens_to_ids(list(tokens))
        return ids

    def tokens(self, ids: Sequence[int]) -> list[str]:
        """The tokens of ids."""
        tokens: list[str] = self._tokenizer.convert_ids_to_tokens(list(ids))
        return tokens

    def _plain(self, text: str) -> Tokens:
        return tuple(self._tokenizer.tokenize(text, split_special_tokens=True))

    def _template(self, request: dict[str, str], target: str) -> list[str]:
        """The prompt as text, cut at the places that are filled in."""
        key = (target, *prompts.key(request))
        if key not in self._parts:
            chat, messages = prompts.asking(request, self.prompt, target)
            text = messages[0]["content"]
            if chat:
                text = self._tokenizer.apply_chat_template(
                    messages, tokenize=False, add_generation_prompt=True
                )
            self._parts[key] = prompts.PLACES.split(text)
        return self._parts[key]
