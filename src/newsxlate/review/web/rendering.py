"""Pages and fragments from templates: everything that is put into one is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from newsxlate import resources
from newsxlate.review.web import static
from newsxlate.review.web.context import house, language, session, theme, words
from newsxlate.review.web.interface import LANGUAGES
from newsxlate.review.web.places import address


@cache
def environment() -> Environment:
    """Jinja as it is used here."""
    made = Environment(
        loader=FunctionLoader(lambda name: resources.text(f"review/templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(static=static.address, part_address=address, languages=LANGUAGES)
    return made


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page, or a fragment of one.

    Besides ``values`` templates have ``t`` (the interface's texts), ``csrf`` (what forms carry as
    "csrf"), ``editor`` (who calls: a session, or None), ``language``, ``theme``, ``store`` (its
    name), ``here`` (the address with its query), ``static`` and ``part_address``.

    Args:
        request: What it answers.
        template: Its name in ``data/review/templates``.
        status: The status.
        headers: Headers to add.
        **values: What the template needs besides.
    """
    text = environment().get_template(template).render(**about(request), **values)
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


def about(request: Request) -> dict[str, Any]:
    """What every template has."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {
        "t": words(request),
        "csrf": request.state.csrf,
        "editor": session(request),
        "language": language(request),
        "theme": theme(request),
        "store": house(request).store.name,
        "logs_in": house(request).access.users is not None,
        "here": here,
    }
