"""Going on from what this program wrote, and writing one article as agencies exchange it."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from newsxlate.findings import finding
from newsxlate.outputs.article import load, schema, write
from newsxlate.result import Result
from newsxlate.testing import FakeEnginePool
from test_cli import article, echo, run  # noqa: F401  (fixtures)
from test_outputs_news import VALIDATOR
from writing_samples import kim_result, named_result


@pytest.fixture
def kim(tmp_path: Path) -> Path:
    """An article with its English and French translations, as `translate` writes it."""
    path = tmp_path / "kim.json"
    path.write_text(write(kim_result(), "json"), encoding="utf-8")
    return path


def test_languages_are_added_and_those_that_are_there_are_kept(
    echo: FakeEnginePool,  # noqa: F811
    kim: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    options = ("--to", "en,es", "-f", "json", "--retries", 0, "--no-names")
    code, out, err = run(capfd, "translate", kim, *options, engines=echo)
    assert code == 0
    assert "translations kept as they are: en, fr; to be added: es" in err.splitlines()
    jsonschema.validate(json.loads(out), schema())
    made, before = load(out), kim_result()
    assert [each.language for each in made.translations] == ["en", "fr", "es"]
    assert made.translations[:2] == before.translations
    assert made.article == before.article
    assert set(before.findings) <= set(made.findings)


def test_strict_counts_what_is_shown(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A finding in a language that was not asked for is in JSON, and not in text."""
    result = kim_result()
    clean = [
        replace(
            made,
            blocks=tuple(
                replace(block, sentences=tuple(replace(s, findings=()) for s in block.sentences))
                for block in made.blocks
            ),
        )
        for made in result.translations
    ]
    found = (finding("N201", language="fr"),)
    path = tmp_path / "kim.json"
    text = write(replace(result, findings=found, translations=tuple(clean)), "json")
    path.write_text(text, encoding="utf-8")
    for language, format_, expected in (
        ("en", "text", 0), ("fr", "text", 3), ("en", "json", 3), ("en", "ninjs", 0),
    ):  # fmt: skip
        code, _, err = run(
            capfd, "translate", path, "--to", language, "-f", format_, "--strict", "--offline"
        )
        assert (code, "no findings" in err) == (expected, expected == 0), (language, format_)


def test_nothing_is_translated_where_nothing_is_missing(
    kim: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, "translate", kim, "--to", "en", "-f", "json", "--offline")
    assert (code, load(out)) == (0, kim_result())
    assert "to be added: none" in err
    assert "model" not in err


def test_names_of_added_languages_are_those_of_the_ledger(
    echo: FakeEnginePool,  # noqa: F811
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path, before = tmp_path / "r.json", named_result()
    path.write_text(write(before, "json"), encoding="utf-8")
    options = ("--to", "es", "-f", "json", "--retries", 0)
    _, out, _ = run(capfd, "translate", path, *options, engines=echo)
    made = load(out)
    assert made.ledger == before.ledger
    assert {name.entry for name in made.translation("es").names} == {1, 2}
    assert made.translations[:2] == before.translations


def test_a_summary_is_made_of_the_translations_that_are_there(
    kim: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    options = ("--to", "en,de", "--sentences", 2, "--offline", "--models", "/nowhere")
    code, out, _ = run(capfd, "summarize", kim, *options, "-f", "json")
    assert code == 0
    made = load(out)
    assert [each.language for each in made.summaries] == ["en", "de"]
    texts = {sentence.text for _, _, sentence in kim_result().translation("en").sentences()}
    assert {sentence.text for sentence in made.summaries[0].sentences} <= texts
    assert made.translations == kim_result().translations
    code, out, _ = run(capfd, "summarize", kim, *options)
    assert code == 0
    assert "{" not in out


def test_a_summary_replaces_its_like_and_text_shows_only_what_was_asked_for(
    kim: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    first = run(capfd, "summarize", kim, "--to", "en", "-f", "json")[1]
    path = tmp_path / "summarized.json"
    path.write_text(first, encoding="utf-8")
    again = load(run(capfd, "summarize", path, "--to", "en", "-f", "json")[1])
    assert len(again.summaries) == 1
    both = load(run(capfd, "summarize", path, "--to", "fr", "-f", "json")[1])
    assert [each.language for each in both.summaries] == ["en", "fr"]
    text = run(capfd, "summarize", path, "--to", "fr", "--no-marks")[1]
    assert both.summaries[0].sentences[0].text not in text


def test_what_segment_wrote_is_gone_on_from(
    echo: FakeEnginePool,  # noqa: F811
    article: Path,  # noqa: F811
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "segments.json"
    run(capfd, "segment", article, "-f", "json", "-o", path)
    shown = run(capfd, "segment", article)
    assert run(capfd, "segment", path) == shown
    assert run(capfd, "names", path)[:2] == run(capfd, "names", article)[:2]
    options = ("-f", "json", "--retries", 0)
    code, out, err = run(capfd, "translate", path, *options, engines=echo)
    assert code == 0
    assert "kept as they are" not in err
    direct = load(run(capfd, "translate", article, *options, engines=echo)[1])
    assert _timeless(load(out)) == _timeless(direct)


def _timeless(result: Result) -> Result:
    return replace(
        result, translations=tuple(replace(made, seconds=0.0) for made in result.translations)
    )


def test_a_result_is_known_on_standard_input_and_from_an_export(
    kim: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shown = run(capfd, "segment", kim)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(kim.read_bytes())))
    assert run(capfd, "segment", "-") == shown
    line = {"id": "1", "name": "a", "url": None} | json.loads(kim.read_text(encoding="utf-8"))
    exported = tmp_path / "one.jsonl"
    exported.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert run(capfd, "segment", exported) == shown


@pytest.mark.parametrize(("suffix", "pack"), [("gz", gzip.compress), ("xz", lzma.compress)])
def test_a_compressed_result_is_known(
    suffix: str,
    pack: Callable[[bytes], bytes],
    kim: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / f"kim.json.{suffix}"
    path.write_bytes(pack(kim.read_bytes()))
    shown = run(capfd, "segment", kim)
    assert run(capfd, "segment", path) == shown
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert run(capfd, "segment", "-") == shown
    path.write_bytes(pack(kim.read_bytes())[:-9])
    code, _, err = run(capfd, "segment", path, "-q")
    assert (code, err.count("cut short")) == (1, 1), err


def test_text_shows_only_the_languages_that_were_asked_for(
    kim: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for format in ("text", "markdown"):
        out = run(capfd, "translate", kim, "--to", "fr", "-f", format, "-q")[1]
        before = kim_result()
        french = replace(before, translations=(before.translation("fr"),), summaries=())
        assert out == write(french, format)


@pytest.mark.parametrize("command", ["translate", "summarize", "segment", "names"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"foo": 1}', "there is no field with a text; its fields: foo"),
        ('{"schema": "urn:newsxlate:article:1", "version": "1"}', "the JSON has no article"),
        ('{"schema": "urn:newsxlate:article:3", "version": "3"}', "of version '3'"),
        ('[{"text": "a"}, {"text": "b"}]', "there are 2 articles in"),
    ],
)
def test_json_that_is_neither_is_refused(
    command: str, text: str, reason: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capfd, command, path, "-q")
    assert (code, out) == (1, "")
    assert reason in err.splitlines()[0]
    assert len(err.splitlines()) <= 2


def translated(capfd: pytest.CaptureFixture[str], kim: Path, *more: object) -> tuple[int, str, str]:
    return run(capfd, "translate", kim, "--offline", "-q", *more)


def test_one_article_as_ninjs(kim: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = translated(capfd, kim, "--to", "fr", "-f", "ninjs")
    assert code == 0
    item = json.loads(out)
    assert [error.message for error in VALIDATOR.iter_errors(item)] == []
    assert (item["language"], item["uri"][:14]) == ("fr", "urn:newsxlate:")
    name = Path(kim_result().article.source or "").name
    assert {"role": "document", "value": name} in item["altids"]


def test_one_article_as_newsml(kim: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import NewsMLG2

    from test_outputs_news import NAR, check

    code, out, _ = translated(capfd, kim, "--to", "en,fr", "-f", "newsml")
    assert code == 0
    items = etree.fromstring(out.encode()).findall(f"{NAR}itemSet/{NAR}newsItem")
    assert len(items) == 2
    for item in items:
        check(item, NewsMLG2.NewsMLG2Document(etree.tostring(item)).get_item())


@pytest.mark.parametrize(("format", "reader"), [("xliff", Xliff1File), ("xliff2", Xliff2File)])
def test_one_article_as_xliff(
    format: str, reader: type, kim: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = translated(capfd, kim, "--to", "fr", "-f", format)
    assert code == 0
    store = reader.parsestring(out.encode())
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("de", "fr")
    assert len(store.units) == sum(1 for _ in kim_result().translation("fr").sentences())
    code, out, err = translated(capfd, kim, "--to", "en,fr", "-f", format)
    assert (code, out) == (2, "")
    assert "one target language a file, and 2 are wanted" in err
    code, out, _ = translated(capfd, kim, "--to", "en,fr", "-f", format, "-o", tmp_path / "k.xlf")
    assert (code, out) == (0, "")
    assert sorted(path.name for path in tmp_path.glob("*.xlf")) == ["k.de-en.xlf", "k.de-fr.xlf"]


def test_one_article_as_tmx(kim: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "k.tmx"
    assert translated(capfd, kim, "--to", "en,fr", "-f", "tmx", "-o", output)[0] == 0
    with output.open("rb") as stream:
        store = tmxfile(stream, sourcelanguage="de", targetlanguage="fr")
    assert any(unit.target for unit in store.units)


def test_ids_are_those_of_the_file_or_of_the_text() -> None:
    from newsxlate.outputs.stream.record import Record

    result = kim_result()

    def known(source: str | None) -> Record:
        return Record.of(replace(result, article=replace(result.article, source=source)))

    assert known("wire/Brücke.html").id == known("other\\Brücke.html").id == "Brücke.html"
    assert known("https://example.org/a").url == "https://example.org/a"
    assert known(None).id == known(None).token
    assert known(None).stem == f"article-{known(None).token}"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('{"version": "0", "article": {"text": "Guten Tag."}}', "the JSON is of version '0'"),
        ('{"version": "1", "article": {"text": 3}}', "article.text is 3, not a text"),
    ],
)
def test_what_is_wrong_with_a_result_is_said_though_its_schema_is_gone(
    tmp_path: Path, written: str, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "old.json"
    path.write_text(written, encoding="utf-8")
    code, _, err = run(capfd, "names", path)
    assert code == 1
    assert message in err


def test_no_part_of_the_output_is_written_over_the_article(
    echo: FakeEnginePool,  # noqa: F811
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "a.de-fr.xlf"
    text = "Der Stadtrat hat am Montag über den neuen Fahrplan der Busse beraten.\n"
    path.write_text(text, encoding="utf-8")
    given = ("translate", path, "--to", "en,fr", "-f", "xliff", "-o", tmp_path / "a.xlf")
    code, _, err = run(capfd, *given, engines=echo)
    assert code == 2
    assert "would be overwritten" in err
    assert path.read_text(encoding="utf-8") == text
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]
