"""What XLIFF 1.2 and 2.0 share: a file a pair of languages, written as the articles come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from newsxlate.errors import UsageError
from newsxlate.files import check_writable, staging
from newsxlate.findings import Severity
from newsxlate.outputs.stream.pairs import Group, groups
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Translation

# 1 is the highest priority a note can have, 10 the lowest.
PRIORITIES = {Severity.ERROR: "1", Severity.WARNING: "3", Severity.NOTE: "7"}

Pair = tuple[str, str]
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
        files: dict[Pair, Any] = {}
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
    pair: Pair | None = None
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


def _elements(record: Record, article: Article) -> Iterator[tuple[Pair, Any]]:
    for translation in record.result.translations:
        blocks = list(groups(record.result, translation))
        if blocks:
            pair = (record.result.article.language, translation.language)
            yield pair, article(record, translation, blocks)


def _open(stack: ExitStack, scratch: Path, pair: Pair, namespace: str, root: Root) -> Any:
    stream = stack.enter_context(_scratch(scratch, pair).open("wb"))
    stack.callback(_sync, stream)
    return _begin(stack, stream, pair, namespace, root)


def _begin(stack: ExitStack, stream: BinaryIO, pair: Pair, namespace: str, root: Root) -> Any:
    """Write what comes before the first article; ``stack`` writes what comes behind the last."""
    file = stack.enter_context(etree.xmlfile(stream, encoding="utf-8"))
    file.write_declaration()
    stack.enter_context(file.element("xliff", root(*pair), {None: namespace}))
    file.write("\n")
    return file


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _scratch(scratch: Path, pair: Pair) -> Path:
    return scratch / "-".join(pair)


def _name(output: Path, pair: Pair, *, alone: bool) -> Path:
    if alone:
        return output
    return output.with_name(f"{output.stem}.{'-'.join(pair)}{output.suffix}")
