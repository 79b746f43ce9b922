"""Make the training data from public sources.

    git clone --depth 1 https://github.com/droid-f/news-service-bund
    python -m training.prepare news-service-bund/xml DATA [--pieces 32000] [--dev 1500]

DATA gets train.tsv.xz (German, English, French, Italian; an empty cell where there is no
translation), dev.tsv (whole releases that are in no row of the former, all four cells filled), and
source.spm and target.spm. A folder that already has train.tsv.xz, dev.tsv and spm.model only gets
the last two.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import lzma
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sentencepiece
from newsxlate.reading.detect import detect

from newsxlate.segmenting.splitting import split
from training.align import align
from training.corpus import Row, read_rows, without
from training.releases import LANGUAGES, Release, read

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[«“\"'(]?[A-ZÀ-ÖØ-Þ0-9])")
# Pairs whose lengths in characters differ by more are hardly translations.
_RATIO = 2.0
_LEAST_LETTERS = 10
# German "ß" is unknown in Switzerland, and with it to a model that is trained on Swiss text.
SHARP_S = {"ß": "ss", "ẞ": "SS"}
# Numbers of the fields in sentencepiece_model.proto.
_NORMALIZER, _CHARACTER_MAP = 3, 2


def rows(releases: Iterable[Release]) -> Iterator[Row]:
    """One row for each German sentence that has a counterpart in another language."""
    for release in releases:
        sentences = _sentences(release)
        german = sentences.pop("de", [])
        cells: dict[int, dict[str, str]] = {}
        for language, others in sentences.items():
            for left, right in align(german, others):
                if len(left) == 1 and right:
                    text = " ".join(others[number] for number in right)
                    if _plausible(german[left[0]], text):
                        cells.setdefault(left[0], {})[language] = text
        for number, found in sorted(cells.items()):
            yield (german[number], *(found.get(code, "") for code in LANGUAGES[1:]))


def _sentences(release: Release) -> dict[str, list[str]]:
    """Sentences by language; a text in another language than it should be in is left out."""
    found: dict[str, list[str]] = {}
    for language, paragraphs in release.texts.items():
        if detect(" ".join(paragraphs)[:2000], LANGUAGES)[0] == language:
            found[language] = [one for text in paragraphs for one in _split(text, language)]
    return found


def _split(text: str, language: str) -> list[str]:
    if language == "de":
        return [text[start:end].strip() for start, end in split(text, "de")]
    return _SENTENCE_END.split(text)


def _plausible(source: str, target: str) -> bool:
    lengths = sorted((len(source), len(target)))
    lettered = min(sum(map(str.isalpha, text)) for text in (source, target)) >= _LEAST_LETTERS
    return lettered and lengths[1] <= _RATIO * lengths[0] and source != target


def divide(releases: Iterable[Release], wanted: int) -> tuple[list[Row], list[Row]]:
    """Rows to train on and rows to measure on, which come from different releases.

    Which release goes where follows from its name alone, so that more releases change nothing.
    """
    train: dict[Row, None] = {}
    dev: dict[Row, None] = {}
    for release in releases:
        held_out = hashlib.sha256(release.name.encode()).digest()[0] < 3
        (dev if held_out else train).update(dict.fromkeys(rows([release])))
    chosen = [row for row in dev if all(row)][:wanted]
    return without(train, chosen), chosen


def write(train: Sequence[Row], dev: Sequence[Row], folder: Path, *, pieces: int) -> None:
    """Write the tables and train the SentencePiece model on all languages together."""
    folder.mkdir(parents=True, exist_ok=True)
    with lzma.open(folder / "train.tsv.xz", "wt", encoding="utf-8") as handle:
        handle.writelines("\t".join(row) + "\n" for row in train)
    lines = ["\t".join(row) + "\n" for row in dev]
    (folder / "dev.tsv").write_text("".join(lines), encoding="utf-8")
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(cell for row in train for cell in row if cell),
        model_writer=model,
        vocab_size=pieces,
        model_type="unigram",
        character_coverage=0.9999,
        byte_fallback=True,
        hard_vocab_limit=False,
        input_sentence_size=2_000_000,
        shuffle_input_sentence=True,
        minloglevel=2,
    )
    (folder / "spm.model").write_bytes(model.getvalue())


def source_model(model: bytes, replaced: dict[str, str] = SHARP_S) -> bytes:
    """A SentencePiece model that also replaces characters before it cuts a text into pieces.

    Pieces and their ids stay. A byte falls back to two pieces that were hardly ever seen, and in
    German news one line in six has a "ß".
    """
    # Compiling the rules takes a model, of whatever text.
    normalizer = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc")
    rules = dict(normalizer.decompile()) | replaced
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "rules.tsv"
        table.write_text(
            "".join(f"{_hexadecimal(a)}\t{_hexadecimal(b)}\n" for a, b in rules.items()),
            encoding="utf-8",
        )
        other = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["ein Text und noch einer"]),
            model_writer=other,
            vocab_size=20,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(table),
            minloglevel=2,
        )
    compiled = _field(_field(other.getvalue(), _NORMALIZER), _CHARACTER_MAP)
    own = _field(model, _NORMALIZER)
    return _with_field(model, _NORMALIZER, _with_field(own, _CHARACTER_MAP, compiled))


def _hexadecimal(text: str) -> str:
    return " ".join(f"{ord(character):X}" for character in text)


def _field(message: bytes, number: int) -> bytes:
    """The bytes of the last field of a number in a message of protocol buffers."""
    return [value for field, value, _ in _fields(message) if field == number][-1]


def _with_field(message: bytes, number: int, value: bytes) -> bytes:
    """The message with another value for a field of bytes."""
    rest = b"".join(whole for field, _, whole in _fields(message) if field != number)
    return rest + _variable(number << 3 | 2) + _variable(len(value)) + value


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, value and all bytes of each field; values of numbers are left empty."""
    place = 0
    while place < len(message):
        start = place
        tag, place = _read_variable(message, place)
        value = b""
        if tag & 7 == 0:
            _, place = _read_variable(message, place)
        elif tag & 7 == 2:
            length, place = _read_variable(message, place)
            value = message[place : place + length]
            place += length
        else:
            place += 4 if tag & 7 == 5 else 8
        yield tag >> 3, value, message[start:place]


def _variable(number: int) -> bytes:
    parts = []
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def _read_variable(message: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[place]
        number |= (byte & 127) << shift
        shift, place = shift + 7, place + 1
        if byte < 128:
            return number, place


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("releases", type=Path, help="the collection's folder xml")
    parser.add_argument("data", type=Path)
    parser.add_argument("--pieces", type=int, default=32000)
    parser.add_argument("--dev", type=int, default=1500, help="rows of the dev set")
    given = parser.parse_args(arguments)
    data: Path = given.data
    if not (data / "train.tsv.xz").is_file():
        train, dev = divide(read(given.releases), given.dev)
        write(train, dev, data, pieces=given.pieces)
    model = (data / "spm.model").read_bytes()
    (data / "target.spm").write_bytes(model)
    (data / "source.spm").write_bytes(source_model(model))
    for name in ("train.tsv.xz", "dev.tsv"):
        print(f"{name}: {len(read_rows(data / name)):,} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
