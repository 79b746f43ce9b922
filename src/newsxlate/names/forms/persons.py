"""Persons: whether a form in another language can be the person named in German.

Names in Latin letters keep their spelling. What German romanised is checked part by part: against
the table of names, then against the rules of romanisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rapidfuzz import fuzz

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.forms import inflection, romanization
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.gazetteer import lookup
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family, is_romanized_surname
from newsxlate.names.verdict import Form, Reason, Verdict
from newsxlate.text import dictionary
from newsxlate.text.folding import consonants, fold, parts, same_spelling

_ORIGINS = (romanization.SLAVIC, romanization.ARABIC)
# The worst of the parts' reasons is the name's: a German surname left decides.
_WORST_FIRST = (
    Reason.DIFFERENT,
    Reason.GERMAN_LEFT,
    Reason.INFLECTED,
    Reason.ROMANIZATION,
    Reason.CURATED,
    Reason.SAME_SPELLING,
)
_MOST_FORMS = 12
_SHORTEST_COMPOUND_WORD = 5


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a name, with what is known of where it is from.

    Attributes:
        text: As written.
        origin: "slavic" or "arabic" where that is evident; else empty.
        possibly_slavic: Whether it may be Slavic, too: by its ending, or by the word beside it.
        latin: Whether it is a known name in Latin letters.
    """

    text: str
    origin: str
    possibly_slavic: bool
    latin: bool


def origin(name: str) -> str:
    """Where a name is from, if German evidently romanised it: "slavic", "arabic", or "".

    The surname tells for the whole name (Juri Knorr: no; Sergei Peskow: slavic). One that may be
    from elsewhere is Slavic beside a word that surely is (Igor Below), not by itself (Maslow).
    """
    found = [_origin_in(word, name) for word in parts(name)]
    if romanization.SLAVIC in found and not found[-1] and _may_be_slavic(parts(name)[-1], name):
        return romanization.SLAVIC
    # A given name alone tells nothing: Juri Knorr.
    if found and not found[-1] and romanization.ARABIC not in found:
        return ""
    articles = tables.origins().arabic_articles | tables.origins().filiation
    if any(fold(word) in articles and word.islower() for word in parts(name)):
        found.append(romanization.ARABIC)
    return next((o for o in found if o), "")


def _origin_in(word: str, name: str) -> str:
    """Where a word of a name is from, if the letters of the whole name do not speak against it."""
    own = tables.origins()
    if own.foreign_letters.search(name.lower()):
        return ""
    sure = "sch" in fold(word) or tables.person_parts().german(word)
    if own.not_romanized.search(fold(name)) and not sure:
        return ""
    return _part_origin(word)


def _may_be_slavic(word: str, name: str, *, beside: bool = False) -> bool:
    """Whether a word of a name may be one that German romanised: by its ending, or its place.

    Args:
        word: The word.
        name: The whole name.
        beside: Whether a word of the name is Slavic.
    """
    if beside and _origin_in(word, name):
        return True
    shaped = beside or bool(tables.origins().slavic_possible.search(fold(word)))
    return shaped and _is_open(word, name)


def _is_open(word: str, name: str) -> bool:
    """Whether nothing tells that a word is spelt in German, or as where it is from."""
    own, folded = tables.origins(), fold(word)
    if own.foreign_letters.search(name.lower()) or own.not_romanized.search(fold(name)):
        return False
    if _is_latin(folded) or is_family(word) or own.not_slavic.search(word.lower()):
        return False
    # Words in -in are often common ones, those in -owski never.
    return folded.endswith("owski") or not dictionary.is_word(word, SOURCE)


@lru_cache(maxsize=8192)
def _part_origin(word: str) -> str:
    folded = fold(word)
    if _is_latin(folded):
        return ""
    if entries := tables.person_parts().german(word):
        return entries[0].kind
    if any(city.country in tables.origins().german_speaking for city in lookup(word)):
        return ""
    own = tables.origins()
    if is_romanized_surname(word):
        return romanization.SLAVIC
    if own.slavic.search(folded) and not own.not_slavic.search(word.lower()):
        return romanization.SLAVIC
    arabic = own.arabic.search(folded)
    return romanization.ARABIC if arabic and not _is_compound(word) else ""


def _is_compound(word: str) -> bool:
    """Whether the letters of an Arabic j are two German words': Band-scheibe, not Pan-dsch-ir."""
    head, joint, tail = word.partition("dsch")
    second = joint[1:] + tail
    ends = range(_SHORTEST_COMPOUND_WORD, len(second) + 1)
    german = any(dictionary.is_word(second[:end], SOURCE) for end in ends)
    return german and dictionary.is_word(f"{head}{joint[:1]}", SOURCE)


def _is_latin(folded: str) -> bool:
    names = tables.latin_names()
    return folded in names["given"] or folded in names["family"]


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[_Part, ...]:
    whole, words = origin(name), _significant(name)
    slavic = any(_origin_in(word, name) == romanization.SLAVIC for word in words)
    return tuple(
        _Part(
            word,
            whole and (_origin_in(word, name) or whole),
            _may_be_slavic(word, name, beside=slavic) if slavic or len(words) == 1 else False,
            _is_latin(fold(word)),
        )
        for word in words
    )


@lru_cache(maxsize=8192)
def _significant(name: str) -> list[str]:
    """The words of a name without particles and articles, which languages drop or translate."""
    own = tables.origins()
    dropped = own.particles | own.arabic_articles | own.filiation
    words = parts(name)
    kept = [word for word in words if fold(word) not in dropped]
    return kept or words


def check(name: str, form: str, language: str) -> Verdict:
    """Whether ``form`` can be the person (or other name) called ``name`` in German.

    Both have to have the same number of words; their order may be turned around (Orbán Viktor).
    A lone surname is not a form of the full name: ask for the surname.
    """
    wanted, found = _parts(name), _significant(form)
    turns = min(len(found), 2) if len(wanted) == len(found) else 0
    for turn in range(turns):
        turned = found if not turn else [found[-1], *found[:-1]]
        verdicts = [_check_part(p, f, language) for p, f in zip(wanted, turned, strict=True)]
        reason = min((v.reason for v in verdicts), key=_WORST_FIRST.index)
        if reason is Reason.GERMAN_LEFT:
            return Verdict(False, reason, 0.3)
        if all(verdict.accepted for verdict in verdicts):
            score = min(verdict.score for verdict in verdicts)
            return Verdict(True, reason, score if not turn else 0.9 * score)
    return Verdict(False, Reason.DIFFERENT, _likeness(name, form, language))


def _check_part(part: _Part, form: str, language: str) -> Verdict:
    """One word against one word."""
    listed = [
        text
        for entry in tables.person_parts().german(part.text)
        for text in entry.forms.get(language, ())
    ]
    if any(fold(text) == fold(form) for text in listed):
        same = same_spelling(part.text, form)
        return Verdict(True, Reason.SAME_SPELLING if same else Reason.CURATED, 1.0)
    if same_spelling(part.text, form):
        return _same_spelling(part, bool(listed), language)
    if any(inflection.is_inflected(form, text, language) for text in listed):
        return Verdict(True, Reason.INFLECTED, 0.8)
    if verdict := _romanized(part, form, language):
        return verdict
    if not name_rules(language).cyrillic and inflection.is_inflected(form, part.text, language):
        return Verdict(True, Reason.INFLECTED, 0.8)
    return Verdict(False, Reason.DIFFERENT, 0.0)


def _same_spelling(part: _Part, listed: bool, language: str) -> Verdict:
    """Whether a word may keep its German spelling."""
    kept = Verdict(True, Reason.SAME_SPELLING, 1.0)
    left = Verdict(False, Reason.GERMAN_LEFT, 0.3)
    if name_rules(language).cyrillic:
        return kept if part.text.isupper() else left
    if part.latin and not part.origin:
        return kept
    if listed and part.origin:
        return left
    if part.origin and not romanization.admits_german(part.text, language, part.origin):
        return left
    return kept


def _romanized(part: _Part, form: str, language: str) -> Verdict | None:
    """Whether the rules of romanisation lead from a word to a form, in full or in another case."""
    cyrillic = name_rules(language).cyrillic
    if part.latin and not part.origin and not cyrillic:
        return None
    origins = (part.origin,) if part.origin else _ORIGINS
    if cyrillic:
        origins = (*origins, romanization.LATIN)
    # Agencies' English spellings are common in all languages written in Latin letters.
    spellings = dict.fromkeys((language,) if cyrillic else (language, INTERNATIONAL))
    texts = inflection.bases(form, language)
    for spelling, own in product(spellings, origins):
        for text in texts:
            found = romanization.match(part.text, text, spelling, own)
            # Without evidence of its origin, a name follows the rules or keeps its spelling.
            if found is None or (found.loose and not part.origin and not cyrillic):
                continue
            if spelling != language and not part.origin:
                continue
            if text != texts[0]:
                return Verdict(True, Reason.INFLECTED, 0.7)
            score = 0.95 - 0.05 * min(found.loose, 3) - (0.1 if spelling != language else 0)
            return Verdict(True, Reason.ROMANIZATION, score)
    return None


def _likeness(name: str, form: str, language: str) -> float:
    """How alike a name and a form are that do not match: 0 to 0.5, for ranking only."""
    a, b = _romanized_whole(name, language), fold(form)
    skeletons = fuzz.token_sort_ratio(consonants(a), consonants(b))
    return (skeletons + fuzz.token_sort_ratio(a, b)) / 400


@lru_cache(maxsize=4096)
def _romanized_whole(name: str, language: str) -> str:
    """The form of a name that rules give, folded."""
    return fold(" ".join(_derive(part, language)[0] for part in _parts(name)))


def _derive(part: _Part, language: str) -> list[str]:
    """The forms of a word, the likeliest first: by rule only where its origin is not German.

    What German spells as its own, or as the target language does, is not romanised anew: no
    Chofenig for Tschofenig, no Vostokhny for Vostochny.
    """
    if name_rules(language).cyrillic:
        return romanization.derive(part.text, language, part.origin or romanization.LATIN)
    if _is_romanized_in_english(part.text):
        return [part.text]
    if part.origin:
        return romanization.derive(part.text, language, part.origin)
    listed = romanization.derive(part.text, language, romanization.SLAVIC)
    return [part.text, *(listed if part.possibly_slavic else ())]


def _is_romanized_in_english(word: str) -> bool:
    """Whether German has a name as English romanises it: Khashoggi, Shoigu."""
    return bool(tables.origins().english.search(fold(word)))


def forms(name: str, language: str) -> list[Form]:
    """The forms of a person's name, best first: each part's from the table, or by rule."""
    known = {fold(part.text): part for part in _parts(name)}
    options = [_part_forms(known.get(fold(word)), word, language) for word in parts(name)]
    found: dict[str, Form] = {}
    for combination in islice(product(*options), _MOST_FORMS):
        reason = min((reason for _, reason in combination), key=_WORST_FIRST.index)
        text = _joined(name, [text for text, _ in combination])
        found.setdefault(text, Form(text, reason, certain=reason is Reason.CURATED))
    return list(found.values())


def _part_forms(part: _Part | None, word: str, language: str) -> list[tuple[str, Reason]]:
    """The forms of one word, each with its source; a particle has its own only."""
    if part is None:
        return [(word, Reason.SAME_SPELLING)]
    entries = tables.person_parts().german(word)
    listed = [text for entry in entries for text in entry.forms.get(language, ())]
    if listed and (part.origin or name_rules(language).cyrillic):
        return [(text, Reason.CURATED) for text in dict.fromkeys(listed)]
    tabled = listed and part.possibly_slavic
    derived = dict.fromkeys((word, *listed) if tabled else _derive(part, language))
    return [
        (text, Reason.SAME_SPELLING if text == word else Reason.ROMANIZATION) for text in derived
    ]


def _joined(name: str, words: list[str]) -> str:
    """``words`` joined as the words of ``name`` are: by spaces or hyphens."""
    text, rest = "", name
    for old, new in zip(parts(name), words, strict=True):
        before, _, rest = rest.partition(old)
        text += before + new
    return text + rest
