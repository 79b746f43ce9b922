"""Real HTTP servers on the loopback interface, which misbehave as told; and what they serve."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Item:
    """One thing a server serves, and how."""

    body: bytes = b""
    kind: str = "application/octet-stream"
    etag: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    ranges: bool = True
    # Statuses to answer with first, one a request.
    first: list[int] = field(default_factory=list)
    # Bytes to send before the connection is cut, one a request; then it is sent whole.
    cuts: list[int] = field(default_factory=list)
    # Seconds to wait before the header, or after half of the body.
    silence: float = 0
    stall: float = 0
    # Seconds to wait after every 64 KiB.
    slow: float = 0


class Server:
    """A server and the requests it has had."""

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.handle(self)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((path, headers))
        item = self.items.get(path) or self.items.get(unquote(path.partition("?")[0]))
        if item is None:
            request.send_error(404)
            return
        time.sleep(item.silence)
        if item.first:
            request.send_response(item.first.pop(0))
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        self._send(request, item, headers)

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, item: Item, headers: dict[str, str]) -> None:
        start, status = 0, item.status
        wanted = headers.get("range", "")
        fresh = headers.get("if-range") in (None, item.etag)
        if wanted and item.ranges and fresh:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            status = 206 if start < len(item.body) else 416
        body = item.body[start:] if status != 416 else b""
        request.send_response(status)
        request.send_header("Content-Type", item.kind)
        request.send_header("Content-Length", str(len(body)))
        if item.etag:
            request.send_header("ETag", item.etag)
        if status == 206:
            whole = len(item.body)
            request.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        for name, value in item.headers.items():
            request.send_header(name, value)
        request.end_headers()
        try:
            if item.cuts:
                request.wfile.write(body[: item.cuts.pop(0)])
                request.wfile.flush()
                request.connection.close()
                request.close_connection = True
                return
            if item.stall:
                request.wfile.write(body[: len(body) // 2])
                request.wfile.flush()
                time.sleep(item.stall)
                body = body[len(body) // 2 :]
            for at in range(0, len(body), 1 << 16):
                request.wfile.write(body[at : at + (1 << 16)])
                time.sleep(item.slow)
        except OSError:
            request.close_connection = True


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def add_hub(
    server: Server,
    repo: str,
    files: dict[str, bytes],
    *,
    revision: str = COMMIT,
    commit: str = COMMIT,
    large: tuple[str, ...] = ("model.safetensors", "pytorch_model.bin", ".gguf", "model.bin"),
) -> dict[str, Item]:
    """Serve a Hub repository: the JSON API with blobs, and its files. Returns the files' items."""
    siblings = []
    for name, data in files.items():
        entry: dict[str, object] = {"rfilename": name, "blobId": blob(data), "size": len(data)}
        if name.endswith(large):
            entry["lfs"] = {"sha256": sha256(data), "size": len(data), "pointerSize": 134}
        siblings.append(entry)
    answer = json.dumps({"id": repo, "sha": commit, "siblings": siblings}).encode()
    for asked in {revision, commit}:
        server.items[f"/api/models/{repo}/revision/{asked}?blobs=true"] = Item(
            answer, "application/json"
        )
    items = {name: Item(data, etag=f'"{sha256(data)}"') for name, data in files.items()}
    for name, item in items.items():
        server.items[f"/{repo}/resolve/{commit}/{name}"] = item
    return items


def wheel(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def add_wheel(
    server: Server, name: str, version: str, files: dict[str, bytes], *, html: bool = False
) -> Item:
    """Serve a distribution on a package index. Returns the wheel's item."""
    data = wheel(files)
    filename = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    address = f"/files/{filename}"
    if html:
        page = f'<!DOCTYPE html><a href="../..{address}#sha256={sha256(data)}">{filename}</a>'
        index = Item(page.encode(), "text/html")
    else:
        files_ = [
            {"filename": filename.replace(".whl", ".tar.gz"), "url": "/gone", "hashes": {}},
            {
                "filename": filename,
                "url": address,
                "hashes": {"sha256": sha256(data)},
                "size": len(data),
            },
        ]
        text = json.dumps({"meta": {"api-version": "1.1"}, "name": name, "files": files_})
        index = Item(text.encode(), "application/vnd.pypi.simple.v1+json")
    server.items[f"/simple/{name}/"] = index
    item = Item(data, etag=f'"{sha256(data)}"')
    server.items[address] = item
    return item
