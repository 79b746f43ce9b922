"""The vocabulary that source and target share, and the text files that go with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sentencepiece

# The target languages, by the codes that OPUS-MT's multilingual models use, in the order of the
# columns of the training data.
TARGETS = ("eng", "fra", "ita")

_END, _UNKNOWN, _PADDING = "</s>", "<unk>", "<pad>"
_CONTROL = frozenset({"<s>", _END, _UNKNOWN, _PADDING})

Ids = npt.NDArray[np.uint16]


class Vocabulary:
    """Ids of </s>, <unk>, the target codes, every SentencePiece piece, and <pad>, in this order.

    Both sides use the pieces of one SentencePiece model; only what is done to the text before may
    differ (see `training.prepare.source_model`).

    Attributes:
        tokens: All tokens, in the order of their ids.
        end: Id of </s>.
        padding: Id of <pad>, the last one. Decoding starts from it.
        codes: Id of each target's code, in the order of `TARGETS`.
    """

    def __init__(self, folder: Path) -> None:
        """Read ``source.spm`` and ``target.spm``, or ``spm.model`` in place of either.

        Raises:
            ValueError: The two do not have the same pieces.
        """
        self.models = {side: _model_bytes(folder, side) for side in ("source", "target")}
        self._source, self._target = (_processor(model) for model in self.models.values())
        pieces = _pieces(self._source)
        if pieces != _pieces(self._target):
            raise ValueError(f"source.spm and target.spm in {folder} have different pieces")
        codes = [f">>{target}<<" for target in TARGETS]
        kept = [piece for piece in pieces if piece not in _CONTROL]
        self.tokens = [_END, _UNKNOWN, *codes, *kept, _PADDING]
        if len(self.tokens) > np.iinfo(np.uint16).max:
            raise ValueError(f"{len(self.tokens):,} tokens are more than ids of 16 bits can tell")
        index = {token: number for number, token in enumerate(self.tokens)}
        self.end, self.padding = index[_END], index[_PADDING]
        self.codes = tuple(index[code] for code in codes)
        self._first_piece = index[_UNKNOWN] + 1 + len(codes)
        unknown = index[_UNKNOWN]
        self._ids = np.array([index.get(piece, unknown) for piece in pieces], dtype=np.uint16)

    def __len__(self) -> int:
        return len(self.tokens)

    def encode_source(self, lines: Sequence[str], threads: int = 1) -> list[Ids]:
        """Ids of source lines, without code and end."""
        return self._encode(self._source, lines, threads)

    def encode_target(self, lines: Sequence[str], threads: int = 1) -> list[Ids]:
        """Ids of target lines, without end."""
        return self._encode(self._target, lines, threads)

    def decode(self, ids: Sequence[int]) -> str:
        """The text of target ids; control tokens are left out."""
        pieces = [self.tokens[i] for i in ids if self._first_piece <= i < self.padding]
        return str(self._target.decode_pieces(pieces))

    def write(self, folder: Path) -> None:
        """Write the tokenizer's files as MarianTokenizer and newsxlate read them."""
        for side, model in self.models.items():
            (folder / f"{side}.spm").write_bytes(model)
        ids = {token: number for number, token in enumerate(self.tokens)}
        (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
        settings = {
            "tokenizer_class": "MarianTokenizer",
            "source_lang": "deu",
            "target_lang": "+".join(TARGETS),
            "model_max_length": 512,
        }
        (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")

    def _encode(self, processor: Any, lines: Sequence[str], threads: int) -> list[Ids]:
        encoded = processor.encode(list(lines), num_threads=threads)
        return [self._ids[np.asarray(row, dtype=np.int64)] for row in encoded]


def _model_bytes(folder: Path, side: str) -> bytes:
    own = folder / f"{side}.spm"
    return (own if own.is_file() else folder / "spm.model").read_bytes()


def _processor(model: bytes) -> Any:
    return sentencepiece.SentencePieceProcessor(model_proto=model)


def _pieces(processor: Any) -> list[str]:
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
