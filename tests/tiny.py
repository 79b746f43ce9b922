"""Tiny models, built on the spot: real architectures, real tokenizers, a few kilobytes of weights.

They are trained for some seconds to memorise a few lines of ``data/tiny-corpus``, so that what
they generate is varied, ends by itself, and is not decided by a hair.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsxlate.engines import Request
from newsxlate.engines.chat import ChatTokenizer
from newsxlate.engines.tokenizers import SubwordTokenizer, load_tokenizer
from newsxlate.engines.torch_support import pad, quiet

CORPUS = Path(__file__).parent / "data" / "tiny-corpus" / "de-en-fr.tsv"
# Lines that are memorised; the others are only seen when the tokenizers are trained.
LINES = 16


def corpus() -> list[dict[str, str]]:
    """The lines of the tiny corpus, by language."""
    rows = [line.split("\t") for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    return [dict(zip(("de", "en", "fr"), row, strict=True)) for row in rows]


def memorised() -> list[dict[str, str]]:
    """The lines that the tiny models know: all the short ones, and some of each length."""
    rows = sorted(corpus(), key=lambda row: len(row["de"]))
    return rows[:10] + rows[10 :: len(rows) // (LINES - 10)][: LINES - 10]


def train_spm(lines: Sequence[str], path: Path, size: int, kind: str, **options: Any) -> Any:
    """Train a SentencePiece model on ``lines``, write it to ``path`` and return its processor."""
    import sentencepiece

    stream = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=stream,
        vocab_size=size,
        model_type=kind,
        character_coverage=1.0,
        hard_vocab_limit=False,
        num_threads=1,
        minloglevel=2,
        **options,
    )
    path.write_bytes(stream.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())


def pieces(processor: Any) -> list[str]:
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def _write_ids(path: Path, tokens: Sequence[str]) -> None:
    _write_json(path, {token: number for number, token in enumerate(tokens)})


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def marian_tokenizer(
    folder: Path, *, targets: Sequence[str] = ("en", "fr"), separate: bool = False
) -> None:
    """Write the tokenizer files of an OPUS-MT model from German; several targets get codes."""
    rows = corpus()
    source = train_spm([row["de"] for row in rows], folder / "source.spm", 260, "unigram")
    lines = [row[target] for row in rows for target in targets]
    target = train_spm(lines, folder / "target.spm", 300, "unigram")
    inner = [sorted(set(pieces(model)[3:])) for model in (source, target)]
    codes = {"en": ">>eng<<", "fr": ">>fra<<"}
    prefixes = [codes[code] for code in targets] if len(targets) > 1 else []
    settings = {"source_lang": "de", "target_lang": targets[0], "separate_vocabs": separate}
    if separate:
        _write_ids(folder / "target_vocab.json", ["</s>", "<unk>", *inner[1], "<pad>"])
    else:
        inner[0] = sorted({*inner[0], *inner[1]})
    _write_ids(folder / "vocab.json", ["</s>", "<unk>", *inner[0], *prefixes, "<pad>"])
    _write_json(folder / "tokenizer_config.json", settings | {"tokenizer_class": "MarianTokenizer"})


def marian(folder: Path) -> Path:
    """A trained OPUS-MT model from German into English and French, as it would lie on the Hub."""
    import torch
    import transformers

    marian_tokenizer(folder)
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    torch.manual_seed(1)
    padding = vocabulary["<pad>"]
    config = transformers.MarianConfig(
        **_sizes(48),
        vocab_size=len(vocabulary),
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=padding,
        decoder_start_token_id=padding,
        eos_token_id=0,
        forced_eos_token_id=0,
        bos_token_id=0,
    )
    model = transformers.MarianMTModel(config)
    batch = _translation_batch(load_tokenizer("marian", folder), padding)
    train(model, batch, 120, zero=padding)
    # As on the Hub: settings that would change what we search for, were they heeded.
    model.generation_config = transformers.GenerationConfig(
        num_beams=6,
        max_length=512,
        bad_words_ids=[[padding]],
        forced_eos_token_id=0,
        eos_token_id=0,
        pad_token_id=padding,
        decoder_start_token_id=padding,
    )
    _save(model, folder)
    return folder


def marian_separate(folder: Path) -> Path:
    """An untrained OPUS-MT model with one vocabulary for each side."""
    import torch
    import transformers

    marian_tokenizer(folder, targets=("en",), separate=True)
    source, target = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in ("vocab.json", "target_vocab.json")
    )
    torch.manual_seed(3)
    config = transformers.MarianConfig(
        **_sizes(32),
        vocab_size=len(source),
        decoder_vocab_size=len(target),
        share_encoder_decoder_embeddings=False,
        tie_word_embeddings=False,
        activation_function="swish",
        pad_token_id=target["<pad>"],
        decoder_start_token_id=target["<pad>"],
        eos_token_id=target["</s>"],
    )
    _save(transformers.MarianMTModel(config), folder)
    return folder


def multilingual_tokenizer(folder: Path, family: str) -> None:
    """Write the tokenizer files of NLLB or M2M-100."""
    lines = [row[code] for row in corpus() for code in ("de", "en", "fr")]
    model = train_spm(lines, folder / "sentencepiece.bpe.model", 420, "bpe")
    settings = {"tokenizer_class": "NllbTokenizer", "src_lang": "deu_Latn"}
    if family == "m2m":
        settings = {"tokenizer_class": "M2M100Tokenizer", "src_lang": "de"}
        # The ids are not in SentencePiece's order: only the names tie the two together.
        tokens = ["<s>", "<pad>", "</s>", "<unk>", *reversed(pieces(model)[3:])]
        _write_ids(folder / "vocab.json", tokens)
    _write_json(folder / "tokenizer_config.json", settings)


def multilingual(folder: Path, family: str, *, steps: int) -> Path:
    """An NLLB or M2M-100 model from German into English and French; without steps, untrained."""
    import torch
    import transformers

    multilingual_tokenizer(folder, family)
    tokenizer = load_tokenizer(family, folder)
    torch.manual_seed(2)
    # Both have more rows than tokens on the Hub, too.
    config = transformers.M2M100Config(
        **_sizes(48),
        vocab_size=len(tokenizer.vocabularies()[0]) + 8,
        encoder_layerdrop=0.0,
        decoder_layerdrop=0.0,
        activation_function="relu",
        scale_embedding=True,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        decoder_start_token_id=2,
    )
    model = transformers.M2M100ForConditionalGeneration(config)
    if steps:
        train(model, _translation_batch(tokenizer, 1), steps)
    _save(model, folder)
    return folder


def _save(model: Any, folder: Path) -> None:
    with quiet():
        model.save_pretrained(folder)


def _sizes(width: int) -> dict[str, Any]:
    return {
        "d_model": width,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "encoder_attention_heads": 4,
        "decoder_attention_heads": 4,
        "encoder_ffn_dim": width * 2,
        "decoder_ffn_dim": width * 2,
        "max_position_embeddings": 512,
        "dropout": 0.0,
        "attention_dropout": 0.0,
    }


def _translation_batch(tokenizer: SubwordTokenizer, padding: int) -> dict[str, Any]:
    """The memorised lines into English and French, as one batch with labels."""
    ids = {token: number for number, token in enumerate(tokenizer.vocabularies()[0])}
    sources, targets = [], []
    for row in memorised():
        for target in ("en", "fr"):
            sources.append(tokenizer.encode(Request(row["de"], "de", target)))
            text = tokenizer.encode_target(row[target])
            targets.append((*tokenizer.prefix(target), *text, "</s>"))
    read, mask = pad([[ids[token] for token in row] for row in sources], padding, "cpu")
    labels, _ = pad([[ids[token] for token in row] for row in targets], -100, "cpu")
    return {"input_ids": read, "attention_mask": mask, "labels": labels}


SUMMARY = "Der Zug fährt heute nicht."


def mt5(folder: Path, text: str) -> Path:
    """A trained mT5 model that summarises ``text`` as `SUMMARY`, as it would lie on the Hub."""
    import torch
    import transformers

    lines = [row["de"] for row in corpus()] + [text, SUMMARY] * 20
    ids = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    model = train_spm(lines, folder / "spiece.model", 300, "unigram", **ids)
    torch.manual_seed(5)
    config = transformers.MT5Config(
        vocab_size=model.get_piece_size() + 12,
        d_model=48,
        d_kv=12,
        d_ff=96,
        num_layers=2,
        num_decoder_layers=2,
        num_heads=4,
        dropout_rate=0.0,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    network = transformers.MT5ForConditionalGeneration(config)
    read = torch.tensor([[*model.encode(text), 1]])
    labels = torch.tensor([[*model.encode(SUMMARY), 1]])
    train(network, {"input_ids": read, "labels": labels}, 60)
    _save(network, folder)
    return folder


CHAT_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def qwen2(folder: Path) -> Path:
    """A trained Qwen2 chat model that answers the prompt "plain" with an English translation."""
    import tokenizers
    import torch
    import transformers

    lines = [row[code] for row in corpus() for code in ("de", "en")]
    bpe = tokenizers.ByteLevelBPETokenizer()
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    ask = "Translate into English. Output only the translation.\n\nuser assistant"
    bpe.train_from_iterator([*lines, *[ask] * 50], 500, 2, False, special)
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=bpe._tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=CHAT_TEMPLATE,
    ).save_pretrained(folder)
    torch.manual_seed(4)
    config = transformers.Qwen2Config(
        vocab_size=bpe.get_vocab_size() + 4,
        hidden_size=48,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0},
        tie_word_embeddings=True,
        bos_token_id=0,
        eos_token_id=2,
        pad_token_id=0,
    )
    model = transformers.Qwen2ForCausalLM(config)
    tokenizer = ChatTokenizer(folder, "plain")
    rows, labels = [], []
    for row in memorised():
        encoded = tokenizer.encode(Request(row["de"], "de", "en"))
        prompt = tokenizer.ids(tokenizer.model_input(encoded, "en"))
        answer = tokenizer.ids([*tokenizer.encode_target(row["en"]), tokenizer.end])
        rows.append([*prompt, *answer])
        labels.append([-100] * len(prompt) + answer)
    ids, mask = pad(rows, 0, "cpu")
    batch = {"input_ids": ids, "attention_mask": mask, "labels": pad(labels, -100, "cpu")[0]}
    train(model, batch, 80)
    _save(model, folder)
    return folder


def train(
    model: Any, batch: Any, steps: int, *, zero: int | None = None, rate: float = 8e-3
) -> None:
    """Fit ``model`` to one batch.

    Args:
        rate: The highest learning rate; large models want a lower one.
        zero: A token whose embedding stays zero. Marian starts decoding from a zero vector, which
            the Hub's models have as the embedding of their padding.
    """
    import torch

    # Sinusoidal positions are computed, not saved: training them would be lost.
    weights = [w for name, w in model.named_parameters() if "embed_positions" not in name]
    embeddings = model.get_input_embeddings().weight
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    model.train()
    for _ in range(steps):
        if zero is not None:
            embeddings.data[zero] = 0
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
    if zero is not None:
        embeddings.data[zero] = 0
    model.eval()
