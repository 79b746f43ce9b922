"""The one place that opens network connections, and the one place that refuses to.

A source is given up when its answer has not begun within `REACH_SECONDS`: looking up its name,
connecting, TLS, redirects and retries together. No library call bounds that (a name server alone
may take half a minute), so asking happens in a thread that is left behind when time is up. A
connection that once delivered and then falls silent has `STALL_SECONDS`, which is another matter:
there is something to resume.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit
from urllib.request import getproxies, proxy_bypass

from newsxlate.errors import ModelError, UnreachableError
from newsxlate.net_failures import reason_of
from newsxlate.version import __version__

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

REACH_SECONDS = 9.0
STALL_SECONDS = 30.0

_CHUNK_BYTES = 1 << 18
_REDIRECTS = 5
_REDIRECT_CODES = (301, 302, 303, 307, 308)
_BUSY_CODES = (429, 500, 502, 503, 504)
_DOCUMENT_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """A response whose body has not been read.

    Attributes:
        status: The HTTP status code.
        headers: The headers, by lower-case name.
        url: Where it came from in the end, without credentials.
        chunks: The body, piece by piece. Raises `UnreachableError` if it breaks off or stalls.
    """

    status: int
    headers: Mapping[str, str]
    url: str
    chunks: Iterator[bytes]


class Network:
    """Asks servers, remembering which of them were out of reach.

    Proxies are those of the environment; certificates are the system's and certifi's, or those of
    SSL_CERT_FILE or REQUESTS_CA_BUNDLE.
    """

    def __init__(
        self,
        *,
        offline: bool = False,
        reach: float = REACH_SECONDS,
        stall: float = STALL_SECONDS,
    ) -> None:
        """Make a network; nothing is opened yet.

        Args:
            offline: Refuse every request.
            reach: Seconds until an answer has to begin, everything included.
            stall: Seconds without a byte after which an answer counts as broken off.
        """
        self.offline = offline
        self._reach = reach
        self._stall = stall
        self._given_up: dict[str, str] = {}
        self._pools: dict[str, PoolManager] = {}

    def out_of_reach(self, url: str) -> str:
        """Why the server of ``url`` is not asked again in this run; empty if it would be."""
        if self.offline:
            return "--offline forbids asking it"
        return self._given_up.get(_server(urlsplit(url)), "")

    def forgive(self, url: str) -> bool:
        """Let the server of ``url`` be asked again; False if it may not be asked at all."""
        self._given_up.pop(_server(urlsplit(url)), None)
        return not self.offline

    @contextmanager
    def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, authorization: str = ""
    ) -> Iterator[Answer]:
        """Ask for ``url``, following redirects.

        Args:
            url: An http or https address. Credentials in it are used and never shown.
            headers: More request headers.
            authorization: Value of the Authorization header. It goes to the server of ``url``
                only, never along a redirect to another, and never unencrypted over a network.

        Yields:
            The answer, whatever its status.

        Raises:
            UnreachableError: The server is out of reach, or keeps answering that it cannot now.
            ModelError: The address is not one that can be asked.
        """
        parts, credentials = split_credentials(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ModelError(
                f"cannot download from {shown(url)}: not an http or https address",
                hint="For a folder on this computer, name it as a folder.",
            )
        if reason := self.out_of_reach(url):
            hint = "Leave out --offline." if self.offline else ""
            raise UnreachableError(f"{_server(parts)} is out of reach: {reason}", hint=hint)
        request = {"User-Agent": f"newsxlate/{__version__}", "Accept-Encoding": "identity"}
        request.update(headers or {})
        response, final = self._within_reach(parts, request, authorization or credentials)
        try:
            yield Answer(
                status=response.status,
                headers={name.lower(): value for name, value in response.headers.items()},
                url=final,
                chunks=self._chunks(response, urlsplit(final)),
            )
        finally:
            # An answer read to its end gives its connection back; any other one is cut.
            response.close()

    def read(
        self, url: str, *, headers: Mapping[str, str] | None = None, authorization: str = ""
    ) -> tuple[bytes, str]:
        """A small document, and its content type in lower case.

        Raises:
            UnreachableError: As for `get`, and when the document breaks off.
            ModelError: The server refuses it, or it is no small document.
        """
        with self.get(url, headers=headers, authorization=authorization) as answer:
            check_status(answer)
            data = bytearray()
            for chunk in answer.chunks:
                data += chunk
                if len(data) > _DOCUMENT_BYTES:
                    raise ModelError(f"{shown(answer.url)} is larger than any such document is")
            return bytes(data), answer.headers.get("content-type", "").lower()

    def json(
        self, url: str, *, headers: Mapping[str, str] | None = None, authorization: str = ""
    ) -> Any:
        """A small JSON document.

        Raises:
            UnreachableError: As for `read`, and when something else than JSON comes back, as from
                the login page of a guest network.
        """
        data, _ = self.read(
            url,
            headers={"Accept": "application/json", **(headers or {})},
            authorization=authorization,
        )
        try:
            return json.loads(data)
        except ValueError as error:
            raise UnreachableError(
                f"{shown(url)} did not answer with JSON",
                hint="Is this a network that wants a login first?",
            ) from error

    def _within_reach(
        self, parts: SplitResult, headers: dict[str, str], authorization: str
    ) -> tuple[BaseHTTPResponse, str]:
        """The final response to a request, or `UnreachableError` when time is up."""
        outcome: queue.SimpleQueue[tuple[BaseHTTPResponse, str] | BaseException] = (
            queue.SimpleQueue()
        )
        abandoned = threading.Event()
        deadline = time.monotonic() + self._reach

        def ask() -> None:
            try:
                result = self._follow(parts, headers, authorization, deadline)
            except BaseException as error:  # handed to the caller, who is waiting for it
                outcome.put(error)
            else:
                outcome.put(result)
                if abandoned.is_set():
                    result[0].close()

        threading.Thread(target=ask, name="newsxlate-net", daemon=True).start()
        try:
            result = outcome.get(timeout=self._reach)
        except queue.Empty:
            abandoned.set()
            self._give_up(parts, f"no answer within {self._reach:g} seconds")
        if isinstance(result, BaseException):
            raise result
        return result

    def _follow(
        self, parts: SplitResult, headers: dict[str, str], authorization: str, deadline: float
    ) -> tuple[BaseHTTPResponse, str]:
        """Ask, redirect by redirect, asking again where the server says it is busy."""
        origin, current, pause = _server(parts), parts, 0.5
        for _ in range(_REDIRECTS):
            request = dict(headers)
            if authorization and _server(current) == origin and _is_private(current):
                request["Authorization"] = authorization
            response = self._ask(current, request, deadline)
            while response.status in _BUSY_CODES:
                wait = _retry_after(response, pause)
                status = response.status
                response.close()
                if time.monotonic() + wait > deadline - 0.5:
                    self._give_up(current, f"it answers with status {status}")
                time.sleep(wait)
                pause *= 2
                response = self._ask(current, request, deadline)
            location = response.headers.get("Location")
            if response.status not in _REDIRECT_CODES or not location:
                return response, urlunsplit(current)
            response.close()
            target, _ = split_credentials(urljoin(urlunsplit(current), location))
            if current.scheme == "https" and target.scheme != "https":
                raise ModelError(f"{_server(current)} redirects to an unencrypted address")
            current = target
        raise ModelError(f"{_server(parts)} redirects more than {_REDIRECTS} times")

    def _ask(
        self, parts: SplitResult, headers: dict[str, str], deadline: float
    ) -> BaseHTTPResponse:
        """Send one request, without following anything."""
        import urllib3
        from urllib3 import exceptions

        if reason := self._given_up.get(_server(parts)):
            raise UnreachableError(f"{_server(parts)} is out of reach: {reason}")
        url = urlunsplit(parts)
        timeout = urllib3.Timeout(connect=max(0.1, deadline - time.monotonic()), read=self._stall)
        for attempt in (1, 2):
            try:
                return self._pool(parts).request(
                    "GET",
                    url,
                    headers=headers,
                    timeout=timeout,
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
            except exceptions.ProtocolError as error:
                # A kept connection may have been closed meanwhile; a new one tells.
                if attempt == 2:
                    self._give_up(parts, reason_of(error))
            except (exceptions.HTTPError, OSError) as error:
                self._give_up(parts, reason_of(error))
        raise AssertionError("unreachable")

    def _chunks(self, response: BaseHTTPResponse, parts: SplitResult) -> Iterator[bytes]:
        from urllib3 import exceptions

        try:
            yield from response.stream(_CHUNK_BYTES, decode_content=False)
        except (exceptions.HTTPError, OSError) as error:
            raise UnreachableError(
                f"{_server(parts)} broke off the download: {reason_of(error)}",
                hint="Run the command again: it goes on where it stopped.",
            ) from error

    def _give_up(self, parts: SplitResult, reason: str) -> NoReturn:
        self._given_up[_server(parts)] = reason
        raise UnreachableError(f"{_server(parts)} is out of reach: {reason}")

    def _pool(self, parts: SplitResult) -> PoolManager:
        """The connections to use for an address: straight, or through a proxy."""
        import urllib3

        assert parts.hostname is not None
        proxy = "" if proxy_bypass(parts.hostname) else getproxies().get(parts.scheme, "")
        if proxy and "://" not in proxy:
            proxy = f"http://{proxy}"
        if proxy not in self._pools:
            context = _ssl_context()
            if proxy:
                address, credentials = split_credentials(proxy)
                if address.scheme not in ("http", "https"):
                    raise ModelError(
                        f"the proxy {shown(proxy)} is of a kind that is not supported",
                        hint="Set HTTPS_PROXY to an http or https proxy.",
                    )
                login = {"Proxy-Authorization": credentials} if credentials else None
                self._pools[proxy] = urllib3.ProxyManager(
                    urlunsplit(address), proxy_headers=login, ssl_context=context
                )
            else:
                self._pools[proxy] = urllib3.PoolManager(ssl_context=context)
        return self._pools[proxy]


def check_status(answer: Answer) -> None:
    """Raise `ModelError` unless an answer is a success, saying what its status means."""
    if 200 <= answer.status < 300:
        return
    where = shown(answer.url)
    if answer.status in (401, 403):
        raise ModelError(
            f"{where} may not be read (status {answer.status})",
            hint="If it needs an account, set HF_TOKEN to a token that may read it.",
        )
    if answer.status in (404, 410):
        raise ModelError(f"{where} does not exist (status {answer.status})")
    raise ModelError(f"{where} answers with status {answer.status}")


def split_credentials(url: str) -> tuple[SplitResult, str]:
    """An address without user and password, and the Authorization header that stands for them."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return parts, ""
    name, _, password = user.partition(":")
    login = f"{unquote(name)}:{unquote(password)}".encode()
    return parts._replace(netloc=host), f"Basic {base64.b64encode(login).decode()}"


def shown(url: str) -> str:
    """An address as it may be printed: without credentials and query."""
    return urlunsplit(split_credentials(url)[0]._replace(query="", fragment=""))


def same_server(one: str, other: str) -> bool:
    """Whether two addresses are on the same server: scheme, host and port."""
    first, second = split_credentials(one)[0], split_credentials(other)[0]
    return first.scheme == second.scheme and _server(first) == _server(second)


def _server(parts: SplitResult) -> str:
    host = parts.netloc.rpartition("@")[2].lower()
    return host.removesuffix(":443") if parts.scheme == "https" else host.removesuffix(":80")


def _is_private(parts: SplitResult) -> bool:
    """Whether nobody on the way can read what is sent."""
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")


def _retry_after(response: BaseHTTPResponse, pause: float) -> float:
    with suppress(ValueError):
        return max(pause, float(response.headers.get("Retry-After", "")))
    return pause


def _ssl_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE")
    if bundle is None:
        with suppress(ImportError):
            import certifi

            bundle = certifi.where()
    if bundle:
        try:
            if os.path.isdir(bundle):  # noqa: PTH112 - a plain string from the environment
                context.load_verify_locations(capath=bundle)
            else:
                context.load_verify_locations(cafile=bundle)
        except (OSError, ssl.SSLError) as error:
            raise ModelError(
                f"cannot read the certificates in {bundle}",
                hint="Correct REQUESTS_CA_BUNDLE or SSL_CERT_FILE, or unset it.",
            ) from error
    return context
