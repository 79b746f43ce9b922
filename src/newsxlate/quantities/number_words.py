"""Put a number together from its words, in whichever order a language says them."""

from __future__ import annotations

from decimal import Decimal

_HALF = Decimal("0.5")


class Amount:
    """A number while its words come in: "two", "hundred", "and", "five", "thousand".

    Each method returns False, and changes nothing, if the word cannot belong to the same number:
    "two three" is two numbers.
    """

    def __init__(self, *, vigesimal: bool = False, units_first: bool = False) -> None:
        """Begin with no words.

        Args:
            vigesimal: 4 before 20 is 80, and 60 and 80 take 10 to 19 (French).
            units_first: 2 before 20 is 22 (German, Dutch and Czech compounds).
        """
        self._vigesimal = vigesimal
        self._units_first = units_first
        self._total = Decimal(0)
        self._current: Decimal | None = None
        self._last_scale: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """The number so far; None before the first word."""
        if self._current is None:
            return self._total if self._last_scale is not None else None
        return self._total + self._current

    def start(self, value: Decimal) -> None:
        """Begin with a number in digits, which only scales can follow."""
        self._current = value

    def cardinal(self, value: Decimal) -> bool:
        """Take a number word below a thousand."""
        current = self._current
        if current is None:
            self._current = value
        elif value == 100 and 1 <= current < 20:
            self._current = current * 100
        elif self._vigesimal and value == 20 and current % 100 == 4:
            self._current = current + 76
        elif self._fits_behind(value, current % 100) and current == int(current):
            self._current = current + value
        else:
            return False
        return True

    def _fits_behind(self, value: Decimal, rest: Decimal) -> bool:
        """Whether ``value`` can be added to a number whose last two digits are ``rest``."""
        if not 1 <= value < 100 or value != int(value):
            return False
        if rest == 0:
            return self._current != 0
        if value < 10:
            return rest >= 20 and rest % 10 == 0
        if self._vigesimal and value < 20:
            return rest in (60, 80)
        return self._units_first and rest < 10 and value >= 20 and value % 10 == 0

    def scale(self, value: Decimal) -> bool:
        """Take a thousand, a million ..."""
        last = self._last_scale
        if self._current is None and last is None:
            self._total = value
        elif last is None or value > last:
            # "dos mil quinientos millones": what came before counts in millions as a whole.
            if last is not None and self._current is None and value == last:
                return False
            self._total = (self._total + (self._current or 0)) * value
        elif self._current is not None:
            self._total += self._current * value
        else:
            return False
        self._current = None
        self._last_scale = value
        return True

    def half(self) -> bool:
        """Take "and a half", or the "half" of "half a million"."""
        if self._current is None:
            if self._last_scale is not None:
                return False
            self._current = _HALF
        elif self._current == int(self._current):
            self._current += _HALF
        else:
            return False
        return True
