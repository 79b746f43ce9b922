"""What speaks for the truth of an accusation, and what against it, as numbers.

None depends on a target language: what is asked of a language is asked of its data. `missing`,
`german`, `altered` and `hallucinated` put together what the models of `model` weigh, the evidence
of the name (`name_evidence`) for all but the last. Every number is from 0 to 1.

That nothing stands for it (`missing`):

rendered     another sentence of the translation has a form of it
small        it stands there written small
alike        how like it the likest free word of the translation is
strange      the translation has a name that nothing explains
named        ... and it is a known place's or person's
pair         ... and both are acronyms
loss         how much shorter the translation is than the source
lost         another name of the sentence is missing, too

That the German form was left (`german`):

place        it is a place of the tables
far          how far the best known form is from it, in edits by letter
kept         the word beside it is the same in source and translation: Hannover 96
shared       other languages spell it so, too

That what stands for it is not it (`altered`):

far          how far it is from the nearest form, in edits by letter
sound        it is no surname, and differs only in its ending or in letters that languages exchange:
             Omicron
beginning    it differs in the first letter
exact        another word of the name is right: Sebastian Glim
target_word  a word that differs is a common one of the target language, and no surname
other_name   a word that differs is a known name of its own, and no surname
rendered     as above

Of a word that nothing explains (`hallucinated`):

dictionary   all its words are, written small, common ones in the target language
partly       ... or one of several is
unknown      a word is in no dictionary and no list of names, and does not open a sentence
opens        it may owe its capital to the sentence or quotation that it opens
bare         ... and no list of names has it, nor has the word behind it a capital
titled       most words of the translation have a capital
beside       a word with a capital stands beside it
acronym      it is one word with several capitals: PCB, PhD
several      it has several words
short        it has three letters at most
place        the tables have a place so called
city         how large the city is that is so called
person       a public person's full name, or a given name with a surname
namelike     one of its words is a given name or surname
english      all its words are common English ones
alike        how like it the likest word of the source is
common       the longest part that it has in common with a word of the source, as a share
missing      a name of the source is missing
pair         ... and both are acronyms
surely       ... of which the tables have a form, or a given name or a surname is a part
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from newsxlate.entities import Mention
from newsxlate.languages import INTERNATIONAL
from newsxlate.names.alignment.accepted_forms import AcceptedForms
from newsxlate.names.alignment.misspelling import unlikeness
from newsxlate.names.alignment.model import Evidence
from newsxlate.names.alignment.name_evidence import SHORT, Source, size_of
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public, is_public_surname
from newsxlate.names.recognition.listed import is_listed
from newsxlate.text import dictionary
from newsxlate.text.folding import fold, parts

# From this share of capitals on a translation is a headline in title case.
_TITLED = 0.6
# Longer words are not compared letter by letter.
_LONGEST = 60
# So many forms of a name are compared with what stands for it.
_COMPARED = 6


def missing(
    name: Evidence,
    mention: Mention,
    target: Target,
    source: Source,
    *,
    free: Sequence[int],
    strange: Sequence[Span],
    lost: int,
    rendered: bool,
) -> Evidence:
    """The evidence that nothing stands for a name.

    Args:
        name: The evidence of the name.
        mention: The mention.
        target: The translation.
        source: The source sentence.
        free: Indices of the words of the translation that stand for no name.
        strange: The names there that nothing explains.
        lost: How many other names are missing.
        rendered: Whether another sentence of the translation has a form of it.
    """
    words = [target.words[i] for i in free]
    small = {word.folded for word in words if word.text[0].islower()}
    return {
        **name,
        "rendered": rendered,
        "small": any(word in small for word in fold(mention.base).split()),
        "alike": max((1 - unlikeness(mention.base, w.text) for w in words), default=0.0),
        "strange": bool(strange),
        "named": any(_is_named(w.text) for s in strange for w in target.words[slice(*s)]),
        "pair": bool(name["acronym"]) and any(target.span_text(s).isupper() for s in strange),
        "loss": max(0.0, 1 - len(target.text) / max(1, len(source.text))),
        "lost": lost > 0,
    }


def german(
    name: Evidence,
    mention: Mention,
    text: str,
    behind: str,
    source: Source,
    accepted: AcceptedForms,
) -> Evidence:
    """The evidence that a German form was left where there is another.

    Args:
        name: The evidence of the name.
        mention: The mention.
        text: What stands for it.
        behind: What follows that in the translation.
        source: The source sentence.
        accepted: The accepted forms.
    """
    forms = [form.text for form in accepted.forms(mention.base) if form.certain]
    after = source.text[mention.end :].split()[:1]
    kept = bool(after) and behind.split()[:1] == after and after[0][:1].isalnum()
    return {
        **name,
        "place": is_listed(mention.base, "place"),
        "far": min((unlikeness(text, form) for form in forms), default=0.0),
        "kept": kept and not after[0].islower(),
        "shared": any(
            fold(form) == fold(mention.base)
            for entry in tables.whole().german(mention.base)
            for language, forms in entry.forms.items()
            if language != accepted.language
            for form in forms
        ),
    }


def altered(
    name: Evidence, match_name: str, text: str, accepted: AcceptedForms, *, rendered: bool
) -> Evidence:
    """The evidence that a text is a name misspelt.

    Args:
        name: The evidence of the name.
        match_name: The name that it stands for.
        text: The text.
        accepted: The accepted forms.
        rendered: Whether another sentence of the translation has a form of it.
    """
    forms = list(
        dict.fromkeys((match_name, *(f.text for f in accepted.forms(match_name)[:_COMPARED])))
    )
    right = {word for form in forms for word in fold(form).split()}
    odd = [word for word in parts(text) if fold(word) not in right]
    nearest = [_nearest(fold(word), right) for word in odd]
    far = max((unlikeness(o, n) for o, n in zip(odd, nearest, strict=True)), default=0.0)
    exact = len(odd) < len(parts(text))
    # That a surname is a word, or sounds alike, excuses nothing: Emmanuel Maçon.
    person = bool(name["person"]) and exact
    return {
        **name,
        "far": min(far, unlikeness(text, match_name)) or far,
        "sound": not person and any(_sounds(text) == _sounds(form) for form in forms),
        "beginning": any(fold(o)[:1] != n[:1] for o, n in zip(odd, nearest, strict=True)),
        "exact": exact,
        "target_word": not person and any(dictionary.is_word(w, accepted.language) for w in odd),
        "other_name": not person and any(_is_named(word) for word in odd),
        "rendered": rendered,
    }


def _nearest(word: str, others: Iterable[str]) -> str:
    return min(sorted(others), key=lambda other: unlikeness(word, other))


# What languages write for one sound, and endings that each has its own of: Nikolaus, Nicolas.
_EXCHANGED = str.maketrans("kqyjwzv", "cciifsf")
_ENDINGS = ("aus", "us", "os", "as", "is", "es", "en", "e", "a", "i", "o", "s", "n")


@lru_cache(maxsize=4096)
def _sounds(text: str) -> str:
    """A name without what languages write otherwise."""
    folded = fold(text).replace("ph", "f").replace("ck", "k").replace("th", "t")
    words = [word.translate(_EXCHANGED) for word in folded.split()]
    return " ".join(_stem("".join(_single(word))) for word in words)


def _single(word: str) -> Iterator[str]:
    return (c for i, c in enumerate(word) if not i or c != word[i - 1])


def _stem(word: str) -> str:
    found = (word.removesuffix(end) for end in _ENDINGS if word.endswith(end))
    return next((stem for stem in found if len(stem) > SHORT), word)


def _is_named(word: str) -> bool:
    """Whether a word is a name that is known."""
    return is_given(word) or is_family(word) or size_of(word) > 0 or bool(tables.whole().form(word))


def hallucinated(
    span: Span, target: Target, source: Source, missing: Sequence[Evidence]
) -> Evidence:
    """The evidence that a name of the translation is not in the source.

    Args:
        span: Its words.
        target: The translation.
        source: The source sentence.
        missing: The evidence of the names that are missing.
    """
    words = target.words[slice(*span)]
    text = target.span_text(span)
    beside = [i for i in (span[0] - 1, span[1]) if 0 <= i < len(target.words)]
    capitals = sum(word.capital for word in target.words) / len(target.words)
    texts = [word.text for word in words]
    named = any(_is_named(word) for word in texts)
    common = [_is_common(word, target.language) for word in texts]
    opens = words[0].opens
    next_to = any(target.words[i].capital and target.is_adjacent(max(i, span[0])) for i in beside)
    return {
        "dictionary": all(common),
        "partly": any(common) and not all(common),
        "unknown": not opens and any(_is_unknown(text, target.language) for text in texts),
        "opens": opens,
        "bare": opens and not named and len(words) == 1 and not next_to,
        "titled": capitals > _TITLED and len(target.words) > 1,
        "beside": next_to,
        "acronym": len(words) == 1 and sum(c.isupper() for c in text) > 1,
        "several": len(words) > 1,
        "short": len(text) <= SHORT,
        "place": any(entry.kind == "place" for _, entry in tables.whole().form(text)),
        "city": size_of(text),
        "person": is_public(text) or (len(words) > 1 and is_given(words[0].text)),
        "namelike": any(is_given(w) or is_family(w) or is_public_surname(w) for w in texts),
        "english": all(dictionary.is_word(w.text, INTERNATIONAL) for w in words),
        "alike": max((1 - unlikeness(w.folded, o) for w in words for o in source.words), default=0),
        "common": max((_common(w.folded, o) for w in words for o in source.words), default=0.0),
        "missing": bool(missing),
        "pair": sum(c.isupper() for c in text) > 1 and any(e["acronym"] for e in missing),
        "surely": any(e["listed"] or e["person"] or e["namelike"] for e in missing),
    }


@lru_cache(maxsize=8192)
def _is_common(word: str, language: str) -> bool:
    """Whether a word, written small, is one of the language, and no place of the tables."""
    place = any(entry.kind == "place" for _, entry in tables.whole().form(word))
    return not place and dictionary.is_word(word, language)


def _is_unknown(word: str, language: str) -> bool:
    return not (
        dictionary.is_word(word, language)
        or dictionary.is_word(word, INTERNATIONAL)
        or _is_named(word)
    )


@lru_cache(maxsize=16384)
def _common(word: str, other: str) -> float:
    """The longest part of a word that another has, too, as a share; 0 if it is short."""
    if max(len(word), len(other)) > _LONGEST:
        return 0.0  # no name, and looking would take long
    for size in range(min(len(word), len(other)), SHORT, -1):
        if any(word[at : at + size] in other for at in range(len(word) - size + 1)):
            return size / len(word)
    return 0.0
