"""The examples of docs/library.md run, one after the other, and print what stands under them."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

import newsxlate

PAGE = Path(__file__).resolve().parent.parent / "docs" / "library.md"
# An example, and what stands under it.
EXAMPLE = re.compile(
    r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE
)
# What is loaded when it is first asked for.
LAZY = ("bilingual", "checking", "inputs", "models", "outputs", "engines", "names")


def test_examples_print_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAGE.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in EXAMPLE.finditer(text):
        line = text[: example.start(1)].count("\n")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            # Empty lines before it, so that errors name the line of the page.
            exec(compile("\n" * line + example[1], str(PAGE), "exec"), names)
        assert printed.getvalue() == (example[2] or ""), f"line {line}"


def test_no_example_escapes() -> None:
    text = PAGE.read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    assert len(examples) == text.count("```python") > 10
    assert sum(bool(output) for _, output in examples) == text.count("```text")


def test_the_page_names_all_that_the_package_hands_on() -> None:
    """But for the types of what is in an article, which nobody makes by hand."""
    text = PAGE.read_text(encoding="utf-8")
    parts = {"Article", "Block", "Kind", "Sentence", "Severity", "Finding", "__version__"}
    parts |= {"Translation", "Summary", "Result"}
    for name in {*newsxlate.__all__} - parts:
        assert re.search(rf"\b{name}\b", text), name


def test_every_name_is_there() -> None:
    for name in newsxlate.__all__:
        assert getattr(newsxlate, name) is not None
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = newsxlate.no_such_thing


def test_importing_the_package_loads_what_a_pipeline_needs_and_no_more() -> None:
    loaded = (
        "import sys, newsxlate;"
        f"print([room for room in {LAZY!r} if f'newsxlate.{{room}}' in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
