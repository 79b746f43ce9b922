"""Summarise an article in one language, in one length or several, and check every sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsxlate.article import Article, SentenceRef
from newsxlate.findings import finding
from newsxlate.options import Length
from newsxlate.result import TranslatedSentence
from newsxlate.summarizing import extractive, lead
from newsxlate.summarizing.abstractive import RefusedError, Writer
from newsxlate.summarizing.extractive import Scored
from newsxlate.summarizing.faithful import Judged, judge_rendered, precision
from newsxlate.summarizing.headline import headline, teaser
from newsxlate.summarizing.interview import Answer
from newsxlate.summarizing.rendering import Rendering, told
from newsxlate.summarizing.source import Source
from newsxlate.summary import METHODS, Summary


def summarize(
    source: Source,
    rendering: Rendering,
    lengths: Sequence[Length],
    *,
    method: str = METHODS[0],
    strict: bool = False,
    writer: Writer | None = None,
) -> list[Summary]:
    """Summaries of an article in the language of ``rendering``, one for each length.

    Args:
        source: The article.
        rendering: Gives its sentences in the language that is wanted.
        lengths: How long the summaries are to be.
        method: One of `METHODS`.
        strict: Whether sentences that the article does not support are replaced.
        writer: A model, for the method "abstractive".

    Raises:
        EngineError: A model failed.
        ValueError: "abstractive" was asked for without a writer.
    """
    article = source.article
    if method == "abstractive" and writer is None:
        raise ValueError("an abstractive summary needs a model that writes it")
    # A brief is returned as it is: no model would improve on it.
    brief = sorted(_places(extractive.rank(article)))
    if len(brief) <= extractive.BRIEF:
        return [_extract(source, rendering, length, "lead", strict, brief) for length in lengths]
    if method == "abstractive" and writer is not None:
        return [_write(source, rendering, length, writer, strict) for length in lengths]
    chosen = [_chosen(article, length, method) for length in lengths]
    # All lengths at once: what two of them share is translated once, and batches fill up.
    rendering.sentences(list(dict.fromkeys(place for places in chosen for place in places)))
    return [
        _extract(source, rendering, length, method, strict, places)
        for length, places in zip(lengths, chosen, strict=True)
    ]


def _places(scored: Sequence[Scored]) -> list[SentenceRef]:
    return [one.ref for one in scored]


def _chosen(article: Article, length: Length, method: str) -> list[SentenceRef]:
    """The sentences of a summary, in reading order."""
    if method == "lead":
        return _places(lead.select(article, length))
    return _places(extractive.select(article, length))


def _extract(
    source: Source,
    rendering: Rendering,
    length: Length,
    method: str,
    strict: bool,
    places: Sequence[SentenceRef],
) -> Summary:
    """A summary of sentences of the article."""
    started = time.perf_counter()
    judged = _rendered(source, rendering, places)
    if strict:
        judged = _replaced(source, rendering, judged, places)
    return _summary(source, rendering, length, method, judged, started)


def _rendered(source: Source, rendering: Rendering, places: Sequence[SentenceRef]) -> list[Judged]:
    made = told(source, rendering, places)
    judged = [
        _judged(source, rendering, place, sentence)
        for place, sentence in zip(places, made, strict=True)
    ]
    return _attributed(source, rendering, places, judged)


def _attributed(
    source: Source,
    rendering: Rendering,
    places: Sequence[SentenceRef],
    judged: Sequence[Judged],
) -> list[Judged]:
    """The sentences, answers of an interview behind who gives them, or behind their question.

    Of several that stand beside each other, the first only.
    """
    result: list[Judged] = []
    before: tuple[str, int] | None = None
    for place, one in zip(places, judged, strict=True):
        candidate = source.candidates.get(place)
        answer = candidate.beginning.answer if candidate else None
        said = (answer.speaker, answer.question) if answer else None
        if answer and said != before:
            words = f"{answer.speaker}:" if answer.speaker else _question(source, rendering, answer)
            result.append(_behind(words, one))
        else:
            result.append(one)
        before = said
    return result


def _question(source: Source, rendering: Rendering, answer: Answer) -> str:
    """The sentence of its block that asks."""
    asking = SentenceRef(answer.question, len(source.article.blocks[answer.question].sentences) - 1)
    [made] = rendering.sentences([asking])
    return made.text


def _behind(words: str, judged: Judged) -> Judged:
    sentence = judged.sentence
    return replace(judged, sentence=replace(sentence, text=f"{words} {sentence.text}"))


def _judged(
    source: Source, rendering: Rendering, place: SentenceRef, made: TranslatedSentence
) -> Judged:
    located = tuple(
        replace(f, language=rendering.language, block=place.block, sentence=place.sentence)
        for f in made.findings
    )
    return judge_rendered(made.text, rendering.language, source, place, located)


def _replaced(
    source: Source, rendering: Rendering, judged: Sequence[Judged], used: Sequence[SentenceRef]
) -> list[Judged]:
    """The sentences, those that are unfit replaced by the best of the article's others.

    Where nothing better is left, an unfit sentence stays, marked.
    """
    spare = _spare(source, rendering, frozenset(used)) if any(j.unfit for j in judged) else None
    result = []
    for one in judged:
        other = next(spare, None) if one.unfit and spare is not None else None
        result.append(_standing_in(other, one) if other else one)
    return result


def _spare(source: Source, rendering: Rendering, used: frozenset[SentenceRef]) -> Iterator[Judged]:
    """Sentences of the article that may stand in for others, best first."""
    for place in _places(extractive.rank(source.article)):
        if place not in used:
            [one] = _rendered(source, rendering, [place])
            if not one.unfit:
                yield one


def _standing_in(one: Judged, dropped: Judged) -> Judged:
    first = one.sentence.support[0]
    note = finding(
        "N611",
        language=next((f.language for f in dropped.sentence.findings), None),
        block=first.block,
        sentence=first.sentence,
        target=one.sentence.text,
        text=dropped.sentence.text,
    )
    found = (*one.sentence.findings, note)
    return replace(
        one, sentence=replace(one.sentence, replaced=dropped.sentence.text, findings=found)
    )


def _write(
    source: Source, rendering: Rendering, length: Length, writer: Writer, strict: bool
) -> Summary:
    """A summary in a model's own words; sentences of the article if it has none that will do."""
    started = time.perf_counter()
    try:
        written = writer.write(source, rendering, length)
    except RefusedError as refused:
        places = _chosen(source.article, length, METHODS[0])
        summary = _extract(source, rendering, length, METHODS[0], strict, places)
        first = summary.sentences[0]
        said = finding("N612", language=rendering.language, reason=refused.reason)
        marked = replace(first, findings=(said, *first.findings))
        return replace(
            summary,
            sentences=(marked, *summary.sentences[1:]),
            fallback=refused.reason,
            seconds=round(time.perf_counter() - started, 3),
        )
    judged = written
    if strict:
        judged = _replaced(source, rendering, written, [])
    made = _summary(source, rendering, length, "abstractive", judged, started)
    return replace(made, model="|".join(part for part in (writer.model, made.model) if part))


def _summary(
    source: Source,
    rendering: Rendering,
    length: Length,
    method: str,
    judged: Sequence[Judged],
    started: float,
) -> Summary:
    return Summary(
        language=rendering.language,
        method=method,
        length=str(length),
        sentences=tuple(one.sentence for one in judged),
        model=rendering.model,
        title=headline(source, rendering),
        teaser=teaser(source, rendering, [s.ref for one in judged for s in one.sentence.support]),
        precision=precision(judged),
        seconds=round(time.perf_counter() - started, 3),
    )
