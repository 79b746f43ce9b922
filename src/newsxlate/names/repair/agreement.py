"""Make what stands before a name in a target sentence fit another name.

Articles have gender and number, and lose vowels: "du Kreml" is "du Kremlin", but
"le Schottland" has to become "l’Écosse". What follows by rule is done; what does not is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate.names.forms import places
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text.folding import fold

# The columns of a row of articles.
_MASCULINE, _IMPURE, _FEMININE, _VOWEL, _PLURAL, _IMPURE_PLURAL, _FEMININE_PLURAL = range(7)
_SINGULAR = frozenset({_MASCULINE, _IMPURE, _FEMININE, _VOWEL})
_COLUMNS = {"m": _MASCULINE, "f": _FEMININE, "M": _PLURAL, "F": _FEMININE_PLURAL}
_APOSTROPHES = ("'", "’", "ʼ")
_WORD = re.compile(r"([^\W\d_]+)(['’ʼ]|\s+)$")


@dataclass(frozen=True, slots=True)
class _Article:
    """An article that stands before a name.

    Attributes:
        start: Offset of its first character.
        row: Its forms.
        columns: Those it can be.
    """

    start: int
    row: Sequence[str]
    columns: frozenset[int]


def fit(text: str, old: str, new: str, rest: str, language: str) -> tuple[int, str] | None:
    """Where to begin replacing, and by what.

    Args:
        text: The sentence up to the name.
        old: The name that stands there.
        new: The name that is to stand there.
        rest: The sentence behind the name.
        language: ISO 639-1 code.

    Returns:
        An offset in ``text``, and what is to stand between there and ``rest``, ``new`` (or ``new``
        without its article) at its end; None if it is not certain what fits.
    """
    found = _article(text, language)
    if "definite" in _rules(language):
        return _fit_listed(text, old, new, rest, found, language)
    own, bare = _own_article(old, new, language)
    if own is not None:
        return _fit_own(text, new, bare, own, found, language)
    if found is None:
        return _fit_word(text, old, new, language)
    column = _column(new, language, found)
    if column is None or not found.row[column]:
        return None
    return found.start, _joined(text, found, column) + new


def _joined(text: str, found: _Article, column: int) -> str:
    """The article of a column as it stands before a name, or the one there if it is the same."""
    there, wanted = text[found.start :], found.row[column]
    if column in found.columns:
        return there
    return _like(there, wanted, text) + ("" if wanted.endswith("’") else " ")


def _fit_listed(
    text: str, old: str, new: str, rest: str, found: _Article | None, language: str
) -> tuple[int, str] | None:
    """Fit a name of a language in which only some names have the article: the Kremlin."""
    last = new.split()[-1]
    definite = last in _rules(language)["definite"].split()
    if new.startswith("The "):
        return (found.start, new) if found else (len(text), new)
    # In "the Kyiv talks" the article is the noun's; "the Switzerland" may be the German name's own.
    country = places.is_known(new) and not places.cities(new)
    attributive = bool(re.match(r"[-‐‑]" if country else r"[-‐‑ ][a-z]", rest))
    if found:
        return (len(text), new) if definite or attributive else None
    return None if definite else _fit_word(text, old, new, language)


def _fit_own(
    text: str, new: str, bare: str, column: int, found: _Article | None, language: str
) -> tuple[int, str] | None:
    """Fit a name that has an article of its own: à + Le Caire is au Caire."""
    rules = _rules(language)
    rows = rules["articles"]
    prepositions = rules["prepositions"]
    if found and not (found.columns & _SINGULAR and column in _SINGULAR):
        return None
    start = found.start if found else len(text)
    preposition = prepositions[rows.index(found.row)] if found else ""
    before = text[start:]
    if not found and (match := _WORD.search(text)) and match[1].casefold() in prepositions[1:]:
        preposition, start, before = match[1].casefold(), match.start(), match[0]
    if rules.get("keeps_own_articles"):
        return start, (_like(before, preposition, text) + " " if preposition else "") + new
    row = rows[prepositions.index(preposition)]
    article = row[column]
    head, space, last = article.rpartition(" ")
    # "à La Haye", but "au Caire": an article that stands alone is part of the name.
    if last in rows[0]:
        last = last.capitalize() if new[0].isupper() else last
        article = head + space + last
    shown = _like(before, article, text) if before else article
    return start, shown + ("" if article.endswith("’") else " ") + bare


def _fit_word(text: str, old: str, new: str, language: str) -> tuple[int, str] | None:
    """Fit what is no article: d’Athènes, e Inglaterra."""
    match = _WORD.search(text)
    if not match:
        return len(text), new
    word, elided = match[1].casefold(), match[2] in _APOSTROPHES
    rules = _rules(language)
    was, vowel = _opens(old, language), _opens(new, language)
    short = rules.get("elided", {})
    long = {value[:-1]: key for key, value in short.items()} | rules.get("whole", {})
    unsure = rules.get("unsure", "").split()
    concerned = word in short or elided or word in unsure
    if concerned and vowel is None and fold(old)[:1] != fold(new)[:1]:
        return None
    wanted = ""
    if word in unsure and was is not vowel:
        return None
    if elided and word in long and vowel is False:
        wanted = long[word] + " "
    elif elided and vowel is False:
        return None
    elif not elided and word in long and vowel is False and "whole" in rules:
        wanted = long[word] + " "
    elif not elided and word in short and vowel:
        wanted = short[word]
    elif other := _euphonic(word, fold(new), language):
        wanted = other + match[2]
    if not wanted:
        return len(text), new
    return match.start(), _like(match[1], wanted, text) + new


def _article(text: str, language: str) -> _Article | None:
    """The longest article that ``text`` ends in."""
    folded = text.casefold().replace("'", "’").replace("ʼ", "’")
    best: _Article | None = None
    for row in _rules(language).get("articles", ()):
        for article in {a for a in row if a}:
            ending = article if article.endswith("’") else article + " "
            start = len(text) - len(ending)
            inside = start > 0 and (folded[start - 1].isalnum() or folded[start - 1] == "-")
            if folded.endswith(ending) and not inside and (best is None or start < best.start):
                columns = frozenset(i for i, other in enumerate(row) if other == article)
                best = _Article(start, row, columns)
    return best


def _own_article(old: str, new: str, language: str) -> tuple[int | None, str]:
    """The column of the article that a name begins with, and the name without it."""
    rows = _rules(language).get("articles")
    if rows:
        plain = new.replace("'", "’")
        for column, article in enumerate(rows[0]):
            start = article if article.endswith("’") else article + " "
            if article and plain.casefold().startswith(start):
                if old.casefold().startswith(start):
                    break
                return column, new[len(start) :]
    return None, new


def _column(name: str, language: str, found: _Article) -> int | None:
    """The column that a name takes where an article stands; None if that is not certain."""
    gender = _gender(name, language)
    singular = bool(found.columns & _SINGULAR)
    if not gender:
        # A vowel takes l’, whatever the gender; an s may be the plural's.
        one = singular and not name.split()[0].endswith("s")
        return _VOWEL if one and found.row[_VOWEL] and _opens(name, language) else None
    column = _COLUMNS[gender]
    if singular is not (column in _SINGULAR):
        return None
    opens = _opens(name, language)
    if column in _SINGULAR and found.row[_VOWEL]:
        if opens is None:
            return None
        if opens:
            return _VOWEL
    impure = bool(re.match(_rules(language).get("impure", r"(?!)"), fold(name)))
    if column == _MASCULINE and impure:
        column = _IMPURE
    if column == _PLURAL and (impure or opens) and found.row[_IMPURE_PLURAL]:
        column = _IMPURE_PLURAL
    genders = {c in (_FEMININE, _FEMININE_PLURAL) for c in found.columns}
    agrees = _VOWEL in found.columns or (column in (_FEMININE, _FEMININE_PLURAL)) in genders
    return column if agrees else None


def _gender(name: str, language: str) -> str:
    """The gender of a name by its first word, as the language's `names.toml` writes it."""
    first = re.split(r"[\s‑-]", name)[0]
    if known := _genders(language).get(first):
        return known
    if first.isupper() and len(first) > 1:
        return ""
    return next(
        (
            gender
            for length in range(len(first), 0, -1)
            if (gender := _genders(language).get("-" + first[-length:]))
        ),
        "",
    )


@cache
def _genders(language: str) -> Mapping[str, str]:
    lists = _rules(language).get("gender", {})
    return {word: gender for gender, words in lists.items() for word in words.split()}


def _opens(name: str, language: str) -> bool | None:
    """Whether a name begins with a vowel's sound; None if letters do not tell."""
    folded = fold(name)
    vowels = _rules(language).get("vowels")
    if vowels is None:
        return False
    doubtful = _rules(language).get("doubtful")
    if doubtful and re.match(doubtful, folded):
        return None
    return bool(re.match(vowels, folded))


def _euphonic(word: str, new: str, language: str) -> str:
    """The form of a conjunction before ``new``; empty if it has only one."""
    rules = _rules(language).get("euphony", {})
    for beginning, changes in rules.items():
        if new.startswith(beginning):
            return str(changes.get(word, ""))
    back = {special: usual for changes in rules.values() for usual, special in changes.items()}
    return str(back.get(word, ""))


def _like(model: str, text: str, sentence: str) -> str:
    """``text`` with the capitals of ``model`` and the apostrophes of the sentence."""
    if "'" in sentence and "’" not in sentence:
        text = text.replace("’", "'")
    letters = [c for c in model if c.isalpha()]
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return text.upper()
    return text[:1].upper() + text[1:] if model[:1].isupper() else text


def _rules(language: str) -> Mapping[str, Any]:
    return name_rules(language).repair
