"""From source sentences to checked target sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsxlate.engines.batching import Memory, generate_all
from newsxlate.engines.engine import Decoding, Engine, Request, Terms, is_chat
from newsxlate.result import TranslatedSentence
from newsxlate.text import casing
from newsxlate.translating.attempts import Attempt, attempts
from newsxlate.translating.finishing import Candidate, Draft, Finish, finish
from newsxlate.translating.split import join_parts, split_once, split_sentence, without_dash

Progress = Callable[[int], None]

_EMPTY = "N201"


@dataclass(frozen=True, slots=True)
class Segment:
    """A source sentence to be translated.

    Attributes:
        text: The sentence, on one line.
        context: The sentence before it in the same article; empty for the first.
        given: What the model gets instead, if that is not the sentence; checks know only ``text``.
        terms: Names in it, each with the form that it has in the target language of the first
            step, for engines that can be told.
    """

    text: str
    context: str = ""
    given: str = ""
    terms: Terms = ()


@dataclass(frozen=True, slots=True)
class LoadedStep:
    """One engine of a route, and what it translates from and into (ISO 639-1 codes).

    Attributes:
        memory: Asked before the engine is; see `newsxlate.engines.batching.generate_all`.
    """

    engine: Engine
    source: str
    target: str
    memory: Memory | None = None


def translate(
    segments: Sequence[Segment],
    steps: Sequence[LoadedStep],
    *,
    beam: int = 0,
    retries: int = 2,
    batch_tokens: int = 1024,
    finish: Finish = finish,
    on_done: Progress | None = None,
    on_retry: Progress | None = None,
) -> list[TranslatedSentence]:
    """Translate segments through one engine, or through two that meet in a pivot language.

    Every translation is checked against its source. Those that fail are translated again in other
    ways, and the one with the fewest and mildest findings is kept, earlier ways first. A sentence
    that no way gives a translation for is left in the source language and marked as such.

    Args:
        segments: The source sentences; may come from several articles.
        steps: The route: one step, or several of which each begins with the language the one
            before ended in.
        beam: Beam size, 0 for the engine's default.
        retries: How many further ways to try for what fails.
        batch_tokens: Padded source tokens in a batch, at most.
        finish: Gives drafts their typography and checks them.
        on_done: Called with the number of segments that were just translated: all of them the
            first time, then those of each retry.
        on_retry: Called with the number of segments that are about to be translated again.

    Returns:
        One translated sentence for each segment, in order. Findings carry the target language;
        the caller knows which block and sentence they belong to.
    """
    best: list[Candidate | None] = [None] * len(segments)
    tried = [0] * len(segments)
    pending = list(range(len(segments)))
    for number, attempt in enumerate(attempts(is_chat(steps[-1].engine), beam, retries)):
        todo = [i for i in pending if _applies(attempt, segments[i], steps[0])]
        if not todo:
            continue
        if number and on_retry:
            on_retry(len(todo))
        drafts = _run([segments[i] for i in todo], steps, attempt, batch_tokens, on_done)
        texts = [segments[i].text for i in todo]
        pairs = list(zip(texts, drafts, strict=True))
        candidates = finish(pairs, steps[0].source, steps[-1].target)
        for i, candidate in zip(todo, candidates, strict=True):
            tried[i] += 1
            current = best[i]
            if current is None or candidate.cost < current.cost:
                best[i] = candidate
        pending = [i for i in pending if (found := best[i]) is None or found.fails]
    return [
        _outcome(segment, candidate, count)
        for segment, candidate, count in zip(segments, best, tried, strict=True)
    ]


def _applies(attempt: Attempt, segment: Segment, first: LoadedStep) -> bool:
    """Whether ``way`` would translate the segment any differently from the ways before."""
    return not attempt.split or len(split_once(segment.text, first.source)) > 1


def _run(
    segments: Sequence[Segment],
    steps: Sequence[LoadedStep],
    attempt: Attempt,
    batch_tokens: int,
    on_done: Progress | None,
) -> list[Draft]:
    """Translate segments through all steps, without checking them."""
    all_caps = [casing.is_all_caps(segment.text) for segment in segments]
    given = [segment.given or segment.text for segment in segments]
    texts = [
        casing.lower(text, steps[0].source) if loud else text
        for text, loud in zip(given, all_caps, strict=True)
    ]
    drafts = [Draft(text, 0.0, True) for text in texts]
    for number, step in enumerate(steps):
        contexts = [
            segment.context if attempt.context and not number else "" for segment in segments
        ]
        terms = [segment.terms if not number else () for segment in segments]
        last = number == len(steps) - 1
        drafts = _step(
            drafts,
            contexts,
            terms,
            step,
            attempt.decoding,
            split=attempt.split and not number,
            batch_tokens=batch_tokens,
            on_done=on_done if last else None,
        )
    target = steps[-1].target
    return [
        Draft(casing.upper(draft.text, target), draft.score, draft.finished) if loud else draft
        for draft, loud in zip(drafts, all_caps, strict=True)
    ]


def _step(
    drafts: Sequence[Draft],
    contexts: Sequence[str],
    terms: Sequence[Terms],
    step: LoadedStep,
    decoding: Decoding,
    *,
    split: bool,
    batch_tokens: int,
    on_done: Progress | None,
) -> list[Draft]:
    """Translate drafts with one engine, in parts where they are too long for it."""

    def fits(text: str) -> bool:
        return step.engine.count(text) <= step.engine.max_source_tokens

    parts = [
        [
            piece
            for half in (split_once(draft.text, step.source) if split else [draft.text])
            for piece in split_sentence(half, fits, step.source)
        ]
        for draft in drafts
    ]
    requests = [
        Request(
            without_dash(piece),
            step.source,
            step.target,
            before if number == 0 else "",
            terms=tuple(term for term in known if term[0] in piece),
        )
        for pieces, before, known in zip(parts, contexts, terms, strict=True)
        for number, piece in enumerate(pieces)
    ]
    report = _by_segment(on_done, len(drafts), len(requests)) if on_done else None
    outputs = iter(
        generate_all(
            step.engine,
            requests,
            decoding,
            batch_tokens=batch_tokens,
            on_done=report,
            memory=step.memory,
        )
    )
    translated = []
    for draft, pieces in zip(drafts, parts, strict=True):
        results = [next(outputs) for _ in pieces]
        translated.append(
            Draft(
                join_parts(pieces, [result.text for result in results]),
                draft.score + sum(result.score for result in results) / len(results),
                draft.finished and all(result.finished for result in results),
            )
        )
    return translated


def _by_segment(on_done: Progress, segments: int, requests: int) -> Progress:
    """Turn counts of requests, of which a segment may have several, into counts of segments."""
    done = 0

    def report(count: int) -> None:
        nonlocal done
        before, done = done * segments // requests, done + count
        if done * segments // requests > before:
            on_done(done * segments // requests - before)

    return report


def _outcome(segment: Segment, candidate: Candidate | None, tried: int) -> TranslatedSentence:
    findings = candidate.findings if candidate else ()
    if candidate is None or any(found.code == _EMPTY for found in findings):
        return TranslatedSentence(
            text=segment.text, score=None, findings=findings, attempts=tried, fallback=True
        )
    return TranslatedSentence(
        text=candidate.text,
        score=candidate.score,
        findings=findings,
        attempts=tried,
        fallback=False,
    )
