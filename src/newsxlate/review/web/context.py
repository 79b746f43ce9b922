"""What a request brings along: who calls, what they sent, and the desk they work at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from newsxlate.errors import InputError
from newsxlate.options import NameOptions
from newsxlate.review.desk import Desk, Editor
from newsxlate.review.web.access import Access
from newsxlate.review.web.drawing import Drawer
from newsxlate.review.web.interface import LANGUAGES, Texts, preferred, texts
from newsxlate.review.web.sessions import Session, Sessions

THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class House:
    """What all requests of a server share.

    Attributes:
        store: The store under review.
        access: Who may come in.
        names: What is done about names when sentences are checked again.
        sessions: Who has come in.
        drawer: Who draws the queue.
        language: The interface's, for who has chosen none; empty for what their browsers ask for.
    """

    store: Path
    access: Access
    names: NameOptions
    sessions: Sessions
    drawer: Drawer
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a request that changes something brought along.

    Attributes:
        fields: A form's fields; of several of one name the last. Of a JSON object its texts.
        json: What was sent as JSON; None if it was a form.
    """

    fields: Mapping[str, str]
    json: Any = None


def house(request: Request) -> House:
    """What all requests share."""
    found = request.app.state.house
    assert isinstance(found, House)
    return found


def session(request: Request) -> Session | None:
    """Who calls; None if they have not come in."""
    found = request.state.session
    assert found is None or isinstance(found, Session)
    return found


def editor(request: Request) -> Editor:
    """Who calls, for the desk; nobody gets to where this is asked without a name."""
    found = session(request)
    assert found is not None
    assert found.name
    return found.editor


def fields(request: Request) -> Mapping[str, str]:
    """The fields of the form that was sent."""
    return sent(request).fields


def sent(request: Request) -> Sent:
    """What was sent."""
    found = request.state.sent
    assert isinstance(found, Sent)
    return found


def number(request: Request, name: str) -> int:
    """A field that has to be a whole number.

    Raises:
        InputError: It is none.
    """
    try:
        return int(fields(request)[name])
    except (KeyError, ValueError) as error:
        raise InputError(f"{name} has to be a whole number") from error


@contextmanager
def desk(request: Request) -> Iterator[Desk]:
    """The store, open for review as long as the block lasts; for functions that are not async."""
    about = house(request)
    with Desk(about.store, names=about.names) as opened:
        yield opened


def language(request: Request) -> str:
    """The interface's language: chosen, or what the browser likes best."""
    chosen = request.cookies.get(house(request).access.cookie("language"), "")
    if chosen in LANGUAGES:
        return chosen
    return house(request).language or preferred(request.headers.get("accept-language", ""))


def words(request: Request) -> Texts:
    """The interface's texts in its language."""
    return texts(language(request))


def theme(request: Request) -> str:
    """The colours that were chosen: "light", "dark", or "auto" as the browser likes."""
    chosen = request.cookies.get(house(request).access.cookie("theme"), "")
    return chosen if chosen in THEMES else "auto"


def wants_fragment(request: Request) -> bool:
    """Whether a script asks, which puts what it gets into the page it is on."""
    return request.headers.get("x-requested-with", "") == "fetch"


def local(address: str) -> str:
    """An address if it leads nowhere but to another page of ours, else the queue's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    harmless = address.startswith("/") and not address.startswith("//") and "\\" not in address
    printable = all(" " < character < "\x7f" for character in address)
    return address if harmless and printable and not parts.netloc else "/"


def missing(request: Request) -> HTTPException:
    """What is raised where there is nothing."""
    return HTTPException(404)
