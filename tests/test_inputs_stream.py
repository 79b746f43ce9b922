"""Which files of an archive are read, in which order, under which ids; and what becomes of them."""

import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_samples import SENTENCES, broken, good, page, read, zipped
from newsxlate.archive import BadRecord, Document
from newsxlate.article import Kind
from newsxlate.errors import InputError, LanguageError, UsageError
from newsxlate.inputs.stream import FORMATS, documents, to_article
from newsxlate.inputs.stream.packed import member_name
from newsxlate.inputs.stream.source import Ids

TEXT = "\n\n".join(SENTENCES).encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, a picture, hidden files and a folder with one more."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "archiv"
    (root / "b").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "z.txt").write_bytes(TEXT)
    (root / "a.html").write_bytes(page())
    (root / "b" / "c.txt").write_bytes(TEXT)
    (root / "bild.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (root / ".versteckt.txt").write_bytes(TEXT)
    (root / ".git" / "config.txt").write_bytes(TEXT)
    return root


def ids(*inputs: str | Path) -> list[str]:
    return [each.id for each in documents(inputs)]


def test_a_folder_is_read_with_all_in_it_sorted_and_without_hidden_files(folder: Path):
    assert ids("archiv") == ["archiv/a.html", "archiv/b/c.txt", "archiv/z.txt"]
    assert ids("./archiv/") == ids("archiv")
    assert [d.media_type for d in good(read("archiv"))] == ["text/html", "text/plain", "text/plain"]


def test_globs_name_files_and_may_go_into_folders(folder: Path):
    assert ids("archiv/*.txt") == ["archiv/z.txt"]
    assert ids("archiv/**/*.txt") == ["archiv/b/c.txt", "archiv/z.txt"]


def test_what_is_named_twice_is_read_once(folder: Path):
    assert ids("archiv/z.txt", "archiv", "archiv/*.txt", "archiv/b") == ids("archiv")
    assert ids("archiv/z.txt", "archiv/z.txt") == ["archiv/z.txt"]


def test_a_hidden_file_is_read_if_it_is_named(folder: Path):
    assert ids("archiv", "archiv/.versteckt.txt")[-1] == "archiv/.versteckt.txt"
    assert isinstance(next(documents(["archiv/bild.jpg"])), BadRecord)


@pytest.mark.parametrize("missing", ["nichts.txt", "archiv/*.xml", "x\x00y", "a" * 5000])
def test_a_path_that_is_missing_is_an_error_before_any_work(folder: Path, missing: str):
    with pytest.raises(InputError):
        documents(["archiv", missing])


def test_unknown_fields_and_formats_are_errors_before_any_work(folder: Path):
    with pytest.raises(UsageError, match="no field 'boddy'"):
        documents(["archiv"], fields={"boddy": "text"})
    with pytest.raises(UsageError, match="no format 'docx'"):
        documents(["archiv"], format="docx")
    assert "jsonl" in FORMATS


def test_links_that_lead_in_circles_are_not_followed(folder: Path):
    (folder / "b" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "b" / "self").symlink_to("self")
    (folder / "b" / "gone.txt").symlink_to("nowhere")
    (folder / "b" / "link.txt").symlink_to(folder / "z.txt")
    found = read("archiv")
    assert [d.id for d in good(found)] == [
        "archiv/a.html",
        "archiv/b/c.txt",
        "archiv/b/link.txt",
        "archiv/z.txt",
    ]
    assert [(b.id, b.reason) for b in broken(found)] == [
        ("archiv/b/gone.txt", "it is a link that leads nowhere"),
        ("archiv/b/self", "it is a link that leads nowhere"),
    ]


def test_a_pipe_in_a_folder_does_not_stop_the_run(folder: Path):
    os.mkfifo(folder / "pipe.txt")
    assert "archiv/pipe.txt" not in ids("archiv")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        documents(["archiv/pipe.txt"])


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read all")
def test_what_may_not_be_read_is_broken(folder: Path):
    (folder / "a.html").chmod(0)
    assert [b.id for b in broken(read("archiv"))] == ["archiv/a.html"]


def test_a_file_that_is_gone_when_it_is_its_turn_is_broken(folder: Path):
    stream = documents(["archiv/a.html", "archiv/z.txt"])
    assert isinstance(next(stream), Document)
    (folder / "z.txt").unlink()
    (gone,) = stream
    assert isinstance(gone, BadRecord)
    assert "cannot be opened" in gone.reason


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("leer.txt", b"", "empty"),
        ("nullen.txt", b"\x00" * 5000, "empty"),
        ("a.pdf", b"%PDF-1.7\n...", "a PDF"),
        ("brief.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/d.xml": b""}), "office"),
        ("gross.txt", b"x" * 2_000_001, "too large: an article may have 2 MB"),
    ],
)
def test_files_that_are_no_articles_are_broken_with_a_reason(tmp_path, name, data, reason):
    (only,) = read(tmp_path / name, data, max_bytes=2_000_000)
    assert isinstance(only, BadRecord)
    assert reason in only.reason
    assert "\n" not in only.reason


def test_a_line_of_five_megabytes_is_a_document(tmp_path: Path):
    data = b"Wort " * 1_000_000
    (only,) = read(tmp_path / "lang.txt", data)
    assert isinstance(only, Document)
    assert only.content == data


def test_the_format_can_be_forced(tmp_path: Path):
    line = b'{"text": "Am Montag regnet es."}\n'
    assert len(read(tmp_path / "a.dat", line * 2, format="jsonl")) == 2
    (plain,) = read(tmp_path / "b.json", b"{Klammer} auf, Text.", format="document")
    assert isinstance(plain, Document)
    # Archives are unpacked all the same.
    assert len(read(tmp_path / "c.zip", zipped({"x": line * 3}), format="jsonl")) == 3


def test_a_text_that_begins_like_json_is_a_text(tmp_path: Path):
    (only,) = read(tmp_path / "a.txt", "[dpa] Berlin – Der Zug kam.".encode())
    assert isinstance(only, Document)
    assert only.id.endswith("a.txt")


def test_a_page_becomes_the_article_on_it(tmp_path: Path):
    (document,) = good(read(tmp_path / "a.html", page()))
    article = to_article(document)
    assert article.title == "Umbau 0 beginnt"
    assert [b.text for _, b in article.kept()][1:] == list(SENTENCES)


def test_html_without_a_page_is_kept_whole():
    content = "<h1>Fähre fährt</h1><p>Kurz.</p><ul><li>Abfahrt um 8 Uhr.</li></ul>".encode()
    document = Document(
        id="a", name="a", content=content, media_type="text/html", byline="Jana Rehm", url="u"
    )
    article = to_article(document, language="de", keep_boilerplate=True)
    assert [b.text for _, b in article.kept()] == ["Fähre fährt", "Kurz.", "Abfahrt um 8 Uhr."]
    assert article.blocks[0].kind is Kind.HEADLINE
    assert (article.title, article.byline, article.source) == ("Fähre fährt", "Jana Rehm", "u")


def test_a_page_without_the_elements_around_it_is_a_page():
    content = "<title>x</title><nav><p>Wetter, Sport und Kultur.</p></nav>" + "".join(
        f"<p>{sentence}</p>" for sentence in SENTENCES
    )
    document = Document(id="a", name="a", content=content.encode(), media_type="text/html")
    kept = [b.text for _, b in to_article(document).kept()]
    assert kept == list(SENTENCES)


def test_what_the_archive_says_fills_in_what_the_text_does_not():
    document = Document(
        id="a", name="a.zip!b", content=TEXT, title="Umbau", published="2024-03-12", byline="kw"
    )
    article = to_article(document)
    assert (article.title, article.published, article.byline) == ("Umbau", "2024-03-12", "kw")
    assert article.source == "a.zip!b"


def test_another_language_is_found_out():
    text = (
        b"The harbour authority has closed the eastern pier. Ships are diverted to the north. " * 4
    )
    document = Document(id="a", name="a", content=text, language="de")
    with pytest.raises(LanguageError):
        to_article(document)
    assert to_article(document, language="en").language == "en"


@given(st.lists(st.sampled_from(["a", "a~2", "b", "a~2~2", "ä"]), max_size=30))
def test_ids_are_unique_and_the_same_each_time(wanted: list[str]):
    ids, again = Ids(), Ids()
    given_out = [ids.take(each) for each in wanted]
    assert len(set(given_out)) == len(wanted)
    assert given_out == [again.take(each) for each in wanted]
    assert all(out.startswith(each) for out, each in zip(given_out, wanted, strict=True))


@given(st.text(max_size=60) | st.sampled_from(["../../etc/passwd", "/etc/x", "C:\\a\\..\\b.txt"]))
def test_names_of_members_lead_nowhere_else(name: str):
    safe = member_name(name)
    if safe is not None:
        parts = safe.split("/")
        assert not {"", ".", ".."} & set(parts)
        assert safe.isprintable()
        assert not parts[0].endswith(":")


def test_reading_twice_gives_the_same(tmp_path: Path):
    (tmp_path / "x.zip").write_bytes(
        zipped({"b.html": page(1), "a.html": page(2), "c.jsonl": b'{"text": "Ein Satz."}\n' * 3})
    )
    first, second = read(tmp_path), read(tmp_path)
    assert first == second
    assert len({each.id for each in first}) == 5
    assert zipfile.is_zipfile(tmp_path / "x.zip")


BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"\xfd7zXZ\x00",
    b"WARC/1.0\r\nContent-Length: 9\r\n\r\n",
    b"<rss><channel><item>",
    b"<newsItem>",
    b'{"text":',
    b"\xff\xfe",
    b"a" * 257 + b"ustar",
]


@settings(deadline=None)  # on a machine with other work, reading may take any time
@given(
    st.sampled_from(BEGINNINGS),
    st.binary(max_size=400),
    st.sampled_from(["txt", "jsonl", "json", "csv", "xml", "warc", "zip", "tar", "rss", "gz"]),
)
def test_no_bytes_whatever_raise(tmp_path_factory, head: bytes, data: bytes, suffix: str):
    path = tmp_path_factory.getbasetemp() / f"any.{suffix}"
    for each in read(path, head + data):
        assert isinstance(each, Document | BadRecord)
