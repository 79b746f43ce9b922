"""What documents are called in addresses: by their number in the store, never by a file's name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request

from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.database import Store
from newsxlate.review.web.context import house
from newsxlate.signoff import Part

# Numbers in a question to SQLite.
_MOST = 500


def document(request: Request) -> str:
    """The id of the document that the address of a request names.

    Raises:
        HTTPException: 404, there is none.
    """
    token = request.path_params["token"]
    row = None
    if token.isascii() and token.isdecimal() and len(token) < 19:
        with Store(house(request).store, readonly=True) as store, storage_errors(store.path):
            row = store.connection.execute(
                "SELECT id FROM documents WHERE number = ?", (int(token),)
            ).fetchone()
    if row is None:
        raise HTTPException(404)
    found: str = row[0]
    return found


def tokens(store: Path, documents: Iterable[str]) -> Mapping[str, str]:
    """What documents are called in addresses, by their ids."""
    ids = sorted(set(documents))
    found: dict[str, str] = {}
    with Store(store, readonly=True) as opened, storage_errors(store):
        for start in range(0, len(ids), _MOST):
            some = ids[start : start + _MOST]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT id, number FROM documents WHERE id IN ({marks})"
            found.update((id_, str(number)) for id_, number in opened.connection.execute(sql, some))
    return found


def address(token: str, language: str, part: Part) -> str:
    """Where a part of a document is looked at."""
    room = "summary" if part is Part.SUMMARY else "article"
    return f"/{room}/{token}/{language}"
