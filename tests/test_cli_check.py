"""``newsxlate check`` and `newsxlate.check`: findings for translations from anywhere."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from translate.storage import xliff as toolkit_xliff

import newsxlate
from name_samples import article, translated
from newsxlate.bilingual import check_units, name_checker, open_file
from newsxlate.errors import InputError, UsageError
from newsxlate.findings import finding
from newsxlate.inputs.bilingual import Unit
from newsxlate.names import load_glossary
from newsxlate.outputs.article import write
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.summary import Summary, SummarySentence, Support
from test_cli import run

GERMAN = ("Peskow sprach in Kiew.", "Kiew dankte ihm für 16 Tage.", "Es schneit.")
ENGLISH = ("Peskov spoke in Kyiv.", "Kyiv thanked him for 16 days.", "It is snowing.")
WRONG = ("Peskow spoke in Kyiv.", "Kiev thanked him for 60 days.", "")


def xliff(tmp_path: Path, *targets: str, name: str = "a.xlf") -> Path:
    """An XLIFF file of `GERMAN`, as translate-toolkit writes it."""
    store = toolkit_xliff.xlifffile()
    store.setsourcelanguage("de-DE")
    store.settargetlanguage("en-GB")
    for source, target in zip(GERMAN, targets, strict=True):
        unit = store.addsourceunit(source)
        if target:
            unit.target = target
    path = tmp_path / name
    path.write_bytes(bytes(store))
    return path


def texts(tmp_path: Path, *targets: str) -> list[Path]:
    paths = [tmp_path / "a.de.txt", tmp_path / "a.en.txt"]
    for path, lines in zip(paths, (GERMAN, targets), strict=True):
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return paths


# -- The library --------------------------------------------------------------------------------


def codes(found: object) -> list[str]:
    return [one.code for one in found]  # type: ignore[attr-defined]


def test_a_pair_has_its_names_checked() -> None:
    (found,) = newsxlate.check("Er kam nach Wladiwostok.", "He came to Wladiwostok.")
    assert (found.code, found.language, found.block, found.sentence) == ("N511", "en", None, None)
    assert newsxlate.check("Er kam nach Wladiwostok.", "He came to Wladiwostok.", names=False) == []
    (found,) = newsxlate.check("Er bleibt 16 Tage.", "Il reste 60 jours.", target_language="fr")
    assert (found.code, found.language) == ("N303", "fr")
    assert codes(newsxlate.check("Es schneit heute.", "It is", finished=False))[0] == "N204"


def test_sentences_are_checked_as_an_article() -> None:
    found = newsxlate.check(GERMAN, WRONG)
    assert [(f.block, f.sentence, f.code) for f in found] == [
        (0, 0, "N511"), (1, 0, "N303"), (1, 0, "N512"), (2, 0, "N201"),
    ]  # fmt: skip
    assert newsxlate.check(list(GERMAN), list(ENGLISH)) == []
    assert newsxlate.check([], []) == []


def test_the_glossary_is_a_path_or_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("de;en\nSteuer;duty\n", encoding="utf-8")
    pair = ("Die Steuer steigt.", "The tax rises.")
    for glossary in (path, str(path), load_glossary(path)):
        assert codes(newsxlate.check(*pair, glossary=glossary)) == ["N533"]
    with pytest.raises(InputError):
        newsxlate.check(*pair, glossary=tmp_path / "none.csv")


def test_what_cannot_be_checked_is_refused() -> None:
    with pytest.raises(UsageError, match="not as many: 3 and 1"):
        newsxlate.check(GERMAN, "Peskov spoke.")
    with pytest.raises(UsageError, match="unknown language"):
        newsxlate.check("Ja", "Yes", target_language="xx")


def test_a_region_does_not_matter() -> None:
    assert codes(newsxlate.check("16 Tage.", "60 days.", target_language="en-GB")) == ["N303"]


def units(*pairs: tuple[str, str], file: str = "") -> list[Unit]:
    return [
        Unit(
            id=f"{number}",
            file=file,
            source=source,
            target=target,
            source_language="de",
            target_language="en",
        )
        for number, (source, target) in enumerate(pairs)
    ]


def test_a_name_reads_the_same_in_a_document_and_not_in_all() -> None:
    first, second = ("Er kam nach Kiew.", "He came to Kyiv."), ("Kiew schlief.", "Kiev slept.")
    assert codes(r.finding for r in check_units(units(first, second), name_checker())) == ["N512"]
    apart = [*units(first, file="a"), *units(second, file="b")]
    assert list(check_units(apart, name_checker())) == []


def test_long_documents_are_checked_in_parts() -> None:
    rows = units(*[("Er bleibt 16 Tage.", "He stays 16 days.")] * 450, ("16 Tage.", "60 days."))
    done: list[int] = []
    (remark,) = check_units(rows, name_checker(), on_done=done.append)
    assert remark.id == "450"
    assert done == [200, 200, 51]


# -- XLIFF, TMX and texts -------------------------------------------------------------------------


def test_findings_of_a_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = xliff(tmp_path, *WRONG)
    ids = [unit.id for unit in open_file(path).units]
    code, out, err = run(capfd, "check", path)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"N511 warning: {ids[0]}: ‘Peskow’ is the German form; expected ‘Peskov’",
        "    source: Peskow",
        "    target: Peskow",
        f"N303 error: {ids[1]}: the number ‘16’ became ‘60’",
        f"    source: {GERMAN[1]}",
        f"    target: {WRONG[1]}",
        f"N512 warning: {ids[1]}: ‘Kiew’ is ‘Kiev’ here, and ‘Kyiv’ before",
        "    source: Kiew",
        "    target: Kiev",
        f"N201 error: {ids[2]}: the translation is empty",
        f"    source: {GERMAN[2]}",
        "3 units, 1 not translated, 2 errors, 2 warnings (N201 ×1, N303 ×1, N511 ×1, N512 ×1)",
    ]


def test_strict_says_by_its_code_whether_there_is_something(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(capfd, "check", xliff(tmp_path, *WRONG), "--strict")[0] == 3
    code, out, _ = run(capfd, "check", xliff(tmp_path, *ENGLISH), "--strict")
    assert (code, out) == (0, "3 units, no findings\n")


def test_names_can_be_left_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "check", xliff(tmp_path, *WRONG), "--no-names")
    assert out.splitlines()[-1].endswith("2 errors (N201 ×1, N303 ×1)")


def test_the_glossary_is_heeded(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("de;en\nKiew;Kiev\n", encoding="utf-8")
    _, out, _ = run(capfd, "check", xliff(tmp_path, *ENGLISH), "--glossary", terms)
    assert "expected ‘Kiev’" in out


def test_json_has_all_that_is_known(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path, output = xliff(tmp_path, *WRONG), tmp_path / "out.json"
    code, out, _ = run(capfd, "check", path, "--format", "json", "-o", output)
    assert (code, out) == (0, "")
    data = json.loads(output.read_text(encoding="utf-8"))
    assert (data["units"], data["untranslated"]) == (3, 1)
    assert data["counts"] == {"errors": 2, "warnings": 2, "notes": 0}
    assert data["findings"][1] == {
        "document": open_file(path).units[0].file,
        "id": open_file(path).units[1].id,
        "place": "unit 2",
        "language": "en",
        "code": "N303",
        "name": "number-changed",
        "severity": "error",
        "message": "the number ‘16’ became ‘60’",
        "source": GERMAN[1],
        "target": WRONG[1],
    }


def test_two_texts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = texts(tmp_path, *WRONG[:2], ENGLISH[2])
    code, out, err = run(capfd, "check", *paths, "--from", "de", "--to", "en")
    assert (code, err) == (0, "")
    assert "N303 error: line 3: the number ‘16’ became ‘60’" in out.splitlines()
    assert out.splitlines()[-1].startswith("3 lines, 1 error, 2 warnings")
    # Into English by default; and German is what is read.
    assert run(capfd, "check", *paths)[1] == out


def test_texts_that_do_not_belong_together(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    paths = texts(tmp_path, *ENGLISH)
    paths[1].write_text("Peskov spoke in Kyiv.\n", encoding="utf-8")
    code, out, err = run(capfd, "check", *paths)
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == (
        f"newsxlate: {paths[0]} and {paths[1]} have different numbers of lines, 5 and 1"
    )
    assert err.splitlines()[1].startswith("  Line 1 of the one")


def test_a_text_in_another_language_is_refused_unless_it_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    english = (
        "The government wants to raise the tax on coffee next year, ministers said today. " * 3
    )
    for name, text in (("a", english), ("b", "Die Regierung will die Steuer erhöhen. " * 6)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, _, err = run(capfd, "check", tmp_path / "a", tmp_path / "b", "--to", "de")
    assert code == 1
    assert "--from en" in err
    code, _, _ = run(capfd, "check", tmp_path / "a", tmp_path / "b", "--to", "de", "--from", "en")
    assert code == 0


def test_standard_input(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xliff(tmp_path, *ENGLISH)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert run(capfd, "check", "-")[1] == "3 units, no findings\n"


def test_languages_of_a_memory_are_chosen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(
        '<tmx version="1.4"><header srclang="de"/><body><tu tuid="1">'
        '<tuv xml:lang="de"><seg>16 Tage</seg></tuv><tuv xml:lang="en"><seg>60 days</seg></tuv>'
        '<tuv xml:lang="fr"><seg>16 jours</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    code, out, _ = run(capfd, "check", path)
    assert (code, out.splitlines()[0]) == (0, "N303 error: en, 1: the number ‘16’ became ‘60’")
    assert out.splitlines()[-1].startswith("2 units, 1 error")
    assert run(capfd, "check", path, "--to", "fr")[1] == "1 unit, no findings\n"
    code, _, err = run(capfd, "check", path, "--to", "es,fr")
    assert code == 2
    assert "is not translated into es\n  It is translated into en, fr." in err
    code, _, err = run(capfd, "check", path, "--from", "it")
    assert code == 2
    assert "is not translated from it" in err


def bare(target: str, attributes: str = 'source-language="de"') -> str:
    return (
        f'<xliff version="1.2"><file {attributes}><body><trans-unit id="1">'
        f"<source>16 Tage</source><target>{target}</target></trans-unit></body></file></xliff>"
    )


def test_a_file_that_does_not_say_its_languages(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(bare("60 days"), encoding="utf-8")
    code, _, err = run(capfd, "check", path)
    assert code == 1
    assert err.endswith("does not say which language it is translated into\n  Say it with --to.\n")
    assert run(capfd, "check", path, "--to", "en")[1].startswith("N303 error: 1: ")
    path.write_text(bare("60 days", 'target-language="tlh"'), encoding="utf-8")
    code, _, err = run(capfd, "check", path)
    assert code == 1
    assert "is in a language that is not known: 'tlh'" in err


def test_documents_are_named_where_there_are_several(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    both = 'source-language="de" target-language="en" original='
    files = (bare("60 days", f'{both}"{name}"') for name in ("a.txt", "b\x1b[2J.txt"))
    rows = "".join(
        text.removeprefix('<xliff version="1.2">').removesuffix("</xliff>") for text in files
    )
    path = tmp_path / "a.xlf"
    path.write_text(f'<xliff version="1.2">{rows}</xliff>', encoding="utf-8")
    _, out, _ = run(capfd, "check", path)
    assert "N303 error: a.txt, 1: the number" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["text.txt"],
            "Of two text files pass both: newsxlate check SOURCE.txt TARGET.txt --to en",
        ),
        (["none.xlf"], "there is no file none.xlf"),
        (["."], ". is a folder"),
        (["broken.xlf"], "broken.xlf is not well-formed XML"),
        (["broken.json"], "broken.json is not JSON"),
        (["rss.xml"], "neither XLIFF nor TMX: it is XML that begins with <rss>"),
        (["empty.xlf"], "empty.xlf is empty"),
        (["a.xlf", "-o", "a.xlf"], "a.xlf is the article itself and would be overwritten"),
        (["text.txt", "text.txt", "--to", "en,fr"], "a text is in one language"),
        (["-", "-"], "standard input cannot be both texts"),
        (["text.txt", "a.xlf"], "a.xlf is no text"),
        (["a.xlf", "a.xlf"], "a.xlf is no text"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    xliff(tmp_path, *ENGLISH)
    for name, text in {
        "text.txt": "Es schneit.\n",
        "broken.xlf": "<xliff",
        "broken.json": '{"version": "2",\n',
        "rss.xml": "<rss/>",
        "empty.xlf": "",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, out, err = run(capfd, "check", *arguments)
    assert code in (1, 2)
    assert out == ""
    assert told in err
    assert len(err.splitlines()) == 2


# -- What this program wrote -----------------------------------------------------------------------


def ours(*pairs: tuple[str, str]) -> Result:
    """A result with findings that hold no more, or never did."""
    made = translated(*pairs)
    (english,) = made.translations
    rows = english.blocks[0].sentences
    first = replace(
        rows[0],
        findings=(finding("N303", language="en", block=0, sentence=0, before="1", after="2"),),
    )
    block = TranslatedBlock(block=0, sentences=(first, *rows[1:]))
    return made.with_translation(replace(english, blocks=(block,)))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "a.json"
    path.write_text(write(ours(*zip(GERMAN, ENGLISH, strict=True)), "json"), encoding="utf-8")
    return path


def test_our_json_is_checked_as_it_reads_now(
    story: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(capfd, "check", story)[1] == "3 sentences, no findings\n"
    text = story.read_text(encoding="utf-8")
    story.write_text(text.replace("for 16 days", "for 60 days"), encoding="utf-8")
    code, out, err = run(capfd, "check", story, "--strict")
    assert (code, err) == (3, "")
    assert out.splitlines() == [
        "N303 error: paragraph 1, sentence 2: the number ‘16’ became ‘60’",
        f"    source: {GERMAN[1]}",
        "    target: Kyiv thanked him for 60 days.",
        "3 sentences, 1 error (N303 ×1)",
    ]


def test_an_edit_of_what_is_derived_is_told(story: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = json.loads(story.read_text(encoding="utf-8"))
    data["translations"][0]["blocks"][0]["text"] = "Another text."
    story.write_text(json.dumps(data), encoding="utf-8")
    code, out, err = run(capfd, "check", story)
    assert (code, out) == (0, "3 sentences, no findings\n")
    assert err == ("in 1 block “text” is not what the sentences say; the sentences count\n")
    assert run(capfd, "check", story, "--quiet")[2] == ""


def test_what_was_left_in_german_stays_told_until_somebody_translates_it(tmp_path: Path) -> None:
    source = article("Es schneit heute.")
    told = (finding("N201", language="en", block=0, sentence=0),)
    row = TranslatedSentence(text="Es schneit heute.", fallback=True, findings=told)

    def found(row: TranslatedSentence) -> list[str]:
        block = TranslatedBlock(block=0, sentences=(row,))
        made = Translation(language="en", model="m", blocks=(block,))
        path = tmp_path / "a.json"
        path.write_text(write(Result(article=source, translations=(made,)), "json"), "utf-8")
        return check_file(path)

    assert found(row) == ["N201"]
    assert found(replace(row, text="It is snowing today.")) == []


def check_file(path: Path) -> list[str]:
    from newsxlate.bilingual import check_results

    return codes(r.finding for r in check_results(open_file(path).results, name_checker()))


def test_lines_of_an_archive(
    story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(story.read_text(encoding="utf-8"))
    wrong = json.loads(story.read_text(encoding="utf-8").replace("for 16 days", "for 60 days"))
    path = tmp_path / "out.jsonl"
    rows = [{"id": "1", "name": "a.txt"} | data, {"id": "2", "name": "b.txt"} | wrong]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    _, out, _ = run(capfd, "check", path)
    assert out.startswith("N303 error: b.txt, paragraph 1, sentence 2: ")
    assert out.splitlines()[-1] == "6 sentences, 1 error (N303 ×1)"
    assert run(capfd, "check", path, "--from", "de", "--to", "en")[1] == out
    code, _, err = run(capfd, "check", path, "--from", "en")
    assert (code, "is not translated from en" in err) == (2, True)
    path.write_text(f"{json.dumps(rows[0])}\n{{]\n", encoding="utf-8")
    assert f"{path}, line 2:" in run(capfd, "check", path)[2]


def test_languages_of_our_json_are_chosen(story: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "check", story, "--to", "en")[0] == 0
    code, _, err = run(capfd, "check", story, "--to", "fr")
    assert code == 2
    assert "is not translated into fr" in err


def test_our_json_without_a_translation(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text(write(Result(article=article("Es schneit.")), "json"), encoding="utf-8")
    code, _, err = run(capfd, "check", path)
    assert code == 1
    assert "has no translation in it" in err
    path.write_text('{"version": "9"}', encoding="utf-8")
    assert f"{path}: the JSON is of version '9'" in run(capfd, "check", path)[2]


def test_summaries_are_held_to_the_article_as_they_read_now(tmp_path: Path) -> None:
    result = ours(*zip(GERMAN, ENGLISH, strict=True))
    rests_on = (Support(block=0, sentence=0, score=1.0),)

    def found(text: str, title: str | None = None) -> list[str]:
        line = SummarySentence(text=text, support=rests_on)
        summary = Summary(
            language="en", method="extractive", length="1 sentence", sentences=(line,), title=title
        )
        path = tmp_path / "a.json"
        path.write_text(write(replace(result, summaries=(summary,)), "json"), encoding="utf-8")
        return check_file(path)

    assert found(ENGLISH[0]) == []
    assert found("Peskov spoke in Paris.") == ["N601"]
    assert found(ENGLISH[0], "Talks with Steinmeier in Kyiv") == ["N601"]


def test_the_example_of_the_documentation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    page = Path(__file__).resolve().parent.parent / "docs" / "check.md"
    german, english, printed = re.findall(
        "^```text\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    monkeypatch.chdir(tmp_path)
    Path("article.de.txt").write_text(german, encoding="utf-8")
    Path("article.en.txt").write_text(english, encoding="utf-8")
    code, out, err = run(capfd, "check", "article.de.txt", "article.en.txt", "--to", "en")
    assert (code, out, err) == (0, printed, "")
