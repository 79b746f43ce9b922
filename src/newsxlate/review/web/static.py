"""Styles, scripts and pictures: those of ``data/review/static``, and no other file."""

from __future__ import annotations

import hashlib
from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsxlate import resources

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
# A year: what changes has another address.
_KEEP = {"cache-control": "public, max-age=31536000, immutable"}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """The files with their kinds, by name."""
    return {
        file.name: (file.read_bytes(), _KINDS[file.name.rpartition(".")[2]])
        for file in resources.path("review/static").iterdir()
        if file.name.rpartition(".")[2] in _KINDS
    }


@cache
def version() -> str:
    """A digest of all the files."""
    digest = hashlib.sha256()
    for name, (data, _) in sorted(_files().items()):
        digest.update(f"{name} {len(data)} ".encode() + data)
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a file is found.

    Raises:
        KeyError: There is none of that name.
    """
    _ = _files()[name]
    return f"/static/{version()}/{name}"


async def _static(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None or request.path_params["version"] != version():
        raise HTTPException(404)
    data, kind = found
    return Response(data, headers={"content-type": kind, **_KEEP})


routes = [Route("/static/{version}/{name}", _static, name="static")]
