"""Many requests through one engine: encoded, sorted, cut into batches, and put back in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Protocol

from newsxlate.engines.engine import Decoding, Engine, Hypothesis, OutOfMemoryError, Request, Tokens
from newsxlate.errors import EngineError

# Padded tokens that are not divided among workers: with so few, what a step of decoding costs does
# not depend on how many sentences it is for.
_SMALLEST = 256


@dataclass(frozen=True, slots=True)
class Output:
    """One request's translation.

    Attributes:
        text: The target text, detokenised; empty for an empty source.
        score: Mean log probability of a token; see `Hypothesis`.
        finished: False if the output was cut at its length limit.
        tokens: The target tokens.
    """

    text: str
    score: float
    finished: bool
    tokens: Tokens


EMPTY = Output("", 0.0, finished=True, tokens=())


@dataclass(frozen=True, slots=True)
class Batch:
    """Sources that go through the engine together.

    Attributes:
        target: Language they are translated into.
        keys: Whose they are.
        sources: Their tokens, longest first.
    """

    target: str
    keys: tuple[Request, ...]
    sources: tuple[Tokens, ...]

    @property
    def padded(self) -> int:
        """Tokens it takes in memory, padding counted."""
        return max(map(len, self.sources)) * len(self.sources)

    def halves(self) -> tuple[Batch, Batch]:
        """The batch in two."""
        middle = (len(self.sources) + 1) // 2
        return (
            Batch(self.target, self.keys[:middle], self.sources[:middle]),
            Batch(self.target, self.keys[middle:], self.sources[middle:]),
        )


class Memory(Protocol):
    """What engines made of their sources before."""

    def recall(
        self, engine: Engine, sources: Mapping[Request, Tokens], decoding: Decoding
    ) -> Mapping[Request, Hypothesis]:
        """The hypotheses that are known, by request."""
        ...

    def keep(
        self, engine: Engine, batch: Batch, decoding: Decoding, hypotheses: Sequence[Hypothesis]
    ) -> None:
        """Take note of what the engine has just made of a batch."""
        ...


def generate_all(
    engine: Engine,
    requests: Sequence[Request],
    decoding: Decoding,
    *,
    batch_tokens: int,
    on_done: Callable[[int], None] | None = None,
    memory: Memory | None = None,
) -> list[Output]:
    """Translate requests in batches of similar length.

    What comes out for a request depends on nothing but the request: not on the others, their order
    or ``batch_tokens``. Requests that the engine reads alike are translated once. A batch that does
    not fit into memory is halved, and so are the later ones of its size.

    Args:
        engine: The engine.
        requests: What to translate; languages may be mixed, texts may be empty.
        decoding: How to search.
        batch_tokens: Padded source tokens in a batch, at most; a longer sentence goes alone.
        on_done: Called in this thread with the number of requests that have just been done.
        memory: Asked, in this thread, before the engine is, and told what the engine made.

    Returns:
        One output for each request, in order.

    Raises:
        EngineError: A single sentence does not fit into memory, or the engine failed.
    """
    places: dict[Request, list[int]] = {}
    for place, request in enumerate(requests):
        places.setdefault(request, []).append(place)
    outputs = [EMPTY] * len(requests)
    report = on_done or (lambda count: None)
    if empty := sum(not request.text.strip() for request in requests):
        report(empty)
    # What tells two requests apart, such as the sentence before, need not be for this engine.
    alike: dict[tuple[str, Tokens], Request] = {}
    for request in [request for request in places if request.text.strip()]:
        first = alike.setdefault((request.target, engine.encode(request)), request)
        if first is not request:
            places[first] += places.pop(request)
    encoded = {request: tokens for (_, tokens), request in alike.items()}

    def take(request: Request, hypothesis: Hypothesis) -> int:
        output = Output(
            text=engine.decode(hypothesis.tokens),
            score=hypothesis.score,
            finished=hypothesis.finished,
            tokens=hypothesis.tokens,
        )
        for place in places[request]:
            outputs[place] = output
        return len(places[request])

    known = memory.recall(engine, encoded, decoding) if memory else {}
    if known:
        report(sum(take(r, made) for r, made in known.items()))
        encoded = {r: tokens for r, tokens in encoded.items() if r not in known}
    workers: int = getattr(engine, "parallel", 1)
    largest: int = getattr(engine, "batch_size", 0)
    batches = plan(encoded, batch_tokens, workers=workers, largest=largest)
    for batch, hypotheses in _run(engine, batches, decoding, workers):
        if memory:
            memory.keep(engine, batch, decoding, hypotheses)
        report(sum(take(r, made) for r, made in zip(batch.keys, hypotheses, strict=True)))
    return outputs


def plan(
    encoded: dict[Request, Tokens], batch_tokens: int, *, workers: int = 1, largest: int = 0
) -> list[Batch]:
    """Cut encoded requests into batches of one target language and similar length, longest first.

    Batches cost least when they are few and full: each step of decoding reads all of the model,
    however many sentences it is for. But every worker should have one, and none should have to wait
    long for the last. So it is the fewest full batches, rounded up to a multiple of the workers,
    and then all of them as small as that number allows, down to a size not worth dividing.

    Args:
        encoded: Source tokens of each request.
        batch_tokens: Padded source tokens in a batch, at most; a longer sentence goes alone.
        workers: How many batches are worked on at once.
        largest: Sentences in a batch, at most; 0 for any number.
    """
    order = sorted(encoded, key=lambda request: (request.target, -len(encoded[request])))
    budget = batch_tokens
    batches = _cut(order, encoded, budget, largest)
    wanted = min(-(-len(batches) // workers) * workers, len(order))
    low, high = min(_SMALLEST, batch_tokens), batch_tokens
    while low < high and workers > 1:
        budget = (low + high) // 2
        smaller = _cut(order, encoded, budget, largest)
        if len(smaller) > wanted:
            low = budget + 1
        else:
            high, batches = budget, smaller
    return sorted(batches, key=lambda batch: -len(batch.sources[0]))


def _cut(
    order: Sequence[Request], encoded: dict[Request, Tokens], budget: int, largest: int
) -> list[Batch]:
    """Fill batches one after another; ``order`` has the longest of each target first."""
    batches: list[Batch] = []
    start = 0
    for index in range(1, len(order) + 1):
        first, count = order[start], index - start
        if index < len(order) and order[index].target == first.target:
            fits = len(encoded[first]) * (count + 1) <= budget
            if fits and not (largest and count >= largest):
                continue
        rows = tuple(order[start:index])
        batches.append(Batch(first.target, rows, tuple(encoded[row] for row in rows)))
        start = index
    return batches


def _run(
    engine: Engine, batches: Sequence[Batch], decoding: Decoding, workers: int
) -> Iterator[tuple[Batch, list[Hypothesis]]]:
    """Run batches, as many at a time as the engine works on, and yield each when it is done."""
    halver = _Halver(engine, decoding)
    if workers <= 1 or len(batches) <= 1:
        for batch in batches:
            yield batch, halver.run(batch)
        return
    with ThreadPoolExecutor(workers, thread_name_prefix="newsxlate") as pool:
        running = {pool.submit(halver.run, batch): batch for batch in batches}
        try:
            for future in as_completed(running):
                yield running[future], future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _Halver:
    """Runs batches, in smaller parts once one of their size did not fit into memory."""

    def __init__(self, engine: Engine, decoding: Decoding) -> None:
        self._engine = engine
        self._decoding = decoding
        self._too_large: float = float("inf")

    def run(self, batch: Batch) -> list[Hypothesis]:
        """One hypothesis for each of the batch's sources, in order."""
        if len(batch.sources) == 1 or batch.padded < self._too_large:
            try:
                return self._engine.generate(batch.sources, batch.target, self._decoding)
            except OutOfMemoryError as error:
                if len(batch.sources) == 1:
                    raise EngineError(
                        f"{self._engine.name}: a sentence of {len(batch.sources[0])} tokens does"
                        f" not fit into the memory of {self._engine.device}",
                        hint="Use a smaller model, --beam 1, or another --device.",
                    ) from error
                self._too_large = min(self._too_large, batch.padded)
        left, right = batch.halves()
        return self.run(left) + self.run(right)
