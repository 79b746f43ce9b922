"""XLIFF 2.1 (OASIS, 2018): a ``file`` an article, a ``unit`` with one ``segment`` a sentence.

``original`` is the document's id, or its token; see `newsxlate.outputs.stream.record.Record.key`.
Findings are notes. Who made a translation, and who has reviewed it, is said with the module for ITS
2.0: the tool at the ``file``, where the records are, too, of units that a person has touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.findings import Finding
from newsxlate.outputs.article.credit import statement
from newsxlate.outputs.article.display import direction
from newsxlate.outputs.stream.pairs import Group, Pair, describe, remarks
from newsxlate.outputs.stream.provenance import provenance, xml_text
from newsxlate.outputs.stream.record import Record
from newsxlate.outputs.stream.xliff import (
    ITS,
    PRIORITIES,
    Provenance,
    last_change,
    provenance_records,
    states,
    write_pair,
    write_pairs,
)
from newsxlate.result import Translation

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"


def write(records: Iterator[Record], output: Path) -> int:
    """Write a file a pair of languages; how many articles had a translation."""
    return write_pairs(records, output, _NAMESPACE, _root, _article)


def write_alone(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write articles in one pair of languages to a stream; how many had a translation."""
    return write_pair(records, stream, _NAMESPACE, _root, _article)


def _root(source: str, target: str) -> dict[str, str]:
    return {"version": "2.1", "srcLang": source, "trgLang": target}


def _add(parent: Any, name: str, text: str = "", /, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    child.text = xml_text(text) or None
    return child


def _article(record: Record, translation: Translation, blocks: list[Group]) -> Any:
    file = etree.Element(
        f"{{{_NAMESPACE}}}file",
        {
            "id": f"f-{record.token}",
            "original": record.key,
            "srcDir": direction(record.result.article.language),
            "trgDir": direction(translation.language),
            f"{{{ITS}}}tool": xml_text(translation.model),
        },
        {None: _NAMESPACE, "its": ITS},
    )
    review = record.review(translation.language)
    made = Provenance(record.token, file, 0)
    notes = _notes(file, remarks(record.result, translation))
    if notes is None:
        notes = _add(file, "notes")
    _add(notes, "note", record.url or record.name, category="document")
    _add(notes, "note", provenance(record, translation), category="provenance")
    _add(notes, "note", statement(review), category="review")
    if changed := last_change(review):
        _add(notes, "note", changed, category="review")
    for block in blocks:
        group = _add(file, "group", id=block.id, type=f"newsxlate:{block.kind}")
        _notes(group, block.findings)
        for pair in block.pairs:
            records = provenance_records(pair, translation, review)
            unit = _unit(group, pair)
            # That the tool made it alone, the file says of all its units.
            if records and records != [{"tool": translation.model}]:
                unit.set(f"{{{ITS}}}provenanceRecordsRef", f"#its={made.name(records)}")
    return file


def _unit(parent: Any, pair: Pair) -> Any:
    """Add a sentence; its ``unit``."""
    unit = _add(parent, "unit", id=pair.id)
    _notes(unit, pair.findings)
    segment = _add(unit, "segment", **states("2")[pair.stage])
    _add(segment, "source", pair.source)
    if pair.target:
        _add(segment, "target", pair.target)
    return unit


def _notes(parent: Any, findings: Iterable[Finding]) -> Any:
    """Add the findings as notes; the element around them, or None if there are none."""
    notes = None
    for found in findings:
        notes = _add(parent, "notes") if notes is None else notes
        side = "source" if found.language is None else "target"
        _add(
            notes,
            "note",
            describe(found),
            category=found.code,
            priority=PRIORITIES[found.severity],
            appliesTo=side,
        )
    return notes
