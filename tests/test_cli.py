"""The command line as a user meets it: exit codes, streams, one clear line for each error."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from command_tree import COMMANDS, spoken
from newsxlate import cli
from newsxlate.findings import advice, codes
from newsxlate.options import Length, Options, SummaryOptions
from newsxlate.outputs.article import schema, write
from newsxlate.outputs.formats import ARTICLES, VIEWS
from newsxlate.pipeline import Pipeline
from newsxlate.testing import FakeEngine, FakeEnginePool
from writing_samples import named_result

ARTICLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"


@pytest.fixture
def echo() -> FakeEnginePool:
    """Every route leads to an engine that gives the source back."""
    return FakeEnginePool(FakeEngine(lambda text: "$30" if "30" in text else text))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(
        "Bürgermeisterin zahlt Strafe\n\n"
        "Die Bürgermeisterin der kleinen Stadt hat am Montag eine Strafe von 30 € bezahlt, "
        "weil sie ihren Wagen vor dem Rathaus abgestellt hatte.\n",
        encoding="utf-8",
    )
    return path


def run(
    capfd: pytest.CaptureFixture[str], *arguments: object, engines: FakeEnginePool | None = None
) -> tuple[int, str, str]:
    code = cli.run([str(argument) for argument in arguments], engines)
    captured = capfd.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: " ".join(path) or "newsxlate")
def test_every_command_has_help_with_examples(
    command: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capfd, *command, "--help")
    assert code == 0
    assert "Examples:" in out
    assert "\\b" not in out
    assert all(len(line) < 101 for line in out.splitlines())
    assert spoken(command) in out.partition("Examples:")[2]


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from newsxlate import cli; cli.run(['--help']);"
        "heavy = {'torch', 'transformers', 'ctranslate2', 'xllamacpp', 'rich', 'numpy', 'lxml',"
        " 'trafilatura', 'urllib3', 'py3langid'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


def test_only_the_result_goes_to_standard_output(
    echo: FakeEnginePool, article: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(
        capfd, "translate", article, "--format", "json", "--retries", "0", engines=echo
    )
    assert code == 0
    jsonschema.validate(json.loads(out), schema())
    assert "read " in err
    assert "finding" in err


@pytest.mark.parametrize("format", ARTICLES)
def test_a_weak_model_is_told_of_on_top(
    format: str, article: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    words = {"Bürgermeisterin zahlt Strafe": "Mayor pays a fine"}
    weak = FakeEnginePool(
        FakeEngine(lambda text: words.get(text, "On Monday she paid 30 €.")), weakness="chrF 30"
    )
    called = ("translate", article, "--to", "en", "--format", format, "--retries", "0")
    code, out, err = run(capfd, *called, engines=weak)
    assert code == 0, err
    told = "ranslated by a weak model, fake (chrF 30): read every sentence"
    # The exchange formats have a place of their own for notes.
    if format in VIEWS or format in ("xliff2", "tmx"):
        assert out.index(told) < out.index("On Monday she"), format
    assert told in out


def test_a_weak_model_is_told_of_once_however_often_summaries_are_made() -> None:
    weak = FakeEnginePool(FakeEngine(str.upper), weakness="chrF 30")
    options = Options(targets=("en",), summary=SummaryOptions(lengths=(Length("sentences", 1),)))
    with Pipeline(options, engines=weak) as pipeline:
        once = pipeline.summarize(pipeline.read(ARTICLE))
        twice = pipeline.summarize(once)
    for result in (once, twice):
        assert [f.code for f in result.findings].count("N212") == 1


def test_quiet_says_nothing(
    echo: FakeEnginePool, article: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(capfd, "translate", article, "-q", "--retries", "0", engines=echo)
    assert out
    assert err == ""


def test_strict_exits_with_3_and_still_writes(
    echo: FakeEnginePool, article: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.txt"
    code, out, _ = run(
        capfd, "translate", article, "--strict", "--retries", "0", "-o", target, engines=echo
    )
    assert code == 3
    assert out == ""
    assert "$30" in target.read_text(encoding="utf-8")


def test_several_targets_keep_their_order(
    echo: FakeEnginePool, article: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(
        capfd,
        "translate",
        article,
        "--to",
        "fr,en",
        "--to",
        "es",
        "-f",
        "json",
        "--retries",
        "0",
        engines=echo,
    )
    assert [made["language"] for made in json.loads(out)["translations"]] == ["fr", "en", "es"]


def test_segment_shows_what_goes_and_why(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "segment", ARTICLE)
    assert (code, err) == (0, "")
    assert "17 kept, 7 removed" in out


def test_segment_reads_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsxlate", "segment", "-", "--format", "json"],
        input=ARTICLE.read_bytes(),
        capture_output=True,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["article"]["byline"] == "Sophie Müller"


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m newsxlate segment {ARTICLE} -f json | head -c 1 >/dev/null"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_explain_knows_every_code_and_refuses_others(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "explain", "n201")
    assert code == 0
    assert out.startswith("N201 empty (error)")
    assert "\n\nWhat to do: Translate it by hand" in out
    assert all(advice(known).endswith(".") for known in codes())
    assert run(capfd, "explain", "201")[1] == out
    code, _, err = run(capfd, "explain", "N999")
    assert code == 2
    assert "N999" in err


def test_schema_is_json(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "schema")
    assert json.loads(out) == schema()
    _, out, _ = run(capfd, "schema", "record")
    assert json.loads(out)["$id"] == "urn:newsxlate:record:1"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "completion", shell)
    assert code == 0
    assert "_NEWSXLATE_COMPLETE" in out


def test_languages_complete() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from newsxlate.cli import main; main()"],
        env={
            "_NEWSXLATE_COMPLETE": "bash_complete",
            "COMP_WORDS": "newsxlate translate --to en,f",
            "COMP_CWORD": "3",
            "PATH": "",
        },
        capture_output=True,
        text=True,
    )
    assert "en,fr" in done.stdout


def test_names_find_lists_every_name_and_the_one_misspelling(
    capfd: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capfd, "names", "find", ARTICLE)
    assert code == 0
    assert [line for line in out.splitlines() if line.startswith("N501")] == [
        line for line in out.splitlines() if "Kim Jung Un" in line and line.startswith("N5")
    ]
    assert out.count("N501") == 1
    for name in ("Wladimir Putin", "Dmitri Peskow", "Matthew Miller", "Pjöngjang", "Wladiwostok"):
        assert name in out


def test_names_takes_a_file_without_the_word_find(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "names", ARTICLE) == run(capfd, "names", "find", ARTICLE)
    code, out, _ = run(capfd, "names", "--to", "en,fr", ARTICLE)
    assert code == 0
    rows = {line[6:38].strip(): line[38:] for line in out.splitlines()}
    assert rows["name"].split() == ["English", "French"]
    assert rows["Pjöngjang"].split() == ["Pyongyang", "Pyongyang"]
    assert rows["Moskau"].split() == ["Moscow", "Moscou"]


def test_names_as_json_have_mentions_and_forms(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "names", ARTICLE, "--to", "en", "--format", "json")
    assert code == 0
    entries = {entry["canonical"]: entry for entry in json.loads(out)["entries"]}
    assert entries["Pjöngjang"]["forms"]["en"][0] == {
        "text": "Pyongyang", "source": "exonym", "certain": True,
    }  # fmt: skip
    text = ARTICLE.read_text(encoding="utf-8")
    for located in entries["Wladimir Putin"]["mentions"]:
        assert text[located["start"] : located["end"]] == located["mention"]["text"]


def test_names_of_a_result_are_shown_with_their_renderings(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "result.json"
    path.write_text(write(named_result(), "json"), encoding="utf-8")
    code, out, _ = run(capfd, "names", path)
    assert code == 0
    head, peskow, kiew = out.splitlines()[:3]
    assert head.split() == ["name", "English", "French"]
    assert "Peskow [German form left] ×1, [missing] ×1" in peskow
    assert peskow.endswith("Peskov ×2")
    assert kiew.split()[1:] == ["Kiew", "Kyiv", "×1", "Kiev", "×1"]
    code, out, _ = run(capfd, "names", path, "--format", "json")
    renderings = json.loads(out)["entries"][0]["renderings"]
    assert [r["outcome"] for r in renderings["en"]] == ["german-left", "missing"]


def test_a_glossary_decides_on_forms(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "g.csv"
    path.write_text("de;en\nKiew;Kiev\n", encoding="utf-8")
    assert run(capfd, "names", "forms", "Kiew", "--glossary", path)[1] == "en\tKiev\tglossary\n"
    rows = tmp_path / "rows.tsv"
    rows.write_text("Kiew\ten\tKyiv\nKiew\ten\tKiev\n", encoding="utf-8")
    code, out, _ = run(capfd, "names", "forms", "--pairs", rows, "--glossary", path)
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == ["rejected", "accepted"]


class TestNamesOfATranslation:
    """`translate` checks them unless it is told not to."""

    @pytest.fixture
    def named(self, tmp_path: Path) -> Path:
        path = tmp_path / "n.txt"
        path.write_text(
            "Peskow spricht in Kiew\n\nAm Montag hat Peskow in Kiew lange gesprochen, "
            "weil er dort mit den Leuten über das Wetter reden wollte.\n",
            encoding="utf-8",
        )
        return path

    def test_they_are_counted(
        self, named: Path, echo: FakeEnginePool, capfd: pytest.CaptureFixture[str]
    ) -> None:
        code, out, err = run(
            capfd, "translate", named, "--format", "json", "--retries", 0, engines=echo
        )
        assert code == 0
        assert "names: 2 names, 4 mentions; 4 German form left" in err.splitlines()
        data = json.loads(out)
        assert len(data["ledger"]["entries"]) == 2
        assert len(data["translations"][0]["names"]) == 4

    def test_they_can_be_left_alone(
        self, named: Path, echo: FakeEnginePool, capfd: pytest.CaptureFixture[str]
    ) -> None:
        options = ("--format", "json", "--retries", 0, "--no-names")
        code, out, err = run(capfd, "translate", named, *options, engines=echo)
        assert code == 0
        assert "names" not in err
        assert json.loads(out)["ledger"] is None

    def test_they_are_repaired(
        self, named: Path, echo: FakeEnginePool, capfd: pytest.CaptureFixture[str]
    ) -> None:
        options = ("--format", "json", "--retries", 0, "--fix-names")
        code, out, err = run(capfd, "translate", named, *options, engines=echo)
        assert code == 0
        assert "names: 2 names, 4 mentions; 4 repaired" in err.splitlines()
        (headline, _) = json.loads(out)["translations"][0]["blocks"]
        assert headline["text"] == "Peskov spricht in Kyiv"

    def test_a_bad_glossary_is_refused_before_any_work(
        self, named: Path, echo: FakeEnginePool, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        glossary = tmp_path / "g.csv"
        glossary.write_text("source;target;language\nKiew;Kyiv;en\nKiew;;en\n", encoding="utf-8")
        code, out, err = run(capfd, "translate", named, "--glossary", glossary, engines=echo)
        assert (code, out) == (1, "")
        assert "line 3: no target term" in err
        assert "read" not in err


def test_names_forms(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "names", "forms", "Pjöngjang", "--to", "en,fr")
    assert code == 0
    assert next(line.split("\t")[:2] for line in out.splitlines()) == ["en", "Pyongyang"]
    assert any(line.startswith("fr\tPyongyang") for line in out.splitlines())


def test_names_pairs_are_judged_a_line_each(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_text("Moskau\ten\tMoscow\nMoskau\ten\tMoskau\n", encoding="utf-8")
    code, out, _ = run(capfd, "names", "forms", "--pairs", rows)
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == ["accepted", "rejected"]
    rows.write_text("Kim Jong Un\tKim Jung Un\nKim Jong Un\n", encoding="utf-8")
    code, out, err = run(capfd, "names", "variants", "--pairs", rows)
    assert (code, out.split("\t")[0]) == (1, "same")
    assert "line 2" in err


def test_bad_pairs_do_not_hide_the_good_ones(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_text("Kiew\ten\tKyiv\nKiew\nKiew\txx\tKyiv\nMoskau\ten\tMoscow\n", encoding="utf-8")
    code, out, err = run(capfd, "names", "forms", "--pairs", rows)
    assert code == 1
    assert [line.split("\t")[4] for line in out.splitlines()] == ["Kyiv", "Moscow"]
    assert "line 2: 3 columns" in err
    assert "line 3: there is no language 'xx'" in err
    assert "2 rows" in err


@pytest.mark.parametrize(("data", "said"), [(b"", "has no rows"), (b"Kiew\ten\tKi\xe9v", "UTF-8")])
def test_tables_that_cannot_be_judged_are_refused(
    data: bytes, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.tsv"
    rows.write_bytes(data)
    code, out, err = run(capfd, "names", "forms", "--pairs", rows)
    assert (code, out) == (1, "")
    assert said in err


@pytest.mark.parametrize("name", ["", "  ", "-", "a" * 10_000])
def test_what_is_no_name_has_no_forms(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, "names", "forms", "--", name)
    assert (code, out) == (2, "")
    assert "name" in err.splitlines()[0]


class TestErrors:
    """Each is one line that names what is wrong, a hint, and no traceback."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NEWSXLATE_STORE", str(tmp_path / "store"))

    def check(
        self, capfd: pytest.CaptureFixture[str], code: int, words: str, *arguments: object
    ) -> None:
        got, out, err = run(capfd, *arguments)
        assert (got, out) == (code, ""), err
        assert words in err
        assert "Traceback" not in err
        assert len(err.strip().splitlines()) <= 6

    def test_missing_file(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.check(capfd, 1, "nowhere.txt", "translate", "nowhere.txt")

    def test_empty_file(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.txt").touch()
        self.check(capfd, 1, "empty", "translate", tmp_path / "a.txt")

    def test_binary_file(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n\x00\x01\x02" * 50)
        self.check(capfd, 1, "PDF", "translate", tmp_path / "a.pdf")

    def test_large_file(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        with (tmp_path / "a.txt").open("wb") as stream:
            stream.truncate(50_000_000)
        self.check(capfd, 1, "MB", "translate", tmp_path / "a.txt")

    def test_not_german(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "a.txt").write_text(
            "Le président de la République a annoncé lundi une réforme des retraites.\n\n"
            "Les syndicats ont aussitôt appelé à la grève dans tout le pays pour la semaine."
        )
        self.check(capfd, 1, "French", "translate", tmp_path / "a.txt")

    def test_unknown_language(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.check(capfd, 2, "xx", "translate", ARTICLE, "--to", "xx")

    def test_unknown_model(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.check(capfd, 2, "nomodel", "translate", ARTICLE, "--model", "nomodel")

    def test_no_model_offline(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.check(capfd, 1, "no model", "translate", ARTICLE, "--offline", "-q")

    def test_same_language(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.check(capfd, 2, "German already", "translate", ARTICLE, "--to", "de")

    def test_unknown_option(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.check(capfd, 2, "--nope", "translate", ARTICLE, "--nope")

    def test_the_article_is_not_overwritten(
        self, article: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        before = article.read_bytes()
        for command in ("segment", "translate"):
            self.check(capfd, 2, "would be overwritten", command, article, "-o", article)
        assert article.read_bytes() == before

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
    def test_a_full_standard_output(self, article: Path) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "newsxlate", "segment", str(article)],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
            )
        assert done.returncode == 1
        assert "No space left" in done.stderr
        assert "Traceback" not in done.stderr

    def test_closed_streams(self, article: Path) -> None:
        for redirect in (f"{article} >&-", "- <&-"):
            done = subprocess.run(
                ["bash", "-c", f"{sys.executable} -m newsxlate segment {redirect}"],
                capture_output=True,
                text=True,
            )
            assert done.returncode == 1
            assert "is closed" in done.stderr

    def test_output_folder_missing(
        self, article: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        output = tmp_path / "no" / "out.txt"
        self.check(capfd, 1, "no such folder", "translate", article, "-q", "-o", output)

    def test_debug_shows_the_traceback(self, capfd: pytest.CaptureFixture[str]) -> None:
        from newsxlate import NewsxlateError

        with pytest.raises(NewsxlateError):
            cli.run(["translate", "nowhere.txt", "--debug"])

    def test_an_internal_error_is_one_line_too(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(Pipeline, "open", lambda self, source: 1 / 0)
        self.check(capfd, 1, "internal error: ZeroDivisionError", "translate", ARTICLE)
