"""Where something stands in a target sentence that may stand for a name; one lookup a function."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsxlate.entities import Mention, Outcome
from newsxlate.languages import INTERNATIONAL
from newsxlate.names.alignment.accepted_forms import AcceptedForms, is_written, known_forms
from newsxlate.names.alignment.designations import initials
from newsxlate.names.alignment.misspelling import (
    MAX_MISSPELLING_DISTANCE,
    unlikeness,
)
from newsxlate.names.alignment.regions import find_demonyms
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.forms import demonyms
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public_surname, is_title
from newsxlate.names.verdict import Reason
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, parts

# Fewer letters are in too many words to be a name that is written small.
_SHORTEST_SMALL = 4
# A person's name has no more words.
_FULL_NAME = 2
# The best forms of a name; a text is compared with so many of them.
_COMPARED = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A span that stands for a mention.

    Attributes:
        span: The first word and the one behind the last.
        outcome: What it makes of the mention.
        reason: Why.
        name: The German name that it renders: the mention's, another of the entity, or a part.
    """

    span: Span
    outcome: Outcome
    reason: Reason
    name: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A target sentence while it is aligned.

    Attributes:
        target: The sentence.
        accepted: The accepted forms in its language.
        taken: Indices of the words that stand for a mention.
        source: The source sentence.
        adjectives: Its small words.
    """

    target: Target
    accepted: AcceptedForms
    taken: set[int]
    source: str
    adjectives: Sequence[str]


def forbidden(s: Sentence, name: str) -> Iterator[Match]:
    """Spans that the user's glossary forbids, or has another form for."""
    wanted = s.accepted.wanted(name)
    right = [span for text in wanted for span in s.target.find(text)]
    for text in s.accepted.forbidden(name):
        for span in s.target.find(text):
            # Kremlin may be forbidden, and Kremlin Palace wanted.
            if not any(start <= span[0] and span[1] <= end for start, end in right):
                yield Match(span, Outcome.ALTERED, Reason.FORBIDDEN, name)
    for form in known_forms(name, s.target.language) if wanted else ():
        for span in s.target.find(form.text):
            if not s.accepted.accepts(name, s.target.span_text(span)).accepted:
                yield Match(span, Outcome.ALTERED, Reason.GLOSSARY, name)


def listed(s: Sentence, name: str, *, small: bool = False) -> Iterator[Match]:
    """Spans that are one of the forms; also without capitals if ``small``."""
    for form in s.accepted.forms(name):
        for span in s.target.find(form.text):
            text = s.target.span_text(span)
            if not s.accepted.heeds_case(name, text):
                continue
            if small or is_written(text, form.text):
                same = fold(text) == fold(name)
                outcome = Outcome.KEPT if same else Outcome.VARIANT
                yield Match(span, outcome, form.source, name)


def by_rule(s: Sentence, name: str, left: list[Match]) -> Iterator[Match]:
    """Spans that no list has and the rules accept; those in German go to ``left``."""
    for span in _spans(s.target, len(fold(name).split())):
        verdict = s.accepted.accepts(name, s.target.span_text(span))
        if verdict.accepted:
            yield Match(span, Outcome.VARIANT, verdict.reason, name)
        elif verdict.reason is Reason.GERMAN_LEFT:
            left.append(german(s, span, name))
        elif _is_accepted_by_words(s, name, s.target.span_text(span)):
            yield Match(span, Outcome.VARIANT, verdict.reason, name)
    short = {initials(text) for text in (name, *(form.text for form in s.accepted.forms(name)))}
    for span in (span for text in sorted(short) for span in s.target.find_initials(text)):
        yield Match(span, Outcome.VARIANT, Reason.SHORTENED, name)


def _is_accepted_by_words(s: Sentence, name: str, text: str) -> bool:
    """Whether each word with a capital is a form of one: Rapid Vienna, Rim of Arizona."""
    wanted = [word for word in name.split() if word[0].isupper()]
    found = [word for word in text.split() if word[0].isupper()]
    if len(wanted) < 2 or len(wanted) != len(found):
        return False
    return all(
        s.accepted.accepts(word, other).accepted for word, other in zip(wanted, found, strict=True)
    )


def written_small(s: Sentence, names: Sequence[str]) -> Iterator[Match]:
    """A name that is written small, because it is a common word: hip hop, town hall."""
    for name in names:
        small = all(dictionary.is_word(word, s.target.language) for word in parts(name))
        # "sagte King" is not "said the king".
        small = small and not is_family(name)
        for span in s.target.find(name) if small and len(name) >= _SHORTEST_SMALL else ():
            text = s.target.span_text(span)
            if text.islower() and fold(text) == fold(name) and not name.isupper():
                yield Match(span, Outcome.KEPT, Reason.SAME_SPELLING, name)


def derived(s: Sentence, names: Sequence[str], mention: Mention) -> Iterator[Match]:
    """Adjectives and inhabitants that no adjective of the source accounts for."""
    for name in filter(None, map(demonyms.place_of, names)):
        yield from listed(s, name)
    expected = [form.text for name in names for form in s.accepted.forms(name)]
    found = list(find_demonyms(s.target, names))
    for span in found[demonyms.count(s.adjectives, names) :]:
        text = s.target.span_text(span)
        if any(fold(text) == fold(name) for name in names):
            continue
        slip = any(0 < unlikeness(text, form) <= MAX_MISSPELLING_DISTANCE for form in expected)
        longer = any(fold(text).startswith(fold(form)) for form in expected)
        if not slip or longer or demonyms.is_plausible(text, s.target.language):
            yield Match(span, Outcome.VARIANT, Reason.RELATED, mention.base)


def german(s: Sentence, span: Span, name: str) -> Match:
    """What a span in German spelling makes of a name.

    Cyrillic text keeps many a Latin name, but no person's: Google, Fox News.
    """
    person = any(is_given(word) or is_family(word) for word in name.split())
    certain = any(form.certain for form in s.accepted.forms(name))
    # St. Martin's is no more German than it is English.
    if _is_kept_whole(s, span, name) or name.startswith("St. "):
        return Match(span, Outcome.KEPT, Reason.SAME_SPELLING, name)
    if name_rules(s.target.language).cyrillic and not (person or certain):
        return Match(span, Outcome.KEPT, Reason.SAME_SPELLING, name)
    return Match(span, Outcome.GERMAN, Reason.GERMAN_LEFT, name)


def _is_kept_whole(s: Sentence, span: Span, name: str) -> bool:
    """Whether a span belongs to a longer name that stands so in the source: The London Gazette."""
    for index, longer in beside(s.target, span):
        word, text = s.target.words[index], s.target.span_text(longer)
        named = word.capital and not word.opens and word.text not in name.split()
        named = named and not is_title(word.text)
        if named and text in s.source and not is_given(word.text):
            return True
    return False


def misspelt(s: Sentence, names: Sequence[str]) -> Iterator[Match]:
    """Free spans that are one of the names misspelt, the most alike first."""
    found: list[tuple[float, Match]] = []
    for name in names:
        options = spellings(s, name)
        for span in _spans(s.target, len(fold(name).split())):
            if s.taken.isdisjoint(range(*span)):
                text = s.target.span_text(span)
                distance = min(unlikeness(text, form) for form in options)
                if distance <= MAX_MISSPELLING_DISTANCE and not _is_shortened(s, name, text):
                    found.append((distance, Match(span, Outcome.ALTERED, Reason.DIFFERENT, name)))
    yield from (match for _, match in sorted(found, key=lambda pair: pair[0]))


def spellings(s: Sentence, name: str) -> set[str]:
    """What a misspelling of a name is one of: the name, and the best of its forms."""
    return {name, *(form.text for form in s.accepted.forms(name)[:_COMPARED])}


def _is_shortened(s: Sentence, name: str, text: str) -> bool:
    """Whether a text is a name with words left out, or a common word of the language."""
    words = text.split()
    if all(any(s.accepted.accepts(w, word).accepted for w in name.split()) for word in words):
        return True
    word = dictionary.is_word(text, s.target.language) and dictionary.is_word(name, INTERNATIONAL)
    return len(words) == 1 and word and not name_rules(s.target.language).english_is_own


def is_translated(name: str, text: str, language: str) -> bool:
    """Whether the common words of a foreign name are translated: Canal, Canale di Panama."""
    old, new = parts(name), parts(text)
    if name_rules(language).english_is_own or len(old) != len(new):
        return False
    return all(
        fold(a) == fold(b)
        or a.islower()
        or (_is_english(a, len(old)) and dictionary.is_word(b, language))
        for a, b in zip(old, new, strict=True)
    )


def _is_english(word: str, length: int) -> bool:
    """Whether a word of a name of so many words is an English one, and no person's."""
    person = length <= _FULL_NAME and (is_given(word) or is_family(word))
    named = person or is_public_surname(word)
    return dictionary.is_word(word, INTERNATIONAL) and not named


def beside(target: Target, span: Span) -> Iterator[tuple[int, Span]]:
    """The words next to a span, each with the span that it makes with it."""
    start, end = span
    for index, longer in ((start - 1, (start - 1, end)), (end, (start, end + 1))):
        if 0 <= index < len(target.words) and target.is_adjacent(max(index, start)):
            yield index, longer


def _spans(target: Target, length: int) -> Iterable[Span]:
    """Runs of about ``length`` words that begin and end with capitals."""
    return target.runs(max(1, length - 1), length + 1)
