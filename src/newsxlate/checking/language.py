"""Recognise text that was left in the source language, or translated into a wrong one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsxlate import resources
from newsxlate.findings import Finding, finding
from newsxlate.text.casing import is_all_caps, lower
from newsxlate.text.dictionary import load_lemmas

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# A run of so many words that stand in the target as they stand in the source was not translated.
_RUN = 4
# A town has two words at least before what it is named after: "Krems an der Donau".
_NAMED_AFTER = 2
# A title has at most so many words, and so many letters beside those that were kept.
_TITLE = 6
_NEAR = 10
_MARKS = '"“”„«»‹›‘’'
_OPEN = '["“„«»‹›‘]'
_CLOSE = '["“”«»‹›’]'
# Letters in words that begin with a small one: below, language identification is a guess.
_LETTERS = 20
# Half of NTREX's 10,000 translations: none that long is less probable in its own language.
_IMPROBABLE = 1e-3


@dataclass(frozen=True, slots=True)
class _Words:
    function: frozenset[str]
    shared: frozenset[str]
    marked: frozenset[str]
    particles: frozenset[str]
    places: frozenset[str]


@cache
def _source_words(language: str) -> _Words:
    row = resources.language(language, "checking").get("copying", {})
    names = ("function", "shared", "marked", "particles", "places")
    return _Words(*(frozenset(row.get(name, "").split()) for name in names))


def check_language(
    source: str, target: str, *, source_language: str, target_language: str
) -> list[Finding]:
    """Source text that was copied, and output in another language than was asked for.

    Names, numbers and credits ("Bild: KCNA") may stay as they are, and short texts are not
    accused of being in the wrong language.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    if source_language == target_language:
        return []
    left, right = _WORD.findall(source), _WORD.findall(target)
    shouted = is_all_caps(source, source_language)
    if _is_copy(left, right):
        # Names, and sentences that are foreign to the source as well, may be copied.
        # A word that did change is no evidence: "Merkel meets Macron in Berlin" is a translation.
        there = {word.lower() for word in right}
        # As a sentence, "TRUMP GREIFT RICHTER AN" shows which of its words are names.
        words = _WORD.findall(lower(source, source_language)) if shouted else left
        copied = _is_translatable([w for w in words if w.lower() in there], source_language)
        return [finding("N208", text=target.strip())] if copied else []
    if shouted:
        left, right = [word.lower() for word in left], [word.lower() for word in right]
    run = _copied_run(left, right, source_language)
    if run and not _is_place(run, source_language):
        code = "N346" if _is_title(run, source) and _is_title(run, target) else "N209"
        text = " ".join(run)
        return [finding(code, text=text.upper() if shouted else text)]
    return list(_check_output(target, target_language))


def _is_copy(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether four words of five are the same."""
    if not left or not right:
        return False
    shared = Counter(map(str.lower, left)) & Counter(map(str.lower, right))
    return shared.total() >= 0.8 * max(len(left), len(right))


def _is_translatable(words: Sequence[str], language: str) -> bool:
    """Whether a text holds words that have to change in another language."""
    known = _source_words(language)
    small = [word for word in words if word[0].islower() and word not in known.particles]
    if any(word in known.function for word in small):
        return True
    first = words[0].lower()
    if len(words) > 1 and first in known.function and first not in known.particles:
        return True
    if not _is_probably(" ".join(words), language):
        return False
    # The dictionary takes a second to load: only texts that were copied are looked up.
    load_lemmas(language)
    from simplemma import is_known, lemmatize

    if any(len(word) > 3 and is_known(word, language) for word in small):
        return True
    # "Ähnliche Artikel" has an adjective in it, "Johann Wolfgang Goethe" and "Foto: Reuters" not.
    content = [word for word in words if len(word) > 3]
    return (
        len(content) > 1
        and all(is_known(word, language) for word in content)
        and any(lemmatize(word, language)[:1].islower() for word in content)
    )


def _is_place(run: Sequence[str], language: str) -> bool:
    """Whether what was kept is the name of a town: "in Kempten im Allgäu"."""
    known = _source_words(language)
    words = list(run)
    while words and words[0].islower():
        del words[0]
    if not _NAMED_AFTER < len(words) <= _RUN + 1 or words[0].islower() or words[-1].islower():
        return False
    if any(not word.islower() for word in words[1:-1]):
        return False
    return words[-1].lower() in known.places and not _is_common(words[0], language)


def _is_common(noun: str, language: str) -> bool:
    """Whether a word is a common noun: names have no plural."""
    load_lemmas(language)
    from simplemma import is_known, lemmatize

    forms = (noun + ending for ending in ("n", "en", "e", "er"))
    return any(is_known(form, language) and lemmatize(form, language) == noun for form in forms)


def _is_title(run: Sequence[str], text: str) -> bool:
    """Whether a run stands in a text as a title in quotation marks, or with its abbreviation."""
    words = r"[^\w]+".join(map(re.escape, run))
    if sum(map(str.isupper, run[-1])) > 1 and re.search(rf"{words}\s?[)\]]", text):
        return True
    # What somebody says stands behind a colon, or has a comma behind it.
    near = rf"[^{_MARKS}]{{0,{_NEAR}}}"
    quoted = rf"(?<!:)\s{_OPEN}{near}{words}{near}{_CLOSE}(?!,)"
    return len(run) <= _TITLE and re.search(quoted, text) is not None


def _is_probably(text: str, language: str) -> bool:
    """Whether the language of a text is possible: the source may quote a foreign sentence."""
    from newsxlate.text.langid import probabilities

    return len(text) < _LETTERS or probabilities(text, _candidates(language))[language] > 0.1


def _copied_run(left: Sequence[str], right: Sequence[str], language: str) -> Sequence[str]:
    """The longest run of source words that stands in the target, if it is source language."""
    known = _source_words(language)
    grams: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(left) - _RUN + 1):
        grams.setdefault(tuple(left[index : index + _RUN]), []).append(index)
    best: Sequence[str] = ()
    for index in range(len(right) - _RUN + 1):
        for start in grams.get(tuple(right[index : index + _RUN]), ()):
            length = _RUN
            while (
                start + length < len(left)
                and index + length < len(right)
                and left[start + length] == right[index + length]
            ):
                length += 1
            run = left[start : start + length]
            if length > len(best) and _is_source_language(run, known):
                best = run
    return best


def _is_source_language(run: Sequence[str], known: _Words) -> bool:
    """Whether a run is the source's language, and not a title or name in another."""
    if any(word in known.function for word in run):
        return True
    shared = sum(word in known.shared for word in run)
    return len(run) > _RUN and shared > 1 and any(word in known.marked for word in run)


def _check_output(target: str, language: str) -> Iterator[Finding]:
    words = [word for word in _WORD.findall(target) if not word.isupper()]
    # Names say little about a language: what begins with a small letter does.
    small = [word for word in words if word[0].islower()] or words
    if sum(map(len, small)) < _LETTERS:
        return
    from newsxlate.text.langid import probabilities

    try:
        ranking = probabilities(target, _candidates(language))
    except ValueError:  # py3langid does not know the language
        return
    if ranking[language] < _IMPROBABLE:
        from newsxlate.languages import language as find

        found = next(iter(ranking))
        yield finding("N210", found=find(found).name, expected=find(language).name)


@cache
def _candidates(language: str) -> frozenset[str]:
    from newsxlate.text.langid import candidates

    return candidates() | {language}
