"""Train the compact model, German to English, French and Italian, inside a budget of time.

    python -m training.train --data DATA --out OUT [--seconds 1080] [--checkpoint FILE]

DATA holds train.tsv.xz, dev.tsv and the SentencePiece model that `training.prepare` makes. OUT gets
at most eight files of at most 16 MiB: model.tar and weights.NN, which `training.restore` joins, and
log.txt. The best on hand is written every few minutes; with --checkpoint, a run that was stopped
goes on where it was, with the time that was left.

Needs torch, transformers, sentencepiece, safetensors, sacrebleu.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sacrebleu
import torch

from training import corpus as corpora
from training import packed
from training.corpus import Batch, Corpus, Index, Row
from training.model import Average, Sizes, batch_loss, build, weights
from training.vocabulary import TARGETS, Vocabulary

_LOG_STEPS = 200
# The rate ends at this share of its peak.
_LAST_RATE = 0.02
# The warm-up is over after this share of the training, however few the steps.
_WARMUP_SHARE = 0.1
_DEV_BATCH = 128

Scores = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What decides a training besides data and sizes.

    Attributes:
        seconds: How long to train; preparation and the last evaluation are not counted.
        steps: How many steps to train at most; 0 sets no limit.
        tokens: Padded tokens of a batch on its longer side, at most.
        peak: The highest learning rate.
        warmup: Steps until it is reached.
        seed: Decides first weights, dropout and the order of batches.
        save_seconds: How often to measure on the dev set, and to write what there is.
        dev_rows: Rows of the dev set for the measurements on the way.
    """

    seconds: float = 1080.0
    steps: int = 0
    tokens: int = 65536
    peak: float = 8e-4
    warmup: int = 2000
    seed: int = 1
    save_seconds: float = 200.0
    dev_rows: int = 200

    def progress(self, step: int, spent: float) -> float:
        """How much of the training is over, from 0 to 1."""
        return min(1.0, max(spent / self.seconds, step / self.steps if self.steps else 0.0))

    def rate(self, step: int, progress: float) -> float:
        """The learning rate: a linear rise, under half a cosine (Loshchilov and Hutter, 2017)."""
        warm = min(1.0, max((step + 1) / self.warmup, progress / _WARMUP_SHARE))
        cosine = 0.5 * (1 + math.cos(math.pi * progress))
        return self.peak * warm * (_LAST_RATE + (1 - _LAST_RATE) * cosine)


class Log:
    """Lines to standard output and to a file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def __call__(self, *words: object) -> None:
        """Write a line."""
        print(*words, flush=True)
        print(*words, file=self._file)


@dataclass(slots=True)
class Place:
    """How far a training is.

    Attributes:
        step: Steps made.
        epoch: The number of the epoch, from 0.
        batch: Batches of the epoch that are done.
        spent: Seconds trained.
        tokens: Target tokens seen.
    """

    step: int = 0
    epoch: int = 0
    batch: int = 0
    spent: float = 0.0
    tokens: int = 0


class Trainer:
    """One training: network, optimiser, average, and how far it is."""

    def __init__(
        self, model: Any, corpus: Corpus, vocabulary: Vocabulary, settings: Settings
    ) -> None:
        self.model, self.corpus, self.vocabulary = model, corpus, vocabulary
        self.settings = settings
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        model.to(self.device).train()
        self.average = Average(model)
        self.place = Place()
        matrices = [value for value in weights(model).values() if value.ndim > 1]
        others = [value for value in weights(model).values() if value.ndim < 2]
        self.optimiser = torch.optim.AdamW(
            [{"params": matrices}, {"params": others, "weight_decay": 0.0}],
            lr=settings.peak,
            betas=(0.9, 0.98),
            weight_decay=0.01,
            fused=self.device.type == "cuda",
        )

    def run(self) -> Iterator[torch.Tensor]:
        """Train to the end; yields the loss after each step, as a tensor of one number.

        Time between steps, as for measuring and saving, counts as trained: the budget is a wall
        clock's.
        """
        place, settings = self.place, self.settings
        began = time.monotonic() - place.spent
        while True:
            for batch in corpora.ahead(self._batches(place.epoch, place.batch)):
                place.spent = time.monotonic() - began
                progress = settings.progress(place.step, place.spent)
                if progress >= 1:
                    return
                yield self._step(batch, settings.rate(place.step, progress))
            place.epoch, place.batch = place.epoch + 1, 0

    def _batches(self, epoch: int, done: int) -> Iterator[Batch]:
        seed = 1000 * self.settings.seed + epoch
        order = corpora.epoch(self.corpus, tokens=self.settings.tokens, seed=seed)
        for number, examples in enumerate(order):
            if number >= done:
                yield corpora.collate(self.corpus, examples, self.vocabulary)

    def _step(self, batch: Batch, rate: float) -> torch.Tensor:
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        tables = (self._moved(table) for table in (batch.source, batch.given, batch.wanted))
        loss = batch_loss(self.model, *tables)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights(self.model).values(), 1.0)
        self.optimiser.step()
        self.place.step += 1
        self.place.batch += 1
        self.place.tokens += batch.wanted.size
        self.average.update(self.model, self.place.step)
        return loss.detach()

    def _moved(self, table: Index) -> torch.Tensor:
        tensor = torch.from_numpy(table)
        if self.device.type == "cuda":
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor

    def save(self, path: Path) -> None:
        """Write all that is needed to go on."""
        part = path.with_name(f"{path.name}.part")
        state = {
            "weights": {name: value.detach() for name, value in weights(self.model).items()},
            "average": self.average.values,
            "optimiser": self.optimiser.state_dict(),
            "place": {name: getattr(self.place, name) for name in Place.__slots__},
        }
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Go on from what `save` wrote."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        for name, value in weights(self.model).items():
            value.detach().copy_(state["weights"][name])
        self.average.values = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.place = Place(**state["place"])


def measure(model: Any, vocabulary: Vocabulary, rows: Sequence[Row]) -> Scores:
    """BLEU and chrF of greedy translations, by target; only of targets the rows have."""
    model.eval()
    scores: Scores = {}
    for number, target in enumerate(TARGETS):
        pairs = [(row[0], row[1 + number]) for row in rows if row[1 + number]]
        pairs.sort(key=lambda pair: len(pair[0]))
        if pairs:
            outputs = translate(model, vocabulary, [source for source, _ in pairs], number)
            references = [[reference for _, reference in pairs]]
            bleu = sacrebleu.corpus_bleu(outputs, references).score
            scores[target] = (bleu, sacrebleu.corpus_chrf(outputs, references).score)
    model.train()
    return scores


def translate(model: Any, vocabulary: Vocabulary, lines: Sequence[str], target: int) -> list[str]:
    """Greedy translations of German lines into the target of a number in `TARGETS`."""
    rows = vocabulary.encode_source(lines)
    cut = [np.asarray(row[: corpora.MAX_TOKENS], dtype=np.int64) for row in rows]
    outputs: list[str] = []
    for start in range(0, len(cut), _DEV_BATCH):
        batch = [
            [vocabulary.codes[target], *row, vocabulary.end] for row in cut[start:][:_DEV_BATCH]
        ]
        width = max(map(len, batch))
        ids = torch.tensor(
            [[*row, *[vocabulary.padding] * (width - len(row))] for row in batch],
            device=model.device,
        )
        on_gpu = model.device.type == "cuda"
        with (
            torch.inference_mode(),
            torch.autocast(model.device.type, dtype=torch.bfloat16, enabled=on_gpu),
        ):
            made = model.generate(
                input_ids=ids,
                attention_mask=(ids != vocabulary.padding).long(),
                max_new_tokens=min(2 * width + 10, 250),
                num_beams=1,
                do_sample=False,
                bad_words_ids=[[vocabulary.padding]],
            )
        outputs += [vocabulary.decode(row) for row in made.tolist()]
    return outputs


def shown(scores: Scores) -> str:
    """Scores in a few words."""
    return ", ".join(f"{name} {bleu:.1f} {chrf:.1f}" for name, (bleu, chrf) in scores.items())


def _mean(scores: Scores) -> float:
    return sum(chrf for _, chrf in scores.values()) / max(1, len(scores))


def train(
    trainer: Trainer, dev: Sequence[Row], out: Path, say: Log, checkpoint: Path | None = None
) -> Scores:
    """Train to the end of the budget and write the better of the last and the average weights.

    Returns:
        BLEU and chrF of what was written, on ``dev``.
    """
    settings, place = trainer.settings, trainer.place
    if checkpoint and checkpoint.is_file():
        trainer.load(checkpoint)
        place = trainer.place
        say("going on at step", place.step, "with", round(settings.seconds - place.spent), "s left")
    began, first, saved = time.monotonic(), place.tokens, time.monotonic()
    for loss in trainer.run():
        if place.step % _LOG_STEPS == 0 or place.step in (1, 10, 50):
            speed = (place.tokens - first) / (time.monotonic() - began)
            say(
                f"step {place.step} epoch {place.epoch} loss {float(loss):.3f} "
                f"rate {trainer.optimiser.param_groups[0]['lr']:.2e} tokens/s {speed:,.0f} "
                f"left {settings.seconds - place.spent:.0f} s"
            )
        if time.monotonic() - saved >= settings.save_seconds:
            trainer.average.swap(trainer.model)
            packed.write(trainer.model, trainer.vocabulary, out)
            scores = measure(trainer.model, trainer.vocabulary, dev[: settings.dev_rows])
            trainer.average.swap(trainer.model)
            say(f"step {place.step} dev BLEU and chrF of the average: {shown(scores)}")
            if checkpoint:
                trainer.save(checkpoint)
            saved = time.monotonic()
    say(f"steps {place.step} epochs {place.epoch + 1} target tokens {place.tokens:,}")
    return _finish(trainer, dev, out, say)


def _finish(trainer: Trainer, dev: Sequence[Row], out: Path, say: Log) -> Scores:
    """Write the average before anything can go wrong, then the last weights if they are better."""
    model, vocabulary = trainer.model, trainer.vocabulary
    trainer.average.swap(model)
    packed.write(model, vocabulary, out)
    averaged = measure(model, vocabulary, dev)
    say(f"saved the average; dev BLEU and chrF: {shown(averaged)}")
    trainer.average.swap(model)
    last = measure(model, vocabulary, dev)
    say(f"the last weights; dev BLEU and chrF: {shown(last)}")
    if _mean(last) <= _mean(averaged):
        return averaged
    packed.write(model, vocabulary, out)
    say("saved the last weights instead: they are better")
    return last


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--limit", type=int, help="rows to read, for a trial")
    settings, sizes = Settings(), Sizes()
    for defaults in (settings, sizes):
        for name in type(defaults).__slots__:
            value = getattr(defaults, name)
            parser.add_argument(
                f"--{name.replace('_', '-')}", type=type(value), default=value, help=f"[{value}]"
            )
    given = parser.parse_args(arguments)
    settings = Settings(**{name: getattr(given, name) for name in Settings.__slots__})
    sizes = Sizes(**{name: getattr(given, name) for name in Sizes.__slots__})
    given.out.mkdir(parents=True, exist_ok=True)
    say = Log(given.out / "log.txt")
    began = time.monotonic()
    vocabulary = Vocabulary(given.data)
    dev = corpora.read_rows(given.data / "dev.tsv")
    rows = corpora.read_rows(given.data / "train.tsv.xz", limit=given.limit)
    rows = corpora.without(rows, dev)
    corpus = corpora.encode(rows, vocabulary, threads=os.cpu_count() or 1)
    if not len(corpus.target):
        parser.error(f"{given.data} holds nothing to train on that is not in dev.tsv")
    torch.manual_seed(settings.seed)
    trainer = Trainer(build(sizes, vocabulary), corpus, vocabulary, settings)
    count = sum(value.numel() for value in weights(trainer.model).values())
    say(f"{len(vocabulary)} tokens, {count / 1e6:.1f} M weights, on {trainer.device}")
    say(f"examples {corpus.counts()}, prepared in {time.monotonic() - began:.0f} s")
    train(trainer, dev, given.out, say, given.checkpoint)
    return 0


if __name__ == "__main__":
    sys.exit(main())
