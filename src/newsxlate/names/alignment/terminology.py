"""Check the terms of the user's glossary in a translation: those wanted, and those forbidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from newsxlate.article import SentenceRef
from newsxlate.entities import NameAlignment, Outcome
from newsxlate.findings import Finding, finding
from newsxlate.languages import SOURCE
from newsxlate.names.alignment.target_sentence import Span, Target, cut
from newsxlate.names.knowledge.glossary import Glossary, Term, same_case
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.recognition.tokenizer import tokenize
from newsxlate.names.verdict import Reason
from newsxlate.text.folding import fold

# Terms by whatever their first word may be, each with what its words may be.
_Index = dict[str, list[tuple[list[frozenset[str]], Term]]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A German term in a source sentence.

    Attributes:
        text: As it stands there.
        term: The row of the glossary.
    """

    text: str
    term: Term


@dataclass(frozen=True, slots=True)
class Accepted:
    """A term that a target sentence has as the user wants it.

    Attributes:
        source: The German words.
        text: The target's.
        start: Offset of the first of its characters.
        end: Offset behind the last.
    """

    source: str
    text: str
    start: int
    end: int


class Terminology:
    """The terms of a glossary, ready to be looked for."""

    def __init__(self, glossary: Glossary) -> None:
        """Take the terms; each language is prepared when it is first asked for."""
        self._glossary = glossary
        self._indices: dict[str, _Index] = {}

    def check(
        self,
        sources: Mapping[SentenceRef, str],
        targets: Mapping[SentenceRef, str],
        language: str,
        renderings: Sequence[NameAlignment],
    ) -> list[Finding]:
        """Look for the terms in a translation.

        German terms are found in any inflection, target terms in those that languages give to
        names, and in those that simplemma knows. What the check of names has spoken of is not
        reported again.

        Args:
            sources: The sentences of an article by block and sentence.
            targets: Their translations.
            language: ISO 639-1 code of the target language.
            renderings: What stands for each name.

        Returns:
            Findings with their place: forbidden terms (N532), missing ones (N533).
        """
        findings: list[Finding] = []
        for place, target, terms in self._found(sources, targets, language):
            here = [r for r in renderings if r.ref == place]
            for found in terms:
                names = [r for r in here if _is_of(r, found)]
                findings += _judge(found, place, target, names)
        return findings

    def accepted(
        self,
        sources: Mapping[SentenceRef, str],
        targets: Mapping[SentenceRef, str],
        language: str,
    ) -> dict[SentenceRef, list[Accepted]]:
        """The terms of the source sentences whose accepted forms stand in the translations."""
        kept: dict[SentenceRef, list[Accepted]] = {}
        for place, target, terms in self._found(sources, targets, language):
            for found in terms:
                spans = (s for form in found.term.forms for s in _stands(target, form, found.term))
                kept.setdefault(place, []).extend(
                    Accepted(found.text, target.text[start:end], start, end) for start, end in spans
                )
        return kept

    def _found(
        self,
        sources: Mapping[SentenceRef, str],
        targets: Mapping[SentenceRef, str],
        language: str,
    ) -> Iterator[tuple[SentenceRef, Target, list[_Found]]]:
        """The sentences that have terms, with these."""
        if language not in self._indices:
            self._indices[language] = _index(_merged(self._glossary, language))
        index = self._indices[language]
        for place, source in sources.items() if index else ():
            if targets.get(place) and (terms := list(_terms(source, index))):
                yield place, cut(targets[place], language), terms


def spared(
    renderings: Sequence[NameAlignment], kept: Mapping[SentenceRef, Sequence[Accepted]]
) -> tuple[NameAlignment, ...]:
    """What stands for each name, where a term stands as the user wants it: accepted.

    The name may be a part of the term, and the term no name to the finder: what the user wrote is
    neither altered, nor invented, nor inconsistent.
    """
    found = (_spared(r, kept.get(r.ref, ())) for r in renderings)
    return tuple(r for r in found if r)


def _spared(rendering: NameAlignment, kept: Sequence[Accepted]) -> NameAlignment | None:
    """An alignment, accepted if a term of the user's stands there; None if it tells of nothing."""
    if rendering.outcome.accepted or rendering.reason == Reason.FORBIDDEN:
        return rendering
    for term in kept:
        there = rendering.start is not None and rendering.end is not None
        if there and term.start < (rendering.end or 0) and (rendering.start or 0) < term.end:
            if rendering.outcome is Outcome.HALLUCINATED:
                return None
            return _accepted(rendering, term)
        if _has_words(term.source, rendering.source):
            return _accepted(rendering, term)
    return rendering


def _has_words(term: str, name: str) -> bool:
    """Whether a name is the words of a term, or some of them."""
    return bool(name) and bool(re.search(rf"\b{re.escape(name)}\b", term))


def _accepted(rendering: NameAlignment, term: Accepted) -> NameAlignment:
    return replace(
        rendering,
        outcome=Outcome.VARIANT,
        reason=Reason.GLOSSARY,
        text=term.text,
        start=term.start,
        end=term.end,
        expected=(),
    )


def _judge(
    found: _Found, place: SentenceRef, target: Target, names: Sequence[NameAlignment]
) -> Iterator[Finding]:
    """What there is to say of a term, given what was said of it as a name."""
    term = found.term
    where: dict[str, Any] = {
        "language": target.language,
        "block": place.block,
        "sentence": place.sentence,
        "source": found.text,
        "expected": " or ".join(f"‘{form}’" for form in term.forms) or "another term",
    }
    accepted = [span for form in term.forms for span in _stands(target, form, term)]
    for form in term.forbidden:
        for start, end in _stands(target, form, term):
            # Chancellor may be forbidden, and Federal Chancellor wanted.
            inside = any(first <= start and end <= last for first, last in accepted)
            if not inside and all(r.outcome.accepted for r in names):
                text = target.text[start:end]
                yield finding("N532", target=text, text=text, term=term.source, **where)
    if term.forms and not accepted and not names:
        yield finding("N533", target=target.text, term=found.text, **where)


def _is_of(rendering: NameAlignment, found: _Found) -> bool:
    return fold(rendering.source) in (fold(found.text), fold(found.term.source))


def _merged(glossary: Glossary, language: str) -> Iterator[Term]:
    """The terms of one language; what several rows say of a term is one."""
    rows: dict[tuple[str, bool], list[Term]] = {}
    for term in glossary.entries:
        if term.language == language:
            rows.setdefault((fold(term.source), term.case), []).append(term)
    for same in rows.values():
        forms = dict.fromkeys(form for term in same for form in term.forms)
        forbidden = dict.fromkeys(form for term in same for form in term.forbidden)
        yield replace(same[0], forms=tuple(forms), forbidden=tuple(forbidden))


def _index(terms: Iterable[Term]) -> _Index:
    found: _Index = {}
    for term in terms:
        words = [_bases(token.text, SOURCE) for token in tokenize(term.source)]
        for base in words[0] if words else ():
            found.setdefault(base, []).append((words, term))
    return found


def _terms(source: str, index: _Index) -> Iterator[_Found]:
    """The terms in a source sentence, each once."""
    tokens = tokenize(source)
    words = [_bases(token.text, SOURCE) for token in tokens]
    seen: set[int] = set()
    for start, bases in enumerate(words):
        for wanted, term in (pair for base in sorted(bases) for pair in index.get(base, ())):
            end = start + len(wanted)
            text = source[tokens[start].start : tokens[min(end, len(tokens)) - 1].end]
            if (
                id(term) not in seen
                and end <= len(words)
                and all(a & b for a, b in zip(wanted, words[start:end], strict=True))
                and (not term.case or same_case(text, term.source))
            ):
                seen.add(id(term))
                yield _Found(text, term)


def _stands(target: Target, form: str, term: Term) -> list[Span]:
    """Where a target term stands, by its offsets."""
    spans = target.find(form) or _by_lemma(target, form)
    found = (target.offsets(span) for span in spans)
    return [
        (start, end)
        for start, end in found
        if not term.case or same_case(target.text[start:end], form)
    ]


def _by_lemma(target: Target, form: str) -> list[Span]:
    wanted = [_bases(word, target.language) for word in fold(form).split()]
    words = [_bases(word.text, target.language) for word in target.words]
    last = len(words) - len(wanted)
    return [
        (start, start + len(wanted))
        for start in range(last + 1)
        if wanted and all(a & b for a, b in zip(wanted, words[start:], strict=False))
    ]


@lru_cache(maxsize=65536)
def _bases(word: str, language: str) -> frozenset[str]:
    """A word and its base form, folded; only the word in languages that simplemma lacks."""
    import simplemma

    try:
        lemma = simplemma.lemmatize(word, lang=language)
    except ValueError:
        lemma = word
    return frozenset({fold(word), fold(lemma), fold(_uninflected(word, language))} - {""})


def _uninflected(word: str, language: str) -> str:
    """An adjective of a place without its ending, where that is known: simplemma has few."""
    for ending in str(name_rules(language).demonyms.get("adjective", "")).split():
        if word.endswith(f"isch{ending}"):
            return word.removesuffix(ending)
    return word
