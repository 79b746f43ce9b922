"""Hub models to CTranslate2's format, once, when they are pulled.

Conversion needs torch and transformers; running what comes out needs neither.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from newsxlate.engines.tokenizers import (
    END,
    FILES,
    SEPARATE_VOCABULARY,
    UNKNOWN,
    SubwordTokenizer,
    load_tokenizer,
)
from newsxlate.engines.torch_support import INSTALL_HINT, quiet
from newsxlate.engines.weights import check_weights
from newsxlate.errors import ModelError, NewsxlateError
from newsxlate.files import storage_errors

_CHAT_FILES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "generation_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.jinja",
    "vocab.json",
    "merges.txt",
)


def missing_for_conversion() -> list[str]:
    """The packages that have to be installed before a model can be converted."""
    return [name for name in ("torch", "transformers") if find_spec(name) is None]


def convert(folder: Path, output: Path, *, quantization: str = "float16") -> None:
    """Convert a model as downloaded from the Hub to a CTranslate2 folder with its tokenizer.

    The folder appears whole or not at all; one that is there already is replaced.

    Args:
        folder: Configuration, weights and tokenizer files of a Marian, NLLB, M2M-100 or chat
            model.
        output: The folder to write.
        quantization: The number format on disk, a CTranslate2 type. float16 loses nothing that
            matters and serves every device: CTranslate2 computes in other formats from it, too.

    Raises:
        ModelError: torch or transformers is missing, a file is missing, damaged or more than
            weights, or CTranslate2 does not know the architecture.
        StorageError: The disk is full or may not be written to.
    """
    if missing := missing_for_conversion():
        raise ModelError(
            f"converting {folder.name} needs {' and '.join(missing)}", hint=INSTALL_HINT
        )
    check_weights(folder)
    family = _family(folder)
    if family == "marian" and (folder / SEPARATE_VOCABULARY).is_file():
        raise ModelError(
            f"{folder.name} has one vocabulary for each side, which CTranslate2 cannot convert",
            hint='Register it with engine = "transformers".',
        )
    tokenizer = load_tokenizer(family, folder) if family in FILES else None
    copied = [name for name in FILES.get(family, _CHAT_FILES) if (folder / name).is_file()]
    with storage_errors(output):
        work = Path(tempfile.mkdtemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent))
    try:
        converter = _converter(folder, copied, tokenizer)
        with storage_errors(output), quiet():
            converter.convert(str(work / "model"), quantization=quantization)
            if output.exists():
                shutil.rmtree(output)
            (work / "model").rename(output)
    except NewsxlateError:
        raise
    except Exception as error:  # what the libraries raise has no common base
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"cannot convert {folder.name}: {reason}",
            hint='Check the files, or register the model with engine = "transformers".',
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _family(folder: Path) -> str:
    """The family of a model, from its configuration."""
    try:
        kind = json.loads((folder / "config.json").read_text(encoding="utf-8"))["model_type"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(
            f"{folder} is no model: its config.json cannot be read", hint="Pull it again."
        ) from error
    if kind == "m2m_100":
        # NLLB is an M2M-100 whose ids follow from its SentencePiece model.
        return "m2m" if (folder / "vocab.json").is_file() else "nllb"
    return str(kind)


def _converter(folder: Path, copied: list[str], tokenizer: SubwordTokenizer | None) -> Any:
    """CTranslate2's converter, with our tokenizer where we have one."""
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        # From transformers' own tokenizers CTranslate2 4.8 gets wrong vocabularies: since
        # transformers 5, M2M-100's lacks all languages, and NLLB's is only read with protobuf
        # or tiktoken installed.
        def load_tokenizer(self, tokenizer_class: Any, path: str, **options: Any) -> Any:
            if tokenizer:
                return _Vocabulary(tokenizer.vocabularies()[1])
            return super().load_tokenizer(tokenizer_class, path, **options)

    return Converter(str(folder), copy_files=copied)


class _Vocabulary:
    """As much of a transformers tokenizer as CTranslate2's converter asks for."""

    bos_token = "<s>"
    eos_token = END
    unk_token = UNKNOWN
    special_tokens_map: dict[str, str] = {}  # noqa: RUF012 - read by CTranslate2, never changed

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens

    def get_vocab(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self._tokens)}

    def convert_ids_to_tokens(self, number: int) -> str:
        return self._tokens[number]
