"""Find what stands for each mention in a target sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from newsxlate.entities import Entity, Mention, Outcome
from newsxlate.names.alignment import regions
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.forms import demonyms, lookup
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.glossary import Glossary
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public_surname, is_title
from newsxlate.names.verdict import Form, Reason, Verdict
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, parts

# A span that takes more edits than this by letter is no misspelling of a name.
_SLIP = 0.26
_MOST_EDITS = 3
_SHORTEST_SLIP = 4
_SHORT = 4
_INITIALS = 3
_FULL_NAME = 2

Pair = tuple[Entity, Mention]


@dataclass(frozen=True, slots=True)
class Match:
    """A span that stands for a mention.

    Attributes:
        span: The first word and the one behind the last.
        outcome: What it makes of the mention.
        reason: Why.
        name: The German name that it renders: the mention's, another of the entry, or a part.
    """

    span: Span
    outcome: Outcome
    reason: Reason
    name: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A target sentence while it is aligned.

    Attributes:
        target: The sentence.
        taken: Indices of the words that stand for a mention.
        source: The source sentence.
        adjectives: Its small words.
    """

    target: Target
    taken: set[int]
    source: str
    adjectives: Sequence[str]


@lru_cache(maxsize=8192)
def _known_forms(name: str, language: str) -> tuple[Form, ...]:
    """The forms of a name; of a place's name in another language those of the place."""
    found = lookup.forms(name, language)
    if not tables.whole().german(name):
        texts = (
            text
            for _, entity in tables.whole().form(name)
            if entity.kind == "place"
            for text in entity.forms.get(language, ())
        )
        found += [Form(text, Reason.EXONYM, certain=False) for text in dict.fromkeys(texts)]
    return tuple(found)


class Finder:
    """Looks for the names of an article in the sentences of one language."""

    def __init__(self, language: str, book: Glossary | None = None) -> None:
        """``book`` has the user's terms."""
        self.language = language
        self.book = book
        self.glossary = (book.terms(language) if book else {}) or None
        self._words: dict[tuple[int, str], frozenset[str]] = {}

    def forms(self, name: str) -> Sequence[Form]:
        """The accepted forms of a name, best first."""
        if self.glossary:
            return lookup.forms(name, self.language, glossary=self.glossary)
        return _known_forms(name, self.language)

    def words(self, entity: Entity) -> frozenset[str]:
        """The folded words of an entry's names and of their accepted forms, remembered."""
        key = entity.id, entity.canonical
        if key not in self._words:
            names = dict.fromkeys((entity.canonical, *entity.names))
            texts = [form.text for name in names for form in self.forms(name)]
            self._words[key] = frozenset(w for t in (*names, *texts) for w in fold(t).split())
        return self._words[key]

    def accepts(self, name: str, text: str) -> Verdict:
        """Whether a text is a form of a name."""
        return lookup.accepts(name, text, self.language, glossary=self.glossary)

    def align(self, target: Target, pairs: Sequence[Pair], source: str = "") -> dict[int, Match]:
        """What stands for each mention of a sentence, by its index; no word stands for two.

        Whole names come first, the longest before the others; then what stands for a part, an
        adjective, a German form; what is left is compared with misspellings.
        """
        chosen: dict[int, Match] = {}
        taken: set[int] = set()
        adjectives = [word for word in source.split() if word[:1].islower()]
        order = sorted(range(len(pairs)), key=lambda i: -len(pairs[i][1].base.split()))
        for look in (self._whole, self._altered, self._part, self._slip):
            for index in order:
                if index in chosen:
                    continue
                for match in look(_Sentence(target, taken, source, adjectives), *pairs[index]):
                    if taken.isdisjoint(range(*match.span)):
                        chosen[index] = self._extended(target, pairs[index], match, taken)
                        taken.update(range(*chosen[index].span))
                        break
        return chosen

    def _whole(self, s: _Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
        """The mention's name, or another of its entry."""
        names = names_of(entity, mention)
        for name in names:
            yield from self._forbidden(s.target, name)
            yield from self._listed(s.target, name, small=mention.worded)
        left: list[Match] = []
        for name in names:
            yield from self._by_rule(s, name, left)
        yield from left

    def _altered(self, s: _Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
        """A name of several words misspelt."""
        names = [n for n in names_of(entity, mention) if " " in n or "-" in n]
        if mention.worded or any(regions.whole_of(name) for name in names):
            return
        for match in self._slips(s.target, names, s.taken):
            if self._is_translated(match.name, s.target.span_text(match.span)):
                yield replace(match, outcome=Outcome.VARIANT, reason=Reason.RELATED)
            else:
                yield match

    def _part(self, s: _Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
        """A part of the name, an adjective made from it, or the German form."""
        for name in parts_of(entity, mention):
            yield from self._listed(s.target, name)
            yield from self._by_rule(s, name, [])
        names = names_of(entity, mention)
        yield from self._small(s.target, names)
        yield from self._derived(s, names, mention)
        for name in (*names, *parts_of(entity, mention)):
            for span in s.target.find(name):
                if is_written(s.target.span_text(span), name):
                    yield self._german(s, span, name)

    def _small(self, target: Target, names: Sequence[str]) -> Iterator[Match]:
        """A name that is written small, because it is a common word: hip hop, town hall."""
        for name in names:
            small = all(dictionary.is_word(word, self.language) for word in parts(name))
            for span in target.find(name) if small and len(name) >= _SHORT else ():
                text = target.span_text(span)
                if text.islower() and fold(text) == fold(name) and not name.isupper():
                    yield Match(span, Outcome.KEPT, Reason.SAME_SPELLING, name)

    def _derived(self, s: _Sentence, names: Sequence[str], mention: Mention) -> Iterator[Match]:
        """Adjectives and inhabitants that no adjective of the source accounts for."""
        for name in filter(None, map(demonyms.place_of, names)):
            yield from self._listed(s.target, name)
        expected = [form.text for name in names for form in self.forms(name)]
        found = list(regions.find_demonyms(s.target, names))
        for span in found[demonyms.count(s.adjectives, names) :]:
            text = s.target.span_text(span)
            if any(fold(text) == fold(name) for name in names):
                continue
            slip = any(0 < unlikeness(text, form) <= _SLIP for form in expected)
            longer = any(fold(text).startswith(fold(form)) for form in expected)
            if not slip or longer or demonyms.is_plausible(text, self.language):
                yield Match(span, Outcome.VARIANT, Reason.RELATED, mention.base)

    def _slip(self, s: _Sentence, entity: Entity, mention: Mention) -> Iterator[Match]:
        """The name, or a part of it, misspelt."""
        if not mention.worded:
            names = [*names_of(entity, mention), *parts_of(entity, mention)]
            yield from self._slips(s.target, names, s.taken)

    def _forbidden(self, target: Target, name: str) -> Iterator[Match]:
        """Spans that the user's glossary forbids, or has another form for."""
        if not self.book:
            return
        right = [s for text in self.book.forms(name, self.language) for s in target.find(text)]
        for text in self.book.forbidden(name, self.language):
            for span in target.find(text):
                # Kremlin may be forbidden, and Kremlin Palace wanted.
                if not any(start <= span[0] and span[1] <= end for start, end in right):
                    yield Match(span, Outcome.ALTERED, Reason.FORBIDDEN, name)
        if self.book.forms(name, self.language):
            for form in _known_forms(name, self.language):
                for span in target.find(form.text):
                    if not self.accepts(name, target.span_text(span)).accepted:
                        yield Match(span, Outcome.ALTERED, Reason.GLOSSARY, name)

    def _listed(self, target: Target, name: str, *, small: bool = False) -> Iterator[Match]:
        """Spans that are one of the forms; also without capitals if ``small``."""
        for form in self.forms(name):
            for span in target.find(form.text):
                text = target.span_text(span)
                if small or is_written(text, form.text):
                    same = fold(text) == fold(name)
                    outcome = Outcome.KEPT if same else Outcome.VARIANT
                    yield Match(span, outcome, form.source, name)

    def _by_rule(self, s: _Sentence, name: str, left: list[Match]) -> Iterator[Match]:
        """Spans that no list has and the rules accept; those in German go to ``left``."""
        target = s.target
        for span in spans(target, len(fold(name).split())):
            verdict = self.accepts(name, target.span_text(span))
            if verdict.accepted:
                yield Match(span, Outcome.VARIANT, verdict.reason, name)
            elif verdict.reason is Reason.GERMAN_LEFT:
                left.append(self._german(s, span, name))
            elif self._by_words(name, target.span_text(span)):
                yield Match(span, Outcome.VARIANT, verdict.reason, name)
        short = {initials(text) for text in (name, *(form.text for form in self.forms(name)))}
        for span in (span for text in sorted(short) for span in target.find_initials(text)):
            yield Match(span, Outcome.VARIANT, Reason.SHORTENED, name)

    def _german(self, s: _Sentence, span: Span, name: str) -> Match:
        """What a span in German spelling makes of a name.

        Cyrillic text keeps many a Latin name, but no person's: Google, Fox News.
        """
        person = any(is_given(word) or is_family(word) for word in name.split())
        listed = any(form.certain for form in self.forms(name))
        # St. Martin's is no more German than it is English.
        if _is_kept_whole(s, span, name) or name.startswith("St. "):
            return Match(span, Outcome.KEPT, Reason.SAME_SPELLING, name)
        if self.language in tables.CYRILLIC and not (person or listed):
            return Match(span, Outcome.KEPT, Reason.SAME_SPELLING, name)
        return Match(span, Outcome.GERMAN, Reason.GERMAN_LEFT, name)

    def _by_words(self, name: str, text: str) -> bool:
        """Whether each word with a capital is a form of one: Rapid Vienna, Rim of Arizona."""
        wanted = [word for word in name.split() if word[0].isupper()]
        found = [word for word in text.split() if word[0].isupper()]
        if len(wanted) < 2 or len(wanted) != len(found):
            return False
        return all(
            self.accepts(word, other).accepted for word, other in zip(wanted, found, strict=True)
        )

    def _slips(self, target: Target, names: Sequence[str], taken: set[int]) -> Iterator[Match]:
        """Free spans that are one of the names misspelt, the most alike first."""
        found: list[tuple[float, Match]] = []
        for name in names:
            options = {name, *(form.text for form in self.forms(name)[:6])}
            for span in spans(target, len(fold(name).split())):
                if taken.isdisjoint(range(*span)):
                    text = target.span_text(span)
                    distance = min(unlikeness(text, form) for form in options)
                    if distance <= _SLIP and not self._is_shortened(name, text):
                        match = Match(span, Outcome.ALTERED, Reason.DIFFERENT, name)
                        found.append((distance, match))
        yield from (match for _, match in sorted(found, key=lambda pair: pair[0]))

    def _is_translated(self, name: str, text: str) -> bool:
        """Whether the common words of a foreign name are translated: Canal, Canale di Panama."""
        old, new = parts(name), parts(text)
        if self.language == "en" or len(old) != len(new):
            return False
        return all(
            fold(a) == fold(b)
            or a.islower()
            or (_is_english(a, len(old)) and dictionary.is_word(b, self.language))
            for a, b in zip(old, new, strict=True)
        )

    def _is_shortened(self, name: str, text: str) -> bool:
        """Whether a text is a name with words left out, or a common word of the language."""
        words = text.split()
        if all(any(self.accepts(w, word).accepted for w in name.split()) for word in words):
            return True
        word = dictionary.is_word(text, self.language) and dictionary.is_word(name, "en")
        return len(words) == 1 and word and self.language != "en"

    def _extended(self, target: Target, pair: Pair, match: Match, taken: set[int]) -> Match:
        """The match with the misspelt part of the name beside it, if there is one."""
        entity, mention = pair
        rest = {word for name in names_of(entity, mention) for word in name.split()}
        rest -= set(match.name.split())
        if not match.outcome.accepted or mention.worded or not rest:
            return match
        start, end = match.span
        for index, span in ((start - 1, (start - 1, end)), (end, (start, end + 1))):
            inside = 0 <= index < len(target.words) and index not in taken
            if inside and target.is_adjacent(max(index, start)) and target.words[index].capital:
                text = target.words[index].text
                if any(self._is_slip(text, word) for word in rest) and not any(
                    self.accepts(word, text).accepted for word in rest
                ):
                    whole = max((mention.base, entity.canonical), key=len)
                    return Match(span, Outcome.ALTERED, Reason.DIFFERENT, whole)
        return match

    def _is_slip(self, text: str, word: str) -> bool:
        options = (word, *(form.text for form in self.forms(word)[:6]))
        return any(unlikeness(text, form) <= _SLIP for form in options)


def _is_english(word: str, length: int) -> bool:
    """Whether a word of a name of so many words is an English one, and no person's."""
    person = length <= _FULL_NAME and (is_given(word) or is_family(word))
    named = person or is_public_surname(word)
    return dictionary.is_word(word, "en") and not named


def names_of(entity: Entity, mention: Mention) -> list[str]:
    """The mention's own name, then the entry's others that are no shorter, mistakes last."""
    others = [name for name in (entity.canonical, *entity.names) if name not in entity.variants]
    # Which names end in an s of their own is not always known: Mays may be of May.
    stem = mention.base.removesuffix("s")
    stems = (stem,) if len(stem) > _SHORT - 1 and mention.base == mention.text else ()
    every = dict.fromkeys((mention.base, *stems, mention.text, *others, *entity.variants))
    length = len(mention.base.split())
    return [name for name in every if len(name.split()) >= length]


def initials(name: str) -> str:
    """The capitals that a name's words begin with, if it has three or more; else nothing."""
    found = "".join(word[0] for word in parts(name) if word[0].isupper())
    return found if len(found) >= _INITIALS else ""


def parts_of(entity: Entity, mention: Mention) -> list[str]:
    """The words of a name that may stand for it, the surname first."""
    if mention.worded:
        return []
    names = names_of(entity, mention)
    words = [word for name in names[:3] for word in reversed(name.split())]
    words += filter(None, (regions.whole_of(name) for name in names[:3]))
    kept = [word for word in words if len(word.rstrip(".")) > 2 and word[0].isupper()]
    return [word for word in dict.fromkeys((*entity.names, *kept)) if word not in names]


@lru_cache(maxsize=8192)
def unlikeness(a: str, b: str) -> float:
    """The edits that make one name of another, by letter; 1 if they cannot be mistaken."""
    a, b = fold(a).replace(" ", ""), fold(b).replace(" ", "")
    shortest = min(len(a), len(b))
    if shortest < _SHORTEST_SLIP:
        return 1.0
    distance = OSA.distance(a, b, score_cutoff=_MOST_EDITS)
    return distance / max(len(a), len(b)) if distance <= _MOST_EDITS else 1.0


def _is_kept_whole(s: _Sentence, span: Span, name: str) -> bool:
    """Whether a span belongs to a longer name that stands so in the source: The London Gazette."""
    start, end = span
    words = s.target.words
    for index, longer in ((start - 1, (start - 1, end)), (end, (start, end + 1))):
        if 0 <= index < len(words) and s.target.is_adjacent(max(index, start)):
            word, text = words[index], s.target.span_text(longer)
            named = word.capital and not word.opens and word.text not in name.split()
            named = named and not is_title(word.text)
            if named and text in s.source and not is_given(word.text):
                return True
    return False


def spans(target: Target, length: int) -> Iterable[Span]:
    """Runs of about ``length`` words that begin and end with capitals."""
    return target.runs(max(1, length - 1), length + 1)


def is_written(text: str, form: str) -> bool:
    """Whether a text has the capitals that a name has: US is not us, nor WHO who."""
    if not any(c.isupper() for c in form):
        return True
    if form.isupper() and len(form) <= _SHORT:
        return sum(c.isupper() for c in text) > 1 or len(form) == 1
    return any(c.isupper() for c in text)
