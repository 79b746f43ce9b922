"""Errors in single words to plant: repeated, misspelt, left in German; "not" put in or left out."""

from __future__ import annotations

import re
from collections.abc import Callable

from corruptions import Pair
from newsxlate.text import tagger

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NOT = {
    "en": r"\bnot |n['’]t\b",
    "fr": r"\bne |\bn['’]| pas\b",
    "es": r"\bno ",
    "it": r"\bnon ",
    "pt": r"\bnão ",
    "nl": r"\bniet ",
}
# Verbs behind or before which "not" is put in.
_VERBS = {
    "en": "is|are|was|were|has|have|had|will|would|can|could|should|must|may|might",
    "fr": "est|sont|était|étaient|sera|a|ont|avait|avaient|peut|peuvent|doit|va",
    "es": "es|son|era|fue|está|están|será|ha|han|había|puede|pueden|debe|tiene|tienen",
    "it": "è|sono|era|erano|sarà|ha|hanno|aveva|può|possono|deve|viene|sta",
    "pt": "é|são|era|foi|está|estão|será|tem|têm|tinha|pode|podem|deve|havia",
    "nl": "is|zijn|was|waren|heeft|hebben|had|hadden|zal|kan|kunnen|moet|wordt",
}
_GERMAN_NOT = re.compile(r"\bnicht\b", re.IGNORECASE)
_NEGATIVE = {
    "de": re.compile(r"\b(?:nicht|nichts|nie|niemals|niemand\w*|kein\w*|weder|ohne)\b", re.I),
    "en": re.compile(
        r"\b(?:not|no|never|nobody|none|nothing|neither|nor|cannot|without)\b|n['’]t", re.I
    ),
    "fr": re.compile(r"\b(?:ne|non|sans|ni|pas|aucune?|jamais|rien)\b|\bn['’]", re.I),
    "es": re.compile(r"\b(?:no|nunca|jamás|nada|nadie|ning\w+|tampoco|sin|ni)\b", re.I),
    "it": re.compile(r"\b(?:non|no|mai|niente|nulla|nessun\w*|senza|né)\b", re.I),
    "pt": re.compile(r"\b(?:não|nunca|jamais|nada|ninguém|nenhuma?|nem|sem)\b", re.I),
    "nl": re.compile(r"\b(?:niet|geen|nooit|niemand|niets|zonder|noch)\b", re.I),
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouéêèàh]", re.I)


def _small(text: str, least: int) -> list[re.Match[str]]:
    """The words of small letters, from a length up, but the first."""
    words = list(_WORD.finditer(text))[1:]
    return [
        w for w in words if len(w.group()) >= least and w.group().isalpha() and w.group().islower()
    ]


def _replaced(pair: Pair, word: re.Match[str], new: str) -> Pair | None:
    return pair.but(pair.target[: word.start()] + new + pair.target[word.end() :])


def word_doubled(pair: Pair) -> Pair | None:
    """A word of small letters written twice."""
    words = _small(pair.target, 2)
    if not words:
        return None
    word = pair.random("doubled").choice(words)
    return _replaced(pair, word, f"{word.group()} {word.group()}")


def phrase_repeated(pair: Pair) -> Pair | None:
    """Two to four words in a row written twice."""
    words = list(_WORD.finditer(pair.target))
    rng = pair.random("phrase")
    size = rng.randint(2, 4)
    if len(words) < size + 3:
        return None
    first = rng.randrange(1, len(words) - size)
    phrase = pair.target[words[first].start() : words[first + size - 1].end()]
    if not re.fullmatch(r"[\w'’-]+(?:\s[\w'’-]+)*", phrase):
        return None
    return pair.but(
        f"{pair.target[: words[first].start()]}{phrase} {pair.target[words[first].start() :]}"
    )


def misspelt(pair: Pair) -> Pair | None:
    """Two letters of a word exchanged, one left out or one doubled."""
    words = _small(pair.target, 5)
    if not words:
        return None
    rng = pair.random("misspelt")
    word = rng.choice(words)
    text = word.group()
    at = rng.randrange(1, len(text) - 2)
    kinds = (
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
    )
    new = rng.choice(kinds)
    return None if new == text else _replaced(pair, word, new)


def _german_left(pair: Pair, tags: str) -> Pair | None:
    words = _WORD.findall(pair.source)
    tagged = zip(words, tagger.tag(words), strict=True)
    left = [word for word, tag in tagged if len(word) > 3 and re.fullmatch(tags, tag)]
    places = _small(pair.target, 4)
    if not left or not places:
        return None
    rng = pair.random(tags)
    return _replaced(pair, rng.choice(places), rng.choice(left))


def german_word_left(pair: Pair) -> Pair | None:
    """A word replaced by a verb, adjective or adverb of the source."""
    return _german_left(pair, r"(?:ADJ|ADV|VV).*")


def german_noun_left(pair: Pair) -> Pair | None:
    """A word replaced by a noun of the source."""
    return _german_left(pair, r"NN[AI]?")


def not_added(pair: Pair) -> Pair | None:
    """A statement made negative, where nothing is negated."""
    verbs = _VERBS.get(pair.language)
    if not verbs or _NEGATIVE["de"].search(pair.source):
        return None
    if _NEGATIVE[pair.language].search(pair.target):
        return None
    places = list(re.finditer(rf"(?<=\w )(?:{verbs})(?= \w)", pair.target))
    if not places:
        return None
    verb = pair.random("not added").choice(places)
    text = verb.group()
    negated = {
        "en": f"{text} not",
        "fr": f"n’{text} pas" if _VOWEL.match(text) else f"ne {text} pas",
        "es": f"no {text}",
        "it": f"non {text}",
        "pt": f"não {text}",
        "nl": f"{text} niet",
    }
    return _replaced(pair, verb, negated[pair.language])


def not_removed(pair: Pair) -> Pair | None:
    """The one "not" of a sentence left out, where the source has one."""
    pattern = _NOT.get(pair.language)
    if not pattern or len(_GERMAN_NOT.findall(pair.source)) != 1:
        return None
    if len(re.findall(r"\b(?:not|ne|no|non|não|niet)\b|n['’]t|\bn['’]", pair.target)) != 1:
        return None
    return pair.but(re.sub(pattern, "", pair.target))


def letters_broken(pair: Pair) -> Pair | None:
    """UTF-8 read as Windows-1252."""
    try:
        return pair.but(pair.target.encode("utf-8").decode("cp1252"))
    except UnicodeDecodeError:
        return None


def ordinal_left(pair: Pair) -> Pair | None:
    """The point of a German ordinal behind its number."""
    ordinal = re.search(r"\b(\d{1,2})\. (?=[A-ZÄÖÜ])", pair.source)
    if ordinal is None:
        return None
    number = rf"(?<![\w.,]){ordinal.group(1)}(?:st|nd|rd|th|er|ère|e|º|ª|°)?(?=\s\w)"
    return pair.but(re.sub(number, f"{ordinal.group(1)}.", pair.target, count=1))


CORRUPTIONS_OF_WORDS: dict[str, Callable[[Pair], Pair | None]] = {
    "word doubled": word_doubled,
    "phrase repeated": phrase_repeated,
    "misspelt": misspelt,
    "German word left": german_word_left,
    "German noun left": german_noun_left,
    "not added": not_added,
    "not removed": not_removed,
    "letters broken": letters_broken,
    "German ordinal left": ordinal_left,
}
