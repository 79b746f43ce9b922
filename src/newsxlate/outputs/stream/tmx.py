"""TMX 1.4b (LISA, 2005): a translation unit a sentence, with every language it was translated into.

Sentences that were left in the source language are no translations and stay out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.languages import SOURCE
from newsxlate.outputs.article.view import cautions
from newsxlate.outputs.stream.pairs import Pair, groups
from newsxlate.outputs.stream.provenance import xml_text
from newsxlate.outputs.stream.record import Record
from newsxlate.version import __version__

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(records: Iterator[Record], stream: BinaryIO) -> int:
    """Write the records to a stream; how many had a sentence to write."""
    first = next(records, None)
    source = first.result.article.language if first else SOURCE
    count = 0
    with etree.xmlfile(stream, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", {"version": "1.4"}):
            file.write(etree.Element("header", _header(source)))
            with file.element("body"):
                for record in chain([first] if first else [], records):
                    written = False
                    for unit in _units(record, source):
                        file.write(unit)
                        file.write("\n")
                        written = True
                    count += written
    return count


def _header(source: str) -> dict[str, str]:
    return {
        "creationtool": "newsxlate",
        "creationtoolversion": __version__,
        "creationdate": datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"),
        "segtype": "sentence",
        "o-tmf": "newsxlate",
        "adminlang": "en",
        "srclang": source,
        "datatype": "plaintext",
    }


def _units(record: Record, source: str) -> Iterator[Any]:
    """The units of an article, in reading order."""
    sentences: dict[str, list[tuple[str, Pair]]] = {}
    for translation in record.result.translations:
        for group in groups(record.result, translation):
            for pair in group.pairs:
                found = sentences.setdefault(pair.id, [])
                if xml_text(pair.target):
                    found.append((translation.language, pair))
    language = record.result.article.language
    notes = cautions(record.result)
    for key, found in sentences.items():
        if not found:
            continue
        unit = etree.Element("tu", {"tuid": f"{record.token}-{key}"})
        if language != source:
            unit.set("srclang", language)
        for note in notes:
            # A memory forgets which article a unit is from: each says it for itself.
            etree.SubElement(unit, "note", {_LANG: "en"}).text = xml_text(note)
        etree.SubElement(unit, "prop", {"type": "x-document"}).text = xml_text(record.name)
        _variant(unit, language, found[0][1].source)
        for target, pair in found:
            codes = dict.fromkeys(f.code for f in pair.findings if f.language == target)
            _variant(unit, target, pair.target, list(codes))
        yield unit


def _variant(unit: Any, language: str, text: str, codes: list[str] | None = None) -> None:
    variant = etree.SubElement(unit, "tuv", {_LANG: language})
    if codes:
        etree.SubElement(variant, "prop", {"type": "x-findings"}).text = " ".join(codes)
    etree.SubElement(variant, "seg").text = xml_text(text)
