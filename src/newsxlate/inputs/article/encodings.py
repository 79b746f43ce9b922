"""Bytes to text: which encoding an article is in.

UTF-8 is recognised by its own strictness, UTF-16 and UTF-32 by byte order mark or zero bytes. For
eight-bit encodings, which nothing marks, charset-normalizer proposes, and the characters German
is written with decide: on a single sentence charset-normalizer alone takes one in seven for cp850
or Mac Roman.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from newsxlate import resources
from newsxlate.errors import InputError

# UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 16
# Below this mean weight, no western encoding makes German of the bytes.
_DOUBTFUL = 0.75
# ... unless it is only for a handful of bytes.
_FEW = 5
# Of the symbols, these stand before letters.
_OPENING = "„»«‚‘’›‹“–•©§\u00a0"
_ESCAPED = re.compile("[\udc80-\udcff]")
# Three letters beyond ASCII in a row: in Latin alphabets there are hardly any such words.
_RUN = re.compile(b"[\x80-\xff]{3,}")
_HIGH = re.compile("[^\x00-\x7f]")
# Control characters that no text has: all but tab, line and page breaks, and the next-line U+0085.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
# UTF-8 that was read as Windows-1252 and saved again: "Ã¼" for "ü", "â€ž" for "„".
_NEXT = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_TWICE = re.compile(f"Ã{_NEXT}|Â[\u00a0-\u00bf]|â€{_NEXT}?|â{_NEXT}{{2}}|ðŸ{_NEXT}{{2}}")
# "Å¡" for "š", "ÄŒ" for "Č": counts beside these, or if there are several.
_TWICE_EASTERN = re.compile(f"[ÄÅ]{_NEXT}")
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the Python name of the encoding it was read in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class _Encodings:
    western: tuple[str, ...]
    others: tuple[str, ...]
    weights: dict[str, float]


@cache
def _encodings() -> _Encodings:
    table = resources.toml("reading/encodings.toml")
    return _Encodings(
        tuple(table["western"]),
        tuple(table["others"]),
        dict.fromkeys(table["expected"], 0.9) | dict.fromkeys(table["common"], 1.0),
    )


def decode(data: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """Decode an article.

    Args:
        data: The whole input.
        name: What to call the input in an error.
        declared: The encoding the input itself names, as in HTML's ``<meta charset>``. Marks and
            valid UTF-8 overrule it: templates often name an encoding that is long gone.

    Raises:
        InputError: It is binary, or in no encoding that gives a text.
    """
    decoded = (
        _marked(data) or _wide(data) or _utf8(data) or _declared(data, declared) or _guessed(data)
    )
    if decoded is None or _garbled(decoded.text):
        raise InputError(
            f"{name} is not text, or in an unknown encoding",
            hint="Save the article as plain text in UTF-8.",
        )
    return _undo_double(decoded)


def _marked(data: bytes) -> Decoded | None:
    """By byte order mark, which is not part of the text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if encoding == "utf-8":
                return _utf8(body)
            # A copy cut short may end inside a character: the rest is still worth reading.
            return Decoded(body.decode(encoding, errors="replace"), encoding)
    return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: in Western text every other byte is zero."""
    head = data[: _SAMPLE - _SAMPLE % 2]
    half = len(head) // 2
    if half < 2 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.6 and even < 0.05:
        return Decoded(data.decode("utf-16-le", errors="replace"), "utf-16-le")
    if even > 0.6 and odd < 0.05:
        return Decoded(data.decode("utf-16-be", errors="replace"), "utf-16-be")
    return None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few bytes of Windows-1252 pasted in; None if it is something else."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="surrogateescape")
    stray = len(_ESCAPED.findall(text))
    if len(_HIGH.findall(text)) - stray <= 2 * stray:
        return None
    return Decoded(text.translate(_stray()), "utf-8")


@cache
def _stray() -> dict[int, str]:
    """What each byte that is not UTF-8 means in Windows-1252."""
    return {
        0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace")
        for byte in range(0x80, 0x100)
    }


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if not declared:
        return None
    try:
        encoding = codecs.lookup(declared).name
        # Browsers read these labels as Windows-1252, and pages are written for browsers.
        if encoding in ("iso8859-1", "ascii"):
            encoding = "cp1252"
        text = data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if encoding.startswith("utf") or _garbled(text) else Decoded(text, encoding)


def _guessed(data: bytes) -> Decoded | None:
    """The eight-bit encoding that makes the likeliest characters of the bytes above 127."""
    known = _encodings()
    sample = data[:_SAMPLE]
    high = sum(byte > 127 for byte in sample)
    best = max(
        _candidates(data, known.western, known.weights), key=lambda pair: pair[0], default=None
    )
    foreign = sum(map(len, _RUN.findall(sample))) > high / 2
    if best is None or foreign or (best[0] < _DOUBTFUL and high > _FEW):
        others = _proposed(data, known.others)
        if others:
            return others[0]
    return best[1] if best else None


def _candidates(
    data: bytes, encodings: tuple[str, ...], weights: dict[str, float]
) -> Iterator[tuple[float, Decoded]]:
    """Each encoding's text with the mean weight of its characters beyond ASCII.

    Where means are equal, the encoding that is more in use decides, then charset-normalizer.
    """
    proposed = _proposed(data, encodings)
    first = proposed[0].encoding if proposed else ""
    for rank, encoding in enumerate(encodings):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            # cp1252 leaves five bytes undefined: broken conversions contain them all the same.
            if encoding != "cp1252" or not proposed:
                continue
            text = data.decode(encoding, errors="replace")
        if _garbled(text):
            continue
        high = [_plausible(text, match.start(), weights) for match in _HIGH.finditer(text)]
        mean = sum(high) / max(1, len(high))
        yield mean + 0.015 * (encoding == first) - 0.02 * rank, Decoded(text, encoding)


def _plausible(text: str, position: int, weights: dict[str, float]) -> float:
    """The weight of a character, halved where it is out of place: "€rzte" for "Ärzte"."""
    character = text[position]
    weight = weights.get(character, 0.0)
    before, after = text[max(0, position - 1) : position], text[position + 1 : position + 2]
    if character.isalpha():
        # "äDas" is „Das in another encoding.
        placed = (before.isalpha() or after.isalpha()) and not (
            (character.islower() and after.isupper()) or (before.islower() and character.isupper())
        )
    else:
        placed = character in _OPENING or not after.isalpha()
    return weight if placed else weight / 2


def _proposed(data: bytes, encodings: tuple[str, ...]) -> list[Decoded]:
    """What charset-normalizer makes of it with only ``encodings`` to choose from, best first."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=list(encodings), enable_fallback=False)
    return [Decoded(str(match), match.encoding) for match in matches]


def _garbled(text: str) -> bool:
    """Whether there are too many control or replacement characters for a text."""
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > 0.02 * len(sample) + 2


def _undo_double(decoded: Decoded) -> Decoded:
    """Repair UTF-8 that was taken for Windows-1252 and encoded again, if all of it was."""
    high = len(_HIGH.findall(decoded.text))
    found, eastern = len(_TWICE.findall(decoded.text)), len(_TWICE_EASTERN.findall(decoded.text))
    if not (found or eastern >= _SEVERAL) or 3 * (found + eastern) < high:
        return decoded
    try:
        # The five bytes cp1252 does not define pass through as control characters.
        data = b"".join(
            character.encode("latin-1" if "\x80" <= character <= "\x9f" else "cp1252")
            for character in decoded.text
        )
        return Decoded(data.decode("utf-8"), decoded.encoding)
    except UnicodeError:
        return decoded
