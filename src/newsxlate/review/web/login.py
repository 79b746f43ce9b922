"""Coming in and going out: by the token that was printed, by a name, or by a password."""

from __future__ import annotations

import hmac
import math
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from newsxlate.errors import InputError
from newsxlate.review.users import tidied
from newsxlate.review.web.context import fields, house, local, session
from newsxlate.review.web.guard import cookie
from newsxlate.review.web.rendering import render
from newsxlate.review.web.throttle import Throttle

_YEAR = 365 * 24 * 3600


def _show(request: Request) -> Response:
    """The form; or for who has the token the way in, from where the token is out of sight."""
    token = request.query_params.get("token", "")
    after = local(request.query_params.get("next", "/"))
    here = session(request)
    if here and here.name:
        return RedirectResponse(after, 303)
    if not token or house(request).access.users is not None:
        return _form(request)
    if not _opens(request, token):
        return _form(request, status=403, said="login.token_wrong")
    kept = house(request).sessions.begin()
    return _go(request, kept, "/login" if after == "/" else f"/login?next={quote(after, safe='')}")


def _opens(request: Request, token: str) -> bool:
    """Whether a token lets somebody in."""
    about = house(request)
    right = about.access.token
    if right and hmac.compare_digest(token.encode("utf-8", "replace"), right.encode()):
        return True
    return about.sessions.redeem(token)


async def _enter(request: Request) -> Response:
    if house(request).access.users is not None:
        return await _log_in(request)
    here = session(request)
    if here is None:
        return _form(request, status=403, said="login.token_missing")
    try:
        name = tidied(fields(request).get("name", ""))
    except InputError:
        return _form(request, status=400, said="login.name_wrong")
    # A new key: whoever saw the old one before there was a name has nothing of it.
    house(request).sessions.end(here)
    kept = house(request).sessions.begin(name=name)
    return _go(request, kept, local(fields(request).get("next", "/")))


async def _log_in(request: Request) -> Response:
    users = house(request).access.users
    assert users is not None
    try:
        name = tidied(fields(request).get("name", ""))
    except InputError:
        # Nobody is called so, which takes as long to find out as with other names.
        name = ""
    where = request.client.host if request.client else ""
    throttle: Throttle = request.app.state.throttle
    wait = throttle.attempt(name, where)
    if wait > 0:
        after = {"retry-after": str(math.ceil(wait))}
        return _form(request, status=429, said="login.wait", headers=after)
    # One at a time, and not in the threads of desks: each takes memory and time.
    limit: CapacityLimiter = request.app.state.hashing
    password = fields(request).get("password", "")
    user = await to_thread.run_sync(users.check, name, password, limiter=limit)
    if user is None:
        return _form(request, status=403, said="login.wrong")
    throttle.succeeded(name, where)
    kept = house(request).sessions.begin(name=user.name, proof=user.password)
    return _go(request, kept, local(fields(request).get("next", "/")))


def _leave(request: Request) -> Response:
    here = session(request)
    if here:
        house(request).sessions.end(here)
    answer = RedirectResponse("/login", 303)
    # So that nothing of what was shown stays in the browser.
    answer.headers["clear-site-data"] = '"cache"'
    answer.headers.append("set-cookie", cookie(house(request), "session", "", seconds=0))
    return answer


def _go(request: Request, kept: str, where: str) -> Response:
    """Go on, with the cookie of a session that begins."""
    request.state.visitor = None
    answer = RedirectResponse(where, 303)
    answer.headers.append("set-cookie", cookie(house(request), "session", kept))
    return answer


def _form(
    request: Request,
    *,
    status: int = 200,
    said: str = "",
    headers: dict[str, str] | None = None,
) -> Response:
    sent = fields(request) or request.query_params
    return render(
        request,
        "login.html",
        status=status,
        headers=headers,
        said=said,
        name=sent.get("name", "")[:200],
        next=local(sent.get("next", "/")),
        inside=session(request) is not None,
    )


routes = [
    Route("/login", _show, methods=["GET"]),
    Route("/login", _enter, methods=["POST"]),
    Route("/logout", _leave, methods=["POST"]),
]
