"""What every request passes through: who calls, from where, and with what.

In this order: the Host header, the session, where the request came from, whether who calls has come
in, what the request brought along, its token. What comes back gets the headers that browsers are to
heed.
"""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any
from urllib.parse import parse_qsl, quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsxlate.review.web.access import same_address
from newsxlate.review.web.context import House, Sent
from newsxlate.review.web.failures import refused, unexpected

log = logging.getLogger("newsxlate.review")

#: Bytes that a request may bring along.
LARGEST = 1_000_000
_MOST_FIELDS = 5000
_SAFE = frozenset({"GET", "HEAD"})
_UNSAFE = frozenset({"POST"})
# Where one gets without having come in, and without having said one's name.
_OPEN = frozenset({"/login", "/language", "/theme"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """The door that every request passes through."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # There are no web sockets here.
            await send({"type": "websocket.close", "code": 1008})
            return
        begun = False
        request = Request(scope, receive)

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._head(scope, message)
                # Without the query, which may be a token.
                log.info("%d %s %r", message["status"], request.method, request.url.path)
            await send(message)

        try:
            answer = await self._stopped(request, receive)
            await (answer or self._app)(scope, receive, guarded)
        except ClientDisconnect:
            # There is nobody left to be answered.
            log.info("gone %s %r", request.method, request.url.path)
        except Exception:
            log.exception("%s %r failed", request.method, request.url.path)
            if begun:
                raise
            await unexpected(request)(scope, receive, guarded)

    async def _stopped(self, request: Request, receive: Receive) -> Response | None:
        """What a request that does not get through is answered; None if it does."""
        access = self._house.access
        state = request.state
        state.session, state.csrf, state.visitor = None, "", None
        state.sent = Sent(fields={})
        if said := self._misled(request):
            return PlainTextResponse(f"{said}\n", 400)
        if request.method not in _SAFE | _UNSAFE:
            return PlainTextResponse("Method not allowed\n", 405, {"allow": "GET, HEAD, POST"})
        if request.url.path.startswith("/static/"):
            return None
        cookie = request.cookies.get(access.cookie("session"), "")
        state.session = self._house.sessions.find(cookie)
        if not self._house.sessions.key(cookie):
            # So that forms can be told from others' before anybody has come in.
            cookie = self._house.sessions.visitor()
            if not _from_another_site(request):
                state.visitor = cookie
        state.csrf = self._house.sessions.form_token(cookie)
        if request.method in _UNSAFE and not self._from_here(request.headers):
            return refused(request, 403, "elsewhere")
        if (answer := self._not_let_in(request)) is not None:
            return answer
        if request.method in _UNSAFE:
            try:
                state.sent = await _read(request)
            except HTTPException as error:
                return refused(request, error.status_code, error.detail)
            if not self._has_token(request):
                return refused(request, 403, "stale")
        return None

    def _misled(self, request: Request) -> str:
        """What is wrong with how a request got here; nothing if it is all right."""
        access, headers, scope = self._house.access, request.headers, request.scope
        if access.proxy:
            if not same_address(request.client.host if request.client else "", access.proxy):
                return "This server is reached by its proxy only."
            if (_added(headers, "x-forwarded-proto") or "https") != "https":
                return "Use https."
            if caller := _added(headers, "x-forwarded-for"):
                scope["client"] = (caller, 0)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not access.knows(self._host(headers)):
            return "This server is not called so."
        return ""

    def _host(self, headers: Headers) -> str:
        """What the browser calls us by."""
        forwarded = _added(headers, "x-forwarded-host") if self._house.access.proxy else ""
        return (forwarded or headers["host"]).lower()

    def _from_here(self, headers: Headers) -> bool:
        """Whether a request was made by one of our own pages.

        Browsers send "null" as the origin of forms under our referrer policy; and those that do not
        say whether it is the same site are too old for that.
        """
        origin = headers.get("origin", "")
        ours = f"{self._house.access.scheme}://{self._host(headers)}"
        site = headers.get("sec-fetch-site")
        if site is None:
            return origin.lower() == ours
        return site == "same-origin" and origin.lower() in ("", "null", ours)

    @staticmethod
    def _has_token(request: Request) -> bool:
        given = request.headers.get("x-csrf", "") or request.state.sent.fields.get("csrf", "")
        return hmac.compare_digest(
            given.encode("utf-8", "replace"), request.state.csrf.encode("ascii")
        )

    def _not_let_in(self, request: Request) -> Response | None:
        """Where those are sent who have not come in, or not said who they are."""
        path = request.url.path
        here = request.state.session
        if here and here.name:
            return None
        script = request.headers.get("x-requested-with") == "fetch"
        if request.method in _SAFE and not script and _from_another_site(request):
            return refused(request, 200, "again", headers={"refresh": "0"})
        if path in _OPEN:
            return None
        if request.method not in _SAFE or script:
            return refused(request, 401, "login")
        after = path + (f"?{request.url.query}" if request.url.query else "")
        query = f"?next={quote(after, safe='')}" if after != "/" else ""
        return RedirectResponse(f"/login{query}", 303)

    def _head(self, scope: Scope, message: Message) -> None:
        """Add the headers that browsers are to heed."""
        headers = MutableHeaders(scope=message)
        for name, value in _HEADERS.items():
            headers[name] = value
        headers.setdefault("cache-control", "no-store")
        visitor = scope.get("state", {}).get("visitor")
        if visitor is not None:
            headers.append("set-cookie", cookie(self._house, "session", visitor))


def _from_another_site(request: Request) -> bool:
    """Whether another site led here, by a link in a mail, say.

    Browsers keep our cookies for requests of our own pages then, and yet would take a new one in
    the place of that of a session.
    """
    return request.headers.get("sec-fetch-site") == "cross-site"


def _added(headers: Headers, name: str) -> str:
    """What the proxy that calls us has said itself.

    Each adds to what it was told, which may be made up, behind a comma or in a header of its own.
    """
    return ",".join(headers.getlist(name)).rpartition(",")[2].strip()


def cookie(house: House, name: str, value: str, *, seconds: int | None = None) -> str:
    """The value of a Set-Cookie header; without ``seconds`` the browser keeps it until it ends."""
    access = house.access
    parts = [f"{access.cookie(name)}={value}", "Path=/", "HttpOnly", "SameSite=Strict"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if access.secure:
        parts.append("Secure")
    return "; ".join(parts)


async def _read(request: Request) -> Sent:
    """What a request brought along: a form, or JSON.

    Raises:
        HTTPException: It is too much, or neither.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise HTTPException(413, "large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        text = body.decode("utf-8")
        if kind == "application/json":
            found = json.loads(text)
            # Halves of characters, which can be written so and are no text.
            json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
            return _json(found)
        if kind == "application/x-www-form-urlencoded":
            pairs = parse_qsl(
                text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
            )
            return Sent(fields=dict(pairs))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "garbled") from error
    if body:
        raise HTTPException(415, "garbled")
    return Sent(fields={})


def _json(value: Any) -> Sent:
    found = value.items() if isinstance(value, dict) else ()
    return Sent(fields={key: item for key, item in found if isinstance(item, str)}, json=value)
