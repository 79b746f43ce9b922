"""What search engines and browsers read of a page: schema.org's terms, as JSON-LD.

The vocabulary: https://schema.org/NewsArticle. A translation is a work of its own, and a
translation of the original; ``reviewedBy`` and ``lastReviewed`` are properties of a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from newsxlate.outputs.article.credit import SCHEMA_ORG, day, digital_source, editors, review_of
from newsxlate.outputs.article.display import clean
from newsxlate.result import Result, Translation
from newsxlate.signoff import Review

_MARKUP = re.compile("[<>&\u2028\u2029]")


def script(result: Result, reviews: Sequence[Review]) -> str:
    """The translations of a result as the content of a ``script`` element.

    It is valid JSON, and no text of the article can end the element.
    """
    works = [_translation(result, made, reviews) for made in result.translations]
    graph = works or [_original(result)]
    text = json.dumps({"@context": SCHEMA_ORG.rstrip("/"), "@graph": graph}, ensure_ascii=False)
    return _MARKUP.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _translation(result: Result, made: Translation, reviews: Sequence[Review]) -> dict[str, Any]:
    review = review_of(reviews, made.language)
    work = {
        "@type": "NewsArticle",
        "inLanguage": clean(made.language),
        "headline": clean(made.title or ""),
        "digitalSourceType": digital_source(review, result).schema_org,
        "translationOfWork": _original(result),
        "editor": [_person(name) for name in editors(review)],
    }
    if review.approved and review.by:
        page = {
            "@type": "WebPage",
            "reviewedBy": _person(clean(review.by)),
            "lastReviewed": day(review),
        }
        work["mainEntityOfPage"] = _known(page)
    return _known(work)


def _original(result: Result) -> dict[str, Any]:
    article = result.article
    source = article.source or ""
    web = source.lower().startswith(("https://", "http://"))
    work = {
        "@type": "NewsArticle",
        "inLanguage": clean(article.language),
        "headline": clean(article.title or ""),
        "url": clean(source) if web else "",
        "author": _person(clean(article.byline)) if article.byline else "",
        "datePublished": clean(article.published or ""),
    }
    return _known(work)


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [])}
