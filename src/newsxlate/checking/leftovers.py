"""Find single German words, and points of German ordinals, that were left in a translation.

A word of the source that stands in the target is a name, a word of both languages, or was left. So
it is asked whether German knows it as something else than a name, and the target's language does
not know it. Small letters are nearly a proof, for German names have none. A noun needs more, since
it looks like a name in every other language: what stands before it in German, and around it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from newsxlate import resources
from newsxlate.findings import Finding, finding
from newsxlate.languages import INTERNATIONAL
from newsxlate.text import dictionary, tagger
from newsxlate.text.casing import is_all_caps
from newsxlate.text.quotes import marks

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHORTEST = 3
# Logarithm of the probability of a noun of the lexicon; compounds are less likely.
_IN_LEXICON = -15.5
_JOINING = frozenset("-'’")
_NOUNS = frozenset({"NN", "NNA", "NNI"})
# "am 9. Juli", "der 90. Minute": and what stands behind the point.
_ORDINAL = re.compile(r"(?<![\w.,:/-])(\d{1,3})\.\s+(?=([^\W\d_]\w*))")
# Of tags of words in small letters: foreign material, abbreviations, exclamations.
_NOT_GERMAN = frozenset({"", "FM", "XY", "ITJ", "NE"})
# How tags begin of words that mean something by themselves: adjectives, nouns, full verbs, numbers.
_CONTENT = ("ADJ", "N", "VV", "CARD", "TRUNC")


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of a source language; see its ``checking.toml``."""

    function: frozenset[str]
    unmistakable: frozenset[str]
    particles: frozenset[str]
    determiners: frozenset[str]
    titles: frozenset[str]
    kept: re.Pattern[str]


@cache
def _words(language: str) -> _Words | None:
    row = resources.language(language, "checking")
    if "leftovers" not in row:
        return None
    left, copied = row["leftovers"], row["copying"]
    return _Words(
        function=frozenset(copied["function"].split()),
        unmistakable=frozenset(left["unmistakable"].split()),
        particles=frozenset(copied["particles"].split()),
        determiners=frozenset(left["determiners"].split()),
        titles=frozenset(left["titles"].split()),
        kept=re.compile("|".join(left["kept"].split()), re.IGNORECASE),
    )


@cache
def _people() -> frozenset[str]:
    """Given names and surnames, some of which are nouns."""
    lists = (resources.text(f"names/{name}.txt") for name in ("given", "family"))
    return frozenset(word for text in lists for word in text.split())


@cache
def _shared(language: str) -> frozenset[str]:
    """Words of a target language that look German, and that its dictionary lacks."""
    return frozenset(resources.language(language, "checking").get("shared", "").split())


def check_leftovers(
    source: str, target: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Words of the source that were not translated; what is quoted may stay.

    Args:
        source: The source sentence.
        target: Its translation.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
    """
    known = _words(source_language)
    if known is None or source_language == target_language:
        return
    yield from _check_ordinals(source, target, target_language)
    there = {match.group() for match in _WORD.finditer(source)}
    words = list(_WORD.finditer(target))
    if not there.isdisjoint(m.group() for m in words if m.group().isupper()):
        shouted = list(_shouted(source, words, known, target_language))
        if shouted:
            yield finding("N225", text=", ".join(shouted))
    left = [
        i
        for i, match in enumerate(words)
        if match.group() in there and _may_be_left(match.group(), target_language, known)
    ]
    if not left or not dictionary.is_covered(target_language):
        return
    quoted = list(_titles(target, there))
    sentence = _Sentence(source, target, words, there, known, target_language)
    for code, texts in sentence.leftovers(
        [i for i in left if not any(a < words[i].start() < b for a, b in quoted)]
    ):
        yield finding(code, text=", ".join(dict.fromkeys(texts)))


def _check_ordinals(source: str, target: str, language: str) -> Iterator[Finding]:
    """The point that makes an ordinal of a number in German, where no sentence ends."""
    if resources.language(language, "checking").get("ordinal_point", True):
        return
    points = {m.group(1): m for m in _ORDINAL.finditer(target, 1)}
    for match in _ORDINAL.finditer(source) if points else ():
        there = points.get(match.group(1))
        if there and (match.group(2).islower() or tagger.is_noun(match.group(2))):
            yield finding("N224", text=f"{there.group()}{there.group(2)}")
            return


def _shouted(
    source: str, words: Sequence[re.Match[str]], known: _Words, language: str
) -> Iterator[str]:
    """What was left in a headline in capitals: "WAS IS STILL LOS?".

    Words that the target's language has as well count if there are two.
    """
    if not is_all_caps(source):
        return
    there = {word for word in _WORD.findall(source) if len(word) >= _SHORTEST}
    texts = [m.group() for m in words]
    both = [text.isupper() and text in there for text in texts]
    small = [copied and _is_function_word(t.lower()) for t, copied in zip(texts, both, strict=True)]
    for index, text in enumerate(texts):
        # "ALLIANZ ARENA" is a name.
        beside = range(max(index - 1, 0), min(index + 2, len(texts)))
        alone = not any(both[i] and not small[i] for i in beside if i != index)
        if both[index] and (
            (small[index] and sum(small) > 1) or _is_shouted(text, known, language, noun=alone)
        ):
            yield text


def _is_shouted(text: str, known: _Words, language: str, *, noun: bool) -> bool:
    """Whether a word in capitals is a German one, and not of the target's language."""
    plain, title = text.lower(), text.title()
    if any(dictionary.is_word(plain, code) for code in (language, INTERNATIONAL)):
        return False
    if plain in known.function:
        return True
    common = tagger.is_noun(title) and tagger.likelihood(title) > _IN_LEXICON
    return noun and common and len(text) > _SHORTEST


def _is_function_word(word: str) -> bool:
    """Whether a word is an article, pronoun, auxiliary or particle of German."""
    tag = tagger.known(word)
    return tag not in _NOT_GERMAN and not tag.startswith(_CONTENT)


def _may_be_left(word: str, language: str, known: _Words) -> bool:
    """Whether a word that stands in both sentences is German, and none of the target's language."""
    if len(word) < _SHORTEST or not word.isalpha() or word in _shared(language):
        return False
    # The dictionary comes last: few sentences need it, and that of Polish takes seconds to load.
    return _is_german(word, known) and (
        word in known.unmistakable or not dictionary.is_word(word, language)
    )


def _is_german(word: str, known: _Words) -> bool:
    """Whether a word as it is written is a German one, and no name."""
    if word.islower():
        return word in known.function or tagger.known(word) not in _NOT_GERMAN
    return word.istitle() and (word in known.titles or tagger.is_noun(word))


def _titles(text: str, there: set[str]) -> Iterator[tuple[int, int]]:
    """From where to where quotations reach that were left in German: titles may stay."""
    found = marks(text)
    closing = [mark.position for mark in found if not mark.opens]
    for start in (mark.position for mark in found if mark.opens):
        end = next((end for end in closing if end > start), len(text))
        words = _WORD.findall(text[start:end])
        if 2 * sum(word in there for word in words) >= len(words):
            yield start, end


@dataclass(frozen=True)
class _Sentence:
    """A sentence, its translation and the words of both."""

    source: str
    target: str
    words: Sequence[re.Match[str]]
    there: set[str]
    known: _Words
    language: str

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The words of the source that are common nouns wherever they stand in it."""
        texts = _WORD.findall(self.source)
        tags = tagger.tag(texts)
        others = {text for text, tag in zip(texts, tags, strict=True) if tag not in _NOUNS}
        return frozenset(texts) - others

    def leftovers(self, left: Sequence[int]) -> Iterator[tuple[str, list[str]]]:
        small = [i for i in left if self._is_small_leftover(i)]
        if small:
            yield "N225", [self.words[i].group() for i in small]
        nouns = [i for i in left if self._is_noun(i)]
        sure = [i for i in nouns if self._is_determined(self.words[i].group())]
        if sure:
            yield "N226", [self.words[i].group() for i in sure]
        rest = [i for i in nouns if i not in sure and self._is_common(i)]
        if rest:
            yield "N227", [self.words[i].group() for i in rest]

    def _is_small_leftover(self, index: int) -> bool:
        word = self.words[index].group()
        if not word.islower() or self._in_name(index):
            return False
        return word in self.known.function or not dictionary.is_word(word, INTERNATIONAL)

    def _in_name(self, index: int) -> bool:
        """Whether names of the source are beside it: "Natur und Technik", "von der Leyen"."""
        if self.words[index].group() in self.known.particles:
            return any(self._is_kept_name(index + step) for step in (-2, -1, 1, 2))
        return self._is_kept_name(index - 1) and self._is_kept_name(index + 1)

    def _is_kept_name(self, index: int) -> bool:
        """Whether a word has a capital and is of the source."""
        if not 0 <= index < len(self.words):
            return False
        word = self.words[index].group()
        return word in self.there and word[0].isupper()

    def _is_noun(self, index: int) -> bool:
        word = self.words[index].group()
        if not word.istitle():
            return False
        if word in self.known.titles:
            return True
        if dictionary.is_word(word, INTERNATIONAL) or self.known.kept.fullmatch(word):
            return False
        return word in self.nouns and not self._among_names(index)

    def _is_common(self, index: int) -> bool:
        """Whether a noun is in the lexicon: many a name looks like a compound (Wal-ton)."""
        word = self.words[index].group()
        return tagger.likelihood(word) > _IN_LEXICON and word not in _people()

    def _among_names(self, index: int) -> bool:
        """Whether it is part of a name, to judge by what is beside it, or explained in brackets."""
        word = self.words[index]
        before, after = self.target[: word.start()], self.target[word.end() :]
        if after[:1] in _JOINING or before[-1:] in _JOINING:
            return True
        if after.lstrip()[:1] == "(" or before.rstrip()[-1:] == "(":
            return True
        if self._is_capital(index - 1, before) or self._is_capital(index + 1, after):
            return True
        # "Natur und Technik"
        around = [self._is_kept(m.group()) for m in self.words[max(index - 2, 0) : index + 3]]
        return "111" in "".join(str(int(copied)) for copied in around)

    def _is_kept(self, word: str) -> bool:
        """Whether a word is of the source: not "in", which English has as well."""
        return word in self.there and not (
            word.islower() and dictionary.is_word(word, self.language)
        )

    def _is_capital(self, index: int, between: str) -> bool:
        """Whether a word beside another one has a capital that it would not have by itself."""
        if not 0 <= index < len(self.words):
            return False
        text = self.words[index].group()
        beside = between.strip().endswith(text) or between.strip().startswith(text)
        if not beside or not text[0].isupper():
            return False
        return index > 0 or (text in self.there and not dictionary.is_word(text, self.language))

    def _is_determined(self, word: str) -> bool:
        if word in self.known.titles:
            return True
        before = re.search(rf"([^\W\d_]+)\s+{word}\b", self.source)
        if before is None:
            return False
        text = before.group(1)
        return text.lower() in self.known.determiners or tagger.known(text).startswith("ADJ(A")
