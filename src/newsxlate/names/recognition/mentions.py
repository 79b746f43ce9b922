"""Find names in German text, offline: in a sentence, and in an article as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from newsxlate.article import Article, SentenceRef
from newsxlate.entities import Located, Mention
from newsxlate.languages import INTERNATIONAL, SOURCE
from newsxlate.names.knowledge.wordlists import is_family, is_given, is_title
from newsxlate.names.recognition import nouns
from newsxlate.names.recognition.clearing import clear_described, is_used_as_noun
from newsxlate.names.recognition.lemma import lemma
from newsxlate.names.recognition.listed import stem
from newsxlate.names.recognition.rules import is_name_alone, is_organization
from newsxlate.names.recognition.splitting import split
from newsxlate.names.recognition.spotting import spot
from newsxlate.names.recognition.tagged_sentence import TaggedSentence
from newsxlate.names.recognition.tokenizer import Token, tokenize
from newsxlate.text import dictionary, tagger
from newsxlate.text.casing import is_all_caps, lower
from newsxlate.text.flatten import Flat, flatten

# Characters of a compound that a name is looked for in.
_LONGEST_COMPOUND = 200
_LONGEST_TITLE = 3
# An unknown word behind a given name that is no longer is not taken for a surname: Web.
_LONGEST_DOUBTFUL = 5


def find_mentions(text: str, names: Collection[str] = ()) -> list[Mention]:
    """The names in one German sentence, in order. They do not overlap.

    Args:
        text: The sentence on one line; headlines in capitals are read as if they were not.
        names: Words that are names elsewhere in the same text.
    """
    tokens = tokenize(text)
    sentence = spot(_as_written_small(text, tokens), names)
    return list(_mentions(text, tokens, sentence, names))


def find_all(article: Article) -> list[tuple[int, int, Mention]]:
    """The names in the kept blocks of a segmented German article, in order.

    What is a name anywhere in the article is one everywhere: first all sentences are read, then
    those again in which such a word was overlooked.

    Returns:
        Index of the block, index of the sentence in it, and the mention.
    """
    read: list[tuple[int, int, str, list[Token], TaggedSentence]] = []
    for block, content in article.kept():
        for number, sentence in enumerate(content.sentences):
            tokens = tokenize(sentence.text)
            small = _as_written_small(sentence.text, tokens)
            read.append((block, number, sentence.text, tokens, spot(small)))
    sentences = [row[-1] for row in read]
    counted = _counted(sentences)
    described = _described(sentences)
    names = _certain(sentences, counted)
    common = counted - names
    found: list[tuple[int, int, Mention]] = []
    for block, number, text, tokens, first in read:
        again = any(
            not {text, text.removesuffix("s")}.isdisjoint(common if marked else names)
            for text, marked in zip(first.texts, first.marked, strict=True)
        )
        small = _as_written_small(text, tokens) if again else []
        words = spot(small, names, common) if again else first
        clear_described(words, described)
        found += ((block, number, m) for m in _mentions(text, tokens, words, names))
    return found


def locate(article: Article) -> list[Located]:
    """The names in an article (see `find_all`) with their offsets in `Article.text`."""
    maps: dict[SentenceRef, Flat] = {}
    found = []
    for block, number, mention in find_all(article):
        ref = SentenceRef(block, number)
        if ref not in maps:
            sentence = article.blocks[block].sentences[number]
            maps[ref] = flatten(article.raw(sentence), sentence.start)
        start, end = maps[ref].span(mention.start, mention.end)
        found.append(Located(block, number, start, end, mention))
    return found


def _certain(sentences: Sequence[TaggedSentence], counted: Collection[str]) -> frozenset[str]:
    """Words that are surely names: not a noun's, an adjective's, or a small word's spelling."""
    small = {text for s in sentences for text in s.texts if text.islower()}
    found = set()
    for s in sentences:
        for start, end in s.spans():
            for i in range(start, end):
                text = s.texts[i]
                letters = text.replace("-", "").isalpha() and len(text) > 2
                if not letters or not s.is_capital(i) or text.lower() in small:
                    continue
                name = s.tags[i] in ("NE", "FM", "NN", "XY") and not _is_common(text)
                name = name and text not in counted
                # A surname is one, whatever else the word means: Rod Rosenstein.
                surname = i == end - 1 > start and is_given(s.texts[start]) and not is_title(text)
                if name or (surname and _may_be_surname(text)):
                    found.add(text)
    # The nominative, if it is there, is what the genitive is of.
    return frozenset(t for t in found if not (t.endswith("s") and t[:-1] in found))


def _counted(sentences: Sequence[TaggedSentence]) -> frozenset[str]:
    """Words taken for names that are nouns as often as not: names are not counted."""
    taken = {s.texts[start] for s in sentences for start, end in s.spans() if end - start == 1}
    taken |= {text.removesuffix("s") for text in taken}
    uses: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for s in sentences:
        for i, text in enumerate(s.texts):
            if text in taken:
                uses[text] += 1
                counted[text] += is_used_as_noun(s, i)
    return frozenset(text for text, times in counted.items() if times and 2 * times >= uses[text])


def _described(sentences: Sequence[TaggedSentence]) -> frozenset[tuple[str, str]]:
    """Adjectives in small letters with their nouns, without endings: künstlich(e) Intelligenz."""
    return frozenset(
        (stem(s.texts[i]), stem(s.texts[i + 1]))
        for s in sentences
        for i, tag in enumerate(s.tags[:-1])
        if tag == "ADJ(A)" and s.texts[i].islower() and s.is_capital(i + 1)
    )


def _may_be_surname(text: str) -> bool:
    """Whether a word behind a given name is a surname rather than a noun: Rosenstein, not Web."""
    return is_family(text) or (len(text) > _LONGEST_DOUBTFUL and not tagger.is_frequent_noun(text))


def _is_common(text: str) -> bool:
    if nouns.is_village(text):
        return False
    return tagger.known(text).startswith(("NN", "ADJ", "VV", "ART", "P"))


def _as_written_small(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens, in the spelling of running text if ``text`` is written in capitals."""
    if not is_all_caps(text):
        return tokens
    lowered = tokenize(lower(text, SOURCE))
    if len(lowered) != len(tokens):
        return tokens
    return [
        Token(token.start, token.end, other.text)
        for token, other in zip(tokens, lowered, strict=True)
    ]


def _mentions(
    text: str, tokens: Sequence[Token], s: TaggedSentence, names: Collection[str]
) -> Iterator[Mention]:
    """The mentions that the marked words of a sentence are, and those inside other words."""
    inside: set[int] = set()
    found = []
    for run in s.spans():
        for start, end in split(s, *run, names):
            inside.update(range(start, end))
            first, last = tokens[start].start, tokens[end - 1].end
            title = _title(s, start)
            found.append(
                Mention(
                    first,
                    last,
                    text[first:last],
                    _spaced(lemma(s, start, end, names), text[first:last]),
                    text[tokens[title].start : tokens[start - 1].end] if title < start else "",
                    worded=_is_worded(s, start, end),
                )
            )
    for index, token in enumerate(tokens):
        if index not in inside and (part := _part(s.texts[index], names)):
            end = token.start + len(part)
            found.append(Mention(token.start, end, text[token.start : end], part, part=True))
    yield from sorted(found, key=lambda mention: mention.start)


def _spaced(base: str, text: str) -> str:
    """A base form with spaces behind full stops only where the text has them: E.ON, U.S. Open."""
    spaced, *rest = base.split(" ")
    for word in rest:
        glued = spaced.endswith(".") and text.startswith(spaced + word)
        spaced += word if glued else f" {word}"
    return spaced


def _title(s: TaggedSentence, start: int) -> int:
    """Index of the first of the titles before the name that starts at ``start``."""
    first = start
    while first > max(0, start - _LONGEST_TITLE) and s.is_capital(first - 1):
        if s.is_marked(first - 1) or not is_title(s.texts[first - 1]):
            break
        first -= 1
    return first


def _is_worded(s: TaggedSentence, start: int, end: int) -> bool:
    """Whether there is a common word in a name that is no person's."""
    # Nor in that of a firm: Heckler & Koch.
    if any(is_given(s.texts[i]) or s.texts[i] == "&" for i in range(start, end)):
        return False
    return any(_is_word(s, i) for i in range(start, end)) and not _is_foreign(s, start, end)


def _is_foreign(s: TaggedSentence, start: int, end: int) -> bool:
    """Whether a name ends in an English word behind one that is not German: Etihad Stadium."""
    last = s.texts[end - 1]
    if tagger.known(s.texts[start]) or not dictionary.is_word(last, INTERNATIONAL):
        return False
    return not any(s.tags[i].startswith("ADJ") for i in range(start, end))


def _is_word(s: TaggedSentence, index: int) -> bool:
    text = s.texts[index]
    if not s.is_capital(index) or text.isupper() or nouns.is_public_name(text):
        return False
    head = text.rpartition("-")[2]
    noun = tagger.is_noun(head) or is_organization(head)
    return s.tags[index].startswith("ADJ") or (s.tags[index].startswith("NN") and noun)


def _part(text: str, names: Collection[str]) -> str:
    """The name that a compound with a hyphen begins with; empty if there is none."""
    # Of a chain of ten thousand words, each part would be looked up.
    first, hyphen, _ = text[:_LONGEST_COMPOUND].rpartition("-")
    while hyphen:
        if first in names or is_name_alone(first) or _is_person(first):
            return first
        first, hyphen, _ = first.rpartition("-")
    return ""


def _is_person(text: str) -> bool:
    """Whether words with hyphens are a full name, as of streets: Max-Schmeling-Halle."""
    first, hyphen, last = text.partition("-")
    noun = nouns.is_common(last) or nouns.is_loan(last) or tagger.is_frequent_noun(last)
    surname = is_family(last) or not noun
    return bool(hyphen) and is_given(first) and last[:1].isupper() and surname
