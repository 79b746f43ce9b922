"""Archives for the tests of inputs: made in memory, record by record."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from newsxlate.archive import BadRecord, Document
from newsxlate.inputs.stream import documents

DATA = Path(__file__).parent / "data" / "archive"

SENTENCES = (
    "Der Gemeinderat hat am Dienstagabend den Umbau der alten Schule beschlossen.",
    "Die Arbeiten beginnen im Mai und kosten nach Angaben der Verwaltung 2,4 Millionen Euro.",
    "„Wir haben lange darauf gewartet“, sagte Bürgermeisterin Karin Wolf nach der Sitzung.",
    "Kritik kam von der Opposition, die den Zeitplan für zu knapp hält.",
    "Im Herbst sollen die ersten Kinder in die neuen Räume ziehen.",
)


def page(number: int = 0, sentences: tuple[str, ...] = SENTENCES) -> bytes:
    """A page with an article."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Umbau {number}</title>'
        f"</head><body><nav><a href='/'>Start</a></nav><article><h1>Umbau {number} beginnt</h1>"
        f"{body}</article><footer>Impressum</footer></body></html>"
    ).encode()


def record(
    number: int,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    media_type: str = "text/html; charset=utf-8",
    headers: str = "",
    url: str | None = None,
) -> bytes:
    """A WARC record."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:08d}>\r\n"
        f"WARC-Target-URI: {url or f'https://blatt.example/artikel-{number}.html'}\r\n"
        f"WARC-Date: 2024-03-12T10:00:00Z\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return data.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as packed:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            packed.addfile(info, io.BytesIO(content))
    return data.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def read(
    path: str | Path, data: bytes | None = None, **options: object
) -> list[Document | BadRecord]:
    """Write ``data`` to a file, and read it as an archive."""
    if data is not None:
        Path(path).write_bytes(data)
    return list(documents([path], **options))  # type: ignore[arg-type]


def good(found: list[Document | BadRecord]) -> list[Document]:
    return [each for each in found if isinstance(each, Document)]


def broken(found: list[Document | BadRecord]) -> list[BadRecord]:
    return [each for each in found if isinstance(each, BadRecord)]


def texts(found: list[Document | BadRecord]) -> Iterator[str]:
    return (each.content.decode("utf-8") for each in good(found))
