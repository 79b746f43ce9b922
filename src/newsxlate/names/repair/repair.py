"""Put the accepted form of a name in the place of a German or inconsistent one.

Nothing is guessed: the form has to be certain (in reference data, or the user's glossary), the case
it stands in has to be known, and what stands before it has to fit, or be made to fit by rule
(`newsxlate.names.repair.agreement`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from newsxlate.article import SentenceRef
from newsxlate.entities import Entities, Entity, NameAlignment, Outcome
from newsxlate.names.forms import inflection, lookup
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.repair import agreement
from newsxlate.names.verdict import Reason
from newsxlate.text import casing
from newsxlate.text.folding import consonants, fold, same_spelling

_REPAIRED = (Outcome.GERMAN, Outcome.INCONSISTENT)
# Forms less alike than this are different names of one thing: Britain, United Kingdom.
_MIN_LIKENESS_PERCENT = 60
# By so much a form has to be more like the German name than the first one, to be meant by it.
_CLEARLY_CLOSER_PERCENT = 20
_OPENS = re.compile(r"[\s\"'„“”»«‚‘‹›(–—-]*")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of one stretch of a target sentence.

    Attributes:
        ref: Which sentence.
        start: Offset of the first character that goes, in the sentence as it was.
        end: Offset behind the last.
        text: What comes in its stead.
        name: Offset of the name in ``text``; before it stands an article or preposition.
        old: The name that goes.
    """

    ref: SentenceRef
    start: int
    end: int
    text: str
    name: int
    old: str

    @property
    def new(self) -> str:
        """The name that comes."""
        return self.text[self.name :]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A name in a target sentence.

    Attributes:
        text: The sentence.
        start: Offset of the name, without an article.
        end: Offset behind it.
        language: ISO 639-1 code.
    """

    text: str
    start: int
    end: int
    language: str

    @property
    def old(self) -> str:
        """The name."""
        return self.text[self.start : self.end]


def plan(
    renderings: Iterable[NameAlignment],
    targets: Mapping[SentenceRef, str],
    entities: Entities,
    language: str,
    *,
    glossary: lookup.GlossaryForms | None = None,
) -> list[Repair]:
    """The repairs that are certain.

    Args:
        renderings: What stands for each name (`newsxlate.names.alignment.check.check`).
        targets: The target sentences.
        entities: The names of the article.
        language: ISO 639-1 code of the target language.
        glossary: The user's terms for the language.
    """
    renderings = list(renderings)
    entries = {entity.id: entity for entity in entities.entries}
    accepted = [r for r in renderings if r.outcome.accepted and not r.replaced]
    spans = {(r.block, r.sentence, r.start, r.end) for r in renderings if r.start is not None}
    found = []
    for r in renderings:
        wrong = r.outcome in _REPAIRED or r.reason == Reason.FORBIDDEN
        wrong = wrong and r.reason != Reason.UNCERTAIN
        if not wrong or r.entry not in entries or r.start is None or r.end is None:
            continue
        spot = _spot(r, targets[r.ref], language)
        used = [other for other in accepted if other.entry == r.entry]
        for new in _options(r, spot, entries[r.entry], used, glossary):
            repair = _fitted(r.ref, _with_rest(spot, new), new)
            if repair and not _covers_another(repair, r, spans):
                found.append(repair)
                break
    return found


def apply(text: str, repairs: Sequence[Repair]) -> tuple[str, list[tuple[int, Repair]]]:
    """A sentence after its repairs, and where the new names stand in it."""
    starts = []
    shift = 0
    for repair in sorted(repairs, key=lambda repair: repair.start):
        start, end = repair.start + shift, repair.end + shift
        text = text[:start] + repair.text + text[end:]
        starts.append((start + repair.name, repair))
        shift += len(repair.text) - (end - start)
    return text, starts


def _covers_another(repair: Repair, r: NameAlignment, spans: Iterable[tuple[Any, ...]]) -> bool:
    own = (r.block, r.sentence, r.start, r.end)
    return any(
        span != own and span[:2] == repair.ref and span[2] < repair.end and repair.start < span[3]
        for span in spans
    )


def _spot(r: NameAlignment, text: str, language: str) -> _Spot:
    """Where the name of a rendering stands, without the article that may be taken with it."""
    assert r.start is not None
    assert r.end is not None
    first, space, rest = r.text.partition(" ")
    articles = name_rules(language).articles
    article = space and fold(first) in articles and fold(first) not in fold(r.source).split()
    start = r.start + len(first) + len(space) if article and rest else r.start
    return _Spot(text, start, r.end, language)


def _with_rest(spot: _Spot, new: str) -> _Spot:
    """A name with what of ``new`` stands around it already: Nordkorea del Norte."""
    words = new.split()
    before, after = spot.text[: spot.start], spot.text[spot.end :]
    for count in range(len(words) - 1, 0, -1):
        head, tail = (" ".join(words[:count]) + " ", " " + " ".join(words[-count:]))
        if re.search(rf"(?<!\w){re.escape(head)}$", before, re.IGNORECASE):
            return replace(spot, start=spot.start - len(head))
        if re.match(rf"{re.escape(tail)}(?!\w)", after, re.IGNORECASE):
            return replace(spot, end=spot.end + len(tail))
    return spot


def _options(
    r: NameAlignment,
    spot: _Spot,
    entity: Entity,
    used: Sequence[NameAlignment],
    glossary: lookup.GlossaryForms | None,
) -> Iterator[str]:
    """The forms that may stand where ``r`` stands, inflected and in capitals as that is."""
    language = spot.language
    names = _names(entity, r)
    if r.outcome is Outcome.INCONSISTENT or r.reason == Reason.FORBIDDEN:
        wanted = r.expected[:1]
        known = [f for name in names for f in _certain(name, language, glossary)]
        chosen = [_base(text, known, language) for text in wanted]
        base = _base(spot.old, known, language) or spot.old
    else:
        base = next((name for name in names if _is_form(spot.old, name, language)), spot.old)
        found = _certain(base, language, glossary)
        same = [
            other.text for other in used if fold(other.source) in (fold(base), f"{fold(base)}s")
        ]
        chosen = _preferred(base, found, same, language) if not glossary else found
        if not chosen:
            chosen = _by_words(spot.old, language)
    for new in filter(None, chosen):
        if fold(new) != fold(spot.old) or new == new.casefold():
            inflected = _inflected(spot, base, new, r)
            if inflected:
                yield _cased(spot, base, inflected)


def _names(entity: Entity, r: NameAlignment) -> list[str]:
    """All German names that may have been left: whole ones, then their parts."""
    whole = [name for name in (entity.canonical, *entity.names) if name not in entity.variants]
    parts = [word for name in whole for word in name.split() if word[0].isupper()]
    return list(dict.fromkeys((r.source, *whole, *parts)))


def _is_form(text: str, name: str, language: str) -> bool:
    return same_spelling(text, name) or (
        inflection.is_declining(language) and inflection.is_inflected(text, name, language)
    )


def _certain(name: str, language: str, glossary: lookup.GlossaryForms | None) -> list[str]:
    found = lookup.forms(name, language, glossary=glossary)
    return [form.text for form in found if form.certain]


def _base(text: str, known: Iterable[str], language: str) -> str:
    """The one of the known forms that ``text`` is, perhaps inflected."""
    known = list(known)
    for form in known:
        if fold(form) == fold(text):
            return form
    inflecting = inflection.is_declining(language)
    return next((f for f in known if inflecting and inflection.is_inflected(text, f, language)), "")


def _preferred(name: str, found: Sequence[str], used: Sequence[str], language: str) -> list[str]:
    """Forms in the order to be tried: as elsewhere in this text, like the German name, the rest.

    An acronym is only answered by acronyms, and a name in full by such names.
    """
    found = [form for form in found if form.isupper() is name.isupper()] or list(found)
    if not found:
        return []
    best = max(found, key=lambda form: _closeness(name, form, found[0]))
    elsewhere = [form for text in used if (form := _base(text, found, language))]
    elsewhere = [form for form in elsewhere if _are_spellings(form, best)]
    return list(dict.fromkeys((*elsewhere, best, *found)))


def _are_spellings(a: str, b: str) -> bool:
    """Whether two forms are one name spelt in two ways, and not two names."""
    if len(fold(a).split()) != len(fold(b).split()):
        return False
    return fuzz.ratio(a, b) >= _MIN_LIKENESS_PERCENT


def _closeness(name: str, form: str, first: str) -> float:
    """By how much ``form`` is nearer to the German name than the ``first`` one; 0 if not clearly.

    Tables put the names of one place in one row: "Großbritannien", "Vereinigtes Königreich". A form
    that another German name of the row is nearer to belongs to that one.
    """
    own = _likeness(name, form)
    closer = own - _likeness(name, first)
    rows = tables.whole().german(name)
    belongs = all(_likeness(other, form) <= own for row in rows for other in row.german)
    if not belongs or closer <= _CLEARLY_CLOSER_PERCENT or _are_spellings(form, first):
        return 0.0
    return closer


def _likeness(name: str, form: str) -> float:
    return fuzz.ratio(consonants(fold(name)), consonants(fold(form)))


def _by_words(text: str, language: str) -> list[str]:
    """A name in which only words that are German are replaced: Dmitriy Peskow."""
    words = text.split()
    new = []
    for word in words:
        left = lookup.accepts(word, word, language).reason is Reason.GERMAN_LEFT
        certain = _certain(word, language, None) if left else [word]
        if not certain:
            return []
        new.append(certain[0])
    return [" ".join(new)] if len(words) > 1 and new != words else []


def _inflected(spot: _Spot, base: str, new: str, r: NameAlignment) -> str:
    """``new`` in the case that the old name is in; empty if that cannot be told."""
    language, old = spot.language, spot.old
    if not inflection.is_declining(language):
        genitive = (
            _rules(language).get("possessive") and old == r.source and fold(old) == fold(base) + "s"
        )
        if genitive:
            return new + ("’" if new.endswith("s") else "’s")
        return new if fold(old) != fold(base) + "s" else ""
    if new.isupper():
        return new if same_spelling(old, base) else _declined(old, base, new, language)
    words = _WORD.findall(spot.text[: spot.start])
    governed = bool(words) and fold(words[-1]) in _rules(language).get("governing", "").split()
    if same_spelling(old, base) and governed:
        return ""
    return _declined(old, base, new, language)


def _declined(old: str, base: str, new: str, language: str) -> str:
    """``new`` with the endings of ``old``, word by word, where both are declined alike."""
    words = list(zip(old.split(), base.split(), new.split(), strict=False))
    if not len(old.split()) == len(base.split()) == len(new.split()):
        return ""
    moved = [_moved(*word, language) for word in words]
    return " ".join(moved) if all(moved) else ""


def _moved(old: str, base: str, new: str, language: str) -> str:
    """One word of ``new`` with the ending that ``old`` adds to ``base``; empty if unsure."""
    if fold(old) == fold(new):
        return new
    if name_rules(language).cyrillic or not _alike(base[-1], new[-1]):
        return ""
    if re.search(_rules(language).get("changing", r"(?!)"), new) and old != base:
        return ""
    stem, own = base, new
    if base[-1] == "a":
        if old == base or not _alike(base[-2:-1], new[-2:-1]):
            return ""
        stem, own = base[:-1], new[:-1]
    elif base[-1] in "eiouyäöü":
        return ""
    if not old.startswith(stem):
        return ""
    result = own + old[len(stem) :]
    return result if inflection.is_inflected(result, new, language) else ""


def _alike(a: str, b: str) -> bool:
    """Whether stems that end in these letters take the same endings."""
    return fold(a) == fold(b) or {a, b} == {"w", "v"}


def _cased(spot: _Spot, base: str, new: str) -> str:
    """``new`` in capitals where the old name is, and with one where it opens the sentence."""
    if spot.old.isupper() and (not base.isupper() or casing.is_all_caps(spot.text, spot.language)):
        return casing.upper(new, spot.language)
    if new[:1].islower() and _OPENS.fullmatch(spot.text, 0, spot.start):
        return new[:1].upper() + new[1:]
    return new


def _fitted(ref: SentenceRef, spot: _Spot, new: str) -> Repair | None:
    """The repair, with the word before the name made to fit; None if that is not certain."""
    rest = spot.text[spot.end :]
    # A compound is one word: no name of several takes part in it.
    joined = rest.startswith(("-", "‑", "‐")) and " " in new
    if joined and not _rules(spot.language).get("open_compounds"):
        return None
    fitted = agreement.fit(spot.text[: spot.start], spot.old, new, rest, spot.language)
    if fitted is None:
        return None
    start, text = fitted
    length = next(n for n in range(len(new), 0, -1) if text.endswith(new[-n:]))
    return Repair(ref, start, spot.end, text, len(text) - length, spot.old)


def _rules(language: str) -> Mapping[str, Any]:
    return name_rules(language).repair
