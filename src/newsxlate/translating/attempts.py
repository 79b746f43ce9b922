"""The ways a sentence is tried again when its translation fails a check."""

from __future__ import annotations

from dataclasses import dataclass

from newsxlate.engines.engine import Decoding


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to translate a sentence.

    Attributes:
        decoding: How to search.
        split: Whether to cut the sentence in two at a clause boundary and translate the halves.
        context: Whether the model may see the sentence before.
    """

    decoding: Decoding
    split: bool = False
    context: bool = True


def attempts(chat: bool, beam: int, retries: int) -> list[Attempt]:
    """The ways to try, the first of them for every sentence, the others for what fails.

    Sequence-to-sequence models lose their loops under an n-gram ban, and omissions when the
    sentence is cut; chat models mostly need their context taken away or another sample.

    Args:
        chat: Whether the model is a chat model.
        beam: Beam size, 0 for the engine's default.
        retries: How many further ways to give, at most.
    """
    first = Attempt(Decoding(beam=beam))
    if chat:
        further = [
            Attempt(Decoding(repetition_penalty=1.1), context=False),
            Attempt(Decoding(), split=True, context=False),
            Attempt(Decoding(temperature=0.5, seed=1), context=False),
            Attempt(Decoding(temperature=0.8, seed=2), context=False),
        ]
    else:
        wide = max(beam, 6)
        further = [
            Attempt(Decoding(beam=wide, no_repeat_ngram=3)),
            Attempt(Decoding(beam=beam), split=True),
            Attempt(Decoding(beam=wide, no_repeat_ngram=3, repetition_penalty=1.2)),
            Attempt(Decoding(temperature=0.7, seed=1)),
        ]
    return [first, *further[:retries]]
