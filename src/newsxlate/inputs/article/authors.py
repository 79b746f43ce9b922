"""Who wrote the article of a page: persons before the house.

Publishers declare authors in JSON-LD and meta elements. Many declare themselves there, and print
the author on the page: under a class such as "author", as a link to the author's page, or in a line
such as "Von Erika Muster". Only what stands near the headline, or is the same all over the page, is
believed, for a page also names the authors of other articles.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any
from unicodedata import normalize

from newsxlate import resources
from newsxlate.cleaning.imprint import authors_in
from newsxlate.cleaning.rules import Rules
from newsxlate.cleaning.rules import load as load_rules

_SPACE = re.compile(r"\s+")
# Soft hyphens, and marks that show nothing.
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TAG = re.compile(r"<[^<>]{0,300}>")
_ADDRESS = re.compile(r"[(<\[]?\b(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+)[)>\]]?|@\w+")
_SITE = re.compile(r"https?://|\bwww\.")
_BRACKETS = re.compile(r" ?\([^()]{0,60}\)")
_WORD = re.compile(r"[^\W_]+")
# A word inside a class name: "articleHeader__author-name" has four.
_NAME_PART = re.compile(r"[A-Z]?[a-zäöü]+|[A-Z]+(?![a-z])")
_INITIALS = re.compile(r"[a-zäöü]{2,5}(?:[/;,| ]+[a-zäöü]{2,5}){0,3}")
_DOMAIN = re.compile(r"https?://(?:www\.)?([^/?#:]+)")
# A byline has at most so many characters and elements.
_LONGEST = 200
_ELEMENTS = 60
# A paragraph of the article has at least so many characters: a byline near the headline stands
# above the first one.
_PARAGRAPH = 200
# How far up an element's name still says what a text is.
_LEVELS = 6
# Elements that may be a line "Von Erika Muster", with so many elements inside at most.
_LINES = ("p", "div", "span", "li", "address", "em", "small", "strong", "dd", "h2", "h3", "h4")
_FEW = 6
_SITE_WORDS = 6
_NAMING = ("class", "id", "itemprop", "rel", "property")


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article; None for what the page does not say.

    Attributes:
        persons: The authors, joined by commas.
        house: The publisher, named as the author: the byline if no person is known.
    """

    persons: str | None
    house: str | None


@dataclass(frozen=True, slots=True)
class _Places:
    meta: tuple[str, ...]
    site: tuple[str, ...]
    labels: frozenset[str]
    signs: frozenset[str]
    folders: re.Pattern[str]
    others: frozenset[str]
    skip: frozenset[str]
    houses: frozenset[str]
    beside: frozenset[str]


@cache
def _places() -> _Places:
    table = resources.toml("reading/authors.toml")
    folders = "|".join(table["folders"].split())
    return _Places(
        tuple(table["meta"]),
        tuple(table["site"]),
        frozenset(table["labels"]),
        frozenset(table["signs"].split()),
        # The page of one author, not the list of all.
        re.compile(rf"/(?:{folders})/[^/?#]*[^\W\d][^?#]*$", re.IGNORECASE),
        frozenset(table["others"].split()),
        frozenset(table["skip"].split()),
        frozenset(table["houses"].split()),
        frozenset(table["beside"].split()),
    )


def find_authors(
    tree: Any,
    article: Mapping[str, Any],
    objects: Sequence[Mapping[str, Any]],
    guessed: Sequence[str],
    language: str,
) -> Byline:
    """Find who wrote a page's article.

    Args:
        tree: The page, an lxml tree.
        article: The object of its JSON-LD that is the article; empty if there is none.
        objects: All objects of its JSON-LD.
        guessed: Names that a search of the page took for authors, believed if there is nothing else.
        language: ISO 639-1 code of the language whose bylines are known.
    """
    rules = load_rules(language)
    metas = _metas(tree)
    own = _own_words(tree, [article, *objects], metas)
    found = [_declared(article, objects, rules), *_in_metas(metas, rules)]
    house = ""
    for names in found:
        if any(person and not _is_house(name, own) for name, person in names):
            # An agency beside a person has a share in the article, the site itself has not.
            return Byline(", ".join(name for name, _ in names if not _is_own(name, own)), None)
        house = house or ", ".join(name for name, _ in names)
    printed = _printed(tree, rules, own)
    if not (printed or house):
        printed = ", ".join(filter(None, (tidy(name, rules) for name in guessed)))
    return Byline(printed or None, house or None)


# -- What the page declares


def _declared(
    article: Mapping[str, Any], objects: Sequence[Mapping[str, Any]], rules: Rules
) -> list[tuple[str, bool]]:
    """The names in a JSON-LD author, and whether each may be a person."""
    by_id = {node["@id"]: node for node in objects if isinstance(node.get("@id"), str)}
    names: dict[str, bool] = {}
    for item in _as_list(article.get("author")):
        person = True
        if isinstance(item, dict):
            item = {**by_id.get(str(item.get("@id")), {}), **item}
            person = not _is_type(item, "Organization")
            given = " ".join(
                filter(None, (_text(item.get(k)) for k in ("givenName", "familyName")))
            )
            item = item.get("name") or given
        for value in _as_list(item):
            if name := tidy(value, rules):
                names.setdefault(name, person)
    return list(names.items())


def _in_metas(metas: Mapping[str, Sequence[str]], rules: Rules) -> Iterator[list[tuple[str, bool]]]:
    for name in _places().meta:
        # "Deutsche Zeitung (www.deutsche-zeitung.example)" is a house.
        found = {tidy(value, rules): not _SITE.search(value) for value in metas.get(name, ())}
        yield [(name, person) for name, person in found.items() if name]
    label = " ".join(metas.get("twitter:label1", ())).lower().rstrip(": ")
    if label in _places().labels:
        yield [(tidy(value, rules), True) for value in metas.get("twitter:data1", ())]


def _metas(tree: Any) -> dict[str, list[str]]:
    """Contents of ``<meta>`` by name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and (content := _text(element.get("content"))):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def tidy(value: Any, rules: Rules) -> str:
    """A declared author without addresses, mark-up, "Von", and a place or office behind it."""
    text = _SPACE.sub(" ", _ADDRESS.sub(" ", _TAG.sub(" ", _text(value)))).strip(" ,;:|-–")
    found = authors_in(_BRACKETS.sub("", text), rules)
    return found.names if found else text


# -- The house


def _own_words(
    tree: Any, objects: Sequence[Mapping[str, Any]], metas: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The words that name the site: of its publisher, its name and its address."""
    names = [value for name in _places().site for value in metas.get(name, ())]
    # Some put the headline there.
    names = [name for name in names if len(name.split()) <= _SITE_WORDS]
    addresses = list(metas.get("og:url", ()))
    addresses += [e.get("href") or "" for e in tree.iter("link") if e.get("rel") == "canonical"]
    for node in objects:
        publishers = [p for p in _as_list(node.get("publisher")) if isinstance(p, dict)]
        for house in (*publishers, node):
            if _is_type(house, "Organization", "WebSite"):
                names.append(_text(house.get("name")))
                addresses.append(_text(house.get("url")))
    hosts = [match[1] for address in addresses if (match := _DOMAIN.match(address))]
    words = {word for name in names for word in _house_words(name)}
    return frozenset(words | {label for host in hosts for label in _house_words(host)})


def _is_type(node: Mapping[str, Any], *names: str) -> bool:
    """Whether a JSON-LD object is of a type such as NewsMediaOrganization."""
    kinds = [str(kind) for kind in _as_list(node.get("@type"))]
    return any(name in kind for kind in kinds for name in names)


def _house_words(name: str) -> list[str]:
    # "n-tv" is "ntv" elsewhere.
    return [word.lower() for word in _WORD.findall(name.replace("-", ""))]


def _is_house(name: str, own: frozenset[str]) -> bool:
    """Whether a name is the site's, has a word such as "Redaktion", or is one word alone."""
    words = _house_words(name)
    if len(words) < 2 or not _places().houses.isdisjoint(words):
        return True
    return _is_own(name, own)


def _is_own(name: str, own: frozenset[str]) -> bool:
    return all(word in own or word in _places().beside for word in _house_words(name))


# -- What the page prints


def _printed(tree: Any, rules: Rules, own: frozenset[str]) -> str | None:
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
        names = _signed(element, pieces, rules, own) if signed else _line(pieces, rules, own)
        if names and under:
            return names
        if names:
            elsewhere.add(names)
        elif signed:
            initials.update(p.replace(";", ", ") for p in pieces if _are_initials(p, rules))
    found = elsewhere or initials
    return found.pop() if len(found) == 1 else None


def _signed(element: Any, pieces: Sequence[str], rules: Rules, own: frozenset[str]) -> str:
    """The persons in an element that is said to name authors, and in those like it beside it."""
    names = _persons(pieces, rules, own)
    around = element.getparent()
    if names and around is not None and _pieces(around, _ELEMENTS):
        like = [_pieces(other, _ELEMENTS) for other in around if _is_signed(other)]
        names = _persons([piece for part in like for piece in part], rules, own) or names
    return names


def _persons(pieces: Sequence[str], rules: Rules, own: frozenset[str]) -> str:
    """The persons in an element that is said to name authors; "" if there are none."""
    names = [name for piece in pieces if (name := _person(piece, rules, own))]
    return ", ".join(dict.fromkeys(names)) or _person(" ".join(pieces), rules, own)


def _person(text: str, rules: Rules, own: frozenset[str]) -> str:
    found = authors_in(text, rules)
    if found is None or _is_house(found.names, own):
        return ""
    if not found.marked and (_is_office(found.names, rules) or _is_button(text, rules)):
        return ""
    return found.names


def _line(pieces: Sequence[str], rules: Rules, own: frozenset[str]) -> str:
    """The persons in a line such as "Von Erika Muster, Berlin"."""
    found = authors_in(" ".join(pieces), rules)
    return found.names if found and found.marked and not _is_house(found.names, own) else ""


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
    if element.tag == "a" and _places().folders.search(element.get("href") or ""):
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
    return [text for piece in _texts(element) if (text := _text(piece))]


def _texts(element: Any) -> Iterator[str | None]:
    """The texts in a small element, without those of buttons and comments."""
    if isinstance(element.tag, str) and element.tag not in _places().skip:
        yield element.text
        for child in element:
            yield from _texts(child)
            yield child.tail


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    shown = _HIDDEN.sub("", html.unescape(value))
    return normalize("NFC", _SPACE.sub(" ", shown).strip())


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
