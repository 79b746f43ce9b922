"""The rules that correct a tagger's idea of which words are names.

Each takes a sentence and marks words as names, or clears them. ``benchmarks/mentions.py --rules``
measures what each is worth on GermEval 2014, where HanTa's tag alone has a span F1 of 70.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from newsxlate.languages import SOURCE
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import (
    begins_public,
    is_family,
    is_given,
    is_public,
    is_public_surname,
    is_title,
    words,
)
from newsxlate.names.recognition import nouns
from newsxlate.names.recognition.clearing import (
    clear_letters,
    clear_nouns_alone,
    clear_nouns_around,
    clear_small_words,
    clear_titles,
    clear_units,
)
from newsxlate.names.recognition.listed import is_listed, sequences, stem
from newsxlate.names.recognition.place_rules import (
    is_town,
    mark_clubs,
    mark_datelines,
    mark_places,
    mark_saints,
)
from newsxlate.names.recognition.tagged_sentence import BEFORE_NOUNS, NOUNS, TaggedSentence
from newsxlate.text import dictionary, tagger

_ACRONYM = re.compile(r"[A-ZÄÖÜ][A-ZÄÖÜ&]{1,5}")
_MIXED = re.compile(r"[A-ZÄÖÜ]\w*[a-zäöüß]{2}(?!In(?:nen)?\b)([A-ZÄÖÜ]\w+)")
_INITIAL = re.compile(r"[A-ZÄÖÜ]\.")
_ROMAN = re.compile(r"[IVX]+\.?")
_FOUNDED = re.compile(r"0\d")
_NAMELIKE = NOUNS | {"XY", "FM", "NE", "ADJ(A)", "ADJ(D)", "TRUNC"}
_NOUN_ENDINGS = ("e", "ung", "heit", "keit", "ion", "ismus")
_PARTICLES_IN_A_ROW = 3
_GERMAN = frozenset({"von", "zu", "zur", "zum", "vom", "der", "und"})
_LONGEST_FULL = 5


def mark_tagged(s: TaggedSentence) -> None:
    """Mark what HanTa takes for a name, or for a foreign word."""
    for i, (text, tag) in enumerate(zip(s.texts, s.tags, strict=True)):
        if tag in ("NE", "FM") and s.is_capital(i) and not text[-1].isdigit():
            s.marked[i] = not nouns.is_hyphenated(text)


def mark_public_persons(s: TaggedSentence) -> None:
    """Full names of persons that news is about, whatever their words mean: Mark Zuckerberg."""
    for start, first in enumerate(s.texts):
        if not (s.is_capital(start) and begins_public(first)):
            continue
        for end in range(min(start + _LONGEST_FULL, len(s)), start + 1, -1):
            if s.is_capital(end - 1):
                text = " ".join(s.texts[start:end])
                if is_public(text) or (text.endswith("s") and is_public(text[:-1])):
                    # Prinz Harry: a title is translated like other words.
                    s.mark(start + (first in words("titles")), end)
                    break


def mark_public_surnames(s: TaggedSentence) -> None:
    """The surnames of such persons, where the tagger alone takes them for nouns: Steinmeier."""
    for i, text in enumerate(s.texts):
        if s.tags[i] in NOUNS and nouns.is_public_name(text):
            s.marked[i] = True


def mark_double_names(s: TaggedSentence) -> None:
    """A double given name makes a surname of what follows: Frank-Walter Steinmeier."""
    for i in range(len(s) - 1):
        double = "-" in s.texts[i] and all(is_given(part) for part in s.texts[i].split("-"))
        if double and s.is_capital(i + 1) and s.tags[i + 1] in _NAMELIKE:
            s.mark(i, i + 2)


def mark_seen_elsewhere(s: TaggedSentence, names: Collection[str]) -> None:
    """What is a name elsewhere in the text is one here, also in the genitive.

    A noun with an article stays one: der Stein, for all Peter Stein.
    """
    if not names:
        return
    for i, text in enumerate(s.texts):
        if text in names or text.removesuffix("s") in names:
            noun = s.tag(i - 1) in BEFORE_NOUNS - {"KON", "$("} and tagger.is_noun(text)
            s.marked[i] = s.marked[i] or not noun


def mark_acronyms(s: TaggedSentence) -> None:
    """Short words in capitals: UNO, KCNA; but not the number in Abteilung II."""
    for i, text in enumerate(s.texts):
        if _ROMAN.fullmatch(text) and s.tag(i - 1) == "NN" and not s.is_marked(i - 1):
            s.marked[i] = False
        elif _ACRONYM.fullmatch(text) and s.tags[i] in ("NN", "XY", "FM", "NE"):
            s.marked[i] = True


def mark_mixed(s: TaggedSentence) -> None:
    """Words with a capital inside are brands: SchoolFox; but not all who teach: LehrerInnen."""
    for i, text in enumerate(s.texts):
        mixed = _MIXED.fullmatch(text)
        if mixed and text not in words("units") and not nouns.is_common(mixed[1]):
            s.marked[i] = True


def mark_organizations(s: TaggedSentence) -> None:
    """Compounds that name an organisation: US-Außenministerium, but not US-Kongress XY."""
    for i, text in enumerate(s.texts):
        first, hyphen, head = text.rpartition("-")
        if hyphen and is_organization(head) and not s.is_marked(i + 1):
            s.marked[i] = s.marked[i] or is_name_alone(first)


def is_organization(head: str) -> bool:
    """Whether ``head`` is a noun that makes an organisation of a name before its hyphen."""
    return head.lower().endswith(tuple(words("organisations")))


def is_name_alone(text: str) -> bool:
    """Whether a word by itself is a name: an acronym, a place, what HanTa has as NE."""
    if not text[:1].isupper() or text in words("no_names") or text in words("units"):
        return False
    if _ACRONYM.fullmatch(text) or is_listed(text):
        return True
    # Top-Leistung, Smart-Home-System.
    word = nouns.is_loan(text) or dictionary.base_form(text.lower(), SOURCE)
    known = tagger.known(text) == "NE" and len(text) > 1
    return known and (nouns.is_known_name(text) or not (word or nouns.is_common(text)))


def mark_surnames(s: TaggedSentence) -> None:
    """What stands between a given name and what follows is a surname, unless it is a noun."""
    for i in range(len(s) - 1):
        text = s.texts[i + 1]
        if s.marked[i + 1] and is_given(s.texts[i]) and _may_be_given(s, i):
            s.marked[i] = True
        if not s.marked[i] or s.marked[i + 1] or not is_given(s.texts[i]):
            continue
        if s.is_capital(i + 1) and s.tags[i + 1] in _NAMELIKE and len(text) > 2:
            complete = s.is_marked(i - 1)
            common = tagger.is_noun(text) if complete else tagger.is_frequent_noun(text)
            common = common or nouns.is_abstract(text)
            s.marked[i + 1] = (is_family(text) or not common) and not is_title(text)


def _may_be_given(s: TaggedSentence, index: int) -> bool:
    """Whether a given name that the tagger has as another word is one: Lasse Andersson."""
    if s.tags[index] in ("NN", "FM", "XY"):
        return True
    verb = s.is_capital(index) and s.tags[index].startswith(("VV", "ADJ(D)"))
    return verb and is_family(s.texts[index + 1])


def mark_titled(s: TaggedSentence) -> None:
    """A noun behind a title is a surname, if it is no frequent one: Bundestrainer Storch."""
    for i in range(1, len(s)):
        text = s.texts[i]
        if s.marked[i] or s.tags[i] not in NOUNS or not nouns.is_plain(text):
            continue
        title = is_title(s.texts[i - 1]) and s.is_capital(i - 1) and not s.is_capital(i + 1)
        common = tagger.is_frequent_noun(text) or nouns.is_inflected(text) or is_title(text)
        s.marked[i] = title and not common and not nouns.is_compound(text)


def mark_adjectives(s: TaggedSentence) -> None:
    """Adjectives with a capital inside a sentence, with their noun: Europäische Union."""
    for i in range(1, len(s) - 1):
        text = s.texts[i]
        if not (s.tags[i].startswith("ADJ") and s.is_capital(i)) or text.isupper() or s.opens(i):
            continue
        noun = s.tags[i + 1] in ("NN", "NE", "FM") and s.is_capital(i + 1)
        # Not: der AfD-kritischen Kampagne.
        noun = noun and not text.rpartition("-")[2].islower()
        of_place = text.endswith("er") and s.texts[i + 1] not in words("after_places")
        noun = noun and not of_place and not nouns.is_hyphenated(text) and not _is_person(s, i)
        if noun and not is_title(text):
            s.mark(i, i + 2)
            # Neue Zürcher Zeitung.
            if s.tag(i - 1) == "ADJ(A)" and s.is_capital(i - 1) and not s.opens(i - 1):
                s.mark(i - 1, i + 1)


def _is_person(s: TaggedSentence, index: int) -> bool:
    """Whether an adjective is a noun before its object: wenn Jugendliche Antworten fordern.

    Names have an article, or stand behind a noun: der Verein Liberale Vielfalt.
    """
    text = s.texts[index]
    readings = tagger.readings(text)
    noun = "NNA" in readings and "NE" not in readings and nouns.is_dictionary_noun(text)
    return noun and s.tag(index - 1) not in NOUNS | {"ART", "APPRART"}


def mark_unknown(s: TaggedSentence) -> None:
    """Words without an article that German has no morphemes for."""
    for i, text in enumerate(s.texts):
        word = s.is_capital(i) and len(text) > 3 and text.isalpha() and not text.isupper()
        if s.marked[i] or s.tags[i] not in NOUNS or not word or text.endswith(_NOUN_ENDINGS):
            continue
        if s.tag(i - 1) not in BEFORE_NOUNS and not tagger.known(text):
            s.marked[i] = not nouns.is_common(text)


def mark_pairs(s: TaggedSentence) -> None:
    """A rare word behind one that German does not know is of the same name: Tschassiw Jar."""
    for i in range(1, len(s)):
        before, text = s.texts[i - 1], s.texts[i]
        if s.marked[i] or not (s.marked[i - 1] and s.is_capital(i)) or s.tags[i] not in NOUNS:
            continue
        known = tagger.known(before) or nouns.is_known_name(before) or before.endswith("s")
        plain = nouns.is_plain(before) and nouns.is_plain(text)
        s.marked[i] = plain and not known and nouns.may_be_foreign(text)


def mark_institutions(s: TaggedSentence) -> None:
    """Institutions of the tables, and names that are written small: dpa."""
    for i, text in enumerate(s.texts):
        noun = s.is_capital(i) and s.tags[i] in _NAMELIKE
        if text in words("small_names") or (noun and is_listed(text, "institution")):
            s.marked[i] = True


def mark_arabic(s: TaggedSentence) -> None:
    """Names that start with an article: Baschar al-Assad."""
    for i, text in enumerate(s.texts):
        article, _, rest = text.partition("-")
        if article in words("particles") and rest[:1].isupper():
            s.mark(i - 1 if s.is_marked(i - 1) else i, i + 1)


def mark_compass(s: TaggedSentence) -> None:
    """A point of the compass before a name belongs to it: Nord Stream, West Ham."""
    points = words("units").intersection(name_rules(SOURCE).compass)
    for i, text in enumerate(s.texts):
        if text in points and not s.marked[i] and s.is_marked(i + 1):
            s.mark(i, i + 2)


def mark_ampersands(s: TaggedSentence) -> None:
    """Firms and clubs of two: Heckler & Koch, Marks & Spencer, Brighton & Hove Albion."""
    for i in range(1, len(s) - 1):
        if s.texts[i] == "&" and s.is_capital(i - 1) and s.is_capital(i + 1) and _is_firm(s, i):
            end = i + 2
            while s.is_capital(end) and s.tags[end] in _NAMELIKE and _is_foreign(s.texts[end]):
                end += 1
            s.mark(i - 1, end)


def _is_firm(s: TaggedSentence, index: int) -> bool:
    """Whether the words beside the ampersand at ``index`` are one name."""
    pair = s.texts[index - 1], s.texts[index + 1]
    # Angela Merkel & Olaf Scholz, Trump & Putin, Polen & Tschechien; and Do's & Don'ts.
    full = s.is_marked(index - 2) and is_given(s.texts[index - 2]) and is_given(pair[1])
    known = all(map(is_public_surname, pair)) or all(map(is_listed, pair))
    known = known and pair[0] != pair[1]
    if full or known or not all(map(str.isalpha, pair)):
        return False
    if s.marked[index - 1] and s.marked[index + 1]:
        return True
    named = s.marked[index - 1] or s.marked[index + 1] or any(map(is_family, pair))
    return named and not any(map(tagger.is_frequent_noun, pair))


def _is_foreign(text: str) -> bool:
    return nouns.is_plain(text) and not nouns.is_dictionary_noun(text)


def mark_particles(s: TaggedSentence) -> None:
    """Particles between names: Ursula von der Leyen, Air Force of Ireland."""
    i = 0
    while i < len(s):
        end = i + 1
        while end < min(len(s), i + 1 + _PARTICLES_IN_A_ROW) and _is_particle(s, end):
            end += 1
        if s.marked[i] and end > i + 1 and s.is_capital(end) and _are_one(s, i, end):
            s.mark(i, end + 1)
        i = end


def _is_particle(s: TaggedSentence, index: int) -> bool:
    text = s.texts[index]
    foreign = s.tags[index] == "FM" and text.islower() and text not in ("und", "oder")
    return foreign or text in words("particles")


def _are_one(s: TaggedSentence, before: int, after: int) -> bool:
    """Whether the words at ``before`` and ``after`` and the particles between are one name."""
    person = any(s.is_marked(i) and is_given(s.text(i)) for i in (before, before - 1))
    noun = tagger.is_noun(s.texts[after]) and not is_family(s.texts[after])
    name = s.marked[after] or (s.tags[after] in ("NN", "NE", "FM") and not noun)
    first = s.texts[before + 1]
    # Karl-Theodor zu Guttenberg, but not: von Eric Cantona zu United. With an article, the word
    # before is a given name, and the one behind no noun: not Tiffany Ng von der University.
    given = is_given(s.texts[before]) or s.texts[before].endswith(".")
    # Nor from West Ham to somewhere.
    given = given and not s.joined[before]
    if first == "von" and after == before + 2:
        # Nor is it a full name's bearer from somewhere: Sergio Agüero von Manchester City.
        full = is_family(s.texts[before]) or tagger.is_noun(s.texts[before]) or is_town(s, after)
        return person and name and (given or is_title(s.texts[before]) or not full)
    # Melina Wolf von der LG Karlsruhe.
    if first in _GERMAN and s.texts[after].isupper():
        return False
    if first in words("foreign_particles") or (s.tags[before] == "FM" and first not in _GERMAN):
        return s.marked[after] or (person and name)
    return name and given and not noun and first in ("von", "zu")


def mark_initials(s: TaggedSentence) -> None:
    """Initials belong to the name they stand before: U.S. Open, F.C. Barcelona."""
    for i in range(len(s) - 2, 0, -1):
        if all(map(_INITIAL.fullmatch, s.texts[i - 1 : i + 1])) and (
            s.marked[i] or s.is_marked(i + 1)
        ):
            s.mark(i - 1, i + 1 + s.is_marked(i + 1))


def mark_numerals(s: TaggedSentence) -> None:
    """Friedrich II., A 7, Schalke 04."""
    for i in range(len(s) - 1):
        number = s.texts[i + 1]
        road = len(s.texts[i]) <= 2 and s.texts[i].isupper() and number.isdigit()
        if s.marked[i] and (road or _ROMAN.fullmatch(number) or _FOUNDED.fullmatch(number)):
            s.mark(i, i + 2)


def mark_companies(s: TaggedSentence) -> None:
    """The legal form of a company belongs to its name: Google Inc."""
    for i, text in enumerate(s.texts):
        named = s.is_marked(i - 1) or (s.is_capital(i - 1) and not tagger.is_noun(s.text(i - 1)))
        if text in words("companies") and named:
            s.mark(i - 1, i + 1)


def mark_sequences(s: TaggedSentence) -> None:
    """Names of several words that the tables have, in any case: des Auswärtigen Amtes."""
    for i in range(len(s)):
        for stems in sequences().get(stem(s.texts[i]), ()) if s.is_capital(i) else ():
            end = i + len(stems)
            if tuple(map(stem, s.texts[i:end])) == stems:
                s.mark(i, end)
                break


def mark_offices(s: TaggedSentence) -> None:
    """Institutions named by their task: das Bundesamt für Gesundheit."""
    heads = tuple(words("offices"))
    for i, text in enumerate(s.texts[:-2]):
        if s.texts[i + 1] != "für" or not (s.is_capital(i) and text.lower().endswith(heads)):
            continue
        definite = i == 0 or s.is_marked(i - 1) or s.texts[i - 1].lower() in words("definite")
        end = _task_end(s, i + 2)
        if definite and end > i + 2:
            s.mark(i, end)


def _task_end(s: TaggedSentence, start: int) -> int:
    """Where the nouns that begin at ``start`` end: Ernährung und Landwirtschaft."""
    end = start
    while s.is_capital(end) and s.tags[end] in _NAMELIKE:
        end += 1
        if s.text(end) == "und" and s.is_capital(end + 1) and s.tags[end + 1] in NOUNS:
            end += 1
    return end


#: In the order they are applied, after `mark_tagged`.
RULES: tuple[Callable[[TaggedSentence], None], ...] = (
    mark_acronyms,
    mark_mixed,
    clear_units,
    mark_organizations,
    mark_surnames,
    clear_small_words,
    clear_nouns_alone,
    clear_nouns_around,
    mark_adjectives,
    mark_places,
    mark_unknown,
    mark_pairs,
    clear_small_words,
    clear_nouns_alone,
    mark_titled,
    mark_institutions,
    mark_arabic,
    mark_compass,
    mark_particles,
    mark_saints,
    mark_clubs,
    mark_datelines,
    mark_initials,
    mark_numerals,
    mark_companies,
    mark_ampersands,
    mark_sequences,
    mark_double_names,
    mark_public_persons,
    mark_public_surnames,
    mark_offices,
    clear_titles,
    clear_letters,
)
