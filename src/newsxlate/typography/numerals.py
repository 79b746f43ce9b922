"""Write numbers and times the target language's way where the model left the source's."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Stands alone: no digit, letter or separator that continues on either side.
_NUMBER = r"(?<![\w.,:/])({})(?![\d/]|[.,:]\d)"
_GERMAN = re.compile(_NUMBER.format(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+"))
_TIME = re.compile(r"(?<![\w.,:])([01]?\d|2[0-4])([.:])([0-5]\d)(?=\s*Uhr\b)")


@dataclass(frozen=True, slots=True)
class Separators:
    """The decimal and the grouping separator, and from how many digits on numbers are grouped."""

    decimal: str
    group: str
    minimum: int
    time: str


def localize(text: str, source: str, separators: Separators) -> str:
    """Rewrite the numbers of a German ``source`` that stand unchanged in ``text``.

    A number is rewritten only if it would mean something else, or nothing, in the target
    language, and only the separators change. "14.30" becomes "14:30" where the source says
    "14.30 Uhr" and the target language does not write it so.
    """
    table = {token: _rewritten(token, separators) for token in _GERMAN.findall(source)}
    for match in _TIME.finditer(source):
        table[match.group()] = f"{match[1]}{separators.time}{match[3]}"
    # A result that is itself one of the source's numbers would be rewritten again the next time.
    table = {old: new for old, new in table.items() if new != old and new not in table}
    if not table:
        return text
    alternatives = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    pattern = re.compile(_NUMBER.format(alternatives))
    return pattern.sub(lambda match: table[match[1]], text)


def _rewritten(token: str, separators: Separators) -> str:
    whole, _, fraction = token.partition(",")
    digits = whole.replace(".", "")
    if whole == digits:
        grouped = whole
    elif len(digits) < 3 + separators.minimum:
        grouped = digits
    else:
        grouped = whole.replace(".", separators.group)
    return f"{grouped}{separators.decimal}{fraction}" if fraction else grouped
