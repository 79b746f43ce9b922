"""Which sentence of a result each correction is of: runs come, and sentences move, go or change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import Kind, SentenceRef
from newsxlate.result import Result
from newsxlate.review.audit import moment
from newsxlate.review.sheet import storable
from newsxlate.signoff import TEASER, TITLE, Part, SentenceReview, SentenceState
from newsxlate.summary import Summary, SummarySentence
from newsxlate.text.joining import join


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a part as the machine left it.

    Attributes:
        source: The source sentence; empty in a summary.
        machine: What the machine wrote.
        fallback: Whether that is the source, left standing for want of a translation.
    """

    source: str
    machine: str
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A row of the table of corrections.

    Attributes:
        number: Its number.
        stored: The place at which the person saw the sentence.
        review: What they did there; its place is that of now.
    """

    number: int
    stored: SentenceRef
    review: SentenceReview


def load(
    connection: sqlite3.Connection, document: str, language: str, part: Part
) -> list[Correction]:
    """The corrections of a part, by the places at which they were made."""
    rows = connection.execute(
        "SELECT corrections.number, block, sentence, state, source, machine, text,"
        " coalesce(name, ''), changed, version FROM corrections"
        " LEFT JOIN people ON people.number = person"
        " WHERE document = ? AND language = ? AND part = ?"
        " ORDER BY block, sentence, corrections.number",
        (document, language, str(part)),
    )
    return [
        Correction(
            number,
            SentenceRef(block, sentence),
            SentenceReview(
                block=block,
                sentence=sentence,
                state=SentenceState(state),
                source=source,
                machine=machine,
                text=text,
                by=by,
                at=moment(changed),
                version=version,
            ),
        )
        for number, block, sentence, state, source, machine, text, by, changed, version in rows
    ]


def lines(result: Result, language: str, part: Part) -> dict[SentenceRef, Line]:
    """The sentences of a part, by place, in order; empty if there is no such part."""
    if part is Part.SUMMARY:
        return {
            SentenceRef(number, index): Line("", storable(text))
            for number, summary in enumerate(summaries(result, language))
            for index, text in summary_texts(summary).items()
        }
    made = next((t for t in result.translations if t.language == language), None)
    if made is None:
        return {}
    return {
        SentenceRef(block, number): Line(
            storable(result.article.blocks[block].sentences[number].text),
            storable(sentence.text),
            sentence.fallback,
        )
        for block, number, sentence in made.sentences()
    }


def summaries(result: Result, language: str) -> list[Summary]:
    """The summaries in a language, in order."""
    return [summary for summary in result.summaries if summary.language == language]


def summary_texts(summary: Summary) -> dict[int, str]:
    """A summary's headline, its teaser, and its sentences, by their indices."""
    heads = {TITLE: summary.title, TEASER: summary.teaser}
    texts = {index: text for index, text in heads.items() if text is not None}
    return texts | {n: sentence.text for n, sentence in enumerate(summary.sentences)}


def following(
    result: Result,
    language: str,
    before: Mapping[SentenceRef, Line],
    now: Mapping[SentenceRef, str],
) -> dict[SentenceRef, str]:
    """What people changed in a translation, where summaries have the same sentences.

    An extract takes its sentences and its headline from the translation: what is mended there is
    mended here, too.

    Args:
        result: The result as the machine left it.
        language: The language.
        before: The translation's sentences as the machine left them.
        now: What stands there.

    Returns:
        Texts by places in the summaries.
    """
    changed = {ref: text for ref, text in now.items() if text != before[ref].machine}
    if not changed:
        return {}
    made: dict[SentenceRef, str] = {}
    block = next((b for b, _ in changed if result.article.blocks[b].kind is Kind.HEADLINE), None)
    heading = [ref for ref in now if ref.block == block]
    same = {before[ref].machine: text for ref, text in changed.items()}
    same[join(before[ref].machine for ref in heading)] = join(now[ref] for ref in heading)
    for number, summary in enumerate(summaries(result, language)):
        for index, text in ((TITLE, summary.title), (TEASER, summary.teaser)):
            if text and text in same:
                made[SentenceRef(number, index)] = same[text]
        for index, sentence in enumerate(summary.sentences):
            rests = next((one.ref for one in sentence.support), None)
            if rests in changed and sentence.text == before[rests].machine:
                made[SentenceRef(number, index)] = changed[rests]
    return made


def match(
    there: Mapping[SentenceRef, Line], corrections: Sequence[Correction], part: Part
) -> tuple[dict[SentenceRef, Correction], list[Correction]]:
    """Find the sentence of each correction: each has one at most, and the other way round.

    A correction of a translation belongs to the sentence with the source that the person saw: at
    the same place, or else the first elsewhere. One of a summary belongs to the sentence that the
    machine had written, or else to what stands at its place by now.

    Returns:
        The corrections by the places of now, and those whose sentence is gone.
    """
    found: dict[SentenceRef, Correction] = {}
    left = list(corrections)

    def take(place: Callable[[Correction], SentenceRef | None]) -> None:
        for one in list(left):
            ref = place(one)
            if ref is not None:
                left.remove(one)
                found[ref] = replace(
                    one, review=replace(one.review, block=ref.block, sentence=ref.sentence)
                )

    def same(line: Line, one: Correction) -> bool:
        if part is Part.SUMMARY:
            return line.machine == one.review.machine
        return line.source == one.review.source

    def here(one: Correction) -> SentenceRef | None:
        ref = one.stored
        return ref if ref in there and ref not in found and same(there[ref], one) else None

    def elsewhere(one: Correction) -> SentenceRef | None:
        free = (ref for ref, line in there.items() if ref not in found and same(line, one))
        return next(free, None)

    def anyway(one: Correction) -> SentenceRef | None:
        ref = one.stored
        return ref if ref in there and ref not in found else None

    take(here)
    if left:
        take(elsewhere)
    if left and part is Part.SUMMARY:
        take(anyway)
    order = {ref: number for number, ref in enumerate(there)}
    return dict(sorted(found.items(), key=lambda item: order[item[0]])), left


def as_approved(result: Result, language: str, corrections: Sequence[Correction]) -> Result:
    """A result whose summaries in a language have the sentences that were approved, and no others.

    A later run may make more or fewer.
    """
    wanted: dict[int, set[int]] = {}
    for one in corrections:
        wanted.setdefault(one.stored.block, set()).add(one.stored.sentence)
    made = summaries(result, language)
    if not made or not wanted:
        return result
    shaped = [
        _shaped(made[min(number, len(made) - 1)], wanted[number]) for number in sorted(wanted)
    ]
    return with_summaries(result, language, shaped)


def with_summaries(result: Result, language: str, own: Sequence[Summary]) -> Result:
    """A result with other summaries in a language."""
    first = next(
        (n for n, s in enumerate(result.summaries) if s.language == language),
        len(result.summaries),
    )
    behind = (s for s in result.summaries[first:] if s.language != language)
    return replace(result, summaries=(*result.summaries[:first], *own, *behind))


def _shaped(summary: Summary, wanted: set[int]) -> Summary:
    count = max((index for index in wanted if index >= 0), default=-1) + 1
    more = (SummarySentence(text="") for _ in range(count - len(summary.sentences)))
    return replace(
        summary,
        title=(summary.title or "") if TITLE in wanted else None,
        teaser=(summary.teaser or "") if TEASER in wanted else None,
        sentences=(*summary.sentences[:count], *more),
    )
