import json
import os
import socket
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from loopback import Item, Server, serving
from newsxlate import net
from newsxlate.errors import ModelError, UnreachableError
from newsxlate.net import Network, check_status, same_server, shown, split_credentials

SECRET = "Bearer hf_secret"


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fetch(network: Network, url: str, **options) -> tuple[int, bytes]:
    with network.get(url, **options) as answer:
        return answer.status, b"".join(answer.chunks)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_an_answer_has_status_headers_and_body(server: Server):
    server.items["/a"] = Item(b"x" * 700_000, etag='"t"')
    with Network().get(f"{server.url}/a", headers={"X-Mine": "1"}) as answer:
        assert answer.status == 200
        assert answer.headers["etag"] == '"t"'
        assert b"".join(answer.chunks) == b"x" * 700_000
    sent = server.requests[0][1]
    assert sent["x-mine"] == "1"
    assert sent["user-agent"].startswith("newsxlate/")
    assert sent["accept-encoding"] == "identity"


def test_a_redirect_is_followed_and_the_token_stays_with_its_server(server: Server):
    server.items["/a"] = Item(status=302, headers={"Location": "/b"})
    # Another name is another server, even if both are this machine.
    far = f"http://localhost:{server.port}/c"
    server.items["/b"] = Item(status=307, headers={"Location": far})
    server.items["/c"] = Item(b"there")
    assert fetch(Network(), f"{server.url}/a", authorization=SECRET) == (200, b"there")
    given = [headers.get("authorization") for _, headers in server.requests]
    assert given == [SECRET, SECRET, None]


def test_a_token_is_not_sent_in_clear_over_a_network(server: Server, monkeypatch):
    server.items["/a"] = Item(b"x")
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: real("127.0.0.1", *rest, **more)
    )
    url = f"http://hub.example:{server.port}/a"
    assert fetch(Network(), url, authorization=SECRET) == (200, b"x")
    assert "authorization" not in server.requests[0][1]


def test_credentials_in_an_address_are_used_and_never_shown(server: Server):
    server.items["/a"] = Item(b"x")
    url = f"http://user:p%40ss@127.0.0.1:{server.port}/a?signature=s#f"
    with Network().get(url) as answer:
        assert "p%40ss" not in answer.url
    assert server.requests[0][1]["authorization"] == "Basic dXNlcjpwQHNz"
    assert shown(url) == f"{server.url}/a"
    assert split_credentials(f"{server.url}/a")[1] == ""
    assert same_server(url, f"{server.url}/b")
    assert not same_server(url, "http://127.0.0.1:1/a")


def test_redirects_end(server: Server):
    server.items["/a"] = Item(status=302, headers={"Location": "/a"})
    with pytest.raises(ModelError, match="redirects more than"):
        fetch(Network(), f"{server.url}/a")


def test_no_redirect_leads_out_of_tls(monkeypatch):
    response = SimpleNamespace(
        status=302, headers={"Location": "http://127.0.0.1/x"}, close=lambda: None
    )
    monkeypatch.setattr(Network, "_ask", lambda *_: response)
    with pytest.raises(ModelError, match="unencrypted"):
        fetch(Network(), "https://hub.example/a")


def test_a_refused_connection_is_given_up_at_once_and_not_tried_again(monkeypatch):
    url = f"http://127.0.0.1:{closed_port()}/a"
    network = Network()
    with pytest.raises(UnreachableError, match="refuses the connection"):
        fetch(network, url)
    monkeypatch.setattr(Network, "_ask", lambda *_: pytest.fail("asked again"))
    assert network.out_of_reach(url) == "it refuses the connection"
    with pytest.raises(UnreachableError, match="refuses the connection"):
        fetch(network, url)


def test_an_unknown_name_is_given_up_at_once(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match=r"hub\.example is out of reach: its name"):
        fetch(Network(), "https://hub.example/a")


def test_a_name_server_that_does_not_answer_is_given_up_in_time(monkeypatch):
    # No library call bounds how long looking up a name takes.
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(30))
    began = time.monotonic()
    with pytest.raises(UnreachableError, match="no answer within"):
        fetch(Network(reach=0.3), "https://hub.example/a")
    assert time.monotonic() - began < 10


def test_a_silent_server_is_given_up_in_time(server: Server):
    server.items["/a"] = Item(b"x", silence=30)
    began = time.monotonic()
    network = Network(reach=0.3)
    with pytest.raises(UnreachableError, match="no answer within"):
        fetch(network, f"{server.url}/a")
    assert time.monotonic() - began < 10
    assert network.out_of_reach(f"{server.url}/b")
    assert network.forgive(f"{server.url}/b")
    assert not network.out_of_reach(f"{server.url}/b")


def test_the_whole_budget_is_below_ten_seconds():
    assert net.REACH_SECONDS < 10


def test_a_stalled_body_has_a_timeout_of_its_own(server: Server):
    server.items["/a"] = Item(b"x" * 100_000, stall=30)
    with (
        pytest.raises(UnreachableError, match="broke off the download: it fell silent"),
        Network(stall=0.3).get(f"{server.url}/a") as answer,
    ):
        b"".join(answer.chunks)


def test_a_cut_connection_is_no_short_file(server: Server):
    server.items["/a"] = Item(b"x" * 100_000, cuts=[1000])
    with pytest.raises(UnreachableError, match="broke off"):
        fetch(Network(), f"{server.url}/a")


def test_a_busy_server_is_asked_again(server: Server):
    server.items["/a"] = Item(b"x", first=[503, 429])
    assert fetch(Network(), f"{server.url}/a") == (200, b"x")
    assert len(server.requests) == 3


def test_a_server_that_stays_busy_is_given_up(server: Server):
    server.items["/a"] = Item(b"x", first=[500] * 99)
    network = Network(reach=1.2)
    with pytest.raises(UnreachableError, match="status 500"):
        fetch(network, f"{server.url}/a")
    assert network.out_of_reach(server.url)


def test_json_is_read_and_a_login_page_is_not_taken_for_it(server: Server):
    server.items["/a"] = Item(b'{"a": 1}', "application/json")
    server.items["/login"] = Item(b"<html>Welcome to our guests' network", "text/html")
    assert Network().json(f"{server.url}/a") == {"a": 1}
    with pytest.raises(UnreachableError, match="did not answer with JSON") as caught:
        Network().json(f"{server.url}/login")
    assert "login" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "words"), [(401, "may not be read"), (404, "does not exist"), (418, "status 418")]
)
def test_a_refusal_says_what_it_means(server: Server, status: int, words: str):
    server.items["/a"] = Item(b"x", status=status)
    with (
        pytest.raises(ModelError, match=words) as caught,
        Network().get(f"{server.url}/a?token=t") as answer,
    ):
        check_status(answer)
    assert "token=t" not in caught.value.message


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/a", "nonsense", "http:///a"])
def test_other_addresses_are_refused(url: str):
    with pytest.raises(ModelError, match="not an http or https address"):
        fetch(Network(), url)


def test_a_proxy_of_the_environment_is_used_unless_bypassed(server: Server, monkeypatch):
    server.items["http://models.example/a"] = Item(b"through the proxy")
    server.items["/a"] = Item(b"straight")
    monkeypatch.setenv("http_proxy", f"http://me:pw@127.0.0.1:{server.port}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert fetch(Network(), "http://models.example/a") == (200, b"through the proxy")
    assert server.requests[0][1]["proxy-authorization"] == "Basic bWU6cHc="
    assert fetch(Network(), f"{server.url}/a") == (200, b"straight")
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(ModelError, match="not supported"):
        fetch(Network(), "http://models.example/a")


def test_certificates_named_in_the_environment_have_to_be_there(monkeypatch, tmp_path):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with pytest.raises(ModelError, match="cannot read the certificates in"):
        fetch(Network(), f"https://127.0.0.1:{closed_port()}/a")


def test_offline_refuses_everything(monkeypatch):
    monkeypatch.setattr(Network, "_ask", lambda *_: pytest.fail("asked"))
    network = Network(offline=True)
    with pytest.raises(UnreachableError, match="--offline forbids"):
        fetch(network, "https://hub.example/a")
    assert not network.forgive("https://hub.example/a")


# What a user does, in a process of its own where every socket event is recorded from the start.
_WATCHED = """
import json, sys
events = []
sys.addaudithook(lambda name, args: events.append(name) if name.startswith("socket.") else None)
from newsxlate.cli import run
codes = [run(arguments) for arguments in json.loads(sys.argv[1])]
print(json.dumps({"codes": codes, "events": sorted(set(events))}))
"""


def _watched(arguments: list[list[str]], **environment: str) -> tuple[dict, str]:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, json.dumps(arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | environment,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def test_offline_opens_no_socket(tmp_path, server: Server):
    store = ["--store", str(tmp_path / "store")]
    commands = [
        ["models", "--offline", *store, "list", "--json"],
        ["models", "--offline", *store, "pull", "opus-mt-de-en", "qwen2.5-coder-0.5b-instruct"],
        ["models", "--offline", *store, "pull", "--for", "de-fr"],
        ["models", "--offline", *store, "verify"],
    ]
    seen, said = _watched(commands, HF_ENDPOINT=server.url, NEWSXLATE_INDEX_URL=server.url)
    assert seen["events"] == []
    assert seen["codes"] == [0, 1, 1, 0]
    assert "--offline forbids asking it" in said
    assert server.requests == []

    # The same without --offline is seen by the same hook, or it would prove nothing.
    online = [[word for word in commands[1] if word != "--offline"]]
    seen, _ = _watched(online, HF_ENDPOINT=server.url, NEWSXLATE_INDEX_URL=server.url)
    assert "socket.connect" in seen["events"]
    assert seen["codes"] == [1]
    assert server.requests
