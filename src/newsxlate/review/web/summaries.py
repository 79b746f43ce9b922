"""Summaries as the page shows them: each sentence with what it rests on, and the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsxlate.article import SentenceRef
from newsxlate.outputs.article.view import exists
from newsxlate.review.desk import Row
from newsxlate.review.web.marks import Say
from newsxlate.review.web.rows import Drawing, Line
from newsxlate.signoff import TEASER, TITLE
from newsxlate.summary import Precision, Summary

_LENGTH = re.compile(r"(\d{1,9}) (sentence|word)s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A source sentence that a summary's sentence rests on.

    Attributes:
        anchor: Its id in the column of the article.
        where: Its place, in words.
        text: The sentence.
        share: How much of the summary's sentence it supports, in per cent.
    """

    anchor: str
    where: str
    text: str
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A summary.

    Attributes:
        index: Which of the summaries in its language it is.
        length: What was asked for, such as "3 sentences".
        method: How it was made, in words.
        lines: Its headline, teaser and sentences, as far as it has them.
        figures: What was looked up of it, in words.
        fallback: Why it was made by another method than the one asked for; else empty.
    """

    index: int
    length: str
    method: str
    lines: tuple[Line, ...]
    figures: str
    fallback: str = ""


def summaries(drawing: Drawing) -> Iterator[Told]:
    """All summaries of a sheet's language."""
    language = drawing.sheet.review.language
    made = [one for one in drawing.result.summaries if one.language == language]
    for index, summary in enumerate(made):
        yield Told(
            index=index,
            length=_length(summary.length, drawing.say),
            method=drawing.say(f"summary.method.{summary.method}"),
            lines=tuple(_lines(drawing, index)),
            figures=figures(summary.precision, drawing.say),
            fallback=summary.fallback,
        )


def _length(asked: str, say: Say) -> str:
    """What was asked for: "3 sentences", in the interface's words."""
    match = _LENGTH.fullmatch(asked)
    return say(f"summary.length.{match[2]}", n=int(match[1])) if match else asked


def _lines(drawing: Drawing, index: int) -> Iterator[Line]:
    rows = [row for ref, row in drawing.sheet.rows.items() if ref.block == index]
    for row in rows:
        kind = {TITLE: "headline", TEASER: "teaser"}.get(row.ref.sentence, "paragraph")
        where = drawing.of_summary(row.ref)
        yield drawing.line(row, kind=kind, where=where, heading=False, cell="")


def rests(drawing: Drawing, row: Row) -> list[Rest]:
    """What a summary's sentence rests on, best first."""
    summary = _summary(drawing, row.ref.block)
    if summary is None or not 0 <= row.ref.sentence < len(summary.sentences):
        return []
    article = drawing.result.article
    return [
        Rest(
            anchor=f"a-{one.block}-{one.sentence}",
            where=drawing.where(one.block, one.sentence),
            text=article.sentence(SentenceRef(one.block, one.sentence)),
            share=round(100 * one.score),
        )
        for one in summary.sentences[row.ref.sentence].support
        if exists(article, one.block, one.sentence)
    ]


def _summary(drawing: Drawing, index: int) -> Summary | None:
    language = drawing.sheet.review.language
    made = [one for one in drawing.result.summaries if one.language == language]
    return made[index] if 0 <= index < len(made) else None


def figures(precision: Precision, say: Say) -> str:
    """How many of a summary's names, numbers and quotations the article has."""
    rows = (
        ("names", precision.entities, precision.entity_count),
        ("numbers", precision.numbers, precision.number_count),
        ("quotations", precision.quotations, precision.quotation_count),
    )
    found = [
        say(f"summary.found.{noun}", found=round(share * count), n=count)
        if count
        else say(f"summary.share.{noun}", share=round(100 * share))
        for noun, share, count in rows
        if share is not None
    ]
    if not found:
        return say("summary.nothing")
    return say("summary.figures", found=", ".join(found))
