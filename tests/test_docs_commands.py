"""What the README and docs/ tell people to type can be typed, and they name every command."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from command_tree import COMMANDS, spoken

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
# A line of an indented block, or code in a sentence.
TYPED = re.compile(r"^ {4}(?:\$ )?newsxlate ([^#|\n]*)|`newsxlate ([^`]*)`", re.MULTILINE)
LINES = [
    (page, (line or code).strip())
    for page, text in PAGES.items()
    for line, code in TYPED.findall(text)
]


def called(words: list[str]) -> tuple[str, ...]:
    """The longest command that the words call."""
    path: tuple[str, ...] = ()
    for word in words:
        if (*path, word) not in COMMANDS:
            return path
        path = (*path, word)
    return path


def options(path: tuple[str, ...]) -> set[str]:
    """What a command and the groups before it take; --help among it."""
    taken = {"--help", "-h"}
    for end in range(len(path) + 1):
        for parameter in COMMANDS[path[:end]].params:
            if isinstance(parameter, click.Option):
                taken |= {*parameter.opts, *parameter.secondary_opts}
    return taken


@pytest.mark.parametrize(("page", "line"), LINES)
def test_what_is_to_be_typed_exists(page: str, line: str) -> None:
    words = line.split()
    path = called(words)
    given = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert path or given, f"{page}: there is no command {line!r}"
    # `names FILE` is short for `names find FILE`, and `review FILE` for `review open FILE`.
    short = {("names",): "find", ("review",): "open"}
    taken = options(path) | (options((*path, short[path])) if path in short else set())
    assert given <= taken, f"{page}: {spoken(path)} does not take {sorted(given - taken)}"


@pytest.mark.parametrize("path", [path for path in COMMANDS if path], ids=spoken)
def test_every_command_is_in_the_documentation(path: tuple[str, ...]) -> None:
    *group, name = path
    # `models list | pull` names two.
    words = r"\s+".join([*group, rf"(?:[a-z]+\s+\|\s+)*{name}\b"])
    assert any(re.search(rf"(?:newsxlate\s+|`){words}", text) for text in PAGES.values())
