"""Speed of CTranslate2 through our engine and batcher, beside CTranslate2 called directly.

The model has the size of OPUS-MT's (6 + 6 layers, 58,101 tokens, 74 million parameters) and random
weights, with one thing put in by hand: the end token becomes likelier with each position, so that
outputs are as long as translations are. Sentences are the first lines of NTREX. Times are the best
of several, taken in turn in one run. On a busy machine trust the ratio of processor times.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from evaluation import DATA
from newsxlate.engines import Decoding, Engine, Request, load_engine
from newsxlate.engines.batching import generate_all
from newsxlate.engines.convert import convert
from newsxlate.engines.torch_support import quiet
from newsxlate.options import DecodingOptions, HardwareOptions

_VOCABULARY = 58_101
_SENTENCE = 32


@dataclass(frozen=True)
class Entry:
    """The model's entry in the registry, as far as engines look at it."""

    name: str = "opus-sized"
    engine: str = "ctranslate2"
    family: str = "marian"
    max_source_tokens: int = 512
    prompt: str = ""


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with ntrex/deu.txt")
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--beam", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--batch-tokens", type=int, default=DecodingOptions().batch_tokens)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--model", type=Path, help="where to keep the model between runs")
    parser.add_argument("--check", action="store_true", help="fail if we are 5 %% slower than raw")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    lines = (asked.data / "ntrex" / "deu.txt").read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.model or Path(temporary) / "model"
        if not (folder / "model.bin").is_file():
            build(lines, folder)
        rows = measure(folder, lines[: asked.sentences], asked)
    print(json.dumps(rows, indent=2) if asked.json else table(rows))
    ours = [row for row in rows if row["way"] == "batched"]
    slow = any(max(row["ratio"], row["cpu_ratio"]) < 0.95 for row in ours)
    return 1 if asked.check and slow else 0


def measure(folder: Path, lines: list[str], asked: argparse.Namespace) -> list[dict[str, Any]]:
    """Time each way of translating, in turn, and compare each with CTranslate2 called directly."""
    engine = load_engine(Entry(), folder, HardwareOptions(threads=asked.threads))
    requests = [Request(line, "de", "en") for line in lines]
    rows: list[dict[str, Any]] = []
    for beam in asked.beam:
        ways = {
            "raw": partial(raw, engine, requests, beam, asked.batch_tokens),
            "batched": partial(batched, engine, requests, beam, asked.batch_tokens),
            "one by one": partial(batched, engine, requests, beam, 1),
        }
        tokens = {name: way() for name, way in ways.items()}
        times = take_turns(ways, asked.repeat)
        rows += [
            {
                "way": name,
                "beam": beam,
                "seconds": round(times[name].wall, 3),
                "cpu_seconds": round(times[name].cpu, 3),
                "tokens_per_second": round(tokens[name] / times[name].wall),
                "ratio": round(times["raw"].wall / times[name].wall, 3),
                "cpu_ratio": round(times["raw"].cpu / times[name].cpu, 3),
            }
            for name in ways
        ]
    engine.close()
    return rows


class Time(NamedTuple):
    """Seconds on the clock, and on all processors together."""

    wall: float
    cpu: float


def take_turns(ways: Mapping[str, Callable[[], int]], repeat: int) -> dict[str, Time]:
    """The shortest times each way took; all have a turn before the first has its second."""
    times: dict[str, list[Time]] = {name: [] for name in ways}
    for _ in range(repeat):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            way()
            times[name].append(Time(time.perf_counter() - wall, time.process_time() - cpu))
    return {
        name: Time(min(t.wall for t in taken), min(t.cpu for t in taken))
        for name, taken in times.items()
    }


def raw(engine: Engine, requests: list[Request], beam: int, batch_tokens: int) -> int:
    """CTranslate2 called as its documentation says, which sorts and cuts batches by itself."""
    translator = engine._backend._model  # type: ignore[attr-defined]
    results = translator.translate_batch(
        [list(engine.encode(request)) for request in requests],
        max_batch_size=batch_tokens,
        batch_type="tokens",
        beam_size=beam,
        max_input_length=0,
        max_decoding_length=256,
        return_scores=True,
    )
    texts = [engine.decode(tuple(result.hypotheses[0])) for result in results]
    assert len(texts) == len(requests)
    return sum(len(result.hypotheses[0]) for result in results)


def batched(engine: Engine, requests: list[Request], beam: int, batch_tokens: int) -> int:
    """Our batcher."""
    # The model's outputs are no longer for longer sources: short ones must not be cut.
    decoding = Decoding(beam=beam, max_length_floor=128)
    outputs = generate_all(engine, requests, decoding, batch_tokens=batch_tokens)
    assert all(output.finished for output in outputs)
    return sum(len(output.tokens) for output in outputs)


def build(lines: list[str], folder: Path) -> None:
    """Write the model, converted to int8."""
    import torch
    import transformers

    torch.manual_seed(0)
    padding = _VOCABULARY - 1
    config = transformers.MarianConfig(
        vocab_size=_VOCABULARY,
        d_model=512,
        encoder_layers=6,
        decoder_layers=6,
        encoder_attention_heads=8,
        decoder_attention_heads=8,
        encoder_ffn_dim=2048,
        decoder_ffn_dim=2048,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=padding,
        decoder_start_token_id=padding,
        eos_token_id=0,
    )
    model = transformers.MarianMTModel(config).eval()
    with torch.no_grad():
        embeddings = model.model.shared.weight
        embeddings[[0, padding]] = 0
        # Least squares: which direction of the decoder's states grows with the position?
        written = torch.randint(2, padding, (8, 80))
        written[:, 0] = padding
        read = torch.randint(2, padding, (8, 30))
        states = model.model(input_ids=read, decoder_input_ids=written).last_hidden_state
        states = torch.nn.functional.pad(states.reshape(-1, 512), (0, 1), value=1.0)
        positions = torch.arange(80.0).repeat(8)[:, None]
        solution = torch.linalg.lstsq(states, positions).solution[:, 0]
        embeddings[0] = solution[:-1]
        model.final_logits_bias[0, 0] = solution[-1] - _SENTENCE
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary)
        _write_tokenizer(lines, source)
        with quiet():
            model.save_pretrained(source)
        convert(source, folder, quantization="int8")


def _write_tokenizer(lines: list[str], folder: Path) -> None:
    """SentencePiece models of the size that gives OPUS-MT's sentence lengths, about."""
    import sentencepiece

    prefix = folder / "source"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_prefix=str(prefix),
        vocab_size=8_000,
        minloglevel=2,
    )
    prefix.with_suffix(".model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    pieces = [model.id_to_piece(number) for number in range(3, model.get_piece_size())]
    filler = [f"filler{number}" for number in range(_VOCABULARY - 3 - len(pieces))]
    tokens = ["</s>", "<unk>", *pieces, *filler, "<pad>"]
    ids = {token: number for number, token in enumerate(tokens)}
    (folder / "vocab.json").write_text(json.dumps(ids), encoding="utf-8")


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as text."""
    heads = f"{'beam':>5}{'seconds':>9}{'CPU s':>9}{'tokens/s':>10}{'of raw':>8}{'by CPU':>8}"
    lines = [f"{'':12}{heads}"]
    lines += [
        f"{row['way']:12}{row['beam']:5}{row['seconds']:9.2f}{row['cpu_seconds']:9.2f}"
        f"{row['tokens_per_second']:10,}{row['ratio']:8.2f}{row['cpu_ratio']:8.2f}"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
