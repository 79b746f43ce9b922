"""Find out what a source is, unpack it if need be, and have its records read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsxlate.errors import InputError
from newsxlate.inputs import formats, sniffing
from newsxlate.inputs.document import BadRecord, Document, sound
from newsxlate.inputs.stream import packed
from newsxlate.inputs.stream.folder import File, beside
from newsxlate.inputs.stream.source import (
    Ids,
    Limit,
    Settings,
    Source,
    UnreadableError,
    bounded,
    clean,
    digest,
    one_line,
)

Records = Iterator[Document | BadRecord]


def read_file(file: File, settings: Settings) -> Records:
    """Read all documents of a file."""
    name = _name(Path(file.path).as_posix())
    if file.reason is not None:
        yield BadRecord(id=name, name=name, reason=one_line(file.reason))
        return
    try:
        stream = io.BufferedReader(io.FileIO(file.path), 1 << 16)
    except OSError as error:
        yield BadRecord(
            id=name, name=name, reason=f"it cannot be opened: {error.strerror or error}"
        )
        return
    with stream:
        size = Path(file.path).stat().st_size
        source = Source(
            name=name,
            stream=stream,
            size=size,
            limit=Limit(size),
            ids=Ids(),
            listed=file.listed,
        )
        yield from read(source, settings)


def _name(path: str) -> str:
    """What a file is called in ids. Two paths that cannot be shown do not become one."""
    shown = clean(path)
    return shown if sound(path) == path.strip() else f"{shown}~{digest(path):016x}"


def read(source: Source, settings: Settings) -> Records:
    """Read all documents of a source. What cannot be read gives a `BadRecord`, and no error."""
    try:
        yield from _read(source, settings)
    except UnreadableError as error:
        yield source.broken(str(error))
    except Exception as error:  # a file nobody foresaw must not stop the run
        yield source.broken(f"it cannot be read: {error or type(error).__name__}")


def _read(source: Source, settings: Settings) -> Records:
    head = source.stream.peek(sniffing.HEAD)[: sniffing.HEAD]
    suffixes = source.suffixes
    while packing := sniffing.packing(head):
        source = packed.decompressed(source, packing)
        head = source.stream.peek(sniffing.HEAD)[: sniffing.HEAD]
        suffixes = ["tar"] if suffixes[:1] == ["tgz"] else suffixes[1:]
    kind = sniffing.archive(head, suffixes)
    if kind is not None:
        yield from _members(source, kind, settings)
        return
    found = settings.format or sniffing.document(head, suffixes)
    if found == formats.DOCUMENT:
        yield _document(source, settings, sniffing.media_type(suffixes))
    else:
        yield from formats.reader(found)(source, replace(settings, format=found))


def _members(source: Source, kind: str, settings: Settings) -> Records:
    for member in packed.members(source, kind):
        if isinstance(member, Source):
            if not beside(member.name):
                yield from read(member, settings)
        else:
            name, reason = member
            yield BadRecord(id=source.ids.take(name), name=name, reason=one_line(reason))


def _document(source: Source, settings: Settings, media_type: str | None) -> Document | BadRecord:
    """A source that is one article."""
    from newsxlate.inputs.article.sources import check_format

    data = bounded(source, settings.max_bytes)
    if not data.strip(b" \t\r\n\f\v\x00"):
        return source.broken("it is empty")
    try:
        check_format(data, "it")
    except InputError as error:
        return source.broken(error.message)
    return Document(id=source.id(), content=data, name=source.name, media_type=media_type)
