"""NTREX-128 (Federmann et al., 2022) for the swap test: its names, found without the checker.

"Verbatim": runs of capitalised words that the English, the German and four more of the other
references have letter for letter. In the target they stand letter for letter too, or, in Polish,
Czech and Ukrainian, as the only word that is alike enough after plain transliteration. "Exonym": a
German capitalised word and a target word that occur in the same lines of the corpus (Dice's
coefficient at least 0.7, twice at least), if the word has such a partner that is capitalised in
four more languages, which write common nouns small, and if half of its letters are the same.
Capitalised words beside either belong to the name: "President Trump", "North Korea". Only names
that stand once in the sentence are taken.

All references are translations of one English original, the German too, and they do not always say
the same (`disputed`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

FILES = {
    "en": "eng",
    "fr": "fra",
    "es": "spa",
    "it": "ita",
    "pl": "pol",
    "nl": "nld",
    "uk": "ukr",
    "cs": "ces",
}
LATIN = ("eng", "fra", "spa", "ita", "pol", "nld", "por", "ces", "tur")
# Languages that write common nouns, months and adjectives small, and stems for those that inflect.
SMALL = ("fra", "spa", "ita", "por", "pol", "nld", "ces")
INFLECTING = ("pol", "ces", "ukr")
STEM = 5
# Percent of letters that a German name and its form share; names are alike, translations are not.
COGNATE = 50
LONGEST = 4
# So many of the nine references in Latin letters are evidence of what the original says.
MOST = 6
FEW = 1

# What languages spell in several ways.
SOUNDS = str.maketrans("wyjkqz", "viiccs")

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
CYRILLIC = {
    **dict(zip("абвгґдеіклмнопрстуфьы", "abvhgdeiklmnoprstuf-y", strict=True)),
    **{"є": "ye", "ж": "zh", "з": "z", "и": "y", "ї": "yi", "й": "y", "х": "kh", "ц": "ts"},
    **{"ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"},
}


@dataclass(frozen=True)
class Name:
    """A name in a target sentence.

    Attributes:
        line: Index of the line.
        start: Offset in the target sentence.
        end: Offset behind it.
        text: As it stands there.
        german: The German form if it is another; else empty.
    """

    line: int
    start: int
    end: int
    text: str
    german: str = ""


@cache
def plain(text: str) -> str:
    """``text`` in small Latin letters without diacritics."""
    text = "".join(CYRILLIC.get(c, c) for c in text.casefold()).replace("-", "")
    decomposed = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def read(folder: Path, name: str) -> list[str]:
    """The lines of a file."""
    text = folder.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.rstrip("\n").split("\n")]


def documents(folder: Path) -> list[list[int]]:
    """The indices of the lines of each document."""
    ids = folder.joinpath("document_ids.tsv").read_text(encoding="utf-8").split()
    found: dict[str, list[int]] = {}
    for line, name in enumerate(ids):
        found.setdefault(name, []).append(line)
    return list(found.values())


def capitals(text: str) -> list[re.Match[str]]:
    """The words with a capital."""
    return [m for m in WORD.finditer(text) if m[0][0].isupper() and len(m[0]) > 1]


@cache
def capitalized(folder: Path, name: str) -> list[frozenset[str]]:
    """The words with a capital of each line."""
    return [frozenset(m[0] for m in capitals(text)) for text in read(folder, name)]


@cache
def verbatim(folder: Path) -> dict[int, list[str]]:
    """By line, runs of words that at least six references have letter for letter."""
    found: dict[int, list[str]] = {}
    for line, english in enumerate(read(folder, "eng")):
        runs: list[list[re.Match[str]]] = []
        for match in capitals(english):
            word = match[0]
            shared = sum(word in capitalized(folder, name)[line] for name in LATIN)
            if len(word) < 3 or shared < 5 or word not in capitalized(folder, "deu")[line]:
                continue
            if runs and english[runs[-1][-1].end() : match.start()] == " ":
                runs[-1].append(match)
            else:
                runs.append([match])
        found[line] = [" ".join(m[0] for m in run) for run in runs]
    return found


def stem(word: str, language: str) -> str:
    """The beginning of a word, where words have endings."""
    return word[:STEM] if language in INFLECTING else word


@cache
def partners(folder: Path, language: str) -> dict[str, str]:
    """For German words the capitalised word (or stem) that occurs in the same lines."""
    lines_of: dict[str, set[int]] = defaultdict(set)
    words_in: dict[int, set[str]] = defaultdict(set)
    for line, words in enumerate(capitalized(folder, language)):
        for word in words:
            lines_of[stem(word, language)].add(line)
            words_in[line].add(stem(word, language))
    german_lines: dict[str, set[int]] = defaultdict(set)
    every = {word for words in capitalized(folder, "deu") for word in words}
    for line, words in enumerate(capitalized(folder, "deu")):
        for word in words:
            nominative = word[:-1] if word.endswith("s") and word[:-1] in every else word
            german_lines[nominative].add(line)
    found = {}
    for word, lines in german_lines.items():
        if len(lines) < 2 or len(word) < 3:
            continue
        together = Counter(other for line in lines for other in words_in[line])
        scored = [
            (2 * n / (len(lines) + len(lines_of[other])), other)
            for other, n in together.items()
            if n > 1
        ]
        if scored and max(scored)[0] >= 0.7:
            found[word] = max(scored)[1]
    return found


@cache
def exonyms(folder: Path, language: str) -> dict[str, str]:
    """German names with the target word, or its stem, that is another."""
    others = [partners(folder, name) for name in SMALL if name != language]
    support = Counter(word for found in others for word in found)
    return {
        word: other
        for word, other in partners(folder, language).items()
        if support[word] >= 4
        and plain(other) != plain(stem(word, language))
        and _is_cognate(word, other)
    }


def _is_cognate(word: str, other: str) -> bool:
    """Whether a German word and a form have half of their letters in common."""
    return fuzz.ratio(plain(word)[: 2 * len(other)], plain(other)) >= COGNATE


def names(folder: Path, language: str) -> list[Name]:
    """The names in the target sentences that stand there once."""
    german, target = read(folder, "deu"), read(folder, language)
    runs, lexicon = verbatim(folder), exonyms(folder, language)
    found = []
    for line, text in enumerate(target):
        here = [n for run in runs[line] if (n := _place(line, run, text, language))]
        for word in dict.fromkeys(m[0] for m in capitals(german[line])):
            for base in {word, word.removesuffix("s")} & lexicon.keys():
                found_at = [m for m in capitals(text) if stem(m[0], language) == lexicon[base]]
                if len(found_at) == 1:
                    start, end = found_at[0].span()
                    here.append(Name(line, start, end, text[start:end], base))
        whole = sorted({_whole(n, text) for n in here}, key=lambda n: (n.start, -n.end, n.german))
        apart = [n for i, n in enumerate(whole) if all(n.start >= o.end for o in whole[:i])]
        found += [n for n in apart if len(n.text.split()) <= LONGEST]
    return found


def _whole(name: Name, text: str) -> Name:
    """The name with the capitalised words beside it, but for one that opens the sentence."""
    start, end = name.start, name.end
    while before := re.search(r"[^\W\d_]+[ -]$", text[:start]):
        if not before[0][0].isupper() or not re.search(r"[\w,;’'] $", text[: before.start()]):
            break
        start = before.start()
    while after := re.match(r"[ -]([^\W\d_]+)", text[end:]):
        if not after[1][0].isupper():
            break
        end += after.end()
    return Name(name.line, start, end, text[start:end], name.german)


def _place(line: int, run: str, text: str, language: str) -> Name | None:
    """Where a name stands, if it does once."""
    if text.count(run) == 1 and re.search(rf"(?<!\w){re.escape(run)}(?!\w)", text):
        start = text.index(run)
        return Name(line, start, start + len(run), run)
    if language not in INFLECTING:
        return None
    words = capitals(text)
    spans = []
    for part in run.split():
        alike = [m for m in words if _alike(part, m[0])]
        if len(alike) != 1:
            return None
        spans.append(alike[0].span())
    if any(text[a[1] : b[0]] != " " for a, b in pairwise(spans)):
        return None
    start, end = spans[0][0], spans[-1][1]
    return Name(line, start, end, text[start:end])


def _alike(name: str, word: str) -> bool:
    a, b = plain(name), plain(word)
    return fuzz.ratio(a, b[: len(a) + 1]) >= 75 and a[:1] == b[:1]


def disputed(folder: Path, language: str) -> dict[int, str]:
    """Lines whose references do not say the same by name, each with what is the evidence.

    A finding there is no false alarm, whatever the checker makes of it. The evidence are the nine
    references in Latin letters, counted; words that one of them writes small are passed over:

    only German: a German name that at most one of them has in any form
    not German: a name that six of them have, and the German has in no form
    German slip: a word that six of them have letter for letter; the German has one instead that
        differs by a letter, not by romanisation, and that goes with no word of theirs anywhere
    slip: the same in the target language, where the German and five others have the word
    """
    found: dict[int, str] = {}
    for line in range(len(read(folder, "deu"))):
        for kind, words in (
            ("only German", _only_german(folder, line)),
            ("not German", _not_german(folder, line)),
            ("German slip", _german_slips(folder, line)),
            ("slip", _slips(folder, line, language)),
        ):
            for word in words:
                found.setdefault(line, f"{kind}: {word}")
    return found


@cache
def _lexicon(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """German words that go with a capitalised one in most languages, and those words."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name in LATIN:
        for word, other in partners(folder, name).items():
            if word not in _small(folder) and other not in _small(folder):
                found[word][name] = other
    return {word: forms for word, forms in found.items() if len(forms) >= MOST}


@cache
def _german_of(folder: Path, name: str) -> Mapping[str, Sequence[str]]:
    """The German words of the lexicon by the words that they go with in a language."""
    found: dict[str, list[str]] = defaultdict(list)
    for word, forms in _lexicon(folder).items():
        if name in forms:
            found[forms[name]].append(word)
    return found


@cache
def _small(folder: Path) -> frozenset[str]:
    """Words that are written small somewhere, with a capital."""
    texts = (text for name in (*LATIN, "deu") for text in read(folder, name))
    words = (m[0] for text in texts for m in re.finditer(r"[^\W\d_]+", text))
    return frozenset(word.capitalize() for word in words if word[0].islower())


@cache
def _parts(folder: Path, name: str, line: int) -> frozenset[str]:
    """The words of a line that begin with a capital; compounds with hyphens by their parts."""
    words = (part for word in capitalized(folder, name)[line] for part in word.split("-"))
    return frozenset(word for word in words if len(word) > 3 and word[0].isupper())


@cache
def _beginnings(folder: Path, name: str, line: int) -> frozenset[str]:
    """How the words of a line begin: Russia as Russian."""
    words = re.findall(r"[^\W\d_]+", read(folder, name)[line])
    return frozenset(plain(word)[:length] for word in words for length in (STEM - 1, STEM))


def _only_german(folder: Path, line: int) -> Iterator[str]:
    lexicon, known = _lexicon(folder), _verbatim_words(folder)
    for word in _parts(folder, "deu", line):
        base = word if word in lexicon or word in known else word.removesuffix("s")
        forms = {n: form for n, form in lexicon.get(base, {}).items() if _is_cognate(base, form)}
        if base in known:
            forms = {name: forms.get(name, base) for name in LATIN}
        having = sum(
            plain(form)[: STEM - 1] in _beginnings(folder, name, line)
            for name, form in forms.items()
        )
        if len(base) > 3 and forms and having <= FEW:
            yield base


@cache
def _verbatim_words(folder: Path) -> frozenset[str]:
    """Words of verbatim names that no language writes small, and that are mostly such in German."""
    words = Counter(
        word for runs in verbatim(folder).values() for run in runs for word in run.split()
    )
    seen = _seen(folder, "deu")
    return frozenset({w for w, n in words.items() if 2 * n >= seen[w]} - _small(folder))


def _not_german(folder: Path, line: int) -> Iterator[str]:
    german = [plain(word) for word in re.findall(r"[^\W\d_]+", read(folder, "deu")[line])]
    having = Counter(
        word
        for name in LATIN
        for part in _parts(folder, name, line)
        for word in _german_of(folder, name).get(stem(part, name), ())
    )
    for word, count in having.items():
        inside = any(plain(word)[: STEM - 1] in other for other in german)
        if count >= MOST and "-" not in word and not inside:
            yield word
    for word, count in _shared(folder, line).items():
        alike = any(fuzz.ratio(plain(word), other) >= COGNATE for other in german)
        if count >= MOST and not alike:
            yield word


@cache
def _shared(folder: Path, line: int) -> Counter[str]:
    """How many references have a word letter for letter, if at least five have it."""
    every = Counter(word for name in LATIN for word in _parts(folder, name, line))
    small = _small(folder)
    return Counter({w: n for w, n in every.items() if n >= MOST - 1 and w not in small})


def _german_slips(folder: Path, line: int) -> Iterator[str]:
    german, paired = _parts(folder, "deu", line), _paired(folder)
    for word, count in _shared(folder, line).items():
        if count >= MOST and not {word, f"{word}s"} & german:
            for other in german - paired:
                if _is_slip(word, other):
                    yield f"{word} {other}"


@cache
def _paired(folder: Path) -> frozenset[str]:
    """German words that go with a capitalised word of some language."""
    return frozenset(word for name in LATIN for word in partners(folder, name))


@cache
def _seen(folder: Path, language: str) -> Counter[str]:
    lines = range(len(read(folder, language)))
    return Counter(word for line in lines for word in _parts(folder, language, line))


def _slips(folder: Path, line: int, language: str) -> Iterator[str]:
    here = _parts(folder, language, line)
    if language in INFLECTING or here <= _shared(folder, line).keys():
        return
    others = {w for name in LATIN if name != language for w in _parts(folder, name, line)}
    for word, count in _shared(folder, line).items():
        if count >= MOST - 1 and word not in here and word in _parts(folder, "deu", line):
            for other in here - others - _small(folder):
                if _seen(folder, language)[other] < 2 and _is_slip(word, other):
                    yield f"{word} {other}"


def _is_slip(word: str, other: str) -> bool:
    """Whether a letter of a word was mistaken, not its ending or romanisation."""
    a, b = plain(word), plain(other)
    if a.rstrip("s") == b.rstrip("s") or a.translate(SOUNDS) == b.translate(SOUNDS):
        return False
    most = 1 if max(len(a), len(b)) < 2 * STEM - 1 else 2
    return OSA.distance(a, b, score_cutoff=most) <= most
