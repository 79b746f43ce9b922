"""Read a text as white-space tokens, and look at what opens, closes and ends one.

No language's words are here, only characters: marks, quotes, brackets, dashes, smileys.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

OPENERS = "\"'„“‚‘»«›‹([{¿¡`*_"
CLOSERS = "\"'”“’‘»«›‹)]}*_"
OPENING_QUOTES = frozenset('"„“‚‘»«›‹`')
CLOSING_QUOTES = frozenset("\"'”“’‘»«›‹")
DASHES = frozenset({"–", "—", "−", "-", "--"})

_PICTURES = "\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d"
_TOKEN = re.compile(r"\S+")
_ENDING = re.compile(rf"([.!?…]+)([{re.escape(CLOSERS)}]*)[{_PICTURES}]*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[+(]?\d")
_SMILEY = re.compile(r"[:;=8][-o^']?[)(\]\[DPpO3|/\\]+")
_PICTURE = re.compile(rf"[{_PICTURES}]+")
_GLUED = re.compile(rf"(?<=\w\w)[.!?]+[{re.escape(CLOSERS)}]*(?=[^\W\d_]{{2}})")
# Bounds that keep time linear in the length of any text, however odd.
_LONGEST_ENDING = 100
_LONGEST_QUOTE = 2000
# What addresses and file names have and words with a forgotten space have not.
_ADDRESS = re.compile(r"[/\\@=&#]|[Ww]{3}\.|\.[a-z0-9]{2,4}\b")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as white-space tokens.

    A token ends also where the space between two sentences seems to be missing ("war.Das");
    whether a sentence ends there is decided like everywhere else.

    Attributes:
        text: The text.
        words: The tokens, in order.
        spans: Start and end of each token in the text.
    """

    text: str
    words: list[str]
    spans: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a token ends that may end a sentence.

    Attributes:
        mark: The sentence marks: ".", "!", "?!", "..." and so on.
        core: What stands before them, without the quotes and brackets that open the token.
        closers: Quotes and brackets behind the marks.
    """

    mark: str
    core: str
    closers: str


@dataclass(frozen=True, slots=True)
class Next:
    """The token that follows, without the quotes and brackets that open it.

    Attributes:
        rest: The token from its first character that opens nothing.
        word: The letters ``rest`` starts with; empty if it starts with something else.
        opened: Whether a quote or bracket opens the token.
    """

    rest: str
    word: str
    opened: bool

    @property
    def small(self) -> bool:
        """Whether it starts with a small letter; "iPhone" does not count."""
        return self.word.islower()

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.word != "" and not self.small

    @property
    def number(self) -> bool:
        """Whether it is a number, perhaps with a sign or bracket before it."""
        return _NUMBER.match(self.rest) is not None


def tokenize(text: str) -> Tokens:
    """Read ``text`` as tokens."""
    words = text.split()
    spans = [match.span() for match in _TOKEN.finditer(text)]
    cuts = [match.end() for match in _GLUED.finditer(text) if text[match.end()].isupper()]
    if cuts:
        spans = [part for span in spans for part in _cut(text, span, cuts)]
        words = [text[start:end] for start, end in spans]
    return Tokens(text, words, spans)


def _cut(text: str, span: tuple[int, int], cuts: list[int]) -> list[tuple[int, int]]:
    start, end = span
    inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    if not inside or _ADDRESS.search(text, start, end):
        return [span]
    edges = [start, *inside, end]
    return list(pairwise(edges))


def ending(token: str) -> Ending | None:
    """How ``token`` ends, if it ends in a sentence mark."""
    match = _ENDING.search(token, max(0, len(token) - _LONGEST_ENDING))
    if match is None:
        return None
    return Ending(match[1], token[: match.start()].lstrip(OPENERS), match[2])


def following(token: str) -> Next:
    """``token`` as what follows a possible boundary."""
    rest = token.lstrip(OPENERS)
    letters = _LETTERS.match(rest)
    return Next(rest, letters.group() if letters else "", rest != token)


def is_smiley(token: str) -> bool:
    """Whether ``token`` is a smiley of punctuation marks, such as ":-)"."""
    return _SMILEY.fullmatch(token) is not None


def is_picture(token: str) -> bool:
    """Whether ``token`` consists of emojis or other pictographs."""
    return _PICTURE.fullmatch(token) is not None


def has_letters(token: str) -> bool:
    """Whether there is any letter in ``token``."""
    return _LETTERS.search(token) is not None


def closes_quote(tokens: Tokens, index: int) -> bool:
    """Whether token ``index``, a quote mark standing alone, closes a quote opened before it."""
    token, end = tokens.words[index], tokens.spans[index][0]
    if len(token) != 1 or token not in CLOSING_QUOTES:
        return False
    before = tokens.text[max(0, end - _LONGEST_QUOTE) : end]
    if token == '"':
        return before.count('"') % 2 == 1
    partners = {"”": "„“", "“": "„", "»": "«", "«": "»", "›": "‹", "‹": "›", "’": "‚‘", "‘": "‚"}
    if token not in partners:
        return False
    return sum(map(before.count, partners[token])) > before.count(token)
