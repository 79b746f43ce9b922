"""What speaks for a word of the source being a name, and for its forms being known.

All are numbers from 0 to 1, of `of_name`:

listed       the tables have it
person       it is a public person's full name, or a given name with a surname, or a part of one
namelike     one of its words is a given name or surname and no noun with a plural, or the surname
             of a public person
city         how large the city is that is so called: 0 for none, 1 for ten million
tagged       the share of its words that HanTa has as a name in this sentence
unknown      HanTa's lexicon has no morphemes for its last word
unlisted     it has morphemes of German, and no list of names has it

... if neither the tables have it nor a person is so called:

noun         its last word is a German noun, for all that it may be a surname, too
plural       its last word is a noun that German has other forms of than a name's: Baum, Bäume
compound     its last word is made of two words of German: Hilfsregister
tail         its last word ends in a noun of German: Geofaktoren
determined   an article, a number or an adjective stands before it
long         how long it is, if it is one word that no list has: 0 for 8 letters, 1 for 16
foreign      all its words are common words of English or the target language: Low Budget

Of its shape:

acronym      it begins with two capitals, as acronyms and their plurals do: LED, LEDs
several      it has several words
short        it has three letters at most
quoted       it stands in quotation marks
part         it is the first part of a compound
worded       common words are part of it
known        reference data has a form of it
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log10

from newsxlate.entities import Entity, Mention
from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.alignment.accepted_forms import AcceptedForms
from newsxlate.names.alignment.common import is_common
from newsxlate.names.knowledge import gazetteer, tables
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_public, is_public_surname
from newsxlate.names.recognition.listed import is_listed
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.names.recognition.tokenizer import Token, tokenize
from newsxlate.text import dictionary, tagger
from newsxlate.text.folding import fold, parts

# Log of the largest city, in thousands.
_LARGEST = 4.0
#: A name with no more letters is short.
SHORT = 3
_LONG = 8
# Letters of the two parts of a compound.
_FIRST, _LAST, _TAIL = 3, 4, 5
# German names have none of these before them, but for rivers, offices and the like.
_ARTICLES = frozenset({"ART", "APPRART", "PPOSAT", "PDAT", "PIAT", "CARD", "ADJ(A)"})
# Endings of nouns that names do not have, and vowels that change.
_PLURALS = ("e", "en", "n", "nen")
_UMLAUTS = (("a", "ä"), ("o", "ö"), ("u", "ü"))
# What joins them: Hilf-s-register.
_JOINTS = ("", "s", "es", "n", "en", "er", "e")
_OPEN, _CLOSE = frozenset("„“”«»\"‚‘'"), frozenset("“”«»\"‘’'")


@dataclass(frozen=True)
class Source:
    """A source sentence that evidence is drawn from.

    Attributes:
        text: The sentence.
    """

    text: str

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """Its words and marks."""
        return tokenize(self.text)

    @cached_property
    def tagged(self) -> TaggedSentence:
        """The same with HanTa's tags."""
        return TaggedSentence(self.tokens)

    @cached_property
    def words(self) -> Sequence[str]:
        """Its words, folded; those of compounds with a hyphen one by one."""
        return [fold(p) for t in self.tokens if t.text[0].isalnum() for p in parts(t.text)]

    def inside(self, mention: Mention) -> list[int]:
        """The indices of the words of a mention."""
        return [
            i for i, t in enumerate(self.tokens) if t.start < mention.end and mention.start < t.end
        ]


def of_name(
    source: Source, entity: Entity, mention: Mention, accepted: AcceptedForms
) -> dict[str, float]:
    """The evidence that a mention is a name, and that its forms are known."""
    name = mention.base
    words = name.split()
    inside = source.inside(mention)
    tags = [source.tagged.tags[i] for i in inside]
    before = source.text[: mention.start].rstrip()[-1:]
    behind = source.text[mention.end :].lstrip()[:1]
    listed = is_listed(name) or bool(tables.whole().german(name))
    namelike = any(_is_namelike(word) for word in words)
    plural = has_plural(words[-1])
    # Of what may be a common word, cities that everybody has heard of.
    large = gazetteer.is_large(name, gazetteer.LARGE_CITY_THOUSANDS)
    size = size_of(name) if large or not plural else 0.0
    person = any(_is_person(other) for other in (name, entity.canonical))
    unknown = not tagger.known(words[-1])
    # What a list has as a name is no common word, whatever it is made of.
    sure = listed or person
    return {
        "listed": listed,
        "person": person,
        "namelike": namelike,
        "city": size,
        "tagged": sum(tag in ("NE", "FM") for tag in tags) / max(1, len(tags)),
        "unknown": unknown,
        "unlisted": not (unknown or listed or namelike or size or person),
        "noun": not sure and (is_common(words[-1]) or _is_noun(words[-1])),
        "plural": not sure and plural,
        "compound": not sure and is_compound(words[-1]),
        "tail": not sure and _ends_in_noun(words[-1]),
        "determined": not sure and source.tagged.tag(inside[0] - 1 if inside else -1) in _ARTICLES,
        "foreign": not sure and _is_foreign(name, accepted.language),
        "long": 0.0 if sure or namelike or size or len(words) > 1 else _length(name),
        "acronym": name[:2].isupper() and len(name) > 1,
        "several": len(words) > 1,
        "short": len(fold(name)) <= SHORT,
        "quoted": before in _OPEN and behind in _CLOSE and bool(before) and bool(behind),
        "part": mention.part,
        "worded": mention.worded,
        "known": any(form.certain for form in accepted.forms(name)),
    }


def _length(name: str) -> float:
    return min(1.0, max(0, len(name) - _LONG) / _LONG)


def _is_person(name: str) -> bool:
    words = name.split()
    return is_public(name) or (len(words) > 1 and is_given(words[0]))


def _is_namelike(word: str) -> bool:
    """Whether a word is a given name or surname, rather than a noun that many are called by."""
    known = is_given(word) or is_family(word)
    return is_public_surname(word) or (known and not has_plural(word))


def size_of(name: str) -> float:
    """How large the city is that is so called: the logarithm of its inhabitants, 1 at most."""
    found = gazetteer.lookup(name)[:1]
    return min(1.0, log10(1 + found[0].population) / _LARGEST) if found else 0.0


@lru_cache(maxsize=4096)
def has_plural(word: str) -> bool:
    """Whether a word of the German dictionary has forms there that a name does not have."""
    if not dictionary.is_word(word, SOURCE):
        return False
    stems = [u.join(word.rsplit(v, 1)) for v, u in _UMLAUTS if v in word]
    # Hamburger are no plural of Hamburg; Wälder are one of Wald.
    forms = [stem + ending for stem in stems for ending in ("", "er", *_PLURALS)]
    forms += [word + ending for ending in _PLURALS]
    return any(dictionary.is_word(form, SOURCE) for form in forms)


@lru_cache(maxsize=4096)
def is_compound(word: str) -> bool:
    """Whether a word is put together of two words of German, the last of them a noun."""
    word = word.rpartition("-")[2]
    for spelling in dict.fromkeys((word, word.replace("ue", "ü").replace("oe", "ö"))):
        for at in range(_FIRST, len(spelling) - _LAST + 1):
            last = spelling[at:].capitalize()
            if _is_noun(last) and _may_begin(spelling[:at]):
                return True
    return False


@lru_cache(maxsize=4096)
def _ends_in_noun(word: str) -> bool:
    """Whether a word ends in a noun of some length, whatever comes before."""
    word = word.rpartition("-")[2]
    starts = range(_FIRST, len(word) - _TAIL + 1)
    return word[1:].islower() and any(_is_noun(word[at:].capitalize()) for at in starts)


def _is_noun(word: str) -> bool:
    stems = (word, word.removesuffix("s"), word.removesuffix("n"))
    return any(dictionary.is_word(stem, SOURCE) and tagger.is_noun(stem) for stem in stems)


def _may_begin(text: str) -> bool:
    """Whether a compound may begin with a text, with or without what joins its parts."""
    stems = (text.removesuffix(joint) for joint in _JOINTS if text.endswith(joint))
    return any(len(stem) >= _FIRST and dictionary.is_word(stem, SOURCE) for stem in stems)


def _is_foreign(name: str, language: str) -> bool:
    return all(
        dictionary.is_word(word, language) or dictionary.is_word(word, INTERNATIONAL)
        for word in parts(name)
    )
