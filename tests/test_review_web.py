"""The door of the page, and the queue: who comes in, what may be sent, and what is escaped."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.routing import Route

from newsxlate import resources
from newsxlate.archive.store.database import Store
from newsxlate.errors import InputError, StorageError
from newsxlate.findings import codes
from newsxlate.review import users as users_module
from newsxlate.review.desk import ConflictError, Desk, Filters, QueuePage, QueueRow
from newsxlate.review.web import static
from newsxlate.review.web.context import desk, editor, local
from newsxlate.review.web.interface import LANGUAGES, preferred, texts
from newsxlate.review.web.throttle import Throttle
from newsxlate.signoff import Part, State
from review_client import TOKEN, Browser, users

PASSWORD = "correct horse battery"
HOSTILE = "<script>alert(1)</script>\"'&{{ 'x'*9 }}</title><b>\u202e"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users_module, "_COST", 16)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two documents that have no results; nobody writes to it."""
    path = tmp_path_factory.mktemp("store") / "out.sqlite"
    with Store(path, create=True) as opened:
        run = opened.begin_run("{}", 1)
        opened.connection.execute("INSERT INTO windows VALUES (1, ?, 0, 2, 0, 0, 0)", (run,))
        for number, id_ in enumerate(("a.txt", HOSTILE)):
            opened.connection.execute(
                "INSERT INTO documents (number, id, name, source, status, attempts, settings,"
                " seconds, window) VALUES (?, ?, ?, x'', 'waiting', 1, x'', 0, 1)",
                (number + 1, id_, id_),
            )
    return path


@pytest.fixture
def browser(store: Path) -> Browser:
    return Browser(store)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a desk says of its queue, and what it was asked for."""
    about: dict[str, Any] = {"rows": [], "total": None, "counts": {}, "waiting": 0, "asked": []}

    def queue(self: Desk, filters: Filters, *, offset: int = 0, limit: int = 50) -> QueuePage:
        about["asked"].append((filters, offset, limit))
        total = len(about["rows"]) if about["total"] is None else about["total"]
        rows = tuple(about["rows"][offset : offset + limit])
        return QueuePage(rows=rows, total=total, counts=about["counts"], waiting=about["waiting"])

    monkeypatch.setattr(Desk, "__init__", lambda self, path, names=None: None)
    monkeypatch.setattr(Desk, "close", lambda self: None)
    monkeypatch.setattr(Desk, "queue", queue)
    return about


def row(**changes: Any) -> QueueRow:
    values: dict[str, Any] = {
        "document": "a.txt",
        "language": "en",
        "part": Part.TRANSLATION,
        "state": State.MACHINE,
        "title": "Titel",
        "heading": "Title",
        "origin": "example.org",
        "published": "2024-06-13",
        "score": -0.5,
        "sentences": 12,
        "errors": 1,
        "warnings": 0,
        "notes": 2,
    }
    return QueueRow(**{**values, **changes})


# -- Coming in ---------------------------------------------------------------------------------


def test_nobody_comes_in_without_the_token(browser: Browser) -> None:
    answer = browser.get("/?state=approved")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2F%3Fstate%3Dapproved"
    assert browser.get("/help").status_code == 303
    assert "Open the address that the command printed" in browser.get("/login").text


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "\xe4", "%00"])
def test_a_wrong_token_lets_nobody_in(token: str, browser: Browser) -> None:
    answer = browser.get(f"/login?token={token}")
    assert answer.status_code == (403 if token else 200)
    assert browser.get("/help").status_code == 303
    assert browser.post("/login", {"name": "Ana"}).status_code == 403


def test_the_token_is_exchanged_for_a_cookie_and_is_out_of_the_address(browser: Browser) -> None:
    answer = browser.get(f"/login?token={TOKEN}&next=/article/1/en")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Farticle%2F1%2Fen"
    (cookie,) = answer.headers.get_list("set-cookie")
    name, *flags = cookie.split("; ")
    assert name.startswith("newsxlate-8000-session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(flags)
    assert TOKEN not in cookie


def test_the_name_is_asked_for_once_and_kept(browser: Browser) -> None:
    browser.get(f"/login?token={TOKEN}")
    assert browser.get("/").headers["location"] == "/login"
    before = browser.client.cookies["newsxlate-8000-session"]
    answer = browser.post("/login", {"name": "  Ana   Müller ", "next": "/help"}, fetch=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    # Whoever knew the cookie from before there was a name has nothing of it.
    assert browser.client.cookies["newsxlate-8000-session"] != before
    assert browser.app.state.house.sessions.find(before) is None
    page = browser.get("/help").text
    assert "Ana Müller" in page
    assert "(not logged in)" in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\0b"])
def test_a_name_that_is_none_is_asked_for_again(name: str, browser: Browser) -> None:
    browser.get(f"/login?token={TOKEN}")
    assert browser.post("/login", {"name": name}, fetch=False).status_code == 400
    assert browser.get("/help").status_code == 303


def test_a_key_for_one_browser_opens_once(store: Path) -> None:
    browser = Browser(store)
    once = browser.app.state.house.sessions.key_for_once()
    assert browser.get(f"/login?token={once}").status_code == 303
    other = Browser(store)
    other.app.state.house = browser.app.state.house
    assert other.get(f"/login?token={once}").status_code == 403


@pytest.mark.parametrize("forged", ["", "x", "x.y", ".", "a." + "0" * 64, "\xe4.\xe4"])
def test_cookies_that_we_did_not_sign_are_nobodys(forged: str, browser: Browser) -> None:
    browser.enter()
    good = browser.client.cookies["newsxlate-8000-session"]
    browser.client.cookies.clear()
    for value in (forged, good[:-1] + ("0" if good[-1] != "0" else "1"), "x" + good):
        header = f"newsxlate-8000-session={value}".encode("latin-1")
        answer = browser.client.get("/help", headers={b"cookie": header})
        assert answer.status_code == 303, value


def test_who_leaves_is_out_wherever_the_cookie_is_kept(browser: Browser) -> None:
    browser.enter()
    good = browser.client.cookies["newsxlate-8000-session"]
    assert browser.post("/logout", fetch=False).status_code == 303
    browser.client.cookies.clear()
    answer = browser.client.get("/help", headers={"cookie": f"newsxlate-8000-session={good}"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "x",
        "/\tx",
        "/ä",
        "\\\\evil",
        "/x\r\nset-cookie: a=b",
    ],
)
def test_nobody_is_sent_elsewhere(address: str, browser: Browser) -> None:
    assert local(address) == "/"
    browser.get(f"/login?token={TOKEN}")
    answer = browser.post("/login", {"name": "Ana", "next": address}, fetch=False)
    assert answer.headers["location"] == "/"


def test_a_link_from_elsewhere_is_followed_once_more_from_here(browser: Browser) -> None:
    """The browser keeps our cookie to itself when another site leads to us."""
    for path in ("/help", "/login", f"/login?token={TOKEN}"):
        answer = browser.get(path, headers={"sec-fetch-site": "cross-site"})
        assert (answer.status_code, answer.headers["refresh"]) == (200, "0")
        # It would take the place of the one that the browser did not send.
        assert "set-cookie" not in answer.headers
    answer = browser.post("/logout", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    answer = browser.get("/help", headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 303


# -- Users -------------------------------------------------------------------------------------


@pytest.fixture
def closed(store: Path, tmp_path: Path) -> Browser:
    """A server where one logs in."""
    file = tmp_path / "users.json"
    known = users(file, ("Ana", "approver", PASSWORD), ("Bo", "editor", PASSWORD))
    browser = Browser(store, users=known, token="")
    browser.app.state.throttle = Throttle(lambda: 0.0)
    return browser


def test_who_logs_in_is_known_by_name_and_role(closed: Browser) -> None:
    seen: list[Any] = []

    def who(request: Any) -> Any:
        from starlette.responses import Response

        seen.append(editor(request))
        return Response("")

    closed.app.router.routes.append(Route("/who", who))
    for name, approver in (("Ana", True), ("Bo", False)):
        assert closed.log_in(name, PASSWORD).status_code == 303
        assert closed.get("/who").status_code == 200
        assert (seen[-1].name, seen[-1].authenticated) == (name, True)
        assert seen[-1].approver is approver
        closed.post("/logout")


def test_without_users_nobody_is_authenticated(browser: Browser) -> None:
    found = browser.enter().app.state.house.sessions.find(
        browser.client.cookies["newsxlate-8000-session"]
    )
    assert (found.editor.authenticated, found.editor.approver) == (False, True)


def test_unknown_names_and_wrong_passwords_are_told_the_same(closed: Browser) -> None:
    unknown, wrong = closed.log_in("Eve", PASSWORD), closed.log_in("Ana", "x" * 12)
    assert unknown.status_code == wrong.status_code == 403
    strip = re.compile('csrf" (content|value)="[^"]*"|value="(Eve|Ana)"')
    assert strip.sub("", unknown.text) == strip.sub("", wrong.text)
    assert "Name or password is wrong" in wrong.text
    assert closed.get("/help").status_code == 303


def test_there_is_no_token_where_one_logs_in(closed: Browser) -> None:
    assert closed.get(f"/login?token={TOKEN}").status_code == 200
    assert closed.get("/login?token=").status_code == 200
    assert closed.get("/help").status_code == 303


def test_tries_are_limited(closed: Browser) -> None:
    answers = [closed.log_in("Ana", f"wrong password {number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    # The right one has to wait, too.
    assert closed.log_in("Ana", PASSWORD).status_code == 429


def test_one_name_is_one_however_it_is_written(closed: Browser) -> None:
    written = ("Änne", " Änne", "A\u0308nne", "Änne\t")
    throttle = closed.app.state.throttle
    for number, name in enumerate(written):
        closed.log_in(name, "x" * 12)
        throttle.succeeded("", "testclient")  # as if each came from elsewhere
        assert (throttle.attempt("Änne", f"192.0.2.{number}") > 0) == (number > 0)


def test_who_is_taken_out_is_out(closed: Browser, tmp_path: Path) -> None:
    closed.log_in("Bo", PASSWORD)
    assert closed.get("/help").status_code == 200
    users_module.remove(tmp_path / "users.json", "Bo")
    assert closed.get("/help").status_code == 303


def test_who_gets_another_password_is_out(closed: Browser, tmp_path: Path) -> None:
    closed.log_in("Bo", PASSWORD)
    users_module.add(tmp_path / "users.json", "Bo", users_module.Role.EDITOR, PASSWORD + "!")
    assert closed.get("/help").status_code == 303


# -- What may be sent --------------------------------------------------------------------------

NEXT = {"language": "de", "next": "/help"}


def test_what_our_own_pages_send_is_done(browser: Browser) -> None:
    assert browser.enter().post("/language", NEXT, fetch=False).status_code == 303
    # By a form's field instead of a script's header.
    fields = {**NEXT, "csrf": browser.csrf}
    assert browser.post("/language", fields, csrf="").status_code == 303


@pytest.mark.parametrize("token", ["", "x", "\xe4", "0" * 64])
@pytest.mark.parametrize("path", ["/language", "/theme", "/logout", "/login"])
def test_without_its_token_nothing_is_done(path: str, token: str, browser: Browser) -> None:
    browser.enter()
    headers = {b"sec-fetch-site": b"same-origin", b"x-csrf": token.encode("latin-1")}
    answer = browser.client.post(path, data=NEXT, headers=headers)
    assert (answer.status_code, answer.headers["x-refused"]) == (403, "stale")
    assert browser.get("/help").status_code == 200


def test_the_token_of_another_session_is_no_good(store: Path, browser: Browser) -> None:
    other = Browser(store).enter("Eve")
    assert browser.enter().post("/logout", csrf=other.csrf).status_code == 403
    # Nor the one from before one came in, by the same browser.
    fresh = Browser(store)
    before = fresh.csrf
    fresh.enter()
    assert fresh.post("/logout", csrf=before).status_code == 403


def test_a_page_stays_good_when_one_has_come_in_anew(browser: Browser) -> None:
    stale = browser.enter().csrf
    # The server is started again.
    again = Browser(browser.app.state.house.store)
    cookies = {
        "cookie": f"newsxlate-8000-session={browser.client.cookies['newsxlate-8000-session']}"
    }
    answer = again.post("/article/1/en/edit", {"text": "x"}, csrf=stale, headers=cookies)
    assert (answer.status_code, answer.headers["x-refused"]) == (401, "login")
    again.enter("Bo")
    assert again.post("/logout", csrf=stale).headers["x-refused"] == "stale"
    fresh = again.get("/csrf", headers={"x-requested-with": "fetch"}).text
    assert again.post("/logout", csrf=fresh).status_code == 303


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8000"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8001"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "https://127.0.0.1:8000"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_our_own_pages_may_send(
    headers: dict[str, str], allowed: bool, browser: Browser
) -> None:
    browser.enter()
    given = {"x-csrf": browser.csrf, **headers}
    answer = browser.client.post("/theme", data={"theme": "dark"}, headers=given)
    assert answer.status_code == (303 if allowed else 403)


def test_too_much_is_refused_before_all_of_it_is_read(browser: Browser) -> None:
    browser.enter()
    assert browser.post("/theme", {"theme": "x" * 1_100_000}).status_code == 413
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b"x" * 100_000

    head = {"sec-fetch-site": "same-origin", "x-csrf": browser.csrf}
    assert browser.client.post("/theme", content=pieces(), headers=head).status_code == 413


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{", 400),
        ("application/json", b"[" * 100_000, 400),
        ("application/json", b"\xff", 400),
        ("application/json", b'{"text": "\\ud800"}', 400),
        ("application/json", b'{"text": NaN}', 400),
        ("application/x-www-form-urlencoded", b"a=%ff", 400),
        ("application/x-www-form-urlencoded", b"a&" * 6000, 400),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("text/plain", b"theme=dark", 415),
    ],
)
def test_what_cannot_be_read_is_refused(
    kind: str, body: bytes, status: int, browser: Browser
) -> None:
    browser.enter()
    head = {"sec-fetch-site": "same-origin", "x-csrf": browser.csrf, "content-type": kind}
    assert browser.client.post("/theme", content=body, headers=head).status_code == status


def test_choices_are_kept_and_others_are_not(browser: Browser) -> None:
    browser.enter()
    assert '<html lang="en" data-theme="auto">' in browser.get("/help").text
    browser.post("/language", {"language": "de"})
    browser.post("/theme", {"theme": "dark"})
    assert '<html lang="de" data-theme="dark">' in browser.get("/help").text
    browser.post("/language", {"language": "../../x"})
    browser.post("/theme", {"theme": '"><script>'})
    assert '<html lang="de" data-theme="dark">' in browser.get("/help").text
    header = {"cookie": 'newsxlate-8000-theme="><script>; newsxlate-8000-language=xx'}
    page = browser.client.get("/login", headers=header).text
    assert 'data-theme="auto"' in page


# -- Hosts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:8001",
        "127.0.0.1:8000.evil.example",
        "",
        "[::1]:8000",
        "127.0.0.1:8000@evil.example",
        "localhost:8000",
    ],
)
def test_called_by_another_name_it_says_nothing(host: str, browser: Browser) -> None:
    answer = browser.get("/login", headers={"host": host})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers
    assert browser.get("/static/x/base.css", headers={"host": host}).status_code == 400


def test_beyond_this_machine_numbers_are_let_through_and_names_are_not(store: Path) -> None:
    beyond = Browser(store, hosts=frozenset({"review.example:8000"}), numbers=True)
    allowed = ["192.0.2.7:8000", "[2001:db8::1]:8000", "192.0.2.7", "REVIEW.example:8000"]
    for host in allowed:
        assert beyond.get("/login", headers={"host": host}).status_code == 200, host
    for host in ["evil.example:8000", "192.0.2.7.evil.example", "192.0.2.7:80:80"]:
        assert beyond.get("/login", headers={"host": host}).status_code == 400, host


def proxied(store: Path, peer: str = "192.0.2.9") -> Browser:
    from starlette.testclient import TestClient

    browser = Browser(
        store,
        hosts=frozenset({"review.example"}),
        proxy="192.0.2.9",
        secure=True,
        address="http://review.example",
    )
    browser.client = TestClient(
        browser.app, base_url="https://review.example", client=(peer, 4711), follow_redirects=False
    )
    return browser


def test_behind_a_proxy_only_it_is_believed(store: Path) -> None:
    answer = proxied(store).get("/login", headers={"x-forwarded-for": "203.0.113.5"})
    assert answer.status_code == 200
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-newsxlate-session=")
    assert cookie.endswith("; Secure")
    assert proxied(store, "203.0.113.5").get("/login").status_code == 400
    assert proxied(store, "::ffff:192.0.2.9").get("/login").status_code == 200
    plain = {"x-forwarded-proto": "http"}
    assert proxied(store).get("/login", headers=plain).status_code == 400


def test_behind_a_proxy_the_callers_address_is_the_one_the_proxy_added(
    store: Path, tmp_path: Path
) -> None:
    known = users(tmp_path / "users.json", ("Ana", "approver", PASSWORD))
    browser = proxied(store)
    closed = Browser(
        store,
        hosts=frozenset({"review.example"}),
        proxy="192.0.2.9",
        secure=True,
        users=known,
        token="",
        address="https://review.example",
    )
    closed.app.state.throttle = Throttle(lambda: 0.0)
    closed.client = type(browser.client)(
        closed.app,
        base_url="https://review.example",
        client=("192.0.2.9", 1),
        follow_redirects=False,
    )

    def tried(number: int, *forwarded: str) -> int:
        page = closed.get("/login").text
        csrf = re.search('csrf" content="([^"]*)"', page)
        assert csrf
        head = {
            "x-csrf": csrf[1],
            "sec-fetch-site": "same-origin",
        }
        data = {"name": f"name{number}", "password": "x" * 12}
        headers = [*head.items(), *(("x-forwarded-for", one) for one in forwarded)]
        return int(closed.client.post("/login", data=data, headers=headers).status_code)

    # What the caller says of itself is not counted by.
    found = [tried(number, f"198.51.100.{number}, 203.0.113.5") for number in range(5)]
    assert found == [403, 403, 403, 429, 429]
    assert tried(9, "203.0.113.6") == 403
    # Some proxies add a header of their own behind the caller's.
    assert tried(6, "198.51.100.6", "203.0.113.5") == 429


# -- What browsers are told --------------------------------------------------------------------

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def paths() -> list[str]:
    return [
        "/",
        "/login",
        "/help",
        "/nothing",
        f"/static/{static.version()}/base.js",
        "/static/x/y",
    ]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("path", paths())
def test_every_answer_has_the_headers(
    path: str, inside: bool, browser: Browser, queued: dict[str, Any]
) -> None:
    if inside:
        browser.enter()
    answer = browser.get(path)
    given = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert given == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    kept = answer.headers["cache-control"]
    whole = path.startswith("/static/") and answer.status_code == 200
    assert kept == ("public, max-age=31536000, immutable" if whole else "no-store")
    assert "server" not in answer.headers


class Markup(HTMLParser):
    """What a page would run or load, and what the policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        for name, value in values.items():
            if name.startswith("on") or name == "style":
                self.bad.append(f"{tag} {name}")
            if name in ("src", "href", "action", "formaction") and not re.match(r"[/#?]", value):
                self.bad.append(f"{tag} {name}={value}")
        if tag == "script" and "src" not in values:
            self.bad.append("script")


def checked(page: str) -> Markup:
    found = Markup()
    found.feed(page)
    assert found.bad == []
    assert len(found.ids) == len(set(found.ids))
    return found


@pytest.mark.parametrize("path", ["/", "/login", "/help", "/nothing"])
def test_pages_run_nothing_that_lies_in_them(
    path: str, browser: Browser, queued: dict[str, Any]
) -> None:
    assert "main" in checked(browser.get("/login").text).tags
    browser.enter()
    checked(browser.get(path).text)


@pytest.mark.parametrize(
    "path",
    [
        "/static/{v}/../../interface/de.toml",
        "/static/{v}/..%2f..%2fpyproject.toml",
        "/static/{v}/%2e%2e/templates/base.html",
        "/static/{v}/base.html",
        "/static/{v}/",
        "/static/{v}//etc/passwd",
        "/static/{v}/base.css/",
        "/static/{v}/base.css%00.js",
        "/static/old/base.css",
        "/static/",
        "/static",
        "/article/..%2f..%2fetc%2fpasswd/en",
        "/../../etc/passwd",
    ],
)
def test_no_path_leads_out(path: str, browser: Browser) -> None:
    browser.enter()
    assert browser.get(path.format(v=static.version())).status_code == 404


def test_static_files_are_those_of_the_package() -> None:
    kinds = {"css", "js", "svg"}
    listed = [file.name for file in resources.path("review/static").iterdir()]
    assert {name for name in listed if name.rpartition(".")[2] in kinds} >= {"base.css", "base.js"}
    for name in listed:
        if name.rpartition(".")[2] in kinds:
            assert static.address(name).endswith(f"/{name}")
    with pytest.raises(KeyError):
        static.address("../templates/base.html")


def test_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for file in resources.path("review/static").iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//cdn|@import|\beval\(|new Function", text), file.name


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_are_refused(method: str, browser: Browser) -> None:
    browser.enter()
    answer = browser.client.request(method, "/help")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_what_is_not_there_and_what_cannot_be_sent_there(browser: Browser) -> None:
    browser.enter()
    answer = browser.get("/nothing")
    assert (answer.status_code, answer.headers["x-refused"]) == (404, "missing")
    assert "There is nothing here" in answer.text
    answer = browser.post("/help", fetch=False)
    assert (answer.status_code, answer.headers["x-refused"]) == (405, "method")
    assert browser.client.head("/help").status_code == 200


# -- What goes wrong ---------------------------------------------------------------------------


def failing(browser: Browser, error: Exception) -> Callable[..., Any]:
    def fail(request: Any) -> Any:
        raise error

    browser.app.router.routes.append(Route("/fails", fail, methods=["GET", "POST"]))
    return browser.enter().post


def test_a_conflict_says_so(browser: Browser) -> None:
    answer = failing(browser, ConflictError("somebody changed it"))("/fails")
    assert (answer.status_code, answer.headers["x-refused"]) == (409, "conflict")
    assert answer.text.startswith("<p")


def test_what_cannot_be_done_is_said_in_one_line(browser: Browser) -> None:
    answer = failing(browser, InputError(f"there is no {HOSTILE}", hint="none"))("/fails")
    assert answer.status_code == 400
    assert "there is no &lt;script&gt;" in answer.text
    assert "<script" not in answer.text


def test_a_busy_store_is_to_be_asked_again(browser: Browser) -> None:
    answer = failing(browser, StorageError("out.sqlite: another program is writing to it"))(
        "/fails"
    )
    assert (answer.status_code, answer.headers["x-refused"]) == (503, "busy")
    assert int(answer.headers["retry-after"]) > 0


def test_who_goes_in_the_midst_of_sending_is_no_error(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.enter()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    head = {"host": "127.0.0.1:8000", "cookie": cookies, "sec-fetch-site": "same-origin"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/logout",
        "query_string": b"",
        "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in head.items()],
    }
    pieces = [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.disconnect"},
    ]
    answered: list[Any] = []

    async def receive() -> Any:
        return pieces.pop(0)

    async def send(message: Any) -> None:
        answered.append(message)

    with caplog.at_level(logging.WARNING):
        anyio.run(browser.app, scope, receive, send)
    assert (answered, caplog.records) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_of_ours_show_no_traceback_and_are_logged_once(
    language: str, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    failing(browser, RuntimeError("secret of the program"))
    browser.post("/language", {"language": language})
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/fails\r\n".strip())
    assert (answer.status_code, answer.headers["x-refused"]) == (500, "unexpected")
    assert f'<html lang="{language}"' in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers
    assert [record.message for record in caplog.records] == ["GET '/fails' failed"]


def test_scripts_are_told_when_they_are_not_logged_in(browser: Browser) -> None:
    browser.get("/login")
    answer = browser.post("/article/1/en/edit", {"text": "x"})
    assert (answer.status_code, answer.headers["x-refused"]) == (401, "login")
    answer = browser.get("/", headers={"x-requested-with": "fetch"})
    assert answer.status_code == 401


# -- The queue ---------------------------------------------------------------------------------


def test_rows_say_what_is_to_be_looked_at(browser: Browser, queued: dict[str, Any]) -> None:
    queued["rows"] = [row(by="Bo", warnings=1234)]
    queued["counts"] = {
        "language": {"en": 1, "fr": 2},
        "state": {"machine": 3},
        "code": {"N301": 4},
    }
    page = browser.enter().get("/").text
    for text in ("Titel", "Title", "1 error<", "1,234 warnings", "2 notes", "61 %", "13 Jun 2024"):
        assert text in page, text
    assert "number missing" in page
    assert 'href="/article/1/en"' in page
    assert 'href="/?language=fr"' in page
    assert "Bo</td>" in page


def test_everything_in_the_queue_is_escaped(browser: Browser, queued: dict[str, Any]) -> None:
    # A store may hold anything.
    said = dict.fromkeys(("document", "title", "heading", "origin", "by", "published"), HOSTILE)
    queued["rows"] = [row(**said, language='"><script>')]
    queued["counts"] = {
        name: {HOSTILE: 2} for name in ("language", "state", "part", "code", "origin")
    }
    browser.enter("<b>Ana</b>")
    page = browser.get("/", params={"text": HOSTILE, "origin": HOSTILE, "language": HOSTILE}).text
    found = checked(page)
    assert "b" not in found.tags
    assert page.count("<script") == 2  # our own two
    assert "xxxxxxxxx" not in page


def test_the_name_of_the_store_is_escaped(
    store: Path, tmp_path: Path, queued: dict[str, Any]
) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&{{ 7 }}.sqlite"
    named = Path(shutil.copy(store, tmp_path / hostile))
    browser = Browser(named)
    for path in ("/login", "/nothing"):
        assert "img" not in checked(browser.get(path).text).tags
    page = browser.enter().get("/").text
    assert "img" not in checked(page).tags
    assert "&lt;img src=x" in page


def test_filters_are_read_from_the_address(browser: Browser, queued: dict[str, Any]) -> None:
    browser.enter().get(
        "/?state=in+review&language=fr&part=summary&code=N301&origin=o&text=%22a+b%22&order=newest"
    )
    (filters, offset, limit) = queued["asked"][-1]
    assert filters == Filters(
        language="fr",
        state=State.IN_REVIEW,
        part=Part.SUMMARY,
        code="N301",
        origin="o",
        text='"a b"',
        order="newest",
    )
    assert (offset, limit) == (0, 50)


@pytest.mark.parametrize(
    "query", ["state=x", "part=x", "order=x", "page=-1", "page=x", "page=" + "9" * 99, "text=%00"]
)
def test_filters_that_are_none_are_left_out(
    query: str, browser: Browser, queued: dict[str, Any]
) -> None:
    assert browser.enter().get(f"/?{query}").status_code == 200
    assert queued["asked"][-1][:2] == (Filters(), 0)


def test_pages_keep_the_filters_and_so_do_rows(browser: Browser, queued: dict[str, Any]) -> None:
    queued["rows"] = [row()] * 120
    page = browser.enter().get("/?state=machine&page=2").text
    assert queued["asked"][-1][1:] == (50, 50)
    assert 'rel="prev" href="/?state=machine&amp;page=1"' in page
    assert 'rel="next" href="/?state=machine&amp;page=3"' in page
    assert 'href="/article/1/en?state=machine"' in page
    assert "51–100" in page
    # Another filter begins at the first page.
    assert 'name="page"' not in page
    answer = browser.get("/?state=machine&page=9")
    assert answer.headers["location"] == "/?state=machine&page=3"


def test_what_is_chosen_is_shown_though_nothing_has_it(
    browser: Browser, queued: dict[str, Any]
) -> None:
    page = browser.enter().get("/?language=fr&state=approved").text
    assert "Nothing fits these filters" in page
    assert 'href="/?state=approved"' in page
    assert 'href="/?language=fr"' in page


def test_an_empty_store_says_what_fills_it(browser: Browser, queued: dict[str, Any]) -> None:
    assert "There is nothing in this store yet" in browser.enter().get("/").text


def test_documents_that_wait_are_told_of_and_drawn(
    browser: Browser, queued: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    nudged: list[int] = []
    queued["waiting"] = 3
    monkeypatch.setattr(
        type(browser.app.state.house.drawer), "nudge", lambda self: nudged.append(1)
    )
    page = browser.enter().get("/").text
    assert "3 documents that were stored meanwhile are being drawn" in page
    assert nudged == [1]
    assert "nothing in this store" not in page


@pytest.mark.parametrize("name", ["0", "3", "x", "1x", "\u0661", "9" * 30, "-1", "a.txt", "%2e"])
def test_documents_go_by_numbers_only(name: str, browser: Browser) -> None:
    from newsxlate.review.web.places import document

    found: list[str] = []

    def show(request: Any) -> Any:
        from starlette.responses import Response

        found.append(document(request))
        return Response("")

    browser.app.router.routes.append(Route("/there/{token}", show))
    assert browser.enter().get("/there/1").status_code == 200
    assert found == ["a.txt"]
    assert browser.get(f"/there/{name}").status_code == 404


# -- The interface -----------------------------------------------------------------------------


def test_both_languages_say_the_same() -> None:
    english, german = texts("en").table, texts("de").table
    assert {key for key in english if not key.startswith("codes.")} == {
        key for key in german if not key.startswith("codes.")
    }
    fields = re.compile(r"\{[^}]*\}")
    for key, text in english.items():
        assert sorted(fields.findall(text)) == sorted(fields.findall(german[key])), key


def test_every_code_has_a_german_name() -> None:
    german = texts("de")
    assert [code for code in codes() if not german.has(f"codes.{code}")] == []
    for table in (german.table, texts("en").table):
        named = [key[6:] for key in table if key.startswith("codes.")]
        assert [code for code in named if code not in codes()] == []


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de", "de"),
        ("de-AT,en;q=0.5", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("fr,de;q=0.4,en;q=0.3", "de"),
        ("", "en"),
        ("fr", "en"),
        ("de;q=x,;;,=", "en"),
        ("*", "en"),
    ],
)
def test_the_browsers_language_is_taken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_numbers_and_dates_are_written_as_usual() -> None:
    assert (texts("de").number(10_000), texts("en").number(10_000)) == ("10.000", "10,000")
    assert texts("de").date("2024-03-05T08:00:00+01:00") == "5. März 2024"
    assert texts("en").date("2024-03-05") == "5 Mar 2024"
    assert texts("en").date("") == ""
    assert texts("en").date("soon") == "soon"
    assert texts("en").date("2024-13-05") == "2024-13-05"


def test_the_desk_is_closed_whatever_happens(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[int] = []
    monkeypatch.setattr(Desk, "__init__", lambda self, path, names=None: None)
    monkeypatch.setattr(Desk, "close", lambda self: closed.append(1))

    def work(request: Any) -> Any:
        with desk(request):
            raise InputError("no")

    browser.app.router.routes.append(Route("/work", work))
    assert browser.enter().get("/work").status_code == 400
    assert closed == [1]
