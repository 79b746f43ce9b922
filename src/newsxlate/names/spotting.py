"""Which words of a German sentence are names: HanTa's tags, corrected by rules and lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from newsxlate.names import tagger
from newsxlate.names.tokens import Token
from newsxlate.names.wordlists import words

# HanTa knows the plain ones only.
_QUOTES = dict.fromkeys("„“”«»", '"')


class Words:
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


def spot(tokens: Sequence[Token], names: Collection[str] = ()) -> Words:
    """Tag a sentence and mark the names in it.

    Args:
        tokens: The sentence.
        names: Words that are names elsewhere in the same text.
    """
    from newsxlate.names.rules import RULES, seen_elsewhere, tagged

    sentence = Words(tokens)
    tagged(sentence)
    seen_elsewhere(sentence, names)
    for rule in RULES:
        rule(sentence)
    # What is surely a name is one for all the lists say: (Kanye) West.
    seen_elsewhere(sentence, names)
    return sentence
