"""Which words of a German sentence are names: HanTa's tags, corrected by rules and lists."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsxlate.names.recognition import rules
from newsxlate.names.recognition.clearing import clear_nouns_elsewhere
from newsxlate.names.recognition.rules import mark_seen_elsewhere, mark_tagged
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.names.recognition.tokenizer import Token


def spot(
    tokens: Sequence[Token], names: Collection[str] = (), common: Collection[str] = ()
) -> TaggedSentence:
    """Tag a sentence and mark the names in it.

    Args:
        tokens: The sentence.
        names: Words that are names elsewhere in the same text.
        common: Words that are common nouns elsewhere in it.
    """
    sentence = TaggedSentence(tokens)
    mark_tagged(sentence)
    mark_seen_elsewhere(sentence, names)
    for rule in rules.RULES:
        rule(sentence)
    # What is surely a name is one for all the lists say: (Kanye) West.
    mark_seen_elsewhere(sentence, names)
    clear_nouns_elsewhere(sentence, common)
    return sentence
