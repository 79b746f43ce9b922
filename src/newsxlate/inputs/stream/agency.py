"""What agencies' formats have in common: which items are articles, and whose names are bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from newsxlate.inputs.document import BadRecord
from newsxlate.inputs.stream.source import Source, rules

# "beispiel.anna", "a.beispiel@agentur.example": how a machine calls somebody. "blatt.de" prints its
# address for a byline.
_LOGIN = re.compile(r"[^\W_]+(?:[._-][^\W_]+)*[._][^\W_]{3,}")


def refused(
    source: Source,
    number: int,
    item: str | None,
    *,
    status: tuple[str, str],
    nature: tuple[str, str] = ("", ""),
) -> BadRecord | None:
    """What is made of an item that is no article, or must not be read as one; None if it may be.

    Args:
        source: Where it is from.
        number: Its number, from 1.
        item: What it calls itself.
        status: What its format calls an item's publishing status, and what it is ("" is usable).
        nature: The same for what the item is: text, picture ...
    """
    reasons = (
        ("withdrawn", status, "its publisher has withdrawn it", "canceled"),
        ("withheld", status, "its publisher withholds it", "withheld"),
        ("no_text", nature, "it is no text", None),
    )
    for listed, (name, value), reason, pubstatus in reasons:
        # A NewsCode's prefix or address says nothing more.
        if re.split("[:/]", value.strip().lower())[-1] in words(listed):
            bad = source.broken(f"{reason} ({name}: {value})", number, item)
            return replace(bad, item=item, pubstatus=pubstatus) if pubstatus else bad
    return None


def authors(printed: str | None) -> str | None:
    """The authors in a byline as it is printed: "Von Anna Beispiel, dpa".

    What goes on in small letters may be a name: "von der Tann, Else".
    """
    before, _, names = (printed or "").strip().partition(" ")
    if before.lower() in words("before_names") and names.strip()[:1].isupper():
        return names.strip()
    return byline([printed or ""])


def byline(names: Iterable[str]) -> str | None:
    """Authors, each once; a login or an address for mail is no name."""
    return ", ".join(dict.fromkeys(name for name in names if name and not _is_login(name))) or None


def _is_login(name: str) -> bool:
    if name.lower() in words("accounts") or ("@" in name and " " not in name):
        return True
    return name.islower() and _LOGIN.fullmatch(name) is not None


@cache
def words(name: str) -> frozenset[str]:
    """A list of ``[agencies]`` in ``data/reading/inputs.toml``."""
    return frozenset(rules()["agencies"][name].split())
