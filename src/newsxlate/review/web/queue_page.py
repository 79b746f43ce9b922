"""The queue's page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsxlate.review.web.rendering import render


def _queue(request: Request) -> Response:
    return render(request, "queue.html")


routes: list[BaseRoute] = [Route("/", _queue)]
