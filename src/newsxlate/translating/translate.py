"""From source sentences to checked target sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.engines.batching import Memory, Output, generate_all
from newsxlate.engines.engine import Decoding, Engine, Request, Terms
from newsxlate.result import ACCEPTED, MEMORY, TranslatedSentence
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
        hinted: What the model gets instead, with names respelt; empty if that is the sentence. The
            checks know only ``text``.
        terms: Names in it, each with the form that it has in the target language of the first
            step, for engines that can be told.
        human: What a person has made of this very sentence: it is checked, and no engine is asked;
            empty if nobody has.
        accepted: Whether that is a machine's, which they have only found right.
        example: A similar sentence and what a person has made of it, for engines that can be told.
    """

    text: str
    context: str = ""
    hinted: str = ""
    terms: Terms = ()
    human: str = ""
    accepted: bool = False
    example: tuple[()] | tuple[str, str] = ()


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
    tried = [0] * len(segments)
    best = _remembered(segments, steps, finish, on_done)
    pending = [i for i, candidate in enumerate(best) if candidate is None]
    for number, attempt in enumerate(attempts(steps[-1].engine.chat, beam, retries)):
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


def _remembered(
    segments: Sequence[Segment],
    steps: Sequence[LoadedStep],
    finish: Finish,
    on_done: Progress | None,
) -> list[Candidate | None]:
    """What people have made of segments, checked; None for those that have to be translated."""
    known = [i for i, segment in enumerate(segments) if segment.human]
    pairs = [(segments[i].text, Draft(segments[i].human, 0.0, True, human=True)) for i in known]
    best: list[Candidate | None] = [None] * len(segments)
    if pairs:
        for i, candidate in zip(
            known, finish(pairs, steps[0].source, steps[-1].target), strict=True
        ):
            best[i] = candidate
        if on_done:
            on_done(len(known))
    return best


def _applies(attempt: Attempt, segment: Segment, first: LoadedStep) -> bool:
    """Whether an attempt would translate the segment any differently from those before."""
    return not attempt.split or len(split_once(segment.text, first.source)) > 1


@dataclass(frozen=True, slots=True)
class _Input:
    """What one step is given of a segment.

    Attributes:
        draft: The text, in the language that the step translates from: the source itself, or what
            the step before made of it.
        context: The sentence before it.
        terms: Names in it, each with the form that it is to have.
        example: A similar sentence and its translation.
    """

    draft: Draft
    context: str = ""
    terms: Terms = ()
    example: tuple[()] | tuple[str, str] = ()


def _run(
    segments: Sequence[Segment],
    steps: Sequence[LoadedStep],
    attempt: Attempt,
    batch_tokens: int,
    on_done: Progress | None,
) -> list[Draft]:
    """Translate segments through all steps, without checking them."""
    all_caps = [casing.is_all_caps(segment.text) for segment in segments]
    texts = [segment.hinted or segment.text for segment in segments]
    drafts = [
        Draft(casing.lower(text, steps[0].source) if loud else text, 0.0, True)
        for text, loud in zip(texts, all_caps, strict=True)
    ]
    # Contexts and terms are in the source's language. What may have misled goes with the context.
    inputs = [
        _Input(
            draft,
            segment.context if attempt.context else "",
            segment.terms,
            segment.example if attempt.context else (),
        )
        for draft, segment in zip(drafts, segments, strict=True)
    ]
    for number, step in enumerate(steps):
        drafts = _step(
            inputs,
            step,
            attempt.decoding,
            split=attempt.split and number == 0,
            batch_tokens=batch_tokens,
            on_done=on_done if number == len(steps) - 1 else None,
        )
        inputs = [_Input(draft) for draft in drafts]
    target = steps[-1].target
    return [
        replace(draft, text=casing.upper(draft.text, target)) if loud else draft
        for draft, loud in zip(drafts, all_caps, strict=True)
    ]


def _step(
    inputs: Sequence[_Input],
    step: LoadedStep,
    decoding: Decoding,
    *,
    split: bool,
    batch_tokens: int,
    on_done: Progress | None,
) -> list[Draft]:
    """Translate with one engine, in parts what is too long for it."""
    parts = [_parts(one.draft.text, step, split=split) for one in inputs]
    requests = [
        request
        for one, pieces in zip(inputs, parts, strict=True)
        for request in _requests(one, pieces, step)
    ]
    outputs = iter(
        generate_all(
            step.engine,
            requests,
            decoding,
            batch_tokens=batch_tokens,
            on_done=_by_segment(on_done, len(inputs), len(requests)) if on_done else None,
            memory=step.memory,
        )
    )
    return [
        _joined(one.draft, pieces, [next(outputs) for _ in pieces])
        for one, pieces in zip(inputs, parts, strict=True)
    ]


def _parts(text: str, step: LoadedStep, *, split: bool) -> list[str]:
    """The parts of a sentence that the engine can take; two at least, if possible, to ``split``."""

    def fits(part: str) -> bool:
        return step.engine.count(part) <= step.engine.max_source_tokens

    halves = split_once(text, step.source) if split else [text]
    return [part for half in halves for part in split_sentence(half, fits, step.source)]


def _requests(one: _Input, pieces: Sequence[str], step: LoadedStep) -> Iterator[Request]:
    """What the engine is asked for: the context goes with the first part, a term with its name.

    An example is of whole sentences only.
    """
    for number, piece in enumerate(pieces):
        yield Request(
            without_dash(piece),
            step.source,
            step.target,
            one.context if number == 0 else "",
            terms=tuple(term for term in one.terms if term[0] in piece),
            example=one.example if len(pieces) == 1 else (),
        )


def _joined(draft: Draft, pieces: list[str], outputs: Sequence[Output]) -> Draft:
    """The translation of a draft, from those of its parts."""
    return Draft(
        join_parts(pieces, [output.text for output in outputs]),
        draft.score + sum(output.score for output in outputs) / len(outputs),
        draft.finished and all(output.finished for output in outputs),
    )


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
    if candidate and segment.human:
        origin = ACCEPTED if segment.accepted else MEMORY
        return TranslatedSentence(text=candidate.text, findings=findings, attempts=0, origin=origin)
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
