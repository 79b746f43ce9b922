"""Numbers that nobody counted ("Hunderttausende"), and parts of a whole ("ein Drittel")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from newsxlate.quantities.lexicon import Lexicon
from newsxlate.quantities.quantity import ONE, Quantity, Reading, ReadingKind

# "hundreds of thousands", "des centaines de milliers", "milhares de milhões"
_OF = re.compile(r"\s+(?:[^\W\d_]{1,3}\s+)?|\s+d['’]\s*")
_SPACE = re.compile(r"[\s‐-]+")
_HALF = Fraction(1, 2)
_PARTS = range(2, 11)


@dataclass(frozen=True, slots=True)
class Share:
    """A number of things that were not counted, or a part of a whole.

    Attributes:
        text: As it stands there.
        value: How many, or what part.
    """

    text: str
    value: Decimal | Fraction


def multitudes(text: str, found: Sequence[Quantity], lexicon: Lexicon) -> list[Share]:
    """The numbers in ``text`` that nobody counted: "Tausende", "tens of thousands".

    Args:
        text: A text.
        found: Its numbers.
        lexicon: The words of its language.
    """
    spans: list[tuple[int, int, Decimal]] = []
    for quantity in found:
        size = lexicon.word(quantity.text).multitude
        if size is None:
            continue
        if spans and _OF.fullmatch(text, spans[-1][1], quantity.start):
            start, _, before = spans.pop()
            spans.append((start, quantity.end, before * size))
        else:
            spans.append((quantity.start, quantity.end, size))
    return [Share(text[start:end], size) for start, end, size in spans]


def fractions(text: str, found: Sequence[Quantity], lexicon: Lexicon) -> Iterator[Share]:
    """The parts of a whole in ``text``: "zwei Drittel", "jeder Vierte", "one in three".

    Args:
        text: A text.
        found: Its numbers.
        lexicon: The words of its language.
    """
    for index, quantity in enumerate(found):
        share = lexicon.one_in.search(text, max(0, quantity.start - 40), quantity.start)
        if share:
            parts = _whole(quantity)
            if parts is not None:
                yield Share(text[share.start() : quantity.end], Fraction(1, parts))
                continue
        number = lexicon.word(quantity.text).fraction
        if number is None:
            continue
        before = found[index - 1] if index else None
        counted = before is not None and _SPACE.fullmatch(text, before.end, quantity.start)
        numerator = _numerator(before) if before is not None and counted else None
        if Fraction(1, number) == _HALF and numerator is None:
            yield Share(quantity.text, _HALF)
        elif numerator is not None and before is not None:
            # "a third" may be one that follows two others.
            sure = lexicon.of is None or numerator > 1 or lexicon.of.match(text, quantity.end)
            if sure and numerator < number:
                yield Share(text[before.start : quantity.end], Fraction(numerator, number))


def _whole(quantity: Quantity) -> int | None:
    """The number of parts that "in four" or "Vierte" says; None if it is no small number."""
    if quantity.value is not None:
        return int(quantity.value) if quantity.value in _PARTS else None
    values = {int(value) for kind, value in quantity.readings if kind is ReadingKind.NUMBER}
    return values.pop() if len(values) == 1 and values < set(_PARTS) else None


def _numerator(quantity: Quantity) -> int | None:
    if Reading.number(ONE) in quantity.readings:
        return 1
    value = quantity.value
    return int(value) if value is not None and value in _PARTS else None
