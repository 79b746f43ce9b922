"""Where a text stands on a page, and what the names of the elements around it say it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from newsxlate import resources

# A word inside a class name: "articleHeader__kicker-text" has four.
_NAME_PART = re.compile(r"[A-Z]?[a-zäöü]+|[A-Z]+(?![a-z])")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What test tools find elements by.
_TEST_NAMES = ("data-testid", "data-cy", "data-qa", "data-component", "data-manual")
_NAMES = ("class", "id", "itemprop", "role", *_TEST_NAMES)


@dataclass(frozen=True, slots=True)
class PageRules:
    """The element and class names of ``data/reading/page.toml``."""

    skip: frozenset[str]
    block: frozenset[str]
    inline: frozenset[str]
    text: frozenset[str]
    head: frozenset[str]
    unseen: tuple[str, ...]
    roles: tuple[tuple[str, frozenset[str]], ...]
    signs: dict[str, frozenset[str]]
    jsonld: frozenset[str]


@cache
def page_rules() -> PageRules:
    """Load ``data/reading/page.toml``."""
    table = resources.toml("reading/page.toml")
    return PageRules(
        frozenset(table["skip"].split()),
        frozenset(table["block"].split()),
        frozenset(table["inline"].split()),
        frozenset(table["inline"].split()) | frozenset(table["text"].split()),
        frozenset(table["head"].split()),
        tuple(table["unseen"].split()),
        tuple((role, frozenset(words.split())) for role, words in table["role"].items()),
        {sign: frozenset(words.split()) for sign, words in table["sign"].items()},
        frozenset(table["jsonld"]["types"].split()),
    )


@dataclass(frozen=True, slots=True)
class Signs:
    """What the names of one element say.

    Attributes:
        role: What its text is: "kicker", "lead", "caption" ..., or "".
        all: Names of the groups ``[sign]`` of ``page.toml`` that fit: "promo", "path", "box" ...
        promo: The words that say "promo".
    """

    role: str = ""
    all: frozenset[str] = frozenset()
    promo: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An element of the page, and the one around it.

    Attributes:
        tag: Its name.
        parent: The element around it; None for the root.
        signs: What its names say.
        hidden: Whether it is not shown.
        style: The first of its classes, which boxes of one sort share; those behind it vary one.
    """

    tag: str
    parent: Place | None
    signs: Signs
    hidden: bool = False
    style: str = ""

    def up(self) -> Iterator[Place]:
        """The element itself and all around it, from the inside out."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


NOWHERE = Place("body", None, Signs())


def place_of(element: Any, parent: Place) -> Place:
    """The place of an lxml element inside ``parent``."""
    tag = element.tag if isinstance(element.tag, str) else ""
    # What a whole page is called says nothing of its parts.
    if tag in ("html", "body"):
        return Place(tag, parent, Signs())
    names = " ".join(filter(None, map(element.get, _NAMES)))
    hidden = (
        element.get("hidden") is not None
        or (element.get("aria-hidden") or "").lower() == "true"
        or _UNSEEN.search(element.get("style") or "") is not None
    )
    return Place(
        tag, parent, signs(names[:300]), hidden, "".join((element.get("class") or "").split()[:1])
    )


@lru_cache(maxsize=4096)
def signs(names: str) -> Signs:
    """What the names of an element say, given in one text."""
    parts = [part.lower() for part in _NAME_PART.findall(names)]
    # "info-box" is an infobox.
    words = {*parts, *(a + b for a, b in pairwise(parts))}
    rules = page_rules()
    role = next((role for role, known in rules.roles if words & known), "")
    if role == "headline" and _last_words(names) & dict(rules.roles)["lead"]:
        # "headline__lead" is the lead below a headline.
        role = "lead"
    fitting = frozenset(sign for sign, known in rules.signs.items() if words & known)
    return Signs(role, fitting, rules.signs["promo"] & words)


def _last_words(names: str) -> set[str]:
    return {parts[-1].lower() for name in names.split() if (parts := _NAME_PART.findall(name))}
