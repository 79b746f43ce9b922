"""Say a number as the language it is expected in writes it."""

from __future__ import annotations

from decimal import Decimal

from newsxlate.quantities import Quantity, load_lexicon
from newsxlate.typography import profile

# Numbers of more digits are said as they are; of some of 29, decimal gives no rest.
_DIGITS = 20
_TWO = 2


def spoken(quantity: Quantity, language: str) -> str:
    """A number as ``language`` writes it: "1.5 billion" or "1,5 milliard", "20,000" or "20.000"."""
    value = quantity.value
    if value is None:
        return quantity.text
    if value.adjusted() < _DIGITS:
        magnitudes = sorted(load_lexicon(language).magnitudes.items(), reverse=True)
        for size, (one, more) in magnitudes:
            if value >= size and (value / size * 1000) % 1 == 0:
                shown = value / size
                return f"{_plain(shown, language)} {one if shown < _TWO else more}"
    return _plain(value, language)


def _plain(value: Decimal, language: str) -> str:
    separators = profile(language).separators
    if value == value.to_integral_value():
        whole = int(value)
        # A number of four digits may be a year.
        shown = str(whole) if 1000 <= whole < 10000 else f"{whole:,}"
    else:
        shown = f"{value.normalize():,f}"
    signs = {",": separators.group, ".": separators.decimal}
    return "".join(signs.get(character, character) for character in shown)
