"""Check again what a person has changed, at once: only what the change can have touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from newsxlate.article import SentenceRef
from newsxlate.checking import check
from newsxlate.findings import Finding
from newsxlate.names import NameChecker
from newsxlate.result import Result, TranslatedSentence, Translation
from newsxlate.signoff import TEASER, TITLE
from newsxlate.summarizing.faithful import (
    WEAK,
    Judged,
    judge_rendered,
    judge_written,
    judged_again,
    precision,
)
from newsxlate.summarizing.source import Source
from newsxlate.summary import Summary, SummarySentence

# What a sentence of a summary rests on, where the article is not translated: by its translation.
_Known = Mapping[SentenceRef, str]


def recheck(
    result: Result, language: str, changes: Mapping[SentenceRef, str], names: NameChecker
) -> Result:
    """A result with other texts for some sentences of a translation, their findings made anew.

    What other sentences are told because of them (a name that is rendered in two ways) is brought
    up to date, too. It takes less than 200 ms for one sentence of an article of sixty. The texts
    stay as they are: neither is their typography changed, nor are their names repaired.

    Args:
        result: The result; its names are known if they were looked for.
        language: Which translation.
        changes: The new texts, by sentence.
        names: What is done about names.

    Raises:
        KeyError: There is no such translation, or it has no such sentence.
    """
    translation = result.translation(language)
    rows = _rows(translation)
    changed = {
        place: _checked(result, place, rows[place], text, language)
        for place, text in changes.items()
        if text != rows[place].text or rows[place].fallback
    }
    made = result.with_translation(_with_rows(translation, changed)) if changed else result
    return names.check_again(made, language, changed)


def _checked(
    result: Result, place: SentenceRef, row: TranslatedSentence, text: str, language: str
) -> TranslatedSentence:
    """A sentence with a person's text, checked; what a model thought of its own says nothing."""
    found = _findings(result.article.sentence(place), text, result.article.language, language)
    located = tuple(replace(f, block=place.block, sentence=place.sentence) for f in found)
    return replace(row, text=text, score=None, findings=located, fallback=False)


@lru_cache(maxsize=4096)
def _findings(
    source: str, target: str, source_language: str, target_language: str
) -> tuple[Finding, ...]:
    """What is found in a pair; an article that is edited is checked again after each edit."""
    return tuple(
        check(source, target, source_language=source_language, target_language=target_language)
    )


def _rows(translation: Translation) -> dict[SentenceRef, TranslatedSentence]:
    return {SentenceRef(block, number): row for block, number, row in translation.sentences()}


def _with_rows(
    translation: Translation, rows: Mapping[SentenceRef, TranslatedSentence]
) -> Translation:
    blocks = tuple(
        replace(
            block,
            sentences=tuple(
                rows.get(SentenceRef(block.block, number), row)
                for number, row in enumerate(block.sentences)
            ),
        )
        for block in translation.blocks
    )
    return replace(translation, blocks=blocks)


def check_anew(result: Result, names: NameChecker) -> Result:
    """A result as somebody gives it, every sentence checked as it reads now.

    What was found before counts no more, but for what was said of the article, of the model, and of
    sentences that were left in the source language. Nothing is repaired.

    Args:
        result: The result; its names are looked for anew.
        names: What is done about names.
    """
    about = (f for f in result.findings if not f.code.startswith("N5"))
    made = replace(result, ledger=names.entities(result.article), findings=tuple(about))
    for translation in result.translations:
        rows = {
            place: _checked(result, place, row, row.text, translation.language)
            for place, row in _rows(translation).items()
            if not _is_left(result, place, row)
        }
        made = made.with_translation(replace(_with_rows(translation, rows), names=()))
    made = names.check(made)
    return replace(made, summaries=tuple(_summary_anew(made, s) for s in made.summaries))


def _is_left(result: Result, place: SentenceRef, row: TranslatedSentence) -> bool:
    """Whether a sentence was left in the source language, and nobody has translated it since."""
    return row.fallback and row.text == result.article.sentence(place)


def recheck_summary(
    result: Result, language: str, index: int, changes: Mapping[int, str]
) -> Result:
    """A result with other sentences in a summary, checked against the article anew.

    Args:
        result: The result.
        language: The summary's language ...
        index: ... and which of those in this language it is.
        changes: The new texts, by the sentence's index, `newsxlate.signoff.TITLE` or
            `newsxlate.signoff.TEASER`.

    Raises:
        KeyError: There is no such summary, or it has no such sentence.
    """
    places = [n for n, summary in enumerate(result.summaries) if summary.language == language]
    if not 0 <= index < len(places):
        raise KeyError((language, index))
    at = places[index]
    made = _summary(result, result.summaries[at], changes)
    return replace(result, summaries=(*result.summaries[:at], made, *result.summaries[at + 1 :]))


def _summary(result: Result, summary: Summary, changes: Mapping[int, str]) -> Summary:
    if unknown := [n for n in changes if n not in range(TEASER, len(summary.sentences))]:
        raise KeyError(unknown[0])
    source = Source(result.article, result.ledger)
    known = _known(result, summary)

    def judged(number: int, line: SummarySentence) -> Judged:
        text = changes.get(number, line.text)
        if text == line.text:
            return judged_again(line, summary.language, source)
        return _written(text, summary.language, source, known)

    sentences = [judged(number, line) for number, line in enumerate(summary.sentences)]
    summary = replace(
        summary,
        sentences=tuple(one.sentence for one in sentences),
        precision=precision(sentences),
    )
    if (title := changes.get(TITLE, summary.title)) != summary.title:
        # Nobody expects a headline to have the words of the article.
        found = [f for f in _found(title, summary, source, known) if f.code != WEAK]
        summary = replace(summary, title=title or None, title_findings=tuple(found))
    if (teaser := changes.get(TEASER, summary.teaser)) != summary.teaser:
        found = list(_found(teaser, summary, source, known))
        summary = replace(summary, teaser=teaser or None, teaser_findings=tuple(found))
    return summary


def _summary_anew(result: Result, summary: Summary) -> Summary:
    """A summary, all of it checked."""
    source = Source(result.article, result.ledger)
    known = _known(result, summary)[:1]
    rows: dict[SentenceRef, TranslatedSentence] | None = None
    title = result.article.title
    if summary.language == result.article.language:
        rows = {ref: TranslatedSentence(text=s.text) for ref, s in result.article.sentences()}
    for translation in result.translations:
        if translation.language == summary.language:
            rows = _rows(translation)
            title = translation.title

    def judged(line: SummarySentence) -> Judged:
        place = line.support[0].ref if len(line.support) == 1 else None
        if place and place in source.places:
            row = rows.get(place) if rows is not None else _alone(result, place, line, summary)
            if row and row.text == line.text:
                return judge_rendered(line.text, summary.language, source, place, row.findings)
        return _written(line.text, summary.language, source, known)

    sentences = [judged(line) for line in summary.sentences]
    heads = [summary.title, summary.teaser]
    said = {title, *(row.text for row in (rows or {}).values())}
    found = [() if head in said else tuple(_found(head, summary, source, known)) for head in heads]
    return replace(
        summary,
        sentences=tuple(
            replace(one.sentence, replaced=line.replaced)
            for one, line in zip(sentences, summary.sentences, strict=True)
        ),
        precision=precision(sentences),
        title_findings=tuple(f for f in found[0] if f.code != WEAK),
        teaser_findings=found[1],
    )


def _alone(
    result: Result, place: SentenceRef, line: SummarySentence, summary: Summary
) -> TranslatedSentence:
    """A sentence that was translated for a summary only, checked."""
    row = TranslatedSentence(text=line.text)
    return _checked(result, place, row, line.text, summary.language)


def _found(
    text: str | None, summary: Summary, source: Source, known: list[_Known | None]
) -> Iterator[Finding]:
    if text:
        yield from _written(text, summary.language, source, known).sentence.findings


def _written(text: str, language: str, source: Source, known: list[_Known | None]) -> Judged:
    """A person's sentence, by that of the ways to find its support which accuses it least."""
    ways = [judge_written(text, language, source, targets=targets) for targets in known]
    return min(ways, key=lambda one: sum(found.counts for found in one.sentence.findings))


def _known(result: Result, summary: Summary) -> list[_Known | None]:
    """What is there of the article in the language of a summary, in the ways it can be looked at.

    Where there is no translation, a sentence that the machine took from the article is one.
    """
    for translation in result.translations:
        if translation.language == summary.language:
            rows = _rows(translation)
            return [{place: row.text for place, row in rows.items() if not row.fallback}]
    taken = {line.support[0].ref: line.text for line in summary.sentences if len(line.support) == 1}
    own = summary.language == result.article.language
    return [None, taken] if taken and not own else [None]
