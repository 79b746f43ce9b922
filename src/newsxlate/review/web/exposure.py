"""Where a server listens, and what has to be seen to before others may reach it."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from newsxlate.errors import InputError, NewsxlateError, UsageError
from newsxlate.review.users import Users
from newsxlate.review.web.access import Access, is_loopback

# Where no port is asked for, each store has one of these: a page that is open in a browser finds
# the server again when it is started again.
_PORTS = range(20_000, 30_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """How a server is to be reached.

    Attributes:
        host: The address it listens on.
        port: The port; None for any that is free.
        users: The file of those who may log in.
        certificate: The server's certificate, with those that it rests on, as PEM.
        key: Its key, as PEM; None if it is in the same file.
        proxy: Address of the proxy that it is reached by.
        names: What browsers call it by, besides ``host``.
    """

    host: str = "127.0.0.1"
    port: int | None = None
    users: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    proxy: str = ""
    names: tuple[str, ...] = ()


def check(where: Exposure) -> None:
    """Refuse what would let others in, or let them listen.

    Raises:
        UsageError: What is missing, in one line.
        InputError: Certificate or key cannot be used.
    """
    beyond = not is_loopback(where.host) or bool(where.proxy)
    if beyond and where.users is None:
        raise UsageError(
            f"others could reach {where.proxy or where.host}: name who may log in with --users",
            hint="`newsxlate review users add FILE NAME` makes the file.",
        )
    if not is_loopback(where.host) and not (where.certificate or where.proxy):
        raise UsageError(
            f"passwords would go to {where.host} in the clear: give --certificate, or the reverse"
            " proxy's address with --behind-proxy",
            hint="Or leave --host out, and use `ssh -L` to reach this machine from another.",
        )
    if where.proxy:
        _check_proxy(where)
    if where.key and not where.certificate:
        raise UsageError("--key goes with --certificate")
    if where.certificate:
        _check_certificate(where.certificate, where.key)


def _check_proxy(where: Exposure) -> None:
    try:
        ipaddress.ip_address(where.proxy)
    except ValueError as error:
        raise UsageError(
            f"--behind-proxy wants an address in numbers, not {where.proxy}",
            hint="It is the address that the proxy's connections come from, such as 127.0.0.1.",
        ) from error
    if where.certificate:
        raise UsageError(
            "--certificate and --behind-proxy exclude each other",
            hint="Behind a proxy it is the proxy that has the certificate.",
        )
    if not where.names:
        raise UsageError(
            "--behind-proxy wants the name that browsers use, too",
            hint="Such as --public-name review.example.org.",
        )


def _check_certificate(certificate: Path, key: Path | None) -> None:
    def locked() -> str:
        raise InputError(
            f"{key or certificate} is locked by a passphrase",
            hint="Give a key without one, readable by you only.",
        )

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key, password=locked)
    except NewsxlateError:
        raise
    except OSError as error:
        what = f"{certificate}" + (f" with {key}" if key else "")
        raise InputError(
            f"cannot use {what}: {error.strerror or error}",
            hint="Both are PEM files, and the key has to be the certificate's.",
        ) from error


def listen(where: Exposure, store: Path) -> socket.socket:
    """A socket that browsers can connect to already: they wait until the server is there.

    Raises:
        UsageError: The port is taken, or this machine has no such address.
    """
    wanted = where.port if where.port is not None else _port(store)
    try:
        return _bound(where.host, wanted)
    except OSError as error:
        if where.port is not None or not is_loopback(where.host):
            raise UsageError(
                f"cannot listen on {where.host}, port {wanted}: {error.strerror or error}",
                hint="Choose another --port; 0 takes any that is free.",
            ) from error
    return _bound(where.host, 0)


def _bound(host: str, port: int) -> socket.socket:
    try:
        (family, kind, protocol, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except UnicodeError as error:
        raise OSError("no name of a machine") from error
    bound = socket.socket(family, kind, protocol)
    try:
        # Else a port that was used a minute ago would be taken.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(128)
    except BaseException:
        bound.close()
        raise
    return bound


def _port(store: Path) -> int:
    digest = hashlib.sha256(str(store.absolute()).encode("utf-8", "surrogateescape")).digest()
    return _PORTS[int.from_bytes(digest[:4], "big") % len(_PORTS)]


def access(where: Exposure, port: int) -> Access:
    """Who may come in by a port.

    Raises:
        InputError: There is no such file of users, or nobody in it.
    """
    users = Users(where.users) if where.users else None
    secure = bool(where.certificate or where.proxy)
    called = {name.lower().rstrip(".") for name in where.names}
    if not where.proxy:
        called.add(_written(where.host))
        if is_loopback(where.host):
            called |= {"127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in called}
    # A proxy has a port of its own, which is the scheme's as a rule.
    if where.proxy or port == (443 if secure else 80):
        hosts |= called
    return Access(
        hosts=frozenset(hosts),
        numbers=not is_loopback(where.host) and not where.proxy,
        token="" if users else secrets.token_urlsafe(24),
        users=users,
        secure=secure,
        proxy=where.proxy,
        port=port,
    )


def address(where: Exposure, port: int) -> str:
    """What browsers open, without a stroke at its end."""
    if where.proxy:
        return f"https://{where.names[0]}"
    scheme, usual = ("https", 443) if where.certificate else ("http", 80)
    unspecified = where.host in ("0.0.0.0", "::")
    name = (
        where.names[0]
        if where.names
        else (socket.gethostname() if unspecified else _written(where.host))
    )
    return f"{scheme}://{name}" + ("" if port == usual else f":{port}")


def _written(host: str) -> str:
    """A host as addresses of pages have it."""
    host = host.lower().strip("[]")
    return f"[{host}]" if ":" in host else host
