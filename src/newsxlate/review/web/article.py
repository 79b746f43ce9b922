"""The article's page: source and translation side by side, a row a sentence."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newsxlate.review.web import naming, renaming
from newsxlate.review.web.acting import act
from newsxlate.review.web.board import Board, spoken
from newsxlate.review.web.context import desk, house
from newsxlate.review.web.differences import compare
from newsxlate.review.web.memory import near
from newsxlate.review.web.pages import history, show
from newsxlate.review.web.places import document
from newsxlate.review.web.rendering import about, environment, render
from newsxlate.review.web.rows import anchor
from newsxlate.signoff import Part

_PLACE = "/article/{token}/{language}"


def _page(request: Request) -> Response:
    return show(request, Part.TRANSLATION, "article.html")


async def _act(request: Request) -> Response:
    return await act(request, Part.TRANSLATION)


def _history(request: Request) -> Response:
    return history(request, Part.TRANSLATION)


def _rename(request: Request) -> Response:
    """What would change if a name had one form everywhere."""
    asked = request.query_params
    form = " ".join(asked.get("form", "").split())
    with desk(request) as opened:
        sheet = opened.sheet(document(request), request.path_params["language"], Part.TRANSLATION)
    board = Board(request, sheet, request.path_params["token"])
    name = next(
        (one for one in naming.panel(board.drawing) if str(one.id) == asked.get("entry")), None
    )
    if name is None:
        raise HTTPException(404)
    form = form or next(iter(name.forms), name.canonical)
    changes = [
        (change, list(compare(change.row.text, change.text)), board.drawing.where(*change.row.ref))
        for change in renaming.plan(sheet, name.id, form, asked.get("instead", ""))
    ]
    return render(
        request,
        "rename.html",
        **board.values(),
        name=name,
        form=form,
        instead=asked.get("instead", ""),
        changes=changes,
    )


def _near(request: Request) -> Response:
    """What people made of similar sentences before, by the ids of rows."""
    with desk(request) as opened:
        sheet = opened.sheet(document(request), request.path_params["language"], Part.TRANSLATION)
    template = environment().get_template("near.html")
    values = {
        **about(request),
        "source": spoken(sheet.record.result.article.language),
        "target": spoken(sheet.review.language),
        "compare": compare,
    }
    return JSONResponse(
        {
            anchor(*ref): template.render(**values, found=found, row=sheet.rows[ref])
            for ref, found in near(house(request).store, sheet)
        }
    )


routes = [
    Route(_PLACE, _page),
    Route(f"{_PLACE}/rename", _rename),
    Route(f"{_PLACE}/near", _near),
    Route(f"{_PLACE}/history", _history),
    Route(f"{_PLACE}/{{action}}", _act, methods=["POST"]),
]
