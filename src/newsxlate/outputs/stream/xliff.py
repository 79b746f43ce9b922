"""What XLIFF 1.2 and 2.1 share: a file a pair of languages, written as the articles come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from newsxlate import resources
from newsxlate.errors import UsageError
from newsxlate.files import check_writable, staging
from newsxlate.findings import Severity
from newsxlate.outputs.stream.pairs import Group, Pair, Stage, groups
from newsxlate.outputs.stream.provenance import GENERATOR, xml_text
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Translation
from newsxlate.signoff import Review

#: The Internationalization Tag Set of the W3C, whose version 2.0 XLIFF 2.1 has as a module.
ITS = "http://www.w3.org/2005/11/its"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: What stands before the time in `last_change`.
LAST_CHANGE = "Last change: "
# 1 is the highest priority a note can have, 10 the lowest.
PRIORITIES = {Severity.ERROR: "1", Severity.WARNING: "3", Severity.NOTE: "7"}

Languages = tuple[str, str]
# The attributes of the root, for a source and a target language.
Root = Callable[[str, str], dict[str, str]]
# The element for an article in one language, from its blocks.
Article = Callable[[Record, Translation, list[Group]], Any]


def write_pairs(
    records: Iterator[Record], output: Path, namespace: str, root: Root, article: Article
) -> int:
    """Write a file for each pair of languages: ``output`` itself if there is only one.

    Args:
        records: The records.
        output: The file; "out.xlf" becomes "out.de-en.xlf" and so on if there are several pairs.
        namespace: The XML namespace of the version.
        root: Gives the attributes of the root element.
        article: Gives the element for an article.

    Returns:
        How many articles were written.

    Raises:
        UsageError: ``output`` is a device.
        StorageError: It cannot be written to.
    """
    check_writable(output)
    output = output.resolve()
    if output.exists() and not output.is_file():
        raise UsageError(f"{output} is not a file", hint="XLIFF is written to files: name one.")
    count = 0
    with staging(output) as scratch:
        files: dict[Languages, Any] = {}
        with ExitStack() as stack:
            for record in records:
                elements = list(_elements(record, article))
                for pair, element in elements:
                    if pair not in files:
                        files[pair] = _open(stack, scratch, pair, namespace, root)
                    files[pair].write(element)
                    files[pair].write("\n")
                count += bool(elements)
        for pair in files:
            _scratch(scratch, pair).replace(_name(output, pair, alone=len(files) == 1))
    return count


def write_pair(
    records: Iterator[Record], stream: BinaryIO, namespace: str, root: Root, article: Article
) -> int:
    """Write articles that are all in one pair of languages to a stream; as `write_pairs` does.

    Raises:
        UsageError: There are several pairs.
    """
    count = 0
    pair: Languages | None = None
    with ExitStack() as stack:
        for record in records:
            elements = list(_elements(record, article))
            for found, element in elements:
                if pair is None:
                    pair, file = found, _begin(stack, stream, found, namespace, root)
                if found != pair:
                    raise several_pairs()
                file.write(element)
                file.write("\n")
            count += bool(elements)
    return count


def several_pairs() -> UsageError:
    """The error that one stream is not enough."""
    return UsageError(
        "XLIFF has a file for each pair of languages, and there are several",
        hint="Name a file with -o: each pair gets its own; or choose a language with --to.",
    )


def _elements(record: Record, article: Article) -> Iterator[tuple[Languages, Any]]:
    for translation in record.result.translations:
        review = record.review(translation.language)
        blocks = list(groups(record.result, translation, review))
        if blocks:
            pair = (record.result.article.language, translation.language)
            yield pair, article(record, translation, blocks)


@cache
def states(version: str) -> dict[Stage, dict[str, str]]:
    """The attributes that say how far a sentence has come, in XLIFF "1.2" or "2"."""
    rows = resources.toml("outputs/xliff_states.toml")["write"]
    return {stage: rows[stage][version] for stage in Stage}


def last_change(review: Review) -> str:
    """When something was last changed in what is exported, for who brings it back; else nothing.

    Whoever has changed it since has not seen the file, and the file not their text.
    """
    times = [review.at, *(row.at for row in review.sentences)]
    return f"{LAST_CHANGE}{max(times)}" if any(times) else ""


def provenance_records(
    pair: Pair, translation: Translation, review: Review
) -> list[dict[str, str]]:
    """Who made the translation of a sentence, as attributes of ITS 2.0, the last who did first.

    Empty if there is none.
    """
    if not pair.target:
        return []
    records = []
    row = pair.review
    if review.approved and review.by and (row is None or row.by != review.by):
        records.append({"revPerson": review.by, "revTool": GENERATOR})
    if row is not None and row.text != row.machine and row.machine == row.source:
        # No model had translated it.
        return [*records, {"person": row.by}]
    if row is not None:
        records.append({"revPerson": row.by, "revTool": GENERATOR})
    tool = f"{GENERATOR}, translation memory" if pair.remembered else translation.model
    return [*records, {"tool": tool}]


class Provenance:
    """The records of a document: what is said of several sentences stands there once."""

    def __init__(self, token: str, parent: Any, place: int | None = None) -> None:
        """Add records to an element, behind all that is in it or from a place on.

        Args:
            token: `Record.token`: an XML id is unique in a file, in which there may be many
                documents.
            parent: The element.
            place: Before which of its children; None is behind the last.
        """
        self._prefix, self._parent, self._place = f"pr-{token}", parent, place
        self._names: dict[str, str] = {}

    def name(self, records: list[dict[str, str]]) -> str:
        """The XML id of records as `provenance_records` gives them; they are added if new."""
        key = repr(records)
        if key not in self._names:
            self._names[key] = f"{self._prefix}-{len(self._names) + 1}"
            around = etree.Element(f"{{{ITS}}}provenanceRecords", {XML_ID: self._names[key]})
            for record in records:
                values = {name: xml_text(value) for name, value in record.items()}
                etree.SubElement(around, f"{{{ITS}}}provenanceRecord", values)
            if self._place is None:
                self._parent.append(around)
            else:
                self._parent.insert(self._place + len(self._names) - 1, around)
        return self._names[key]


def _open(stack: ExitStack, scratch: Path, pair: Languages, namespace: str, root: Root) -> Any:
    stream = stack.enter_context(_scratch(scratch, pair).open("wb"))
    stack.callback(_sync, stream)
    return _begin(stack, stream, pair, namespace, root)


def _begin(stack: ExitStack, stream: BinaryIO, pair: Languages, namespace: str, root: Root) -> Any:
    """Write what comes before the first article; ``stack`` writes what comes behind the last."""
    file = stack.enter_context(etree.xmlfile(stream, encoding="utf-8"))
    file.write_declaration()
    attributes = {f"{{{ITS}}}version": "2.0", **root(*pair)}
    stack.enter_context(file.element("xliff", attributes, {None: namespace, "its": ITS}))
    file.write("\n")
    return file


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _scratch(scratch: Path, pair: Languages) -> Path:
    return scratch / "-".join(pair)


def _name(output: Path, pair: Languages, *, alone: bool) -> Path:
    if alone:
        return output
    return output.with_name(f"{output.stem}.{'-'.join(pair)}{output.suffix}")
