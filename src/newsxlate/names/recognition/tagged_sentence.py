"""A tagged German sentence, on which the rules mark what is a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsxlate.names.knowledge.wordlists import words
from newsxlate.names.recognition.tokenizer import Token
from newsxlate.text import tagger

#: The tags of common nouns.
NOUNS = frozenset({"NN", "NNA", "NNI"})
#: German names have no article; after one of these an unknown word may be a new noun.
BEFORE_NOUNS = frozenset(
    {"ART", "ADJ(A)", "PPOSAT", "PDAT", "PIAT", "CARD", "APPRART", "TRUNC", "$(", "KON"}
)
# HanTa knows the plain ones only.
_QUOTES = dict.fromkeys("„“”«»", '"')


class TaggedSentence:
    """A sentence while its names are looked for.

    Attributes:
        texts: The words and marks.
        tags: A part of speech for each (see `tagger.tag`).
        marked: Whether each is taken for a part of a name.
        joined: Whether each is surely of one name with the word before it.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Tag a sentence."""
        self.texts = [token.text for token in tokens]
        self.tags = tagger.tag([_QUOTES.get(text, text) for text in self.texts])
        self.marked = [False] * len(tokens)
        self.joined = [False] * len(tokens)
        self._capital = [text[0].isupper() for text in self.texts]

    def __len__(self) -> int:
        return len(self.texts)

    def is_capital(self, index: int) -> bool:
        """Whether there is a word at ``index`` that starts with a capital."""
        return 0 <= index < len(self.texts) and self._capital[index]

    def is_marked(self, index: int) -> bool:
        """Whether there is a marked word at ``index``."""
        return 0 <= index < len(self.texts) and self.marked[index]

    def text(self, index: int) -> str:
        """The word at ``index``; empty outside the sentence."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def tag(self, index: int) -> str:
        """The tag at ``index``; empty outside the sentence."""
        return self.tags[index] if 0 <= index < len(self.texts) else ""

    def opens(self, index: int) -> bool:
        """Whether the word at ``index`` has its capital from the sentence or quotation it opens."""
        return index == 0 or self.texts[index - 1] in words("openers")

    def mark(self, start: int, end: int) -> None:
        """Make one name of the words from ``start`` up to ``end``."""
        for index in range(start, end):
            self.marked[index] = True
            self.joined[index] = self.joined[index] or index > start

    def clear(self, start: int, end: int) -> None:
        """Make the words from ``start`` up to ``end`` no name."""
        for index in range(start, end):
            self.marked[index] = self.joined[index] = False

    def spans(self) -> Iterator[tuple[int, int]]:
        """The names: start and end of every run of marked words."""
        start = None
        for index, marked in enumerate([*self.marked, False]):
            if marked and start is None:
                start = index
            elif start is not None and not marked:
                yield start, index
                start = None
