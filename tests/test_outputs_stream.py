"""Exports of an archive, read back by programs that are not ours."""

import json
import re
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from export_samples import exported, files, record, samples
from newsxlate.errors import UsageError
from newsxlate.outputs import article
from newsxlate.outputs.stream import FOLDERS, FORMATS, Record, export
from newsxlate.outputs.stream import parquet as parquet_export
from newsxlate.outputs.stream.provenance import xml_text
from profiles import examples
from writing_samples import kim_result, simple

# JSON Lines


def test_every_line_of_jsonl_gives_the_result_back(tmp_path: Path):
    lines = exported(tmp_path, "jsonl").read_text(encoding="utf-8").splitlines()
    assert [article.load(line) for line in lines] == [each.result for each in samples()]
    first = json.loads(lines[0])
    assert list(first)[:3] == ["id", "name", "url"]
    assert first["url"] == samples()[0].url


# Markdown and HTML


def test_markdown_has_a_file_an_article_and_language_and_an_index_that_finds_them(tmp_path: Path):
    folder = exported(tmp_path, "markdown")
    index = MarkdownIt().parse((folder / "index.md").read_text(encoding="utf-8"))
    links = [
        token.attrs["href"]
        for block in index
        for token in block.children or []
        if token.type == "link_open"
    ]
    assert sorted([*links, "index.md"]) == [name for name in files(folder) if name.endswith(".md")]
    assert sorted({link.partition("/")[0] for link in links}) == ["ar", "de", "en", "fr"]
    french = next(link for link in links if link.startswith("fr/"))
    text = (folder / french).read_text(encoding="utf-8")
    assert "dirigeant nord-coréen" in text
    assert "North Korean leader" not in text
    assert "N203" in text  # a finding in French
    assert "zwei" not in text  # a finding in English


def test_html_has_a_page_an_article_and_an_index_that_finds_them(tmp_path: Path):
    folder = exported(tmp_path, "html")
    index = (folder / "index.html").read_text(encoding="utf-8")
    pages = re.findall(r'<a href="([^"]+)"', index)
    assert sorted([*pages, "index.html"]) == files(folder)
    assert "<td>English, French</td><td>3</td><td>1</td>" in index
    page = (folder / pages[0]).read_text(encoding="utf-8")
    assert "dirigeant nord-coréen" in page
    assert "North Korean leader" in page


def test_an_index_shows_titles_as_text(tmp_path: Path):
    evil = record(simple("x"), name="<script>alert(1)</script>[a](b)")
    for format in ("html", "markdown"):
        folder = tmp_path / format
        export(iter([evil]), format, folder)
        index = next(folder.glob("index.*")).read_text(encoding="utf-8")
        shown = MarkdownIt().render(index) if format == "markdown" else index
        assert "<script>alert" not in shown
        assert 'href="b"' not in shown


@given(st.text(max_size=200), st.text(min_size=1, max_size=80))
def test_file_names_are_safe_everywhere_and_stable(name: str, id: str):
    made = record(simple("x"), id, name=name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made.stem)
    assert len(made.stem) <= 100
    assert made.stem == record(simple("y"), id, name=name).stem
    assert made.stem != record(simple("x"), f"{id}.", name=name).stem


def test_file_names_keep_what_can_be_read():
    assert record(simple("x"), "abcdef12").stem == "brucke-gesperrt-abcdef12"


# What holds for all


@given(st.text(st.characters()), st.text(st.characters()), st.sampled_from(FORMATS))
@settings(max_examples=examples(100), deadline=None)
def test_any_text_can_be_written_and_read(sentence: str, name: str, format: str):
    made = simple(sentence, byline=name, title=name, published=name, source=name)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out"
        export(
            iter([record(made, name, name=name, url=f"https://x.example/{name}")]), format, output
        )
        if format in ("newsml", "xliff", "xliff2", "tmx") and output.exists():
            text = "".join(etree.parse(output).getroot().itertext())
            assert xml_text(sentence) in text
        for path in output.rglob("*.json"):
            json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_there_and_nothing_is_left_when_an_export_fails(tmp_path: Path, format: str):
    def failing() -> Iterator[Record]:
        yield from samples()
        raise RuntimeError("the store is gone")

    with pytest.raises(RuntimeError):
        export(failing(), format, tmp_path / "out.x")
    assert files(tmp_path) == []
    before = tmp_path / "out.x"
    if format not in FOLDERS:
        before.write_text("before")
        with pytest.raises(RuntimeError):
            export(failing(), format, before)
        assert before.read_text() == "before"
        assert files(tmp_path) == ["out.x"]


@pytest.mark.parametrize("format", FOLDERS)
def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path, format: str):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        export(iter(samples()), format, tmp_path)
    assert files(tmp_path) == ["mine.txt"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert export(iter(samples()), format, empty) >= 3
    assert any(empty.iterdir())


@pytest.mark.parametrize("format", FORMATS)
def test_only_the_languages_asked_for_are_written(tmp_path: Path, format: str):
    assert export(iter(samples()), format, tmp_path / "fr.x", languages=["fr"]) == 1
    assert export(iter(samples()), format, tmp_path / "none.x", languages=["pl"]) == 0
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    text = b"".join(path.read_bytes() for path in written)
    assert b"North Korean leader" not in text
    if format != "parquet":  # which compresses
        assert "dirigeant nord-coréen".encode() in text


def test_how_many_were_written_is_told(tmp_path: Path):
    counts = {
        format: export(iter(samples()), format, tmp_path / f"out.{format}") for format in FORMATS
    }
    assert counts == dict.fromkeys(FORMATS, 3) | {"jsonl": 4, "markdown": 4, "html": 4}
    for format in FORMATS:
        assert export(iter([]), format, tmp_path / f"none.{format}") == 0


def test_an_unknown_format_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="no export format 'docx'"):
        export(iter([]), "docx", tmp_path / "x")


@pytest.mark.parametrize("format", FORMATS)
def test_memory_does_not_grow_with_the_archive(tmp_path: Path, format: str, monkeypatch):
    monkeypatch.setattr(parquet_export, "_GROUP_ROWS", 8)
    result = simple(*["A sentence that is neither short nor long, as news has them."] * 20)

    def peak(count: int) -> int:
        records = (record(result, f"{number:08}") for number in range(count))
        tracemalloc.start()
        export(records, format, tmp_path / f"{count}.x")
        made = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return made

    peak(8)  # imports, caches
    # 150 articles are some 300 kB of text at least, which must not be in memory together.
    assert peak(160) - peak(10) < 100_000


def test_parquet_says_what_it_needs(tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as caught:
        export(iter([]), "parquet", tmp_path / "x.parquet")
    assert "pip install pyarrow" in caught.value.hint
    assert files(tmp_path) == []


# Parquet


def test_parquet_has_a_row_a_document_and_language(tmp_path: Path, monkeypatch):
    from pyarrow import parquet

    monkeypatch.setattr(parquet_export, "_GROUP_ROWS", 2)
    file = parquet.ParquetFile(exported(tmp_path, "parquet"))
    assert file.num_row_groups == 2
    rows = file.read().to_pylist()
    assert [(row["id"], row["language"]) for row in rows] == [
        ("kim00000", "en"),
        ("kim00000", "fr"),
        ("../odd/\x00", "en"),
        ("arabic00", "ar"),
    ]
    translation = samples()[0].result.translation("en")
    made = rows[0]
    assert (made["title"], made["text"]) == (translation.title, translation.text)
    assert (made["errors"], made["warnings"], made["embargoed"]) == (2, 0, None)
    expected = [
        (block, place, each.text, each.fallback) for block, place, each in translation.sentences()
    ]
    found = [(s["block"], s["sentence"], s["target"], s["fallback"]) for s in made["sentences"]]
    assert found == expected
    assert [f["code"] for s in made["sentences"] for f in s["findings"]] == ["N301", "N201"]
    assert [f["code"] for f in made["findings"]] == []  # N101 is about a sentence of the source
    assert "�" in rows[2]["sentences"][0]["target"]


def test_findings_without_a_sentence_are_in_the_row(tmp_path: Path):
    from pyarrow import parquet

    result = kim_result()
    found = replace(result.findings[0], sentence=None)
    path = exported(tmp_path, "parquet", [record(replace(result, findings=(found,)))])
    rows = parquet.read_table(path).to_pylist()
    assert [[f["code"] for f in row["findings"]] for row in rows] == [["N101"], ["N101"]]
