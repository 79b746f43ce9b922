"""Authors that a page prints: near its headline, or everywhere the same.

A page also names the authors of other articles, of pictures and of comments: what stands in such an
element is not believed, nor are several names that stand apart from the headline.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any
from unicodedata import normalize

from newsxlate import resources
from newsxlate.cleaning.imprint import authors_in, undated
from newsxlate.cleaning.rules import Rules

# Whether a name is the publisher's.
IsHouse = Callable[[str], bool]

_SPACE = re.compile(r"\s+")
# Soft hyphens, and marks that show nothing.
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+")
# A word inside a class name: "articleHeader__author-name" has four.
_NAME_PART = re.compile(r"[A-Z]?[a-zäöü]+|[A-Z]+(?![a-z])")
_INITIALS = re.compile(r"[a-zäöü]{2,5}(?:[/;,| ]+[a-zäöü]{2,5}){0,3}")
# A byline has at most so many characters and elements.
_LONGEST = 200
_ELEMENTS = 60
# A paragraph of the article has at least so many characters: a byline near the headline stands
# above the first one.
_PARAGRAPH = 200
# An address of more characters leads to no author.
_ADDRESS = 500
# How far up an element's name still says what a text is.
_LEVELS = 6
# Elements that may be a line "Von Erika Muster", with so many elements inside at most.
_LINES = ("p", "div", "span", "li", "address", "em", "small", "strong", "dd", "h2", "h3", "h4")
_FEW = 6
_NAMING = ("class", "id", "itemprop", "rel", "property")


@dataclass(frozen=True, slots=True)
class _Places:
    signs: frozenset[str]
    folders: re.Pattern[str]
    others: frozenset[str]
    skip: frozenset[str]


@cache
def _places() -> _Places:
    table = resources.toml("reading/authors.toml")
    folders = "|".join(table["folders"].split())
    return _Places(
        frozenset(table["signs"].split()),
        # The page of one author, not the list of all.
        re.compile(rf"/(?:{folders})/[^/?#]*[^\W\d][^?#]*$", re.IGNORECASE),
        frozenset(table["others"].split()),
        frozenset(table["skip"].split()),
    )


def printed_authors(tree: Any, rules: Rules, is_house: IsHouse) -> str | None:
    """The persons that the page names under its headline, or everywhere the same; None if neither.

    Initials count only where the page says that they are an author's.
    """
    elsewhere: set[str] = set()
    initials: set[str] = set()
    under = next(tree.iter("h1"), None) is None
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h1":
            under = True
        elif element.tag == "p" and under and _length(element, _PARAGRAPH) >= _PARAGRAPH:
            under = False
        signed = _is_signed(element)
        if not (signed or element.tag in _LINES):
            continue
        pieces = _pieces(element, _ELEMENTS if signed else _FEW)
        if not pieces or _is_other(element):
            continue
        names = (
            _signed(element, pieces, rules, is_house) if signed else _line(pieces, rules, is_house)
        )
        if names and under:
            return names
        if names:
            elsewhere.add(names)
        elif signed:
            initials.update(p.replace(";", ", ") for p in pieces if _are_initials(p, rules))
    found = elsewhere or initials
    return found.pop() if len(found) == 1 else None


def _signed(element: Any, pieces: Sequence[str], rules: Rules, is_house: IsHouse) -> str:
    """The persons in an element that is said to name authors, and in those like it beside it."""
    names = _persons(pieces, rules, is_house)
    around = element.getparent()
    if names and around is not None and _pieces(around, _ELEMENTS):
        like = [_pieces(other, _ELEMENTS) for other in around if _is_signed(other)]
        names = _persons([piece for part in like for piece in part], rules, is_house) or names
    return names


def _persons(pieces: Sequence[str], rules: Rules, is_house: IsHouse) -> str:
    """The persons in an element that is said to name authors; "" if there are none."""
    names = [name for piece in pieces if (name := _person(piece, rules, is_house))]
    return ", ".join(dict.fromkeys(names)) or _person(" ".join(pieces), rules, is_house)


def _person(text: str, rules: Rules, is_house: IsHouse) -> str:
    if rules.bylines:
        # What follows a link to another author: "und Max Beispiel".
        text = rules.bylines.join.sub("", f" {text}").strip()
    found = authors_in(text, rules)
    if found is None or is_house(found.names):
        return ""
    if not found.marked and (_is_office(found.names, rules) or _is_button(text, rules)):
        return ""
    return found.names


def _line(pieces: Sequence[str], rules: Rules, is_house: IsHouse) -> str:
    """The persons in a line such as "Von Erika Muster, Berlin", which may have the date in it."""
    text = " ".join(pieces)
    found = authors_in(text, rules)
    if found is None and any(character.isdigit() for character in text):
        found = authors_in(undated(text, rules), rules)
    return found.names if found and found.marked and not is_house(found.names) else ""


def _is_office(text: str, rules: Rules) -> bool:
    """Whether two capitalized words are no name: "Leitender Redakteur", "Zum Profil"."""
    bylines = rules.bylines
    if bylines is None:
        return False
    first = text.split()[0].lower()
    return first in bylines.particles or bylines.offices.search(text) is not None


def _is_button(text: str, rules: Rules) -> bool:
    words = text.lower().split()
    return any(r.alone.match(text) or all(word in r.words for word in words) for r in rules.rules)


def _are_initials(text: str, rules: Rules) -> bool:
    words = _WORD.findall(text)
    known = rules.stopwords.union(*(rule.words | rule.names for rule in rules.rules))
    return _INITIALS.fullmatch(text) is not None and not any(word in known for word in words)


def _is_signed(element: Any) -> bool:
    """Whether an element's names say that it holds authors, or it is a link to an author's page."""
    if element.tag == "a":
        address = element.get("href") or ""
        if len(address) <= _ADDRESS and _places().folders.search(address):
            return True
    return not _places().signs.isdisjoint(_names(element))


def _is_other(element: Any) -> bool:
    """Whether an element is about another article, a picture or a reader's comment."""
    places = _places()
    for around in islice(chain((element,), element.iterancestors()), _LEVELS):
        if around.tag in ("html", "body", "article", "main"):
            return False
        names = _names(around)
        if around.tag in places.skip or not places.others.isdisjoint(names):
            return True
        if around.tag == "aside" and places.signs.isdisjoint(names):
            return True
    return False


def _names(element: Any) -> frozenset[str]:
    return _parts(
        " ".join(
            f"{name} {value}" if name.startswith("data-") else value
            for name, value in element.items()
            if name in _NAMING or name.startswith("data-")
        )[:300]
    )


@lru_cache(maxsize=4096)
def _parts(names: str) -> frozenset[str]:
    return frozenset(part.lower() for part in _NAME_PART.findall(names))


def _length(element: Any, enough: int) -> int:
    """Characters in an element, counted up to ``enough``."""
    length = 0
    for text in element.itertext():
        length += len(text)
        if length >= enough:
            break
    return length


def _pieces(element: Any, most: int) -> list[str]:
    """The texts in an element; none if it holds too much for a byline."""
    inside = list(islice(element.iter(), most + 1))
    if len(inside) > most or _length(element, _LONGEST + 1) > _LONGEST:
        return []
    return [text for piece in _texts(element) if (text := shown(piece))]


def _texts(element: Any) -> Iterator[str | None]:
    """The texts in a small element, without those of buttons and comments."""
    if isinstance(element.tag, str) and element.tag not in _places().skip:
        yield element.text
        for child in element:
            yield from _texts(child)
            yield child.tail


def shown(value: Any) -> str:
    """A text without what does not show, in NFC; "" for anything but a string."""
    if not isinstance(value, str):
        return ""
    visible = _HIDDEN.sub("", html.unescape(value))
    return normalize("NFC", _SPACE.sub(" ", visible).strip())
