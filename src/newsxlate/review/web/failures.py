"""What is answered where something went wrong: a page, or for scripts a fragment; no traceback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsxlate.errors import NewsxlateError, StorageError
from newsxlate.review.desk import ConflictError
from newsxlate.review.web.context import wants_fragment
from newsxlate.review.web.rendering import render

# Seconds until a store that another program writes to is asked again.
_AGAIN = {"retry-after": "2"}


def refused(
    request: Request,
    status: int,
    reason: str,
    *,
    said: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Say that something is not done, and why.

    Args:
        request: What it answers.
        status: The status.
        reason: Key of the text under "refused" in the interface's texts.
        said: An error's own line, to be shown with it.
        headers: Headers to add.
    """
    template = "refusal.html" if wants_fragment(request) else "refused.html"
    head = {"x-refused": reason, **(headers or {})}
    return render(request, template, status=status, headers=head, reason=reason, said=said)


def unexpected(request: Request) -> Response:
    """An error of ours: the log has it."""
    return refused(request, 500, "unexpected")


def conflict(request: Request, error: Exception) -> Response:
    """Somebody else was faster."""
    assert isinstance(error, ConflictError)
    return refused(request, 409, "conflict")


def wrong(request: Request, error: Exception) -> Response:
    """What was asked for cannot be done, or the store cannot be written to."""
    assert isinstance(error, NewsxlateError)
    if isinstance(error, StorageError):
        return refused(request, 503, "busy", said=error.message, headers=_AGAIN)
    return refused(request, 400, "wrong", said=error.message)


def http(request: Request, error: Exception) -> Response:
    """There is no such page, or not by this method."""
    assert isinstance(error, HTTPException)
    reason = {404: "missing", 405: "method"}.get(error.status_code, "wrong")
    return refused(request, error.status_code, reason, headers=error.headers)


HANDLERS: Mapping[Any, Any] = {
    ConflictError: conflict,
    NewsxlateError: wrong,
    HTTPException: http,
}
