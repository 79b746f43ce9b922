"""Who may come in, by which addresses, and over what."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from newsxlate.review.users import Users


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a server may be reached.

    Attributes:
        hosts: What browsers may call it by: values of the Host header, in lower case, with the port
            if it is not the scheme's.
        numbers: Whether it may be called by any address in numbers, too. (No name of somebody
            else's, which could be made to lead here, is one.)
        token: What opens the page where nobody logs in; empty where they do.
        users: Who may log in; None where everybody with the token may come in by any name.
        secure: Whether browsers reach it by TLS.
        proxy: The address of the proxy whose word is taken for who calls; empty if there is none.
        port: The port it listens on, by which its cookies are told from those of other servers.
    """

    hosts: frozenset[str] = frozenset()
    numbers: bool = False
    token: str = ""
    users: Users | None = None
    secure: bool = False
    proxy: str = ""
    port: int = 0

    def knows(self, host: str) -> bool:
        """Whether it may be called so."""
        return host.lower() in self.hosts or (self.numbers and _is_number(host))

    @property
    def scheme(self) -> str:
        """What its addresses begin with."""
        return "https" if self.secure else "http"

    def cookie(self, name: str) -> str:
        """What a cookie is called: browsers keep those of all ports of a host together."""
        if self.secure:
            return f"__Host-newsxlate-{name}"
        return f"newsxlate-{self.port}-{name}"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def same_address(one: str, other: str) -> bool:
    """Whether two addresses in numbers are one; IPv4 may be written as IPv6."""
    try:
        return _number(one) == _number(other)
    except ValueError:
        return False


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(host)
    return getattr(found, "ipv4_mapped", None) or found


def _is_number(host: str) -> bool:
    """Whether a value of the Host header is an address in numbers."""
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
