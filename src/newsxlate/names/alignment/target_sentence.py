"""A target sentence cut into words that names can be looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from newsxlate.names.forms import inflection
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’ʼ&][^\W_]+)*")
_APOSTROPHE = re.compile("['’ʼ]")
# What parts two sentences, or opens a quotation: a capital behind it may be the sentence's.
_OPENERS = frozenset('.!?:…«»„“”"‘‚›‹([{–—-•*')
_LONGEST = 7
_LONGEST_NAME = 4

Span = tuple[int, int]


class Word(NamedTuple):
    """A word of a target sentence, without elided articles and possessive endings.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        text: The characters.
        folded: The same, folded.
        opens: Whether it may owe its capital to the sentence or quotation that it opens.
        capital: Whether there is a capital in it: Kim, iPhone, McCain.
    """

    start: int
    end: int
    text: str
    folded: str
    opens: bool
    capital: bool


class Target:
    """A target sentence.

    Attributes:
        text: The sentence.
        language: ISO 639-1 code.
        words: Its words, in order.
    """

    def __init__(self, text: str, language: str) -> None:
        """Cut ``text`` into words."""
        self.text = text
        self.language = language
        self.words = list(_words(text, language))

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        """Where the words stand, by everything that may be their base form."""
        found: dict[str, list[int]] = {}
        for index, word in enumerate(self.words):
            for base in inflection.bases(word.folded, self.language):
                found.setdefault(base, []).append(index)
        return found

    @cached_property
    def _letters(self) -> str:
        """The words without spaces, for names that are spaced otherwise."""
        return "".join(word.folded.replace(" ", "") for word in self.words)

    @cached_property
    def _bounds(self) -> dict[int, int]:
        """The words by where they begin in `_letters`."""
        lengths = (len(word.folded.replace(" ", "")) for word in self.words)
        return {start: index for index, start in enumerate(accumulate(lengths, initial=0))}

    def _find_letters(self, letters: str) -> Iterator[Span]:
        """Where a run of whole words has these letters."""
        at = self._letters.find(letters)
        while at >= 0:
            start, end = self._bounds.get(at), self._bounds.get(at + len(letters))
            if start is not None and end is not None:
                yield start, end
            at = self._letters.find(letters, at + 1)

    def find(self, form: str) -> list[Span]:
        """Where a form stands: as it is, then otherwise spaced, then inflected."""
        words = fold(form).split()
        if not words:
            return []
        spans = dict.fromkeys(self._find_letters("".join(words)))
        for start in self._positions.get(words[0], ()):
            end = start + len(words)
            if end <= len(self.words) and all(
                words[i] in inflection.bases(self.words[start + i].folded, self.language)
                for i in range(1, len(words))
            ):
                spans[start, end] = None
        return list(spans)

    def span_text(self, span: Span) -> str:
        """The characters from the first to the last word of a span."""
        start, end = self.offsets(span)
        return self.text[start:end]

    def offsets(self, span: Span) -> Span:
        """The offsets in `text` of a span of words."""
        return self.words[span[0]].start, self.words[span[1] - 1].end

    def at(self, folded: str) -> list[Word]:
        """The words that are a folded word, perhaps inflected."""
        return [self.words[index] for index in self._positions.get(folded, ())]

    def find_initials(self, initials: str) -> list[Span]:
        """Where a word in capitals stands that has these letters: NSF."""
        found = (i for i, word in enumerate(self.words) if initials and word.text == initials)
        return [(index, index + 1) for index in found]

    def runs(self, shortest: int, longest: int) -> list[Span]:
        """Runs of adjacent words, so many, that begin and end with a capital."""
        return [s for s in self._runs if shortest <= s[1] - s[0] <= longest]

    @cached_property
    def _runs(self) -> list[Span]:
        found = []
        for start, first in enumerate(self.words):
            for end in range(start + 1, min(len(self.words), start + _LONGEST) + 1):
                if not first.capital or (end - start > 1 and not self.is_adjacent(end - 1)):
                    break
                if self.words[end - 1].capital:
                    found.append((start, end))
        return found

    @cached_property
    def capitalised(self) -> list[tuple[Span, str]]:
        """Runs of up to four adjacent words with a capital each, and their characters."""
        found = []
        for start in range(len(self.words)):
            for end in range(start + 1, min(start + _LONGEST_NAME, len(self.words)) + 1):
                if not self.words[end - 1].capital:
                    break
                if end - start > 1 and not self.is_adjacent(end - 1):
                    break
                found.append(((start, end), self.span_text((start, end))))
        return found

    def is_adjacent(self, index: int) -> bool:
        """Whether only a space or hyphen parts the word at ``index`` from the one before."""
        if index <= 0 or index >= len(self.words):
            return False
        between = self.text[self.words[index - 1].end : self.words[index].start]
        return between in (" ", "\u00a0", "\u202f", "-", "‐", "‑", ". ", ".")


@lru_cache(maxsize=1024)
def cut(text: str, language: str) -> Target:
    """A target sentence, remembered: it is looked at from several sides, and more than once.

    When a person has changed a sentence, the others of the article are looked at again.
    """
    return Target(text, language)


def _words(text: str, language: str) -> Iterator[Word]:
    opens = numbered = True
    position = 0
    for match in _WORD.finditer(text):
        opens = opens or not _OPENERS.isdisjoint(text[position : match.start()].strip())
        # A hyphen inside a compound opens nothing.
        if text[position : match.start()] in ("-", "‑", "‐"):
            opens = False
        for start, end in _parted(match, language):
            word = text[start:end]
            capital = any(c.isupper() for c in word)
            yield Word(start, end, word, fold(word), opens, capital)
            opens = opens and len(text[start:end]) <= 2 and end < match.end()
        # What is numbered begins behind its number: [4] Initialement.
        opens = numbered = numbered and match[0].isdigit()
        position = match.end()


def _parted(match: re.Match[str], language: str) -> Iterator[Span]:
    """The words that an apostrophe parts: l'Ukraine, Trump's; but O'Brien is one."""
    start, end = match.span()
    text = match[0]
    if text.isascii() and text.isalnum():
        yield start, end
        return
    found = _APOSTROPHE.search(text)
    if found and text[: found.start()].casefold() in name_rules(language).elisions:
        yield start, start + found.start()
        start += found.end()
        text = text[found.end() :]
    if len(text) > 2 and text[-1] in "sS" and _APOSTROPHE.fullmatch(text[-2]):
        end -= 2
    yield start, end
