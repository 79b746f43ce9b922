"""What became of an article's names, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsxlate.entities import Entities, NameAlignment, Outcome
from newsxlate.names import Reason
from newsxlate.outputs.article.display import language_name
from newsxlate.result import Result

_RIGHT = "right"
_REPAIRED = "repaired"
_DOUBTFUL = "perhaps left out"
_WRONG = {
    Outcome.GERMAN: "German form left",
    Outcome.INCONSISTENT: "inconsistent",
    Outcome.ALTERED: "altered",
    Outcome.MISSING: "missing",
    Outcome.HALLUCINATED: "invented",
}


def told(rendering: NameAlignment) -> str:
    """What became of a name, in a word or two."""
    if rendering.outcome.accepted:
        return _REPAIRED if rendering.replaced else _RIGHT
    if rendering.outcome is Outcome.MISSING and rendering.reason == Reason.UNCERTAIN:
        return _DOUBTFUL
    return _WRONG[rendering.outcome]


def tally(renderings: Iterable[NameAlignment]) -> str:
    """How many names came out how: "36 right, 1 German form left, 2 missing"."""
    counts = Counter(told(rendering) for rendering in renderings)
    order = (_RIGHT, _REPAIRED, *_WRONG.values(), _DOUBTFUL)
    return ", ".join(f"{counts[word]} {word}" for word in order if counts[word])


def report(result: Result) -> list[str]:
    """What became of the names of an article: a line for each translation."""
    if result.ledger is None or not result.ledger.entries:
        return []
    several = len(result.translations) > 1
    return [
        f"names{f' in {language_name(made.language)}' if several else ''}:"
        f" {_size(result.ledger)}; {tally(made.names) or 'none looked for'}"
        for made in result.translations
    ]


def _size(entities: Entities) -> str:
    names = len(entities.entries)
    mentions = sum(len(entity.mentions) for entity in entities.entries)
    return f"{names} name{'s' * (names != 1)}, {mentions} mention{'s' * (mentions != 1)}"
