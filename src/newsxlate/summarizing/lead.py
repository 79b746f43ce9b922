"""The baseline of all summaries: the sentences an article begins with."""

from __future__ import annotations

from newsxlate.article import Article
from newsxlate.options import Length
from newsxlate.summarizing.candidates import candidates
from newsxlate.summarizing.extractive import BRIEF, Scored
from newsxlate.summarizing.lengths import Room

# Fewer words are a time stamp or a label, not a sentence.
_SENTENCE = 3


def select(article: Article, length: Length) -> list[Scored]:
    """The first sentences of the body of an article that is segmented, as many as the length has.

    Their scores fall from 1 with their place.
    """
    found = candidates(article)
    brief = len(found) <= BRIEF
    if not brief:
        found = [candidate for candidate in found if candidate.words >= _SENTENCE] or found
    room = Room(length, sum(candidate.words for candidate in found))
    chosen: list[Scored] = []
    for number, candidate in enumerate(found):
        if not brief and (room.full or not room.fits(candidate.words)):
            break
        room.take(candidate.words)
        chosen.append(Scored(candidate.block, candidate.sentence, 1 / (number + 1)))
    return chosen
