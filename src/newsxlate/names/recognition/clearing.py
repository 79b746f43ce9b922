"""The rules that clear what a tagger, or another rule, has wrongly taken for a name."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.knowledge import gazetteer
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_title, words
from newsxlate.names.recognition import nouns
from newsxlate.names.recognition.listed import is_listed, is_named_with_article, is_place, stem
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.segmenting.rules import abbreviations
from newsxlate.text import dictionary, tagger

_VOWEL = re.compile(r"[aeiouyäöüáéèóàâêîôûå]", re.I)
_NUMBER = re.compile(r"[\d.,:]*\d")
_SEVERAL = re.compile(r"[A-ZÄÖÜ]{2,5}s")
_LONGEST_DOUBTFUL = 7
# Words that have their capital from a sentence, a heading or courtesy, by their tags alone.
_POLITE = frozenset({"PPER", "PPOSAT"})
_PRONOUNS = frozenset({"PPER", "PPOSAT", "PRF", "ART"})
_SMALL = _PRONOUNS | {
    "KON", "KOUS", "KOUI", "KOKOM", "APPR", "APPRART", "PIS", "PIAT", "PDS", "PDAT", "PWS", "PWAT",
    "PWAV", "PTKNEG", "PTKANT", "PTKA", "ITJ",
}  # fmt: skip
_DESCRIBING = frozenset({"ADJ(A)", "ADJ(D)", "ADV", "VV(FIN)", "VV(IMP)", "VV(PP)", "PROAV"})
_AND = frozenset({",", "und", "oder", "sowie", "/"})
_FURTHEST_ARTICLE = 3


def clear_units(s: TaggedSentence) -> None:
    """Units are no names, nor are short words after a number, nor abbreviations in the plural."""
    for i, text in enumerate(s.texts):
        short = len(text) < 5 and text.isalpha() and not is_given(text)
        measured = short and _NUMBER.fullmatch(s.text(i - 1))
        # LEDs, but not Nato's.
        several = _SEVERAL.fullmatch(text) and not is_listed(text[:-1])
        # (Vor-)Freude.
        several = several or text.endswith("-")
        if measured or several or text in words("units") or text in words("no_names"):
            s.clear(i, i + 1)


def clear_small_words(s: TaggedSentence) -> None:
    """Pronouns, conjunctions, adjectives with the capital of a sentence or heading: Oder, Groß."""
    for start, end in list(s.spans()):
        if end - start == 1 and not is_title(s.text(start - 1)):
            if _is_small(s, start):
                s.clear(start, end)
        elif end - start > 1 and not s.joined[start + 1] and s.tags[start] != "FM":
            whole = " ".join(s.texts[start:end])
            readings = tagger.readings(s.texts[start])
            small = readings & (_SMALL if s.opens(start) else _PRONOUNS)
            if small and not nouns.is_known_name(s.texts[start]) and not is_listed(whole):
                s.clear(start, start + 1)


def _is_small(s: TaggedSentence, index: int) -> bool:
    text = s.texts[index]
    polite = tagger.readings(text) & _POLITE and not nouns.is_known_name(text)
    if text.isupper() or (s.tag(index - 1) == "ART" and not polite):
        return False
    if _ordinals().fullmatch(text.lower()) or text in words("interjections"):
        return True
    if s.opens(index) and _is_abbreviated(text) and not nouns.is_known_name(text):
        return True
    # Global Citizen.
    if s.is_capital(index + 1) and _are_english(text, s.texts[index + 1]):
        return False
    readings = tagger.readings(text)
    if s.opens(index) and readings & _SMALL:
        return True
    if nouns.is_known_name(text):
        return False
    small = dictionary.base_form(text.lower(), SOURCE)
    if s.opens(index) and (_is_contracted(text) or (small and not nouns.is_dictionary_noun(text))):
        return True
    return bool(readings & _PRONOUNS or (readings & _DESCRIBING and small[:1].islower()))


def _is_contracted(text: str) -> bool:
    """Whether a word is a verb with "es" behind it: Gehts."""
    return text.endswith("s") and "VV(FIN)" in tagger.readings(text[:-1])


def _is_abbreviated(text: str) -> bool:
    """Whether a word is shortened, its full stop forgotten: Evtl; or cannot be spoken: Vllt."""
    return text.lower() in _abbreviations() or (len(text) > 2 and not _VOWEL.search(text))


@cache
def _abbreviations() -> Collection[str]:
    return frozenset(w.removesuffix(".").lower() for w in abbreviations(SOURCE) if len(w) > 3)


@cache
def _ordinals() -> re.Pattern[str]:
    """Ordinal numbers in letters: sechzehnter, einundzwanzigste."""
    stems = "|".join(sorted(words("ordinals")))
    return re.compile(rf"(?:\w+und)?(?:{stems})e[mnrs]?")


def clear_nouns_alone(s: TaggedSentence) -> None:
    """German nouns are no names by themselves for all HanTa says."""
    for start, end in list(s.spans()):
        if end - start == 1 and _is_noun_alone(s, start):
            s.clear(start, end)


def clear_nouns_around(s: TaggedSentence) -> None:
    """German nouns beside a name are no part of it for all HanTa says."""
    for start, end in list(s.spans()):
        if end - start == 1:
            continue
        if not s.joined[start + 1] and _is_noun_before(s, start):
            s.clear(start, start + 1)
        if not s.joined[end - 1] and s.tags[end - 1] != "FM" and _is_noun_behind(s, end - 1):
            s.clear(end - 1, end)
            # What is left may be a noun as well: Höhe Dachbalken.
            if end - start == 2 and not is_given(s.texts[start]) and _is_noun_alone(s, start):
                s.clear(start, end)


def _is_noun_alone(s: TaggedSentence, index: int) -> bool:
    text = s.texts[index]
    # Piece of Me.
    if "FM" in (s.tags[index], s.tag(index + 1)):
        return False
    # BMW und Jaguar.
    if _is_listed_with_names(s, index) and not nouns.is_inflected(text):
        return False
    if _is_no_city(s, index):
        return True
    if nouns.is_common(text):
        # Bundestrainer Flick.
        return not is_title(s.text(index - 1)) or _is_strict_noun(text)
    if _is_counted(s, index) or _is_defined(s, index):
        return True
    long = len(text) > _LONGEST_DOUBTFUL and "-" not in text and s.tags[index] == "NE"
    listed = is_family(text) or is_given(text) or is_place(text) or nouns.is_village(text)
    return long and tagger.is_noun(text) and not listed


def _is_no_city(s: TaggedSentence, index: int) -> bool:
    """Whether a city's name is another word here: cities are neuters and have no article."""
    text = s.texts[index]
    if s.text(index - 1).lower() not in words("not_neuter") or s.is_capital(index + 1):
        return False
    city = gazetteer.is_large(text, 1) and not is_named_with_article(text)
    person = is_family(text) or is_given(text)
    return city and not person and dictionary.base_form(text, SOURCE) == text


def _is_listed_with_names(s: TaggedSentence, index: int) -> bool:
    """Whether a word is one of several in a row of which another is surely a name."""
    pairs = ((index - 1, index - 2), (index + 1, index + 2))
    return any(
        s.text(sign) in _AND and s.is_marked(other) and _is_sure(s.texts[other])
        for sign, other in pairs
    )


def _is_sure(text: str) -> bool:
    return text.isupper() or nouns.is_known_name(text)


def _is_strict_noun(text: str) -> bool:
    """Whether a word is made as no surname is."""
    return nouns.is_inflected(text) or nouns.is_compound(text)


def _is_noun_behind(s: TaggedSentence, index: int) -> bool:
    text, before = s.texts[index], s.texts[index - 1]
    if nouns.is_known_name(text) or _are_english(before, text):
        return False
    # Gorbunows Einfluss.
    if before.endswith("s") and not is_given(before) and nouns.is_common(text):
        return True
    # Über Kenia Einfluss gewinnen.
    noun = nouns.is_dictionary_noun(text) and not nouns.is_loan(text)
    if noun and is_named_with_article(before):
        return True
    if not tagger.is_noun(text):
        return False
    # Christoph Hafer, P. Rusterholz.
    surname = is_given(before) or before.endswith(".")
    return nouns.is_abstract(text) or (not surname and _is_strict_noun(text))


def _is_noun_before(s: TaggedSentence, index: int) -> bool:
    text = s.texts[index]
    # Eine Art Nikolaus.
    if tagger.is_noun(text) and _article(s, index) in words("counting"):
        return not _are_english(text, s.texts[index + 1])
    if is_family(text) or is_given(text) or is_listed(text) or text in words("clubs"):
        return False
    if _are_english(text, s.texts[index + 1]):
        return False
    return s.tags[index] == "NE" and (tagger.is_noun(text) or nouns.is_inflected(text))


def _are_english(*texts: str) -> bool:
    """Whether words are English ones, as in Open Data Institute."""
    return all(dictionary.is_word(text, INTERNATIONAL) for text in texts)


def is_used_as_noun(s: TaggedSentence, index: int) -> bool:
    """Whether what stands before a word that no table has as a name shows that it is a noun."""
    if _is_counted(s, index):
        return True
    # In the singular only: the Rangers may be a club.
    text = s.texts[index]
    singular = nouns.is_loan(text) and dictionary.base_form(text, SOURCE) == text
    return singular and _is_defined(s, index)


def _is_counted(s: TaggedSentence, index: int) -> bool:
    """Whether a word that no table has as a name stands with "a", "no", "many": is a noun."""
    # In einem Instagram Live-Video.
    if s.is_capital(index + 1) or _article(s, index) not in words("counting"):
        return False
    text = s.texts[index]
    return nouns.is_plain(text) and tagger.known(text) != "NE" and not nouns.is_known_name(text)


def _is_defined(s: TaggedSentence, index: int) -> bool:
    """Whether a word that may be a noun has an article: der Chat, die Mauser; but not Twitter."""
    text = s.texts[index]
    if is_given(text) or is_listed(text) or is_place(text) or nouns.is_region(text):
        return False
    direct = s.tag(index - 1) in ("ART", "APPRART")
    if nouns.is_loan(text):
        return not is_family(text) and (direct or bool(_article(s, index)))
    noun = dictionary.base_form(text, SOURCE) == text and "NN" in tagger.readings(text)
    return direct and noun and not s.is_capital(index + 1)


def _article(s: TaggedSentence, index: int) -> str:
    """The article before a noun and its adjectives, in small letters; empty if there is none."""
    before = index - 1
    while before > index - _FURTHEST_ARTICLE and s.tag(before) in ("ADJ(A)", "CARD"):
        before -= 1
    article = s.text(before).lower()
    counts = article in words("counting")
    return article if counts or s.tag(before) in ("ART", "PIAT", "PPOSAT") else ""


def clear_nouns_elsewhere(s: TaggedSentence, common: Collection[str]) -> None:
    """What is surely a noun elsewhere in the text is one here."""
    for start, end in list(s.spans()) if common else ():
        text = s.texts[start]
        if end - start == 1 and not {text, text.removesuffix("s")}.isdisjoint(common):
            s.clear(start, end)


def clear_described(s: TaggedSentence, described: Collection[tuple[str, str]]) -> None:
    """An adjective and its noun are no name if the text has the adjective in small letters too."""
    for start, end in list(s.spans()) if described else ():
        pair = end - start == 2 and s.tags[start].startswith("ADJ")
        if pair and (stem(s.texts[start]), stem(s.texts[end - 1])) in described:
            s.clear(start, end)


def clear_titles(s: TaggedSentence) -> None:
    """Titles and articles are no part of a name they stand before."""
    for start, end in list(s.spans()):
        first = start
        while first < end - 1 and not s.joined[first + 1] and _is_no_start(s, first):
            s.clear(first, first + 1)
            first += 1


def _is_no_start(s: TaggedSentence, index: int) -> bool:
    text = s.texts[index]
    return text in words("articles") or (text in words("titles") and s.tags[index] != "FM")


def clear_letters(s: TaggedSentence) -> None:
    """Letters alone are no names: u. d. T."""
    for start, end in list(s.spans()):
        letters_only = all(len(text.strip(".")) < 2 for text in s.texts[start:end])
        if letters_only and not s.texts[end - 1].isdigit():
            s.clear(start, end)
