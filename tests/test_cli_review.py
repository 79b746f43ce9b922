"""``newsxlate review`` as a user meets it: what it opens, what it refuses, and how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import newsxlate.engines
from archive_fixtures import register
from newsxlate.article import SentenceRef
from newsxlate.errors import InputError, UsageError
from newsxlate.review import users
from newsxlate.review.desk import Desk, Editor, Place, fingerprint, prepare
from newsxlate.review.web import exposure, serving, warming
from newsxlate.review.web.app import make_app
from newsxlate.review.web.exposure import Exposure, access, check, listen
from newsxlate.review.web.places import address, tokens
from newsxlate.testing import FakeEngine
from review_client import Browser
from review_samples import KIM, documents, make_store
from test_cli import run

PASSWORD = "correct horse battery"
TEXT = "Der Gemeinderat hat am Dienstag den Umbau der Schule beschlossen. Er kostet 30 Euro."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the tests only read."""
    return make_store(tmp_path_factory.mktemp("made") / "out.sqlite", documents(2))


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Exposure]]:
    """What would be served; nothing is."""
    found: list[tuple[Any, Exposure]] = []

    def serve(app: Any, bound: socket.socket, where: Exposure) -> None:
        bound.close()
        found.append((app, where))

    monkeypatch.setattr(serving, "serve", serve)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a browser would be opened with."""
    found: list[str] = []
    monkeypatch.setattr("newsxlate.cli.review.page._open", found.append)
    return found


# -- A store -----------------------------------------------------------------------------------


def test_a_store_is_announced_and_opened(
    made: Path, served: list[Any], opened: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "review", made, "--port", "0")
    assert (code, len(served)) == (0, 1)
    address, token = out.strip().split("/login?token=")
    assert address.startswith("http://127.0.0.1:")
    app, _ = served[0]
    assert app.state.house.store == made
    assert app.state.house.access.token == token
    assert "Ctrl-C" in err
    # Whoever sees what the browser was started with comes in after it, if at all.
    (link,) = opened
    once = link.removeprefix(f"{address}/login?token=")
    assert once != token
    assert app.state.house.sessions.redeem(once)
    assert not app.state.house.sessions.redeem(once)


def test_no_browser_is_opened_if_none_is_wanted(
    made: Path, served: list[Any], opened: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "review", made, "--no-browser", "-q")
    assert (code, err, opened) == (0, "", [])
    # The address is said in any case.
    assert "/login?token=" in out


def test_a_store_keeps_its_port(
    made: Path, served: list[Any], opened: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    ports = []
    for _ in range(2):
        _, out, _ = run(capfd, "review", made, "--no-browser")
        ports.append(out.partition("/login")[0])
    assert ports[0] == ports[1]
    # If it is taken, another one does as well.
    with socket.create_server(("127.0.0.1", int(ports[0].rpartition(":")[2]))):
        _, out, _ = run(capfd, "review", made, "--no-browser")
    assert out.partition("/login")[0] != ports[0]


def test_a_port_that_is_taken_is_said_in_one_line(
    made: Path, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, out, err = run(capfd, "review", made, "--port", taken.getsockname()[1])
    assert (code, out, served) == (2, "", [])
    assert "cannot listen on 127.0.0.1, port" in err


@pytest.mark.parametrize("host", ["review..example", "a" * 80])
def test_a_host_that_is_no_name_is_said_in_one_line(host: str, made: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot listen on .*: no name of a machine"):
        listen(Exposure(host=host), made)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.sqlite", None, "there is no file"),
        ("folder", "", "cannot read"),
        ("other.sqlite", "sqlite", "is no archive store"),
    ],
)
def test_what_is_no_store_is_refused_in_one_line(
    name: str,
    content: str | None,
    said: str,
    tmp_path: Path,
    served: list[Any],
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    if content == "":
        path.mkdir()
    elif content:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE texts (a)")
    code, out, err = run(capfd, "review", path, "--no-browser")
    assert (code, out, served) == (1, "", [])
    assert said in err
    assert "Traceback" not in err


def test_options_of_articles_are_refused_with_a_store(
    made: Path, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    for given in (["--to", "fr"], ["--summary"], ["--store", "x.sqlite"], ["--model", "x"]):
        code, _, err = run(capfd, "review", made, *given)
        assert (code, served) == (2, [])
        assert f"{given[0]} goes with an article, not with a store" in err


def test_a_glossary_counts_when_sentences_are_checked_again(
    made: Path, served: list[Any], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("de,en\nSchule,academy\n", encoding="utf-8")
    assert run(capfd, "review", made, "--no-browser", "--glossary", terms)[0] == 0
    assert served[0][0].state.house.names.glossary == terms


def test_the_page_speaks_the_language_that_was_asked_for(
    made: Path, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    from starlette.testclient import TestClient

    assert run(capfd, "review", made, "--no-browser", "--language", "de", "--port", "0")[0] == 0
    app, _ = served[0]
    client = TestClient(app, base_url=f"http://127.0.0.1:{app.state.house.access.port}")
    assert '<html lang="de"' in client.get("/login", headers={"accept-language": "en"}).text


def test_a_glossary_that_cannot_be_read_is_told_of_at_once(
    made: Path, served: list[Any], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "review", made, "--no-browser", "--glossary", tmp_path / "none.csv")
    assert (code, out, served) == (1, "", [])
    assert "none.csv" in err


def test_without_the_extra_it_says_what_to_install(
    made: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("starlette", "uvicorn", "jinja2"):
        with monkeypatch.context() as context:
            context.setitem(sys.modules, name, None)
            code, _, err = run(capfd, "review", made)
        assert code == 2
        assert f"needs {name}" in err
        assert 'pip install "newsxlate[review]"' in err


def test_help_needs_no_extra() -> None:
    program = (
        "import sys\n"
        "for name in ('starlette', 'uvicorn', 'jinja2'): sys.modules[name] = None\n"
        "from newsxlate import cli\n"
        "sys.exit(cli.run(['review', 'open', '--help']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--behind-proxy" in done.stdout


def test_a_mistyped_command_is_not_taken_for_a_file(capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capfd, "review", "opne")
    assert code == 2
    assert "Did you mean 'open'?" in err


def test_checks_are_loaded_before_somebody_waits_for_them(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = Path(shutil.copy(made, tmp_path / "out.sqlite"))
    prepare(store)
    before = store.read_bytes()
    checked: list[str] = []

    def recheck(result: Any, language: str, changes: Any, names: Any) -> None:
        assert all(text != result.translation(language).text for text in changes.values())
        checked.append(language)

    monkeypatch.setattr(warming, "recheck", recheck)
    warming.begin(make_app(store, access=access(Exposure(), 0)).state.house).join()
    # As the names are known, and with a term that was confirmed.
    assert checked == ["en", "en", "fr", "fr"]
    assert caplog.records == []
    assert store.read_bytes() == before


# -- An article --------------------------------------------------------------------------------


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """What every model is."""
    engine = FakeEngine(lambda text: f"On Tuesday: {len(text)}", name="tiny")
    monkeypatch.setattr(newsxlate.engines, "load_engine", lambda *_, **__: engine)
    return engine


@pytest.fixture
def article(tmp_path: Path, engine: FakeEngine) -> list[object]:
    """The command line for an article, which is its second word."""
    path = tmp_path / "article.txt"
    path.write_text(f"Umbau der Schule\n\n{TEXT}\n", encoding="utf-8")
    place = tmp_path / "place"
    place.mkdir()
    register(place)
    model = ("--registry", place / "models.toml", "--models", place / "models", "--offline")
    return ["review", path, "--no-browser", "--retries", "0", *model]


def test_an_article_is_translated_beside_it_once(
    article: list[Any], engine: FakeEngine, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *article)
    assert code == 0, err
    store = article[1].with_suffix(".sqlite")
    assert served[0][0].state.house.store == store
    assert out.strip().endswith("&next=%2Farticle%2F1%2Fen")
    calls = len(engine.calls)
    assert calls > 0
    assert run(capfd, *article)[0] == 0
    assert len(engine.calls) == calls


def test_human_work_stays_when_the_article_has_changed(
    article: list[Any],
    engine: FakeEngine,
    served: list[Any],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(capfd, *article)[0] == 0
    path = article[1]
    place = Place(path.name, "en", 1, 0)
    with Desk(path.with_suffix(".sqlite")) as desk:
        desk.edit(place, "The council has decided on Tuesday.", seen=0, editor=Editor("Ana"))
    path.write_text(f"Umbau der Schule\n\n{TEXT} Das ist neu in diesem Text.\n", encoding="utf-8")
    calls = len(engine.calls)
    # From another folder it is the same document.
    monkeypatch.chdir(path.parent)
    code, out, err = run(capfd, article[0], path.name, *article[2:])
    assert code == 0, err
    assert out.strip().endswith("&next=%2Farticle%2F1%2Fen")
    assert len(engine.calls) > calls
    with Desk(path.with_suffix(".sqlite")) as desk:
        sheet = desk.sheet(path.name, "en")
        assert sheet.rows[place.ref].text == "The council has decided on Tuesday."
        assert len(sheet.rows) == 4


def test_a_language_is_added_to_what_is_there(
    article: list[Any], served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(capfd, *article)[0] == 0
    code, out, _ = run(capfd, *article, "--to", "fr", "--summary")
    assert code == 0
    assert out.strip().endswith("&next=%2Farticle%2F1%2Ffr")
    with Desk(article[1].with_suffix(".sqlite")) as desk:
        assert set(desk.queue().counts["language"]) == {"en", "fr"}


def test_a_store_may_be_named(
    article: list[Any], served: list[Any], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, _ = run(capfd, *article, "--store", tmp_path / "other.sqlite")
    assert (code, (tmp_path / "other.sqlite").is_file()) == (0, True)
    assert not article[1].with_suffix(".sqlite").exists()


def test_what_is_no_article_is_refused_in_one_line(
    article: list[Any], served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    article[1].write_bytes(b"\0\1\2")
    code, out, err = run(capfd, *article)
    assert (code, out, served) == (1, "", [])
    article[1].with_suffix(".jsonl").write_text('{"body": "a"}\n{"body": "b"}\n', encoding="utf-8")
    code, _, err = run(capfd, article[0], article[1].with_suffix(".jsonl"), *article[2:])
    assert code == 1
    assert "more than one article" in err


def test_what_failed_is_tried_again(
    article: list[Any],
    engine: FakeEngine,
    served: list[Any],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = article[1].read_text(encoding="utf-8")
    article[1].write_text("The town council has decided on it on Tuesday, it was said.\n" * 5)
    code, out, err = run(capfd, *article)
    assert (code, out, served) == (1, "", []), err
    assert run(capfd, *article)[0] == 1
    article[1].write_text(whole, encoding="utf-8")
    assert run(capfd, *article)[0] == 0


# -- Others ------------------------------------------------------------------------------------


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of users."""
    monkeypatch.setattr(users, "_COST", 16)
    path = tmp_path / "users.json"
    users.add(path, "Ana", users.Role.APPROVER, PASSWORD)
    return path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of our own with its key, in one file."""
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    made = subprocess.run(command.split(), cwd=folder, capture_output=True)
    if made.returncode:
        pytest.skip("openssl makes no certificate here")
    both = folder / "both.pem"
    both.write_text((folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    return both


def test_only_approvers_approve(made: Path, known: Path, tmp_path: Path) -> None:
    store = Path(shutil.copy(made, tmp_path / "out.sqlite"))
    prepare(store)
    users.add(known, "Bo", users.Role.EDITOR, PASSWORD)
    with Desk(store) as desk:
        row = next(row for row in desk.queue().rows if not row.errors)
        sheet = desk.sheet(row.document, row.language, row.part)
    (token,) = tokens(store, [row.document]).values()
    path = f"{address(token, row.language, row.part)}/approve"
    for name, status in (("Bo", 400), ("Ana", 200)):
        browser = Browser(store, users=users.Users(known), token="")
        browser.log_in(name, PASSWORD)
        answer = browser.post(path, json={"seen": fingerprint(sheet), "responsible": True})
        assert answer.status_code == status, answer.text
        assert (f"{name} may not approve" in answer.text) is (status == 400)
    with Desk(store) as desk:
        review = desk.sheet(row.document, row.language, row.part).review
    assert (review.by, review.authenticated, review.approved) == ("Ana", True, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "review.example.org"])
def test_nobody_else_is_let_in_without_users(
    host: str, made: Path, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "review", made, "--host", host)
    assert (code, out, served) == (2, "", [])
    assert f"others could reach {host}: name who may log in with --users" in err


def test_passwords_do_not_go_in_the_clear(
    made: Path, known: Path, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capfd, "review", made, "--host", "0.0.0.0", "--users", known)
    assert (code, served) == (2, [])
    assert "passwords would go to 0.0.0.0 in the clear" in err


def test_a_proxy_lets_others_in_as_well(made: Path, known: Path) -> None:
    with pytest.raises(UsageError, match="name who may log in"):
        check(Exposure(proxy="127.0.0.1", names=("review.example",)))
    with pytest.raises(UsageError, match="the name that browsers use"):
        check(Exposure(proxy="127.0.0.1", users=known))
    with pytest.raises(UsageError, match=r"an address in numbers, not proxy\.example"):
        check(Exposure(proxy="proxy.example", users=known, names=("review.example",)))
    check(Exposure(proxy="127.0.0.1", users=known, names=("review.example",)))


def test_certificates_that_cannot_be_used_are_refused(
    certificate: Path, known: Path, tmp_path: Path
) -> None:
    def given(**more: Any) -> Exposure:
        return Exposure(host="0.0.0.0", users=known, **more)

    check(given(certificate=certificate))
    check(given(certificate=certificate.parent / "cert.pem", key=certificate.parent / "key.pem"))
    with pytest.raises(UsageError, match="--key goes with --certificate"):
        check(Exposure(key=certificate))
    for wrong in (
        {"certificate": tmp_path / "none.pem"},
        {"certificate": certificate.parent / "cert.pem"},
        {"certificate": certificate, "key": known},
    ):
        with pytest.raises(InputError, match="cannot use"):
            check(given(**wrong))
    locked = tmp_path / "locked.pem"
    subprocess.run(
        ["openssl", "rsa", "-aes128", "-passout", "pass:x", "-in", certificate, "-out", locked],
        capture_output=True,
        check=True,
    )
    with pytest.raises(InputError, match="locked by a passphrase"):
        check(given(certificate=certificate.parent / "cert.pem", key=locked))


def test_a_file_of_users_without_users_is_refused(
    made: Path, tmp_path: Path, served: list[Any], capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capfd, "review", made, "--users", tmp_path / "none.json")
    assert (code, served) == (1, [])
    assert "there is no file of users" in err


def test_where_one_logs_in_there_is_no_token(
    made: Path, known: Path, served: list[Any], opened: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capfd, "review", made, "--users", known)
    assert code == 0
    assert "token" not in out + opened[0]
    assert served[0][0].state.house.access.token == ""


@pytest.mark.parametrize(
    ("where", "hosts", "begins"),
    [
        (
            Exposure(),
            {"127.0.0.1:4711", "localhost:4711", "[::1]:4711"},
            "http://127.0.0.1:4711",
        ),
        (
            Exposure(host="::1"),
            {"127.0.0.1:4711", "localhost:4711", "[::1]:4711"},
            "http://[::1]:4711",
        ),
        (
            Exposure(host="0.0.0.0", names=("Review.Example.",), certificate=Path("c")),
            {"review.example:4711", "0.0.0.0:4711"},
            "https://Review.Example.:4711",
        ),
        (
            Exposure(proxy="127.0.0.1", names=("review.example",)),
            {"review.example", "review.example:4711"},
            "https://review.example",
        ),
    ],
)
def test_it_is_called_by_what_was_said(where: Exposure, hosts: set[str], begins: str) -> None:
    assert access(where, 4711).hosts == hosts
    assert exposure.address(where, 4711) == begins


# -- A process of its own ----------------------------------------------------------------------


@contextmanager
def process(store: Path, *more: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server with the address it printed."""
    command = [sys.executable, "-m", "newsxlate", "review", store, "--no-browser", *more]
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().strip()
            assert address, server.stderr and server.stderr.read()
            yield server, address
        finally:
            if server.poll() is None:
                server.kill()


def test_ctrl_c_ends_it_in_good_order(made: Path) -> None:
    with process(made, "--port", "0", "--verbose") as (server, address):
        with urllib.request.urlopen(address) as answer:
            # Without cookies one does not get further than the door.
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=60)
    assert server.returncode == 0
    assert "Traceback" not in err
    assert "200 GET '/login'" in err
    token = address.rpartition("token=")[2]
    assert token not in err


def test_sigterm_ends_it_in_good_order(made: Path) -> None:
    with process(made, "--port", "0") as (server, address):
        with urllib.request.urlopen(f"{address.partition('/login')[0]}/login"):
            pass
        server.terminate()
        _, err = server.communicate(timeout=60)
    assert (server.returncode, "Traceback" in err) == (0, False)


def test_it_speaks_tls(made: Path, certificate: Path, known: Path) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    given = ("--port", "0", "--certificate", certificate, "--users", known)
    with process(made, *given) as (_, address):
        assert address.startswith("https://127.0.0.1:")
        with urllib.request.urlopen(f"{address}login", context=context) as answer:
            cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-newsxlate-session=")
        assert "; Secure" in cookie
        with pytest.raises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(address.replace("https", "http"))


def test_a_socket_waits_for_browsers_before_there_is_a_server(made: Path) -> None:
    with listen(Exposure(port=0), made) as bound:
        socket.create_connection(bound.getsockname(), timeout=10).close()


# -- The documentation -------------------------------------------------------------------------

RECIPES = {
    line.split()[0]: line.strip()
    for line in (Path(__file__).parent.parent / "docs" / "review.md").read_text("utf-8").split("\n")
    if line.startswith(("    sqlite3 out.sqlite", "    python -c"))
}


@pytest.mark.parametrize("tool", ["sqlite3", "python"])
def test_the_backups_of_the_documentation_are_whole(tool: str, made: Path, tmp_path: Path) -> None:
    if tool == "sqlite3" and not shutil.which("sqlite3"):
        pytest.skip("there is no sqlite3 command here")
    store = Path(shutil.copy(made, tmp_path / "out.sqlite"))
    prepare(store)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with Desk(store) as desk:
        # In use, and with what was written last in the file beside it.
        desk.edit(Place(KIM, "en", 1, 0), "Edited.", seen=0, editor=Editor("Ana"))
        assert store.with_name("out.sqlite-wal").stat().st_size > 0
        command = RECIPES[tool]
        subprocess.run(command, shell=True, cwd=tmp_path, check=True, env={"PATH": path})
        desk.edit(Place(KIM, "en", 1, 0), "Edited later.", seen=1, editor=Editor("Ana"))
    with Desk(tmp_path / "copy.sqlite") as copy:
        assert copy.sheet(KIM, "en").rows[SentenceRef(1, 0)].text == "Edited."
        assert copy.queue().total > 0
        assert [event.action for event in copy.history(Place(KIM, "en", 1, 0))] == ["edit"]
