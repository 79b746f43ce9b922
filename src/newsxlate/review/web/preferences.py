"""What everybody chooses for themselves: the interface's language and colours; and its help."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from newsxlate.review.web.context import THEMES, fields, house, local, wants_fragment
from newsxlate.review.web.guard import cookie
from newsxlate.review.web.interface import LANGUAGES
from newsxlate.review.web.rendering import render

_YEAR = 365 * 24 * 3600


async def _language(request: Request) -> Response:
    return _chosen(request, "language", LANGUAGES)


async def _theme(request: Request) -> Response:
    return _chosen(request, "theme", THEMES)


def _chosen(request: Request, name: str, known: tuple[str, ...]) -> Response:
    """Keep a choice, and go back to where it was made."""
    sent = fields(request)
    answer = RedirectResponse(local(sent.get("next", "/")), 303)
    if sent.get(name) in known:
        kept = cookie(house(request), name, sent[name], seconds=_YEAR)
        answer.headers.append("set-cookie", kept)
    return answer


def _help(request: Request) -> Response:
    """All keys: a page, or for scripts what goes into a dialog."""
    return render(request, "keys.html" if wants_fragment(request) else "help.html")


async def _csrf(request: Request) -> Response:
    """What forms carry by now: a page that is open stays good when one has logged in anew."""
    return PlainTextResponse(request.state.csrf)


routes = [
    Route("/language", _language, methods=["POST"]),
    Route("/theme", _theme, methods=["POST"]),
    Route("/help", _help),
    Route("/csrf", _csrf),
]
