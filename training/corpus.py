"""Training data as flat arrays of ids, and the batches made of them.

All rows lie one after the other in one array a side: 42 million ids are 83 MB that way, where
lists of arrays would be 250 MB, and a batch is gathered by two indexing operations.
"""

from __future__ import annotations

import lzma
import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.vocabulary import TARGETS, Ids, Vocabulary

Row = tuple[str, ...]
Index = npt.NDArray[np.int64]

# Longer rows are left out: 3 in 100,000 are.
MAX_TOKENS = 160
# How many examples are sorted by length at a time: batches of like length, in no order across.
_WINDOW = 200_000
# The fewer examples a target has, the more often each is seen: the share of the way to equal
# numbers, as an exponent (Arivazhagan et al., 2019, call its inverse the temperature).
_BALANCE = 0.7


def read_rows(path: Path, *, limit: int | None = None) -> list[Row]:
    """The rows of a table: German and a cell for each of `TARGETS`, empty where there is none.

    Args:
        path: Tab-separated, in UTF-8; compressed if its name ends in ".xz".
        limit: How many rows to read at most.

    Raises:
        ValueError: A row has another number of cells.
    """
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        rows = [tuple(line.rstrip("\n").split("\t")) for line in islice(handle, limit)]
    for number, row in enumerate(rows, 1):
        if len(row) != 1 + len(TARGETS):
            raise ValueError(f"{path}, row {number}: {len(row)} cells, not {1 + len(TARGETS)}")
    return rows


def letters(text: str) -> str:
    """The letters of a text in lower case: by them a row of the dev set is known again."""
    return "".join(filter(str.isalpha, text.lower()))


def without(rows: Iterable[Row], held_out: Iterable[Row]) -> list[Row]:
    """The rows whose German is not that of a held-out row, figures and punctuation aside."""
    known = {letters(row[0]) for row in held_out}
    return [row for row in rows if letters(row[0]) not in known]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of ids of different lengths in one array.

    Attributes:
        ids: All ids, row after row.
        starts: Where each row begins.
        lengths: How long each row is.
    """

    ids: Ids
    starts: Index
    lengths: Index

    @classmethod
    def of(cls, rows: Sequence[Ids]) -> Ragged:
        """Put rows one after the other."""
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        ids = np.concatenate(rows) if len(rows) else np.empty(0, dtype=np.uint16)
        return cls(ids, np.cumsum(lengths) - lengths, lengths)

    def padded(self, rows: Index, padding: int, *, before: int, end: int) -> Index:
        """Chosen rows as a table: ``before`` free columns, the ids, ``end``, then padding."""
        lengths = self.lengths[rows]
        table = np.full((len(rows), before + int(lengths.max()) + 1), padding, dtype=np.int64)
        column = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        line = np.repeat(np.arange(len(rows)), lengths)
        table[line, before + column] = self.ids[np.repeat(self.starts[rows], lengths) + column]
        table[np.arange(len(rows)), before + lengths] = end
        return table


@dataclass(frozen=True, slots=True)
class Corpus:
    """Examples: pairs of a source row and a target row.

    Attributes:
        sources: The German rows.
        targets: The rows of all targets, one target after the other.
        source: For each example, its row of ``sources``; that of ``targets`` is its own number.
        target: For each example, the number of its target in `TARGETS`.
    """

    sources: Ragged
    targets: Ragged
    source: Index
    target: Index

    def counts(self) -> dict[str, int]:
        """How many examples each target has."""
        return {name: int((self.target == n).sum()) for n, name in enumerate(TARGETS)}


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples to be trained on together; all tables are int64 and padded on the right.

    Attributes:
        source: Shape [examples, longest]: code, ids, end.
        given: Shape [examples, longest]: what the decoder is given: padding, then ids.
        wanted: Shape [examples, longest]: what it is to predict: ids, then end.
    """

    source: Index
    given: Index
    wanted: Index


def encode(rows: Sequence[Row], vocabulary: Vocabulary, *, threads: int) -> Corpus:
    """Turn rows into examples, leaving out what is longer than `MAX_TOKENS`."""
    sources = vocabulary.encode_source([row[0] for row in rows], threads)
    source: list[int] = []
    target: list[int] = []
    targets: list[Ids] = []
    for number in range(len(TARGETS)):
        chosen = [i for i, row in enumerate(rows) if row[1 + number]]
        cells = vocabulary.encode_target([rows[i][1 + number] for i in chosen], threads)
        for i, ids in zip(chosen, cells, strict=True):
            if 0 < len(ids) <= MAX_TOKENS and 0 < len(sources[i]) <= MAX_TOKENS:
                source.append(i)
                target.append(number)
                targets.append(ids)
    return Corpus(
        Ragged.of(sources),
        Ragged.of(targets),
        np.asarray(source, dtype=np.int64),
        np.asarray(target, dtype=np.int64),
    )


def epoch(corpus: Corpus, *, tokens: int, seed: int) -> Iterator[Index]:
    """Batches that see every example at least once, as arrays of examples' numbers.

    Args:
        corpus: The examples.
        tokens: How many padded tokens a batch has on its longer side, at most.
        seed: What decides the order; give each epoch its own.
    """
    random = np.random.default_rng(seed)
    order = random.permutation(_sample(corpus, random))
    source = corpus.sources.lengths[corpus.source]
    width = np.maximum(source + 2, corpus.targets.lengths + 1)
    for start in range(0, len(order), _WINDOW):
        window = order[start : start + _WINDOW]
        window = window[np.lexsort((corpus.targets.lengths[window], width[window]))]
        batches = list(_cut(window, width[window], tokens))
        for number in random.permutation(len(batches)):
            yield batches[number]


def _sample(corpus: Corpus, random: np.random.Generator) -> Index:
    """Every example once, and those of the smaller targets again."""
    counts = [count for count in corpus.counts().values() if count]
    chosen = []
    for number in range(len(TARGETS)):
        own = np.flatnonzero(corpus.target == number)
        if not len(own):
            continue
        wanted = round(len(own) * (max(counts) / len(own)) ** _BALANCE)
        whole, rest = divmod(wanted, len(own))
        chosen += [own] * whole + [random.choice(own, rest, replace=False)]
    return np.concatenate(chosen)


def _cut(window: Index, width: Index, tokens: int) -> Iterator[Index]:
    """Cut a run of examples where the padded size would pass ``tokens``; one always fits."""
    start = 0
    while start < len(window):
        # No batch is longer than this: the widest row is at least as wide as the first.
        stop = start + max(1, tokens // int(width[start]))
        widest = np.maximum.accumulate(width[start:stop])
        fits = widest * np.arange(1, len(widest) + 1) <= tokens
        length = max(1, int(fits.sum()))
        yield window[start : start + length]
        start += length


def collate(corpus: Corpus, batch: Index, vocabulary: Vocabulary) -> Batch:
    """The tables of a batch."""
    padding, end = vocabulary.padding, vocabulary.end
    source = corpus.sources.padded(corpus.source[batch], padding, before=1, end=end)
    source[:, 0] = np.asarray(vocabulary.codes)[corpus.target[batch]]
    wanted = corpus.targets.padded(batch, padding, before=0, end=end)
    start = np.full((len(batch), 1), padding, dtype=np.int64)
    return Batch(source, np.concatenate((start, wanted[:, :-1]), axis=1), wanted)


def ahead(batches: Iterable[Batch], depth: int = 8) -> Iterator[Batch]:
    """The same batches, made in a thread while the ones before are computed on.

    numpy does most of the work without holding the interpreter's lock.
    """
    ready: queue.Queue[Batch | BaseException | None] = queue.Queue(depth)
    stopped = threading.Event()

    def put(item: Batch | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                ready.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def make() -> None:
        try:
            for batch in batches:
                put(batch)
                if stopped.is_set():
                    return
            put(None)
        except BaseException as error:  # handed to the consumer
            put(error)

    threading.Thread(target=make, name="batches", daemon=True).start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
