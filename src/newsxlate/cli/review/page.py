"""The page of a store: brought up to date, announced, served, and ended in good order."""

from __future__ import annotations

import logging
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

if TYPE_CHECKING:
    from newsxlate.options import NameOptions
    from newsxlate.review.web.exposure import Exposure

_DRAWING = "documents drawn into the queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the page is announced.

    Attributes:
        browser: Whether to open a browser.
        verbose: Whether each request is said.
        quiet: Whether only errors and the address are said.
        language: The interface's language; empty for what each browser asks for.
        first: Document and language of the translation to show; None shows the queue.
    """

    browser: bool
    verbose: bool
    quiet: bool
    language: str = ""
    first: tuple[str, str] | None = None


def serve(store: Path, where: Exposure, names: NameOptions, manner: Manner) -> None:
    """Serve a store until Ctrl-C.

    Raises:
        InputError: It is no store; or the file of users cannot be read.
        StorageError: It cannot be written to, or needs to be brought up to date under a run.
        UsageError: The port is taken.
    """
    from newsxlate.cli.console import Console
    from newsxlate.review.desk import prepare
    from newsxlate.review.web import exposure, serving
    from newsxlate.review.web.app import make_app
    from newsxlate.review.web.places import address, tokens
    from newsxlate.signoff import Part

    def track(done: int, total: int) -> None:
        console.track(_DRAWING, done, total)

    with Console(quiet=manner.quiet) as console:
        # A glossary that cannot be read is told of now, and not to whoever opens a page.
        prepare(store, names=names, progress=track)
    bound = exposure.listen(where, store)
    port = bound.getsockname()[1]
    access = exposure.access(where, port)
    app = make_app(store, access=access, names=names, language=manner.language)
    home = exposure.address(where, port)
    page = "/"
    if manner.first:
        document, language = manner.first
        page = address(tokens(store, [document])[document], language, Part.TRANSLATION)
    click.echo(home + _way_in(page, access.token))
    sys.stdout.flush()
    if not manner.quiet:
        click.echo("Ctrl-C ends it; everything that was saved is in the store.", err=True)
    if manner.browser:
        once = app.state.house.sessions.key_for_once() if access.token else ""
        _open(home + _way_in(page, once))
    _log(verbose=manner.verbose)
    serving.serve(app, bound, where)
    if not manner.quiet:
        click.echo("ended", err=True)


def _way_in(page: str, token: str) -> str:
    """The path by which one comes to a page, with a token if it wants one."""
    if not token:
        return page
    after = "" if page == "/" else f"&next={quote(page, safe='')}"
    return f"/login?token={token}{after}"


def _open(address: str) -> None:
    """Open a browser, if there is a place to show one in; nobody waits for it."""
    import webbrowser

    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
    ):
        # One for the terminal would take it over.
        return
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _log(*, verbose: bool) -> None:
    """Errors go to standard error, and if asked each request."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    for name in ("newsxlate.review", "uvicorn"):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.propagate = False
    logging.getLogger("newsxlate.review").setLevel(logging.INFO if verbose else logging.WARNING)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
