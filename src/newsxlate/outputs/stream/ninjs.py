"""IPTC ninjs 2.2 (News in JSON): a file an article and language, in a folder a language.

The standard: https://iptc.org/standards/ninjs/. Each file is one news object; the original is an
association of it. What an editor should know, the findings above all, is in ``ednote``. Only what a
person has approved is "usable".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from newsxlate.outputs.article.credit import digital_source
from newsxlate.outputs.stream.folders import new_folder
from newsxlate.outputs.stream.provenance import (
    GENERATOR,
    ROLES,
    carried_summary,
    editorial_notes,
    embargo_end,
    paragraphs,
    people,
    status,
    urn,
    web_address,
    xml_text,
)
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Translation
from newsxlate.signoff import Review
from newsxlate.text.dates import moment

_STANDARD = {
    "name": "ninjs",
    "version": "2.2",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.2.json",
}


def write(records: Iterator[Record], output: Path) -> int:
    """Write the records to a new folder; how many had a translation."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    count = 0
    with new_folder(output) as folder:
        for record in records:
            for translation in record.result.translations:
                (folder / translation.language).mkdir(exist_ok=True)
                path = folder / translation.language / f"{record.stem}.json"
                path.write_text(_text_of(record, translation, now), encoding="utf-8")
            count += bool(record.result.translations)
    return count


def write_alone(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write the object of one article in one language to a stream."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    (record,) = records
    (translation,) = record.result.translations
    stream.write(_text_of(record, translation, now).encode("utf-8"))
    return 1


def _text_of(record: Record, translation: Translation, now: str) -> str:
    return json.dumps(item(record, translation, now), ensure_ascii=False, indent=2) + "\n"


def item(record: Record, translation: Translation, now: str) -> dict[str, Any]:
    """One translation of an article as a ninjs object.

    Args:
        record: The article.
        translation: One of its translations.
        now: Date and time to give as that of this version (RFC 3339).
    """
    article = record.result.article
    published, embargoed = moment(article.published), embargo_end(article)
    review = record.review(translation.language)
    source = digital_source(review, record.result)
    made = {
        "uri": urn(record, translation.language),
        "standard": _STANDARD,
        "type": "text",
        "representationtype": "full",
        "version": "1",
        "versioncreated": now,
        "contentcreated": published.isoformat() if published else None,
        "embargoed": embargoed.isoformat() if embargoed else None,
        "pubstatus": status(record, translation.language, moment(now)),
        "language": translation.language,
        "title": _text(translation.title),
        "by": _text(article.byline),
        "headlines": _texts("main", translation.title),
        "descriptions": _descriptions(record, translation.language),
        "bodies": [
            {"role": "main", "contenttype": "text/html", "value": _body(record, translation)}
        ],
        "digitalsourcetype": {"name": source.name, "uri": source.uri},
        "genres": _genres(review),
        "infosources": [
            {"name": GENERATOR, "role": "translator", "literal": xml_text(translation.model)},
            *({"name": xml_text(name), "role": ROLES + role} for role, name in people(review)),
        ],
        "altids": _altids(record),
        "associations": [_original(record)],
        "ednote": "\n".join(map(xml_text, editorial_notes(record, translation))),
    }
    return {key: value for key, value in made.items() if value not in (None, "", [])}


def _text(text: str | None) -> str | None:
    return xml_text(text) if text else None


def _genres(review: Review) -> list[dict[str, str]]:
    genres = [("Machine translation", "machine-translation")]
    if review.edited:
        genres.append(("Edited by a person", "human-edited"))
    if review.approved:
        genres.append(("Reviewed and approved by a person", "human-reviewed"))
    return [{"name": name, "literal": literal} for name, literal in genres]


def _texts(role: str, text: str | None) -> list[dict[str, str]]:
    clean = _text(text)
    return [{"role": role, "contenttype": "text/plain", "value": clean}] if clean else []


def _descriptions(record: Record, language: str) -> list[dict[str, str]]:
    made = carried_summary(record, language)
    if made is None:
        return []
    return _texts("teaser", made.teaser) + _texts("summary", made.text)


def _body(record: Record, translation: Translation) -> str:
    from lxml import etree

    return "\n".join(
        etree.tostring(element, encoding="unicode", method="html")
        for element in paragraphs(record.result, translation)
    )


def _altids(record: Record) -> list[dict[str, str]]:
    named = {"document": record.id, "name": record.name, "url": record.url}
    return [{"role": role, "value": xml_text(value)} for role, value in named.items() if value]


def _original(record: Record) -> dict[str, Any]:
    article = record.result.article
    original = {
        "name": "original",
        "uri": web_address(record) or urn(record, article.language),
        "type": "text",
        "representationtype": "partial",
        "language": article.language,
        "title": _text(article.title),
        "headlines": _texts("main", article.title),
    }
    return {key: value for key, value in original.items() if value}
