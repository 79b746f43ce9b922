"""The models of `archive.py`: see there."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from newsxlate.engines.engine import Decoding, Request
from newsxlate.engines.tokenizers import load_tokenizer

REGISTRY = """
[models.bench]
task = "translate"
engine = "ctranslate2"
family = "marian"
from = ["de"]
to = ["en"]
sources = [{{ folder = "{folder}" }}]
licence = "CC0-1.0"
max_source_tokens = 128
quality = {{ de-en = 90 }}
quality_source = "none"
"""
VOCABULARY = 8000
# Dimensions, layers on each side, inner dimensions, tokens at least.
SIZES = {"small": (256, 3, 1024, 0), "opus": (512, 6, 2048, 58_101)}
# Target tokens of every output: the mean of NTREX, whose sentences have 25 words.
LENGTH = 35


def build(data: Path, work: Path, size: str) -> None:
    """Make, convert and register a model of one of `SIZES`, unless that was done."""
    if (work / "models.toml").exists():
        return
    import torch
    import transformers

    import tiny
    from newsxlate.engines.convert import convert

    hub = work / "hub"
    hub.mkdir(parents=True, exist_ok=True)
    pairs = [
        (data / "ntrex" / f"{code}.txt").read_text(encoding="utf-8").splitlines()
        for code in ("deu", "eng")
    ]
    inner = set()
    for name, lines in zip(("source", "target"), pairs, strict=True):
        model = tiny.train_spm(lines, hub / f"{name}.spm", VOCABULARY // 2, "unigram")
        inner |= set(tiny.pieces(model)[3:])
    width, layers, wide, most = SIZES[size]
    # Pieces that are in no text make the vocabulary as large as that of OPUS-MT.
    letters = product("abcdefghijklmnopqrst", repeat=4)
    more = ["".join(piece) for piece in islice(letters, max(0, most - len(inner) - 3))]
    more = [piece for piece in more if piece not in inner]
    tokens = ["</s>", "<unk>", *sorted(inner), *more, "<pad>"]
    ids = {token: number for number, token in enumerate(tokens)}
    (hub / "vocab.json").write_text(json.dumps(ids), encoding="utf-8")
    config = {"tokenizer_class": "MarianTokenizer", "source_lang": "de", "target_lang": "en"}
    (hub / "tokenizer_config.json").write_text(json.dumps(config), encoding="utf-8")
    torch.manual_seed(1)
    padding = len(tokens) - 1
    model = transformers.MarianMTModel(
        transformers.MarianConfig(
            d_model=width, encoder_layers=layers, decoder_layers=layers,
            encoder_attention_heads=8, decoder_attention_heads=8,
            encoder_ffn_dim=wide, decoder_ffn_dim=wide,
            max_position_embeddings=512, dropout=0.0, vocab_size=len(tokens),
            activation_function="swish", scale_embedding=True, pad_token_id=padding,
            decoder_start_token_id=padding, eos_token_id=0, forced_eos_token_id=0, bos_token_id=0,
        )
    )  # fmt: skip
    tokenizer = load_tokenizer("marian", hub)
    if size == "small":
        _teach_to_end(model, tokenizer, ids, pairs)
    model.save_pretrained(hub)
    convert(hub, work / "converted", quantization="int8")
    if size == "small":
        _see_that_it_ends(work, pairs[0][-100:])
    text = REGISTRY.format(folder=(work / "converted").absolute())
    (work / "models.toml").write_text(text, encoding="utf-8")


def _teach_to_end(
    model: Any, tokenizer: Any, ids: Mapping[str, int], pairs: Sequence[Sequence[str]]
) -> None:
    """Train a model until its outputs have `LENGTH` tokens.

    Ends in one place are learnt from a few lines; ends that fit the source would take hours.
    """
    import tiny
    from newsxlate.engines.engine import Request
    from newsxlate.engines.torch_support import pad

    rows = [pair for pair in zip(*pairs, strict=True) if len(pair[1]) > 100][:16]
    padding = ids["<pad>"]
    read = [[ids[t] for t in tokenizer.encode(Request(de, "de", "en"))] for de, _ in rows]
    wanted = [[*(ids[t] for t in tokenizer.encode_target(en)[:LENGTH]), 0] for _, en in rows]
    inputs, mask = pad(read, padding, "cpu")
    batch = {"input_ids": inputs, "attention_mask": mask, "labels": pad(wanted, -100, "cpu")[0]}
    tiny.train(model, batch, 100, zero=padding, rate=2e-3)


def cut_outputs() -> None:
    """End every output after `LENGTH` tokens and one for the end, in this process.

    Such an output has to be within its limit: what exceeds it is cut and scored once more, which
    costs a quarter of the search, and is rare where a model ends its outputs itself.
    """
    from newsxlate.engines import token_engine

    Decoding.max_length = lambda self, source_tokens: LENGTH + 1  # type: ignore[method-assign]
    token_engine.by_limit = lambda lengths, decoding: {LENGTH: list(range(len(lengths)))}


def _see_that_it_ends(work: Path, lines: Sequence[str]) -> None:
    """A model whose outputs run on to their limit costs ten times what they should."""
    import ctranslate2

    tokenizer = load_tokenizer("marian", work / "converted")
    model = ctranslate2.Translator(str(work / "converted"), compute_type="int8")
    made = model.translate_batch(
        [list(tokenizer.encode(Request(line, "de", "en"))) for line in lines]
    )
    mean = sum(len(result.hypotheses[0]) for result in made) / len(made)
    if not LENGTH / 2 < mean < LENGTH * 2:
        raise SystemExit(f"the model's outputs have {mean:.0f} tokens, not about {LENGTH}")
