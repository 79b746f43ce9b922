"""The forms of a German name in other languages: which there are, and whether one is accepted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from newsxlate.names.forms import inflection, persons, places
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.glossary import Terms
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.regions import region_forms
from newsxlate.names.knowledge.wordlists import is_family, is_given
from newsxlate.names.verdict import Form, Reason, Verdict
from newsxlate.text.folding import fold, is_cyrillic, same_spelling

#: A glossary for one target language: German terms, each with its forms, the preferred one first.
GlossaryForms = Mapping[str, Sequence[str]]

# Rulers and popes have a name and a number: Ludwig XIII., Louis XIII.
_REGNAL = re.compile(r"(\w+) ([IVX]+)\.?")
_REASONS = {"place": Reason.EXONYM}


def accepts(
    name: str, form: str, language: str, *, glossary: GlossaryForms | None = None
) -> Verdict:
    """Whether ``form`` is a form of ``name`` in ``language``.

    Args:
        name: A name in its German spelling, in the nominative.
        form: What stands for it in the target text. In Polish, Czech, Ukrainian and Russian it
            may be inflected; elsewhere it may carry an article or a possessive 's.
        language: ISO 639-1 code. Languages without tables are checked by English usage.
        glossary: The user's terms for this language; they overrule everything else.

    Returns:
        The verdict. In doubt whether a form is right it is accepted; a spelling that follows from
        no rule or table is rejected.
    """
    name, form = " ".join(name.split()), " ".join(form.split())
    if not fold(form) or not fold(name):
        return Verdict(False, Reason.DIFFERENT, 0.0)
    if glossary and (terms := _glossary_terms(name, glossary)):
        verdict = _listed(form, [(term, Reason.GLOSSARY) for term in terms], language)
        left = Reason.GERMAN_LEFT if same_spelling(name, form) else Reason.DIFFERENT
        if verdict and heeds_case(name, form, glossary):
            return verdict
        return Verdict(False, Reason.DIFFERENT if verdict else left, 0.3)
    return _accepts(name, form, language)


# An article's names meet the words of all its sentences: some ten thousand pairs.
@lru_cache(maxsize=32768)
def _accepts(name: str, form: str, language: str) -> Verdict:
    """What tables with languages say; then GeoNames; then the rules for persons."""
    listed = _table_forms(name, language)
    texts = [text for text, _ in listed]
    bare = _without_article(form, language)
    kept = any(_may_keep(text, texts) for text in (form, bare))
    if listed and same_spelling(name, bare) and not kept:
        return Verdict(False, Reason.GERMAN_LEFT, 0.3)
    exact = [(text, reason) for text, reason in listed if _exactly(form, text, language)]
    if exact:
        same = same_spelling(name, form) and not is_cyrillic(form)
        return Verdict(True, Reason.SAME_SPELLING if same else exact[0][1], 1.0, exact[0][0])
    if listed and not _is_listed_elsewhere(name, form, language):
        verdict = _listed(form, listed, language)
        if verdict:
            return verdict
    if verdict := _listed(form, _possible_forms(name, language), language):
        return Verdict(True, verdict.reason, min(verdict.score, 0.8), verdict.base)
    placed = places.check(name, form, language)
    if placed and (placed.accepted or placed.reason is not Reason.OTHER_PLACE):
        return placed
    person = persons.check(name, form, language)
    # A place with a form of its own is not a surname that might keep its spelling.
    if person.reason is Reason.GERMAN_LEFT or (person.accepted and not (placed and listed)):
        return person
    return Verdict(False, placed.reason, person.score) if placed else person


@lru_cache(maxsize=4096)
def _table_forms(name: str, language: str) -> tuple[tuple[str, Reason], ...]:
    """The forms of a name in the tables that are looked up whole, each with its source."""
    found = [
        (text, _REASONS.get(entry.kind, Reason.CURATED))
        for entry in tables.whole().german(name)
        for text in entry.forms.get(language, ())
    ]
    if found or language in tables.languages():
        return tuple(found)
    known = [(text, Reason.EXONYM) for text in region_forms(name, language).known]
    # An acronym of a country is read in other languages, too: USA.
    return (*known, *([(name, Reason.EXONYM)] if known and name.isupper() else ()))


@lru_cache(maxsize=4096)
def _possible_forms(name: str, language: str) -> tuple[tuple[str, Reason], ...]:
    """Forms that are accepted beside the German spelling: they do not prove it wrong.

    Of provinces; of persons whose namesakes keep theirs (Jakob the patriarch, Jakob Müller), and
    the like; of rulers by number.
    """
    regions = region_forms(name, language).possible
    entries = tables.optional().german(name)
    others = [text for entry in entries for text in entry.forms.get(language, ())]
    if regnal := _REGNAL.fullmatch(name):
        rulers = tables.optional().german(regnal[1])
        firsts = [text for entry in rulers for text in entry.forms.get(language, ())]
        others += [f"{text} {regnal[2]}" for text in firsts if " " not in text]
    return (
        *((text, Reason.EXONYM) for text in regions),
        *((text, Reason.CURATED) for text in others),
    )


def forms(name: str, language: str, *, glossary: GlossaryForms | None = None) -> list[Form]:
    """The forms of ``name`` accepted in ``language``, best first.

    Exonyms and curated forms come first, then what romanisation gives, and the German spelling
    last, if ``language`` may keep it. Every form returned is accepted by `accepts`.
    """
    if glossary and (terms := _glossary_terms(name, glossary)):
        return [Form(term, Reason.GLOSSARY, certain=True) for term in terms]
    # What the tables have is accepted; the rest is asked for.
    unique: dict[str, Form] = {}
    for text, source in _table_forms(name, language):
        unique.setdefault(text, Form(text, source, certain=True))
    found = list(unique.values()) or places.city_forms(name, language)
    possible = [Form(t, reason, certain=False) for t, reason in _possible_forms(name, language)]
    if not any(form.certain for form in found):
        # A person's name is kept rather than rendered, a feast is not.
        found += possible if not (is_given(name) or is_family(name)) else ()
        found += persons.forms(name, language)
    found += (Form(name, Reason.SAME_SPELLING, certain=False), *possible)
    for form in found:
        # Two forms that differ in diacritics only are one form to `accepts`, not to a reader.
        if form.text not in unique and accepts(name, form.text, language).accepted:
            unique[form.text] = form
    return list(unique.values())


def heeds_case(name: str, text: str, glossary: GlossaryForms) -> bool:
    """Whether a text has the capitals of a form of a name, where the user's terms want that."""
    return not isinstance(glossary, Terms) or glossary.heeds_case(name, text)


def _glossary_terms(name: str, glossary: GlossaryForms) -> Sequence[str]:
    if isinstance(glossary, Terms):
        return glossary.of(name)
    if name in glossary:
        return glossary[name]
    folded = {fold(term): forms for term, forms in glossary.items()}
    return folded.get(fold(name), ())


def _without_article(text: str, language: str) -> str:
    """``text`` without the article or the possessive 's that belongs to the sentence."""
    words = text.replace("’", "'").removesuffix("'s").split()
    articles = name_rules(language).articles
    if len(words) > 1 and fold(words[0]) in articles:
        return " ".join(words[1:])
    head, apostrophe, rest = " ".join(words).partition("'")
    return rest if apostrophe and fold(head) in articles and rest else " ".join(words)


def _may_keep(form: str, listed: Sequence[str]) -> bool:
    """Whether a German spelling is among the listed forms.

    Listed forms that only add diacritics do not count (es Kurdistán for Kurdistan); ones that only
    drop them do (en Zurich for Zürich).
    """
    return any(
        fold(form) == fold(text) and (form.casefold() == text.casefold() or text.isascii())
        for text in listed
    )


def _exactly(form: str, text: str, language: str) -> bool:
    """Whether ``form`` is ``text``, up to case, diacritics, and an article."""
    return fold(form) == fold(text) or fold(_without_article(form, language)) == fold(
        _without_article(text, language)
    )


def _listed(form: str, listed: Sequence[tuple[str, Reason]], language: str) -> Verdict | None:
    """The verdict if ``form`` is a listed form, or one inflected."""
    for text, reason in listed:
        if _exactly(form, text, language):
            return Verdict(True, reason, 1.0, text)
    bare = _without_article(form, language)
    for text, _ in listed:
        if inflection.is_inflected(bare, text, language):
            return Verdict(True, Reason.INFLECTED, 0.8, text)
    return None


def _is_listed_elsewhere(name: str, form: str, language: str) -> bool:
    """Whether the tables have ``form`` in this language for other places only."""
    found = {id(entry) for tag, entry in tables.whole().form(form) if tag == language}
    return bool(found) and not found & {id(entry) for entry in tables.whole().german(name)}
