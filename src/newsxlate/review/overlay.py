"""People's text in a result, checked again; what was made of the same before is not made anew."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from newsxlate.article import SentenceRef
from newsxlate.checking import check
from newsxlate.names import NameChecker
from newsxlate.recheck import recheck, recheck_summary
from newsxlate.result import Result
from newsxlate.review.cache import Cache
from newsxlate.review.terms import Naming, Terms
from newsxlate.signoff import TEASER, TITLE

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
    return _rechecked.get(own, lambda: _recheck(result, language, changes, names)), own


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
    return _rechecked.get(key, lambda: _recheck_summary(result, language, index, own))


def _recheck(
    result: Result, language: str, changes: Mapping[SentenceRef, str], names: NameChecker
) -> Result:
    try:
        return recheck(result, language, changes, names)
    except NotImplementedError:
        pass
    made = []
    for translation in result.translations:
        if translation.language == language:
            blocks = []
            for block in translation.blocks:
                sentences = []
                for number, sentence in enumerate(block.sentences):
                    ref = SentenceRef(block.block, number)
                    if ref in changes:
                        found = check(
                            result.article.sentence(ref),
                            changes[ref],
                            source_language=result.article.language,
                            target_language=language,
                        )
                        sentence = replace(
                            sentence, text=changes[ref], findings=tuple(found), fallback=False
                        )
                    sentences.append(sentence)
                blocks.append(replace(block, sentences=tuple(sentences)))
            translation = replace(translation, blocks=tuple(blocks))
        made.append(translation)
    return replace(result, translations=tuple(made))


def _recheck_summary(
    result: Result, language: str, index: int, changes: Mapping[int, str]
) -> Result:
    try:
        return recheck_summary(result, language, index, changes)
    except NotImplementedError:
        pass
    made, number = [], -1
    for summary in result.summaries:
        number += summary.language == language
        if summary.language == language and number == index:
            summary = replace(
                summary,
                title=changes.get(TITLE, summary.title),
                teaser=changes.get(TEASER, summary.teaser),
                sentences=tuple(
                    replace(s, text=changes[n], findings=()) if n in changes else s
                    for n, s in enumerate(summary.sentences)
                ),
            )
        made.append(summary)
    return replace(result, summaries=tuple(made))
