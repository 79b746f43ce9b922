"""Parquet: a row a document and language, the sentences a list in it. Needs pyarrow.

One row is what is counted, filtered and joined; engines such as DuckDB, Spark and pandas unfold the
list where sentences are wanted (``unnest``, ``explode``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, BinaryIO

from newsxlate.article import SentenceRef
from newsxlate.errors import UsageError
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article.credit import edits, state
from newsxlate.outputs.article.display import REPLACEMENT
from newsxlate.outputs.stream.provenance import summary
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Translation
from newsxlate.signoff import Review

# A row group is written when it has as many rows, or as many sentences in them.
_GROUP_ROWS = 1000
_GROUP_SENTENCES = 50_000
_SURROGATES = re.compile("[\ud800-\udfff]")


def write(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write the records to a stream; how many had a translation.

    Raises:
        UsageError: pyarrow is not installed.
    """
    arrow = _arrow()
    from pyarrow import parquet

    count = sentences = 0
    rows: list[dict[str, Any]] = []
    schema = _schema(arrow)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for record in records:
            made = [_row(record, translation) for translation in record.result.translations]
            rows += made
            sentences += sum(len(row["sentences"]) for row in made)
            count += bool(made)
            if len(rows) >= _GROUP_ROWS or sentences >= _GROUP_SENTENCES:
                writer.write_table(arrow.Table.from_pylist(rows, schema))
                rows, sentences = [], 0
        if rows:
            writer.write_table(arrow.Table.from_pylist(rows, schema))
    return count


def _arrow() -> ModuleType:
    try:
        import pyarrow
    except ImportError as error:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed",
            hint="Install it with: pip install pyarrow",
        ) from error
    module: ModuleType = pyarrow
    return module


@cache
def _schema(arrow: Any) -> Any:
    text, number = arrow.string(), arrow.int32()
    finding = arrow.struct(
        [(name, text) for name in ("code", "severity", "message", "source", "target")]
    )
    sentence = arrow.struct(
        [
            ("block", number),
            ("sentence", number),
            ("kind", text),
            ("source", text),
            ("target", text),
            ("score", arrow.float32()),
            ("attempts", number),
            ("fallback", arrow.bool_()),
            ("origin", text),
            ("state", text),
            ("machine", text),
            ("findings", arrow.list_(finding)),
        ]
    )
    names = ["id", "name", "url", "source", "byline", "published", "embargoed"]
    names += ["source_language", "language", "pivot", "model", "source_title", "title"]
    names += ["source_text", "text", "summary", "state", "reviewer", "reviewed"]
    return arrow.schema(
        [(name, text) for name in names]
        + [
            ("seconds", arrow.float64()),
            ("errors", number),
            ("warnings", number),
            ("edited", number),
        ]
        + [("findings", arrow.list_(finding)), ("sentences", arrow.list_(sentence))]
    )


def _row(record: Record, translation: Translation) -> dict[str, Any]:
    article = record.result.article
    own = [f for f in record.result.all_findings() if f.language in (None, translation.language)]
    made = summary(record.result, translation.language)
    review = record.review(translation.language)
    texts = {
        "id": record.id,
        "name": record.name,
        "url": record.url,
        "source": article.source,
        "byline": article.byline,
        "published": article.published,
        "embargoed": article.embargoed,
        "source_language": article.language,
        "language": translation.language,
        "pivot": translation.pivot,
        "model": translation.model,
        "source_title": article.title,
        "title": translation.title,
        "source_text": "\n\n".join(block.text for _, block in article.kept()),
        "text": translation.text,
        "summary": made.text if made else None,
        "state": str(review.state),
        "reviewer": review.by or None,
        "reviewed": review.at or None,
    }
    return {
        **{name: _encodable(text) for name, text in texts.items()},
        "seconds": translation.seconds,
        "errors": sum(found.severity is Severity.ERROR for found in own),
        "warnings": sum(found.severity is Severity.WARNING for found in own),
        "edited": len(edits(review)),
        "findings": [_finding(found) for found in own if found.sentence is None],
        "sentences": list(_sentences(record, translation, review)),
    }


def _sentences(
    record: Record, translation: Translation, review: Review
) -> Iterator[dict[str, Any]]:
    blocks = record.result.article.blocks
    for number, place, sentence in translation.sentences():
        ref = SentenceRef(number, place)
        row = review.sentence(ref)
        yield {
            "block": number,
            "sentence": place,
            "kind": str(blocks[number].kind),
            "source": _encodable(blocks[number].sentences[place].text),
            "target": _encodable(sentence.text),
            "score": sentence.score,
            "attempts": sentence.attempts,
            "fallback": sentence.fallback,
            "origin": sentence.origin,
            "state": str(state(review, ref)),
            "machine": _encodable(row.machine if row else sentence.text),
            "findings": [_finding(found) for found in sentence.findings],
        }


def _finding(found: Finding) -> dict[str, str]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "message": _encodable(found.message) or "",
        "source": _encodable(found.source) or "",
        "target": _encodable(found.target) or "",
    }


def _encodable(text: str | None) -> str | None:
    """``text`` without halves of surrogate pairs, which have no UTF-8."""
    return _SURROGATES.sub(REPLACEMENT, text) if text else text
