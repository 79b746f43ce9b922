"""A picture of how fast something went, as SVG without a script."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 900, 180, 76, 14, 26
# At most so many lines across the picture, and marks below it.
_LINES, _MARKS = 4, 8

# Units of time with their seconds, the shortest first.
_UNITS = (("second", "s", 1), ("minute", "min", 60), ("hour", "h", 3600))
# What clocks and calendars are divided by, in these units: marks every 15 minutes, not every 20.
_STEPS = {
    "s": (0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30),
    "min": (1, 2, 5, 10, 15, 30),
    "h": (1, 2, 3, 6, 12, *(24 * k * 10**n for n in range(9) for k in (1, 2, 5))),
}
# A rate is told by the shortest time in which so much is done.
_LEAST = 1.0


def rate(each_second: float) -> str:
    """A rate in words, by the minute or the hour if little is done in a second."""
    name, _, seconds = _unit(each_second)
    figure = _figure(each_second * seconds)
    words = "word" if figure == "1" else "words"
    return f"{figure} {words} {'an' if name == 'hour' else 'a'} {name}"


def bars(rates: Sequence[float], seconds: float, caption: str) -> str:
    """Bars over time, the axes with marks at round figures.

    Args:
        rates: Words a second, of equal spans of time.
        seconds: How long all of them are.
        caption: What is said to those who do not see it.
    """
    _, short, length = _unit(max(rates))
    heights = [each * length for each in rates]
    top = max(heights) or 1.0
    width = (_WIDTH - _LEFT) / len(heights)
    drawn = "".join(
        f'<rect class="bar" x="{_LEFT + n * width:.1f}" width="{max(width - 1, 0.5):.1f}"'
        f' y="{_y(height, top):.1f}" height="{_y(0, top) - _y(height, top):.1f}"/>'
        for n, height in enumerate(heights)
    )
    lines = "".join(
        f'<line class="axis" x1="{_LEFT}" y1="{_y(mark, top):.1f}" x2="{_WIDTH}"'
        f' y2="{_y(mark, top):.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{_y(mark, top) + 4:.1f}" text-anchor="end">'
        f"{_figure(mark)}{f'/{short}' if mark else ''}</text>"
        for mark in _round_steps(top)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(caption)}">'
        f"{lines}{drawn}{_time(seconds)}</svg>"
    )


def _time(seconds: float) -> str:
    """The marks below the bars."""
    base = _HEIGHT - _BOTTOM
    return "".join(
        f'<line class="axis" x1="{x:.1f}" y1="{base}" x2="{x:.1f}" y2="{base + 4}"/>'
        f'<text x="{x:.1f}" y="{_HEIGHT - 6}" text-anchor="{anchor}">{label}</text>'
        for label, share in _moments(seconds)
        for x in (_LEFT + share * (_WIDTH - _LEFT),)
        for anchor in ("start" if share < 0.02 else "end" if share > 0.97 else "middle",)
    )


def _moments(seconds: float) -> Iterator[tuple[str, float]]:
    """Round times up to ``seconds``, each with its share of them."""
    # In the longest unit of which there are three: 150 s, but 4 min.
    _, short, length = next(
        (unit for unit in reversed(_UNITS) if seconds >= 3 * unit[2]), _UNITS[0]
    )
    whole = seconds / length
    step = next(step for step in _STEPS[short] if whole / step <= _MARKS)
    for n in range(math.floor(whole / step) + 1):
        yield f"{_figure(n * step)} {short}", n * step / whole


def _unit(each_second: float) -> tuple[str, str, int]:
    """The shortest unit of time in which something is done, else the longest."""
    if not each_second:
        return _UNITS[0]
    return next((unit for unit in _UNITS if each_second * unit[2] >= _LEAST), _UNITS[-1])


def _round_steps(top: float) -> Iterator[float]:
    """Nought and round figures at equal distances, up to ``top``, which is positive."""
    power = 10.0 ** math.floor(math.log10(top / _LINES))
    step = next(power * k for k in (1, 2, 5, 10, 20) if top / (power * k) <= _LINES)
    for n in range(math.floor(top / step + 1e-9) + 1):
        yield n * step


def _figure(value: float) -> str:
    """A figure with as many decimals as say something."""
    if value >= 10 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _y(height: float, top: float) -> float:
    base = _HEIGHT - _BOTTOM
    return base - height / top * (base - _TOP)
