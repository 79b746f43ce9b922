"""Order, duplicates, empties, halving and progress, with an engine that upper-cases its source."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.engines import Decoding, Hypothesis, Request, Tokens
from newsxlate.engines.batching import EMPTY, Batch, generate_all, plan
from newsxlate.engines.engine import OutOfMemoryError
from newsxlate.errors import EngineError
from profiles import examples

GREEDY = Decoding(beam=1)


class Shouting:
    """An engine whose memory holds ``room`` padded tokens. It keeps the batches it was given."""

    name = kind = "shouting"
    device, compute_type, max_source_tokens = "cpu", "none", 100

    def __init__(self, room: int = 1_000_000, parallel: int = 1) -> None:
        self.room = room
        self.parallel = parallel
        self.batches: list[tuple[str, list[Tokens]]] = []
        self.refused: list[int] = []
        self.at_work = self.most_at_work = 0
        self._lock = threading.Lock()

    def encode(self, request: Request) -> Tokens:
        return tuple(request.text.split())

    def count(self, text: str) -> int:
        return len(text.split())

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        padded = max(map(len, batch)) * len(batch)
        with self._lock:
            self.at_work += 1
            self.most_at_work = max(self.most_at_work, self.at_work)
            self.batches.append((target, list(batch)))
        try:
            if self.parallel > 1:
                time.sleep(0.01)
            if padded > self.room:
                self.refused.append(padded)
                raise OutOfMemoryError
            return [Hypothesis((target, *t), -float(len(t)), len(t) < 50) for t in batch]
        finally:
            with self._lock:
                self.at_work -= 1

    def decode(self, tokens: Tokens) -> str:
        return " ".join(tokens).upper()

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        raise NotImplementedError

    def close(self) -> None:
        pass


def expected(request: Request) -> str:
    return f"{request.target} {request.text}".upper() if request.text.strip() else ""


requests_strategy = st.lists(
    st.builds(
        Request,
        text=st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join),
        source=st.just("de"),
        target=st.sampled_from(["en", "fr", "it"]),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=examples(60))
@given(
    requests=requests_strategy,
    budget=st.integers(1, 60),
    room=st.integers(12, 100),
    parallel=st.integers(1, 3),
)
def test_everything_comes_back_in_its_place(
    requests: list[Request], budget: int, room: int, parallel: int
) -> None:
    engine = Shouting(room, parallel)
    counts: list[int] = []
    outputs = generate_all(engine, requests, GREEDY, batch_tokens=budget, on_done=counts.append)
    assert [output.text for output in outputs] == [expected(request) for request in requests]
    assert sum(counts) == len(requests)
    for output, request in zip(outputs, requests, strict=True):
        if request.text:
            assert output.tokens == (request.target, *request.text.split())
            assert output.score == -len(request.text.split())
            assert output.finished


@given(
    lengths=st.lists(st.integers(1, 40), min_size=1, max_size=60),
    budget=st.integers(1, 200),
    workers=st.integers(1, 4),
    largest=st.integers(0, 5),
)
def test_batches_keep_their_bounds(
    lengths: list[int], budget: int, workers: int, largest: int
) -> None:
    encoded = {
        Request(f"{i}", "de", "en" if i % 3 else "fr"): ("x",) * n for i, n in enumerate(lengths)
    }
    batches = plan(encoded, budget, workers=workers, largest=largest)
    assert sorted(key.text for batch in batches for key in batch.keys) == sorted(
        key.text for key in encoded
    )
    for batch in batches:
        assert batch.padded <= budget or len(batch.sources) == 1
        assert {key.target for key in batch.keys} == {batch.target}
        assert [len(source) for source in batch.sources] == sorted(
            map(len, batch.sources), reverse=True
        )
        assert not largest or len(batch.sources) <= largest
    longest = [len(batch.sources[0]) for batch in batches]
    assert longest == sorted(longest, reverse=True)


def test_every_worker_has_a_batch() -> None:
    encoded = {Request(f"{i}", "de", "en"): ("x",) * (20 + i) for i in range(40)}
    assert len(plan(encoded, 10_000)) == 1
    batches = plan(encoded, 10_000, workers=4)
    assert len(batches) == 4
    assert max(batch.padded for batch in batches) < 2 * min(batch.padded for batch in batches)


def test_a_few_sentences_stay_together() -> None:
    """Divided, each worker would take as many steps as one takes for all."""
    encoded = {Request(f"{i}", "de", "en"): ("x",) * 20 for i in range(6)}
    assert len(plan(encoded, 10_000, workers=4)) == 1


def test_batches_are_cut_by_padded_tokens() -> None:
    engine = Shouting()
    requests = [Request(f"{i} " * n, "de", "en") for i, n in enumerate((9, 1, 5, 5, 30))]
    generate_all(engine, requests, GREEDY, batch_tokens=20)
    assert [[len(tokens) for tokens in batch] for _, batch in engine.batches] == [
        [30],
        [9, 5],
        [5, 1],
    ]


def test_equal_requests_are_translated_once() -> None:
    engine = Shouting()
    same, other = Request("a b", "de", "en"), Request("a b", "de", "fr")
    context = Request("a b", "de", "en", context="c")
    outputs = generate_all(engine, [same, other, same, context, same], GREEDY, batch_tokens=100)
    assert [output.text for output in outputs] == ["EN A B", "FR A B", *["EN A B"] * 3]
    assert sum(len(batch) for _, batch in engine.batches) == 2, "it does not look at what is before"


def test_equal_sentences_are_not_equal_to_an_engine_that_reads_what_is_before() -> None:
    class Reader(Shouting):
        def encode(self, request: Request) -> Tokens:
            return (*request.context.split(), "|", *request.text.split())

    engine = Reader()
    asked = [Request("a b", "de", "en", context=before) for before in ("", "c", "c")]
    outputs = generate_all(engine, asked, GREEDY, batch_tokens=100)
    assert [output.text for output in outputs] == ["EN | A B", "EN C | A B", "EN C | A B"]
    assert sum(len(batch) for _, batch in engine.batches) == 2


def test_empty_texts_never_reach_the_engine() -> None:
    engine = Shouting()
    requests = [Request(text, "de", "en") for text in ("", "  ", "\n")]
    assert generate_all(engine, requests, GREEDY, batch_tokens=10) == [EMPTY] * 3
    assert generate_all(engine, [], GREEDY, batch_tokens=10) == []
    assert engine.batches == []


def test_out_of_memory_halves_the_batch_and_goes_on() -> None:
    engine = Shouting(room=8)
    requests = [Request(f"{i} b c d", "de", "en") for i in range(7)]
    outputs = generate_all(engine, requests, GREEDY, batch_tokens=1000)
    assert [output.text for output in outputs] == [expected(request) for request in requests]
    assert [len(batch) for _, batch in engine.batches] == [7, 4, 2, 2, 3, 2, 1]


def test_later_batches_of_a_size_that_failed_are_halved_at_once() -> None:
    engine = Shouting(room=20)
    requests = [Request(f"{i} b c d", "de", "en") for i in range(100)]
    generate_all(engine, requests, GREEDY, batch_tokens=40)
    assert engine.refused == [40]
    assert len(engine.batches) == 1 + 100 // 5


def test_a_single_sentence_that_does_not_fit_is_an_error() -> None:
    with pytest.raises(EngineError, match="a sentence of 9 tokens") as caught:
        generate_all(Shouting(room=8), [Request("a " * 9, "de", "en")], GREEDY, batch_tokens=1000)
    assert caught.value.hint


@pytest.mark.parametrize("parallel", [1, 3])
def test_workers_are_fed_together(parallel: int) -> None:
    engine = Shouting(parallel=parallel)
    requests = [Request(f"{i} b", "de", "en") for i in range(30)]
    generate_all(engine, requests, GREEDY, batch_tokens=4)
    assert engine.most_at_work == parallel


@pytest.mark.parametrize("parallel", [1, 3])
def test_an_error_ends_the_run(parallel: int) -> None:
    class Broken(Shouting):
        def generate(
            self, batch: Sequence[Tokens], target: str, decoding: Decoding
        ) -> list[Hypothesis]:
            super().generate(batch, target, decoding)
            raise EngineError("broken")

    engine = Broken(parallel=parallel)
    requests = [Request(f"{i} b", "de", "en") for i in range(60)]
    with pytest.raises(EngineError, match="broken"):
        generate_all(engine, requests, GREEDY, batch_tokens=2)
    # What was not begun is not begun any more.
    assert len(engine.batches) <= 2 * parallel


def test_engines_that_gain_nothing_from_batches_get_single_sentences() -> None:
    engine = Shouting()
    engine.batch_size = 1  # type: ignore[attr-defined]
    counts: list[int] = []
    requests = [Request(f"{i} b", "de", "en") for i in range(4)]
    generate_all(engine, requests, GREEDY, batch_tokens=1000, on_done=counts.append)
    assert [len(batch) for _, batch in engine.batches] == [1, 1, 1, 1]
    assert [count for count in counts if count] == [1, 1, 1, 1]


def test_progress_is_reported_in_the_calling_thread() -> None:
    threads: set[int] = set()
    requests = [Request(f"{i} b", "de", "en") for i in range(10)]
    generate_all(
        Shouting(parallel=3),
        requests,
        GREEDY,
        batch_tokens=4,
        on_done=lambda count: threads.add(threading.get_ident()),
    )
    assert threads == {threading.get_ident()}


def test_halves_are_in_order() -> None:
    keys = tuple(Request(f"{i}", "de", "en") for i in range(5))
    left, right = Batch("en", keys, tuple(("x",) for _ in keys)).halves()
    assert left.keys + right.keys == keys
    assert (len(left.sources), len(right.sources)) == (3, 2)
