"""What the pages of an article and of its summaries have in common: how they open, and histories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsxlate.result import Result
from newsxlate.review.desk import Desk, Event, Filters, Place, Sheet
from newsxlate.review.web.board import Board, spoken
from newsxlate.review.web.context import desk, house, words
from newsxlate.review.web.differences import Stretch, compare
from newsxlate.review.web.marks import Say
from newsxlate.review.web.places import address, document, tokens
from newsxlate.review.web.rendering import render
from newsxlate.signoff import Part, State

# What of a query says which articles come before and behind.
_FILTERS = ("language", "state", "part", "code", "origin", "text", "order")


def show(request: Request, part: Part, template: str, **values: Any) -> Response:
    """The page of a part of a document."""
    id_, language, token = document(request), request.path_params["language"], _token(request)
    with desk(request) as opened:
        sheet = opened.sheet(id_, language, part)
        before, behind = neighbours(request, opened, id_, language, part)
    board = Board(request, sheet, token)
    return render(
        request,
        template,
        **board.page(),
        parts=list(_parts(sheet, token, words(request))),
        previous_url=before,
        next_url=behind,
        **values,
    )


def _token(request: Request) -> str:
    token: str = request.path_params["token"]
    return token


def neighbours(
    request: Request, opened: Desk, id_: str, language: str, part: Part
) -> tuple[str, str]:
    """The addresses of what is before and behind in the queue; empty where there is nothing."""
    found = opened.neighbours(id_, language, part, filters(request))
    named = tokens(house(request).store, [row.document for row in found if row])
    query = "&".join(
        part for part in request.url.query.split("&") if part.partition("=")[0] in _FILTERS
    )
    before, behind = (
        address(named[row.document], row.language, row.part) + (f"?{query}" if query else "")
        if row and row.document in named
        else ""
        for row in found
    )
    return before, behind


def filters(request: Request) -> Filters:
    """What of the queue one came from; what cannot be understood is passed over."""
    asked = request.query_params
    return Filters(
        language=asked.get("language", ""),
        state=next((one for one in State if one.value == asked.get("state")), None),
        part=next((one for one in Part if one.value == asked.get("part")), None),
        code=asked.get("code", ""),
        origin=asked.get("origin", ""),
        text=asked.get("text", ""),
        order=asked.get("order", "urgent"),
    )


def _parts(sheet: Sheet, token: str, say: Say) -> Iterator[dict[str, Any]]:
    """The translations and summaries of a document, to go from one to another."""
    result: Result = sheet.record.result
    here = (sheet.review.part, sheet.review.language)
    listed = [(Part.TRANSLATION, made.language) for made in result.translations]
    summed = dict.fromkeys(summary.language for summary in result.summaries)
    listed += [(Part.SUMMARY, language) for language in summed]
    for part, language in listed:
        yield {
            "url": address(token, language, part),
            "label": say(f"article.part.{part.value}"),
            "spoken": spoken(language),
            "current": (part, language) == here,
        }


def history(request: Request, part: Part) -> Response:
    """All that was done to a sentence, as a fragment."""
    asked = request.query_params
    try:
        block, sentence = int(asked["block"][:9]), int(asked["sentence"][:9])
    except (KeyError, ValueError) as error:
        raise HTTPException(404) from error
    id_, language = document(request), request.path_params["language"]
    with desk(request) as opened:
        sheet = opened.sheet(id_, language, part)
        events = opened.history(Place(id_, language, block, sentence, part))
    board = Board(request, sheet, _token(request))
    line = next((line for line in board.lines if line.row.ref == (block, sentence)), None)
    if line is None:
        raise HTTPException(404)
    return render(
        request,
        "history.html",
        target=spoken(language),
        where=line.where,
        events=[(event, list(_change(event))) for event in events],
    )


def _change(event: Event) -> Iterator[Stretch]:
    """What an event did to a text."""
    if event.block is not None and (event.was or event.now):
        yield from compare(event.was, event.now)
