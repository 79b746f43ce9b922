"""The top of an article: headline, kicker and lead, which extractors take for page furniture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from newsxlate.article import Kind
from newsxlate.inputs.article.headings import HEADINGS
from newsxlate.inputs.article.structure import (
    NESTED,
    Look,
    in_box,
    in_path,
    is_caption,
    is_promoting,
)

# How far from the headline a kicker can stand, in paragraphs.
_KICKER_NEAR = 2
# Shorter headlines and descriptions are in others by chance.
_HEADLINE_LETTERS = 15
_HEADLINE_WORDS = 3
_LEAD_LETTERS = 30
_LEAD_WORDS = 6
# Descriptions are often cut off.
_DESCRIBED = 60
_HEADERS = ("header", "hgroup")
_ARTICLES = ("article", "main", "header")
_PAGE = ("body", "html")


def find_headline(looks: Sequence[Look], kept: set[int], title: str) -> int | None:
    """Which paragraph is the headline.

    It is the heading that says what the page declares; else the first h1. Many sites put a title
    for search engines into an h1 at the end of a breadcrumb, and print the headline as an h2.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that are the article.
        title: The letters of the declared headline, which need not be the printed one.
    """
    headings = [
        number
        for number, each in enumerate(looks[: max(kept) + 1])
        if each.piece.tag in HEADINGS[:2] and looks[number].key and each.piece.role != "kicker"
    ]
    printed = [n for n in headings if not _is_path(looks[n]) and not in_box(looks[n].piece)]
    for number in printed:
        if _is_declared(looks[number].key, title):
            return number
    first = [n for n in printed if looks[n].piece.tag == "h1"]
    # Where the site's name is an h1 as well, the headline is the one nearer the body.
    above = [n for n in first if n <= min(kept)]
    if first:
        return above[-1] if above else first[0]
    body = first_body(looks, kept)
    titled = [n for n in printed if n < body and _is_title(looks[n])]
    if titled:
        return titled[0]
    declared = (n for n in headings if _is_declared(looks[n].key, title))
    return next(chain(declared, (n for n in headings if looks[n].piece.tag == "h1")), None)


def first_body(looks: Sequence[Look], kept: set[int]) -> int:
    """Index of the first paragraph of the text; of what follows the last if there is none."""
    bodies = (n for n in sorted(kept) if looks[n].body and not is_caption(looks[n].piece))
    return next(bodies, max(kept) + 1)


def _is_path(each: Look) -> bool:
    return in_path(each.piece) or any(place.tag == "li" for place in each.piece.place.up())


def _is_declared(key: str, title: str) -> bool:
    # The declared title often has the site's name behind the headline, or a kicker before it.
    return bool(title) and (key == title or (len(key) > _HEADLINE_LETTERS and key in title))


def _is_title(each: Look) -> bool:
    """Whether an h2 above the text is called a headline, or stands in the article's header."""
    if each.words < _HEADLINE_WORDS or each.linked:
        return False
    if each.piece.role == "headline":
        return True
    return any(place.tag in _HEADERS for place in each.piece.place.up())


def around_headline(
    looks: Sequence[Look],
    kept: set[int],
    headline: int,
    descriptions: Iterable[str],
) -> dict[int, Kind]:
    """The kicker and the lead of a headline, which need not be among what was taken.

    Args:
        looks: The paragraphs of the page.
        kept: Indices of those that are the article.
        headline: Index of the headline.
        descriptions: The letters of what the page declares as its description.
    """
    kinds: dict[int, Kind] = {}
    near = range(max(0, headline - _KICKER_NEAR), min(headline + _KICKER_NEAR + 1, len(looks)))
    kickers = [n for n in near if n != headline and looks[n].piece.role == "kicker"]
    if kickers:
        kinds[min(kickers, key=lambda n: (abs(n - headline), n))] = Kind.KICKER
    body = next((n for n in sorted(kept) if n > headline and looks[n].body), len(looks) - 1)
    described = tuple(descriptions)
    between = [
        n
        for n in range(headline + 1, body + 1)
        if n not in kinds and _may_be_lead(looks[n]) and looks[n].key
    ]
    leads = [
        n
        for n in between
        if looks[n].piece.role == "lead" or _is_described(looks[n].key, described)
    ]
    if not leads:
        # A new layout: what stands between headline and text, and reads like a sentence.
        leads = [
            n
            for n in between
            if _reads_like_lead(looks[n], looks[headline])
            and (n not in kept or _stands_apart(looks, kept, n))
        ][:1]
    kinds.update(dict.fromkeys(leads, Kind.LEAD))
    return kinds


def _may_be_lead(each: Look) -> bool:
    piece = each.piece
    return not (
        piece.tag == "li"
        or each.linked
        or is_caption(piece)
        or in_path(piece)
        or in_box(piece)
        or is_promoting(piece)
    )


def _is_described(key: str, descriptions: Iterable[str]) -> bool:
    if len(key) <= _LEAD_LETTERS:
        return False
    return any(
        key in described or (len(described) > _LEAD_LETTERS and described[:_DESCRIBED] in key)
        for described in descriptions
    )


def _reads_like_lead(each: Look, headline: Look) -> bool:
    # Below the headline it stands in the article, or where no element is called that, beside it.
    around = list(islice(each.home.up(), NESTED))
    beside = {place for place in islice(headline.home.up(), NESTED) if place.tag not in _PAGE}
    return (
        not each.heading
        and each.final
        and each.words >= _LEAD_WORDS
        and each.piece.role not in ("byline", "credit")
        and (
            any(place.tag in _ARTICLES for place in each.piece.place.up())
            or not beside.isdisjoint(around)
        )
    )


def _stands_apart(looks: Sequence[Look], kept: set[int], number: int) -> bool:
    """Whether the text below a paragraph stands in an element of its own."""
    below = [looks[n].home for n in sorted(kept) if n > number and looks[n].body][:2]
    return len(below) == 2 and below[0] is below[1] is not looks[number].home
