"""Help in groups, hints at mistyped commands, completion, and the folder of the models."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
import pytest

from newsxlate.cli import cli
from newsxlate.cli.help import GroupedCommand
from test_cli import run

GROUPS = ["Reading", "Languages", "Model", "Hardware", "Decoding", "Names", "Summary", "Output"]


def sections(out: str) -> list[str]:
    return [line[:-1] for line in out.splitlines() if line.endswith(":") and line[0] != " "]


@pytest.mark.parametrize(
    ("command", "groups"),
    [
        (["translate"], GROUPS),
        (["summarize"], GROUPS),
        (["archive", "run"], [*GROUPS[:2], "Archive", *GROUPS[2:]]),
    ],
    ids=" ".join,
)
def test_many_options_are_shown_in_groups(
    command: list[str], groups: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capfd, *command, "--help")
    assert (code, sections(out)) == (0, [*groups, "Other"])
    # What is in no group would be lost among --debug and --help.
    other = out.partition("\nOther:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in other.splitlines() if line[2] == "-"] == ["--debug", "-h,"]


def test_every_option_is_shown_once() -> None:
    for name in ("translate", "summarize"):
        command = getattr(importlib.import_module(f"newsxlate.cli.{name}"), name)
        assert isinstance(command, GroupedCommand)
        shown = command.get_help(click.Context(command, info_name=name))
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden:
                assert sum(f" {param.opts[0]}" in line[:40] for line in shown.splitlines()) >= 1


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        (["translat"], "translate"),
        (["summarise"], "summarize"),
        (["archive", "exprot"], "export"),
        (["models", "lits"], "list"),
        (["names", "froms", "Peskow"], "forms"),
    ],
)
def test_a_mistyped_command_is_told_what_it_may_have_meant(
    mistyped: list[str], meant: str, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capfd, *mistyped)
    assert (code, out) == (2, "")
    assert err.count(f"Did you mean '{meant}'?") == 1


def test_what_is_like_no_command_is_only_refused(capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capfd, "xyzzy")
    assert code == 2
    assert "No such command 'xyzzy'." in err
    assert "mean" not in err


def completed(*words: str) -> list[str]:
    """What the shell offers for the last of the words."""
    from click.shell_completion import ShellComplete

    complete = ShellComplete(cli, {}, "newsxlate", "_NEWSXLATE_COMPLETE")
    return [item.value for item in complete.get_completions(list(words[:-1]), words[-1])]


def test_completion_offers_no_language_twice_and_not_the_source() -> None:
    offered = completed("translate", "--to", "")
    assert {"en", "fr"} <= set(offered)
    assert "de" not in offered
    assert not {"en,en", "en,de"} & set(completed("translate", "--to", "en,"))
    assert "en,fr" in completed("translate", "--to", "en,")
    assert not {"en", "fr"} & set(completed("translate", "--to", "en,fr", "--to", ""))
    offered = completed("translate", "--from", "fr", "--to", "")
    assert "de" in offered
    assert "fr" not in offered
    # A summary may be in the article's own language.
    assert "de" in completed("summarize", "--to", "")


@pytest.mark.parametrize("command", [["translate"], ["summarize"], ["models"]], ids=" ".join)
def test_the_folder_of_the_models_is_called_models(
    command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capfd, *command, "--help")
    assert "--models DIRECTORY" in out
    assert "--store" not in out
    assert "--store" not in completed(*command, "--st")
    _, out, _ = run(capfd, "archive", "run", "--help")
    assert "--models DIRECTORY" in out
    assert "--store FILE" in out


def test_its_old_name_is_still_understood(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("--models", "--store"):
        assert run(capfd, "models", name, tmp_path, "path") == (0, f"{tmp_path}\n", "")
        article = tmp_path / "a.txt"
        article.write_text("Der Gemeinderat hat am Dienstag den Umbau der Schule beschlossen.\n")
        code, _, err = run(capfd, "translate", article, name, tmp_path / "none", "--offline")
        assert (code, "no model" in err) == (1, True)
