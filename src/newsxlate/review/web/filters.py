"""Filters of the queue, as they stand in addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import urlencode

from newsxlate.review.desk import Filters
from newsxlate.signoff import Part, State

ORDERS = ("urgent", "newest", "title")
#: The names of the filters, in the order they are shown in.
NAMES = ("state", "language", "part", "code", "origin")
_LONGEST = 300


def read(query: Mapping[str, str]) -> Filters:
    """The filters of an address; what is none of ours is left out."""
    order = query.get("order", "")
    return Filters(
        language=_text(query, "language"),
        state=State(query["state"]) if query.get("state") in set(State) else None,
        part=Part(query["part"]) if query.get("part") in set(Part) else None,
        code=_text(query, "code"),
        origin=_text(query, "origin"),
        text=_text(query, "text"),
        order=order if order in ORDERS else ORDERS[0],
    )


def values(filters: Filters) -> dict[str, str]:
    """The filters that are set, as an address has them; the usual order is none."""
    found = {field.name: str(getattr(filters, field.name) or "") for field in fields(Filters)}
    return {
        name: value
        for name, value in found.items()
        if value and not (name == "order" and value == ORDERS[0])
    }


def query(filters: Filters, **changes: str) -> str:
    """The query of an address, with its question mark; empty if nothing is set.

    Args:
        filters: The filters.
        **changes: Values to set instead, or to add; empty ones take a filter away.
    """
    chosen = {name: value for name, value in {**values(filters), **changes}.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""


def _text(query: Mapping[str, str], name: str) -> str:
    text = " ".join(query.get(name, "").split())
    return "".join(character for character in text if character.isprintable())[:_LONGEST]
