"""The summary's page: what it says, beside the article it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newsxlate.article import Kind, SentenceRef
from newsxlate.outputs.article.view import Index, cells, runs
from newsxlate.review.web.acting import act
from newsxlate.review.web.pages import history, show
from newsxlate.review.web.rows import Drawing
from newsxlate.signoff import Part

_PLACE = "/summary/{token}/{language}"
_TAGS = {Kind.HEADLINE: "h2", Kind.SUBHEAD: "h3"}


def original(drawing: Drawing) -> Iterator[dict[str, Any]]:
    """The article for the column beside the summary, in groups of blocks."""
    article = drawing.result.article
    for kind, run in runs(cells(article, None, Index(drawing.result))):
        yield {
            "kind": kind.value,
            "blocks": [
                {
                    "tag": _TAGS.get(kind, "p"),
                    "sentences": [
                        {
                            "id": f"a-{cell.index}-{number}",
                            "text": drawing.source(SentenceRef(cell.index, number)),
                        }
                        for number in range(len(cell.block.sentences))
                    ],
                }
                for cell in run
            ],
        }


def _page(request: Request) -> Response:
    return show(request, Part.SUMMARY, "summary.html", original=original)


async def _act(request: Request) -> Response:
    return await act(request, Part.SUMMARY)


def _history(request: Request) -> Response:
    return history(request, Part.SUMMARY)


routes = [
    Route(_PLACE, _page),
    Route(f"{_PLACE}/history", _history),
    Route(f"{_PLACE}/{{action}}", _act, methods=["POST"]),
]
