"""TMX 1.4b (LISA, 2005): a translation unit a sentence, with every language it was translated into.

Sentences that were left in the source language are no translations and stay out. Each variant says
who made it and who changed it, and what people have said of it: a memory has to tell a person's
sentence from a machine's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.languages import SOURCE
from newsxlate.outputs.article.view import cautions
from newsxlate.outputs.stream.pairs import Pair, groups
from newsxlate.outputs.stream.provenance import xml_text
from newsxlate.outputs.stream.record import Record
from newsxlate.signoff import Review, SentenceState
from newsxlate.text.dates import moment
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
        review = record.review(translation.language)
        for group in groups(record.result, translation, review):
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
        etree.SubElement(unit, "prop", {"type": "x-document-id"}).text = record.key
        _variant(unit, language, found[0][1].source)
        for target, pair in found:
            codes = dict.fromkeys(f.code for f in pair.findings if f.language == target)
            state = "approved" if pair.approved else str(pair.state)
            props = {"x-findings": " ".join(codes), "x-state": state, "x-origin": pair.origin}
            variant = _variant(unit, target, pair.target, props)
            _credit(variant, pair, record.review(target))
        yield unit


def _variant(
    unit: Any, language: str, text: str, props: Mapping[str, str] = MappingProxyType({})
) -> Any:
    variant = etree.SubElement(unit, "tuv", {_LANG: language})
    for name, value in props.items():
        if value:
            etree.SubElement(variant, "prop", {"type": name}).text = value
    etree.SubElement(variant, "seg").text = xml_text(text)
    return variant


def _credit(variant: Any, pair: Pair, review: Review) -> None:
    """Say who made the sentence, and which person was the last who saw to it."""
    row = pair.review
    by, at = (row.by, row.at) if row else (review.by, review.at) if pair.approved else ("", "")
    if row is not None and row.state is SentenceState.EDITED:
        etree.SubElement(variant, "prop", {"type": "x-machine"}).text = xml_text(row.machine)
        variant.append(variant.find("seg"))  # which comes last
    variant.set("creationid", "newsxlate")
    if by:
        variant.set("changeid", xml_text(by))
        if when := _stamp(at):
            variant.set("changedate", when)


@lru_cache(maxsize=1024)
def _stamp(at: str) -> str:
    """A point in time as TMX has it; empty if it is none."""
    when = moment(at)
    return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if when else ""
