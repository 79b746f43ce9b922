"""What a page says about its article outside the text: JSON-LD first, then meta elements.

The dates and authors that trafilatura finds by searching the page are the last resort: they are
more often wrong than what a publisher declares, and the search costs more than the extraction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate.inputs.article.authors import find_authors, metas
from newsxlate.inputs.article.places import page_rules
from newsxlate.inputs.article.printed import shown
from newsxlate.languages import SOURCE
from newsxlate.text.dates import iso

_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Metadata:
    """An article's metadata; None or "" for what the page does not give.

    Attributes:
        title: The headline as declared, which need not be the one printed.
        byline: The authors, joined by commas.
        house: The publisher, where it is named as the author and no person is.
        published: ISO 8601.
        description: The lead or a summary.
        body: The text of the article, where it is declared as well.
    """

    title: str = ""
    byline: str | None = None
    published: str | None = None
    description: str = ""
    house: str | None = None
    body: str = ""


def metadata(tree: Any, language: str = SOURCE) -> Metadata:
    """Collect an article's metadata from an lxml tree; ``language`` is that of its bylines."""
    objects = list(_objects(tree))
    articles = [node for node in objects if not page_rules().jsonld.isdisjoint(_types(node))]
    declared = next(iter(articles), {})
    meta = {name: contents[0] for name, contents in metas(tree).items()}
    # A search of the page, which takes longer than all the rest: only where something is missing.
    fallback = cache(lambda: _trafilatura(tree))
    title = (
        shown(declared.get("headline"))
        or meta.get("og:title", "")
        or meta.get("twitter:title", "")
        or shown(fallback().title)
    )
    # A plug-in may declare the article once more. Other articles have other headlines.
    heads = (None, declared.get("headline"))
    signed = (node for node in articles if node.get("author") and node.get("headline") in heads)
    authors = find_authors(
        tree,
        next(signed, declared),
        objects,
        lambda: (fallback().author or "").split("; "),
        language,
    )
    return Metadata(
        title=title,
        byline=authors.persons,
        published=next(filter(None, map(iso, _dates(declared, meta, tree))), None)
        or iso(fallback().date),
        description=shown(declared.get("description"))
        or meta.get("og:description", "")
        or meta.get("description", ""),
        house=authors.house,
        body=body if isinstance(body := declared.get("articleBody"), str) else "",
    )


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects in the page's JSON-LD, as deep as they may be nested."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        # Publishers wrap it in CDATA or leave raw line breaks in strings.
        source = script.text.strip().removeprefix("<![CDATA[").removesuffix("]]>")
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _nodes(data, 0)


def _nodes(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if name in data:
                yield from _nodes(data[name], depth + 1)


def _types(node: dict[str, Any]) -> list[str]:
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _dates(declared: dict[str, Any], meta: dict[str, str], tree: Any) -> Iterator[Any]:
    """Candidates for the publication date, best first."""
    yield declared.get("datePublished")
    for name in ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date"):
        yield meta.get(name)
    yield declared.get("dateCreated")
    for element in tree.iter("time"):
        yield element.get("datetime")


@dataclass(frozen=True, slots=True)
class _Found:
    title: str | None = None
    author: str | None = None
    date: str | None = None


def _trafilatura(tree: Any) -> _Found:
    from trafilatura.metadata import extract_metadata

    try:
        # Not the extensive search: it takes any date on the page for the article's.
        document = extract_metadata(tree, extensive=False)
    except Exception:  # a page nobody foresaw must not cost the article
        return _Found()
    return _Found(document.title, document.author, document.date)
