"""Whether two spellings in one German text are probably one name.

Every word has to match: a misspelling changes a letter of a long word, or spells what is heard in
another way; two persons differ in a word that is a name of its own (Müller, Möller), in a short one
(Un, Il), or in an ending (Daniel, Daniela). Known places and persons decide first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from newsxlate.names.forms import persons, places
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.wordlists import is_public
from newsxlate.names.verdict import Similarity, SimilarityReason
from newsxlate.text.folding import fold, same_spelling

_NUMERAL = re.compile(r"[ivx]+|jr|sr|junior|senior|[0-9]+")
_UMLAUT = re.compile("[äöüÄÖÜ]")
# Endings that make another name of a name: feminine forms, and -er, -mann in surnames.
_ENDINGS = re.compile(r"(?:a|e|in|n|er|s?mann|sen)")
_DERIVED = re.compile(r"er(?:n|s|in|innen)?|isch(?:e[mnrs]?)?")
# Surnames of so many letters that differ in one are mostly two.
_LONGEST_DISTINCT = 6
# Misspellings spare the first letter, but for those that stand for one sound.
_FIRST_LETTERS = tuple({*pair} for pair in ("jy", "ou", "ck", "vw", "fv", "sz", "ij", "kq"))


@dataclass(frozen=True, slots=True)
class _Context:
    """What the other words of a name say about a difference in one.

    Attributes:
        family: Whether the word is the surname.
        romanized: Whether the name is from another script.
        others: How many other words are the same.
        known: Whether one of the two full names is a public person's, and the other is nobody's.
    """

    family: bool
    romanized: bool
    others: int
    known: bool


def same_name(a: str, b: str) -> Similarity:
    """Whether two names in a German text are probably one, misspelt, inflected or shortened.

    Args:
        a: A name as written, without titles.
        b: Another.

    Returns:
        The similarity; symmetrical. Of two names that are the same, `SimilarityReason.MISSPELT` and
        `ROMANIZATION` say that one is spelt otherwise, the other reasons that nothing is wrong.
    """
    a, b = sorted((" ".join(a.split()), " ".join(b.split())))
    return _same_name(a, b)


def is_surname_of(surname: str, name: str) -> bool:
    """Whether ``name`` is the full name of a person, and ``surname`` may stand for it alone."""
    own, words = _words(surname), _words(name)
    if len(own) != 1 or not words:
        return False
    if _lemmas(own[0]).isdisjoint({words[0], *_lemmas(words[-1])}):
        return False
    # Initials tell full names apart, not a surname from its bearer: George W. Bush, Bush.
    *given, last = fold(name).split()
    full = " ".join((*given[:1], *(word for word in given[1:] if len(word) > 1), last))
    return same_name(surname, full).reason is SimilarityReason.SURNAME


@lru_cache(maxsize=4096)
def _same_name(a: str, b: str) -> Similarity:
    words_a, words_b = _words(a), _words(b)
    if not words_a or not words_b:
        return Similarity(0.0, False, SimilarityReason.DIFFERENT)
    if _numerals(a) != _numerals(b):
        return Similarity(0.1, False, SimilarityReason.NUMBER)
    if words_a == words_b or same_spelling(a, b):
        if _two_surnames(a, b):
            return Similarity(0.3, False, SimilarityReason.OTHER_NAME)
        return Similarity(1.0, True, SimilarityReason.SAME_SPELLING)
    if verdict := _by_knowledge(a, b):
        return verdict
    if "".join(words_a) == "".join(words_b) and len(words_a) != len(words_b):
        return Similarity(0.95, True, SimilarityReason.SAME_SPELLING)
    if len(words_a) != len(words_b):
        return _shortened(words_a, words_b)
    best = _word_by_word(a, b, words_a, words_b)
    if not best.same and len(words_a) > 1:
        turned = _word_by_word(a, b, words_a, [words_b[-1], *words_b[:-1]])
        if turned.score >= 0.95:
            return Similarity(0.9, True, SimilarityReason.ORDER)
    return best


@lru_cache(maxsize=4096)
def _words(name: str) -> list[str]:
    """The folded words of a name without Arabic articles and the like."""
    own = tables.origins()
    words = fold(name).split()
    words = words[:1] + [word for word in words[1:] if not _NUMERAL.fullmatch(word)]
    kept = [word for word in words if word not in own.arabic_articles | own.particles]
    return kept or words


@lru_cache(maxsize=4096)
def _numerals(name: str) -> list[str]:
    """What counts persons of one name: II., Jr., and the initials in the middle."""
    words = fold(name).split()
    inner = [word for word in words[1:-1] if len(word) == 1 and word not in ("y", "e")]
    return inner + [word for word in words[1:] if _NUMERAL.fullmatch(word)]


def _two_surnames(a: str, b: str) -> bool:
    """Whether names that differ in umlauts only end in two surnames that both are common."""
    last_a, last_b = a.split()[-1], b.split()[-1]
    if bool(_UMLAUT.search(last_a)) == bool(_UMLAUT.search(last_b)):
        return False
    return not _public(a) and not _public(b) and {last_a, last_b} <= _surnames_as_written()


@cache
def _surnames_as_written() -> frozenset[str]:
    lines = tables.read("latin.txt").splitlines()
    return frozenset(w for line in lines if line.startswith("family") for w in line.split()[1:])


@cache
def _surnames_first() -> frozenset[str]:
    lines = tables.read("public.txt").splitlines()
    found = next(line for line in lines if line.startswith("surnames-first:"))
    return frozenset(fold(name) for name in found.split()[1:])


def _public(name: str) -> str:
    """The public person that a name is, folded, the genitive resolved; else nothing."""
    folded = fold(name)
    found = (text for text in (folded, folded.removesuffix("s")) if is_public(text))
    return next(found, "")


def _by_knowledge(a: str, b: str) -> Similarity | None:
    """The verdict where both names are known."""
    if _is_inhabitant(a, b) or _is_inhabitant(b, a):
        return Similarity(0.1, False, SimilarityReason.OTHER_NAME)
    stem_a, stem_b = _lemmas(a), _lemmas(b)
    if stem_a & stem_b and not (_known_word(fold(a)) and _known_word(fold(b))):
        return Similarity(0.97, True, SimilarityReason.INFLECTED)
    german = tables.whole().german
    entries_a = {id(entity) for text in (a, *stem_a) for entity in german(text)}
    entries_b = {id(entity) for text in (b, *stem_b) for entity in german(text)}
    if entries_a & entries_b:
        return Similarity(0.95, True, SimilarityReason.KNOWN)
    if entries_a and entries_b:
        return Similarity(0.05, False, SimilarityReason.OTHER_PLACE)
    if (person_a := _public(a)) and (person_b := _public(b)):
        if person_a == person_b:
            return Similarity(0.97, True, SimilarityReason.INFLECTED)
        return Similarity(0.05, False, SimilarityReason.OTHER_PERSON)
    same = places.one_meant(a, b)
    if same is not None and not _known_word(fold(a)):
        return Similarity(
            0.9 if same else 0.05,
            same,
            SimilarityReason.KNOWN if same else SimilarityReason.OTHER_PLACE,
        )
    return None


def _is_inhabitant(word: str, place: str) -> bool:
    """Whether a word is an inhabitant or adjective of a place: Ukrainer of Ukraine."""
    folded, stem = fold(word), fold(place).rstrip("e")
    made = folded.startswith(stem) and _DERIVED.fullmatch(folded[len(stem) :])
    return bool(made) and any(entity.kind == "place" for entity in tables.whole().german(place))


@lru_cache(maxsize=8192)
def _lemmas(name: str) -> frozenset[str]:
    """A folded name, and what it is without the ending of the genitive."""
    folded = fold(name)
    found = {folded}
    if folded.endswith("s") and len(folded) > 3 and folded[-2] not in "sxz":
        found.add(folded[:-1])
    return frozenset(found)


def _shortened(a: list[str], b: list[str]) -> Similarity:
    """Whether the shorter name is the longer one's surname, or lacks its middle name."""
    short, long = sorted((a, b), key=len)
    ends = _lemmas(short[-1]) & _lemmas(long[-1])
    if len(short) == 1:
        first = long[0] in _surnames_first() and _lemmas(short[0]) & {long[0]}
        if first or (ends and long[0] not in _surnames_first()):
            return Similarity(0.8, True, SimilarityReason.SURNAME)
        return Similarity(0.2, False, SimilarityReason.DIFFERENT)
    # George Bush and George W. Bush are two persons; an initial tells them apart.
    if ends and short[0] == long[0] and all(len(word) > 1 for word in long):
        return Similarity(0.75, True, SimilarityReason.SHORTENED)
    return Similarity(0.2, False, SimilarityReason.DIFFERENT)


def _word_by_word(a: str, b: str, words_a: list[str], words_b: list[str]) -> Similarity:
    """The verdict on names of as many words."""
    family = 0 if words_a[0] in _surnames_first() and len(words_a) > 1 else len(words_a) - 1
    pairs = list(zip(words_a, words_b, strict=True))
    known = bool(_public(a)) is not bool(_public(b)) and sum(x != y for x, y in pairs) == 1
    romanized = any(persons.origin(name) or places.is_romanized(name) for name in (a, b))
    worst = Similarity(1.0, True, SimilarityReason.SAME_SPELLING)
    slips = 0
    for place, (x, y) in enumerate(pairs):
        others = sum(p == q for i, (p, q) in enumerate(pairs) if i != place)
        found = _same_word(x, y, _Context(place == family, romanized, others, known))
        slips += found.reason is SimilarityReason.MISSPELT
        if found.score < worst.score:
            worst = found
    # Nobody misspells both names of a person, unless they are foreign ones.
    if slips > 1 and not romanized:
        return Similarity(0.4, False, SimilarityReason.DIFFERENT)
    return worst


def _same_word(x: str, y: str, context: _Context) -> Similarity:
    """The verdict on one word."""
    if x == y:
        return Similarity(1.0, True, SimilarityReason.SAME_SPELLING)
    both_known = _known_word(x) and _known_word(y)
    if _lemmas(x) & _lemmas(y) and not both_known:
        return Similarity(0.97, True, SimilarityReason.INFLECTED)
    if _one_given_name(x, y):
        return Similarity(0.95, True, SimilarityReason.ROMANIZATION)
    if not context.family and {len(x), len(y)} != {1} and 1 in (len(x), len(y)) and x[0] == y[0]:
        return Similarity(0.8, True, SimilarityReason.INITIAL)
    heard_alike = _key(x, romanized=False) == _key(y, romanized=False)
    if _feminine(x, y):
        return Similarity(0.1, False, SimilarityReason.OTHER_NAME)
    # Philip is Philipp, but Hofmann is not Hoffmann.
    if both_known and not context.known and (context.family or not heard_alike):
        return Similarity(0.1, False, SimilarityReason.OTHER_NAME)
    if heard_alike:
        return Similarity(0.9, True, SimilarityReason.MISSPELT)
    if context.romanized and _key(x, romanized=True) == _key(y, romanized=True):
        return Similarity(0.9, True, SimilarityReason.ROMANIZATION)
    return _misspelt(x, y, context)


def _one_given_name(x: str, y: str) -> bool:
    """Whether two parts are one name, perhaps in two languages (Alexander, Aljaksandr).

    They are if Russian writes them alike.
    """
    index = tables.person_parts()
    german_x, german_y = index.german(x), index.german(y)
    russian_x, russian_y = (
        {entity.forms["ru"][0] for entity in found if "ru" in entity.forms}
        for found in (german_x, german_y)
    )
    if russian_x & russian_y:
        return True
    forms_x, forms_y = ([entity for _, entity in index.form(word)] for word in (x, y))
    return any(e in forms_y for e in german_x) or any(e in forms_x for e in german_y)


def _feminine(x: str, y: str) -> bool:
    """Whether one word is the other with an ending that makes another name of it."""
    short, long = sorted((x, y), key=len)
    if long.startswith(short) and len(short) > 2:
        return bool(_ENDINGS.fullmatch(long[len(short) :]))
    pairs = (("yj", "aja"), ("y", "aja"), ("ij", "aja"), ("i", "aja"), ("skyj", "ska"), ("e", "a"))
    return any(
        short.endswith(m) and long.endswith(f) and short[: -len(m)] == long[: -len(f)]
        for m, f in pairs
    )


def _misspelt(x: str, y: str, context: _Context) -> Similarity:
    """Whether one word is the other with a slip or two."""
    keys = (_key(word, romanized=context.romanized) for word in (x, y))
    distance = min(OSA.distance(x, y), OSA.distance(*keys))
    length = max(len(x), len(y))
    score = 1 - distance / length
    different = Similarity(min(0.5, score), False, SimilarityReason.DIFFERENT)
    if distance > 2 or min(len(x), len(y)) < 4 or not _begin_alike(x, y):
        return different
    if distance == 2:
        close = min(len(x), len(y)) >= 7 and (context.romanized or context.others or context.known)
        return Similarity(max(score, 0.65), True, SimilarityReason.MISSPELT) if close else different
    if length == 4:
        return Similarity(0.7, True, SimilarityReason.MISSPELT) if context.others > 1 else different
    if context.known or not context.family:
        return Similarity(max(score, 0.75), True, SimilarityReason.MISSPELT)
    if length <= _LONGEST_DISTINCT and len(x) == len(y) and sorted(x) != sorted(y):
        return different
    return Similarity(max(score, 0.7), True, SimilarityReason.MISSPELT)


def _begin_alike(x: str, y: str) -> bool:
    """Whether two words have the same first letter, or ones for the same sound."""
    return x[0] == y[0] or {x[0], y[0]} in _FIRST_LETTERS


@cache
def _known_words() -> frozenset[str]:
    names = tables.latin_names()
    return names["given"] | names["family"]


def _known_word(word: str) -> bool:
    """Whether a folded word is a name of its own."""
    return word in _known_words() or bool(tables.person_parts().german(word))


@cache
def _spellings(romanized: bool) -> tuple[tuple[str, str], ...]:
    classes = ("romanised", "always") if romanized else ("always",)
    return tuple(
        (row["from"], row["to"]) for row in tables.rows("spellings.tsv") if row["class"] in classes
    )


@lru_cache(maxsize=8192)
def _key(word: str, *, romanized: bool) -> str:
    """A folded word as it is heard: spellings of one sound alike, doubled letters single."""
    for old, new in _spellings(romanized):
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)
