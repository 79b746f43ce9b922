import errno
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.article import Kind
from newsxlate.errors import InputError, LanguageError, NewsxlateError, UsageError
from newsxlate.inputs.article import read, read_bytes, read_text
from newsxlate.names.recognition.mentions import locate
from newsxlate.segmenting import segment
from profiles import examples

EXAMPLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"
GERMAN = "Der Stadtrat hat am Montag über den neuen Fahrplan der Busse beraten und abgestimmt."
FRENCH = (
    "Le conseil municipal a débattu lundi du nouvel horaire des bus et il a voté à l'unanimité. "
    "Les habitants attendent ce changement depuis de nombreuses années, selon le maire."
)


def standard_input(monkeypatch: pytest.MonkeyPatch, stream: io.RawIOBase | io.BytesIO) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))


def test_decomposed_umlauts_make_no_difference() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    composed = segment(read_text(text))
    decomposed = segment(read_text(normalize("NFD", text)))
    assert decomposed.text == normalize("NFD", text) != text
    assert (decomposed.title, decomposed.byline) == (composed.title, composed.byline)
    assert [(b.kind, b.text, b.removed) for b in decomposed.blocks] == [
        (b.kind, b.text, b.removed) for b in composed.blocks
    ]
    for (_, one), (_, other) in zip(decomposed.sentences(), composed.sentences(), strict=True):
        assert one.text == other.text
        assert normalize("NFC", decomposed.raw(one)) == composed.raw(other)
    found = locate(decomposed)
    assert [name.mention for name in found] == [name.mention for name in locate(composed)]
    assert any("ö" in name.mention.text for name in found)
    for name in found:
        printed = decomposed.text[name.start : name.end]
        assert normalize("NFC", printed) == name.mention.text


def test_the_acceptance_article() -> None:
    article = read(EXAMPLE)
    assert article.language == "de"
    assert article.source == str(EXAMPLE)
    assert article.title == "Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage in Russland"
    assert article.byline == "Sophie Müller"
    kinds = [block.kind for _, block in article.kept()]
    assert kinds == [Kind.HEADLINE] + 16 * [Kind.PARAGRAPH]
    assert article.text == EXAMPLE.read_text(encoding="utf-8")
    assert all(block.sentences == () for block in article.blocks)


def test_keep_boilerplate() -> None:
    article = read(EXAMPLE, keep_boilerplate=True)
    assert all(block.kept for block in article.blocks)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, io.BytesIO(GERMAN.encode("cp1252")))
    article = read("-")
    assert article.text == GERMAN
    assert article.source is None


def test_data_given(tmp_path: Path) -> None:
    article = read(tmp_path / "none.txt", data=GERMAN.encode())
    assert article.text == GERMAN
    assert article.source == str(tmp_path / "none.txt")


def test_bytes_and_text_give_the_same() -> None:
    assert read_bytes(GERMAN.encode("utf-16")) == read_text(GERMAN)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    handle = os.open(pipe, os.O_RDWR)
    os.write(handle, GERMAN.encode())
    with pytest.raises(InputError, match="too large"):
        # The pipe never ends: only the limit does.
        read(pipe, max_bytes=len(GERMAN.encode()) - 1)
    os.close(handle)


# -- errors


def refused(source: str | Path, **options: int) -> InputError:
    with pytest.raises(InputError) as caught:
        read(source, **options)
    error = caught.value
    assert error.message
    assert "\n" not in error.message
    assert error.hint
    assert "\n" not in error.hint
    return error


def test_missing(tmp_path: Path) -> None:
    assert "no-such.txt" in refused(tmp_path / "no-such.txt").message


def test_a_web_address() -> None:
    assert "save the page" in refused("https://example.org/a.html").hint


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in refused(tmp_path).message


@pytest.mark.parametrize(
    "data",
    [b"", b" \r\n\t\n ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", " \n ".encode("utf-16"), b"\x00\x00"],
)
def test_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    assert "empty" in refused(path).message


@pytest.mark.parametrize("text", ["", " \n\n ", "\u00ad\u200b"])
def test_empty_text(text: str) -> None:
    with pytest.raises(InputError, match="empty"):
        read_text(text)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 20 + b"word/document.xml", "Word"),
        (b"PK\x03\x04" + b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        (b"PK\x03\x04" + b"x" * 40, "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "Office"),
        (b"{\\rtf1\\ansi Hallo", "rich text"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 40, "gzip"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"GGUF\x03\x00\x00\x00", "GGUF"),
    ],
)
def test_known_binary_formats_are_named(tmp_path: Path, data: bytes, named: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(data)
    assert named in refused(path).message


def test_other_binary_data(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(bytes(range(256)) * 50)
    assert "not text" in refused(path).message


def test_xml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text('<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>')
    assert "<rss>" in refused(path).message


def test_a_large_file_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(Path, "open", fail)
    error = refused(path)
    assert "50.0 MB" in error.message
    assert "20 MB" in error.message


def test_large_standard_input_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.taken += size
            return b"x" * size

    stream = Endless()
    standard_input(monkeypatch, stream)
    assert "standard input is too large" in refused("-", max_bytes=3_000_000).message
    assert stream.taken == 3_000_001


def test_large_data() -> None:
    with pytest.raises(InputError, match="too large"):
        read("a.txt", data=b"x" * 101, max_bytes=100)


def test_as_large_as_allowed(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(GERMAN, encoding="utf-8")
    assert read(path, max_bytes=path.stat().st_size).text == GERMAN


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(GERMAN)

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "open", deny)
    assert "permission denied" in refused(path).message


@pytest.mark.parametrize("name", ["a" * 300 + ".txt", "a\x00b"])
def test_impossible_paths(tmp_path: Path, name: str) -> None:
    assert "cannot read" in refused(f"{tmp_path}/{name}").message


def test_nothing_but_clutter() -> None:
    with pytest.raises(InputError, match="no article text found"):
        read_text("Anzeige\n\nTeilen\n\nNewsletter abonnieren")
    article = read_text("Anzeige\n\nTeilen\n\nNewsletter abonnieren", keep_boilerplate=True)
    assert all(block.kept for block in article.blocks)


# -- language


def test_another_language_is_named() -> None:
    with pytest.raises(LanguageError) as caught:
        read_text(FRENCH)
    assert "French" in caught.value.message
    assert "German" in caught.value.message
    assert "--from" in caught.value.hint


def test_a_readable_language_can_be_chosen() -> None:
    english = "The council has voted on the new timetable of the buses, and the mayor is happy."
    with pytest.raises(LanguageError) as caught:
        read_text(english)
    assert "--from en" in caught.value.hint
    assert read_text(english, language="en").language == "en"


def test_a_language_that_is_given_is_not_checked() -> None:
    assert read_text(FRENCH, language="de").language == "de"


def test_clutter_does_not_decide_the_language() -> None:
    menu = "\n\n".join(["Skip to content", "Share this article", "Read more"] * 5)
    assert read_text(f"{menu}\n\n{GERMAN}").language == "de"


def test_an_unreadable_language() -> None:
    with pytest.raises(UsageError, match="Japanese"):
        read_text(GERMAN, language="ja")
    with pytest.raises(UsageError):
        read_text(GERMAN, language="xx")


# -- any input


@given(st.text(max_size=400))
@settings(max_examples=examples(150), deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        article = read_text(text, language="de")
    except NewsxlateError:
        return
    assert "".join(article.raw(block) for block in article.blocks) == article.text
    assert any(True for _ in article.kept())


@given(st.binary(max_size=400))
@settings(max_examples=examples(150), deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        article = read_bytes(data, language="de")
    except NewsxlateError:
        return
    assert "".join(article.raw(block) for block in article.blocks) == article.text


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                "<div class=kicker>",
                "</div>",
                "<h1>",
                "<td>",
                "<table>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "&uuml;",
                "&#0;",
                "\x00",
                GERMAN,
                "<li>",
                "</b>",
                "<a href='x'>",
                "<html>",
                "<body>",
                "Ja. ",
                "<",
                ">",
                "<![CDATA[",
            ]
        ),
        max_size=30,
    )
)
@settings(max_examples=examples(80), deadline=None)
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    try:
        article = read_text("<html><body>" + "".join(parts), language="de")
    except NewsxlateError:
        return
    assert "".join(article.raw(block) for block in article.blocks) == article.text
