"""Part a run of words that are names into names: in Kiew | Scholz, Fernen Osten | Russlands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from newsxlate.languages import INTERNATIONAL
from newsxlate.names.knowledge import gazetteer
from newsxlate.names.knowledge.wordlists import (
    is_family,
    is_given,
    is_public,
    is_public_surname,
    is_title,
    words,
)
from newsxlate.names.recognition.listed import is_listed
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.text import dictionary, tagger

# What those end in who do something: Turmspringer, Pianist.
_AGENTS = ("er", "ern", "ist", "isten", "istin", "ent", "enten", "entin")


def split(
    s: TaggedSentence, start: int, end: int, names: Collection[str]
) -> Iterator[tuple[int, int]]:
    """The names that a run of marked words consists of: start and end of each.

    Args:
        s: The sentence.
        start: Index of the run's first word.
        end: Index behind its last one.
        names: Words that are names elsewhere in the same text.
    """
    for index in range(start, end):
        text = s.texts[index]
        if index + 1 < end and _is_possessor(text, names):
            if _are_nouns(s, index + 1, end):
                yield start, index + 1
                return
            if start == index and is_given(s.texts[index + 1]) and not is_family(text):
                yield start, index + 1
                start = index + 1
                continue
        if start < index and not s.joined[index] and _are_two(s, start, index, end, names):
            if not _is_office(s, start, index):
                yield start, index
            start = index
        genitive = text.endswith("s") and is_listed(text[:-1], "place") and not is_listed(text)
        # Eileen Lyons is no Eileen of Lyon.
        genitive = genitive and not (start < index and is_given(s.texts[index - 1]))
        if genitive and not s.joined[index] and (index + 1 == end or not s.joined[index + 1]):
            if start < index:
                yield start, index
            yield index, index + 1
            start = index + 1
    if start < end:
        yield start, end


def _is_possessor(text: str, names: Collection[str]) -> bool:
    """Whether a word is the genitive of a name: Holts, Liverpools."""
    stem = text[:-1]
    if not text.endswith("s") or is_given(text):
        return False
    named = stem in names or is_family(stem) or is_given(stem)
    return named or gazetteer.is_large(stem, gazetteer.LARGE_CITY_THOUSANDS)


def _are_nouns(s: TaggedSentence, start: int, end: int) -> bool:
    """Whether words are German nouns, and no surnames or places."""
    return all(
        tagger.is_noun(text) and not is_family(text) and not is_listed(text)
        for text in s.texts[start:end]
    )


def _are_two(s: TaggedSentence, start: int, index: int, end: int, names: Collection[str]) -> bool:
    """Whether another name begins at ``index`` than the one that begins at ``start``."""
    before, after = s.texts[start:index], s.texts[index:end]
    if is_listed(" ".join((*before, after[0]))) or is_public(" ".join((*before, *after))):
        return False
    # UN-Sicherheitsrat | Pjöngjang.
    if is_listed(after[0], "place") and is_listed(" ".join(before)):
        return True
    if _is_place(before):
        return _begins_person(after, names) and (_is_where(s, start) or len(after) > 1)
    if _is_full_name(after) and not any(is_given(text) for text in before):
        # Oberster Gerichtshof | Brett Kavanaugh, BDI | Dieter Kempf.
        return before[-1].isupper() or _is_worded(s, start, index)
    # Guardiola | Haaland, each with a given name.
    if _is_full_name(after) and len(before) == 2 and is_given(before[0]):
        return not is_given(before[1])
    # Verließ Merkel | Großbritannien, trifft Trump | Kim; but not Real Madrid.
    person = len(before) == 1 and is_public_surname(before[0]) and not is_given(before[0])
    other = is_listed(after[0], "place") or _is_surname(after[0], names)
    return person and other and len(after) == 1


def _is_office(s: TaggedSentence, start: int, end: int) -> bool:
    """Whether words before a person's name say what the person is: Schlussläuferin."""
    last = s.texts[end - 1]
    if is_title(last) or last.endswith("erin"):
        return True
    return last.endswith(_AGENTS) and _is_worded(s, start, end)


def _is_place(texts: Sequence[str]) -> bool:
    name = " ".join(texts)
    if is_listed(name, "place"):
        return True
    notable = gazetteer.NOTABLE_CITY_THOUSANDS
    return not is_given(name) and not is_family(name) and gazetteer.is_large(name, notable)


def _is_where(s: TaggedSentence, index: int) -> bool:
    """Whether a preposition of place stands before a word: in Kiew."""
    return s.text(index - 1).lower() in words("place_prepositions")


def _begins_person(texts: Sequence[str], names: Collection[str]) -> bool:
    """Whether a person's name begins with the first word."""
    first = texts[0]
    if is_listed(first) or is_listed(" ".join(texts)):
        return False
    return _is_full_name(texts) or (len(texts) == 1 and _is_surname(first, names))


def _is_full_name(texts: Sequence[str]) -> bool:
    if len(texts) < 2 or not is_given(texts[0]) or not texts[1][:1].isupper():
        return False
    # Kevin De Bruyne; but: Detroit Red Wings, GNU General Public License.
    if len(texts) > 2 and texts[1].lower() in words("foreign_particles"):
        return True
    return not all(dictionary.is_word(text, INTERNATIONAL) for text in texts[:2])


def _is_surname(text: str, names: Collection[str]) -> bool:
    """Whether a word is known as a surname, and not as a given name or place."""
    if is_given(text) and not is_public_surname(text):
        return False
    known = is_public_surname(text) or (is_family(text) and text in names)
    return known and not is_listed(text)


def _is_worded(s: TaggedSentence, start: int, end: int) -> bool:
    """Whether a name is a German noun with its adjective: Obersten Gerichtshof."""
    return all(
        s.tags[i].startswith(("ADJ", "NN")) or tagger.is_noun(s.texts[i]) for i in range(start, end)
    )
