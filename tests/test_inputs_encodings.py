import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.errors import InputError
from newsxlate.inputs.article.encodings import decode

TEXT = (
    "Die Bürgermeisterin eröffnete am Dienstag die Straßenbahn nach Überlingen.\r\n"
    "„Das ist größer als alles zuvor“, sagte sie – und fuhr für 3 € mit.\n"
)
# Without characters that the older encodings lack.
SIMPLE = (
    "Die Bürgermeisterin eröffnete am Dienstag die Straßenbahn nach Überlingen. "
    'Das "größte" Fest ähnelte früheren.\n'
)


def read(data: bytes, declared: str | None = None) -> str:
    return decode(data, "a.txt", declared=declared).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_and_without_mark(encoding: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    assert read(TEXT.encode(encoding)) == TEXT
    assert read(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["latin-1", "iso8859_15", "cp1252", "cp850", "mac_roman"])
def test_eight_bit_encodings(encoding: str) -> None:
    assert read(SIMPLE.encode(encoding)) == SIMPLE


@pytest.mark.parametrize(
    "word", ["Größe", "Über", "für", "Müller", "„Ja“", "– nein", "5 €", "Straße", "Ärzte"]
)
def test_a_single_word_in_windows_1252(word: str) -> None:
    assert read(f"Das Wort {word} steht hier.".encode("cp1252")) == f"Das Wort {word} steht hier."


def test_the_euro_sign_tells_latin_9() -> None:
    assert read("Für 5 € nach Köln".encode("iso8859_15")) == "Für 5 € nach Köln"


def test_utf8_with_a_stray_byte() -> None:
    data = TEXT.encode() * 2 + b"M\xfcnchen \x84Ja\x93"
    assert read(data) == TEXT * 2 + "München „Ja“"


def test_utf8_cut_inside_a_character() -> None:
    assert read((TEXT + "für").encode()[:-2]).startswith(TEXT)


def test_utf8_that_was_encoded_twice_is_repaired() -> None:
    assert read(SIMPLE.encode().decode("cp1252").encode()) == SIMPLE


@pytest.mark.parametrize(
    "text",
    [
        "Das kostet 12 € am Tag.",
        "Um 20\u00a0Uhr – so der Plan – beginnt das Spiel.",
        "Luka Modrić, Milan Škriniar und Edin Džeko spielten in Pilsen.",
        "Die Straße ist gesperrt. 🚆 Züge fahren.",
        "Weiter → zum Artikel",
    ],
)
def test_whatever_was_encoded_twice_is_repaired(text: str) -> None:
    once = text.encode()
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in once).encode()
    assert decode(twice, "x").text == text


@pytest.mark.parametrize(
    "text",
    [
        "Die Note „Ä“ gibt es nicht.",
        '"SPÄ", rief sie. Åland liegt in der Ostsee.',
        "Spaß… muss sein",
        "Das Ä– und das Å– stehen auf Ã nicht.",
        "Â und â sind Buchstaben.",
    ],
)
def test_what_only_looks_like_it_is_not_repaired(text: str) -> None:
    assert decode(text.encode(), "x").text == text


def test_portuguese_is_not_repaired() -> None:
    text = "São Paulo, MAÇÃ, NÃO e João com ação em Lisboa."
    assert read(text.encode()) == text


def test_a_declared_encoding_is_believed_if_nothing_speaks_against_it() -> None:
    assert read("ł ó ż".encode("cp1250"), "windows-1250") == "ł ó ż"
    assert read("„für“".encode("cp1252"), "iso-8859-1") == "„für“"
    assert read(TEXT.encode(), "iso-8859-1") == TEXT
    assert read(SIMPLE.encode("cp1252"), "utf-8") == SIMPLE
    assert read(SIMPLE.encode("cp1252"), "no-such-encoding") == SIMPLE


def test_cyrillic_is_not_taken_for_german() -> None:
    text = "Городской совет обсудил в понедельник новое расписание автобусов и трамваев. " * 3
    assert read(text.encode("cp1251")) == text


def test_a_stray_nul_is_kept() -> None:
    assert (
        read(b"Hallo\x00 Welt und alles, was darin lebt")
        == "Hallo\x00 Welt und alles, was darin lebt"
    )


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500])
def test_binary(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.txt is not text"):
        read(data)


WORDS = ["der", "über", "für", "Größe", "Straße", "Äpfel", "„Ja“", "–", "Übung", "schön.", "€"]


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=60))
@settings(deadline=None)
def test_german_survives(words: list[str]) -> None:
    text = " ".join(["Heute", *words])
    assert read(text.encode()) == text
    assert read(text.encode("utf-16")) == text
    assert read(text.encode("cp1252")) == text
