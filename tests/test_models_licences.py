"""docs/licences.md lists what pyproject.toml and models.toml name, no more and no less."""

import re
import tomllib
from pathlib import Path

import pytest

from newsxlate.models import load_registry

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def table(heading: str) -> dict[str, list[str]]:
    """The first table below a heading: its rows by their first cell."""
    section = re.split(r"^#+ ", PAGE.partition(f"{heading}\n")[2], flags=re.MULTILINE)[0]
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    return {row[0]: row[1:] for row in rows[2:]}


def packages(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~;\[ ]", each)[0] for each in requirements}


@pytest.mark.parametrize(
    ("heading", "requirements"),
    [
        ("## Packages it needs", PROJECT["dependencies"]),
        ("### With the extra `torch`", PROJECT["optional-dependencies"]["torch"]),
        (
            "### With the extra `parquet`",
            PROJECT["optional-dependencies"]["parquet"],
        ),
        ("### With the extra `ray`", PROJECT["optional-dependencies"]["ray"]),
        ("### With the extra `review`", PROJECT["optional-dependencies"]["review"]),
        ("### With the extra `dev`", PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_every_dependency_is_listed(heading: str, requirements: list[str]):
    rows = table(heading)
    assert set(rows) == packages(requirements)
    assert all(license and purpose for license, purpose in rows.values())


def test_every_model_is_listed_with_its_licence():
    rows = table("## Models")
    known = load_registry().models
    assert set(rows) == set(known)
    for name, (license, use) in rows.items():
        assert license == known[name].license
        assert ("non-commercial" in use) == known[name].non_commercial


def test_the_project_has_the_licence_it_says():
    assert PROJECT["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
