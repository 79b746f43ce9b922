"""A browser without a window: calls the page's application as a browser would that is logged in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from newsxlate.options import NameOptions
from newsxlate.review.users import Users
from newsxlate.review.web.access import Access
from newsxlate.review.web.app import make_app

ADDRESS = "http://127.0.0.1:8000"
TOKEN = "a-token-that-was-printed"


def access(**changes: Any) -> Access:
    """That of a server on this machine."""
    values = {"hosts": frozenset({"127.0.0.1:8000"}), "token": TOKEN, "port": 8000, **changes}
    return Access(**values)


class Browser:
    """What a browser sends, and what it shows."""

    def __init__(
        self,
        store: Path,
        *,
        names: NameOptions | None = None,
        address: str = ADDRESS,
        **changes: Any,
    ) -> None:
        self.app = make_app(store, access=access(**changes), names=names)
        self.client = TestClient(self.app, base_url=address, follow_redirects=False)
        self.client.headers.update({"accept": "text/html", "accept-language": "en"})

    def get(self, path: str, **rest: Any) -> Any:
        """Ask for a page."""
        return self.client.get(path, **rest)

    def post(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        *,
        json: Any = None,
        csrf: str | None = None,
        fetch: bool = True,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a form, or JSON, from one of the server's own pages."""
        head = {"sec-fetch-site": "same-origin", "x-csrf": self.csrf if csrf is None else csrf}
        if fetch:
            head["x-requested-with"] = "fetch"
        head.update(headers or {})
        if json is not None:
            return self.client.post(path, json=json, headers=head)
        return self.client.post(path, data=dict(fields or {}), headers=head)

    @property
    def csrf(self) -> str:
        """What forms carry."""
        found = re.search('name="csrf" content="([^"]*)"', self.get("/help").text)
        if found is None:  # not come in yet
            found = re.search('name="csrf" content="([^"]*)"', self.get("/login").text)
        assert found
        return found[1]

    def enter(self, name: str = "Ana") -> Browser:
        """Come in by the token and a name."""
        assert self.get(f"/login?token={TOKEN}").headers["location"] == "/login"
        assert self.post("/login", {"name": name}, fetch=False).status_code == 303
        return self

    def log_in(self, name: str, password: str) -> Any:
        """Log in where there are users."""
        return self.post("/login", {"name": name, "password": password}, fetch=False)


def users(path: Path, *rows: tuple[str, str, str]) -> Users:
    """A file of users: name, role and password of each."""
    from newsxlate.review.users import Role, add

    for name, role, password in rows:
        add(path, name, Role(role), password)
    return Users(path)
