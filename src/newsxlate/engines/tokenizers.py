"""Text to tokens and back for Marian, NLLB, M2M-100 and mT5, from their SentencePiece models alone.

A converted model runs without transformers this way. The pieces are those of transformers'
tokenizers, with one difference on purpose: nothing in a text is ever taken for a control token, so
an article may mention "</s>" or ">>fra<<".

Papers: SentencePiece (Kudo and Richardson, 2018); OPUS-MT (Tiedemann and Thottingal, 2020), whose
multilingual models take the target language as a first source token (Johnson et al., 2017);
M2M-100 (Fan et al., 2021) and NLLB (NLLB Team, 2022), which force it as the first target token.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsxlate.engines.engine import Request, Tokens
from newsxlate.errors import EngineError, UsageError
from newsxlate.languages import language

END = "</s>"
UNKNOWN = "<unk>"
PADDING = "<pad>"

# What each family keeps beside its weights. M2M-100's vocab.json gives ids, which only
# transformers needs.
FILES = {
    "marian": ("source.spm", "target.spm", "vocab.json"),
    "nllb": ("sentencepiece.bpe.model",),
    "m2m": ("sentencepiece.bpe.model",),
    "mt5": ("spiece.model",),
}
# Models converted by others may come without the first; CTranslate2's own lists are in id order.
_MARIAN_VOCABULARIES = ("vocab.json", "shared_vocabulary.json", "source_vocabulary.json")
SEPARATE_VOCABULARY = "target_vocab.json"
_HINT = "`newsxlate models list` says which languages each model knows."


class Tokenizer(ABC):
    """Source text to what a model reads, and what it writes to target text."""

    @abstractmethod
    def encode(self, request: Request) -> Tokens:
        """Source tokens; see `Engine.encode`."""

    @abstractmethod
    def count(self, text: str) -> int:
        """How many source tokens ``text`` is, with those the model expects around it."""

    @abstractmethod
    def encode_target(self, text: str) -> Tokens:
        """Target tokens of ``text``, without language and end tokens."""

    @abstractmethod
    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens; control tokens among them are left out."""

    def prefix(self, target: str) -> Tokens:
        """Target tokens that the output is made to begin with; none for most models."""
        return ()

    def model_input(self, tokens: Tokens, target: str) -> Tokens:
        """What the model reads for the source tokens that `encode` gave."""
        return tokens

    def length(self, tokens: Tokens) -> int:
        """How long the sentence is that limits on the output depend on."""
        return len(tokens)

    def answer(self, source: Tokens, output: Tokens) -> tuple[Tokens, bool]:
        """The translation among the target tokens, and whether something marks its end."""
        return output, False


class SubwordTokenizer(Tokenizer):
    """A tokenizer of a sequence-to-sequence model, which knows the ids of its tokens."""

    @abstractmethod
    def vocabularies(self) -> tuple[list[str], list[str]]:
        """All source and all target tokens in the order of their ids; mostly the same ones.

        Raises:
            ImportError: transformers, which knows the multilingual models' ids, is missing.
        """


def load_tokenizer(family: str, folder: Path) -> SubwordTokenizer:
    """Load the tokenizer of a downloaded or converted model.

    Args:
        family: "marian", "nllb", "m2m" or "mt5".
        folder: Where the files named in `FILES` lie.

    Raises:
        EngineError: A file is missing or damaged, or the family is unknown.
    """
    if family not in FILES:
        raise EngineError(f"there is no tokenizer for models of the family {family!r}")
    try:
        if family == "mt5":
            return Summariser(folder)
        return Marian(folder) if family == "marian" else Multilingual(family, folder)
    except (OSError, RuntimeError, ValueError) as error:
        raise EngineError(
            f"cannot read the tokenizer in {folder}: {error}".splitlines()[0],
            hint="`newsxlate models verify` finds damaged files; `models pull` fetches them again.",
        ) from error


class Marian(SubwordTokenizer):
    """OPUS-MT: two SentencePiece models, one vocabulary, sometimes a target language token."""

    def __init__(self, folder: Path) -> None:
        self._source = _sentencepiece(folder / "source.spm")
        self._target = _sentencepiece(folder / "target.spm")
        names = [name for name in _MARIAN_VOCABULARIES if (folder / name).is_file()]
        self._ids = _read_ids(folder / (names or _MARIAN_VOCABULARIES)[0])
        separate = folder / SEPARATE_VOCABULARY
        self._target_ids = _read_ids(separate) if separate.is_file() else self._ids
        codes = [token for token in self._ids if token.startswith(">>") and token.endswith("<<")]
        self._codes = frozenset(token[2:-2] for token in codes)
        self._control = frozenset({END, UNKNOWN, PADDING, *codes})

    def encode(self, request: Request) -> Tokens:
        """Source tokens: ``[>>xxx<<] … </s>``."""
        code = (f">>{self._code(request.target)}<<",) if self._codes else ()
        return (*code, *self._source.encode(request.text, out_type=str), END)

    def count(self, text: str) -> int:
        """How many source tokens ``text`` is, language and end tokens included."""
        return len(self._source.encode(text)) + 1 + bool(self._codes)

    def encode_target(self, text: str) -> Tokens:
        """Target tokens of ``text``."""
        return tuple(self._target.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        return _detokenize(self._target, tokens, self._control)

    def vocabularies(self) -> tuple[list[str], list[str]]:
        """Source and target tokens by id; see `SubwordTokenizer`."""
        return sorted(self._ids, key=self._ids.__getitem__), sorted(
            self._target_ids, key=self._target_ids.__getitem__
        )

    def _code(self, target: str) -> str:
        """The model's own code for a target language: ISO 639-3 in most, 639-1 in old ones."""
        entry = language(target)
        for wanted in (entry.opus, entry.nllb.partition("_")[0], entry.code):
            # A script or region can follow: "cmn_Hans", "pt_br".
            for code in sorted(self._codes):
                if wanted and (code == wanted or code.startswith(f"{wanted}_")):
                    return code
        raise UsageError(f"the model cannot translate into {entry.name}", hint=_HINT)


class Multilingual(SubwordTokenizer):
    """NLLB and M2M-100: one SentencePiece model, and a language token first on both sides."""

    def __init__(self, family: str, folder: Path) -> None:
        self._family = family
        self._folder = folder
        self._pieces = _sentencepiece(folder / "sentencepiece.bpe.model")

    def encode(self, request: Request) -> Tokens:
        """Source tokens: ``code … </s>``."""
        return (self._code(request.source), *self.encode_target(request.text), END)

    def count(self, text: str) -> int:
        """How many source tokens ``text`` is, language and end tokens included."""
        return len(self._pieces.encode(text)) + 2

    def prefix(self, target: str) -> Tokens:
        """The code of the target language."""
        return (self._code(target),)

    def encode_target(self, text: str) -> Tokens:
        """Target tokens of ``text``."""
        return tuple(self._pieces.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        return _detokenize(self._pieces, tokens, frozenset({END, UNKNOWN, PADDING, "<s>"}))

    def vocabularies(self) -> tuple[list[str], list[str]]:
        """All tokens by id, twice; see `SubwordTokenizer`. Ids follow fairseq's order."""
        if self._family == "m2m":
            from transformers.models.m2m_100 import tokenization_m2m_100 as m2m

            ids = _read_ids(self._folder / "vocab.json")
            codes = [f"__{code}__" for code in m2m.FAIRSEQ_LANGUAGE_CODES["m2m100"]]
            tokens = [*sorted(ids, key=ids.__getitem__), *codes]
        else:
            from transformers.models.nllb import tokenization_nllb as nllb

            # SentencePiece's own <unk>, <s> and </s> come first in its model.
            size = self._pieces.get_piece_size()
            pieces = [self._pieces.id_to_piece(number) for number in range(3, size)]
            codes = list(nllb.FAIRSEQ_LANGUAGE_CODES)
            tokens = ["<s>", PADDING, END, UNKNOWN, *pieces, *codes, "<mask>"]
        return tokens, tokens

    def _code(self, code: str) -> str:
        entry = language(code)
        known = entry.nllb if self._family == "nllb" else entry.m2m
        if not known:
            raise UsageError(f"the model does not know {entry.name}", hint=_HINT)
        return known if self._family == "nllb" else f"__{known}__"


class Summariser(SubwordTokenizer):
    """mT5 (Xue et al., 2021): one SentencePiece model for all languages, which no token names."""

    def __init__(self, folder: Path) -> None:
        self._pieces = _sentencepiece(folder / "spiece.model")

    def encode(self, request: Request) -> Tokens:
        """Source tokens: ``… </s>``."""
        return (*self.encode_target(request.text), END)

    def count(self, text: str) -> int:
        """How many source tokens ``text`` is, the end token included."""
        return len(self._pieces.encode(text)) + 1

    def encode_target(self, text: str) -> Tokens:
        """Target tokens of ``text``."""
        return tuple(self._pieces.encode(text, out_type=str))

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens."""
        return _detokenize(self._pieces, tokens, frozenset({END, UNKNOWN, PADDING}))

    def vocabularies(self) -> tuple[list[str], list[str]]:
        """All tokens by id, twice: SentencePiece's own order is the model's."""
        tokens = [self._pieces.id_to_piece(i) for i in range(self._pieces.get_piece_size())]
        return tokens, tokens


def _sentencepiece(path: Path) -> Any:
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())


def _read_ids(path: Path) -> dict[str, int]:
    """Tokens and their ids, from a JSON object that maps them or a list in the order of ids."""
    read: dict[str, int] | list[str] = json.loads(path.read_text(encoding="utf-8"))
    return read if isinstance(read, dict) else {token: i for i, token in enumerate(read)}


def _detokenize(model: Any, tokens: Sequence[str], control: frozenset[str]) -> str:
    text: str = model.decode_pieces([token for token in tokens if token not in control])
    # Pieces that this side's model does not have keep their marker.
    return text.replace("▁", " ").strip()
