"""XLIFF 2.0 (OASIS, 2014): a ``file`` an article, a ``unit`` with one ``segment`` a sentence.

A sentence without translation is "initial" and has no target; one with findings that count under
``--strict`` is "initial" with a target, and "newsxlate:review"; any other is "translated". Findings
are notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.findings import Finding
from newsxlate.outputs.article.display import direction
from newsxlate.outputs.stream.pairs import Group, Pair, State, describe, remarks
from newsxlate.outputs.stream.provenance import provenance, xml_text
from newsxlate.outputs.stream.record import Record
from newsxlate.outputs.stream.xliff import PRIORITIES, write_pair, write_pairs
from newsxlate.result import Translation

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"


def write(records: Iterator[Record], output: Path) -> int:
    """Write a file a pair of languages; how many articles had a translation."""
    return write_pairs(records, output, _NAMESPACE, _root, _article)


def write_alone(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write articles in one pair of languages to a stream; how many had a translation."""
    return write_pair(records, stream, _NAMESPACE, _root, _article)


def _root(source: str, target: str) -> dict[str, str]:
    return {"version": "2.0", "srcLang": source, "trgLang": target}


def _add(parent: Any, name: str, text: str = "", /, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    child.text = xml_text(text) or None
    return child


def _article(record: Record, translation: Translation, blocks: list[Group]) -> Any:
    file = etree.Element(
        f"{{{_NAMESPACE}}}file",
        {
            "id": f"f-{record.token}",
            "original": xml_text(record.url or record.name) or record.token,
            "srcDir": direction(record.result.article.language),
            "trgDir": direction(translation.language),
        },
        {None: _NAMESPACE},
    )
    notes = _notes(file, remarks(record.result, translation))
    if notes is None:
        notes = _add(file, "notes")
    _add(notes, "note", provenance(record, translation), category="provenance")
    for block in blocks:
        group = _add(file, "group", id=block.id, type=f"newsxlate:{block.kind}")
        _notes(group, block.findings)
        for pair in block.pairs:
            _unit(group, pair)
    return file


def _unit(parent: Any, pair: Pair) -> None:
    unit = _add(parent, "unit", id=pair.id)
    _notes(unit, pair.findings)
    state = "translated" if pair.state is State.DONE else "initial"
    segment = _add(unit, "segment", state=state)
    if pair.state is State.REVIEW:
        segment.set("subState", "newsxlate:review")
    _add(segment, "source", pair.source)
    if pair.target:
        _add(segment, "target", pair.target)


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
