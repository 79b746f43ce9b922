"""People's text in a result, checked again; what was made of the same before is not made anew."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from newsxlate.article import SentenceRef
from newsxlate.recheck import recheck, recheck_summary
from newsxlate.result import Result
from newsxlate.review.cache import Cache
from newsxlate.review.terms import Naming, Terms

_rechecked: Cache[Result] = Cache(256)


def translation(
    result: Result,
    key: Hashable,
    language: str,
    changes: Mapping[SentenceRef, str],
    confirmed: Terms,
    naming: Naming,
) -> tuple[Result, Hashable]:
    """A result with other texts in a translation.

    Args:
        result: The result.
        key: What it is known by: equal keys are of equal results.
        language: Which translation.
        changes: The texts that are not the result's.
        confirmed: Terms that editors confirmed.
        naming: What is done about names.

    Returns:
        The result, and its key.
    """
    if not changes and not confirmed:
        return result, key
    own = (key, language, tuple(sorted(changes.items())), naming.key(confirmed))
    names = naming.checker(confirmed, language)
    return _rechecked.get(own, lambda: recheck(result, language, changes, names)), own


def summaries(
    result: Result, key: Hashable, language: str, changes: Mapping[SentenceRef, str]
) -> tuple[Result, Hashable]:
    """A result with other texts in its summaries in a language; see `translation`."""
    for index in sorted({ref.block for ref in changes}):
        own = {ref.sentence: text for ref, text in changes.items() if ref.block == index}
        key = (key, language, index, tuple(sorted(own.items())))
        result = _summarised(result, key, language, index, own)
    return result, key


def _summarised(
    result: Result, key: Hashable, language: str, index: int, own: Mapping[int, str]
) -> Result:
    return _rechecked.get(key, lambda: recheck_summary(result, language, index, own))
