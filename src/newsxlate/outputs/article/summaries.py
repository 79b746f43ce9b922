"""Summaries as the writers show them: headline, teaser, sentences, and what was looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsxlate.findings import Finding
from newsxlate.outputs.article.display import direction, language_name, line
from newsxlate.outputs.article.escaping import escape, escape_inline
from newsxlate.outputs.article.html.markup import quote
from newsxlate.outputs.article.view import Places, cautions
from newsxlate.result import Result
from newsxlate.summary import Precision, Summary, SummarySentence


def text(result: Result, *, marks: bool = True) -> str:
    """The summaries of a result as plain text, without its translations.

    Args:
        result: What to render.
        marks: Whether sentences are followed by their codes, each summary by its figures, and all
            by a list of what was found.
    """
    found = _found(result)
    parts = [f"Note: {caution}." for caution in cautions(result)] if marks else []
    parts += chunks(result, marks=marks)
    if marks and found:
        places = Places(result.article)
        rows = [
            f"{one.code} {one.severity}: {places.label(one.block, one.sentence)}:"
            f" {line(one.message)}"
            for one in found
        ]
        parts.append("\n".join(["Findings", "--------", *rows]))
    return "\n\n".join(parts) + "\n"


def chunks(result: Result, *, marks: bool) -> list[str]:
    """The paragraphs of the summaries, without the findings."""
    chunks: list[str] = []
    shown: dict[str, None] = {}
    for summary in result.summaries:
        if len(result.summaries) > 1:
            chunks.append(f"=== {line(_name(summary))} ===")
        # A headline that two lengths share is printed once.
        # A teaser that is one of the sentences tells a reader nothing new here.
        lines = [sentence.text for sentence in summary.sentences]
        teaser = summary.teaser if summary.teaser not in lines else None
        head = [line(part) for part in (summary.title, teaser) if part]
        chunks += [part for part in head if f"{summary.language} {part}" not in shown]
        shown |= dict.fromkeys(f"{summary.language} {part}" for part in head)
        chunks.append(line(_running(summary, marks=marks)))
        if marks:
            chunks.append(f"[{_figures(summary)}]")
    return [chunk for chunk in chunks if chunk]


def markdown(result: Result, *, marks: bool = True) -> str:
    """The summaries of a result as Markdown; see `text`."""
    chunks = [f"> **Note:** {escape_inline(one)}." for one in cautions(result)] if marks else []
    for number, summary in enumerate(result.summaries):
        chunks += ["---"] * (number > 0)
        chunks += section(summary, marks=marks)
    found = _found(result)
    if marks and found:
        places = Places(result.article)
        chunks.append("## Findings")
        chunks += [
            f"- {one.code} {one.severity}, {places.label(one.block, one.sentence)}:"
            f" {escape_inline(one.message)}"
            for one in found
        ]
    return "\n\n".join(chunks) + "\n"


def section(summary: Summary, *, marks: bool) -> Iterator[str]:
    """One summary as Markdown."""
    yield f"*{escape_inline(_name(summary))}*"
    if summary.title:
        yield f"# {escape_inline(summary.title)}"
    if summary.teaser:
        yield f"**{escape_inline(summary.teaser)}**"
    if running := escape(_running(summary, marks=marks)):
        yield running
    if marks:
        yield f"*{escape_inline(_figures(summary))}*"


def html(result: Result) -> str:
    """The summaries of a result as sections of a page; each sentence links to what supports it."""
    return "\n".join(_section(summary, Places(result.article)) for summary in result.summaries)


def _section(summary: Summary, places: Places) -> str:
    spoken = f'lang="{quote(summary.language)}" dir="{direction(summary.language)}"'
    parts = [f"<h2>Summary <small>{quote(_name(summary))}</small></h2>"]
    if summary.title:
        parts.append(f"<h3 {spoken}>{quote(summary.title)}</h3>")
    if summary.teaser:
        parts.append(f'<p class="teaser" {spoken}>{quote(summary.teaser)}</p>')
    sentences = " ".join(_linked(sentence, places) for sentence in summary.sentences)
    parts.append(f"<p {spoken}>{sentences}</p>")
    parts.append(f'<p class="figures">{quote(_figures(summary))}</p>')
    return f'<section class="summary">{"".join(parts)}</section>'


def _linked(sentence: SummarySentence, places: Places) -> str:
    links = ", ".join(
        f'<a href="#c0-b{s.block}-s{s.sentence}">{quote(places.label(s.block, s.sentence))}</a>'
        for s in sentence.support
    )
    badges = "".join(
        f' <span class="badge {found.severity}" lang="en" title="{quote(found.message)}">'
        f"{quote(found.code)}</span>"
        for found in sentence.findings
    )
    shown = f' <span class="support" lang="en" dir="ltr">[{links}]</span>' if links else ""
    return f"{quote(sentence.text)}{badges}{shown}"


def _name(summary: Summary) -> str:
    """What a summary is: "English, 3 sentences, extractive"."""
    return line(f"{language_name(summary.language)}, {summary.length}, {summary.method}")


def _running(summary: Summary, *, marks: bool) -> str:
    if not marks:
        return summary.text
    return " ".join(_marked(sentence) for sentence in summary.sentences)


def _marked(sentence: SummarySentence) -> str:
    codes = list(dict.fromkeys(f.code for f in sentence.findings if f.counts))
    return f"{sentence.text} [{', '.join(codes)}]" if codes else sentence.text


def _figures(summary: Summary) -> str:
    """How many of a summary's names, numbers and quotations the article has, and more."""
    found = looked_up(summary.precision)
    parts = [
        f"{found} found in the article; meaning not checked"
        if found
        else "no names, numbers or quotations to look up"
    ]
    if summary.fallback:
        parts.append(f"extractive instead of abstractive: {summary.fallback}")
    return line("; ".join(parts))


def looked_up(precision: Precision) -> str:
    """How many names, numbers and quotations were found: "3 of 3 names, 1 of 2 numbers"."""
    rows = (
        ("name", precision.entities, precision.entity_count),
        ("number", precision.numbers, precision.number_count),
        ("quotation", precision.quotations, precision.quotation_count),
    )
    return ", ".join(
        # What earlier releases wrote has shares only.
        f"{round(share * count)} of {count} {noun}{'s' if count != 1 else ''}"
        if count
        else f"{100 * share:.0f} % of {noun}s"
        for noun, share, count in rows
        if share is not None
    )


def _found(result: Result) -> Sequence[Finding]:
    """What was found in the article itself, then in the sentences of its summaries."""
    made = [f for summary in result.summaries for s in summary.sentences for f in s.findings]
    return [*result.findings, *made]
