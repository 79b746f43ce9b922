"""Reviews in JSON: an object beside each translation, and beside each summary.

It has the fields of `newsxlate.signoff.Review`, but for language and part, which its place says. Of
summaries, which a language's are reviewed together, each has the sentences of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from newsxlate.outputs.article.credit import review_of
from newsxlate.signoff import Part, Review

# What the place of the object says already.
_IMPLIED = ("language", "part")


def add(data: dict[str, Any], reviews: Sequence[Review]) -> dict[str, Any]:
    """``data``, as `newsxlate.outputs.article.json.plain` gave it, with reviews put into it."""
    for made in data["translations"]:
        made["review"] = _plain(review_of(reviews, made["language"]))
    seen: Counter[str] = Counter()
    for made in data["summaries"]:
        language = made["language"]
        whole = review_of(reviews, language, Part.SUMMARY)
        made["review"] = _plain(_only(whole, seen[language]))
        seen[language] += 1
    return data


def found(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The reviews in parsed JSON as the fields of `Review`, those of summaries put together."""
    for made in data.get("translations") or ():
        if isinstance(made, dict) and isinstance(made.get("review"), dict):
            yield {**made["review"], "language": made.get("language"), "part": Part.TRANSLATION}
    whole: dict[Any, dict[str, Any]] = {}
    for made in data.get("summaries") or ():
        if not (isinstance(made, dict) and isinstance(made.get("review"), dict)):
            continue
        review, language = made["review"], made.get("language")
        if language in whole:
            for name in ("sentences", "earlier"):
                rows = [row for row in review.get(name) or () if row not in whole[language][name]]
                whole[language][name] = [*whole[language][name], *rows]
            continue
        lists = {name: list(review.get(name) or ()) for name in ("sentences", "earlier")}
        whole[language] = {**review, **lists, "language": language, "part": Part.SUMMARY}
    yield from whole.values()


def _only(review: Review, summary: int) -> Review:
    """What of a review of summaries concerns one of them."""
    return replace(review, sentences=tuple(row for row in review.sentences if row.block == summary))


def _plain(review: Review) -> dict[str, Any]:
    values = asdict(review)
    for name in _IMPLIED:
        del values[name]
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
