"""One article from a file in any format that archives are read from."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from newsxlate.article import Article
from newsxlate.errors import InputError
from newsxlate.inputs import article, sniffing
from newsxlate.inputs.article.sources import STDIN, check_format, check_size, display_name, load
from newsxlate.inputs.document import BadRecord, Document
from newsxlate.inputs.formats import DOCUMENT
from newsxlate.options import MAX_INPUT_BYTES
from newsxlate.text.langid import check_readable

# Counting goes no further: a crawl may have millions of pages.
_COUNTED = 1000


def read(
    source: str | Path,
    *,
    language: str = "auto",
    keep_boilerplate: bool = False,
    max_bytes: int = MAX_INPUT_BYTES,
    data: bytes | None = None,
    say: Callable[[str], object] | None = None,
) -> Article:
    """Read an article and clean it. Sentences are not filled.

    Plain text and HTML are read by `newsxlate.inputs.article.read`. What else
    `newsxlate.inputs.stream.documents` reads (ninjs, NewsML-G2, feeds, CSV, packed files ...) has
    to hold one article; what it says of its title, authors and date is kept.

    Args:
        source: A path; "-" is standard input. With ``data``, only the name of where it came from.
        language: ISO 639-1 code of the source language, which is then not checked; "auto" stands
            for German and checks that the text is.
        keep_boilerplate: Mark nothing as removed.
        max_bytes: Larger articles are refused.
        data: The bytes, if they have been read already.
        say: Is told of records beside the article that cannot be read.

    Raises:
        InputError: The input cannot be read, or holds no article, or several.
        LanguageError: With "auto": the text is not German.
        UsageError: There are no data to read ``language`` with.
    """
    check_readable(language)
    file = data is None and _is_file(source)
    if data is None and not file:
        # What has no end that is known: standard input, a pipe, a device; or there is no such file.
        data = load(source, max_bytes)
    head = _head(source) if data is None else data[: sniffing.HEAD]
    if _is_article(head, source):
        return article.read(
            source,
            language=language,
            keep_boilerplate=keep_boilerplate,
            max_bytes=max_bytes,
            data=data,
        )
    if data is not None:
        check_size(data, display_name(source), max_bytes)
    check_format(head, display_name(source), packed=False)
    document = _only(_documents(source, data, max_bytes), source, say)
    from newsxlate.inputs.conversion import to_article

    found = to_article(document, language=language, keep_boilerplate=keep_boilerplate)
    return replace(found, source=document.url) if str(source) == STDIN else found


def _is_file(source: str | Path) -> bool:
    try:
        return str(source) != STDIN and Path(source).is_file()
    except (OSError, ValueError):
        return False


def _head(source: str | Path) -> bytes:
    """The first bytes of a file; none if it cannot be read, which its reader will say."""
    try:
        with Path(source).open("rb") as stream:
            return stream.read(sniffing.HEAD)
    except OSError:
        return b""


def _is_article(head: bytes, source: str | Path) -> bool:
    """Whether a file is plain text or HTML, or nothing that is read."""
    if not head.strip(b" \t\r\n\f\v\x00"):
        return True
    from newsxlate.inputs.stream.source import suffixes

    found = suffixes(str(source))
    if sniffing.packing(head) or sniffing.archive(head, found):
        return False
    format = sniffing.document(head, found)
    # What is called a text, and begins with "[[Berlin]]" or "{{Infobox}}", is one.
    called_text = format == "json" and sniffing.media_type(found) is not None
    return format == DOCUMENT or (called_text and not _is_json(head))


def _is_json(head: bytes) -> bool:
    """Whether what begins like JSON goes on like it, as far as there is of it."""
    text = head.decode("utf-8-sig", "replace")
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        # The head of a longer file ends anywhere: in a string, or between two values.
        cut = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 5
        return len(head) >= sniffing.HEAD and cut
    except RecursionError:
        return True
    return True


def _documents(
    source: str | Path, data: bytes | None, max_bytes: int
) -> Iterator[Document | BadRecord]:
    from newsxlate.inputs.stream.dispatch import read as read_source
    from newsxlate.inputs.stream.dispatch import read_file
    from newsxlate.inputs.stream.folder import File
    from newsxlate.inputs.stream.source import Ids, Limit, Settings, Source

    settings = Settings(max_bytes)
    if data is None:
        return read_file(File(str(source), listed=True), settings)
    opened = Source(
        name=display_name(source),
        stream=io.BufferedReader(io.BytesIO(data)),
        size=len(data),
        limit=Limit(len(data)),
        ids=Ids(),
        listed=True,
    )
    return read_source(opened, settings)


def _only(
    found: Iterator[Document | BadRecord],
    source: str | Path,
    say: Callable[[str], object] | None,
) -> Document:
    """The one document that there is.

    Raises:
        InputError: There is none, or there are several.
    """
    name = display_name(source)
    documents: list[Document] = []
    bad: list[BadRecord] = []
    count = 0
    for each in islice(found, _COUNTED):
        count += isinstance(each, Document)
        if isinstance(each, BadRecord):
            bad.append(each)
        elif not documents:
            documents.append(each)
    more = next(found, None) is not None
    if count > 1 or (more and documents):
        raise InputError(
            f"there are {'more than ' if more else ''}{count:,} articles in {name}, not one",
            hint="`newsxlate archive run` takes files with several; see its --help.",
        )
    item = documents[0].item if documents else None
    withdrawn = [each for each in bad if item and each.item == item]
    if withdrawn or not documents:
        raise _nothing(name, withdrawn or bad)
    for each in bad:
        if say:
            say(f"{each.name} is left out: {each.reason}")
    return documents[0]


def _nothing(name: str, bad: list[BadRecord]) -> InputError:
    if not bad:
        return InputError(f"there is no article in {name}", hint="See docs/inputs.md.")
    first = bad[0]
    where = "" if first.name == name else f" ({first.name})"
    more = f", and so on for {len(bad) - 1} more" if len(bad) > 1 else ""
    return InputError(
        f"there is no article in {name}: {first.reason}{where}{more}",
        hint="Pass text, HTML, a format of docs/inputs.md, or JSON that newsxlate wrote.",
    )
