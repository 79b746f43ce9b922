"""The sign-off record: what a machine wrote, what people made of it, and who answers for it.

A file a document in a folder, as JSON, described by ``data/outputs/record.schema.json``. It says of
every translation and of the summaries of each language how they came about; of what nobody has
reviewed, that nobody has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsxlate import resources
from newsxlate.article import SentenceRef
from newsxlate.findings import Finding
from newsxlate.outputs.article.credit import digital_source, sources, state, statement, texts
from newsxlate.outputs.stream.folders import new_folder
from newsxlate.outputs.stream.provenance import GENERATOR
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.signoff import Dismissal, Part, Review, SentenceReview, SentenceState, digest

SCHEMA = "urn:newsxlate:record:1"

_SURROGATES = re.compile("[\ud800-\udfff]")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record."""
    loaded: dict[str, Any] = json.loads(resources.text("outputs/record.schema.json"))
    return loaded


def write(records: Iterator[Record], output: Path) -> int:
    """Write the records to a new folder; how many had a translation or a summary."""
    count = 0
    with new_folder(output) as folder:
        for record in records:
            made = item(record)
            if made["parts"]:
                (folder / f"{record.stem}.json").write_text(text(made), encoding="utf-8")
                count += 1
    return count


def text(made: dict[str, Any]) -> str:
    """A record, as `item` gave it, as indented JSON."""
    written = json.dumps(made, ensure_ascii=False, indent=2, allow_nan=False)
    # Half a surrogate pair cannot be encoded as UTF-8, but it can be escaped.
    return _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", written) + "\n"


def item(record: Record, now: datetime | None = None) -> dict[str, Any]:
    """The record of a document as the values of JSON.

    Args:
        record: The document.
        now: When the record is made; None is now.
    """
    article = record.result.article
    translated = ((made.language, Part.TRANSLATION) for made in record.result.translations)
    summarised = ((made.language, Part.SUMMARY) for made in record.result.summaries)
    return {
        "schema": SCHEMA,
        "generator": GENERATOR,
        "recorded": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "document": {
            "id": record.id,
            "name": record.name,
            "url": record.url,
            "title": article.title,
            "byline": article.byline,
            "published": article.published,
            "embargoed": article.embargoed,
            "language": article.language,
        },
        "parts": [
            _part(record, language, part)
            for language, part in dict.fromkeys([*translated, *summarised])
        ],
    }


def _part(record: Record, language: str, part: Part) -> dict[str, Any]:
    review = record.review(language, part)
    source = digital_source(review, record.result)
    sentences = list(_sentences(record, review))
    return {
        "language": language,
        "part": str(part),
        "statement": statement(review),
        "digital_source_type": source.uri,
        "models": _models(record, language, part),
        "pivot": _pivot(record.result, language) if part is Part.TRANSLATION else None,
        "hashes": {
            "algorithm": "SHA-256",
            "source": digest(row["source"] or "" for row in sentences)
            if part is Part.TRANSLATION
            else digest(_kept_source(record.result)),
            "machine": digest(row["machine"] for row in sentences),
            "final": digest(row["final"] for row in sentences),
        },
        "review": _review(review),
        "edited": sum(row["edited"] for row in sentences),
        "sentences": sentences,
        "findings": list(_findings(record, review)),
        "earlier": [_earlier(row) for row in review.earlier],
    }


def _models(record: Record, language: str, part: Part) -> list[str]:
    """The signatures of the runs that made a part: versions, models with revisions, settings."""
    result = record.result
    if part is Part.TRANSLATION:
        return [result.translation(language).model]
    made = (summary.model for summary in result.summaries if summary.language == language)
    return list(dict.fromkeys(model for model in made if model))


def _pivot(result: Result, language: str) -> str | None:
    return result.translation(language).pivot


def _kept_source(result: Result) -> Iterator[str]:
    """What summaries are made from: all sentences of the article."""
    return (sentence.text for _, sentence in result.article.sentences())


def _review(review: Review) -> dict[str, Any]:
    return {
        "state": str(review.state),
        "by": review.by or None,
        "at": review.at or None,
        "authenticated": review.authenticated,
        "editorial_responsibility": review.by if review.approved and review.responsible else None,
        "note": review.note,
        "source_hash": review.source_hash or None,
        "machine_hash": review.machine_hash or None,
        "final_hash": review.final_hash or None,
    }


def _sentences(record: Record, review: Review) -> Iterator[dict[str, Any]]:
    """The sentences of a part in order: source, machine's text, what stands there now, and who."""
    result, language, part = record.result, review.language, review.part
    machine = dict(texts(record.machine or result, language, part))
    rows = {row.ref: row for row in review.sentences}
    source = iter(sources(result, language)) if part is Part.TRANSLATION else None
    for ref, final in texts(result, language, part):
        row = rows.get(ref)
        # What the person saw stands in their row; another run may have written something else.
        was = row.machine if row else machine.get(ref, final)
        # Who approves a part accepts what is untouched in it.
        by, at = (
            (row.by, row.at) if row else (review.by, review.at) if review.approved else ("", "")
        )
        yield {
            **_place(ref),
            "source": next(source) if source else None,
            "machine": was,
            "final": final,
            "origin": _origin(record.result, review, ref),
            "state": str(state(review, ref)),
            "edited": final != was,
            "singly": row is not None and not _with_the_whole(row, review),
            "by": by or None,
            "at": at or None,
        }


def _with_the_whole(row: SentenceReview, review: Review) -> bool:
    """Whether a sentence was accepted by approving the part that it is in."""
    accepted = row.state is SentenceState.ACCEPTED and review.approved
    return accepted and (row.by, row.at) == (review.by, review.at)


def _origin(result: Result, review: Review, ref: SentenceRef) -> str:
    """Whether what people found there was the model's, or from the translation memory."""
    if review.part is Part.SUMMARY:
        return "model"
    blocks = {made.block: made for made in result.translation(review.language).blocks}
    return blocks[ref.block].sentences[ref.sentence].origin or "model"


def _earlier(row: SentenceReview) -> dict[str, Any]:
    return {
        **_place(row.ref),
        "source": row.source or None,
        "machine": row.machine,
        "final": row.text,
        "origin": "model",
        "state": str(row.state),
        "edited": row.text != row.machine,
        "by": row.by or None,
        "at": row.at or None,
    }


def _place(ref: SentenceRef) -> dict[str, int]:
    return {"block": ref.block, "sentence": ref.sentence}


def _findings(record: Record, review: Review) -> Iterator[dict[str, Any]]:
    """What was shown of a part, and what became of it.

    What stands in the text as people left it is open; what they declared to be none is dismissed;
    what was found in the machine's text and is there no more was mended.
    """
    dismissed = {_key(row): row for row in review.dismissed}
    still = {_key(found): found for found in _shown(record.result, review)}
    shown = {_key(found): found for found in _shown(record.machine or record.result, review)}
    for key, found in (shown | still).items():
        if key not in dismissed:
            yield _finding(found, "open" if key in still else "mended")
    for key, row in dismissed.items():
        known = still.get(key) or shown.get(key)
        said = {"reason": row.reason, "by": row.by, "at": row.at}
        yield _finding(known or row, "dismissed") | said


def _key(row: Finding | Dismissal) -> tuple[str, str, int | None, int | None]:
    return row.code, row.message, row.block, row.sentence


def _shown(result: Result, review: Review) -> Iterable[Finding]:
    if review.part is Part.TRANSLATION:
        return [
            found
            for found in result.all_findings()
            if found.language in (None, review.language) and not found.code.startswith("N6")
        ]
    return [
        found
        for summary in result.summaries
        if summary.language == review.language
        for findings in (
            summary.title_findings,
            summary.teaser_findings,
            *(sentence.findings for sentence in summary.sentences),
        )
        for found in findings
    ]


def _finding(found: Finding | Dismissal, settled: str) -> dict[str, Any]:
    known = found if isinstance(found, Finding) else None
    return {
        "code": found.code,
        "severity": str(known.severity) if known else None,
        "message": found.message,
        "block": found.block,
        "sentence": found.sentence,
        "source": known.source if known else "",
        "target": known.target if known else "",
        "settled": settled,
        "reason": None,
        "by": None,
        "at": None,
    }
