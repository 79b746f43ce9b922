"""German romanisations and those of other languages: checking one against the other.

A German spelling is cut into graphemes, the longest first; each may become one of a few graphemes
in the target language (``romanisation.tsv``). A form is checked by walking all outputs at once, so
that what was one Cyrillic or Arabic letter may be several Latin ones on both sides. To check is far
safer than to generate: German writes two sounds as one (sch for ш and ж, s for с and з).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold, is_vowel

SLAVIC, ARABIC, LATIN = "slavic", "arabic", "latin"
# Graphemes that stand for two sounds; their first two outputs are these.
_AMBIGUOUS = frozenset({"s", "sch"})


@dataclass(frozen=True, slots=True)
class _Rule:
    """One row of the table, for one language.

    Attributes:
        grapheme: Folded letters.
        left: What has to stand before them.
        right: What has to stand behind.
        usual: What becomes of them by rule.
        costs: Everything that may, folded; 1 for what is no rule.
    """

    grapheme: str
    left: str
    right: str
    usual: tuple[str, ...]
    costs: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """How a form follows from a name.

    Attributes:
        loose: How many graphemes needed an output that is not the rule.
    """

    loose: int


@cache
def _longest(language: str, origin: str) -> dict[str, int]:
    """The length of the longest grapheme that begins with a letter."""
    found: dict[str, int] = {}
    for grapheme in _rules(language, origin):
        found[grapheme[0]] = max(len(grapheme), found.get(grapheme[0], 0))
    return found


@cache
def _rules(language: str, origin: str) -> dict[str, tuple[_Rule, ...]]:
    """The rules by grapheme, in the order of the table."""
    column = language if language in tables.languages() else INTERNATIONAL
    classes = (origin,) if origin == LATIN else ("*", origin)
    found: dict[str, list[_Rule]] = {}
    for row in tables.rows("romanisation.tsv"):
        if row["class"] not in classes:
            continue
        left, right = row["context"].split("_")
        # A language that adds a few rows of its own takes the others from English.
        cell = row.get(column, row.get(INTERNATIONAL))
        if cell is None:
            continue
        outputs = (cell or row[SOURCE]).split("|")
        usual = tuple("" if o == "-" else o for o in outputs if not o.startswith("~"))
        loose = tuple(o[1:] for o in outputs if o.startswith("~"))
        costs = {fold(o): 1 for o in loose} | {fold(o): 0 for o in usual}
        rule = _Rule(row[SOURCE], left, right, usual, tuple(costs.items()))
        found.setdefault(rule.grapheme, []).append(rule)
    return {grapheme: tuple(rules) for grapheme, rules in found.items()}


def _fits(context: str, neighbor: str) -> bool:
    """Whether a folded letter ("" at the edge) fits one side of a context."""
    if not context:
        return True
    if context in "^$":
        return not neighbor
    if context == "V":
        return bool(neighbor) and is_vowel(neighbor)
    if context == "C":
        return bool(neighbor) and not is_vowel(neighbor)
    if context.endswith("$"):
        return not neighbor
    return bool(neighbor) and neighbor in context.strip("[]^")


def _graphemes(word: str, language: str, origin: str) -> Iterator[_Rule]:
    """The folded word cut into graphemes, each with its first rule that fits."""
    rules, longest = _rules(language, origin), _longest(language, origin)
    position = 0
    while position < len(word):
        size = longest.get(word[position], 0)
        rule = _first_rule(word, position, size, rules)
        yield rule
        position += len(rule.grapheme)


def _first_rule(
    word: str, position: int, longest: int, rules: Mapping[str, Sequence[_Rule]]
) -> _Rule:
    """The rule for the grapheme at ``position``, which has ``longest`` letters at most."""
    left = word[position - 1 : position]
    for end in range(min(position + longest, len(word)), position, -1):
        grapheme = word[position:end]
        if grapheme in rules:
            right = word[end : end + 1]
            for rule in rules[grapheme]:
                if _fits(rule.left, left) and _fits(rule.right, right):
                    return rule
    return _Rule(word[position], "", "", (word[position],), ((fold(word[position]), 0),))


@lru_cache(maxsize=8192)
def _outputs(word: str, language: str, origin: str) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Per grapheme of a folded word its folded outputs, each with the cost of taking it."""
    return tuple(rule.costs for rule in _graphemes(word, language, origin))


def match(word: str, form: str, language: str, origin: str) -> Match | None:
    """Whether ``form`` can be ``word`` in ``language``, if German romanised it by its own rules.

    Args:
        word: One word in German spelling.
        form: One word in the target language.
        language: ISO 639-1 code.
        origin: `SLAVIC`, `ARABIC`, or `LATIN` (spelt in Latin letters in German; only for targets
            in Cyrillic).

    Returns:
        The match that needs the fewest exceptions; None if there is none.
    """
    target = fold(form)
    ends = {0: 0}
    for outputs in _outputs(fold(word), language, origin):
        reached: dict[int, int] = {}
        for position, cost in ends.items():
            for output, extra in outputs:
                if target.startswith(output, position):
                    end = position + len(output)
                    reached[end] = min(cost + extra, reached.get(end, cost + extra))
        if not reached:
            return None
        ends = reached
    loose = ends.get(len(target))
    return None if loose is None else Match(loose)


def admits_german(word: str, language: str, origin: str) -> bool:
    """Whether ``language`` may keep the German spelling of a word it romanises itself."""
    return match(word, word, language, origin) is not None


def derive(word: str, language: str, origin: str) -> list[str]:
    """The forms that the usual outputs give, the likeliest first; their case follows ``word``.

    German spelling does not tell all that is needed: s may be с or з, sch may be ш or ж. Both
    readings are given, for four forms at most.
    """
    return list(_derived(word, language, origin))


@lru_cache(maxsize=8192)
def _derived(word: str, language: str, origin: str) -> tuple[str, ...]:
    readings = [
        rule.usual[:2] if rule.grapheme in _AMBIGUOUS else rule.usual[:1]
        for rule in _graphemes(fold(word), language, origin)
    ]
    forms = ("".join(outputs) for outputs in islice(product(*readings), 4))
    return tuple(form[:1].upper() + form[1:] if word[:1].isupper() else form for form in forms)


def match_words(name: str, form: str, language: str, origin: str) -> Match | None:
    """Like `match`, word by word, for names of several words."""
    words, targets = fold(name).split(), fold(form).split()
    if len(words) != len(targets):
        return None
    found = [match(w, t, language, origin) for w, t in zip(words, targets, strict=True)]
    if any(m is None for m in found):
        return None
    return Match(sum(m.loose for m in found if m is not None))
