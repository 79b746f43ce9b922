"""The page's application: routes and the door before them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware

from newsxlate.options import NameOptions
from newsxlate.review.web import article, login, preferences, queue_page, static, summary
from newsxlate.review.web.access import Access
from newsxlate.review.web.context import House
from newsxlate.review.web.drawing import Drawer
from newsxlate.review.web.failures import HANDLERS
from newsxlate.review.web.guard import Guard
from newsxlate.review.web.sessions import Sessions
from newsxlate.review.web.throttle import Throttle

# Threads that work at desks. SQLite lets one write at a time, and more would only wait.
_THREADS = 8


def make_app(
    store: Path, *, access: Access, names: NameOptions | None = None, language: str = ""
) -> Starlette:
    """The application for a store.

    Args:
        store: The store, which `newsxlate.review.desk.prepare` has brought up to date.
        access: Who may come in.
        names: What is done about names when sentences are checked again.
        language: The interface's, for who has chosen none; empty for what their browsers ask for.
    """
    names = names or NameOptions()
    house = House(store, access, names, Sessions(access.users), Drawer(store, names), language)
    app = Starlette(
        routes=[
            *queue_page.routes,
            *article.routes,
            *summary.routes,
            *login.routes,
            *preferences.routes,
            *static.routes,
        ],
        middleware=[Middleware(Guard, house=house)],
        exception_handlers=dict(HANDLERS),
        lifespan=_lifespan,
    )
    # An address with a stroke too many is another one.
    app.router.redirect_slashes = False
    app.state.house = house
    app.state.throttle = Throttle()
    app.state.hashing = CapacityLimiter(1)
    app.state.writing = CapacityLimiter(_THREADS)
    return app


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield
