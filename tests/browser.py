"""The page in a real browser: fixtures that start the command and drive Chromium.

A test that takes `visits` fails on whatever a page complains of: errors of scripts, what its
Content-Security-Policy forbids, and requests to anything but the server.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from conftest import made_once
from newsxlate.review.desk import prepare
from review_samples import documents, make_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

DESKTOP, PHONE = (1280, 900), (390, 844)
#: Milliseconds that anything may take on a machine that is busy with other tests.
PATIENCE = 60_000


def chromium_path() -> str | None:
    """The distribution's Chromium; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for all tests of a module."""
    reason = "needs Playwright and Chromium; CONTRIBUTING.md says how to get them"
    api = pytest.importorskip("playwright.sync_api", reason=reason)
    path = chromium_path()
    if path is None:
        pytest.skip(reason)
    # Chromium does not run in its sandbox as root.
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    api.expect.set_options(timeout=PATIENCE)
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


class Served:
    """The command at work on a store, in a process of its own."""

    def __init__(self, store: Path, *options: str, port: int = 0) -> None:
        self.store = store
        line = [sys.executable, "-m", "newsxlate", "review", str(store), "--no-browser"]
        self._process = subprocess.Popen(
            [*line, "--port", str(port), "--quiet", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        #: The address that it prints: the way in.
        self.way_in = self._process.stdout.readline().strip()
        if not self.way_in:
            raise AssertionError(self._process.communicate()[1])
        parts = urlsplit(self.way_in)
        self.port = parts.port
        self.address = f"{parts.scheme}://{parts.netloc}"

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def stop(self) -> str:
        """End it in good order; returns what it said on standard error."""
        if self._process.returncode is not None:
            return ""
        self._process.terminate()
        return self._process.communicate(timeout=30)[1]


@dataclass
class Visit:
    """An editor's browser window."""

    page: Page
    served: Served
    #: What the page complained of, and what it is allowed to.
    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, *patterns: str) -> None:
        """Expect complaints in which a pattern is found."""
        self.allowed += patterns

    def open(self, path: str = "/") -> Page:
        """Go to a page."""
        self.page.goto(self.served.address + path)
        return self.page

    def follow(self, link: Locator) -> Page:
        """Click a link, and wait until the page it leads to listens to keys."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            link.click()
        return self.page

    def enter(self, name: str = "Ana Kowalska") -> Page:
        """Come in by the address that the command printed, and say a name."""
        self.page.goto(self.served.way_in)
        self.page.locator("#name").fill(name)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(self.served.address + "/")
        return self.page

    def watch(self, context: BrowserContext) -> None:
        """Take down what the pages of a context complain of."""

        def requested(request: Any) -> None:
            if not request.url.startswith(self.served.address + "/"):
                self.complaints.append(f"asked for {request.url}")

        def asked(dialog: Any) -> None:
            if dialog.type != "beforeunload":
                self.complaints.append(f"{dialog.type}: {dialog.message}")
            dialog.accept()

        context.on("request", requested)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", asked)
        context.on(
            "console",
            lambda said: said.type in ("error", "warning") and self.complaints.append(said.text),
        )

    def check(self) -> None:
        """Fail if there was anything to complain of."""
        left = [
            one
            for one in self.complaints
            if not any(re.search(pattern, one) for pattern in self.allowed)
        ]
        assert left == []


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three articles in English and French, summed up; to be copied."""

    def make(folder: Path) -> Path:
        prepare(make_store(folder / "out.sqlite", documents(3)))
        return folder

    return made_once(tmp_path_factory, "review-store", make) / "out.sqlite"


@pytest.fixture
def store(made_store: Path, tmp_path: Path) -> Path:
    """A store of this test's own."""
    return Path(shutil.copy(made_store, tmp_path / "out.sqlite"))


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Start the command on a store; it ends with the test."""
    with ExitStack() as stack:

        def start(store: Path, *options: str, port: int = 0) -> Served:
            served = Served(store, *options, port=port)
            stack.callback(served.stop)
            return served

        yield start


@pytest.fixture
def visits(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Open browser windows that know nothing of each other; each is checked in the end."""
    opened: list[Visit] = []
    with ExitStack() as stack:

        def visit(
            served: Served,
            *,
            size: tuple[int, int] = DESKTOP,
            language: str = "en-GB",
            **settings: Any,
        ) -> Visit:
            context = chromium.new_context(
                viewport={"width": size[0], "height": size[1]},
                locale=language,
                reduced_motion="reduce",
                **settings,
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            made = Visit(context.new_page(), served)
            made.watch(context)
            opened.append(made)
            return made

        yield visit
    for one in opened:
        one.check()
