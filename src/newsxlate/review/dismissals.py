"""Findings of a part, and which of them people have declared to be none."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import Article, SentenceRef
from newsxlate.errors import InputError
from newsxlate.findings import CAUTION, Finding
from newsxlate.result import Result
from newsxlate.review.audit import Writer, moment
from newsxlate.review.matching import summaries
from newsxlate.review.sheet import storable
from newsxlate.signoff import TEASER, TITLE, Dismissal, Part

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a part.

    Attributes:
        original: The finding, as the result has it.
        finding: The finding, with its place.
        row: The sentence of the part that it is of; None if it is of none.
        source: The source sentence ...
        target: ... and its counterpart, as they read now.
        key: What it is dismissed by: a digest of language, code, both sentences and message. What
            concerns more than a pair of sentences holds in its document alone.
    """

    original: Finding
    finding: Finding
    row: SentenceRef | None
    source: str
    target: str
    key: bytes


def find(document: str, result: Result, language: str, part: Part) -> list[Found]:
    """The findings of a part: the article's first, then in reading order."""
    made = _of_summaries if part is Part.SUMMARY else _of_translation
    return list(made(document, result, language))


def _of_translation(document: str, result: Result, language: str) -> Iterator[Found]:
    translation = result.translation(language)
    texts = {SentenceRef(b, n): sentence.text for b, n, sentence in translation.sentences()}
    for found in result.findings:
        if found.language in (None, language):
            ref = _ref(found)
            source = _source(result.article, ref)
            target = texts.get(ref, "") if ref and found.language else ""
            if source is None:
                ref, source, target = None, found.source, found.target
            yield _found(document if ref is None else "", found, found, ref, source, target)
    for block, number, sentence in translation.sentences():
        ref = SentenceRef(block, number)
        source = result.article.sentence(ref)
        for found in sentence.findings:
            placed = replace(found, language=language, block=block, sentence=number)
            yield _found("", found, placed, ref, source, sentence.text)


def _of_summaries(document: str, result: Result, language: str) -> Iterator[Found]:
    for found in result.findings:
        # They are in the words of the same model.
        if found.code == CAUTION and found.language == language:
            yield _found(document, found, found, None, found.source, found.target)
    for index, summary in enumerate(summaries(result, language)):
        lines = [
            (TITLE, summary.title or "", summary.title_findings),
            (TEASER, summary.teaser or "", summary.teaser_findings),
            *((n, one.text, one.findings) for n, one in enumerate(summary.sentences)),
        ]
        for number, text, findings in lines:
            for found in findings:
                source = _source(result.article, _ref(found))
                # What the translation of a sentence was told is told of that pair wherever it is.
                shared = source is not None and not found.code.startswith("N6")
                yield _found(
                    "" if shared else document,
                    found,
                    found if found.language else replace(found, language=language),
                    SentenceRef(index, number),
                    source or "",
                    text,
                )


def _found(
    document: str,
    original: Finding,
    found: Finding,
    row: SentenceRef | None,
    source: str,
    target: str,
) -> Found:
    parts = (document, found.language or "", found.code, source, target, found.message)
    key = hashlib.sha256(json.dumps(parts).encode("ascii")).digest()[:16]
    return Found(original, found, row, source, target, key)


def _ref(found: Finding) -> SentenceRef | None:
    if found.block is None or found.sentence is None:
        return None
    return SentenceRef(found.block, found.sentence)


def _source(article: Article, ref: SentenceRef | None) -> str | None:
    """The text of a sentence; None if there is no such one."""
    if ref is None or not 0 <= ref.block < len(article.blocks):
        return None
    sentences = article.blocks[ref.block].sentences
    return sentences[ref.sentence].text if 0 <= ref.sentence < len(sentences) else None


def without(result: Result, gone: Collection[int]) -> Result:
    """A result without the findings that are these objects, by `id`."""

    def kept(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        return tuple(one for one in findings if id(one) not in gone)

    if not gone:
        return result
    translations = (
        replace(
            translation,
            blocks=tuple(
                replace(
                    block,
                    sentences=tuple(replace(s, findings=kept(s.findings)) for s in block.sentences),
                )
                for block in translation.blocks
            ),
        )
        for translation in result.translations
    )
    summaries = (
        replace(
            summary,
            title_findings=kept(summary.title_findings),
            teaser_findings=kept(summary.teaser_findings),
            sentences=tuple(replace(s, findings=kept(s.findings)) for s in summary.sentences),
        )
        for summary in result.summaries
    )
    return replace(
        result,
        findings=kept(result.findings),
        translations=tuple(translations),
        summaries=tuple(summaries),
    )


def dismissed(
    connection: sqlite3.Connection, document: str, found: Sequence[Found]
) -> dict[bytes, Dismissal]:
    """Which of a document's findings were declared to be none, in it or elsewhere, by key."""
    keys = list(dict.fromkeys(one.key for one in found))
    made: dict[bytes, Dismissal] = {}
    for start in range(0, len(keys), _AT_ONCE):
        chosen = keys[start : start + _AT_ONCE]
        rows = connection.execute(
            "SELECT key, code, message, reason, coalesce(name, ''), changed FROM dismissals"
            " LEFT JOIN people ON people.number = person"
            f" WHERE key IN ({','.join('?' * len(chosen))})"
            # What was said of this very document counts before what was said elsewhere.
            " ORDER BY document <> ?, changed DESC",
            (*chosen, document),
        )
        for key, code, message, reason, by, changed in rows:
            made.setdefault(
                key,
                Dismissal(code=code, message=message, reason=reason, by=by, at=moment(changed)),
            )
    return made


def dismiss(writer: Writer, found: Found, reason: str, before: Dismissal | None) -> None:
    """Declare a finding to be none."""
    finding = found.finding
    writer.connection.execute(
        "INSERT OR REPLACE INTO dismissals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            writer.document,
            found.key,
            finding.language or "",
            str(writer.part),
            finding.block,
            finding.sentence,
            finding.code,
            storable(found.source),
            storable(found.target),
            storable(finding.message),
            reason,
            writer.person,
            writer.time,
        ),
    )
    writer.note(
        "dismiss",
        before.reason if before else "",
        f"{finding.code} {finding.message}",
        note=reason,
        block=finding.block,
        sentence=finding.sentence,
        language=finding.language or "",
    )


def recall(writer: Writer, found: Found, before: Dismissal) -> None:
    """Take back that a finding was dismissed, wherever that was: it says the same everywhere."""
    ask, finding = writer.connection.execute, found.finding
    rows = ask(
        "SELECT document, reason, block, sentence FROM dismissals WHERE key = ?", (found.key,)
    )
    own = (before.reason, finding.block, finding.sentence)
    places = {writer.document: own} | {document: about for document, *about in rows}
    ask("DELETE FROM dismissals WHERE key = ?", (found.key,))
    for document, (reason, block, sentence) in places.items():
        writer.note(
            "recall",
            f"{finding.code} {finding.message}",
            "",
            note=reason,
            block=block,
            sentence=sentence,
            language=finding.language or "",
            document=document,
        )


def with_key(found: Sequence[Found], key: str) -> Found:
    """The finding with a key.

    Raises:
        InputError: There is none.
    """
    for one in found:
        if one.key.hex() == key:
            return one
    raise InputError("there is no such finding any more", hint="Look at the page anew.")
