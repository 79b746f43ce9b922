"""What the pages of an article and of its summaries share: how they open, and histories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsxlate.result import Result
from newsxlate.review.desk import Desk, Event, Place, Sheet
from newsxlate.review.web import filters
from newsxlate.review.web.board import Board, spoken
from newsxlate.review.web.context import desk, house, words
from newsxlate.review.web.differences import Stretch, compare
from newsxlate.review.web.marks import Say
from newsxlate.review.web.places import address, document, tokens
from newsxlate.review.web.rendering import render
from newsxlate.signoff import Part


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
        queue_url="/" + filters.query(filters.read(request.query_params)),
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
    chosen = filters.read(request.query_params)
    found = opened.neighbours(id_, language, part, chosen)
    named = tokens(house(request).store, [row.document for row in found if row])
    before, behind = (
        address(named[row.document], row.language, row.part) + filters.query(chosen)
        if row and row.document in named
        else ""
        for row in found
    )
    return before, behind


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
            "part": list(Part).index(part),
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
