"""The queue's page: what needs a look, filtered and in order, a page at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from newsxlate.languages import languages
from newsxlate.review.desk import Filters, QueuePage, QueueRow
from newsxlate.review.web import filters as filtering
from newsxlate.review.web.context import desk, house, words
from newsxlate.review.web.interface import Texts
from newsxlate.review.web.places import address, tokens
from newsxlate.review.web.rendering import render

_ROWS = 50
# Values of a filter that are shown at once, and at most.
_SHOWN, _MOST = 8, 200


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a filter: what it is called, how many rows it lets through, where it leads."""

    said: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter with its values, the commonest first; ``rest`` are those that are less common."""

    name: str
    all: _Value
    shown: list[_Value]
    rest: list[_Value]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, and where it leads."""

    row: QueueRow
    href: str
    sure: int | None


def _queue(request: Request) -> Response:
    chosen = filtering.read(request.query_params)
    page = _page(request.query_params.get("page", ""))
    with desk(request) as opened:
        found = opened.queue(chosen, offset=(page - 1) * _ROWS, limit=_ROWS)
    pages = max(1, math.ceil(found.total / _ROWS))
    if page > pages:
        return RedirectResponse("/" + filtering.query(chosen, page=str(pages)), 303)
    if found.waiting:
        house(request).drawer.nudge()
    t = words(request)
    return render(
        request,
        "queue.html",
        found=found,
        rows=_rows(request, found, chosen),
        filters=[_filter(name, found, chosen, t) for name in filtering.NAMES],
        chips=_chips(chosen, t),
        kept={key: text for key, text in filtering.values(chosen).items() if key != "order"},
        chosen=chosen,
        orders=filtering.ORDERS,
        page=page,
        pages=pages,
        first=(page - 1) * _ROWS + 1,
        before="/" + filtering.query(chosen, page=str(page - 1)) if page > 1 else "",
        after="/" + filtering.query(chosen, page=str(page + 1)) if page < pages else "",
    )


def _page(text: str) -> int:
    """The number of the page that is asked for; the first if it is none."""
    digits = text.isascii() and text.isdecimal() and len(text) < 8
    return max(1, int(text)) if digits else 1


def _rows(request: Request, found: QueuePage, chosen: Filters) -> list[_Row]:
    """The rows with their addresses, which take the filters along to the next article."""
    named = tokens(house(request).store, [row.document for row in found.rows])
    after = filtering.query(chosen)
    return [
        _Row(row, address(named[row.document], row.language, row.part) + after, _sure(row.score))
        for row in found.rows
        if row.document in named
    ]


def _sure(score: float | None) -> int | None:
    """A mean log probability as per cent."""
    return None if score is None else round(100 * math.exp(min(0.0, score)))


def _filter(name: str, found: QueuePage, chosen: Filters, t: Texts) -> _Filter:
    """What can be chosen of a filter; what is chosen comes first and is always there."""
    counts = dict(found.counts.get(name, {}))
    now = filtering.values(chosen).get(name, "")
    say = _SAID[name]
    if now:
        counts = {now: counts.pop(now, 0), **counts}
    listed = [
        _Value(say(value, t), count, "/" + filtering.query(chosen, **{name: value}), value == now)
        for value, count in list(counts.items())[:_MOST]
        if value
    ]
    every = _Value(t("queue.all"), 0, "/" + filtering.query(chosen, **{name: ""}), not now)
    return _Filter(name, every, listed[:_SHOWN], listed[_SHOWN:])


def _chips(chosen: Filters, t: Texts) -> list[_Value]:
    """The filters that are set, each with the address without it."""
    return [
        _Value(_SAID[name](value, t), 0, "/" + filtering.query(chosen, **{name: ""}), True)
        for name, value in filtering.values(chosen).items()
        if name in _SAID
    ]


def _language(code: str, t: Texts) -> str:
    known = languages().get(code)
    return known.own if known else code


_SAID: Mapping[str, Callable[[str, Texts], str]] = {
    "language": _language,
    "state": lambda state, t: t(f"state.{state}") if t.has(f"state.{state}") else state,
    "part": lambda part, t: t(f"part.{part}") if t.has(f"part.{part}") else part,
    "code": lambda code, t: t.code(code),
    "origin": lambda origin, t: origin,
    "text": lambda text, t: text,
}

routes: list[BaseRoute] = [Route("/", _queue)]
