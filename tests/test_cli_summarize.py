"""``newsxlate summarize`` and ``translate --summary`` as they are called."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsxlate.cli import cli
from newsxlate.outputs.article import load
from newsxlate.testing import FakeEngine, FakeEnginePool
from summary_samples import ENGLISH, TEXT, Human

EXAMPLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


@pytest.fixture
def human():
    """Lets a person translate: no model is looked for."""
    return FakeEnginePool(FakeEngine(Human().known))


def run(*arguments, engines=None):
    return CliRunner().invoke(cli, ["summarize", *arguments], obj=engines)


def test_a_german_summary_needs_no_model(file):
    done = run(file, "--to", "de", "--offline", "--models", "/nowhere")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Merkel trifft Selenskyj in Kiew\n\n")
    assert "Angela Merkel" in done.stdout
    assert done.stdout.endswith(
        "\n\n[5 of 5 names, 1 of 1 number, 1 of 1 quotation found in the article;"
        " meaning not checked]\n"
    )


def test_the_acceptance_article_in_german():
    done = run(str(EXAMPLE), "--to", "de", "--format", "json")
    [summary] = load(done.stdout).summaries
    for name in ("Kim J", "Putin", "verlängert", "Waffengeschäft"):
        assert name in summary.text
    for clutter in ("Siehe auch", "KCNA", "Sophie", "Ähnliche"):
        assert clutter not in summary.text
    assert summary.precision.entities == 1.0
    assert len(summary.sentences) == 3


def test_a_name_in_two_spellings_is_told_though_nothing_is_translated():
    done = run(str(EXAMPLE), "--to", "de", "--sentences", "2")
    assert "N501 warning: paragraph 1: ‘Kim Jung Un’" in done.stdout
    assert run(str(EXAMPLE), "--to", "de", "--strict").exit_code == 3


def test_several_languages_and_lengths(file, human):
    done = run(file, "--to", "en,de", "--sentences", "1", "--sentences", "2", "--words", "30",
               "--ratio", "0.2", "--format", "json", engines=human)  # fmt: skip
    made = load(done.stdout).summaries
    assert [(s.language, s.length) for s in made] == [
        (language, length)
        for language in ("en", "de")
        for length in ("1 sentence", "2 sentences", "30 words", "20 %")
    ]
    assert made[0].title == ENGLISH[0]
    assert made[0].sentences[0].text in ENGLISH


def test_marks_can_be_left_out(file, human):
    done = run(file, "--no-marks", engines=human)
    assert "[" not in done.stdout
    assert ENGLISH[0] in done.stdout


def test_strict_exits_with_three_where_something_remains(file):
    wrong = ENGLISH[1].replace("Zelensky", "Lukashenko")
    source = TEXT.split("\n\n")[1]
    engines = FakeEnginePool(FakeEngine(Human(**{source: wrong}).known))
    loose = run(file, "--sentences", "1", engines=engines)
    assert loose.exit_code == 0
    assert "[N601]" in loose.stdout
    assert "Findings" in loose.stdout
    assert run(file, "--sentences", "5", "--strict", engines=engines).exit_code == 3
    replaced = run(file, "--sentences", "1", "--strict", engines=engines)
    assert replaced.exit_code == 0
    assert "N601" not in replaced.stdout


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "html"])
def test_every_format_names_the_summary(file, human, format_):
    done = run(file, "--format", format_, engines=human)
    assert done.exit_code == 0
    assert "Angela Merkel met Ukrainian President" in done.stdout
    if format_ == "html":
        assert 'href="#c0-b1-s0"' in done.stdout
        assert 'class="summary"' in done.stdout
    if format_ == "json":
        assert json.loads(done.stdout)["summaries"][0]["precision"]["entities"] == 1.0


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_translate_puts_the_summary_first_and_translates_nothing_twice(file, format_):
    engine = FakeEngine(Human().known)
    called = ["translate", file, "--summary", "--sentences", "2", "--format", format_]
    done = CliRunner().invoke(cli, called, obj=FakeEnginePool(engine))
    assert done.exit_code == 0, done.stderr
    shown = "Angela Merkel met Ukrainian President"
    # In HTML each name of the translation is an element.
    text = re.sub(r"</?mark[^>]*>", "", done.stdout)
    assert text.count(shown) >= 2
    assert text.index("found in the article; meaning not checked") < text.rindex(shown)
    assert sorted(call.request.text for call in engine.calls) == sorted(Human().known)


def test_the_model_is_given_the_users_terms(file, tmp_path):
    engine = FakeEngine(lambda source: "Something.")
    engines = FakeEnginePool(engine, family="chat")
    run(file, "--sentences", "2", engines=engines)
    before = str([request.terms for request, _ in engine.calls])
    assert "Kyjiv City" not in before
    terms = tmp_path / "terms.csv"
    terms.write_text("term,target,language\nKiew,Kyjiv City,en\n", encoding="utf-8")
    engine.calls.clear()
    done = run(file, "--sentences", "2", "--glossary", str(terms), engines=engines)
    assert done.exit_code == 0
    assert "Kyjiv City" in str([request.terms for request, _ in engine.calls])
    missing = run(file, "--glossary", str(tmp_path / "none.csv"), engines=engines)
    assert missing.exit_code != 0


def test_lengths_that_cannot_be_meant_are_refused(file):
    assert run(file, "--sentences", "0").exit_code == 2
    assert run(file, "--ratio", "1.5").exit_code == 2
    assert run(file, "--method", "magic").exit_code == 2
