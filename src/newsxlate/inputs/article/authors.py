"""Who wrote the article of a page: persons before the house.

Publishers declare authors in JSON-LD and meta elements. Many declare themselves there, and print
the author on the page (`newsxlate.inputs.article.printed`): under a class such as "author", as a
link to the author's page, or in a line such as "Von Erika Muster".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.cleaning.imprint import authors_in
from newsxlate.cleaning.rules import Rules
from newsxlate.cleaning.rules import load as load_rules
from newsxlate.inputs.article.printed import printed_authors, shown

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]{0,300}>")
_ADDRESS = re.compile(r"[(<\[]?\b(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+)[)>\]]?|@\w+")
_SITE = re.compile(r"https?://|\bwww\.")
_BRACKETS = re.compile(r" ?\([^()]{0,60}\)")
_WORD = re.compile(r"[^\W_]+")
_DOMAIN = re.compile(r"https?://(?:www\.)?([^/?#:]+)")
# A declared author of more characters is a text, or means harm.
_LONGEST = 1000
# The name of a site has at most so many words.
_SITE_WORDS = 6


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
class _Words:
    meta: tuple[str, ...]
    site: tuple[str, ...]
    labels: frozenset[str]
    houses: frozenset[str]
    beside: frozenset[str]


@cache
def _words() -> _Words:
    table = resources.toml("reading/authors.toml")
    return _Words(
        tuple(table["meta"]),
        tuple(table["site"]),
        frozenset(table["labels"]),
        frozenset(table["houses"].split()),
        frozenset(table["beside"].split()),
    )


def find_authors(
    tree: Any,
    article: Mapping[str, Any],
    objects: Sequence[Mapping[str, Any]],
    guess: Callable[[], Sequence[str]],
    language: str,
) -> Byline:
    """Find who wrote a page's article.

    Args:
        tree: The page, an lxml tree.
        article: The object of its JSON-LD that is the article; empty if there is none.
        objects: All objects of its JSON-LD.
        guess: Gives names that a search of the page takes for authors: the last resort.
        language: ISO 639-1 code of the language whose bylines are known.
    """
    rules = load_rules(language)
    declared = metas(tree)
    own = _own_words(tree, objects, declared)
    found = [_declared(article, objects, rules), *_in_metas(declared, rules)]
    house = ""
    for names in found:
        if any(person and not _is_house(name, own) for name, person in names):
            # An agency beside a person has a share in the article, the site itself has not.
            return Byline(", ".join(name for name, _ in names if not _is_own(name, own)), None)
        house = house or ", ".join(name for name, _ in names)
    printed = printed_authors(tree, rules, lambda name: _is_house(name, own))
    if not (printed or house):
        printed = ", ".join(filter(None, (tidy(name, rules) for name in guess())))
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
                filter(None, (shown(item.get(k)) for k in ("givenName", "familyName")))
            )
            item = item.get("name") or given
        for value in _as_list(item):
            if name := tidy(value, rules):
                names.setdefault(name, person)
    return list(names.items())


def _in_metas(metas: Mapping[str, Sequence[str]], rules: Rules) -> Iterator[list[tuple[str, bool]]]:
    for name in _words().meta:
        # "Deutsche Zeitung (www.deutsche-zeitung.example)" is a house.
        found = {tidy(value, rules): not _SITE.search(value) for value in metas.get(name, ())}
        yield [(name, person) for name, person in found.items() if name]
    label = " ".join(metas.get("twitter:label1", ())).lower().rstrip(": ")
    if label in _words().labels:
        yield [(tidy(value, rules), True) for value in metas.get("twitter:data1", ())]


def metas(tree: Any) -> dict[str, list[str]]:
    """Contents of ``<meta>`` by name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and (content := shown(element.get("content"))):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def tidy(value: Any, rules: Rules) -> str:
    """A declared author without addresses, mark-up, "Von", and a place or office behind it."""
    text = shown(value)[:_LONGEST]
    text = _SPACE.sub(" ", _ADDRESS.sub(" ", _TAG.sub(" ", text))).strip(" ,;:|-–")
    found = authors_in(_BRACKETS.sub("", text), rules)
    return found.names if found else text


# -- The house


def _own_words(
    tree: Any, objects: Sequence[Mapping[str, Any]], metas: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The words that name the site: of its publisher, its name and its address."""
    names = [value for name in _words().site for value in metas.get(name, ())]
    # Some put the headline there.
    names = [name for name in names if len(name.split()) <= _SITE_WORDS]
    addresses = list(metas.get("og:url", ()))
    addresses += [e.get("href") or "" for e in tree.iter("link") if e.get("rel") == "canonical"]
    for node in objects:
        publishers = [p for p in _as_list(node.get("publisher")) if isinstance(p, dict)]
        for house in (*publishers, node):
            if _is_type(house, "Organization", "WebSite"):
                names.append(shown(house.get("name")))
                addresses.append(shown(house.get("url")))
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
    if len(words) < 2 or not _words().houses.isdisjoint(words):
        return True
    return _is_own(name, own)


def _is_own(name: str, own: frozenset[str]) -> bool:
    return all(word in own or word in _words().beside for word in _house_words(name))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
