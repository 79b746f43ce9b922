"""Headlines in capitals: recognise them, lower them for the model, raise the translation again.

Models are trained on little text in capitals and translate it badly, so a shouted German headline
is written as a sentence first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from unicodedata import combining, normalize

from newsxlate import resources
from newsxlate.languages import SOURCE
from newsxlate.text.addresses import addresses
from newsxlate.text.dictionary import load_lemmas

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:„»“\"–]\s*|\+{2,}\s*)$")


@dataclass(frozen=True, slots=True)
class _Casing:
    """What is known of capitals in a language (``data/languages/CODE/casing.toml``)."""

    nouns_have_capitals: bool
    dotted_i: bool
    unaccented_capitals: bool
    acronyms: dict[str, str]
    names: re.Pattern[str]
    small: frozenset[str]
    nouns: frozenset[str]
    sharp: tuple[str, ...]


@cache
def _casing(language: str) -> _Casing:
    row = resources.language(language, "casing")
    names = "|".join(map(re.escape, row.get("names", ())))
    return _Casing(
        row.get("nouns_have_capitals", False),
        row.get("dotted_i", False),
        row.get("unaccented_capitals", False),
        {word.upper(): word for word in row.get("acronyms", "").split()},
        re.compile(rf"\b(?:{names})\b" if names else r"(?!)", re.IGNORECASE),
        frozenset(row.get("small", "").split()),
        frozenset(row.get("nouns", "").split()),
        tuple(sorted(row.get("sharp", "").split(), key=len, reverse=True)),
    )


def is_all_caps(text: str, language: str = SOURCE) -> bool:
    """Whether ``text`` is written in capitals throughout, acronyms and names of firms apart.

    One word alone has to have six letters: "EILMELDUNG" is shouted, "KCNA" is not.
    """
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    if any(letter.islower() and letter != "ß" for word in words for letter in word):
        return False
    acronyms = _casing(language).acronyms
    all_caps = [word for word in words if word.upper() not in acronyms and len(word) > 2]
    return len(all_caps) > 1 or any(len(word) > 5 for word in all_caps)


def lower(text: str, language: str) -> str:
    """Write a shouted text as a sentence: names, acronyms and (in German) nouns keep a capital.

    Which words are nouns is looked up in simplemma's dictionary; a word it does not know is taken
    for a name. Addresses stay as they are.

    Args:
        text: A text in capitals.
        language: ISO 639-1 code of its language.
    """
    kept = [(address.start, address.end) for address in addresses(text)]
    for name in _casing(language).names.finditer(text):
        kept.append(name.span())
        text = text[: name.start()] + name.group().title() + text[name.end() :]

    def replace(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in kept):
            return match.group()
        starts = _SENTENCE_START.search(text, 0, match.start()) is not None
        return _lowered(match.group(), language, starts=starts)

    return _WORD.sub(replace, text)


def _lowered(word: str, language: str, *, starts: bool) -> str:
    """One word as it stands inside a sentence, or at its start."""
    casing = _casing(language)
    if word.upper() in casing.acronyms:
        return casing.acronyms[word.upper()]
    plain = word.lower()
    for stem in casing.sharp:
        plain = plain.replace(stem.replace("ß", "ss"), stem)
    capital = plain[:1].upper() + plain[1:]
    if starts:
        return capital
    if plain in casing.small:
        return plain
    if capital in casing.nouns:
        return capital
    return capital if _has_capital(plain, capital, language) else plain


def _has_capital(plain: str, capital: str, language: str) -> bool:
    """Whether a word is a name, or a noun of a language that gives nouns capitals."""
    import simplemma

    load_lemmas(language)
    if not simplemma.is_known(capital, language) and not simplemma.is_known(plain, language):
        return True
    if not _casing(language).nouns_have_capitals:
        return not bool(simplemma.is_known(plain, language))
    noun = simplemma.lemmatize(capital, language)
    other = simplemma.lemmatize(plain, language)
    if noun[:1].islower() or other[:1].isupper():
        return bool(noun[:1].isupper())
    # Both are in the dictionary. "Tag" is rather the noun than a form of "tagen", but "letzten"
    # and "erreichen" are rather adjective and verb than nouns made of them.
    return bool(other.endswith("n") and other != plain)


def upper(text: str, language: str) -> str:
    """Write ``text`` in the capitals of its language; addresses stay as they are.

    Args:
        text: A translation.
        language: ISO 639-1 code of its language.
    """
    pieces: list[str] = []
    position = 0
    for address in addresses(text):
        pieces += [_capitals(text[position : address.start], language), address.text]
        position = address.end
    return "".join([*pieces, _capitals(text[position:], language)])


def _capitals(text: str, language: str) -> str:
    casing = _casing(language)
    if casing.dotted_i:
        text = text.replace("i", "İ").replace("ı", "I")
    if casing.unaccented_capitals:
        return _without_tonos(text).upper()
    return text.upper()


def _without_tonos(text: str) -> str:
    """Greek capitals have no accent, but keep the diaeresis."""
    letters = normalize("NFD", text)
    return normalize("NFC", "".join(c for c in letters if c == "\u0308" or not combining(c)))
