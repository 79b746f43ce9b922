"""XLIFF 1.2 (OASIS, 2008): a ``file`` an article, a ``trans-unit`` a sentence.

``original`` is the document's id, or its token; see `newsxlate.outputs.stream.record.Record.key`.
Findings are notes. Who made a translation, and who has reviewed it, is said with ITS 2.0: records
in the header, to which targets refer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.findings import Finding
from newsxlate.outputs.article.credit import statement
from newsxlate.outputs.stream.pairs import Group, Pair, describe, remarks
from newsxlate.outputs.stream.provenance import provenance, web_address, xml_text
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
from newsxlate.version import __version__

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"


def write(records: Iterator[Record], output: Path) -> int:
    """Write a file a pair of languages; how many articles had a translation."""
    return write_pairs(records, output, _NAMESPACE, _root, _article)


def write_alone(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write articles in one pair of languages to a stream; how many had a translation."""
    return write_pair(records, stream, _NAMESPACE, _root, _article)


def _root(_source: str, _target: str) -> dict[str, str]:
    return {"version": "1.2"}


def _add(parent: Any, name: str, text: str = "", /, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    child.text = xml_text(text) or None
    return child


def _article(record: Record, translation: Translation, blocks: list[Group]) -> Any:
    file = etree.Element(
        f"{{{_NAMESPACE}}}file",
        {
            "original": record.key,
            "source-language": record.result.article.language,
            "target-language": translation.language,
            "datatype": "plaintext",
        },
        {None: _NAMESPACE, "its": ITS},
    )
    header = _add(file, "header")
    address = web_address(record)
    if address:
        _add(_add(header, "reference"), "external-file", href=address)
    _add(
        header,
        "tool",
        **{"tool-id": "newsxlate", "tool-name": "newsxlate", "tool-version": __version__},
    )
    _add(header, "note", provenance(record, translation))
    review = record.review(translation.language)
    _add(header, "note", statement(review))
    if changed := last_change(review):
        _add(header, "note", changed)
    _notes(header, remarks(record.result, translation))
    made = Provenance(record.token, header)
    body = _add(file, "body")
    for block in blocks:
        group = _add(body, "group", id=block.id, restype=f"x-{block.kind}")
        _notes(group, block.findings)
        for pair in block.pairs:
            target = _unit(group, pair)
            if records := provenance_records(pair, translation, review):
                target.set(f"{{{ITS}}}provenanceRecordsRef", f"#{made.name(records)}")
    return file


def _unit(parent: Any, pair: Pair) -> Any:
    """Add a sentence; its ``target``."""
    unit = _add(parent, "trans-unit", id=pair.id)
    said = states("1.2")[pair.stage]
    if "approved" in said:
        unit.set("approved", said["approved"])
    _add(unit, "source", pair.source)
    target = _add(unit, "target", pair.target, state=said["state"])
    if "qualifier" in said:
        target.set("state-qualifier", said["qualifier"])
    _notes(unit, pair.findings)
    return target


def _notes(parent: Any, findings: Iterable[Finding]) -> None:
    for found in findings:
        side = "source" if found.language is None else "target"
        attributes = {
            "from": "newsxlate",
            "priority": PRIORITIES[found.severity],
            "annotates": side,
        }
        _add(parent, "note", describe(found), **attributes)
