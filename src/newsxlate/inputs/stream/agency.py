"""What agencies' formats have in common: which items are articles, and whose names are bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from newsxlate.inputs.stream.source import rules

# "beispiel.anna", "a.beispiel@agentur.example": how a machine calls somebody. "blatt.de" prints its
# address for a byline.
_LOGIN = re.compile(r"[^\W_]+(?:[._-][^\W_]+)*[._][^\W_]{3,}")


def refusal(*, status: tuple[str, str], nature: tuple[str, str]) -> str | None:
    """Why an item is no article, or must not be read as one; None if it may be.

    Args:
        status: What its format calls an item's publishing status, and what it is ("" is usable).
        nature: The same for what the item is: text, picture ...
    """
    reasons = (
        ("withdrawn", status, "its publisher has withdrawn it"),
        ("withheld", status, "its publisher withholds it"),
        ("no_text", nature, "it is no text"),
    )
    for listed, (name, value), reason in reasons:
        # A NewsCode's prefix or address says nothing more.
        if re.split("[:/]", value.strip().lower())[-1] in words(listed):
            return f"{reason} ({name}: {value})"
    return None


def byline(names: Iterable[str]) -> str | None:
    """Authors, each once; a login or an address for mail is no name."""
    return ", ".join(dict.fromkeys(name for name in names if name and not _is_login(name))) or None


def _is_login(name: str) -> bool:
    mail = "@" in name and " " not in name
    return mail or (name.islower() and _LOGIN.fullmatch(name) is not None)


@cache
def words(name: str) -> frozenset[str]:
    """A list of ``[agencies]`` in ``data/reading/inputs.toml``."""
    return frozenset(rules()["agencies"][name].split())
