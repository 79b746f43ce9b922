"""Find what a translation takes over as it stands: URLs, e-mail, @handles, #hashtags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TLDS = (
    "com|org|net|int|edu|gov|info|biz|eu|de|at|ch|li|uk|us|fr|es|it|nl|be|lu|pl|cz|sk|ua|ru|by|pt"
    "|br|mx|ar|tr|se|dk|no|fi|is|hu|ro|bg|gr|hr|rs|si|ee|lv|lt|ie|ca|au|nz|in|cn|jp|kr|il|za|tv|io"
    "|ai|app|dev|news|media|online|berlin|hamburg|wien|swiss"
)
_ADDRESS = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?:https?://|ftp://|www\.)[^\s<>\"“”„«»‹›]+"
    rf"|(?<![\w@.-])(?:[a-z0-9][a-z0-9-]*[a-z0-9]\.)+(?:{_TLDS})(?![\w.-]*\w)(?:/[^\s<>\"“”„«»‹›]*)?)"
    r"|(?P<handle>(?<![\w@/.])@\w{2,}(?:\.\w+)*)"
    r"|(?P<hashtag>(?<![\w#&/])#[^\W\d]\w*)",
    re.IGNORECASE,
)
# What every address has; most sentences have none.
_HINT = re.compile(r"[@#]|\w\.\w|://")
_TRAILING = ".,;:!?…’'*"
_PAIRS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Address:
    """An address in a text: its kind ("url", "email", "handle", "hashtag") and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def addresses(text: str) -> Iterator[Address]:
    """The addresses in ``text``, in order, without the punctuation of the sentence behind them."""
    if not _HINT.search(text):
        return
    for match in _ADDRESS.finditer(text):
        kind = match.lastgroup or ""
        found = match.group().rstrip(_TRAILING)
        while found[-1:] in _PAIRS and found.count(found[-1]) > found.count(_PAIRS[found[-1]]):
            found = found[:-1].rstrip(_TRAILING)
        yield Address(kind, found, match.start(), match.start() + len(found))


def blank(text: str) -> str:
    """``text`` with its addresses replaced by spaces, so that offsets stay."""
    for address in addresses(text):
        text = text[: address.start] + " " * len(address.text) + text[address.end :]
    return text
