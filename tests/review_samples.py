"""Stores to review: German articles with translations and summaries that no model has made."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive_fixtures import register
from newsxlate.archive import Document
from newsxlate.archive.results import Counts, DocumentInfo, Failure
from newsxlate.archive.run import run
from newsxlate.archive.settings import Settings
from newsxlate.archive.store.codec import pack
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import transaction
from newsxlate.archive.workers.executors import local_executor
from newsxlate.engines.engine import Decoding, Hypothesis, Tokens
from newsxlate.inputs.article import read_text
from newsxlate.options import Length, Options
from newsxlate.segmenting import segment
from newsxlate.testing import FakeEngine
from writing_samples import _TRANSLATIONS, EXAMPLE

ARTICLES = Path(__file__).parent / "data" / "articles"

#: The acceptance article in a store of `make_store`, and a few of its sentences there.
KIM = "kim-in-russland.txt"
#: "Peskow", left in German, twice: blocks 8 and 9.
PESKOW, PESKOW_AGAIN = (8, 0), (9, 0)
#: "12 days" where the source has two.
NUMBER = (6, 0)
#: Left in German: the one error.
COPIED = (14, 0)

#: What the fake engine writes otherwise than a good translator would, by English sentence.
_MISTAKES = {
    "Dmitry Peskov said": "Dmitry Peskow said",
    "Mr Peskov added": "Mr Peskow added",
}
#: What is shortened there.
_WHOLE = {
    "Mr Putin also said he would support Pyongyang in developing satellites.": (
        "Mr Putin also said he would support Pyongyang in developing satellites, which raised "
        "concerns in the US that Russian help with satellite technology would improve the North "
        "Korean missile programme."
    ),
    "The US has also warned that it “would not hesitate to take action” if North Korea supplied "
    "weapons to Russia.": (
        "The US has also warned that it “would not hesitate to take action” if North Korea "
        "supplied weapons to Russia, whereupon the Kremlin had declared that what mattered to them "
        "were the interests of Russia and North Korea “and not warnings from Washington”."
    ),
}
_NAMES = re.compile(r"[A-ZÄÖÜ]\w+")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = (
    "the a of to in and is that it on for with as was at by this from are be an had not but have"
    " they which one were all there been more said when who would about out up into them then two"
    " no some could time these may its like now people other such new only after most also made"
    " over should well through between city council year house week plan water road school money"
)
_FRENCH = (
    "le la de et à un il être en que pour dans ce qui ne sur se pas plus par je avec tout faire son"
    " mettre autre on mais nous comme ou si leur y dire elle devoir avant deux même prendre aussi"
    " celui donner bien où fois vous encore nouveau aller cela entre premier vouloir déjà grand mon"
    " me moins aucun lui temps très savoir ville conseil année maison semaine plan eau route école"
)


class Written(FakeEngine):
    """Translates what it knows, and makes of other sentences words in about the same order.

    Names and numbers of those stay, so that what is found in them is of all kinds.
    """

    def __init__(self, known: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """Take translations by language and source sentence, beside those of `KIM`."""
        super().__init__(name="tiny")
        self.known = {
            language: kim_translations(language) | dict((known or {}).get(language, {}))
            for language in ("en", "fr")
        }

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        self._translate = partial(self.translation, target)
        return super().generate(batch, target, decoding)

    def translation(self, target: str, source: str) -> str:
        """What it writes."""
        words = _FRENCH if target == "fr" else _ENGLISH
        known = {_plain(text): made for text, made in self.known.get(target, {}).items()}
        return known.get(_plain(source)) or _pretended(source, words.split())


def _plain(text: str) -> str:
    """A text as an engine is asked for it or not: dashes and quotation marks are changed for it."""
    return re.sub(r"\W+", " ", text)


def kim_sentences() -> list[str]:
    """The sentences of the acceptance article."""
    article = segment(read_text(EXAMPLE.read_text(encoding="utf-8"), language="de"))
    return [sentence.text for _, sentence in article.sentences()]


def kim_translations(language: str) -> dict[str, str]:
    """The acceptance article in English or French, with mistakes, by source sentence."""
    column = ("en", "fr").index(language)
    made = {}
    for source, row in zip(kim_sentences(), _TRANSLATIONS, strict=True):
        text = row[column] if row else source
        text = _WHOLE.get(text, text)
        for right, wrong in _MISTAKES.items():
            text = text.replace(right, wrong)
        made[source] = text
    return made


def _pretended(source: str, words: Sequence[str]) -> str:
    def other(match: re.Match[str]) -> str:
        word = match[0]
        seed = zlib.crc32(word.casefold().encode())
        if word[0].isupper() and seed % 4 == 0:
            # Some nouns stay, some of which are names.
            return word
        made = words[seed % len(words)]
        return made.capitalize() if match.start() == 0 else made

    return _WORD.sub(other, source)


def article(name: str) -> Document:
    """An article of tests/data/articles, its marks taken out."""
    lines = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    kept = [re.sub(r"^\[[^\]]*\] ?", "", line) for line in lines if not re.match(r"\w+: ", line)]
    published = next((line[11:] for line in lines if line.startswith("published: ")), None)
    return Document(
        id=f"{name}.txt",
        name=f"wire/{name}.txt",
        content="\n\n".join(kept).encode(),
        published=published,
    )


def kim() -> Document:
    """The acceptance article."""
    return Document(id=KIM, name=f"examples/{KIM}", content=EXAMPLE.read_bytes())


def documents(count: int = 6) -> list[Document]:
    """The acceptance article, and some others."""
    names = sorted(path.stem for path in ARTICLES.glob("de-*.txt"))
    return [kim(), *(article(name) for name in names[: count - 1])]


class Quiet:
    """A listener of runs that says nothing."""

    def say(self, line: str) -> None:
        """Nothing."""

    def failed(self, info: DocumentInfo, failure: Failure) -> None:
        raise AssertionError(f"{info.id}: {failure}")

    def stored(self, window: Counts, state: Any) -> None:
        """Nothing."""

    def ended(self, outcome: str, state: Any) -> None:
        """Nothing."""


def make_store(
    store: Path,
    given: Iterable[Document] | None = None,
    *,
    targets: Sequence[str] = ("en", "fr"),
    summaries: Sequence[int] = (3,),
    engine: FakeEngine | None = None,
    window: int = 4,
    **more: Any,
) -> Path:
    """Run an archive into a store, or go on with it.

    Args:
        store: The store.
        given: The documents; by default those of `documents`.
        targets: The target languages.
        summaries: How many sentences each summary has.
        engine: What translates; by default a `Written`.
        window: Documents that are stored together.
        more: Further options.
    """
    place = store.parent / "model"
    if not place.is_dir():
        place.mkdir(parents=True)
        register(place)
    options = Options(
        registry=place / "models.toml",
        store=place / "models",
        offline=True,
        retries=0,
        targets=tuple(targets),
        summary=tuple(Length("sentences", count) for count in summaries),
        **more,
    )
    translating = engine or Written()
    run(
        documents() if given is None else given,
        store,
        Settings(options=options, window=window),
        listener=Quiet(),
        executor=partial(local_executor, load=lambda *_: translating),
    )
    return store


_CAPITAL = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{4,}\b")


def make_large(store: Path, count: int, *, seed: int = 1) -> Path:
    """Make a store of many articles, of those of tests/data with a tenth of the nouns changed.

    It takes about 4 ms an article. They come from twenty sites, over a year.
    """
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        small = make_store(Path(folder) / "small.sqlite", documents(40), window=50)
        with sqlite3.connect(small) as read, Store(store, create=True) as opened:
            write = opened.connection
            write.execute("ATTACH ? AS small", (str(small),))
            write.execute("INSERT INTO runs SELECT * FROM small.runs")
            write.execute("INSERT INTO models SELECT * FROM small.models")
            texts = read.execute("SELECT hash, words, sentences, data FROM texts").fetchall()
            parts = {
                table: _by_text(read.execute(f"SELECT * FROM {table}").fetchall())
                for table in ("translations", "summaries", "ledgers", "findings")
            }
            about = _by_text(read.execute("SELECT text, * FROM documents").fetchall())
            for first in range(0, count, 500):
                with transaction(write):
                    window = first // 500 + 1
                    write.execute(
                        "INSERT INTO windows VALUES (?, 1, ?, 500, 0, 0, 0)", (window, first)
                    )
                    for number in range(first, min(first + 500, count)):
                        text = texts[number % len(texts)]
                        _copy(write, number, window, text, parts, about, chance)
    return store


def _by_text(rows: Sequence[tuple[Any, ...]]) -> dict[bytes, list[tuple[Any, ...]]]:
    made: dict[bytes, list[tuple[Any, ...]]] = {}
    for text, *rest in rows:
        made.setdefault(text, []).append(tuple(rest))
    return made


def _copy(
    write: sqlite3.Connection,
    number: int,
    window: int,
    text: tuple[Any, ...],
    parts: Mapping[str, Mapping[bytes, Sequence[tuple[Any, ...]]]],
    about: Mapping[bytes, Sequence[tuple[Any, ...]]],
    chance: random.Random,
) -> None:
    """Insert a variant of a text with all that was made of it."""
    old, words, sentences, data = text
    new = number.to_bytes(16)
    changed: dict[str, str] = {}

    def vary(value: Any) -> Any:
        return _varied(value, changed, chance) if isinstance(value, bytes) else value

    write.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (new, words, sentences, vary(data)))
    for table, rows in parts.items():
        for language, *rest in rows.get(old, ()):
            kept = rest[:-1] if table in ("translations", "summaries") else rest
            varied = [vary(value) for value in rest[len(kept) :]]
            row = (new, vary(language) if table == "ledgers" else language, *kept, *varied)
            write.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    document = list(about[old][0])
    site, day = chance.randrange(20), chance.randrange(365)
    published = (datetime(2025, 12, 1, tzinfo=UTC) + timedelta(days=day)).isoformat()
    document[:3] = [number + 1, f"{number:05}-{document[1]}", f"site{site}/{number}.txt"]
    document[5:7] = [published, f"https://blatt{site}.example/{number}"]
    document[8] = new
    document[-1 - _BEHIND_WINDOW] = window
    write.execute(f"INSERT INTO documents VALUES ({', '.join('?' * len(document))})", document)


#: Columns of documents behind that of the window.
_BEHIND_WINDOW = 3


def _varied(data: bytes, changed: dict[str, str], chance: random.Random) -> bytes:
    """Compressed JSON with other words of the same length for some."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word not in changed:
            letters = list(word)
            if chance.random() < 0.1:
                chance.shuffle(letters)
            changed[word] = "".join(letters).capitalize() if letters != list(word) else word
        return changed[word]

    text = json.dumps(json.loads(zlib.decompress(data)), ensure_ascii=False, separators=(",", ":"))
    return pack(json.loads(_CAPITAL.sub(other, text)))
